"""The Nguyễn Văn Quá evening: a phone is snatched, the victim gives chase and falls."""

from dataclasses import dataclass

import numpy as np

from indexer.simulate.network import (
    LANE_M,
    NGUYEN_VAN_QUA,
    QUANG_TRUNG,
    TO_KY,
    Line,
    Street,
    joined,
)
from indexer.simulate.things import Thing, sample_thing
from indexer.simulate.traffic import Trip

MARKET_M = 1215.0
"""The market, in metres along Nguyễn Văn Quá, just before its first camera."""
CRASH_M = 1725.0
"""Where the victim falls, between the second and the third camera."""
_STRIP_M = LANE_M + 1.2
_BETWEEN_M = LANE_M - 0.5
_FLIGHT_MPS = 14.0
_LATEST_S = 24 * 60.0


@dataclass(frozen=True)
class Story:
    """What really happened: seconds since the start, and the trips of those in it.

    `decoys` look like it and are not: a red motorbike with one rider elsewhere, a red car here.
    """

    snatched_s: float
    crashed_s: float
    riders: Trip
    victim: Trip
    decoys: tuple[Trip, ...]

    @property
    def trips(self) -> tuple[Trip, ...]:
        """All trips of the story and its decoys."""
        return (self.riders, self.victim, *self.decoys)


def tell_story(seconds: float, seed: int, streets: list[Street]) -> Story:
    """The evening, fitted into a district of that length; `streets` are those with cameras."""
    rng = np.random.default_rng([seed, 0x57])
    snatched_s = min(max(4.0, seconds * rng.uniform(0.11, 0.14)), _LATEST_S)
    victim = _victim(snatched_s, rng)
    decoys = [_red_car(snatched_s, rng)]
    elsewhere = [street for street in streets if street not in (NGUYEN_VAN_QUA, QUANG_TRUNG)]
    if elsewhere:
        decoys.append(_lone_rider(elsewhere[0], seconds, rng))
    return Story(snatched_s, victim.ends_s, _riders(snatched_s, rng), victim, tuple(decoys))


def _riders(snatched_s: float, rng: np.random.Generator) -> Trip:
    line = joined(NGUYEN_VAN_QUA.line, QUANG_TRUNG.line, TO_KY.line)
    approach_mps, early_s = 8.0, 40.0
    away_s = (line.length_m - MARKET_M - 30) / _FLIGHT_MPS
    knots = (
        (snatched_s - early_s, MARKET_M - approach_mps * early_s, _BETWEEN_M),
        (snatched_s - 1.5, MARKET_M - approach_mps * 1.5, _BETWEEN_M + 0.2),
        (snatched_s, MARKET_M, _STRIP_M - 1.0),
        (snatched_s + 3.0, MARKET_M + 30, _BETWEEN_M),
        (snatched_s + 3.0 + away_s, line.length_m, _BETWEEN_M),
    )
    thing = Thing(
        type="motorbike",
        colour="red",
        riders=2,
        helmets=(True, False),
        shirts=("black", "black"),
        seed=int(rng.integers(2**31)),
    )
    return Trip("story-riders", thing, line, knots, role="riders")


def _victim(snatched_s: float, rng: np.random.Generator) -> Trip:
    approach_mps, early_s, stunned_s = 6.8, 40.0, 3.4
    chase_mps = _FLIGHT_MPS - 0.4
    chase_from = MARKET_M + 1 + approach_mps * stunned_s
    crashed_s = snatched_s + stunned_s + (CRASH_M - chase_from) / chase_mps
    knots = (
        (snatched_s - early_s, MARKET_M + 1 - approach_mps * early_s, _STRIP_M),
        (snatched_s + stunned_s, chase_from, _STRIP_M),
        (snatched_s + stunned_s + 2, chase_from + 2 * chase_mps, _BETWEEN_M + 0.6),
        (crashed_s, CRASH_M, _BETWEEN_M + 0.6),
    )
    thing = Thing(
        type="motorbike",
        colour="blue",
        riders=1,
        helmets=(True,),
        shirts=("white",),
        seed=int(rng.integers(2**31)),
    )
    return Trip("story-victim", thing, NGUYEN_VAN_QUA.line, knots, role="victim")


def _red_car(snatched_s: float, rng: np.random.Generator) -> Trip:
    """A red car that comes the other way before and after the riders."""
    line = NGUYEN_VAN_QUA.line.reversed()
    return _passing(
        "decoy-car",
        sample_thing(rng, "car", "red"),
        line,
        LANE_M / 2,
        8.5,
        950.0,
        snatched_s,
    )


def _lone_rider(street: Street, seconds: float, rng: np.random.Generator) -> Trip:
    """A single rider on a red motorbike in another street."""
    thing = Thing("motorbike", "red", 1, (True,), shirts=("white",), seed=int(rng.integers(2**31)))
    lateral = street.lanes * LANE_M + 1.2
    middle = street.line.length_m / 2
    return _passing(
        "decoy-lone", thing, street.line, lateral, street.speed_mps, middle, seconds / 2
    )


def _passing(
    ident: str,
    thing: Thing,
    line: Line,
    lateral_m: float,
    speed_mps: float,
    at_m: float,
    at_s: float,
) -> Trip:
    """A steady trip over the whole line that is at `at_m` at `at_s`."""
    start_s = at_s - at_m / speed_mps
    end_s = start_s + line.length_m / speed_mps
    knots = ((start_s, 0.0, lateral_m), (end_s, line.length_m, lateral_m))
    return Trip(ident, thing, line, knots, role="decoy")


ESCAPE = (NGUYEN_VAN_QUA, QUANG_TRUNG, TO_KY)
"""The streets of the riders' way, in order; Hóc Môn lies beyond."""
