"""Where reports say to look: moments near a report that fit what it describes.

A question may name what no picture shows ("a hit and run near Tô Ký"). The reports that answer it
say what it looked like, where and when; so frames are searched once more for each of the best of
them, within the question's own scope.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.cameras import Camera
from indexer.ids import Interval
from indexer.places.gazetteer import Gazetteer
from indexer.reports.report import Report
from search.distances import Distances
from search.example import Vector
from search.frames import FrameHit
from search.link import WEAKEST, kernel
from search.moment_id import MomentId
from search.moments import Moment, group_moments
from search.plan import FrameScope
from search.reports import ReportHit
from search.told_looks import ToldLooks

MOST_LEADS = 8
"""Reports that are followed, the best ones."""
LEAST_WORTH = 0.1
"""A report less probable than this is not followed."""
LEAD_K = 40
"""Regions taken for each."""
ALIKE = 0.1
"""Looks of one thing score no more than this below its best one, mostly."""
SLACK_MS = 1_200_000
"""How far before and after what a report tells of one looks."""


@dataclass(frozen=True)
class Lead:
    """What one report says to look for, (dim,), where and when."""

    report: Report
    vector: Vector
    scope: FrameScope


def leads_of(
    reports: Sequence[tuple[ReportHit, float]],
    looks: ToldLooks,
    scope: FrameScope,
    cameras: dict[str, Camera],
    gazetteer: Gazetteer,
) -> list[Lead]:
    """The leads of reports, given with their worth, best first; none leaves the scope."""
    distances = Distances(gazetteer)
    found: list[Lead] = []
    for report, worth in ((hit.report, worth) for hit, worth in reports):
        vector = looks.vector(report.id)
        if worth < LEAST_WORTH or len(found) == MOST_LEADS:
            break
        if vector is not None and report.occurred is not None:
            within = _within(report, scope, cameras, distances)
            if within.cameras and within.intervals:
                found.append(Lead(report, vector, within))
    return found


def led_moments(hits: Sequence[FrameHit], towards: Vector) -> dict[MomentId, list[FrameHit]]:
    """The moments that a lead's hits make, each with its looks as the question scores them."""
    return {
        moment.id: [
            replace(hit, score=float(towards @ hit.embedding))
            for hit in hits
            if hit.region.footage == moment.id.footage and _is_of(moment, hit)
        ]
        for moment in group_moments(hits)
    }


def apart_from(
    led: Mapping[MomentId, list[FrameHit]], others: Iterable[MomentId]
) -> dict[MomentId, list[FrameHit]]:
    """Of led moments those that share no time with any of the others, nor with each other."""
    taken: dict[str, list[MomentId]] = {}
    for ident in others:
        taken.setdefault(ident.footage, []).append(ident)
    kept: dict[MomentId, list[FrameHit]] = {}
    for ident, looks in led.items():
        there = taken.setdefault(ident.footage, [])
        if not any(_overlap(ident, other) for other in there):
            there.append(ident)
            kept[ident] = looks
    return kept


def _is_of(moment: Moment, hit: FrameHit) -> bool:
    """Whether a hit shows the same as a moment's best look, as nearly as a lead can tell."""
    return moment.id.holds(hit.region.pts_ms) and hit.score >= moment.best.score - ALIKE


def _overlap(one: MomentId, other: MomentId) -> bool:
    return one.pts_after_ms < other.pts_before_ms and other.pts_after_ms < one.pts_before_ms


def _within(
    report: Report, scope: FrameScope, cameras: dict[str, Camera], distances: Distances
) -> FrameScope:
    """The question's scope near the report's place and time."""
    assert report.occurred is not None, "checked by the caller"
    told = report.occurred
    wide = Interval(told.after_ms - SLACK_MS, told.before_ms + SLACK_MS)
    near = tuple(one for one in scope.cameras if _is_near(report, cameras.get(one), distances))
    return FrameScope(near, tuple(_cut(scope.intervals, wide)))


def _is_near(report: Report, camera: Camera | None, distances: Distances) -> bool:
    if camera is None or report.place is None:
        return False
    way = distances.between(camera, report.place)
    return way is not None and kernel(way.metres, 0.0, 0.0, 0.0) >= 2 * WEAKEST


def _cut(intervals: Sequence[Interval], wide: Interval) -> Iterator[Interval]:
    for one in intervals:
        if one.overlaps(wide):
            yield Interval(max(one.after_ms, wide.after_ms), min(one.before_ms, wide.before_ms))
