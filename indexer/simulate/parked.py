"""Motorbikes that stand on the pavement all evening, known like everything that moves."""

import zlib
from dataclasses import dataclass

import numpy as np

from indexer.simulate.cameras import Site
from indexer.simulate.draw import Light, Picture, PinholeCamera, draw_thing
from indexer.simulate.network import Pose
from indexer.simulate.things import Colour, Thing

COLOURS: tuple[Colour, ...] = ("black", "grey")
"""Nothing parked is of a colour that a question of the answer key asks motorbikes for."""
_NEAREST_M, _FARTHEST_M = 14.0, 62.0
_APART_M = 0.85
_FROM_KERB_M = 1.3


@dataclass(frozen=True)
class Parked:
    """A thing that stands at a pose of its site's road frame throughout the footage."""

    id: str
    thing: Thing
    pose: Pose


def parked_at(site: Site, seed: int) -> list[Parked]:
    """The rows of motorbikes before the houses that a camera sees, the farthest first."""
    rng = np.random.default_rng([seed, zlib.crc32(site.id.encode()), 2])
    parked: list[Parked] = []
    for start_m in rng.uniform(_NEAREST_M, _FARTHEST_M, int(rng.integers(2, 6))).tolist():
        side = 1 if rng.random() < 0.5 else -1
        for place in range(int(rng.integers(2, 6))):
            x = side * (site.street.half_width_m + _FROM_KERB_M + rng.uniform(-0.1, 0.1))
            heading = (-90 if side > 0 else 90) + rng.uniform(-16, 16)
            colour = COLOURS[int(rng.integers(len(COLOURS)))]
            thing = Thing("motorbike", colour, seed=int(rng.integers(2**31)))
            pose = Pose(x, start_m + place * _APART_M, heading % 360)
            parked.append(Parked(f"{site.id}-parked-{len(parked)}", thing, pose))
    return sorted(_apart(parked), key=lambda each: -each.pose.y)


def draw_parked(
    picture: Picture,
    view: PinholeCamera,
    each: Parked,
    level: float,
    tint: tuple[float, float, float],
) -> None:
    """Draw a parked thing into the empty picture, lamps off, in light of that level and tint."""
    light = Light(level=level, tint=tint, sun=0.2, sun_height_deg=70.0)
    draw_thing(picture, view, each.thing, *each.pose, light)


def _apart(parked: list[Parked]) -> list[Parked]:
    """Without those that would stand inside another."""
    kept: list[Parked] = []
    for each in parked:
        if all(
            each.pose.x * other.pose.x < 0 or abs(each.pose.y - other.pose.y) > _APART_M * 0.9
            for other in kept
        ):
            kept.append(each)
    return kept
