"""Links between moments and reports: how well the two belong together, as a number from 0 to 1.

Frames and reports share no id; what joins them is that a report tells of a place and a time, and a
camera stands at a place and saw a time; and that a report may tell what it looked like.

    fit(moment, report)      = near(distance, time) · looks
    strength(moment, report) = fit ∕ (1 + RIVALS · Σ fit of the other moments of that camera)

`near` is Gaussian in the distance and in the time by which the two miss each other,
exp(−d²/2σ²), the usual choice for a smooth, bounded neighbourhood. Distance counts from the edge of
what the report names and time from the end of what it says, and what a report leaves wide (a whole
street, a whole evening) supports a moment less: the kernel is divided by
1 + ½ log2(1 + width ∕ usual width), once for place and once for time. `looks` is the probability
that the moment shows the vehicle that the report describes; 1 where it describes none. A report
tells of one thing that passed a camera, not of all: moments that fit it equally well share it.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from indexer.cameras import Camera
from indexer.ids import Interval, ReportId
from indexer.places.gazetteer import Gazetteer
from indexer.places.geometry import distance_m
from indexer.reports.report import Report, ReportPlace
from search.link_weights import LinkWeights, shipped_weights
from search.moments import Moment

WIDE_M = 1_000.0
WIDE_S = 7_200.0
"""Up to this uncertainty a report's place or time counts as told, beyond it less and less."""
WEAKEST = 0.05
"""Below this kernel a pair is not called linked."""


class Looks(Protocol):
    """Says how well a moment fits what a report tells of looks."""

    def fit(self, moment: Moment, report: ReportId) -> float | None:
        """A probability; None where the report tells of none, or nobody can say."""
        ...


@dataclass(frozen=True)
class Link:
    """A moment and a report that belong together: how strongly, and how far they miss.

    `looks` is the probability that the moment shows what the report describes, None where it
    describes nothing; `rivals` the summed fit of other moments of the camera.
    """

    moment: Moment
    report: ReportId
    strength: float
    distance_m: float
    apart_s: float
    looks: float | None = None
    rivals: float = 0.0


class NoLooks:
    """For where nothing is known of looks."""

    def fit(self, moment: Moment, report: ReportId) -> float | None:
        """Nothing."""
        return None


def link(
    moments: Iterable[Moment],
    reports: Sequence[Report],
    cameras: dict[str, Camera],
    distances: "Distances",
    looks: Looks | None = None,
    weights: LinkWeights | None = None,
) -> list[Link]:
    """All pairs near enough, strongest first. Reports without both place and time link to none."""
    told = [report for report in reports if report.place and report.occurred]
    believed = weights or shipped_weights().link
    links: list[Link] = []
    for moment in moments:
        camera = cameras.get(moment.camera)
        if camera is not None:
            pairs = (_near(moment, report, camera, distances, believed) for report in told)
            links += [_seen(pair, looks or NoLooks()) for pair in pairs if pair.strength >= WEAKEST]
    shared = _shared(links, believed)
    return sorted(shared, key=lambda pair: (-pair.strength, str(pair.moment.id), pair.report))


def kernel(
    distance_m: float,
    apart_s: float,
    wide_m: float,
    wide_s: float,
    weights: LinkWeights | None = None,
) -> float:
    """Closeness in space and time, 1 at none apart and nothing uncertain; units metres, seconds."""
    widths = weights or shipped_weights().link
    near = math.exp(
        -0.5 * (distance_m / widths.sigma_m) ** 2 - 0.5 * (apart_s / widths.sigma_s) ** 2
    )
    vague = math.log2(1 + wide_m / WIDE_M) + math.log2(1 + wide_s / WIDE_S)
    return near / (1 + 0.5 * vague)


def apart_s(moment: Interval, told: Interval) -> float:
    """Seconds between the two intervals, 0 where they overlap."""
    gap_ms = max(told.after_ms - moment.before_ms, moment.after_ms - told.before_ms, 0)
    return gap_ms / 1000


class Distances:
    """Metres from a camera to what a report calls its place, each pair worked out once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Measure to the places of this gazetteer."""
        self._gazetteer = gazetteer
        self._known: dict[tuple[str, ReportPlace], float | None] = {}

    def between(self, camera: Camera, place: ReportPlace) -> float | None:
        """To the nearest of the places named, or to the point; None where there is neither."""
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


def _near(
    moment: Moment, report: Report, camera: Camera, distances: Distances, weights: LinkWeights
) -> Link:
    assert report.place is not None and report.occurred is not None, "filtered by the caller"
    metres = distances.between(camera, report.place)
    if metres is None:
        return Link(moment, report.id, 0.0, math.inf, math.inf)
    seconds = apart_s(moment.captured, report.occurred)
    wide_s = (report.occurred.before_ms - report.occurred.after_ms) / 1000
    strength = kernel(metres, seconds, report.place.radius_m or 0.0, wide_s, weights)
    return Link(moment, report.id, strength, metres, seconds)


def _seen(pair: Link, looks: Looks) -> Link:
    fit = looks.fit(pair.moment, pair.report)
    return pair if fit is None else replace(pair, strength=pair.strength * fit, looks=fit)


def _shared(links: Sequence[Link], weights: LinkWeights) -> list[Link]:
    """Each link's strength less what the other moments of its camera take of the report."""
    whole: dict[tuple[str, ReportId], float] = defaultdict(float)
    for pair in sorted(links, key=lambda one: (str(one.moment.id), one.report)):
        whole[pair.moment.camera, pair.report] += pair.strength
    rivals = (max(0.0, whole[one.moment.camera, one.report] - one.strength) for one in links)
    return [
        replace(pair, strength=pair.strength / (1 + weights.rivals * others), rivals=others)
        for pair, others in zip(links, rivals, strict=True)
    ]
