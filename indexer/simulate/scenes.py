"""What a camera sees when nothing moves: ground, houses and sky, lit for the hour."""

import zlib
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.simulate.cameras import Site
from indexer.simulate.daylight import Lamp, Sky, lamps_along, light_at
from indexer.simulate.draw import PinholeCamera
from indexer.simulate.facades import Front, Row, draw_fronts, draw_row, row_colours
from indexer.simulate.furniture import Furniture, draw_furniture
from indexer.simulate.ground import Ground, draw_ground_plan, ground_colours
from indexer.simulate.view import Floats, finer, rays, view_of

_FAR_M = 260.0
_FINE = 2
"""Surfaces are drawn this many times finer and averaged down."""
_HAZE_M = 420.0


@dataclass(frozen=True)
class Scene:
    """A camera's empty picture and what is needed to draw things into it.

    `picture` is (height, width, 3) RGB; `nearer_m` is (height, width), the distance of trees,
    poles and awnings that hide what passes behind them, infinite where there are none.
    """

    view: PinholeCamera
    picture: NDArray[np.uint8]
    nearer_m: Floats
    sky: Sky
    lamps: tuple[Lamp, ...]
    ground: Ground

    def light_on(self, x: float, y: float, z: float = 1.0) -> Floats:
        """Light (3,) on a point of the road's frame, as shares of full daylight."""
        point = (np.float32([value]) for value in (x, y, z))
        return np.asarray(light_at(self.sky, list(self.lamps), *point)[0], np.float32)


def build_scene(site: Site, sky: Sky, seed: int, width: int, height: int) -> Scene:
    """The scene of a camera, the same for the same site, hour, seed and size."""
    rng = np.random.default_rng([seed, zlib.crc32(site.id.encode()), 1])
    view = view_of(site, width, height)
    ground = draw_ground_plan(rng, site.street.half_width_m, site.street.lanes)
    fronts = draw_fronts(rng, 14, 0.45 if sky.is_dark else 0.75)
    rows = (draw_row(rng, fronts, _FAR_M), draw_row(rng, fronts, _FAR_M))
    lamps = lamps_along(rng, site.street.half_width_m, _FAR_M)
    picture = _surfaces(view, ground, rows, fronts, sky, lamps, rng)
    furniture = draw_furniture(picture, view, ground, rows, fronts, sky, lamps, rng)
    return Scene(view, _finish(furniture), furniture.nearer_m, sky, tuple(lamps), ground)


def _surfaces(
    view: PinholeCamera,
    ground: Ground,
    rows: tuple[Row, Row],
    fronts: list[Front],
    sky: Sky,
    lamps: list[Lamp],
    rng: np.random.Generator,
) -> Floats:
    """The lit picture (height, width, 3) of ground, houses and sky, 0–255 and beyond."""
    fine = finer(view, _FINE)
    ways = rays(fine).reshape(-1, 3)
    flat, glow = np.empty_like(ways), np.zeros_like(ways)
    reach = _reach(view.x, view.z, ground, ways)
    points = ways * reach[:, None] + np.float32([view.x, 0, view.z])
    _paint_sky(flat, ways, sky)
    on_ground = (points[:, 2] < 0.01) & (reach < _FAR_M * 2)
    flat[on_ground] = ground_colours(ground, points[on_ground, 0], points[on_ground, 1], rng)
    on_house = _paint_houses(flat, glow, points, ~on_ground & (reach < _FAR_M * 2), rows, fronts)
    lit = _shine(flat, points, reach, on_ground, on_house, ground, rows, fronts, sky, lamps)
    lit += glow * np.float32(sky.lamps * 0.9)
    shape = (fine.height, fine.width, 3)
    return cv2.resize(lit.reshape(shape), (view.width, view.height), interpolation=cv2.INTER_AREA)


def _reach(x: float, z: float, ground: Ground, ways: Floats) -> Floats:
    """How far along each ray the first surface is: the ground or a row of houses."""
    big = np.float32(1e6)
    with np.errstate(divide="ignore", invalid="ignore"):
        down = np.where(ways[:, 2] < -1e-6, -z / ways[:, 2], big)
        wall = np.where(ways[:, 0] > 0, ground.facade_m - x, -ground.facade_m - x) / ways[:, 0]
    wall = np.where(np.isfinite(wall) & (wall > 0), wall, big)
    return np.minimum(np.minimum(down, wall), big).astype(np.float32)


def _paint_sky(flat: Floats, ways: Floats, sky: Sky) -> None:
    up = np.clip(ways[:, 2] / np.linalg.norm(ways, axis=1) / 0.35, 0, 1)[:, None]
    flat[:] = np.float32(sky.horizon) * (1 - up) + np.float32(sky.zenith) * up


def _paint_houses(
    flat: Floats,
    glow: Floats,
    points: Floats,
    candidates: NDArray[np.bool_],
    rows: tuple[Row, Row],
    fronts: list[Front],
) -> NDArray[np.bool_]:
    painted = np.zeros(len(flat), bool)
    for row, right in zip(rows, (False, True), strict=True):
        here = np.flatnonzero(candidates & ((points[:, 0] > 0) == right))
        colours, shining, covered = row_colours(row, fronts, points[here, 1], points[here, 2], right)
        flat[here[covered]] = colours[covered]
        glow[here[covered]] = shining[covered]
        painted[here[covered]] = True
    return painted


def _shine(
    flat: Floats,
    points: Floats,
    reach: Floats,
    on_ground: NDArray[np.bool_],
    on_house: NDArray[np.bool_],
    ground: Ground,
    rows: tuple[Row, Row],
    fronts: list[Front],
    sky: Sky,
    lamps: list[Lamp],
) -> Floats:
    """Light the solid surfaces; far ones fade into the haze of the horizon."""
    solid = np.flatnonzero(on_ground | on_house)
    light = light_at(sky, lamps, points[solid, 0], points[solid, 1], points[solid, 2])
    light += _shop_light(points[solid], ground, rows, fronts) * np.float32(sky.lamps)
    light[on_house[solid] & (points[solid, 0] > 0)] *= 1 - sky.sun
    haze = (1 - np.exp(-reach[solid] / _HAZE_M))[:, None] * np.float32(0.6)
    lit = flat[solid] * light
    flat[solid] = lit * (1 - haze) + np.float32(sky.horizon) * haze
    return flat


def _shop_light(
    points: Floats, ground: Ground, rows: tuple[Row, Row], fronts: list[Front]
) -> Floats:
    """Light (n, 1) that open shops throw on the pavement before them."""
    total = np.zeros(len(points), np.float32)
    is_open = np.float32([front.is_open for front in fronts])
    for row, sign in zip(rows, (-1, 1), strict=True):
        house = np.searchsorted(row.starts_m, points[:, 1], side="right") - 1
        house = np.clip(house, 0, len(row.fronts) - 1)
        away = np.maximum(ground.facade_m - sign * points[:, 0], 0)
        total += is_open[row.fronts[house]] * 0.55 * np.exp(-away / 2.2) * (points[:, 2] < 0.5)
    return total[:, None]


def _finish(furniture: Furniture) -> NDArray[np.uint8]:
    """Add bloom around what is brighter than the film, and clip."""
    picture = furniture.picture
    small = cv2.resize(np.maximum(picture - 215, 0), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    halo = cv2.GaussianBlur(small, (0, 0), picture.shape[1] / 160) * 1.6
    picture = picture + cv2.resize(halo, (picture.shape[1], picture.shape[0]))
    return np.clip(picture, 0, 255).astype(np.uint8)
