"""Rough streets to draw things on: asphalt, marks, pavement, house fronts, signs, grain.

The frame is the camera's: x right, y ahead. Only colours and shapes matter here: these are the
grounds of small crops, not pictures of a place.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.simulate.draw import Light, PinholeCamera
from indexer.simulate.things import COLOURS, Rgb, sample_paint

Picture = NDArray[np.uint8]

_GRAINS = 24
_GRAIN_PX = 192
_NEAR_M = 0.8
_SHIFT = 4
_YELLOW = (205.0, 170.0, 60.0)
Point = tuple[float, float, float]


@dataclass(frozen=True)
class Road:
    """A straight road past (0, y): its bearing clockwise from y, its edges as metres to the right.

    `left_m` and `right_m` are where the pavements begin, seen along the bearing.
    """

    y: float
    bearing_deg: float
    left_m: float
    right_m: float

    def point(self, along_m: float, right_m: float, z: float = 0.0) -> tuple[float, float, float]:
        """A point of the camera's frame."""
        turn = math.radians(self.bearing_deg)
        sin, cos = math.sin(turn), math.cos(turn)
        return along_m * sin + right_m * cos, self.y + along_m * cos - right_m * sin, z


Patch = tuple[list[Point], Rgb]
"""A flat polygon of the camera's frame and its colour."""


def draw_backdrop(
    rng: np.random.Generator, camera: PinholeCamera, road: Road, light: Light
) -> Picture:
    """A new picture (height, width, 3) of the road without anything on it."""
    tone = rng.uniform(62, 150) * (1 + rng.normal(0, 0.025, 3))
    picture = np.empty((camera.height, camera.width, 3), np.uint8)
    picture[:] = np.clip(tone, 0, 255)
    patches = _marks(rng, road) if rng.random() < 0.8 else []
    for side in (-1, 1):
        patches += _side(rng, road, side)
    _fill(picture, camera, patches)
    _add_grain(rng, picture)
    lit = [light.level * channel for channel in light.tint]
    return np.asarray(cv2.multiply(picture, (*lit, 1.0)), np.uint8)  # type: ignore[call-overload]


def _fill(picture: Picture, camera: PinholeCamera, patches: list[Patch]) -> None:
    """Fill the patches in turn, leaving out what reaches behind the camera."""
    if not patches:
        return
    uv, depth = camera.project(np.array([point for corners, _ in patches for point in corners]))
    points = (np.clip(uv, -4000, 4000) * (1 << _SHIFT)).astype(np.int32)
    start = 0
    for corners, colour in patches:
        end = start + len(corners)
        if depth[start:end].min() > _NEAR_M:
            cv2.fillConvexPoly(picture, points[start:end], colour, cv2.LINE_AA, _SHIFT)
        start = end


def _strip(
    road: Road, along: tuple[float, float], right: tuple[float, float], colour: Rgb
) -> Patch:
    """A rectangle on the ground."""
    corners = (
        (along[0], right[0]),
        (along[1], right[0]),
        (along[1], right[1]),
        (along[0], right[1]),
    )
    return [road.point(a, r) for a, r in corners], colour


def _tone(rng: np.random.Generator, low: float, high: float, spread: float) -> Rgb:
    """A nearly grey colour of that brightness."""
    level, (red, green, blue) = (
        rng.uniform(low, high),
        rng.normal(1, spread, 3).tolist(),
    )
    return level * red, level * green, level * blue


def _reach(road: Road) -> tuple[float, float]:
    """How far along the road is worth drawing: toward the camera, away from it."""
    near = 0.75 * road.y * max(abs(math.cos(math.radians(road.bearing_deg))), 0.2)
    return -min(near, 14.0), 40.0


