"""Links between moments and reports: how near in space and time, as a number from 0 to 1.

Frames and reports share no id; what joins them is that a report tells of a place and a time, and a
camera stands at a place and saw a time. The kernel is Gaussian in the distance and in the time by
which the two miss each other: exp(−d²/2σ²), the usual choice for a smooth, bounded neighbourhood.
What a report leaves wide (a whole street, a whole evening) supports a moment less than what it
says narrowly: the kernel is divided by 1 + log2(1 + width ∕ σ).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.cameras import Camera
from indexer.ids import Interval, ReportId
from indexer.places.gazetteer import Gazetteer
from indexer.places.geometry import distance_m
from indexer.reports.report import Report, ReportPlace
from search.moments import Moment

SIGMA_M = 400.0
"""A witness names the nearest landmark or street; a few hundred metres off is still the same."""
SIGMA_S = 900.0
"""People tell the time to the quarter of an hour."""
WIDE_M = 1_000.0
WIDE_S = 7_200.0
"""Up to this uncertainty a report's place or time counts as told, beyond it less and less."""
WEAKEST = 0.05
"""Below this a pair is not called linked."""


@dataclass(frozen=True)
class Link:
    """A moment and a report that belong together: kernel in (0, 1], and how far they miss."""

    moment: Moment
    report: ReportId
    strength: float
    distance_m: float
    apart_s: float


def link(
    moments: Iterable[Moment],
    reports: Sequence[Report],
    cameras: dict[str, Camera],
    gazetteer: Gazetteer,
) -> list[Link]:
    """All pairs near enough, strongest first. Reports without both place and time link to none."""
    told = [report for report in reports if report.place and report.occurred]
    distances = _Distances(gazetteer)
    links: list[Link] = []
    for moment in moments:
        camera = cameras.get(moment.camera)
        if camera is None:
            continue
        pairs = (_pair(moment, report, camera, distances) for report in told)
        links.extend(pair for pair in pairs if pair.strength >= WEAKEST)
    return sorted(links, key=lambda pair: (-pair.strength, str(pair.moment.id), pair.report))


def kernel(distance_m: float, apart_s: float, wide_m: float, wide_s: float) -> float:
    """Closeness in space and time, 1 at none apart and nothing uncertain; units metres, seconds."""
    near = math.exp(-0.5 * (distance_m / SIGMA_M) ** 2 - 0.5 * (apart_s / SIGMA_S) ** 2)
    vague = math.log2(1 + wide_m / WIDE_M) + math.log2(1 + wide_s / WIDE_S)
    return near / (1 + 0.5 * vague)


def apart_s(moment: Interval, told: Interval) -> float:
    """Seconds between the two intervals, 0 where they overlap."""
    gap_ms = max(told.after_ms - moment.before_ms, moment.after_ms - told.before_ms, 0)
    return gap_ms / 1000


class _Distances:
    """Metres from a camera to what a report calls its place, each pair worked out once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[tuple[str, ReportPlace], float | None] = {}

    def between(self, camera: Camera, place: ReportPlace) -> float | None:
        key = (camera.id, place)
        if key not in self._known:
            self._known[key] = self._measure(camera, place)
        return self._known[key]

    def _measure(self, camera: Camera, place: ReportPlace) -> float | None:
        named = [self._gazetteer.get(ident) for ident in place.place_ids]
        metres = [distance_m(p, camera.lat, camera.lon) for p in named if p is not None]
        if metres:
            return min(metres)
        if place.lat is None or place.lon is None:
            return None
        return max(0.0, point_distance_m(camera.lat, camera.lon, place.lat, place.lon))


def point_distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle metres between two points (haversine, mean Earth radius 6,371,008.8 m)."""
    a, b = math.radians(lat), math.radians(other_lat)
    half_lat, half_lon = (b - a) / 2, math.radians(other_lon - lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(a) * math.cos(b) * math.sin(half_lon) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(chord))


def _pair(moment: Moment, report: Report, camera: Camera, distances: _Distances) -> Link:
    assert report.place is not None and report.occurred is not None, "filtered by the caller"
    metres = distances.between(camera, report.place)
    if metres is None:
        return Link(moment, report.id, 0.0, math.inf, math.inf)
    seconds = apart_s(moment.captured, report.occurred)
    wide_s = (report.occurred.before_ms - report.occurred.after_ms) / 1000
    strength = kernel(metres, seconds, report.place.radius_m or 0.0, wide_s)
    return Link(moment, report.id, strength, metres, seconds)
