"""What a camera sees when nothing moves: ground, houses and sky, lit for the hour."""

import zlib
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.simulate.cameras import Site
from indexer.simulate.daylight import Sky
from indexer.simulate.draw import PinholeCamera
from indexer.simulate.facades import row_colours
from indexer.simulate.furniture import draw_furniture
from indexer.simulate.ground import Ground, ground_colours
from indexer.simulate.parked import draw_parked, parked_at
from indexer.simulate.roofs import paint_roofs
from indexer.simulate.setting import FAR_M, Setting, draw_setting
from indexer.simulate.view import Floats, finer, rays, view_of

_FINE = 2
"""Surfaces are drawn this many times finer and averaged down."""
_HAZE_M = 420.0
_MOST_HAZE = 0.6
_GLOW = 0.9
_LIGHT_STEP_M, _LIGHT_SIDE_M, _LIGHT_AHEAD_M = 0.5, 20.0, 90.0
_FILM_WHITE = 215.0
"""What is brighter than this blooms."""


@dataclass(frozen=True)
class Scene:
    """A camera's empty picture and what is needed to draw things into it.

    `picture` is (height, width, 3) RGB; `nearer_m` is (height, width), the distance of trees,
    poles and awnings that hide what passes behind them, infinite where there are none.
    """

    view: PinholeCamera
    picture: NDArray[np.uint8]
    nearer_m: Floats
    setting: Setting
    light_map: Floats

    def light_on(self, x: float, y: float) -> Floats:
        """Light (3,) a metre above a point of the road's frame, as shares of full daylight."""
        line = min(max(int(y / _LIGHT_STEP_M), 0), self.light_map.shape[0] - 1)
        half = self.light_map.shape[1] // 2
        column = min(max(int(x / _LIGHT_STEP_M) + half, 0), self.light_map.shape[1] - 1)
        return np.asarray(self.light_map[line, column], np.float32)


@dataclass(frozen=True)
class _Surfaces:
    """What each ray meets: where (n, 3), how far (n,), and which rays meet ground or a house."""

    points: Floats
    reach_m: Floats
    on_ground: NDArray[np.bool_]
    on_house: NDArray[np.bool_]


def build_scene(site: Site, sky: Sky, seed: int, width: int, height: int) -> Scene:
    """The scene of a camera, the same for the same site, hour, seed and size."""
    rng = np.random.default_rng([seed, zlib.crc32(site.id.encode()), 1])
    view = view_of(site, width, height)
    setting = draw_setting(rng, site.street, sky)
    picture, nearer_m = draw_furniture(_draw_surfaces(view, setting, rng), view, setting, rng)
    scene = Scene(view, _bloom(picture), nearer_m, setting, _light_map(setting))
    for parked in parked_at(site, seed):
        light = scene.light_on(parked.pose.x, parked.pose.y)
        level = float(light.mean())
        red, green, blue = (light / max(level, 1e-6)).tolist()
        draw_parked(scene.picture, view, parked, level, (red, green, blue))
    return scene


def _light_map(setting: Setting) -> Floats:
    """Light a metre above the street, (lines ahead, columns right, 3), a step apart."""
    x = np.arange(-_LIGHT_SIDE_M, _LIGHT_SIDE_M + _LIGHT_STEP_M, _LIGHT_STEP_M)
    y = np.arange(0, _LIGHT_AHEAD_M, _LIGHT_STEP_M)
    points = np.stack([*np.meshgrid(x, y), np.ones((len(y), len(x)))], axis=2).reshape(-1, 3)
    return setting.light(points.astype(np.float32)).reshape(len(y), len(x), 3)


