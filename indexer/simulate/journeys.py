"""Who drives where: vehicles routed over several streets, with speeds, stops and jams."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from indexer.simulate.cameras import Site
from indexer.simulate.network import LANE_M, STREETS, Street, joined
from indexer.simulate.roads import Leg, Roads, Route, Spot, route_through
from indexer.simulate.things import Colour, Thing, Type, sample_thing
from indexer.simulate.traffic import Trip, flow_share

_MIX: dict[Type, float] = {
    "motorbike": 0.66, "car": 0.18, "van": 0.04, "truck": 0.06, "bus": 0.03, "bicycle": 0.03,
}  # fmt: skip
_COLOURS: dict[Colour, float] = {
    "black": 0.24, "white": 0.2, "blue": 0.15, "grey": 0.12,
    "red": 0.1, "yellow": 0.06, "green": 0.08, "orange": 0.05,
}  # fmt: skip
"""Colours of the district's traffic, as on its filmed streets."""
_FLEET = 400
"""Different vehicles about on one evening; a trip is one of them's, so some are met again."""
_WALKERS = 60
_TRIPS_PER_MIN_A_CAMERA = 1.8
"""Trips that set out in a minute by day, for each camera: about seven things a minute pass it."""
_WALKS_PER_MIN_A_CAMERA = 0.4
_DRIVEN, _WALKED = 40, 280
"""Cameras up to whose number there is more traffic for each; more cameras see the same traffic."""
_EARLY_S = 900.0
"""Trips set out so long before the evening begins, so that the streets are full from the start."""
_SHORTEST_M, _LONGEST_M = 700.0, 8_000.0
_WHIMS = 6
_STOPS, _STOP_S = 0.3, (4.0, 45.0)
"""How often one waits where streets meet, and for how long."""
_JAMS, _JAM_S, _JAMMED = 0.12, 600, (0.25, 0.5)
"""How many of a street's stretches of time are jammed, their length, and the speed left then."""
_BICYCLE_MPS, _WALK_MPS = 3.8, (0.9, 1.5)


@dataclass(frozen=True)
class Journey:
    """A trip over several streets, with the route that it takes."""

    trip: Trip
    route: Route


@dataclass(frozen=True)
class Manner:
    """How one drives: share of a street's own speed, waiting at junctions, the side one keeps to.

    `hurry` drives through jams at this share of the free speed at least.
    """

    pace: float = 1.0
    stops: float = _STOPS
    hurry: float = 0.0
    wrong_side: bool = False


