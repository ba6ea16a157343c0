"""What happens on an evening: incidents of several kinds, and the ways those in them take."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from indexer.simulate.cameras import Site
from indexer.simulate.journeys import Jams, Journey, Manner, drive, join, moved
from indexer.simulate.network import STREETS
from indexer.simulate.roads import Roads, Route, Spot
from indexer.simulate.things import Colour, Thing, Type, sample_thing

IncidentKind = Literal[
    "snatch", "hit and run", "theft", "fight", "illegal load", "wrong way", "race"
]


@dataclass(frozen=True)
class _Script:
    """How a kind of incident goes: who does it on what, how many of them, and how they leave."""

    types: tuple[Type, ...]
    riders: tuple[int, ...]
    vehicles: int
    pace: tuple[float, float]
    there_s: tuple[float, float]
    victim: bool


_SCRIPTS: dict[IncidentKind, _Script] = {
    "snatch": _Script(("motorbike",), (2, 2, 1), 1, (1.35, 1.7), (2, 8), True),
    "hit and run": _Script(
        ("car", "truck", "van", "motorbike"), (1,), 1, (1.2, 1.5), (3, 20), True
    ),
    "theft": _Script(("motorbike",), (1, 2), 1, (1.1, 1.4), (30, 240), False),
    "fight": _Script(("motorbike",), (2, 3), 2, (1.1, 1.4), (60, 300), False),
    "illegal load": _Script(("truck", "van"), (), 1, (0.85, 1.0), (120, 400), False),
    "wrong way": _Script(("motorbike", "car"), (1, 2), 1, (0.9, 1.2), (0, 2), False),
    "race": _Script(("motorbike",), (1, 2), 3, (1.6, 1.9), (0, 2), False),
}  # fmt: skip
KINDS: tuple[IncidentKind, ...] = tuple(_SCRIPTS)
_OFTEN = (0.32, 0.2, 0.14, 0.1, 0.08, 0.08, 0.08)
"""Shares of the kinds, in their order."""
_COLOURS: tuple[Colour, ...] = (
    "red", "blue", "green", "yellow", "white", "black", "grey", "orange",
)  # fmt: skip
_BEFORE_M, _BESIDE_M = (300.0, 1_600.0), 350.0
"""How far one has come before it happens, and how far from a camera it may happen."""
_AFTER_M = (2_200.0, 7_500.0)
"""How far one is followed in mind after it."""
_LAST_SHARE = 0.8
"""Incidents happen in the first part of the evening, so that there is time to get away in it."""


@dataclass(frozen=True)
class Incident:
    """One incident: its place, when it happens, `ends_s` when those who did it leave, and who.

    Seconds are since the evening's start. `culprits` has one journey or more, the first of them
    what witnesses tell of; `others` are those it is done to.
    """

    id: str
    kind: IncidentKind
    spot: Spot
    happens_s: float
    ends_s: float
    culprits: tuple[Journey, ...]
    others: tuple[Journey, ...] = ()

    @property
    def thing(self) -> Thing:
        """What witnesses tell of."""
        return self.culprits[0].trip.thing

    @property
    def escape(self) -> Route:
        """The way of the first culprit, the approach included."""
        return self.culprits[0].route


def draw_incidents(
    sites: Sequence[Site], seconds: float, count: int, seed: int, jams: Jams
) -> Iterator[Incident]:
    """So many incidents, each at a time and place of its own."""
    rng = np.random.default_rng([seed, 0x1C])
    times = np.sort(rng.uniform(0.05, _LAST_SHARE, count)) * seconds
    for number, at_s in enumerate(times.tolist(), 1):
        kind = KINDS[int(rng.choice(len(KINDS), p=_OFTEN))]
        yield _incident(f"i{seed}-{number:02d}", kind, at_s, sites, jams, rng)


def _incident(
    ident: str,
    kind: IncidentKind,
    at_s: float,
    sites: Sequence[Site],
    jams: Jams,
    rng: np.random.Generator,
) -> Incident:
    script = _SCRIPTS[kind]
    roads = Roads(int(rng.integers(1_000)))
    spot = _scene(sites, rng)
    there_s = float(rng.uniform(*script.there_s))
    arrive, leave = _way(spot, roads, rng)
    thing = _culprit(script, rng)
    first = _through(f"{ident}-a", thing, (arrive, leave), at_s, there_s, script, kind, jams, rng)
    culprits = [first]
    for number in range(1, script.vehicles):
        other = sample_thing(rng, thing.type, _other(thing.colour, rng), int(rng.integers(1, 3)))
        named = f"{ident}-{'abc'[number]}"
        along = _through(named, other, (arrive, leave), at_s, there_s, script, kind, jams, rng)
        culprits.append(moved(along, 1.5 * number))
    others = [_victim(ident, arrive, at_s, jams, rng)] if script.victim else []
    return Incident(ident, kind, spot, at_s, at_s + there_s, tuple(culprits), tuple(others))


def _culprit(script: _Script, rng: np.random.Generator) -> Thing:
    kind = script.types[int(rng.integers(len(script.types)))]
    riders = None
    if kind == "motorbike":
        riders = int(rng.choice(np.array(script.riders)))
    return sample_thing(rng, kind, _COLOURS[int(rng.integers(len(_COLOURS)))], riders)


def _through(
    ident: str,
    thing: Thing,
    ways: tuple[Route, Route],
    at_s: float,
    there_s: float,
    script: _Script,
    kind: IncidentKind,
    jams: Jams,
    rng: np.random.Generator,
) -> Journey:
    """There by the first way at `at_s`, and away by the second after `there_s`."""
    against = kind == "wrong way"
    coming = Manner(1.0 if kind != "race" else float(rng.uniform(*script.pace)))
    approach = drive(ident, thing, ways[0], 0.0, coming, jams, rng, "culprit")
    approach = moved(approach, at_s - approach.trip.ends_s)
    going = Manner(float(rng.uniform(*script.pace)), stops=0.1, hurry=0.7, wrong_side=against)
    flight = drive(ident, thing, ways[1], at_s + there_s, going, jams, rng, "culprit")
    return join(approach, there_s, flight)


def _victim(
    ident: str, arrive: Route, at_s: float, jams: Jams, rng: np.random.Generator
) -> Journey:
    """Who comes the same way a little earlier, and stays."""
    coming = drive(f"{ident}-v", sample_thing(rng, "motorbike", riders=1), arrive, 0.0,
                   Manner(0.85), jams, rng, "victim")  # fmt: skip
    coming = moved(coming, at_s - coming.trip.ends_s)
    still = (coming.trip.ends_s + 90, *coming.trip.knots[-1][1:])
    return replace(coming, trip=replace(coming.trip, knots=(*coming.trip.knots, still)))


def _scene(sites: Sequence[Site], rng: np.random.Generator) -> Spot:
    """A spot on a street with a camera not far off."""
    site = sites[int(rng.integers(len(sites)))]
    along = site.along_m + float(rng.uniform(-_BESIDE_M, _BESIDE_M))
    return Spot(site.street, float(np.clip(along, 10, site.street.line.length_m - 10)))


def _way(spot: Spot, roads: Roads, rng: np.random.Generator) -> tuple[Route, Route]:
    """A way there and a way on."""
    arrive = leave = None
    while arrive is None or not _BEFORE_M[0] <= arrive.line.length_m <= _BEFORE_M[1]:
        near = spot.along_m + float(rng.uniform(-1, 1)) * _BEFORE_M[1]
        near = float(np.clip(near, 0, spot.street.line.length_m))
        arrive = roads.route(Spot(spot.street, near), spot)
        if spot.street.line.length_m < 2 * _BEFORE_M[0]:
            arrive = roads.route(_anywhere(rng), spot)
    while leave is None or not _AFTER_M[0] <= leave.line.length_m <= _AFTER_M[1]:
        leave = roads.route(spot, _anywhere(rng))
    return arrive, leave


def _anywhere(rng: np.random.Generator) -> Spot:
    street = STREETS[int(rng.integers(len(STREETS)))]
    return Spot(street, float(rng.uniform(0, street.line.length_m)))


def _other(colour: Colour, rng: np.random.Generator) -> Colour:
    left = [one for one in _COLOURS if one != colour]
    return left[int(rng.integers(len(left)))]
