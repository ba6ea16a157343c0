"""The same thing seen again at the same place of one camera's picture: told once, with how often.

What stands for hours (a parked vehicle, a sign that sways, a street in which nothing happens) is
found again and again, and would fill a list. A moment is folded into a better one if the best looks
of both are of one camera and kind, at one place of the picture (`SAME_PLACE`), near-identical for
the encoder (`SAME_LOOK`), and if both stand, or move alike. Two different things that look the same
do pass one place; they are never there again with the same way before and after.

A moment shows the best look of its seconds. What passes before a thing that stands would have none
of its own, so moments are gathered once more without the looks of what is folded (`layered`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indexer.ids import CameraId, FootageId, Interval
from indexer.region import Box, Region, RegionKind, overlap
from search.frames import FrameHit
from search.moment_id import MomentId
from search.moments import Folded, Moment, group_moments, pts_of

SAME_PLACE = 0.8
"""Least intersection over union of two boxes, as where looks of one window are dropped."""
SAME_LOOK: Mapping[RegionKind, float] = {"object": 0.98, "frame": 0.995, "part": 0.98}
"""Least dot product of two embeddings. That of a whole picture says little of a small thing in it:
whole pictures are folded only where the scene stood still for `STILL_MS` both times, too."""
STILL_MS = 20_000
"""Whatever moves has left the picture by then."""
ALIKE = 0.8
"""Least dot product of looks of one thing that moves, as it turns and grows."""
MOVED = 0.5
"""A thing has moved if its box overlaps no more than this with where it was."""
SAME_THING = 0.93
"""Least dot product of looks at one place in one moment: the same thing, as the light flickers."""
MOST_LAYERS = 8
"""Times that moments are gathered without what stood before all the rest."""
MOST_LISTED = 12
"""Moments folded into one that it names, evenly over their time."""
STEP_MS = 300
"""Looks of two passings are compared where they are as long after the best ones, to this much."""

Way = Sequence[tuple[int, Box]]
"""Where a thing was how many milliseconds after its best look, or (negative) before."""


def fold(moments: Sequence[Moment], first: Set[MomentId] = frozenset()) -> list[list[Moment]]:
    """The moments in their order, each with those that are folded into it, in theirs.

    Those in `first` are never folded; others are folded into them wherever they stand.
    """
    by_view: dict[tuple[CameraId, RegionKind], list[int]] = {}
    for number, moment in enumerate(moments):
        by_view.setdefault((moment.camera, moment.best.region.kind), []).append(number)
    folds: dict[int, list[Moment]] = {}
    for numbers in by_view.values():
        numbers.sort(key=lambda number: moments[number].id not in first)
        folds |= _of_view([moments[number] for number in numbers], numbers, first)
    return [folds[number] for number in sorted(folds)]


def layered(
    hits: Iterable[FrameHit], kept: Mapping[MomentId, Sequence[FrameHit]] | None = None
) -> list[Moment]:
    """Moments by descending score, as `group_moments` makes them, also of what others stand before.

    Only such a moment may share time with another of its footage.
    """
    left, found = list(hits), dict[MomentId, Moment]()
    for _ in range(MOST_LAYERS):
        moments = group_moments(left, kept)
        again = [moment for own in fold(moments) if len(own) > 1 for moment in own]
        for moment in again or moments:
            found.setdefault(moment.id, moment)
        if not again:
            break
        left = _without(left, again)
    else:
        found = {moment.id: moment for moment in group_moments(left, kept)} | found
    return sorted(found.values(), key=lambda moment: (-moment.score, str(moment.id)))


def beyond(hits: Iterable[FrameHit], known: Sequence[Moment]) -> list[Moment]:
    """The moments that hits make beside those that are known, which stay as they are.

    What passes before a known one that stands is found too: only the standing thing is taken out.
    """
    standing = [moment for own in fold(known) if len(own) > 1 for moment in own]
    stands = {moment.id for moment in standing}
    apart = {one.id: (one.best, *one.beside) for one in known if one.id not in stands}
    ids = stands | apart.keys()
    return [one for one in layered(_without(list(hits), standing), apart) if one.id not in ids]


def _without(hits: Sequence[FrameHit], moments: Iterable[Moment]) -> list[FrameHit]:
    """The hits that do not show the thing of any of these moments in its time."""
    by_footage: dict[FootageId, list[FrameHit]] = {}
    for hit in sorted(hits, key=pts_of):
        by_footage.setdefault(hit.region.footage, []).append(hit)
    shown = {id(look) for moment in moments
             for look in _shown(moment, by_footage.get(moment.id.footage, []))}  # fmt: skip
    return [hit for hit in hits if id(hit) not in shown]


def _shown(moment: Moment, ordered: Sequence[FrameHit]) -> Iterator[FrameHit]:
    """Those of its footage's hits, by time, that show what the moment's best look shows."""
    way = dict(way_of(moment))
    first = bisect_left(ordered, moment.pts_after_ms, key=pts_of)
    last = bisect_right(ordered, moment.pts_before_ms, key=pts_of)
    for hit in ordered[first:last]:
        box, best = hit.region.box, moment.best
        after_ms = hit.region.pts_ms - best.region.pts_ms
        is_there = hit.region.kind == best.region.kind and (
            overlap(box, best.region.box) >= SAME_PLACE
            and float(hit.embedding @ best.embedding) >= SAME_THING
        )
        if is_there or way.get(after_ms) == box:
            yield hit


def _of_view(
    moments: Sequence[Moment], numbers: Sequence[int], first: Set[MomentId]
) -> dict[int, list[Moment]]:
    """The folds of moments of one camera and kind, by the number of the one that leads."""
    alike = _Alike([moment.best for moment in moments])
    may = np.array([moment.id not in first for moment in moments])
    folds: dict[int, list[Moment]] = {}
    left = np.ones(len(moments), bool)
    for at, number in enumerate(numbers):
        if left[at]:
            left[at] = False
            near = np.flatnonzero(left & may & alike.to(at)).tolist()
            again = [place for place in near if move_alike(moments[at], moments[place])]
            left[again] = False
            folds[number] = [moments[at], *(moments[place] for place in again)]
    return folds


def folded_of(leading: Moment, again: Sequence[Moment], *, at_least: bool = False) -> Moment:
    """The moment that leads, saying what is folded into it; as it is where nothing is."""
    if not again:
        return replace(leading, folded=None)
    every = [leading, *again]
    first_ms = min(moment.captured.after_ms for moment in every)
    listed = sorted(again, key=lambda moment: (moment.captured, str(moment.id)))
    chosen = np.unique(np.linspace(0, len(listed) - 1, MOST_LISTED).round().astype(int))
    named = tuple((listed[n].id, listed[n].captured) for n in chosen.tolist())
    seen = Interval(first_ms, max(map(_until_ms, every)))
    return replace(leading, folded=Folded(len(again), seen, named, at_least))


def _until_ms(moment: Moment) -> int:
    """Until when it was seen: nothing may have changed for long after its best look."""
    best = moment.best.region
    return max(moment.captured.before_ms, best.captured_at_ms + best.still_ms)


class _Alike:
    """Looks of one camera and kind, compared many at once."""

    def __init__(self, looks: Sequence[FrameHit]) -> None:
        self._rows = np.array([look.embedding for look in looks])
        self._boxes = np.array([look.region.box for look in looks])
        self._least = SAME_LOOK[looks[0].region.kind]
        self._may = np.array([_may_be_seen_again(look.region) for look in looks])

    def to(self, at: int) -> NDArray[np.bool_]:
        """Which look the same as that of a number, at the same place; shape (n,)."""
        if not self._may[at]:
            return np.zeros(len(self._may), bool)
        alike: NDArray[np.bool_] = self._rows @ self._rows[at] >= self._least
        return self._may & alike & (overlaps(self._boxes, self._boxes[at]) >= SAME_PLACE)


def _may_be_seen_again(region: Region) -> bool:
    return region.kind == "object" or region.still_ms >= STILL_MS


def overlaps(boxes: NDArray[np.float64], box: NDArray[np.float64]) -> NDArray[np.float64]:
    """Intersection over union of boxes (n, 4) with one (4,): shape (n,)."""
    low, high = np.maximum(boxes[:, :2], box[:2]), np.minimum(boxes[:, 2:], box[2:])
    both = np.clip(high - low, 0, None).prod(axis=1)
    either = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1) + (box[2:] - box[:2]).prod() - both
    return np.asarray(both / np.maximum(either, 1e-12))


def move_alike(one: Moment, other: Moment) -> bool:
    """Whether both stand, as far as looks tell, or were at the same places at the same times."""
    ways = way_of(one), way_of(other)
    moved = [_has_moved(moment, way) for moment, way in zip((one, other), ways, strict=True)]
    if not any(moved):
        return True
    shared = list(_at_once(*ways))
    return all(moved) and bool(shared) and all(overlap(*boxes) >= SAME_PLACE for boxes in shared)


def way_of(moment: Moment) -> Way:
    """Where the thing of a moment's best look was just before and after, by time.

    Of the looks beside the best one these are the most alike at each time, where alike enough.
    """
    best = moment.best
    found: dict[int, tuple[float, Box]] = {}
    for look in moment.beside:
        alike = float(look.embedding @ best.embedding)
        after_ms = look.region.pts_ms - best.region.pts_ms
        if look.region.kind == best.region.kind and alike >= ALIKE:
            found[after_ms] = max(
                found.get(after_ms, (0.0, best.region.box)), (alike, look.region.box)
            )
    return [(after_ms, found[after_ms][1]) for after_ms in sorted(found)]


def _has_moved(moment: Moment, way: Way) -> bool:
    return any(overlap(moment.best.region.box, box) <= MOVED for _, box in way)


def _at_once(one: Way, other: Way) -> Iterator[tuple[Box, Box]]:
    """The boxes of two ways at the same times."""
    for after_ms, box in one:
        for also_ms, there in other:
            if abs(after_ms - also_ms) <= STEP_MS:
                yield box, there
