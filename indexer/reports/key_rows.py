"""Row numbers by a string key, in 16 mapped bytes a key: which row has this id, this digest."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from indexer.reports.mapped_rows import mapped

KeyOf = Callable[[int], str]
"""The key of a row: two keys may share a hash, so it is looked at before it is believed."""


@dataclass(frozen=True)
class KeyRows:
    """One row number for each key, sorted by the keys' hashes; never changed in place.

    Hashes are Python's own: of use within one process, which is where these rows lie.
    """

    hashes: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))
    rows: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self.rows)

    def find(self, keys: Iterable[str], key_of: KeyOf) -> dict[str, int]:
        """The rows of those keys that are known, in the order asked."""
        asked = list(dict.fromkeys(keys))
        found: dict[str, int] = {}
        for key, at in zip(asked, self._places(asked), strict=True):
            for row in self._with_hash(int(at), _hash(key)):
                if key_of(row) == key:
                    found[key] = row
        return found

    def with_rows(self, rows: Mapping[str, int], key_of: KeyOf) -> "KeyRows":
        """The same with these keys added, or at other rows than before."""
        known = self.find(rows, key_of)
        replaced = {known[key]: row for key, row in rows.items() if key in known}
        moved = np.array(self.rows)
        for key in known:
            at = int(np.searchsorted(self.hashes, _hash(key)))
            while int(moved[at]) != known[key]:
                at += 1
            moved[at] = replaced[known[key]]
        added = sorted((int(_hash(key)), row) for key, row in rows.items() if key not in known)
        hashes = np.array([one for one, _ in added], np.uint64)
        places = np.searchsorted(self.hashes, hashes)
        numbers = np.array([row for _, row in added], np.int64)
        return KeyRows(
            mapped(np.insert(self.hashes, places, hashes)),
            mapped(np.insert(moved, places, numbers)),
        )

    def _places(self, keys: list[str]) -> NDArray[np.intp]:
        return np.searchsorted(self.hashes, np.array([_hash(key) for key in keys], np.uint64))

    def _with_hash(self, at: int, wanted: np.uint64) -> Iterable[int]:
        while at < len(self.hashes) and self.hashes[at] == wanted:
            yield int(self.rows[at])
            at += 1


def _hash(key: str) -> np.uint64:
    return np.uint64(hash(key) & 0xFFFF_FFFF_FFFF_FFFF)
