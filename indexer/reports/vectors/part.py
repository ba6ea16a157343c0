"""One part of the store: a table of reports and the vectors of their texts, never changed.

The table (Parquet) has a row a report: its id, the digest of what was embedded, what is filtered
by, and how many vectors it has; 0 says that it was taken back. The vectors (FAISS, 16-bit floats)
lie in the order of the table. Both files have the name of their contents, and are read only by way
of the store's list of parts.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from embeddings.encoder import Embeddings
from indexer.errors import StorageFailed
from indexer.folder import Folder, as_storage_error
from indexer.parquet import read_columns
from indexer.reports.category import category_of
from indexer.reports.report import Report

Halves = NDArray[np.float16]
"""Vectors as they are stored, (n, dim)."""
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("digest", pa.int64()),
        ("kind", pa.string()),
        ("channel", pa.string()),
        ("category", pa.string()),
        ("after_ms", pa.int64()),
        ("before_ms", pa.int64()),
        ("vectors", pa.int32()),
    ]
)
_faiss: Any = faiss
"""FAISS's stubs know less than FAISS."""


@dataclass(frozen=True)
class PartEntry:
    """A part as the store's list names it: reports and vectors in it, and its files' lengths."""

    name: str
    reports: int
    vectors: int
    table_bytes: int
    vectors_bytes: int

    @property
    def files(self) -> tuple[str, str]:
        """The names of both files."""
        return f"{self.name}.parquet", f"{self.name}.faiss"


def digest_of(report: Report) -> int:
    """64 bits of SHA-256 over all that a part holds of a report."""
    told = report.occurred
    times = (told.after_ms, told.before_ms) if told else None
    content = repr((report.id, report.kind, report.channel, times, report.text))
    whole = hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(whole[:8], "big", signed=True)


def rows_of(reports: Sequence[Report], vectors: Sequence[int]) -> pa.Table:
    """The table of reports with so many vectors each."""
    return pa.Table.from_pylist(
        [_row(report, count) for report, count in zip(reports, vectors, strict=True)], SCHEMA
    )


def taken_back(ids: Sequence[str]) -> pa.Table:
    """The table of reports that are no more."""
    rows = [{"id": ident, "digest": 0, "vectors": 0} for ident in ids]
    return pa.Table.from_pylist(rows, SCHEMA)


def halves_of(rows: Embeddings) -> Halves:
    """Unit rows as they are stored."""
    return np.ascontiguousarray(rows, "<f2")


def write_part(folder: Folder, table: pa.Table, vectors: Halves) -> PartEntry:
    """Write both files, each whole or not at all."""
    sink = io.BytesIO()
    pq.write_table(table, sink)
    content = (sink.getvalue(), _flat(vectors))
    name = hashlib.sha256(b"".join(hashlib.sha256(one).digest() for one in content)).hexdigest()
    entry = PartEntry(name[:32], table.num_rows, len(vectors), *map(len, content))
    for file, one in zip(entry.files, content, strict=True):
        folder.write(file, one)
    return entry


class Part:
    """A part, opened; its vectors are memory-mapped where the folder is local."""

    def __init__(self, folder: Folder, entry: PartEntry, dim: int) -> None:
        """Open both files; raises StorageFailed where they are not what was written."""
        self.entry = entry
        sizes = tuple(folder.size(file) for file in entry.files)
        if sizes != (entry.table_bytes, entry.vectors_bytes):
            raise _damaged(folder, entry, "a file is missing or of another length")
        try:
            with folder.open(entry.files[0]) as source:
                self.table = read_columns(source, None).cast(SCHEMA)
            self.index = _opened(folder, entry.files[1])
        except (ValueError, RuntimeError, OSError) as error:
            raise _damaged(folder, entry, str(error).strip().splitlines()[0]) from error
        counts = self.table["vectors"].to_numpy()
        self.ends: NDArray[np.int64] = np.cumsum(counts, dtype=np.int64)
        held = (self.index.ntotal, self.index.d, int(counts.sum()))
        if held != (entry.vectors, dim, entry.vectors):
            raise _damaged(folder, entry, "its vectors are not those of its table")

    def report_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The table's rows that these vectors are of."""
        return np.searchsorted(self.ends, rows, side="right")

    def vectors(self, reports: NDArray[np.bool_]) -> Halves:
        """The vectors of the reports of a mask, in their order."""
        codes = _faiss.rev_swig_ptr(self.index.codes.data(), self.index.codes.size())
        rows: Halves = codes.view("<f2").reshape(-1, self.index.d)
        return rows[self.rows_of(reports)]

    def rows_of(self, reports: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A mask of reports as one of vectors."""
        return np.repeat(reports, self.table["vectors"].to_numpy())


def _row(report: Report, vectors: int) -> dict[str, Any]:
    told = report.occurred
    return {
        "id": report.id, "digest": digest_of(report), "kind": report.kind,
        "channel": report.channel, "category": category_of(report.text),
        "after_ms": told and told.after_ms, "before_ms": told and told.before_ms,
        "vectors": vectors,
    }  # fmt: skip


def _flat(vectors: Halves) -> bytes:
    kind, metric = _faiss.ScalarQuantizer.QT_fp16, _faiss.METRIC_INNER_PRODUCT
    index = _faiss.IndexScalarQuantizer(vectors.shape[1], kind, metric)
    index.add_sa_codes(vectors.view(np.uint8))
    content: bytes = _faiss.serialize_index(index).tobytes()
    return content


def _opened(folder: Folder, file: str) -> Any:
    if folder.is_local:
        with as_storage_error(f"cannot read {folder.path(file)}"):
            path = str(folder.local_path(file))
            return _faiss.read_index(path, _faiss.IO_FLAG_MMAP_IFC)
    return _faiss.deserialize_index(np.frombuffer(folder.read(file), np.uint8))


def _damaged(folder: Folder, entry: PartEntry, what: str) -> StorageFailed:
    return StorageFailed(
        f"the report vectors in {folder.uri} are damaged ({entry.name}: {what}); remove that "
        "folder and run `truyvet reports vectors`: they are made anew from the report log"
    )