class Jams:
    """How much of its speed each street leaves at each time, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        """Draw the jams of one evening."""
        self._seed = seed
        self._known: dict[tuple[str, int], float] = {}

    def share(self, street: Street, at_s: float) -> float:
        """The share of the street's own speed that can be driven at that second."""
        key = (street.code, int(at_s // _JAM_S))
        if key not in self._known:
            drawn = np.random.default_rng(
                [self._seed, zlib.crc32(street.code.encode()), key[1] + 1_000, 0x4A]
            )
            jammed = drawn.random() < _JAMS
            self._known[key] = float(drawn.uniform(*(_JAMMED if jammed else (0.85, 1.08))))
        return self._known[key]


def ordinary_journeys(
    sites: Sequence[Site],
    start: datetime,
    seconds: float,
    seed: int,
    jams: Jams,
    prefix: str = "",
    fleet_seed: int | None = None,
) -> Iterator[Journey]:
    """Traffic that has nothing to do with any incident, in the order it sets out.

    Ids begin with `prefix`. The same `fleet_seed` gives the same vehicles and walkers, whatever
    the `seed`.
    """
    rng = np.random.default_rng([seed, 0x10])
    drawn = rng if fleet_seed is None else np.random.default_rng([fleet_seed, 0xF1])
    fleet = [_vehicle(drawn) for _ in range(_FLEET)]
    roads = [Roads(whim) for whim in range(_WHIMS)]
    lengths = np.array([street.line.length_m * street.motorbikes_per_min for street in STREETS])
    per_min = _TRIPS_PER_MIN_A_CAMERA * min(len(sites), _DRIVEN) * flow_share(start)
    count = round(per_min * (seconds + _EARLY_S) / 60)
    for number, at_s in enumerate(np.sort(rng.uniform(-_EARLY_S, seconds, count)).tolist()):
        route = None
        while route is None or not _SHORTEST_M <= route.line.length_m <= _LONGEST_M:
            ends = [_somewhere(lengths, rng) for _ in range(2)]
            route = roads[int(rng.integers(_WHIMS))].route(*ends)
        thing = fleet[int(rng.integers(_FLEET))]
        manner = Manner(pace=float(rng.uniform(0.82, 1.15)))
        yield drive(f"{prefix}v{number:05d}", thing, route, at_s, manner, jams, rng)
    yield from _walks(sites, start, seconds, rng, drawn, prefix)


def drive(
    ident: str,
    thing: Thing,
    route: Route,
    start_s: float,
    manner: Manner,
    jams: Jams,
    rng: np.random.Generator,
    role: str = "",
) -> Journey:
    """The journey of a thing over a route; it sets out at `start_s` and keeps to its side."""
    at_s, knots = start_s, list[tuple[float, float, float]]()
    aside = float(rng.uniform(0.2, 1.3))
    for number, leg in enumerate(route.legs):
        lateral = _lateral(thing, leg.street, aside) * (-1 if manner.wrong_side else 1)
        if number:
            at_s += _wait(manner, rng)
            at_s += (leg.starts_m - knots[-1][1]) / leg.street.speed_mps
        for along_m in _steps(leg):
            if knots and along_m > max(knots[-1][1], leg.starts_m):
                at_s += (along_m - max(knots[-1][1], leg.starts_m)) / _speed(
                    thing, leg.street, at_s, manner, jams
                )
            knots.append((at_s, along_m, lateral))
    return Journey(Trip(ident, thing, route.line, tuple(knots), role), route)


def moved(journey: Journey, by_s: float) -> Journey:
    """The same journey, later by so many seconds."""
    knots = ((at_s + by_s, along_m, aside) for at_s, along_m, aside in journey.trip.knots)
    return replace(journey, trip=replace(journey.trip, knots=tuple(knots)))


def join(first: Journey, pause_s: float, second: Journey) -> Journey:
    """One journey of two; the second begins where the first ends, `pause_s` after it does."""
    begun = moved(second, first.trip.ends_s + pause_s - second.trip.starts_s)
    there_m = first.route.line.length_m
    line = joined(first.route.line, second.route.line)
    legs = (replace(leg, starts_m=leg.starts_m + there_m) for leg in second.route.legs)
    knots = ((at_s, along_m + there_m, aside) for at_s, along_m, aside in begun.trip.knots)
    trip = replace(first.trip, line=line, knots=(*first.trip.knots, *knots))
    return Journey(trip, Route(line, (*first.route.legs, *legs)))


def _steps(leg: Leg) -> list[float]:
    """Metres along the route at which the speed is looked at anew, the leg's ends among them."""
    count = max(1, int(leg.length_m // 200))
    return [leg.starts_m + leg.length_m * part / count for part in range(count + 1)]


def _speed(thing: Thing, street: Street, at_s: float, manner: Manner, jams: Jams) -> float:
    free = min(street.speed_mps, _BICYCLE_MPS) if thing.type == "bicycle" else street.speed_mps
    return free * manner.pace * max(jams.share(street, at_s), manner.hurry)


def _wait(manner: Manner, rng: np.random.Generator) -> float:
    drawn, length_s = rng.random(), float(rng.uniform(*_STOP_S))
    return length_s if drawn < manner.stops else 0.0


def _lateral(thing: Thing, street: Street, aside_m: float) -> float:
    """Metres right of the middle line where such a thing keeps."""
    if thing.type in ("motorbike", "bicycle"):
        return street.lanes * LANE_M + aside_m
    return (0.5 + (aside_m > 0.75 and street.lanes > 1)) * LANE_M


def _vehicle(rng: np.random.Generator) -> Thing:
    kind = list(_MIX)[int(rng.choice(len(_MIX), p=list(_MIX.values())))]
    return sample_thing(rng, kind, usual_colour(rng))


def usual_colour(rng: np.random.Generator) -> Colour:
    """A colour as the district's traffic has them."""
    return list(_COLOURS)[int(rng.choice(len(_COLOURS), p=list(_COLOURS.values())))]


def _somewhere(weights: NDArray[np.float64], rng: np.random.Generator) -> Spot:
    street = STREETS[int(rng.choice(len(STREETS), p=weights / weights.sum()))]
    return Spot(street, float(rng.uniform(0, street.line.length_m)))


def _walks(
    sites: Sequence[Site],
    start: datetime,
    seconds: float,
    rng: np.random.Generator,
    drawn: np.random.Generator,
    prefix: str,
) -> Iterator[Journey]:
    """People, `drawn` by chance, who walk some way past a camera."""
    people = [sample_thing(drawn, "person", usual_colour(drawn)) for _ in range(_WALKERS)]
    per_min = _WALKS_PER_MIN_A_CAMERA * min(len(sites), _WALKED) * flow_share(start)
    count = round(per_min * seconds / 60)
    for number in range(count):
        site = sites[int(rng.integers(len(sites)))]
        length, pace = site.street.line.length_m, float(rng.uniform(*_WALK_MPS))
        middle = float(np.clip(site.along_m, 80, length - 80))
        ends = (middle - 79, middle + 79) if rng.random() < 0.5 else (middle + 79, middle - 79)
        route = route_through([Spot(site.street, along) for along in ends])
        at_s, aside = float(rng.uniform(-60, seconds)), site.street.half_width_m + 2.6
        knots = ((at_s, 0.0, aside), (at_s + 158 / pace, 158.0, aside))
        thing = people[int(rng.integers(_WALKERS))]
        yield Journey(Trip(f"{prefix}w{number:05d}", thing, route.line, knots), route)