def _draw_surfaces(view: PinholeCamera, setting: Setting, rng: np.random.Generator) -> Floats:
    """The lit picture (height, width, 3) of ground, houses and sky, 0–255 and beyond."""
    fine = finer(view, _FINE)
    ways = rays(fine).reshape(-1, 3)
    reach = _reach(view, setting.ground, ways)
    points = ways * reach[:, None] + np.array([view.x, 0, view.z], np.float32)
    near = reach < FAR_M * 2
    on_ground = near & (points[:, 2] < 0.01)
    colours, glow = _sky_colours(ways, setting.sky), np.zeros_like(ways)
    colours[on_ground] = ground_colours(setting.ground, points[on_ground, :2], rng)
    on_house = _paint_houses(colours, glow, points, near & ~on_ground, setting)
    over = np.flatnonzero(near & ~on_ground & ~on_house)
    roofs = colours[over]
    paint_roofs(roofs, ways[over], (view.x, view.z), setting.sky)
    colours[over] = roofs
    surfaces = _Surfaces(points, reach, on_ground, on_house)
    _shine(colours, surfaces, setting, (fine.height, fine.width))
    colours += glow * np.float32(setting.sky.lamps * _GLOW)
    picture = colours.reshape(fine.height, fine.width, 3)
    small = cv2.resize(picture, (view.width, view.height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _reach(view: PinholeCamera, ground: Ground, ways: Floats) -> Floats:
    """How far along each ray the first surface is: the ground or a row of houses."""
    with np.errstate(divide="ignore", invalid="ignore"):
        down = -view.z / np.minimum(ways[:, 2], -1e-6)
        aside = np.where(ways[:, 0] > 0, ground.facade_m - view.x, -ground.facade_m - view.x)
        wall = aside / ways[:, 0]
    wall[~(wall > 0)] = np.inf
    return np.asarray(np.minimum(np.minimum(down, wall), 1e6), np.float32)


def _sky_colours(ways: Floats, sky: Sky) -> Floats:
    up = np.clip(ways[:, 2] / 0.35, 0, 1)[:, None]
    colours = np.array(sky.horizon, np.float32) * (1 - up) + np.array(sky.zenith, np.float32) * up
    return np.asarray(colours, np.float32)


def _paint_houses(
    colours: Floats,
    glow: Floats,
    points: Floats,
    candidates: NDArray[np.bool_],
    setting: Setting,
) -> NDArray[np.bool_]:
    """Colour the points that a house covers; returns which they are."""
    painted = np.zeros(len(colours), bool)
    for row, right in zip(setting.rows, (False, True), strict=True):
        here = np.flatnonzero(candidates & ((points[:, 0] > 0) == right))
        faces, shining, covered = row_colours(row, setting.fronts, points[here, 1:], right)
        colours[here[covered]] = faces[covered]
        glow[here[covered]] = shining[covered]
        painted[here[covered]] = True
    return painted


def _shine(colours: Floats, seen: _Surfaces, setting: Setting, shape: tuple[int, int]) -> None:
    """Light the solid surfaces, in place; far ones fade into the haze of the horizon."""
    solid = np.flatnonzero(seen.on_ground | seen.on_house)
    coarse = seen.points.reshape(*shape, 3)[::_FINE, ::_FINE]
    light = setting.light(coarse.reshape(-1, 3)).reshape(coarse.shape)
    light = np.repeat(np.repeat(light, _FINE, axis=0), _FINE, axis=1).reshape(-1, 3)[solid]
    light[seen.on_house[solid] & (seen.points[solid, 0] > 0)] *= 1 - setting.sky.sun
    haze = (1 - np.exp(-seen.reach_m[solid] / _HAZE_M))[:, None] * np.float32(_MOST_HAZE)
    horizon = np.array(setting.sky.horizon, np.float32)
    colours[solid] = colours[solid] * light * (1 - haze) + horizon * haze


def _bloom(picture: Floats) -> NDArray[np.uint8]:
    """Add a halo around what is brighter than the film, and clip."""
    height, width = picture.shape[:2]
    over = np.maximum(picture - _FILM_WHITE, 0)
    small = cv2.resize(over, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    halo = cv2.resize(cv2.GaussianBlur(small, (0, 0), width / 160) * 1.6, (width, height))
    return np.asarray(np.clip(picture + halo, 0, 255), np.uint8)
