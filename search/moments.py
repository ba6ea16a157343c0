"""Moments: regions of one footage that follow each other become one thing to look at."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, pairwise

from indexer.ids import CameraId, FootageId, Interval
from search.frames import FrameHit
from search.moment_id import MomentId as MomentId

GAP_MS = 2_000
"""Two regions of one passing object are at most this far apart: objects are sampled at 2 or more a
second, and one missed sample must not cut a moment in two."""
LONGEST_MS = 15_000
"""A moment is something to look at, not a recording; what lasts longer becomes several."""
LEAD_MS = 1_000
"""Shown before and after, so that the object enters and leaves."""
KEPT_SHARE = 0.5
"""A neighbour belongs to a moment if its score lies at least this far from the weakest hit's score
towards the best region's."""

SECOND_SHARE = 0.3
"""Of a moment's score, the share of its second look, one picture earlier or later: a thing passes
for some seconds, and one look may deceive (a lamp, a reflection, what stands behind)."""
SECOND_MS = 1_500
SMALL_HEIGHT, SMALL_COST = 0.09, 0.015
"""A look at an object lower than this share of the picture (65 of 720 pixels, an encoder's input)
says less: its score is less by the cost for every halving. `scripts/bench answers` measures what
both are worth."""


@dataclass(frozen=True)
class Moment:
    """Hits of one camera that follow each other; `best` is the one that scored highest.

    `second` is the score of the look beside it, None where there is nothing to tell it by.
    """

    best: FrameHit
    pts_after_ms: int
    pts_before_ms: int
    regions: int = 1
    second: float | None = None

    @property
    def id(self) -> MomentId:
        """Footage and pts range."""
        return MomentId(self.best.region.footage, self.pts_after_ms, self.pts_before_ms)

    @property
    def camera(self) -> CameraId:
        """The camera that saw it."""
        return self.best.region.camera

    @property
    def score(self) -> float:
        """What the best look and the one beside it are worth together."""
        if self.second is None:
            return self.best.score
        return (1 - SECOND_SHARE) * self.best.score + SECOND_SHARE * self.second

    @property
    def captured(self) -> Interval:
        """When it was captured, corrected clock."""
        zero = self.best.region.captured_at_ms - self.best.region.pts_ms
        return Interval(zero + self.pts_after_ms, zero + self.pts_before_ms)


def look_score(hit: FrameHit) -> float:
    """A region's score, less what it may be wrong by because it is small."""
    height = hit.region.box[3] - hit.region.box[1]
    if hit.region.kind == "frame" or height >= SMALL_HEIGHT:
        return hit.score
    return hit.score - SMALL_COST * math.log2(SMALL_HEIGHT / max(height, 1e-3))


def group_moments(
    hits: Iterable[FrameHit], kept: Mapping[MomentId, Sequence[FrameHit]] | None = None
) -> list[Moment]:
    """Moments by descending score. Two moments of one footage never overlap.

    `kept` are moments that are known already, each with its looks (at least one): they stay as they
    are, whatever would have been gathered around them.
    """
    ordered = sorted(map(_judged, hits), key=lambda hit: -hit.score)
    looks = {ident: [_judged(hit) for hit in own] for ident, own in (kept or {}).items()}
    floor = min((hit.score for hit in ordered or chain.from_iterable(looks.values())), default=0.0)
    held = [_held(ident, own, floor) for ident, own in looks.items()]
    by_footage: dict[FootageId, list[FrameHit]] = {}
    for hit in ordered:
        by_footage.setdefault(hit.region.footage, []).append(hit)
    moments = [
        moment
        for footage, part in by_footage.items()
        for moment in _of_footage(part, floor, [m for m in held if m.id.footage == footage])
    ]
    return sorted([*held, *moments], key=lambda moment: (-moment.score, str(moment.id)))


def _judged(hit: FrameHit) -> FrameHit:
    return replace(hit, score=look_score(hit))


def _held(ident: MomentId, looks: list[FrameHit], floor: float) -> Moment:
    """A moment that keeps its id, as its looks are judged now."""
    best = max(looks, key=lambda hit: (hit.score, -hit.region.pts_ms))
    enough = floor + KEPT_SHARE * (best.score - floor)
    good = sum(1 for hit in looks if hit.score >= enough)
    second = _second(best, looks, min(floor, best.score))
    return Moment(best, ident.pts_after_ms, ident.pts_before_ms, max(good, 1), second)


def _of_footage(hits: list[FrameHit], floor: float, held: Sequence[Moment]) -> list[Moment]:
    """Take the best hit left, gather its neighbours, fold in whatever lies within; repeat."""
    left = sorted(hits, key=lambda hit: hit.region.pts_ms)
    left = [hit for hit in left if not any(_within(hit, moment) for moment in held)]
    moments = list(held)
    for _ in count():
        if not left:
            break
        moment = _grow(_between(left, moments), floor)
        moment = replace(moment, second=_second(moment.best, hits, floor))
        left = [hit for hit in left if not _within(hit, moment)]
        moments.append(moment)
    return [_lead(moment, moments) for moment in moments[len(held) :]]


def _between(left: list[FrameHit], moments: Sequence[Moment]) -> list[FrameHit]:
    """The best hit left and those that no moment parts from it."""
    at = max(left, key=lambda hit: (hit.score, -hit.region.pts_ms)).region.pts_ms
    low = max((m.pts_before_ms for m in moments if m.pts_before_ms < at), default=-1)
    high = min((m.pts_after_ms for m in moments if m.pts_after_ms > at), default=math.inf)
    return [hit for hit in left if low < hit.region.pts_ms < high]


def _grow(hits: list[FrameHit], floor: float) -> Moment:
    best = max(hits, key=lambda hit: (hit.score, -hit.region.pts_ms))
    enough = floor + KEPT_SHARE * (best.score - floor)
    good = [hit.region.pts_ms for hit in hits if hit.score >= enough]
    after = before = best.region.pts_ms
    for earlier, later in reversed(list(pairwise([p for p in good if p <= after]))):
        if later - earlier > GAP_MS or before - earlier > LONGEST_MS // 2:
            break
        after = earlier
    for earlier, later in pairwise([p for p in good if p >= before]):
        if later - earlier > GAP_MS or later - after > LONGEST_MS:
            break
        before = later
    inside = sum(1 for pts in good if after <= pts <= before)
    return Moment(best, after, before, inside)


def _second(best: FrameHit, hits: Iterable[FrameHit], floor: float) -> float:
    """The score of the best look at another time near the best one's, `floor` where none is."""
    beside = (
        hit.score for hit in hits if 0 < abs(hit.region.pts_ms - best.region.pts_ms) <= SECOND_MS
    )
    return min(best.score, max(beside, default=floor))


def _within(hit: FrameHit, moment: Moment) -> bool:
    return moment.id.holds(hit.region.pts_ms)


def _lead(moment: Moment, all_of_footage: list[Moment]) -> Moment:
    """Widen by the lead, half-way to the nearest other moment at most."""
    after, before = moment.pts_after_ms - LEAD_MS, moment.pts_before_ms + LEAD_MS
    for other in all_of_footage:
        if other.pts_before_ms < moment.pts_after_ms:
            after = max(after, (other.pts_before_ms + moment.pts_after_ms) // 2)
        if other.pts_after_ms > moment.pts_before_ms:
            before = min(before, (other.pts_after_ms + moment.pts_before_ms) // 2)
    return replace(moment, pts_after_ms=max(0, after), pts_before_ms=before)
