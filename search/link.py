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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.cameras import Camera
from indexer.ids import Interval, ReportId
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
    pairs = Pairs.of(moments, reports, cameras, distances)
    believed = weights or shipped_weights().link
    shows, probable = np.full(pairs.metres.shape, np.nan), looks or NoLooks()
    for at in np.argwhere(pairs.near(believed) >= WEAKEST).tolist():
        fit = probable.fit(pairs.seen[at[0]], pairs.told[at[1]].id)
        shows[tuple(at)] = np.nan if fit is None else fit
    strength, rivals = pairs.shared(shows, believed)
    links = [
        Link(pairs.seen[row], pairs.told[column].id, float(strength[row, column]),
             float(pairs.metres[row, column]), float(pairs.seconds[row, column]),
             None if np.isnan(shows[row, column]) else float(shows[row, column]),
             float(rivals[row, column]), "streets" if pairs.by_road[row, column] else "straight")
        for row, column in np.argwhere(strength >= FAINTEST).tolist()
    ]  # fmt: skip
    return sorted(links, key=lambda pair: -pair.strength)  # ties stay in the order of their ids


@dataclass(frozen=True)
class Pairs:
    """All pairs of moments and reports, both in the order of their ids, and how far they miss.

    `metres` (infinite where a report's place is nowhere), whether these are `by_road`, and
    `seconds`, each (moments, reports); what reports leave open, `wide_m` and `wide_s` (reports,).
    """

    seen: Sequence[Moment]
    told: Sequence[Report]
    metres: Grid
    by_road: NDArray[np.bool_]
    seconds: Grid
    wide_m: Grid
    wide_s: Grid

    @staticmethod
    def of(
        moments: Iterable[Moment],
        reports: Sequence[Report],
        cameras: Mapping[str, Camera],
        distances: Distances,
    ) -> "Pairs":
        """Of moments of known cameras, and of reports that tell of both a place and a time."""
        seen = sorted((m for m in moments if m.camera in cameras), key=lambda m: str(m.id))
        told = sorted((one for one in reports if one.place and one.occurred), key=lambda r: r.id)
        rows = {ident: _ways(cameras[ident], told, distances) for ident in {m.camera for m in seen}}
        ways = np.array([rows[m.camera] for m in seen]).reshape(len(seen), len(told), 2)
        wide_s = [(one.before_ms - one.after_ms) / 1000 for one in _occurred(told)]
        wide_m = [one.place.radius_m or 0.0 for one in told if one.place]
        seconds = _seconds([m.captured for m in seen], _occurred(told))
        return Pairs(seen, told, ways[..., 0], ways[..., 1] > 0, seconds,
                     np.array(wide_m), np.array(wide_s))  # fmt: skip

    def near(self, weights: LinkWeights) -> Grid:
        """The kernel of each pair."""
        return _kernel(self.metres, self.seconds, self.wide_m, self.wide_s, weights)

    def shared(self, looks: Grid, weights: LinkWeights) -> tuple[Grid, Grid]:
        """Strengths, and the summed fit of rivals; `looks` is not a number where none are told."""
        near = self.near(weights)
        fits = np.where(near >= WEAKEST, near * np.nan_to_num(looks, nan=1.0), 0.0)
        rivals = np.maximum(fits.sum(axis=0) - fits, 0.0)
        return fits / (1 + weights.rivals * rivals), rivals


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


def _ways(
    camera: Camera, told: Sequence[Report], distances: Distances
) -> list[tuple[float, float]]:
    """To each report's place: metres, and 1 if by road."""
    ways = [distances.between(camera, one.place) if one.place else None for one in told]
    return [(np.inf, 0) if way is None else (way.metres, way.by == "streets") for way in ways]


def _occurred(told: Sequence[Report]) -> list[Interval]:
    return [one.occurred for one in told if one.occurred]


def _seconds(captured: Sequence[Interval], occurred: Sequence[Interval]) -> Grid:
    """Seconds between the two intervals of each pair, 0 where they overlap."""
    seen = np.array([(one.after_ms, one.before_ms) for one in captured]).reshape(-1, 2)
    told = np.array([(one.after_ms, one.before_ms) for one in occurred]).reshape(-1, 2)
    late = told[None, :, 0] - seen[:, None, 1]
    early = seen[:, None, 0] - told[None, :, 1]
    return np.asarray(np.maximum(np.maximum(late, early), 0) / 1000)