def _marks(rng: np.random.Generator, road: Road) -> list[Patch]:
    """Lines along the road, dashed or whole, and now and then a crossing."""
    near, far = _reach(road)
    white, patches = _tone(rng, 165, 230, 0.01), []
    for _ in range(int(rng.integers(1, 4))):
        at = float(rng.uniform(road.left_m, road.right_m))
        colour = _YELLOW if rng.random() < 0.35 else white
        dash = float(rng.uniform(1.5, 4.0)) if rng.random() < 0.7 else 100.0
        for step in range(6 if dash < 100 else 1):
            along = near + (step + float(rng.random()) * 0.1) * dash * 2.2
            ends = (along, min(along + dash, far))
            patches.append(_strip(road, ends, (at - 0.07, at + 0.07), colour))
    if rng.random() < 0.15:
        along = float(rng.uniform(-3, 4))
        for step in range(math.ceil(road.right_m - road.left_m)):
            at = road.left_m + step
            patches.append(_strip(road, (along, along + 2.5), (at, at + 0.5), white))
    return patches


def _side(rng: np.random.Generator, road: Road, side: int) -> list[Patch]:
    """Pavement, kerb and house fronts on one side."""
    near, far = _reach(road)
    edge = road.right_m if side > 0 else road.left_m
    paving, shade = _tone(rng, 95, 185, 0.06), rng.uniform(0.6, 1.25)
    wall_m = edge + side * float(rng.uniform(1.5, 4.0))
    kerb = (paving[0] * shade, paving[1] * shade, paving[2] * shade)
    patches = [
        _strip(road, (near, far), (edge, wall_m + side * 30), paving),
        _strip(road, (near, far), (edge, edge + side * 0.25), kerb),
    ]
    if rng.random() < 0.75:
        along = near - float(rng.uniform(0, 3))
        while along < 14:
            width = float(rng.uniform(2.8, 6.0))
            patches += _front(rng, road, (along, along + width), wall_m)
            along += width
    return patches


def _front(
    rng: np.random.Generator, road: Road, along: tuple[float, float], right_m: float
) -> list[Patch]:
    """One house: wall, a shutter or window, a shop sign in any colour, things before it."""

    def upright(start: float, end: float, low: float, high: float, colour: Rgb) -> Patch:
        corners = ((start, low), (end, low), (end, high), (start, high))
        return [road.point(a, right_m, z) for a, z in corners], colour

    left, right, head, low, size, at = rng.random(6).tolist()
    inset = (along[0] + 0.2 + 0.4 * left, along[1] - 0.2 - 0.4 * right)
    patches = [
        upright(*along, 0, 9, _tone(rng, 70, 225, 0.10)),
        upright(*inset, 0.1, 2.1 + 0.7 * head, _tone(rng, 18, 120, 0.06)),
    ]
    if rng.random() < 0.6:
        patches.append(
            upright(*inset, 2.6 + 0.6 * low, 3.3 + 0.6 * low + 0.5 * size, _any_paint(rng))
        )
    if rng.random() < 0.35:
        start = inset[0] + at * (inset[1] - inset[0])
        patches.append(upright(start, start + 0.3 + 0.9 * size, 0, 0.5 + low, _any_paint(rng)))
    return patches


def _any_paint(rng: np.random.Generator) -> Rgb:
    return sample_paint(rng, COLOURS[int(rng.integers(len(COLOURS)))])


def _add_grain(rng: np.random.Generator, picture: Picture) -> None:
    """Multiply a random piece of mottled brightness onto the picture."""
    height, width = picture.shape[:2]
    grain = _GRAIN[int(rng.integers(_GRAINS))]
    top, left = (int(rng.integers(0, _GRAIN_PX - side + 1)) for side in (height, width))
    picture[:] = cv2.multiply(
        picture, grain[top : top + height, left : left + width], scale=1 / 128
    )


def _make_grain() -> list[Picture]:
    """Mottled brightness around 128, small stains and large, shape (192, 192, 3) each."""
    rng = np.random.default_rng(12)
    tiles = []
    for _ in range(_GRAINS):
        tile = np.full((_GRAIN_PX, _GRAIN_PX), 128, np.float32)
        for spread, amount in ((0.8, 4.0), (3, 5.0), (11, 7.0), (40, 12.0)):
            rough = cv2.GaussianBlur(
                rng.normal(0, 1, tile.shape).astype(np.float32), (0, 0), spread
            )
            tile += rough / rough.std() * amount * float(rng.uniform(0.2, 1.0))
        tiles.append(np.repeat(np.clip(tile, 40, 220).astype(np.uint8)[:, :, None], 3, axis=2))
    return tiles


_GRAIN = _make_grain()
