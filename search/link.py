"""Links between moments and reports: how well the two belong together, as a number from 0 to 1.

Frames and reports share no id; what joins them is that a report tells of a place and a time, and a
camera stands at a place and saw a time; and that a report may tell what it looked like.

    fit(moment, report)      = near(distance, time) · looks
    strength(moment, report) = fit ∕ (1 + rivals · Σ fit of the other moments)

`near` is Gaussian in the distance and in the time by which the two miss each other,
exp(−d²/2σ²), the usual choice for a smooth, bounded neighbourhood. Distance counts by road
(`search.distances`) from the edge of what the report names and time from the end of what it says,
and what a report leaves wide (a whole street, a whole evening) supports a moment less: the kernel
is divided by 1 + ½ log2(1 + width ∕ usual width), once for place and once for time. `looks` is the
probability that the moment shows the vehicle that the report describes; 1 where it describes none.
A report tells of one thing, not of all that passed meanwhile: moments that fit it equally well
share it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.cameras import Camera
from indexer.ids import ReportId
from indexer.places.street_graph import By
from indexer.reports.report import Report
from search.distances import Distances
from search.link_weights import LinkWeights, shipped_weights
from search.moments import Moment

WIDE_M = 1_000.0
WIDE_S = 7_200.0
"""Up to this uncertainty a report's place or time counts as told, beyond it less and less."""
WEAKEST = 0.05
"""Below this kernel a pair is not called linked."""
FAINTEST = 1e-3
"""Nor is one that is weaker than this, once it is shared: it would add nothing that is told."""


class Looks(Protocol):
    """Says how well a moment fits what a report tells of looks."""

    def fit(self, moment: Moment, report: ReportId) -> float | None:
        """A probability; None where the report tells of none, or nobody can say."""
        ...


@dataclass(frozen=True)
class Link:
    """A moment and a report that belong together: how strongly, and how far they miss.

    `distance_m` is measured along `by`. `looks` is the probability that the moment shows what the
    report describes, None where it describes nothing; `rivals` the summed fit of other moments.
    """

    moment: Moment
    report: ReportId
    strength: float
    distance_m: float
    apart_s: float
    looks: float | None = None
    rivals: float = 0.0
    by: By = "straight"


class NoLooks:
    """For where nothing is known of looks."""

    def fit(self, moment: Moment, report: ReportId) -> float | None:
        """Nothing."""
        return None


Grid = NDArray[np.float64]
"""(moments, reports)."""


def link(
    moments: Iterable[Moment],
    reports: Sequence[Report],
    cameras: dict[str, Camera],
    distances: Distances,
    looks: Looks | None = None,
    weights: LinkWeights | None = None,
) -> list[Link]:
    """All pairs near enough, strongest first. Reports without both place and time link to none."""
    believed = weights or shipped_weights().link
    seen = sorted((one for one in moments if one.camera in cameras), key=lambda one: str(one.id))
    told = sorted((one for one in reports if one.place and one.occurred), key=lambda one: one.id)
    if not seen or not told:
        return []
    metres, seconds = _distances(seen, told, cameras, distances), _seconds(seen, told)
    near = _kernel(metres, seconds, *_widths(told), believed)
    fits, probable = np.where(near >= WEAKEST, near, 0.0), looks or NoLooks()
    found: dict[tuple[int, int], float | None] = {}
    for row, column in np.argwhere(near >= WEAKEST).tolist():
        shows = probable.fit(seen[row], told[column].id)
        fits[row, column] *= 1.0 if shows is None else shows
        found[row, column] = shows
    rivals = np.maximum(fits.sum(axis=0) - fits, 0.0)
    strength = fits / (1 + believed.rivals * rivals)
    links = [
        _link(seen[at[0]], told[at[1]], cameras, distances, shows,
              float(strength[at]), float(rivals[at]), float(seconds[at]))
        for at, shows in found.items() if strength[at] >= FAINTEST
    ]  # fmt: skip
    return sorted(links, key=lambda pair: -pair.strength)  # ties stay in the order of their ids


def kernel(
    distance_m: float,
    apart_s: float,
    wide_m: float,
    wide_s: float,
    weights: LinkWeights | None = None,
) -> float:
    """Closeness in space and time, 1 at none apart and nothing uncertain; units metres, seconds."""
    one, two = np.array([distance_m]), np.array([apart_s])
    wide = np.array([wide_m]), np.array([wide_s])
    return float(_kernel(one, two, *wide, weights or shipped_weights().link)[0])


def _kernel(
    distance_m: Grid, apart_s: Grid, wide_m: Grid, wide_s: Grid, widths: LinkWeights
) -> Grid:
    near = np.exp(-0.5 * (distance_m / widths.sigma_m) ** 2 - 0.5 * (apart_s / widths.sigma_s) ** 2)
    vague = np.log2(1 + wide_m / WIDE_M) + np.log2(1 + wide_s / WIDE_S)
    return np.asarray(near / (1 + 0.5 * vague))


def _distances(
    seen: Sequence[Moment], told: Sequence[Report], cameras: dict[str, Camera], distances: Distances
) -> Grid:
    """Metres, infinite where a report's place is nowhere; each camera is measured once."""
    rows: dict[str, list[float]] = {}
    for moment in seen:
        if moment.camera not in rows:
            camera = cameras[moment.camera]
            ways = (distances.between(camera, one.place) if one.place else None for one in told)
            rows[moment.camera] = [np.inf if way is None else way.metres for way in ways]
    return np.array([rows[moment.camera] for moment in seen])


def _seconds(seen: Sequence[Moment], told: Sequence[Report]) -> Grid:
    """Seconds between each moment and each report, 0 where they overlap."""
    captured = np.array([(one.captured.after_ms, one.captured.before_ms) for one in seen])
    occurred = np.array([(one.occurred.after_ms, one.occurred.before_ms)
                         for one in told if one.occurred])  # fmt: skip
    late = occurred[None, :, 0] - captured[:, None, 1]
    early = captured[:, None, 0] - occurred[None, :, 1]
    return np.asarray(np.maximum(np.maximum(late, early), 0) / 1000)


def _widths(told: Sequence[Report]) -> tuple[Grid, Grid]:
    """Metres and seconds, (reports,), that reports leave open."""
    metres = [(one.place.radius_m or 0.0) if one.place else 0.0 for one in told]
    seconds = [(one.occurred.before_ms - one.occurred.after_ms) / 1000
               for one in told if one.occurred]  # fmt: skip
    return np.array(metres), np.array(seconds)


def _link(
    moment: Moment,
    report: Report,
    cameras: dict[str, Camera],
    distances: Distances,
    looks: float | None,
    strength: float,
    rivals: float,
    seconds: float,
) -> Link:
    way = distances.between(cameras[moment.camera], report.place) if report.place else None
    assert way is not None, "what is nowhere is near nothing"
    return Link(moment, report.id, strength, way.metres, seconds, looks, rivals, way.by)
