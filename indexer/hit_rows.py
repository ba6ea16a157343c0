"""What only hits need of a shard's rows file, in memory once a hit was found.

The columns stand side by side in one record a row (64 bytes), so that a hit costs one look into
memory and not one a column.
"""

import io
from typing import cast

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from indexer.ids import FootageId
from indexer.region import Box, RegionKind

_WORDS = ["footage", "kind"]
"""Few different ones in a shard: kept once each, with a number a row."""
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


class HitRows:
    """Records of a shard's rows, by number."""

    def __init__(self, content: bytes) -> None:
        """Read a rows file's bytes."""
        file = pq.ParquetFile(io.BytesIO(content), read_dictionary=_WORDS)
        table = file.read(list(_ROW.names or ())).combine_chunks()
        self._rows = np.empty(table.num_rows, _ROW)
        self._words: dict[str, list[str]] = {}
        for name in _ROW.names or ():
            column = table.column(name).combine_chunks()
            if name in _WORDS:
                self._words[name] = column.dictionary.to_pylist()
                column = column.indices
            self._rows[name] = column.to_numpy()

    def checksums(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """CRC-32 of each of these rows' vectors."""
        taken: NDArray[np.int64] = self._rows["checksum"][rows]
        return taken

    def seen(self, rows: NDArray[np.int64]) -> list[Seen]:
        """What was seen in each of these rows."""
        footage, kinds = self._words["footage"], self._words["kind"]
        return [
            (FootageId(footage[f]), pts, tuple(box), cast(RegionKind, kinds[kind]), still)
            for f, kind, pts, *box, still, _ in self._rows[rows].tolist()
        ]
