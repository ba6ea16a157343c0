"""The frame retriever: prune shards by their statistics, scan the rows in scope, top-k.

The scan is exact. Only where very many rows are in scope (`search.cost`) are those of large shards
looked through in their quantised codes first; what is found then says so.
"""

import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexerError
from indexer.folder import Folder
from indexer.ids import CameraId
from indexer.region import Region
from indexer.shard import ShardEntry
from indexer.shard_reader import Selection, ShardReader
from search.cost import is_wide, pays
from search.plan import FrameScope

Vector = NDArray[np.float32]
"""One unit row, shape (dim,)."""

_From = TypeVar("_From", ShardEntry, "_Opened", "_Selected")
_To = TypeVar("_To")


@dataclass(frozen=True)
class FrameHit:
    """One region found: its score (dot product, higher is better) and its embedding, (dim,)."""

    region: Region
    score: float
    embedding: Vector = field(compare=False, repr=False)


@dataclass(frozen=True, order=True)
class Recall:
    """The share of the `at` best rows that a search finds, measured when the index was made."""

    share: float
    at: int


@dataclass(frozen=True)
class FrameHits:
    """The best regions, what was in scope, what was read, and the shards that failed.

    `recall` is None where every row was compared.
    """

    hits: tuple[FrameHit, ...]
    in_scope: int
    searched: int
    failed: tuple[str, ...] = ()
    recall: Recall | None = None

    @property
    def exhausted(self) -> bool:
        """Whether every row read is among the hits: asking for more finds no more."""
        return len(self.hits) >= self.searched


class FrameRetriever(Protocol):
    """Finds regions by vector within a scope; exactly, or says how well."""

    def search(
        self, query: Vector, shards: Sequence[ShardEntry], scope: FrameScope, k: int
    ) -> FrameHits:
        """The k best regions of these shards in scope, by descending score, ties by id."""
        ...


@dataclass
class LocalFrames:
    """The frame retriever of one machine: shards memory-mapped, opened once, kept by stem.

    Cameras have numbers here, so that a question looks each of its cameras up once and not once a
    shard.
    """

    data: Folder
    _opened: dict[str, "_Opened"] = field(default_factory=dict)
    _numbers: dict[CameraId, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def search(
        self, query: Vector, shards: Sequence[ShardEntry], scope: FrameScope, k: int
    ) -> FrameHits:
        """Scan each shard that may hold rows in scope; a damaged one is named, the rest answers.

        Regions and vectors are read only of rows that can be among the k best of all shards.
        """
        failed: dict[ShardEntry, str] = {}
        opened = _each(prune(shards, scope), self._open, failed)
        numbers = self._numbers_of(scope.cameras)

        def select(shard: _Opened) -> _Selected:
            lists = shard.lists_of(numbers)
            return _Selected(shard.entry, shard.reader, shard.reader.select(lists, scope.intervals))

        selected = _each(opened, select, failed)
        wide = is_wide(sum(part.selection.count for part in selected), len(query))
        scans = _each(selected, lambda part: part.scan(query, k, wide), failed)
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
            recall=min((scan.recall for scan in scans if scan.recall), default=None),
        )

    def _open(self, entry: ShardEntry) -> "_Opened":
        with self._lock:
            if entry.stem not in self._opened:
                reader = ShardReader(self.data, entry)
                own = [self._numbers.setdefault(c, len(self._numbers)) for c in reader.cameras()]
                lists = np.full(len(self._numbers), -1)
                lists[own] = np.arange(len(own))
                self._opened[entry.stem] = _Opened(entry, reader, lists)
            return self._opened[entry.stem]

    def _numbers_of(self, cameras: Sequence[CameraId]) -> NDArray[np.int64]:
        """The numbers of those cameras that any opened shard has, ascending."""
        known = {self._numbers[camera] for camera in cameras if camera in self._numbers}
        return np.array(sorted(known), np.int64)


@dataclass(frozen=True)
class _Opened:
    """A shard's reader, and by a camera's number its list in that shard, −1 where it has none."""

    entry: ShardEntry
    reader: ShardReader
    lists: NDArray[np.int64]

    def lists_of(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """The lists of these cameras, ascending; cameras numbered later are not in the shard."""
        found = self.lists[numbers[: np.searchsorted(numbers, len(self.lists))]]
        return np.sort(found[found >= 0])


@dataclass(frozen=True)
class _Selected:
    """The rows of one shard that are in scope."""

    entry: ShardEntry
    reader: ShardReader
    selection: Selection

    def scan(self, query: Vector, k: int, wide: bool) -> "_Scan":
        """The k best of them; of a wide question by way of the codes, if that is less work."""
        count = self.selection.count
        codes = self.reader.quantised() if wide and pays(count, k) else None
        if codes is None:
            found = self.reader.search(query, self.selection, k)
            return _Scan(self.entry, self.reader, count, *found)
        found = self.reader.search_quantised(query, self.selection, k)
        recall = Recall(codes.recall, codes.recall_at)
        return _Scan(self.entry, self.reader, count, *found, recall)


def _each(
    parts: Iterable[_From], work: Callable[[_From], _To], failed: dict[ShardEntry, str]
) -> list[_To]:
    """Work on each part; of one that fails, the shard and why."""
    done: list[_To] = []
    for part in parts:
        try:
            done.append(work(part))
        except IndexerError as error:
            failed[part if isinstance(part, ShardEntry) else part.entry] = str(error)
    return done


@dataclass(frozen=True, eq=False)
class _Scan:
    """How many rows of one shard were in scope, and the best of them by number, best first."""

    entry: ShardEntry
    reader: ShardReader
    in_scope: int
    scores: NDArray[np.float32]
    rows: NDArray[np.int64]
    recall: Recall | None = None


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
        if not len(rows):
            continue
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
    first = bisect_left(cameras, entry.min_camera)
    if first == len(cameras) or cameras[first] > entry.max_camera:
        return False
    return any(
        part.after_ms <= entry.max_captured_at_ms and entry.min_captured_at_ms < part.before_ms
        for part in scope.intervals
    )


def _by_score(hit: FrameHit) -> tuple[float, str, int, str, tuple[float, ...]]:
    region = hit.region
    return (-hit.score, region.camera, region.captured_at_ms, region.footage, region.box)
