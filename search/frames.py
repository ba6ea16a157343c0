"""The frame retriever: prune shards by their statistics, scan the rows in scope, top-k.

The scan (`search.scan`) is exact, or says how much it finds.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Protocol

import numpy as np

from indexer.errors import IndexerError
from indexer.folder import Folder
from indexer.region import Region, sort_key
from indexer.selection import Rows
from indexer.shard import ShardEntry
from search.bounds import Bounds
from search.open_shards import OpenShards
from search.plan import FrameScope
from search.scan import Failures, Recall, Scan, Selected, Vector, each, scan_all
from search.turns import Turns


@dataclass(slots=True, unsafe_hash=True)
class FrameHit:
    """One region found: its score (dot product, higher is better) and its embedding, (dim,).

    Not to be changed. It is not frozen, since a search makes hundreds: a frozen one takes four
    times as long to make.
    """

    region: Region
    score: float
    embedding: Vector = field(compare=False, repr=False)


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

    As many threads search at once as there are cores, the other searches wait their turn.
    """

    def __init__(self, data: Folder) -> None:
        """Search the shards of this folder, opened as they are asked for."""
        self.shards = OpenShards(data)
        self._turns = Turns(os.cpu_count() or 1)

    def search(
        self, query: Vector, shards: Sequence[ShardEntry], scope: FrameScope, k: int
    ) -> FrameHits:
        """Scan each shard that may hold rows in scope; a damaged one is named, the rest answers.

        Regions and vectors are read only of rows that can be among the k best of all shards.
        """
        with self._turns:
            failed: Failures = {}
            selected = self._select(self.shards.keep(shards), scope, failed)
            scans = scan_all(query, selected, k, failed, self._turns)
            hits = _fetch_all(scans, k, failed)
        searched = sum([scan.in_scope for scan in scans])
        return FrameHits(
            hits=tuple(hits),
            in_scope=searched + sum(entry.rows for entry in failed),
            searched=searched,
            failed=tuple(failed.values()),
            recall=min((scan.recall for scan in scans if scan.recall), default=None),
        )

    def _select(self, bounds: Bounds, scope: FrameScope, failed: Failures) -> list[Selected]:
        """The rows in scope of each shard that has any."""
        numbers = self.shards.numbers_of(scope.cameras)

        def select(entry: ShardEntry) -> Selected:
            shard = self.shards.open(entry)
            selection = shard.reader.select(shard.lists_of(numbers), scope.intervals)
            return Selected(entry, shard.reader, selection)

        selected = each(bounds.within(scope), select, failed)
        return [part for part in selected if part.selection.count]


class _CannotFetch(Exception):
    """What a scan found cannot be read; the message says why."""

    def __init__(self, scan: Scan, why: str) -> None:
        super().__init__(why)
        self.scan = scan


def _fetch_all(scans: list[Scan], k: int, failed: Failures) -> list[FrameHit]:
    """The hits of all scans; one whose rows cannot be read is taken out, and the rest answers."""
    while scans:
        try:
            return _fetch(scans, k)
        except _CannotFetch as error:
            scans.remove(error.scan)
            failed[error.scan.entry] = str(error)
    return []


def _fetch(scans: Sequence[Scan], k: int) -> list[FrameHit]:
    """The k best of all scans with regions and vectors, best first."""
    if len(scans) == 1:
        return _hits_of(scans[0], scans[0].rows)  # these it is already
    best = np.sort(np.concatenate([scan.scores for scan in scans]))[::-1][:k]
    likely = [(scan, scan.rows[scan.scores >= best[-1]]) for scan in scans if len(best)]
    return _ranked([hit for scan, rows in likely for hit in _hits_of(scan, rows)])[:k]


def _hits_of(scan: Scan, rows: Rows) -> list[FrameHit]:
    """The first of a scan's rows as hits."""
    if not len(rows):
        return []
    try:
        regions, embeddings = scan.reader.fetch(rows)
    except IndexerError as error:
        raise _CannotFetch(scan, str(error)) from error
    return list(map(FrameHit, regions, scan.scores.tolist(), embeddings))


def _ranked(hits: list[FrameHit]) -> list[FrameHit]:
    """By descending score; more than the score is looked at only where some are equal."""
    if len({hit.score for hit in hits}) < len(hits):
        return sorted(hits, key=_by_score)
    return sorted(hits, key=attrgetter("score"), reverse=True)


def _by_score(hit: FrameHit) -> tuple[float, tuple[object, ...]]:
    """Equal scores stand as the rows of a shard do."""
    return (-hit.score, sort_key(hit.region))
