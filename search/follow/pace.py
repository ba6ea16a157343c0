"""How fast a vehicle may go: when it can be at another camera, and how plausible its time is."""

import math
from dataclasses import dataclass

from indexer.ids import Interval
from search.errors import BadQuestion

SLOWEST_KMH, FASTEST_KMH = 8.0, 80.0
"""Mean speeds over a way between two cameras: a jam with waits, and a flight through the night."""
SLACK = 0.25
"""Ways and times are known about so well; both ends of a window are moved out by this share."""
MOST_SLACK = 10.0
SIGHT_M = 60.0
"""What a camera sees reaches this far along its street; a way may be so much shorter or longer."""
CLOCK_MS = 2_000
"""Clocks of two cameras differ by this much even where their offsets are known."""
USUAL_KMH, SPREAD = 40.0, 0.55
"""Travel times over a street are log-normal to good approximation (Rakha, El-Shawarby, Arafeh and
Dion 2006, "Estimating path travel-time reliability"), and then so are mean speeds: their median on
a city's streets and their spread (the logarithm's deviation, wide enough for who flees or waits).
"""
_MPS = 1 / 3.6


@dataclass(frozen=True)
class Pace:
    """Bounds of the mean speed, km/h, and the slack. BadQuestion where they are none."""

    slowest_kmh: float = SLOWEST_KMH
    fastest_kmh: float = FASTEST_KMH
    slack: float = SLACK

    def __post_init__(self) -> None:
        """Refuse what no vehicle can go by."""
        if not 0 < self.slowest_kmh <= self.fastest_kmh <= 300:
            raise BadQuestion(
                "speeds are more than 0 and at most 300 km/h, the slowest first, not "
                f"{self.slowest_kmh:g} to {self.fastest_kmh:g}"
            )
        if not 0 <= self.slack <= MOST_SLACK:
            raise BadQuestion(f"slack is a share from 0 to {MOST_SLACK:g}, not {self.slack:g}")

    def holds(self, speed_kmh: float) -> bool:
        """Whether a mean speed is within the bounds, without any slack."""
        return self.slowest_kmh <= speed_kmh <= self.fastest_kmh

    def farthest_m(self, within_ms: int) -> float:
        """The longest way that can be gone in a time."""
        return within_ms / 1000 * self.fastest_kmh * _MPS * (1 + self.slack) + SIGHT_M

    def travel_ms(self, length_m: float) -> Interval:
        """The shortest and the longest travel time over a way, slack, sight and clocks allowed for.

        The shortest may be a little below 0: two cameras may see one thing at once.
        """
        least_s = max(0.0, length_m - SIGHT_M) / (self.fastest_kmh * _MPS) / (1 + self.slack)
        most_s = (length_m + SIGHT_M) / (self.slowest_kmh * _MPS) * (1 + self.slack)
        least_ms = math.floor(least_s * 1000) - CLOCK_MS
        return Interval(least_ms, math.ceil(most_s * 1000) + CLOCK_MS)

    def window(
        self, seen: Interval, length_m: float, within_ms: int, backward: bool = False
    ) -> Interval | None:
        """When a thing seen in an interval can be a way off, at most `within_ms` later.

        With `backward`, earlier. None if it cannot be there in that time. The window holds both its
        ends: of two intervals each then lies in reach of the other or neither does.
        """
        travel = self.travel_ms(length_m)
        longest_ms = min(travel.before_ms, within_ms)
        if travel.after_ms > longest_ms:
            return None
        if backward:
            return Interval(seen.after_ms - longest_ms, seen.before_ms - travel.after_ms)
        return Interval(seen.after_ms + travel.after_ms, seen.before_ms + longest_ms)

    @staticmethod
    def plausibility(length_m: float, travel_s: float) -> float:
        """How usual a travel time is, 0 to 1: the log-normal density over its peak."""
        way_m = max(length_m, SIGHT_M)
        off = math.log(way_m / max(travel_s, 1.0) / (USUAL_KMH * _MPS))
        return math.exp(-0.5 * (off / SPREAD) ** 2)

    def to_json(self) -> dict[str, float]:
        """As answers tell it."""
        bounds = {"slowest_kmh": self.slowest_kmh, "usual_kmh": USUAL_KMH}
        return {**bounds, "fastest_kmh": self.fastest_kmh, "slack": self.slack}
