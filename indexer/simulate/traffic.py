"""Who moves through the district: vehicles in their lanes, people on the pavements, each known."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.ids import LOCAL_ZONE
from indexer.simulate.network import LANE_M, NGUYEN_VAN_QUA, Line, Street
from indexer.simulate.things import Colour, Thing, Type, sample_thing

_T = TypeVar("_T", Colour, Type)

_FLOW_BY_HOUR = (
    .12, .08, .06, .06, .1, .4, .9, 1.3, 1.2, 1., 1., 1.05,
    .95, .95, 1., 1.05, 1.3, 1.45, 1.3, 1., .85, .75, .5, .25,
)  # fmt: skip
"""Traffic of each hour of the day, as a share of the daytime flow."""
_CAR_LANE: dict[Type, float] = {"car": 0.56, "van": 0.14, "truck": 0.18, "bus": 0.12}
_CARS_A_LANE_PER_MIN = 3.4
_BICYCLES_PER_MIN = 0.7
_WALKERS_PER_MIN = 0.8
_ROOMS_M: dict[Type, float] = {
    "car": 6.0,
    "van": 7.0,
    "truck": 10.0,
    "bus": 13.0,
    "motorbike": 3.0,
    "bicycle": 3.0,
    "person": 1.0,
}
_WIDTHS_M: dict[Type, float] = {
    "car": 1.9, "van": 2.0, "truck": 2.4, "bus": 2.6,
    "motorbike": 0.9, "bicycle": 0.8, "person": 0.6,
}  # fmt: skip
"""Room a vehicle takes in its lane, with the gap that it keeps."""
_STRIP_PATHS_M = (0.35, 1.2)
_BICYCLE_PATH_M = 2.0
_WALKS_M = (2.5, 2.75, 3.0)
"""Where one rides, from the motorbike strip's inner edge; where one walks, from the kerb."""
_COLOURS: dict[Colour, float] = {
    "black": 0.24, "white": 0.2, "blue": 0.15, "grey": 0.12,
    "red": 0.1, "yellow": 0.06, "green": 0.08, "orange": 0.05,
}  # fmt: skip
_RED_MOTORBIKES_THERE = 0.06
"""The share of red motorbikes that may come by Nguyễn Văn Quá, where the story has its own."""


