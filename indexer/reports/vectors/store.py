"""The vectors of all report texts by one encoder: parts on disk, and the one list that counts.

`reports/vectors/ENCODER/parts.json` names the generation of the report log that was reached and the
parts, oldest first; it is written last, in one step. What a killed run leaves is named by no list
and swept by the next. Of a report, the latest part that has it counts: an edit stands in a later
part, and so does that it was taken back. Parts are joined as they come, so that there are few, each
about twice as large as the next, up to MOST_JOINED vectors.
"""

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from embeddings.encoder import EncoderCard
from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.reports.vectors.part import Halves, Part, PartEntry, taken_back, write_part

FOLDER = "reports/vectors"
MOST_JOINED = 65_536
"""Vectors of a part that is joined to no other: so much is held in memory at once."""
_LIST = "parts.json"
_VERSION = 1


@dataclass(frozen=True)
class Standing:
    """A part, and which of its reports no later part has: a mask."""

    part: Part
    counts: NDArray[np.bool_]


@dataclass(frozen=True)
class Contents:
    """All parts at one time, oldest first, and the generation of the log that they reached."""

    generation: int = -1
    parts: tuple[Standing, ...] = ()

    @property
    def reports(self) -> int:
        """How many reports have vectors."""
        return sum(
            int(np.count_nonzero(one.counts & (one.part.table["vectors"].to_numpy() > 0)))
            for one in self.parts
        )

    def digests(self, ids: Sequence[ReportId]) -> dict[ReportId, int]:
        """What stands of these reports, by digest; those taken back and unknown are left out."""
        found: dict[ReportId, int] = {}
        asked = pa.array(ids, pa.string())
        for one in self.parts:
            at = pc.index_in(asked, value_set=one.part.table["id"].combine_chunks())
            digests = one.part.table["digest"].to_numpy()
            for ident, row in zip(ids, at.to_pylist(), strict=True):
                if row is not None and one.counts[row]:
                    found[ident] = int(digests[row])
        return {ident: digest for ident, digest in found.items() if digest}


class VectorStore:
    """The store of one data folder and encoder. Safe for several threads, and one writer."""

    def __init__(self, data: Folder, card: EncoderCard) -> None:
        """Name both; nothing is made before something is added."""
        self.card = card
        self._folder = data.child(f"{FOLDER}/{card.fingerprint[:16]}")
        self._lock = threading.Lock()
        self._read: tuple[bytes, Contents] = (b"", Contents())

    def contents(self) -> Contents:
        """What counts now. Raises StorageFailed where a part is damaged.

        A part may go as it is joined to another, before it was opened: then there is a new list.
        """
        with self._lock:
            listed = self._listed()
            while listed != self._read[0]:
                try:
                    self._read = (listed, self._opened(listed))
                except StorageFailed:
                    before, listed = listed, self._listed()
                    if before == listed:
                        raise
            return self._read[1]

    def add(self, table: pa.Table, vectors: Halves, generation: int) -> None:
        """Add reports and their vectors, (n, dim), and note the generation, in one step."""
        held = self.contents()
        entries = [one.part.entry for one in held.parts]
        if table.num_rows:
            entries = self._joined(held, table, vectors)
        self._list(entries, generation)

    def take_back(self, ids: Iterable[ReportId], generation: int) -> None:
        """Take reports out, unknown ones aside, and note the generation, in one step."""
        known = self.contents().digests(sorted(ids))
        self.add(taken_back(list(known)), np.empty((0, self.card.dim), np.float16), generation)

    def clear(self) -> None:
        """Remove all; the generation is -1 again."""
        self._folder.remove_all()

    def sweep(self) -> None:
        """Remove files that no list names: a killed run's, and those of parts that were joined."""
        named = {_LIST, *(f for one in self.contents().parts for f in one.part.entry.files)}
        for name in self._folder.names():
            if name not in named:
                self._folder.remove(name)

    def _listed(self) -> bytes:
        return self._folder.read(_LIST) if self._folder.exists(_LIST) else b""

    def _opened(self, listed: bytes) -> Contents:
        told: dict[str, Any] = json.loads(listed) if listed else {}
        if told.get("version") != _VERSION or told["fingerprint"] != self.card.fingerprint:
            return Contents()
        known = {one.part.entry: one.part for one in self._read[1].parts}
        entries = [PartEntry(**one) for one in told["parts"]]
        parts = [known.get(entry) or Part(self._folder, entry, self.card.dim) for entry in entries]
        return Contents(told["generation"], _standing(parts))

    def _joined(self, held: Contents, table: pa.Table, vectors: Halves) -> list[PartEntry]:
        """The parts with this behind them, those before it that are no larger joined to it."""
        kept = list(held.parts)
        while kept and kept[-1].part.entry.vectors <= len(vectors) <= MOST_JOINED:
            last = kept.pop()
            newer = pa.array(table["id"].combine_chunks())
            stays = last.counts & ~pc.is_in(last.part.table["id"], value_set=newer).to_numpy()
            vectors = np.concatenate([last.part.vectors(stays), vectors])
            table = pa.concat_tables([last.part.table.filter(pa.array(stays)), table])
        if not kept:  # nothing before it that would have to be taken back
            table = table.filter(pc.not_equal(table["digest"], 0))
        new = write_part(self._folder, table.combine_chunks(), vectors)
        return [*(one.part.entry for one in kept), new]

    def _list(self, entries: Sequence[PartEntry], generation: int) -> None:
        told = {
            "version": _VERSION,
            "fingerprint": self.card.fingerprint,
            "generation": generation,
            "parts": [asdict(entry) for entry in entries],
        }
        self._folder.write(_LIST, json.dumps(told).encode())


def remove_others(data: Folder, card: EncoderCard) -> None:
    """Remove the stores of other encoders, once this one's is whole."""
    folder = data.child(FOLDER)
    for other in {name.partition("/")[0] for name in folder.names()} - {card.fingerprint[:16]}:
        folder.child(other).remove_all()


def _standing(parts: Sequence[Part]) -> tuple[Standing, ...]:
    later, found = pa.array([], pa.string()), list[Standing]()
    for part in reversed(parts):
        ids = part.table["id"].combine_chunks()
        found.append(Standing(part, ~pc.is_in(ids, value_set=later).to_numpy(False)))
        later = pa.concat_arrays([later, ids])
    return tuple(reversed(found))
