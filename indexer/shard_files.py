"""The bytes of a shard's rows and vectors, written here and read by `indexer.shard_reader`.

**Vectors** (FAISS): an `IndexIVFScalarQuantizer` of 16-bit floats, `by_residual` off, one inverted
list a camera in the rows' order, times ascending inside each list, and the id of a vector
`(ms since the shard's start << 24) | row`. In the file the lists follow a short head, each its
codes and then its ids, so a row's place is a matter of arithmetic (`row_offsets`).

**Rows** (Parquet): one row a region, sorted by (camera, captured_at, footage, pts, box), with its
own columns, `checksum` (CRC-32 of its vector's bytes) and, the same in the whole file,
`vectors_bytes`, `vectors_sha256`, `fingerprint` and `dim`: as columns, Delta keeps them in its log
as statistics. The schema's metadata holds a header (`Header`) under a hash of its own, which tells
of the quantised codes (`indexer.quantised`) where the shard has some.
"""

import hashlib
import io
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import faiss
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from indexer.quantised import Quantised
from indexer.region import Region

Codes = NDArray[np.float16]
"""Unit rows as stored, shape (n, dim), little-endian."""

ROW_BITS = 24
"""Low bits of a vector's id that hold its row; those above hold milliseconds since the start."""
MOST_ROWS = 1 << ROW_BITS
FORMAT = 3
READABLE = (1, 2, 3)
"""Format 1 has no quantised codes; in format 2 they are of rows as they stand, not turned."""
ID_BYTES = 8
_HEADER_KEY, _DIGEST_KEY = b"truyvet.shard", b"truyvet.shard.sha256"
_ROW_GROUP = 65_536
SIDES = ("left", "top", "right", "bottom")

ROWS_SCHEMA = pa.schema(
    [
        pa.field("camera", pa.string(), nullable=False),
        pa.field("captured_at_ms", pa.int64(), nullable=False),
        pa.field("footage", pa.string(), nullable=False),
        pa.field("pts_ms", pa.int64(), nullable=False),
        *(pa.field(side, pa.float64(), nullable=False) for side in SIDES),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("still_ms", pa.int64(), nullable=False),
        pa.field("checksum", pa.int64(), nullable=False),
        pa.field("vectors_bytes", pa.int64(), nullable=False),
        pa.field("vectors_sha256", pa.string(), nullable=False),
        pa.field("fingerprint", pa.string(), nullable=False),
        pa.field("dim", pa.int64(), nullable=False),
    ]
)
"""The columns of a rows file. Delta's partition column, `day`, stands in the path alone."""
REGION_SCHEMA = pa.schema(list(ROWS_SCHEMA)[: ROWS_SCHEMA.get_field_index("checksum")])
"""Those of them that tell of the region itself."""


@dataclass(frozen=True)
class Header:
    """What a reader needs before any row: `cameras` and `counts` are the inverted lists in order.

    `start_ms` is the smallest captured_at; `head_sha256` is over the vectors file up to its lists.
    """

    start_ms: int
    dim: int
    cameras: tuple[str, ...]
    counts: tuple[int, ...]
    head_sha256: str
    quantised: Quantised | None = None
    format: int = FORMAT


def row_ids(times: NDArray[np.int64]) -> NDArray[np.int64]:
    """The ids of a shard's rows by their `times`, UTC ms, both of shape (n,)."""
    ids: NDArray[np.int64] = (times - times.min()) << ROW_BITS | np.arange(len(times))
    return ids


def vectors_file(codes: Codes, counts: Sequence[int], ids: NDArray[np.int64]) -> bytes:
    """The FAISS file: list i holds the next `counts[i]` rows."""
    index: Any = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(codes.shape[1]),
        codes.shape[1],
        len(counts),
        faiss.ScalarQuantizer.QT_fp16,
        faiss.METRIC_INNER_PRODUCT,
        False,
    )
    start = 0
    for number, count in enumerate(counts):
        part = np.ascontiguousarray(codes[start : start + count]).view(np.uint8)
        own = np.ascontiguousarray(ids[start : start + count])
        index.invlists.add_entries(number, count, faiss.swig_ptr(own), faiss.swig_ptr(part))
        start += count
    index.is_trained, index.ntotal = True, len(codes)
    return bytes(faiss.serialize_index(index))


def region_table(regions: Sequence[Region]) -> pa.Table:
    """Regions, at least one, in their order as columns of REGION_SCHEMA."""
    columns: dict[str, Any] = {
        name: [getattr(region, name) for region in regions]
        for name in REGION_SCHEMA.names
        if name not in SIDES
    }
    boxes = zip(*(region.box for region in regions), strict=True)
    columns |= dict(zip(SIDES, boxes, strict=True))
    return pa.table({name: columns[name] for name in REGION_SCHEMA.names}, schema=REGION_SCHEMA)


def rows_file(
    rows: pa.Table, checks: NDArray[np.int64], same: dict[str, Any], header: Header
) -> bytes:
    """The Parquet file of sorted rows of REGION_SCHEMA; `same` are columns equal in every row."""
    columns = dict(zip(rows.column_names, rows.columns, strict=True)) | {"checksum": checks}
    columns |= {name: pa.repeat(value, len(rows)) for name, value in same.items()}
    text = json.dumps(asdict(header), sort_keys=True).encode()
    digest = hashlib.sha256(text).hexdigest()
    schema = ROWS_SCHEMA.with_metadata({_HEADER_KEY: text, _DIGEST_KEY: digest})
    table = pa.table({name: columns[name] for name in schema.names}, schema=schema)
    sink = io.BytesIO()
    pq.write_table(
        table, sink, row_group_size=_ROW_GROUP, compression="zstd", write_page_checksum=True
    )
    return sink.getvalue()


def read_header(schema: pa.Schema) -> Header:
    """The header of a rows file. ValueError where it is missing, changed or of the future."""
    metadata = schema.metadata or {}
    text = metadata.get(_HEADER_KEY, b"")
    if hashlib.sha256(text).hexdigest().encode() != metadata.get(_DIGEST_KEY):
        raise ValueError("its header is not what was written")
    fields = json.loads(text)
    if fields["format"] not in READABLE:
        raise ValueError(f"its format is {fields['format']}; this program reads up to {FORMAT}")
    fields |= {name: tuple(fields[name]) for name in ("cameras", "counts")}
    quantised = fields.pop("quantised", None)
    return Header(**fields, quantised=Quantised(**quantised) if quantised else None)


def camera_counts(rows: pa.Table) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The cameras of sorted rows in their order, and how many rows each has."""
    cameras = rows["camera"].combine_chunks().dictionary_encode()
    return tuple(cameras.dictionary.to_pylist()), tuple(np.bincount(cameras.indices).tolist())


def head_bytes(file_bytes: int, rows: int, dim: int) -> int:
    """How many bytes of a vectors file come before its lists."""
    return file_bytes - rows * (2 * dim + ID_BYTES)


def row_offsets(
    rows: NDArray[np.int64], starts: NDArray[np.int64], lists: NDArray[np.int64], dim: int
) -> NDArray[np.int64]:
    """Where each row's code begins, in bytes after the head; `starts` is each list's first row."""
    return rows * (2 * dim) + starts[lists] * ID_BYTES


def checksums(codes: Codes) -> NDArray[np.int64]:
    """CRC-32 of each row's bytes, shape (n,)."""
    rows = np.ascontiguousarray(codes).view(np.uint8)
    return np.fromiter(map(zlib.crc32, rows), np.int64, count=len(codes))
