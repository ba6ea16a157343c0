"""What came into the index between two positions, searched by itself.

A stretch of footage is new when the footage log notes it: its regions are committed before that, so
whatever is noted can be found, and merging or a later run that repairs the log makes nothing new
again. A report is new when a version of it is logged.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from indexer.footage_log import FootageSpan
from indexer.ids import CameraId, FootageId, Interval
from indexer.region import Region
from indexer.reports.attachment import attachment_of
from indexer.reports.report import Report
from indexer.shard import ShardEntry
from indexer.times.window import merge_intervals
from search.frames import FrameHit, FrameHits, FrameRetriever
from search.index import Index
from search.past import OtherReports, other_reports
from search.plan import FrameScope
from search.position import Position
from search.scan import Vector


def position(index: Index) -> Position:
    """Where the index is now; the footage log is read first, since what it notes is committed."""
    noted = index.footage.generation()
    return Position(noted, index.frames.generation(), index.log.generation())


@contextmanager
def only_new(
    index: Index, frames: FrameRetriever, after: Position, upto: Position
) -> Iterator[tuple[OtherReports, FrameRetriever]]:
    """The index and its frames with nothing but what came after one position, up to another."""
    spans = index.footage.noted(after.noted, upto.noted)
    told = index.log.changed_between(after.reports, upto.reports)
    told += _of_new_pictures(index, spans, told)
    with other_reports(index, upto.reports, told) as read:
        yield read, NewFrames(frames, spans)


def _of_new_pictures(
    index: Index, spans: Sequence[FootageSpan], told: Sequence[Report]
) -> list[Report]:
    """The reports that came before and whose attachments are new."""
    attached = [one for span in spans if (one := attachment_of(span.camera))]
    known = {report.id for report in told}
    return index.log.get_many(sorted({one.report for one in attached} - known))


class NewFrames:
    """A frame retriever that sees only some spans of footage: cameras first, then their times."""

    def __init__(self, frames: FrameRetriever, spans: Sequence[FootageSpan]) -> None:
        """See `spans`, which are indexed, through `frames`."""
        self._frames = frames
        self._spans: dict[tuple[CameraId, FootageId], list[FootageSpan]] = {}
        for span in spans:
            self._spans.setdefault((span.camera, span.footage), []).append(span)
        self._windows = _windows(spans)

    def search(
        self, query: Vector, shards: Sequence[ShardEntry], scope: FrameScope, k: int
    ) -> FrameHits:
        """The k best regions of the spans in scope."""
        parts = _narrowed(scope, self._windows)
        found = [self._frames.search(query, shards, part, k) for part in parts]
        every = [hit for part in found for hit in part.hits]
        new = sorted((hit for hit in every if self._is_new(hit.region)), key=_best_first)
        old = len(every) - len(new)
        return FrameHits(
            hits=tuple(new[:k]),
            in_scope=sum(part.in_scope for part in found) - old,
            searched=sum(part.searched for part in found) - old,
            failed=tuple(dict.fromkeys(reason for part in found for reason in part.failed)),
            recall=min((part.recall for part in found if part.recall), default=None),
        )

    def _is_new(self, region: Region) -> bool:
        """Older footage of the same camera may show the same time."""
        spans = self._spans.get((region.camera, region.footage), ())
        return any(_holds(span, region.pts_ms) for span in spans)


def _windows(spans: Sequence[FootageSpan]) -> Mapping[CameraId, tuple[Interval, ...]]:
    """For each camera the disjoint stretches of captured time that the spans show."""
    parts: dict[CameraId, list[Interval]] = {}
    for span in spans:
        if span.span_after_ms is not None and span.span_before_ms is not None:
            stretch = Interval(span.span_after_ms, span.span_before_ms)
            parts.setdefault(span.camera, []).append(stretch)
    return {camera: tuple(merge_intervals(iter(own))) for camera, own in parts.items()}


def _narrowed(
    scope: FrameScope, windows: Mapping[CameraId, tuple[Interval, ...]]
) -> list[FrameScope]:
    """The scope cut to each camera's windows; cameras with the same windows go together."""
    groups: dict[tuple[Interval, ...], list[CameraId]] = {}
    for camera in scope.cameras:
        common = _common(scope.intervals, windows.get(camera, ()))
        if common:
            groups.setdefault(common, []).append(camera)
    return [FrameScope(tuple(cameras), common) for common, cameras in groups.items()]


def _common(some: Sequence[Interval], others: Sequence[Interval]) -> tuple[Interval, ...]:
    """What two lists of disjoint intervals share, in ascending order."""
    shared = (
        Interval(max(a.after_ms, b.after_ms), min(a.before_ms, b.before_ms))
        for a in some
        for b in others
        if a.overlaps(b)
    )
    return tuple(sorted(shared))


def _holds(span: FootageSpan, pts_ms: int) -> bool:
    if span.pts_after_ms is None or span.pts_before_ms is None:
        return True
    return span.pts_after_ms <= pts_ms < span.pts_before_ms


def _best_first(hit: FrameHit) -> tuple[float, str, int, str, tuple[float, ...]]:
    """By descending score; ties as everywhere, by camera, time, footage and box."""
    region = hit.region
    return (-hit.score, region.camera, region.captured_at_ms, region.footage, region.box)
