"""Which camera sees which journey, when and how large: the sightings of an evening without pixels.

A camera sees what goes along its own street before it. Whatever counts as clearly seen on filmed
streets (`indexer.simulate.sightings`) counts here, a look a second as footage is sampled.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.simulate.cameras import Site
from indexer.simulate.draw import PinholeCamera
from indexer.simulate.journeys import Journey
from indexer.simulate.roads import Leg
from indexer.simulate.sightings import clearly_seen, cuboid_boxes
from indexer.simulate.view import to_road, view_of

REACH_M = 80.0
WIDTH, HEIGHT = 1280, 720
"""The size in pixels that cameras' pictures would have."""
MOST_LOOKS = 6
"""Looks kept of one passage, evenly over it; who waits before a camera is not kept each second."""


@dataclass(frozen=True)
class Passage:
    """One thing before one camera: `at_s` (n,) whole seconds since the start, ascending, n ≥ 1.

    `boxes` (n, 4) are shares of the picture; `away` (n,) says where it drives away from the camera.
    """

    site: Site
    journey: Journey
    at_s: NDArray[np.int64]
    boxes: NDArray[np.float64]
    away: NDArray[np.bool_]

    @property
    def looks(self) -> NDArray[np.int64]:
        """Which of the seconds are kept as looks, at most MOST_LOOKS."""
        count = min(len(self.at_s), MOST_LOOKS)
        return np.unique(np.linspace(0, len(self.at_s) - 1, count).round().astype(np.int64))

    def height_px(self, look: int) -> int:
        """The height of a box in pixels."""
        return round(float(self.boxes[look, 3] - self.boxes[look, 1]) * HEIGHT)


class Watch:
    """All cameras of a district, ready to say what they see of a journey."""

    def __init__(self, sites: Sequence[Site]) -> None:
        """Watch through these cameras."""
        self._by_street: dict[str, tuple[_Row, _Row]] = {}
        streets: dict[str, list[tuple[Site, PinholeCamera]]] = {}
        for site in sites:
            here = streets.setdefault(site.street.id, [])
            here.append((site, view_of(site, WIDTH, HEIGHT)))
        for ident, here in streets.items():
            self._by_street[ident] = (_Row(here, 1), _Row(here, -1))

    def passages(self, journey: Journey, seconds: float) -> Iterator[Passage]:
        """What is clearly seen of a journey in [0, seconds), in the order of its way."""
        for leg in journey.route.legs:
            forth, back = self._by_street.get(leg.street.id, (None, None))
            row = forth if leg.to_m > leg.from_m else back
            for site, view in row.within(leg) if row else ():
                passage = _passage(journey, leg, site, view, seconds)
                if passage is not None:
                    yield passage


class _Row:
    """The cameras of one street, in the order in which one comes by who drives `sign`-ward."""

    def __init__(self, here: Sequence[tuple[Site, PinholeCamera]], sign: int) -> None:
        self._sign = sign
        self._here = sorted(here, key=lambda one: sign * one[0].along_m)
        self._marks = [sign * site.along_m for site, _ in self._here]

    def within(self, leg: Leg) -> Sequence[tuple[Site, PinholeCamera]]:
        """Those that may see something of a leg."""
        first, last = self._sign * leg.from_m, self._sign * leg.to_m
        low = bisect_left(self._marks, first - REACH_M)
        return self._here[low : bisect_right(self._marks, last + REACH_M)]


def _passage(
    journey: Journey, leg: Leg, site: Site, view: PinholeCamera, seconds: float
) -> Passage | None:
    """The leg's part before the camera, by the second; None where nothing is clearly seen."""
    near, far = (site.along_m, site.along_m + REACH_M * (1 if site.ahead else -1))
    low, high = (
        max(min(near, far), min(leg.from_m, leg.to_m)),
        min(max(near, far), max(leg.from_m, leg.to_m)),
    )
    if low >= high:
        return None
    forth = 1 if leg.to_m > leg.from_m else -1
    marks = sorted(leg.starts_m + (along - leg.from_m) * forth for along in (low, high))
    first_s, last_s = _when(journey, marks[0], marks[1])
    begin, end = max(0, math.ceil(first_s)), int(min(last_s, seconds - 1)) + 1
    if begin >= end:
        return None
    at_s = np.arange(begin, end)
    poses = to_road(site, journey.trip.poses(at_s.astype(float)))
    boxes, depths = cuboid_boxes(view, journey.trip.thing, poses)
    clipped, clear = clearly_seen(journey.trip.thing, boxes, depths)
    away = np.abs((poses[:, 2] + 180) % 360 - 180) < 90
    if not clear.any():
        return None
    return Passage(site, journey, at_s[clear], clipped[clear], away[clear])


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
