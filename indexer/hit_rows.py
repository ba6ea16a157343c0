"""What only hits need of a shard's rows file: each of its row groups in memory once hit.

The columns stand side by side in one record a row (64 bytes), so that a hit costs one look into
memory and not one a column.
"""

import threading
from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from indexer.ids import FootageId
from indexer.region import Box, RegionKind

_WORDS = ["footage", "kind"]
"""Few different ones in a row group: kept once for each group, with a number a row."""
_SIDES = ("left", "top", "right", "bottom")
_ROW = np.dtype(
    [
        *((name, "<i4") for name in _WORDS),
        ("pts_ms", "<i8"),
        *((side, "<f8") for side in _SIDES),
        ("still_ms", "<i8"),
        ("checksum", "<i8"),
    ]
)
_SEEN = (*_WORDS, "pts_ms", *_SIDES, "still_ms")

Seen = tuple[Iterable[FootageId], Iterable[int], Iterable[Box], Iterable[RegionKind], Iterable[int]]
"""Footage, pts_ms, box, kind, still_ms, each of all rows: regions but for camera and time."""


class HitRows:
    """Records of a shard's rows, by number. Safe for several threads."""

    def __init__(self, source: pa.NativeFile) -> None:
        """Records of a rows file; a row group is decoded with the first hit in it."""
        self._file = pq.ParquetFile(source, read_dictionary=_WORDS)
        about = self._file.metadata
        sizes = [about.row_group(number).num_rows for number in range(about.num_row_groups)]
        self._ends = np.cumsum(np.array(sizes, np.int64))
        self._rows = np.zeros(about.num_rows, _ROW)  # takes memory only where it is written to
        self._undecoded = set(range(len(sizes)))
        self._words: dict[str, list[Any]] = {name: [] for name in _WORDS}
        self._lock = threading.Lock()

    def records(self, rows: NDArray[np.int64]) -> NDArray[np.void]:
        """The records of these rows; the field `checksum` is the CRC-32 of each row's vector."""
        if self._undecoded:
            self._decode(np.searchsorted(self._ends, rows, side="right"))
        found: NDArray[np.void] = self._rows[rows]
        return found

    def seen(self, records: NDArray[np.void]) -> Seen:
        """What these records say was seen, to be read once."""
        columns: dict[str, list[Any]] = {name: records[name].tolist() for name in _SEEN}
        return (
            map(self._words["footage"].__getitem__, columns["footage"]),
            columns["pts_ms"],
            zip(*map(columns.__getitem__, _SIDES), strict=True),
            map(self._words["kind"].__getitem__, columns["kind"]),
            columns["still_ms"],
        )

    def _decode(self, groups: NDArray[np.int64]) -> None:
        """See to it that these row groups are decoded."""
        with self._lock:
            for number in sorted(self._undecoded.intersection(groups.tolist())):
                self._decode_group(number)
                self._undecoded.remove(number)

    def _decode_group(self, number: int) -> None:
        table = self._file.read_row_group(number, list(_ROW.names or ()))
        end = int(self._ends[number])
        rows = self._rows[end - table.num_rows : end]
        for name in _ROW.names or ():
            column = table.column(name).combine_chunks()
            if name in _WORDS:
                words = self._words[name]
                rows[name] = column.indices.to_numpy() + len(words)
                words += column.dictionary.to_pylist()
            else:
                rows[name] = column.to_numpy()
