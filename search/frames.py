"""The frame retriever: prune shards by their statistics, scan exactly the rows in scope, top-k."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexerError
from indexer.folder import Folder
from indexer.region import Region
from indexer.shard import ShardEntry
from indexer.shard_reader import ShardReader
from search.plan import FrameScope

Vector = NDArray[np.float32]
"""One unit row, shape (dim,)."""


@dataclass(frozen=True)
class FrameHit:
    """One region found: its score (dot product, higher is better) and its embedding, (dim,)."""

    region: Region
    score: float
    embedding: Vector = field(compare=False, repr=False)


@dataclass(frozen=True)
class FrameHits:
    """The best regions, what was in scope, what was read, and the shards that failed."""

    hits: tuple[FrameHit, ...]
    in_scope: int
    searched: int
    failed: tuple[str, ...] = ()

    @property
    def exhausted(self) -> bool:
        """Whether every row read is among the hits: asking for more finds no more."""
        return len(self.hits) >= self.searched


class FrameRetriever(Protocol):
    """Finds regions by vector within a scope, exactly."""

    def search(
        self, query: Vector, shards: Sequence[ShardEntry], scope: FrameScope, k: int
    ) -> FrameHits:
        """The k best regions of these shards in scope, by descending score, ties by id."""
        ...


@dataclass
class LocalFrames:
    """The frame retriever of one machine: shards memory-mapped, opened once, kept by stem."""

    data: Folder
    _readers: dict[str, ShardReader] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def search(
        self, query: Vector, shards: Sequence[ShardEntry], scope: FrameScope, k: int
    ) -> FrameHits:
        """Scan each shard that may hold rows in scope; a damaged one is named, the rest answers.

        Regions and vectors are read only of rows that can be among the k best of all shards.
        """
        scans: list[_Scan] = []
        failed: dict[ShardEntry, str] = {}
        for entry in prune(shards, scope):
            try:
                scans.append(self._scan(entry, query, scope, k))
            except IndexerError as error:
                failed[entry] = str(error)
        hits: list[FrameHit] = []
        while scans:
            try:
                hits = _fetch(scans, k)
                break
            except _CannotFetch as error:
                scans.remove(error.scan)
                failed[error.scan.entry] = str(error)
        searched = sum(scan.in_scope for scan in scans)
        return FrameHits(
            hits=tuple(sorted(hits, key=_by_score)[:k]),
            in_scope=searched + sum(entry.rows for entry in failed),
            searched=searched,
            failed=tuple(failed.values()),
        )

    def _scan(self, entry: ShardEntry, query: Vector, scope: FrameScope, k: int) -> "_Scan":
        reader = self._reader(entry)
        count = reader.count(scope.cameras, scope.intervals)
        scores, rows = reader.search(query, scope.cameras, scope.intervals, min(k, count))
        return _Scan(entry, reader, scores, rows, count)

    def _reader(self, entry: ShardEntry) -> ShardReader:
        with self._lock:
            if entry.stem not in self._readers:
                self._readers[entry.stem] = ShardReader(self.data, entry)
            return self._readers[entry.stem]


@dataclass(frozen=True, eq=False)
class _Scan:
    """The best rows of one shard, by number, best first, and how many were in scope."""

    entry: ShardEntry
    reader: ShardReader
    scores: NDArray[np.float32]
    rows: NDArray[np.int64]
    in_scope: int


class _CannotFetch(Exception):
    """What a scan found cannot be read; the message says why."""

    def __init__(self, scan: _Scan, why: str) -> None:
        super().__init__(why)
        self.scan = scan


def _fetch(scans: Sequence[_Scan], k: int) -> list[FrameHit]:
    """The k best of all scans and what ties with the last of them, with regions and vectors."""
    best = np.sort(np.concatenate([scan.scores for scan in scans]))[::-1][:k]
    hits: list[FrameHit] = []
    for scan in scans if len(best) else ():
        rows = scan.rows[scan.scores >= best[-1]]
        try:
            regions, embeddings = scan.reader.regions(rows), scan.reader.vectors(rows)
        except IndexerError as error:
            raise _CannotFetch(scan, str(error)) from error
        found = zip(regions, scan.scores.tolist(), embeddings, strict=False)
        hits += [FrameHit(*hit) for hit in found]
    return hits


def prune(shards: Sequence[ShardEntry], scope: FrameScope) -> list[ShardEntry]:
    """The shards that may hold a row in scope, by their smallest and largest camera and time."""
    if not scope.cameras or not scope.intervals:
        return []
    cameras = sorted(scope.cameras)
    return [entry for entry in shards if _may_hold(entry, cameras, scope)]


def _may_hold(entry: ShardEntry, cameras: Sequence[str], scope: FrameScope) -> bool:
    first = int(np.searchsorted(cameras, entry.min_camera))
    if first == len(cameras) or cameras[first] > entry.max_camera:
        return False
    return any(
        part.after_ms <= entry.max_captured_at_ms and entry.min_captured_at_ms < part.before_ms
        for part in scope.intervals
    )


def _by_score(hit: FrameHit) -> tuple[float, str, int, str, tuple[float, ...]]:
    region = hit.region
    return (-hit.score, region.camera, region.captured_at_ms, region.footage, region.box)
