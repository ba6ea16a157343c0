"""Moments: regions of one footage that follow each other become one thing to look at."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain, pairwise

import numpy as np
from numpy.typing import NDArray

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
class Folded:
    """How often a thing was seen again at its place: in `count` moments besides this one.

    `seen` is from the first to the last of all. `moments` are some of the others, by time. With
    `at_least`, there are more.
    """

    count: int
    seen: Interval
    moments: tuple[tuple[MomentId, Interval], ...]
    at_least: bool = False


@dataclass(frozen=True)
class Moment:
    """Hits of one camera that follow each other; `best` is the one that scored highest.

    `beside` are the looks at other times near the best one's, of whatever thing; `second` is the
    score of the best of them, None where there is nothing to tell it by. `folded` says where the
    same was seen again.
    """

    best: FrameHit
    pts_after_ms: int
    pts_before_ms: int
    regions: int = 1
    second: float | None = None
    beside: tuple[FrameHit, ...] = field(default=(), compare=False, repr=False)
    folded: Folded | None = None

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
        return self.best.score if self.second is None else _both(self.best.score, self.second)

    @property
    def captured(self) -> Interval:
        """When it was captured, corrected clock."""
        zero = self.best.region.captured_at_ms - self.best.region.pts_ms
        return Interval(zero + self.pts_after_ms, zero + self.pts_before_ms)


def worth_together(pts_ms: NDArray[np.int64], scores: NDArray[np.float32]) -> float:
    """What looks (n,) at those times are worth together: the best, and the best at another time."""
    at = int(scores.argmax())
    best, others = float(scores[at]), scores[pts_ms != pts_ms[at]]
    return _both(best, float(others.max())) if len(others) else best


def _both(best: float, second: float) -> float:
    return (1 - SECOND_SHARE) * best + SECOND_SHARE * second


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
    beside = looks_beside(best, sorted(looks, key=pts_of))
    second = _second(best, beside, min(floor, best.score))
    ends = ident.pts_after_ms, ident.pts_before_ms
    return Moment(best, *ends, max(good, 1), second, beside)


def _of_footage(hits: list[FrameHit], floor: float, held: Sequence[Moment]) -> list[Moment]:
    """Take the best hit left, gather its neighbours, fold in whatever lies within; repeat."""
    hits = sorted(hits, key=lambda hit: hit.region.pts_ms)
    left = [hit for hit in hits if not any(m.id.holds(hit.region.pts_ms) for m in held)]
    parted = _Parted(left, [moment.id for moment in held])
    moments: list[Moment] = []
    for number in sorted(range(len(left)), key=lambda n: (-left[n].score, left[n].region.pts_ms)):
        if parted.is_free[number]:
            moment = parted.grow(number, floor)
            beside = looks_beside(moment.best, hits)
            second = _second(moment.best, beside, floor)
            moments.append(replace(moment, second=second, beside=beside))
    return _lead(moments, held)


class _Parted:
    """The hits of one footage by time, which of them no moment has yet, and what parts them."""

    def __init__(self, hits: Sequence[FrameHit], held: Sequence[MomentId]) -> None:
        self._hits = hits
        self._pts = [hit.region.pts_ms for hit in hits]
        self._held = held
        self.is_free = [True] * len(hits)

    def grow(self, best: int, floor: float) -> Moment:
        """The moment around a hit; all hits that lie within are no longer free."""
        at = self._pts[best]
        enough = floor + KEPT_SHARE * (self._hits[best].score - floor)
        earlier = self._good(range(best - 1, -1, -1), at, enough, at - LONGEST_MS // 2)
        after = earlier[-1] if earlier else at
        later = self._good(range(best + 1, len(self._hits)), at, enough, after + LONGEST_MS)
        before = later[-1] if later else at
        for number in range(bisect_left(self._pts, after), bisect_right(self._pts, before)):
            self.is_free[number] = False
        return Moment(self._hits[best], after, before, 1 + len(earlier) + len(later))

    def _good(self, numbers: Iterable[int], at: int, enough: float, bound: int) -> list[int]:
        """The times of good enough hits one after the other, up to a gap, a moment or a bound."""
        low = max((one.pts_before_ms for one in self._held if one.pts_before_ms < at), default=-1)
        high = min((one.pts_after_ms for one in self._held if one.pts_after_ms > at),
                   default=math.inf)  # fmt: skip
        found: list[int] = []
        for number in numbers:
            pts = self._pts[number]
            is_parted = not self.is_free[number] or not low < pts < high
            is_beyond = pts < bound if pts < at else pts > bound
            if is_parted or is_beyond or abs(pts - (found[-1] if found else at)) > GAP_MS:
                break
            if self._hits[number].score >= enough:
                found.append(pts)
        return found


def looks_beside(best: FrameHit, hits: Sequence[FrameHit]) -> tuple[FrameHit, ...]:
    """The looks at another time near the best one's, of hits by ascending time."""
    at = best.region.pts_ms
    first = bisect_left(hits, at - SECOND_MS, key=pts_of)
    last = bisect_right(hits, at + SECOND_MS, key=pts_of)
    return tuple(hit for hit in hits[first:last] if hit.region.pts_ms != at)


def _second(best: FrameHit, beside: Iterable[FrameHit], floor: float) -> float:
    """The score of the best look beside the best one, `floor` where none is."""
    return min(best.score, max((hit.score for hit in beside), default=floor))


def pts_of(hit: FrameHit) -> int:
    """When a hit was seen, inside its footage."""
    return hit.region.pts_ms


def _lead(moments: Sequence[Moment], held: Sequence[Moment]) -> list[Moment]:
    """Widen the moments by the lead, half-way to the nearest other moment at most."""
    ordered = sorted([*moments, *held], key=lambda moment: moment.pts_after_ms)
    ended = accumulate((moment.pts_before_ms for moment in ordered), max)
    earlier = {moment.id: end for moment, end in zip(ordered[1:], ended, strict=False)}
    later = {moment.id: after.pts_after_ms for moment, after in pairwise(ordered)}
    return [_widened(one, earlier.get(one.id), later.get(one.id)) for one in moments]


def _widened(moment: Moment, earlier_ms: int | None, later_ms: int | None) -> Moment:
    """With the lead, between the end of what was before and the beginning of what comes after."""
    after, before = moment.pts_after_ms, moment.pts_before_ms
    first = max(0, after - LEAD_MS) if earlier_ms is None else (
        max(after - LEAD_MS, (earlier_ms + after) // 2)
    )  # fmt: skip
    last = before + LEAD_MS if later_ms is None else (
        min(before + LEAD_MS, (later_ms + before) // 2)
    )  # fmt: skip
    return replace(moment, pts_after_ms=first, pts_before_ms=last)
