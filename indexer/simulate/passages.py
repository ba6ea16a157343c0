"""Which camera sees which journey, when and how large: the sightings of an evening without pixels.

A camera sees what goes along its own street before it. Whatever counts as clearly seen on filmed
streets (`indexer.simulate.sightings`) counts here, a look a second as footage is sampled.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indexer.simulate.cameras import Site
from indexer.simulate.eyes import HEIGHT, Eyes
from indexer.simulate.journeys import Journey
from indexer.simulate.roads import Leg
from indexer.simulate.sightings import clearly_seen, cuboid_boxes

REACH_M = 80.0
MOST_LOOKS = 6
"""Looks kept of one passage, evenly over it; who waits before a camera is not kept each second."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing clearly seen by one camera, from `first_s` to `last_s`, and its looks.

    Looks are of whole seconds since the start: `at_s` (n,), ascending, 1 ≤ n ≤ MOST_LOOKS, the
    first and the last among them. `boxes` (n, 4) are shares of the picture; `away` (n,) says where
    it drives away from the camera.
    """

    site: Site
    journey: Journey
    at_s: NDArray[np.int64]
    boxes: NDArray[np.float64]
    away: NDArray[np.bool_]

    @property
    def first_s(self) -> int:
        """The first second in which it is clearly seen."""
        return int(self.at_s[0])

    @property
    def last_s(self) -> int:
        """The last second in which it is clearly seen."""
        return int(self.at_s[-1])


def heights_px(boxes: NDArray[np.float64]) -> NDArray[np.int64]:
    """The heights (n,) of boxes (n, 4) in pixels."""
    return np.rint((boxes[:, 3] - boxes[:, 1]) * HEIGHT).astype(np.int64)


@cache
def _evenly(count: int) -> NDArray[np.int64]:
    """Which of so many seconds are kept as looks, at most MOST_LOOKS."""
    spread = np.linspace(0, count - 1, min(count, MOST_LOOKS))
    return np.unique(spread.round().astype(np.int64))


class Watch:
    """All cameras of a district, ready to say what they see of a journey."""

    def __init__(self, sites: Sequence[Site]) -> None:
        """Watch through these cameras."""
        self._sites, self._eyes = sites, Eyes(sites)
        self._by_street: dict[str, tuple[_Row, _Row]] = {}
        streets: dict[str, list[tuple[int, Site]]] = {}
        for number, site in enumerate(sites):
            streets.setdefault(site.street.id, []).append((number, site))
        for ident, here in streets.items():
            self._by_street[ident] = (_Row(here, 1), _Row(here, -1))

    def passages(self, journey: Journey, seconds: float) -> Iterator[Passage]:
        """What is clearly seen of a journey in [0, seconds), in the order of its way."""
        spans = list(self._spans(journey, seconds))
        if not spans:
            return
        cameras, begin, end = np.array(spans).T
        span = np.repeat(np.arange(len(spans)), end - begin)
        first = np.cumsum(end - begin) - (end - begin)
        at_s = np.arange(len(span)) + (begin - first)[span]
        poses = self._eyes.to_road(cameras[span], journey.trip.poses(at_s.astype(float)))
        boxes, depths = cuboid_boxes(self._eyes.views(cameras[span]), journey.trip.thing, poses)
        clipped, clear = clearly_seen(journey.trip.thing, boxes, depths)
        seen = np.flatnonzero(clear)
        counts = np.bincount(span[seen], minlength=len(spans))
        away = np.abs((poses[:, 2] + 180) % 360 - 180) < 90
        start = 0
        for camera, count in zip(cameras.tolist(), counts.tolist(), strict=True):
            if count:
                kept = seen[start + _evenly(count)]
                yield Passage(self._sites[camera], journey, at_s[kept], clipped[kept], away[kept])
                start += count

    def _spans(self, journey: Journey, seconds: float) -> Iterator[tuple[int, int, int]]:
        """Cameras by number that it comes before, and the seconds, [begin, end), of each."""
        for leg in journey.route.legs:
            forth, back = self._by_street.get(leg.street.id, (None, None))
            row = forth if leg.to_m > leg.from_m else back
            for number, site in row.within(leg) if row else ():
                begin, end = _before(journey, leg, site, seconds)
                if begin < end:
                    yield number, begin, end


class _Row:
    """The cameras of one street, in the order in which one comes by who drives `sign`-ward."""

    def __init__(self, here: Sequence[tuple[int, Site]], sign: int) -> None:
        self._sign = sign
        self._here = sorted(here, key=lambda one: sign * one[1].along_m)
        self._marks = [sign * site.along_m for _, site in self._here]

    def within(self, leg: Leg) -> Sequence[tuple[int, Site]]:
        """Those that may see something of a leg."""
        first, last = self._sign * leg.from_m, self._sign * leg.to_m
        low = bisect_left(self._marks, first - REACH_M)
        return self._here[low : bisect_right(self._marks, last + REACH_M)]


def _before(journey: Journey, leg: Leg, site: Site, seconds: float) -> tuple[int, int]:
    """Whole seconds, [begin, end), of a leg's part before the camera; none where begin ≥ end."""
    near, far = (site.along_m, site.along_m + REACH_M * (1 if site.ahead else -1))
    low, high = (
        max(min(near, far), min(leg.from_m, leg.to_m)),
        min(max(near, far), max(leg.from_m, leg.to_m)),
    )
    if low >= high:
        return 0, 0
    forth = 1 if leg.to_m > leg.from_m else -1
    marks = sorted(leg.starts_m + (along - leg.from_m) * forth for along in (low, high))
    first_s, last_s = _when(journey, marks[0], marks[1])
    return max(0, math.ceil(first_s)), int(min(last_s, seconds - 1)) + 1


def _when(journey: Journey, from_m: float, to_m: float) -> tuple[float, float]:
    """When it comes to `from_m` of its route, and when it leaves `to_m`."""
    at_s, along_m = journey.trip.columns
    first = max(0, bisect_right(along_m, from_m) - 1)
    last = min(len(along_m) - 1, bisect_left(along_m, to_m))
    return _at(at_s, along_m, first, from_m), _at(at_s, along_m, last - 1, to_m)


def _at(at_s: Sequence[float], along_m: Sequence[float], leg: int, metre: float) -> float:
    leg = min(max(leg, 0), len(at_s) - 2)
    span = along_m[leg + 1] - along_m[leg]
    share = (metre - along_m[leg]) / span if span > 0 else 1.0
    return at_s[leg] + min(max(share, 0.0), 1.0) * (at_s[leg + 1] - at_s[leg])
