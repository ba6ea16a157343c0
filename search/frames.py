"""The frame retriever: prune shards by their statistics, scan the rows in scope, top-k.

The scan is exact. Only where very many rows are in scope (`search.cost`) are those of large shards
looked through in their quantised codes first; what is found then says so.
"""

import os
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexerError
from indexer.folder import Folder
from indexer.region import Region
from indexer.shard import ShardEntry
from indexer.shard_reader import Selection, ShardReader
from search.cost import is_wide, pays
from search.open_shards import OpenShard, OpenShards
from search.plan import FrameScope

Vector = NDArray[np.float32]
"""One unit row, shape (dim,)."""

_From = TypeVar("_From", ShardEntry, OpenShard, "_Selected")
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


class LocalFrames:
    """The frame retriever of one machine.

    As many searches run at once as there are cores, the others wait their turn: threads that
    contend for the interpreter's lock cost each other tens of milliseconds.
    """

    def __init__(self, data: Folder) -> None:
        """Search the shards of this folder, opened as they are asked for."""
        self.shards = OpenShards(data)
        self._turns = threading.Semaphore(os.cpu_count() or 1)

    def search(
        self, query: Vector, shards: Sequence[ShardEntry], scope: FrameScope, k: int
    ) -> FrameHits:
        """Scan each shard that may hold rows in scope; a damaged one is named, the rest answers.

        Regions and vectors are read only of rows that can be among the k best of all shards.
        """
        with self._turns:
            self.shards.keep(shards)
            failed: dict[ShardEntry, str] = {}
            selected = self._select(shards, scope, failed)
            wide = is_wide(sum(part.selection.count for part in selected), len(query))
            scans = _each(selected, lambda part: part.scan(query, k, wide), failed)
            hits = _fetch_all(scans, k, failed)
        searched = sum(scan.in_scope for scan in scans)
        return FrameHits(
            hits=tuple(_ranked(hits)[:k]),
            in_scope=searched + sum(entry.rows for entry in failed),
            searched=searched,
            failed=tuple(failed.values()),
            recall=min((scan.recall for scan in scans if scan.recall), default=None),
        )

    def _select(
        self, shards: Sequence[ShardEntry], scope: FrameScope, failed: dict[ShardEntry, str]
    ) -> "list[_Selected]":
        """The rows in scope of each shard that may hold any."""
        opened = _each(prune(shards, scope), self.shards.open, failed)
        numbers = self.shards.numbers_of(scope.cameras)

        def select(shard: OpenShard) -> _Selected:
            selection = shard.reader.select(shard.lists_of(numbers), scope.intervals)
            return _Selected(shard.entry, shard.reader, selection)

        return _each(opened, select, failed)


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


def _fetch_all(scans: "list[_Scan]", k: int, failed: dict[ShardEntry, str]) -> list[FrameHit]:
    """The hits of all scans; one whose rows cannot be read is taken out, and the rest answers."""
    while scans:
        try:
            return _fetch(scans, k)
        except _CannotFetch as error:
            scans.remove(error.scan)
            failed[error.scan.entry] = str(error)
    return []


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


def _ranked(hits: list[FrameHit]) -> list[FrameHit]:
    """By descending score; only where some are equal does more than the score have to be looked at."""
    different = len({hit.score for hit in hits}) == len(hits)
    return (
        sorted(hits, key=attrgetter("score"), reverse=True)
        if different
        else sorted(hits, key=_by_score)
    )


def _by_score(hit: FrameHit) -> tuple[float, str, int, str, tuple[float, ...]]:
    region = hit.region
    return (-hit.score, region.camera, region.captured_at_ms, region.footage, region.box)
