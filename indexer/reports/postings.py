"""Where words stand in reports, as arrays: packed by blocks of reports to be stored, and searched.

A block is `BLOCK` reports of consecutive numbers. Of each word in it an array of uint32 is stored,
one for each time it stands there, ascending: the report's place in its block in the upper bits, the
word's position in the text in the lower ones. Appending keeps it in order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
"""Numbers of reports, or positions in them, ascending."""
BLOCK_BITS, POSITION_BITS = 12, 20
BLOCK = 1 << BLOCK_BITS
_MOST_WORDS = 1 << POSITION_BITS
"""Words of a text that are indexed; a report has a few dozen, a long post some hundreds."""
_STORED = np.dtype("<u4")
ACCENTED, FOLDED, MEANINGS = range(3)
Key = tuple[int, str]
"""A field, and a word in it."""


@dataclass(frozen=True)
class Postings:
    """Every place where a word, or a phrase begins: report number << POSITION_BITS | position."""

    places: Numbers

    @cached_property
    def _of(self) -> Numbers:
        """The report that each place is in."""
        return self.places >> POSITION_BITS

    @cached_property
    def _starts(self) -> Numbers:
        """Where in `places` each report begins."""
        begins = np.ones(len(self.places), dtype=np.bool_)
        np.not_equal(self._of[1:], self._of[:-1], out=begins[1:])
        return np.flatnonzero(begins)

    @cached_property
    def numbers(self) -> Numbers:
        """The reports that have it, each once."""
        return self._of[self._starts]

    @property
    def counts(self) -> Numbers:
        """How often each of `numbers` has it."""
        return np.diff(self._starts, append=len(self.places))

    def before(self, after: "Postings", distance: int) -> "Postings":
        """Those that the other stands so many words behind."""
        return Postings(self.places[_among(self.places + distance, after.places)])


def phrase(words: Sequence[Postings]) -> Postings:
    """Where the words stand in a row."""
    first, *others = words
    return reduce(lambda so_far, at: so_far.before(at[1], at[0]), enumerate(others, 1), first)


def _among(wanted: Numbers, there: Numbers) -> npt.NDArray[np.bool_]:
    """Which of the wanted are there; both ascend."""
    if not len(there):
        return np.zeros(len(wanted), dtype=np.bool_)
    at = np.minimum(np.searchsorted(there, wanted), len(there) - 1)
    found: npt.NDArray[np.bool_] = there[at] == wanted
    return found


def packed(first: int, texts: Iterable[Sequence[Sequence[str]]]) -> Iterator[tuple[Key, bytes]]:
    """Rows (key, places) of texts of one block, numbered from `first`: of each field its words."""
    words: dict[Key, list[int]] = defaultdict(list)
    for number, fields in enumerate(texts, first):
        base = (number % BLOCK) << POSITION_BITS
        for field, said in enumerate(fields):
            for place, word in enumerate(said[:_MOST_WORDS], base):
                words[field, word].append(place)
    for key, places in words.items():
        yield key, np.array(places, dtype=_STORED).tobytes()


def unpacked(rows: Iterable[tuple[int, bytes]]) -> Postings:
    """Postings from rows (block, places), blocks ascending."""
    stored = list(rows)
    bases = np.array([block << (BLOCK_BITS + POSITION_BITS) for block, _ in stored], dtype=np.int64)
    sizes = [len(places) // _STORED.itemsize for _, places in stored]
    inside = np.frombuffer(b"".join(places for _, places in stored), dtype=_STORED)
    return Postings(np.repeat(bases, sizes) + inside)