@dataclass(frozen=True)
class Trip:
    """One thing's way: `knots` are rows (seconds since the start, metres along, metres right)."""

    id: str
    thing: Thing
    line: Line
    knots: tuple[tuple[float, float, float], ...]
    role: str = ""

    @cached_property
    def table(self) -> NDArray[np.float64]:
        """The knots as an array (n, 3)."""
        return np.array(self.knots)

    @cached_property
    def columns(self) -> tuple[list[float], list[float]]:
        """The knots' seconds, and their metres along."""
        return self.table[:, 0].tolist(), self.table[:, 1].tolist()

    @property
    def starts_s(self) -> float:
        """When it sets out."""
        return self.knots[0][0]

    @property
    def ends_s(self) -> float:
        """When it arrives."""
        return self.knots[-1][0]

    def along_m(self, at_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Metres along its line at those seconds."""
        return np.interp(at_s, self.table[:, 0], self.table[:, 1])

    def poses(self, at_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rows (x, y, heading in degrees) of the district's frame at those seconds."""
        lateral = np.interp(at_s, self.table[:, 0], self.table[:, 2])
        return self.line.poses(self.along_m(at_s), lateral)


def flow_share(moment: datetime) -> float:
    """How much of the daytime traffic is under way at that local hour."""
    return _FLOW_BY_HOUR[moment.astimezone(LOCAL_ZONE).hour]


def street_traffic(street: Street, start: datetime, seconds: float, seed: int) -> list[Trip]:
    """Every trip on a street that is under way at some time in [0, seconds) after `start`."""
    share, trips = flow_share(start), list[Trip]()
    for ahead in (True, False):
        line = street.line if ahead else street.line.reversed()
        name = f"{street.code}-{'n' if ahead else 's'}"
        rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
        for index, path in enumerate(_paths(street, share, rng)):
            trips += _arrivals(f"{name}{index}", path, street, line, seconds, rng)
    return trips


def without_conflicts(trips: list[Trip], first: list[Trip]) -> list[Trip]:
    """The trips that never come within a vehicle's room of those of `first`."""
    return [trip for trip in trips if not any(_meets(trip, other) for other in first)]


@dataclass(frozen=True)
class _Path:
    """A file of traffic at one speed; `type` None means a mix of cars, vans, trucks, buses."""

    type: Type | None
    lateral_m: float
    speed_mps: float
    per_min: float


def _paths(street: Street, share: float, rng: np.random.Generator) -> Iterator[_Path]:
    for lane in range(street.lanes):
        speed = street.speed_mps * rng.uniform(0.9, 1.1)
        yield _Path(None, (lane + 0.5) * LANE_M, speed, _CARS_A_LANE_PER_MIN * share)
    strip = street.lanes * LANE_M
    for path in _STRIP_PATHS_M:
        speed = street.speed_mps * rng.uniform(0.85, 1.1)
        yield _Path("motorbike", strip + path, speed, street.motorbikes_per_min * share / 2)
    slow = 3.8 * rng.uniform(0.9, 1.1)
    yield _Path("bicycle", strip + _BICYCLE_PATH_M, slow, _BICYCLES_PER_MIN * share)
    for path in _WALKS_M:
        per_min = _WALKERS_PER_MIN * share / len(_WALKS_M)
        yield _Path("person", street.half_width_m + path, rng.uniform(0.9, 1.4), per_min)


def _arrivals(
    name: str,
    path: _Path,
    street: Street,
    line: Line,
    seconds: float,
    rng: np.random.Generator,
) -> Iterator[Trip]:
    """Trips set out at random gaps, never closer than the room they need."""
    crossing_s = line.length_m / path.speed_mps
    at_s, number = -crossing_s, 0
    while True:
        kind = path.type or _one_of(_CAR_LANE, rng)
        at_s += _ROOMS_M[kind] / path.speed_mps + rng.exponential(60 / path.per_min)
        if at_s >= seconds:
            return
        thing = sample_thing(rng, kind, _colour(kind, street, rng))
        knots = (
            (at_s, 0.0, path.lateral_m),
            (at_s + crossing_s, line.length_m, path.lateral_m),
        )
        yield Trip(f"{name}-{number:04d}", thing, line, knots)
        number += 1


def _colour(kind: Type, street: Street, rng: np.random.Generator) -> Colour:
    colour = _one_of(_COLOURS, rng)
    rare = kind == "motorbike" and street is NGUYEN_VAN_QUA and colour == "red"
    return "black" if rare and rng.random() > _RED_MOTORBIKES_THERE else colour


def _one_of(shares: dict[_T, float], rng: np.random.Generator) -> _T:
    return list(shares)[int(rng.choice(len(shares), p=list(shares.values())))]


def _meets(trip: Trip, other: Trip) -> bool:
    start, end = max(trip.starts_s, other.starts_s), min(trip.ends_s, other.ends_s)
    if start >= end:
        return False
    at = np.arange(start, end, 0.2)
    apart = other.poses(at)[:, :2] - trip.poses(at)[:, :2]
    bearing = np.radians(trip.poses(at)[:, 2])
    ahead = apart[:, 0] * np.sin(bearing) + apart[:, 1] * np.cos(bearing)
    aside = apart[:, 0] * np.cos(bearing) - apart[:, 1] * np.sin(bearing)
    long = _ROOMS_M[trip.thing.type] + _ROOMS_M[other.thing.type]
    wide = _WIDTHS_M[trip.thing.type] + _WIDTHS_M[other.thing.type]
    return bool(((np.abs(ahead) < long / 2) & (np.abs(aside) < wide / 2)).any())
