"""The looks of a moment as they are stored: its regions and their vectors, read by its id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.errors import DamagedShard
from indexer.footage_log import FootageSpan
from indexer.ids import CameraId, Interval
from indexer.region import Box
from indexer.reports.attachment import attachment_of
from search.errors import UnknownName
from search.frames import FrameHit, FrameRetriever
from search.index import IndexRead, View
from search.marks import Marks
from search.moment_id import MomentId
from search.moments import look_score
from search.plan import FrameScope

MOST_LOOKS = 10_000
"""Of one moment: seconds of it, some dozens of regions each."""

MarkedLooks = Mapping[MomentId, list[FrameHit]]
"""The looks of moments, by id."""


@dataclass(frozen=True)
class StoredLooks:
    """Reads moments of one view of an index."""

    index: IndexRead
    frames: FrameRetriever
    view: View

    def of(self, ident: MomentId) -> list[FrameHit]:
        """All regions of a moment by time, scored 0.

        Raises UnknownName for a moment that is not in this view, DamagedShard.
        """
        span = self.footage_of(ident)
        assert span.start_ms is not None, "checked by footage_of"
        after, before = span.start_ms + ident.pts_after_ms, span.start_ms + ident.pts_before_ms
        scope = FrameScope((CameraId(span.camera),), (Interval(after, before + 1),))
        shards = self.view.shards
        nowhere = np.zeros(shards[0].dim if shards else 1, np.float32)
        found = self.frames.search(nowhere, shards, scope, MOST_LOOKS)
        hits = [hit for hit in found.hits if hit.region.footage == ident.footage]
        if not hits and found.failed:
            raise DamagedShard(f"moment {ident} cannot be read: {found.failed[0]}")
        if not hits:
            raise UnknownName(f"no region of moment {ident} is in this index")
        return sorted(hits, key=lambda hit: (hit.region.pts_ms, hit.region.box))

    def of_marks(self, marks: Marks) -> MarkedLooks:
        """The looks of every marked moment."""
        return {ident: self.of(ident) for ident in (*marks.accept, *marks.reject)}

    def marks_there(self, marks: Marks) -> Marks:
        """Those marks whose moments are in this view."""
        accept, reject = (
            tuple(filter(self._is_there, own)) for own in (marks.accept, marks.reject)
        )
        return Marks(accept, reject)

    def _is_there(self, ident: MomentId) -> bool:
        try:
            return bool(self.of(ident))
        except UnknownName:
            return False

    def footage_of(self, ident: MomentId) -> FootageSpan:
        """Where a moment's video lies; UnknownName if its footage is not in this index."""
        return footage_of(ident, self.index)


def footage_of(ident: MomentId, index: IndexRead) -> FootageSpan:
    """Where a moment's video lies; UnknownName if there is none, or its report has it no more."""
    span = index.footage.footage(ident.footage)
    attachment = attachment_of(span.camera) if span else None
    gone = attachment is not None and not index.has(attachment)
    if span is None or span.start_ms is None or gone:
        raise UnknownName(f"no footage {ident.footage} in this index")
    return span


def scored(looks: Sequence[FrameHit], query: np.ndarray) -> list[FrameHit]:
    """The same looks with the scores of a query, (dim,)."""
    return [replace(hit, score=float(query @ hit.embedding)) for hit in looks]


def best_look(looks: Sequence[FrameHit], query: np.ndarray) -> FrameHit:
    """The look that fits a query best, (dim,); the earliest where several do."""
    return max(scored(looks, query), key=lambda hit: (look_score(hit), -hit.region.pts_ms))


def largest_look(looks: Sequence[FrameHit]) -> FrameHit:
    """The largest object, the earliest where several are; a whole frame where no object is."""
    return max(looks, key=lambda hit: (hit.region.kind == "object", _area(hit), -hit.region.pts_ms))


def look_at(looks: Sequence[FrameHit], pts_ms: int, box: Box | None) -> FrameHit | None:
    """The look at a time and of a box, as an answer names it (`best`); None if none is stored."""
    for hit in looks:
        edges = tuple(round(edge, 4) for edge in hit.region.box)
        if hit.region.pts_ms == pts_ms and edges == box:
            return hit
    return None


def _area(hit: FrameHit) -> float:
    left, top, right, bottom = hit.region.box
    return (right - left) * (bottom - top)
