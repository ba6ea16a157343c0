"""What stands along a street: awnings, trees, lamp posts, power poles and their wires."""

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.simulate.daylight import Lamp, Sky, light_at
from indexer.simulate.draw import PinholeCamera
from indexer.simulate.facades import Front, Row
from indexer.simulate.ground import Ground
from indexer.simulate.view import Floats

_AWNINGS = (
    (158, 42, 44), (48, 86, 140), (48, 112, 84), (196, 138, 62), (186, 186, 180), (110, 82, 60),
)  # fmt: skip
_LEAVES = ((62, 96, 46), (78, 112, 52), (54, 84, 48))
_STEEL = (112, 114, 116)
_CONCRETE = (150, 148, 142)
_NEAR_M = 2.5
_FRACTION_BITS = 3


@dataclass
class Furniture:
    """The picture being furnished: (height, width, 3) floats, and how near what was added is."""

    picture: Floats
    view: PinholeCamera
    sky: Sky
    lamps: list[Lamp]
    nearer_m: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing in front of anything."""
        self.nearer_m = np.full(self.picture.shape[:2], np.inf, np.float32)

    def shape(self, corners: NDArray[np.float64], colour: tuple[int, ...], shade: float = 1.0, hides: bool = True) -> None:
        """A flat convex piece with corners (n, 3), lit at its middle."""
        pixels, depth = self.view.project(corners)
        if depth.min() < _NEAR_M:
            return
        outline = np.rint(np.clip(pixels, -4e3, 8e3) * 2**_FRACTION_BITS).astype(np.int32)
        light = self._light(corners.mean(axis=0)) * shade
        cv2.fillConvexPoly(
            self.picture, outline, [float(v) for v in np.float32(colour) * light], cv2.LINE_AA, _FRACTION_BITS
        )
        if hides:
            cv2.fillConvexPoly(self.nearer_m, outline, float(depth.min()), cv2.LINE_8, _FRACTION_BITS)

    def ball(self, centre: tuple[float, float, float], radius_m: float, colour: tuple[int, ...], shade: float) -> None:
        """A round clump, lit at its middle."""
        pixels, depth = self.view.project(np.array([centre]))
        if depth[0] < _NEAR_M * 2:
            return
        at = tuple(int(v) for v in np.clip(pixels[0], -4e3, 8e3))
        radius = max(1, round(radius_m * self.view.focal_px / depth[0]))
        light = self._light(np.array(centre)) * shade
        cv2.circle(self.picture, at, radius, [float(v) for v in np.float32(colour) * light], -1, cv2.LINE_AA)
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

    def post(self, x: float, y: float, top_m: float, width_m: float, colour: tuple[int, ...]) -> None:
        """An upright post of that width, turned to the camera."""
        half = width_m / 2
        self.shape(
            np.array([[x - half, y, 0], [x + half, y, 0], [x + half * 0.7, y, top_m], [x - half * 0.7, y, top_m]]),
            colour,
        )

    def bulb(self, lamp: Lamp) -> None:
        """A lamp's shining head."""
        pixels, depth = self.view.project(np.array([[lamp.x, lamp.y, lamp.z]]))
        if depth[0] > _NEAR_M:
            radius = max(1, round(0.28 * self.view.focal_px / depth[0]))
            shine = 120 + 500 * self.sky.lamps
            at = tuple(int(v) for v in np.clip(pixels[0], -4e3, 8e3))
            cv2.circle(self.picture, at, radius, [shine, shine * 0.92, shine * 0.75], -1, cv2.LINE_AA)

    def _light(self, point: NDArray[np.float64]) -> Floats:
        x, y, z = (np.float32([value]) for value in point)
        return light_at(self.sky, self.lamps, x, y, z)[0]


def draw_furniture(
    picture: Floats,
    view: PinholeCamera,
    ground: Ground,
    rows: tuple[Row, Row],
    fronts: list[Front],
    sky: Sky,
    lamps: list[Lamp],
    rng: np.random.Generator,
) -> Furniture:
    """Furnish the picture, the farthest first."""
    furniture = Furniture(np.ascontiguousarray(picture), view, sky, lamps)
    pieces: list[tuple[float, Callable[[], None]]] = []
    for row, sign in zip(rows, (-1, 1), strict=True):
        pieces += _awnings(furniture, row, sign * ground.facade_m, sign, rng)
        pieces += _trees(furniture, sign * (ground.half_width_m + 0.9), rng)
    pieces += _lamp_posts(furniture, ground, lamps)
    pieces += _power_line(furniture, ground, rng)
    for _, draw in sorted(pieces, key=lambda piece: -piece[0]):
        draw()
    return furniture


