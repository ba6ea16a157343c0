"""One shard: an immutable pair of files, rows (Parquet) and vectors (FAISS), of one UTC day.

The rows lie in the frame table's own folder, `frames/day=DAY/STEM.parquet`; the vectors outside it,
`vectors/day=DAY/STEM.faiss`, where a vacuum of the table cannot take them for strays. The stem is
the SHA-256 of the rows file, which holds the SHA-256 of the vectors file: the same regions always
make the same files under the same names. `indexer.shard_files` describes their bytes. A large shard
has a third file, `vectors/day=DAY/STEM.quantised`, whose hash the rows file holds too; without it,
questions are answered all the same, and exactly.
"""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from embeddings.encoder import Embeddings, EncoderCard, Fingerprint
from indexer.errors import DamagedShard
from indexer.folder import Folder
from indexer.ids import CameraId, from_ms
from indexer.quantised import quantise
from indexer.region import Box, Region, RegionKind, sort_key
from indexer.shard_files import (
    MOST_ROWS,
    Codes,
    Header,
    camera_counts,
    checksums,
    head_bytes,
    read_header,
    region_table,
    row_ids,
    rows_file,
    vectors_file,
)

__all__ = [
    "Box",
    "Region",
    "RegionKind",
    "ShardEntry",
    "damaged",
    "verify_shard",
    "write_shard",
    "write_shards",
]

DAY_MS = 86_400_000
"""A shard is of one such day, counted from 1970, UTC."""


@dataclass(frozen=True)
class ShardEntry:
    """What the log says of one shard: where it is, what it may hold, and what its bytes must be.

    `day` is "YYYY-MM-DD", UTC; sizes are in bytes, hashes SHA-256 in hex.
    """

    stem: str
    day: str
    rows: int
    min_camera: CameraId
    max_camera: CameraId
    min_captured_at_ms: int
    max_captured_at_ms: int
    rows_bytes: int
    rows_sha256: str
    vectors_bytes: int
    vectors_sha256: str
    fingerprint: Fingerprint
    dim: int

    @property
    def rows_name(self) -> str:
        """The rows file, relative to the data folder."""
        return f"frames/day={self.day}/{self.stem}.parquet"

    @property
    def vectors_name(self) -> str:
        """The vectors file, relative to the data folder."""
        return f"vectors/day={self.day}/{self.stem}.faiss"

    @property
    def quantised_name(self) -> str:
        """The file of quantised codes, relative to the data folder; only a large shard has one."""
        return f"vectors/day={self.day}/{self.stem}.quantised"


def write_shards(
    data: Folder, regions: Sequence[Region], vectors: Embeddings, card: EncoderCard
) -> tuple[ShardEntry, ...]:
    """Write one shard for each UTC day of `regions`; `vectors` has shape (len(regions), card.dim).

    The files of each are on disk when this returns, and invisible until `FrameTable.commit`.
    Raises ValueError for vectors of another shape or length, StorageFailed when the disk refuses.
    """
    _check_vectors(len(regions), vectors, card.dim)
    order = sorted(range(len(regions)), key=lambda number: sort_key(regions[number]))
    days = [region.captured_at_ms // DAY_MS for region in regions]
    return tuple(
        write_shard(
            data,
            day,
            region_table([regions[n] for n in chosen]),
            _codes(vectors, chosen),
            card.fingerprint,
        )
        for number, group in groupby(sorted(order, key=days.__getitem__), key=days.__getitem__)
        for day in (from_ms(number * DAY_MS).date(),)
        for chosen in _parts(list(group))
    )


def verify_shard(data: Folder, entry: ShardEntry) -> None:
    """Compare every byte of a shard with its hashes; raises DamagedShard naming file and shard."""
    rows = _checked(data, entry, entry.rows_name, entry.rows_sha256)
    _checked(data, entry, entry.vectors_name, entry.vectors_sha256)
    quantised = read_header(pq.read_schema(io.BytesIO(rows))).quantised
    if quantised is not None:
        _checked(data, entry, entry.quantised_name, quantised.sha256)


def _checked(data: Folder, entry: ShardEntry, name: str, digest: str) -> bytes:
    """The bytes of a file, if they are what was written."""
    if not data.exists(name):
        raise damaged(data, entry, f"{name} is missing")
    content = data.read(name)
    if hashlib.sha256(content).hexdigest() != digest:
        raise damaged(data, entry, f"{name} is not what was written (its SHA-256 differs)")
    return content


def damaged(data: Folder, entry: ShardEntry, what: str) -> DamagedShard:
    """The error for a shard whose bytes are not what was written."""
    return DamagedShard(
        f"shard {entry.stem} of {entry.day} in {data.uri} is damaged: {what}; "
        "restore it from a copy, or index its footage into a new folder"
    )


def _check_vectors(count: int, vectors: Embeddings, dim: int) -> None:
    if vectors.shape != (count, dim):
        raise ValueError(f"{count} regions of width {dim} do not fit vectors of {vectors.shape}")
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64))
    if count and not np.allclose(lengths, 1.0, atol=1e-2):
        raise ValueError(f"vectors must have unit length; found {lengths.min()}–{lengths.max()}")


def _parts(chosen: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(chosen), MOST_ROWS):
        yield chosen[start : start + MOST_ROWS]


def _codes(vectors: Embeddings, chosen: list[int]) -> Codes:
    return np.ascontiguousarray(vectors[chosen], dtype="<f2")


def write_shard(
    data: Folder, day: date, regions: pa.Table, codes: Codes, fingerprint: Fingerprint
) -> ShardEntry:
    """Write one shard of a UTC day; `codes` has shape (n, dim).

    The regions, at most MOST_ROWS, are columns of REGION_SCHEMA, sorted as `sort_key` says.

    Its files are on disk when this returns, and invisible until a commit.
    """
    dim = codes.shape[1]
    cameras, counts = camera_counts(regions)
    times = regions["captured_at_ms"].to_numpy()
    ids = row_ids(times)
    vectors = vectors_file(codes, counts, ids)
    content, quantised = quantise(codes, counts, ids) or (None, None)
    vectors_sha256 = hashlib.sha256(vectors).hexdigest()
    head = vectors[: head_bytes(len(vectors), len(regions), dim)]
    head_sha256 = hashlib.sha256(head).hexdigest()
    header = Header(int(times.min()), dim, cameras, counts, head_sha256, quantised)
    same = {
        "vectors_bytes": len(vectors),
        "vectors_sha256": vectors_sha256,
        "fingerprint": fingerprint,
        "dim": dim,
    }
    rows = rows_file(regions, checksums(codes), same, header)
    digest = hashlib.sha256(rows).hexdigest()
    entry = ShardEntry(
        stem=digest,
        day=day.isoformat(),
        rows=len(regions),
        min_camera=CameraId(cameras[0]),
        max_camera=CameraId(cameras[-1]),
        min_captured_at_ms=int(times.min()),
        max_captured_at_ms=int(times.max()),
        rows_bytes=len(rows),
        rows_sha256=digest,
        vectors_bytes=len(vectors),
        vectors_sha256=vectors_sha256,
        fingerprint=fingerprint,
        dim=dim,
    )
    data.write(entry.vectors_name, vectors)
    if content is not None:
        data.write(entry.quantised_name, content)
    data.write(entry.rows_name, rows)
    return entry
