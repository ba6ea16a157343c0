"""What only hits need of a shard's rows file: each of its row groups in memory once hit.

The columns stand side by side in one record a row (64 bytes), so that a hit costs one look into
memory and not one a column.
"""

import threading
from dataclasses import dataclass
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from indexer.ids import FootageId
from indexer.region import Box, RegionKind

_WORDS = ["footage", "kind"]
"""Few different ones in a row group: kept once each, with a number a row."""
_ROW = np.dtype(
    [
        *((name, "<i4") for name in _WORDS),
        ("pts_ms", "<i8"),
        *((side, "<f8") for side in ("left", "top", "right", "bottom")),
        ("still_ms", "<i8"),
        ("checksum", "<i8"),
    ]
)

Seen = tuple[FootageId, int, Box, RegionKind, int]
"""Footage, pts_ms, box, kind, still_ms: a region but for its camera and its time."""


@dataclass(frozen=True)
class _Group:
    """The records of one row group, and the words that their numbers stand for."""

    rows: NDArray[np.void]
    words: dict[str, list[str]]

    def seen(self, inside: NDArray[np.int64]) -> list[Seen]:
        """What was seen in these of its rows, numbered from the group's first."""
        footage, kinds = self.words["footage"], self.words["kind"]
        return [
            (FootageId(footage[f]), pts, tuple(box), cast(RegionKind, kinds[kind]), still)
            for f, kind, pts, *box, still, _ in self.rows[inside].tolist()
        ]


class HitRows:
    """Records of a shard's rows, by number. Safe for several threads."""

    def __init__(self, source: pa.NativeFile) -> None:
        """Records of a rows file; a row group is decoded with the first hit in it."""
        self._file = pq.ParquetFile(source, read_dictionary=_WORDS)
        about = self._file.metadata
        sizes = [about.row_group(number).num_rows for number in range(about.num_row_groups)]
        self._ends = np.cumsum(np.array(sizes, np.int64))
        self._groups: dict[int, _Group] = {}
        self._lock = threading.Lock()

    def checksums(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """CRC-32 of each of these rows' vectors."""
        taken = np.empty(len(rows), np.int64)
        for group, where, inside in self._found(rows):
            taken[where] = group.rows["checksum"][inside]
        return taken

    def seen(self, rows: NDArray[np.int64]) -> list[Seen]:
        """What was seen in each of these rows."""
        parts = self._found(rows)
        found = [seen for group, _, inside in parts for seen in group.seen(inside)]
        if len(parts) == 1:
            return found
        order = np.argsort(np.concatenate([np.empty(0, np.int64), *(w for _, w, _ in parts)]))
        return [found[number] for number in order.tolist()]

    def _found(
        self, rows: NDArray[np.int64]
    ) -> list[tuple[_Group, NDArray[np.int64], NDArray[np.int64]]]:
        """The row groups of these rows; of each, which of the rows, and their numbers in it."""
        of_row = np.searchsorted(self._ends, rows, side="right")
        found = []
        for number in np.unique(of_row).tolist():
            where = np.flatnonzero(of_row == number)
            start = self._ends[number - 1] if number else 0
            found.append((self._group(number), where, rows[where] - start))
        return found

    def _group(self, number: int) -> _Group:
        with self._lock:
            if number not in self._groups:
                self._groups[number] = self._decoded(number)
            return self._groups[number]

    def _decoded(self, number: int) -> _Group:
        table = self._file.read_row_group(number, list(_ROW.names or ()))
        rows = np.empty(table.num_rows, _ROW)
        words: dict[str, list[str]] = {}
        for name in _ROW.names or ():
            column = table.column(name).combine_chunks()
            if name in _WORDS:
                words[name] = column.dictionary.to_pylist()
                column = column.indices
            rows[name] = column.to_numpy()
        return _Group(rows, words)
