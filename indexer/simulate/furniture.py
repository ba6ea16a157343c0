"""What stands along a street: awnings, trees, lamp posts, power poles and their wires."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.simulate.daylight import Lamp
from indexer.simulate.draw import PinholeCamera
from indexer.simulate.facades import Row
from indexer.simulate.setting import Setting
from indexer.simulate.view import Floats

_AWNINGS = (
    (158, 42, 44), (48, 86, 140), (48, 112, 84), (196, 138, 62), (186, 186, 180), (110, 82, 60),
)  # fmt: skip
_LEAVES = ((62, 96, 46), (78, 112, 52), (54, 84, 48))
_BARK = (92, 78, 64)
_TABLE = (168, 150, 120)
_STEEL = (112, 114, 116)
_CONCRETE = (150, 148, 142)
_NEAR_M = 2.5
_OWN_SIDE_TREES_M, _OTHER_SIDE_TREES_M = 46.0, 20.0
"""No tree stands nearer: whoever hung the camera saw to a free view."""
_FRACTION_BITS = 3


_Piece = tuple[float, Callable[[], None]]
"""How far ahead a piece stands, and what draws it."""


@dataclass
class _Furniture:
    """The picture being furnished: (height, width, 3) floats, and how near what was added is."""

    picture: Floats
    view: PinholeCamera
    setting: Setting
    nearer_m: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing in front of anything."""
        self.nearer_m = np.full(self.picture.shape[:2], np.inf, np.float32)

    def shape(
        self,
        corners: NDArray[np.float64],
        colour: tuple[int, ...],
        shade: float = 1.0,
        hides: bool = True,
    ) -> None:
        """A flat convex piece with corners (n, 3), lit at its middle."""
        pixels, depth = self.view.project(corners)
        if depth.min() < _NEAR_M:
            return
        outline = np.rint(np.clip(pixels, -4e3, 8e3) * 2**_FRACTION_BITS).astype(np.int32)
        light = self._light(corners.mean(axis=0)) * shade
        cv2.fillConvexPoly(
            self.picture,
            outline,
            [float(v) for v in np.array(colour, np.float32) * light],
            cv2.LINE_AA,
            _FRACTION_BITS,
        )
        if hides:
            cv2.fillConvexPoly(
                self.nearer_m, outline, float(depth.min()), cv2.LINE_8, _FRACTION_BITS
            )

    def ball(
        self,
        centre: tuple[float, float, float],
        radius_m: float,
        colour: tuple[int, ...],
        shade: float,
    ) -> None:
        """A round clump, lit at its middle."""
        pixels, depth = self.view.project(np.array([centre]))
        if depth[0] < _NEAR_M * 2:
            return
        at = tuple(int(v) for v in np.clip(pixels[0], -4e3, 8e3))
        radius = max(1, round(radius_m * self.view.focal_px / depth[0]))
        light = self._light(np.array(centre)) * shade
        cv2.circle(
            self.picture,
            at,
            radius,
            [float(v) for v in np.array(colour, np.float32) * light],
            -1,
            cv2.LINE_AA,
        )
        cv2.circle(self.nearer_m, at, max(1, radius - 1), float(depth[0]), -1)

    def wire(self, start: NDArray[np.float64], end: NDArray[np.float64], sag_m: float) -> None:
        """A hanging cable."""
        share = np.linspace(0, 1, 12)[:, None]
        points = start + (end - start) * share
        points[:, 2] -= sag_m * 4 * (share * (1 - share))[:, 0]
        pixels, depth = self.view.project(points)
        seen = depth > _NEAR_M
        if seen.sum() > 1:
            outline = np.rint(np.clip(pixels[seen], -4e3, 8e3)).astype(np.int32)
            cv2.polylines(self.picture, [outline], False, [14.0, 14.0, 16.0], 1, cv2.LINE_AA)

    def post(
        self, x: float, y: float, top_m: float, width_m: float, colour: tuple[int, ...]
    ) -> None:
        """An upright post of that width, turned to the camera."""
        half = width_m / 2
        self.shape(
            np.array(
                [
                    [x - half, y, 0],
                    [x + half, y, 0],
                    [x + half * 0.7, y, top_m],
                    [x - half * 0.7, y, top_m],
                ]
            ),
            colour,
        )

    def bulb(self, lamp: Lamp) -> None:
        """A lamp's shining head."""
        pixels, depth = self.view.project(np.array([[lamp.x, lamp.y, lamp.z]]))
        if depth[0] > _NEAR_M:
            radius = max(1, round(0.28 * self.view.focal_px / depth[0]))
            shine = 120 + 500 * self.setting.sky.lamps
            at = tuple(int(v) for v in np.clip(pixels[0], -4e3, 8e3))
            cv2.circle(
                self.picture,
                at,
                radius,
                [shine, shine * 0.92, shine * 0.75],
                -1,
                cv2.LINE_AA,
            )

    def _light(self, point: NDArray[np.float64]) -> Floats:
        light: Floats = self.setting.light(np.asarray(point, np.float32)[None])
        return np.asarray(light[0], np.float32)