def _awnings(
    furniture: Furniture, row: Row, wall_x: float, sign: int, rng: np.random.Generator
) -> list[tuple[float, Callable[[], None]]]:
    pieces: list[tuple[float, Callable[[], None]]] = []
    for start, end in zip(row.starts_m[:-1], row.starts_m[1:], strict=True):
        drawn, colour, out = rng.random() < 0.5, _AWNINGS[rng.integers(len(_AWNINGS))], rng.uniform(1.2, 2.0)
        if not drawn or start < 15 or start > 130:
            continue
        low, edge = 2.55, wall_x - sign * out
        top = np.array([[wall_x, start + 0.2, 3.1], [wall_x, end - 0.2, 3.1], [edge, end - 0.2, low], [edge, start + 0.2, low]])
        front = np.array([[edge, start + 0.2, low], [edge, end - 0.2, low], [edge, end - 0.2, low - 0.3], [edge, start + 0.2, low - 0.3]])

        def draw(
            top: NDArray[np.float64] = top, front: NDArray[np.float64] = front, colour: tuple[int, ...] = colour
        ) -> None:
            furniture.shape(top, colour)
            furniture.shape(front, colour, 0.8)

        pieces.append((float(start), draw))
    return pieces


def _trees(
    furniture: Furniture, x: float, rng: np.random.Generator
) -> list[tuple[float, Callable[[], None]]]:
    pieces: list[tuple[float, Callable[[], None]]] = []
    y = rng.uniform(20, 34)
    while y < 150:
        tree_rng = np.random.default_rng(rng.integers(1 << 32))

        def draw(y: float = y, tree_rng: np.random.Generator = tree_rng) -> None:
            _tree(furniture, x, y, tree_rng)

        pieces.append((y, draw))
        y += rng.uniform(14, 34)
    return pieces


def _tree(furniture: Furniture, x: float, y: float, rng: np.random.Generator) -> None:
    height, leaf = rng.uniform(4.6, 6.4), np.array(_LEAVES[rng.integers(len(_LEAVES))])
    furniture.post(x, y, height, 0.3, (92, 78, 64))
    for _ in range(70):
        dx, dy, dz = np.clip(rng.normal(0, 0.8, 3), -1.5, 1.5)
        shade = 0.78 + 0.16 * dz + rng.normal(0, 0.08)
        tone = tuple(int(v) for v in np.clip(leaf + rng.normal(0, 9, 3), 0, 255))
        furniture.ball((x + dx, y + dy, height + dz), rng.uniform(0.22, 0.5), tone, float(np.clip(shade, 0.4, 1.2)))


def _lamp_posts(
    furniture: Furniture, ground: Ground, lamps: list[Lamp]
) -> list[tuple[float, Callable[[], None]]]:
    def draw(lamp: Lamp) -> None:
        foot = np.sign(lamp.x) * (ground.half_width_m + 0.5)
        furniture.post(foot, lamp.y, lamp.z + 0.2, 0.16, _STEEL)
        arm = np.array([[foot, lamp.y, lamp.z + 0.1], [lamp.x, lamp.y, lamp.z + 0.1], [lamp.x, lamp.y, lamp.z + 0.2], [foot, lamp.y, lamp.z + 0.2]])
        furniture.shape(arm, _STEEL, hides=False)
        furniture.bulb(lamp)

    return [(lamp.y, lambda lamp=lamp: draw(lamp)) for lamp in lamps if lamp.y > 18]  # type: ignore[misc]


def _power_line(
    furniture: Furniture, ground: Ground, rng: np.random.Generator
) -> list[tuple[float, Callable[[], None]]]:
    x = -(ground.half_width_m + 1.6) * (1 if rng.random() < 0.5 else -1)
    spots = np.arange(rng.uniform(20, 34), 170, 34.0)
    strands = [(rng.uniform(-0.5, 0.5), rng.uniform(6.2, 7.8), rng.uniform(0.3, 0.9)) for _ in range(9)]

    def draw_span(near: float, far: float) -> None:
        for aside, height, sag in strands:
            furniture.wire(np.array([x + aside, near, height]), np.array([x + aside, far, height]), sag)

    pieces: list[tuple[float, Callable[[], None]]] = []
    for near, far in zip([spots[0] - 34, *spots], [*spots, spots[-1] + 34], strict=True):
        pieces.append((float(near), lambda near=near, far=far: draw_span(near, far)))  # type: ignore[misc]
    for spot in spots:
        pieces.append((float(spot), lambda spot=spot: furniture.post(x, spot, 8.2, 0.3, _CONCRETE)))  # type: ignore[misc]
    return pieces