def draw_furniture(
    picture: Floats, view: PinholeCamera, setting: Setting, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Furnish a picture (height, width, 3), in place, the farthest first.

    Returns it and, for each pixel, how near in metres what was added is; infinite elsewhere.
    """
    furniture = _Furniture(picture, view, setting)
    ground = setting.ground
    pieces: list[_Piece] = []
    for row, sign in zip(setting.rows, (-1, 1), strict=True):
        pieces += _awnings(furniture, row, sign * ground.facade_m, sign, rng)
        first_m = _OWN_SIDE_TREES_M if sign * view.x > 0 else _OTHER_SIDE_TREES_M
        pieces += _trees(furniture, sign * (ground.half_width_m + 0.9), first_m, rng)
        pieces += _stalls(furniture, sign * (ground.half_width_m + 1.1), rng)
    pieces += _lamp_posts(furniture)
    pieces += _power_line(furniture, rng)
    for _, draw in sorted(pieces, key=lambda piece: -piece[0]):
        draw()
    return furniture.picture, furniture.nearer_m


def _awnings(
    furniture: _Furniture, row: Row, wall_x: float, sign: int, rng: np.random.Generator
) -> list[_Piece]:
    pieces: list[_Piece] = []
    for start, end in zip(row.starts_m[:-1].tolist(), row.starts_m[1:].tolist(), strict=True):
        drawn, colour = rng.random() < 0.5, _AWNINGS[int(rng.integers(len(_AWNINGS)))]
        edge_x = wall_x - sign * rng.uniform(1.2, 2.0)
        if drawn and 15 < start < 130:
            span = (start + 0.2, end - 0.2)
            pieces.append((start, partial(_awning, furniture, wall_x, edge_x, span, colour)))
    return pieces


def _awning(
    furniture: _Furniture,
    wall_x: float,
    edge_x: float,
    span_m: tuple[float, float],
    colour: tuple[int, ...],
) -> None:
    """A slanting roof from the wall over the pavement, with a valance."""
    (start, end), low = span_m, 2.55
    edge = [(edge_x, start, low), (edge_x, end, low)]
    furniture.shape(np.array([(wall_x, end, 3.1), (wall_x, start, 3.1), *edge]), colour)
    valance = [*edge, (edge_x, end, low - 0.3), (edge_x, start, low - 0.3)]
    furniture.shape(np.array(valance), colour, 0.8)


def _trees(
    furniture: _Furniture, x: float, first_m: float, rng: np.random.Generator
) -> list[_Piece]:
    pieces: list[_Piece] = []
    y = first_m + rng.uniform(0, 12)
    while y < 150:
        seed = int(rng.integers(1 << 32))
        pieces.append((y, partial(_tree, furniture, x, y, seed)))
        y += rng.uniform(14, 34)
    return pieces


def _tree(furniture: _Furniture, x: float, y: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    height, leaf = rng.uniform(4.6, 6.4), np.array(_LEAVES[int(rng.integers(len(_LEAVES)))])
    furniture.post(x, y, height, 0.3, _BARK)
    for _ in range(70):
        dx, dy, dz = np.clip(rng.normal(0, 0.8, 3), -1.5, 1.5).tolist()
        shade = float(np.clip(0.78 + 0.16 * dz + rng.normal(0, 0.08), 0.4, 1.2))
        tone = tuple(int(value) for value in np.clip(leaf + rng.normal(0, 9, 3), 0, 255))
        furniture.ball((x + dx, y + dy, height + dz), rng.uniform(0.22, 0.5), tone, shade)


def _stalls(furniture: _Furniture, x: float, rng: np.random.Generator) -> list[_Piece]:
    """Street sellers' tables under parasols."""
    spots = rng.uniform(18, 80, int(rng.integers(0, 3))).tolist()
    colours = [_AWNINGS[int(rng.integers(len(_AWNINGS)))] for _ in spots]
    return [
        (y, partial(_stall, furniture, x, y, colour))
        for y, colour in zip(spots, colours, strict=True)
    ]


def _stall(furniture: _Furniture, x: float, y: float, colour: tuple[int, ...]) -> None:
    table = np.array([(x - 0.5, y - 0.3, 0.8), (x + 0.5, y - 0.3, 0.8)])
    front = [*table, table[1] - (0, 0, 0.7), table[0] - (0, 0, 0.7)]
    furniture.shape(np.array([*table, table[1] + (0, 0.6, 0), table[0] + (0, 0.6, 0)]), _TABLE)
    furniture.shape(np.array(front), _TABLE, 0.7)
    furniture.post(x, y, 2.3, 0.06, _STEEL)
    angles = np.linspace(0, 2 * np.pi, 9)
    rim = np.stack([x + 1.1 * np.cos(angles), y + 1.1 * np.sin(angles), np.full(9, 2.0)], axis=1)
    for panel in np.argsort(-rim[:8, 1]).tolist():
        shade = (1.0, 0.78)[panel % 2]
        corners = np.array([rim[panel], rim[panel + 1], (x, y, 2.5)])
        furniture.shape(corners, colour, shade)


def _lamp_posts(furniture: _Furniture) -> list[_Piece]:
    lamps = furniture.setting.lamps
    return [(lamp.y, partial(_lamp_post, furniture, lamp)) for lamp in lamps if lamp.y > 18]


def _lamp_post(furniture: _Furniture, lamp: Lamp) -> None:
    foot = math.copysign(furniture.setting.ground.half_width_m + 0.5, lamp.x)
    low, high = lamp.z + 0.1, lamp.z + 0.2
    furniture.post(foot, lamp.y, high, 0.16, _STEEL)
    arm = [(foot, lamp.y, low), (lamp.x, lamp.y, low), (lamp.x, lamp.y, high), (foot, lamp.y, high)]
    furniture.shape(np.array(arm), _STEEL, hides=False)
    furniture.bulb(lamp)


def _power_line(furniture: _Furniture, rng: np.random.Generator) -> list[_Piece]:
    x = (furniture.setting.ground.half_width_m + 1.6) * (1 if rng.random() < 0.5 else -1)
    spots = np.arange(rng.uniform(20, 34), 170, 34.0).tolist()
    strands = rng.uniform((-0.5, 6.2, 0.3), (0.5, 7.8, 0.9), (9, 3))
    ends = zip([spots[0] - 34, *spots], [*spots, spots[-1] + 34], strict=True)
    pieces: list[_Piece] = [
        (near, partial(_wires, furniture, x, near, far, strands)) for near, far in ends
    ]
    return pieces + [(y, partial(furniture.post, x, y, 8.2, 0.3, _CONCRETE)) for y in spots]


def _wires(
    furniture: _Furniture, x: float, near: float, far: float, strands: NDArray[np.float64]
) -> None:
    """Cables between two poles; rows of `strands` are metres aside, up, and of sag."""
    for aside, height, sag in strands.tolist():
        start, end = np.array([x + aside, near, height]), np.array([x + aside, far, height])
        furniture.wire(start, end, sag)
