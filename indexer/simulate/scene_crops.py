"""Crops cut from the simulated district's own streets, with its cameras, hours and lamps."""

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from indexer.ids import LOCAL_ZONE
from indexer.simulate.cameras import place_cameras
from indexer.simulate.crops import (
    Crop,
    as_seen,
    back_shows,
    cut_box,
    longer_side,
    sample_thing_to_learn,
    to_film,
)
from indexer.simulate.daylight import sky_at
from indexer.simulate.draw import Box, Light, Picture, draw_thing
from indexer.simulate.scenes import Scene, build_scene
from indexer.simulate.things import Thing

Place = tuple[float, float, float]
"""x and y in metres, heading in degrees."""

_SITES = 12
_HOURS = (7.5, 10.0, 13.0, 16.5, 17.8, 18.3, 19.5, 21.2, 21.5, 22.0, 23.5, 2.0)
"""Hours of the day, half of them dark."""
_NEAR_M, _FAR_M = 8.0, 62.0
_SMALLEST_PX = 16
_HIDDEN = 0.22
"""A thing covered by more than this share is no crop."""


def sample_scene(rng: np.random.Generator, width: int = 1280, height: int = 720) -> Scene:
    """An empty street as one of the district's cameras might see it, at any hour."""
    seed = int(rng.integers(2**31))
    site = place_cameras(_SITES, seed)[int(rng.integers(_SITES))]
    hour = float(rng.choice(np.array(_HOURS)))
    moment = datetime(2021, 3, 1, tzinfo=LOCAL_ZONE) + timedelta(hours=hour)
    return build_scene(site, sky_at(moment), seed, width, height)


def draw_scene_crops(
    rng: np.random.Generator, scene: Scene, size_px: int = 64, crowd: int = 7
) -> list[Crop]:
    """Put things on the street and cut each out, and now and then the whole picture with them."""
    picture = scene.picture.copy()
    drawn: list[tuple[Thing, Box, Light, Place]] = []
    for thing, x, y, heading in _places(rng, scene, crowd):
        light = light_in(scene, x, y)
        box = draw_thing(picture, scene.view, thing, x, y, heading, light)
        if box is not None:
            _restore_nearer(picture, scene, box, y)
            drawn.append((thing, box, light, (x, y, heading)))
    crops = []
    for index, (thing, box, light, place) in enumerate(drawn):
        later = [other for _, other, _, _ in drawn[index + 1 :]]
        if min(box[2] - box[0], box[3] - box[1]) >= _SMALLEST_PX and not _covered(box, later):
            film = to_film(rng, cut_box(rng, picture, box), size_px, light)
            shows = back_shows(scene.view, thing, place, _hiding(scene, later, place[1]))
            crops.append(Crop(film, "thing", as_seen(thing, shows), longer_side(box), shows))
    if rng.random() < 0.3:
        busy = rng.random() < 0.6
        whole = picture if busy else scene.picture
        night = light_in(scene, 0.0, 20.0)
        crops.append(
            Crop(to_film(rng, whole, size_px, night), "traffic" if busy else "empty", None)
        )
    return crops


def draw_whole(rng: np.random.Generator, scene: Scene, size_px: int = 64) -> Picture:
    """The whole picture of a street, with more or less traffic on it."""
    picture = scene.picture.copy()
    for thing, x, y, heading in _places(rng, scene, int(rng.integers(0, 9))):
        draw_thing(picture, scene.view, thing, x, y, heading, light_in(scene, x, y))
    return to_film(rng, picture, size_px, light_in(scene, 0.0, 20.0))


def light_in(scene: Scene, x: float, y: float) -> Light:
    """The light on a thing at that place of the street."""
    colour = scene.light_on(x, y)
    level = float(colour.mean())
    red, green, blue = (colour / max(level, 1e-6)).tolist()
    by_day = scene.setting.sky.sun > 0
    return Light(
        level=level,
        tint=(red, green, blue),
        sun=0.35 if by_day else 0.2,
        sun_height_deg=55.0 if by_day else 75.0,
        headlights=scene.setting.sky.is_dark,
    )


def _places(
    rng: np.random.Generator, scene: Scene, count: int
) -> list[tuple[Thing, float, float, float]]:
    """Things with x, y and heading, keeping to the right, the farthest first."""
    half = scene.setting.ground.half_width_m
    places = []
    for _ in range(count):
        thing = sample_thing_to_learn(rng)
        y = float(np.exp(rng.uniform(np.log(_NEAR_M), np.log(_FAR_M))))
        x, heading = float(rng.uniform(0.5, half - 0.6)), float(rng.normal(0, 5))
        if thing.type == "person":
            x, heading = (
                half + float(rng.uniform(-1.5, 1.8)),
                float(rng.choice([0.0, 180, rng.uniform(0, 360)])),
            )
        elif rng.random() < 0.12:
            heading += float(rng.uniform(-90, 90))
        side = 1 if rng.random() < 0.5 else -1
        places.append((thing, x * side, y, heading if side > 0 else heading + 180))
    return sorted(places, key=lambda place: -place[2])


def _restore_nearer(picture: Picture, scene: Scene, box: Box, depth_m: float) -> None:
    """Put back the trees and poles that stand before the thing."""
    part = np.s_[box[1] : box[3], box[0] : box[2]]
    hidden = scene.nearer_m[part] < depth_m
    picture[part][hidden] = scene.picture[part][hidden]


def _hiding(scene: Scene, boxes: list[Box], depth_m: float) -> NDArray[np.bool_]:
    """Where trees, poles or the boxes of nearer things hide what stands at that distance."""
    hiding = scene.nearer_m < depth_m
    for left, top, right, bottom in boxes:
        hiding[top:bottom, left:right] = True
    return np.asarray(hiding)


def _covered(box: Box, others: list[Box]) -> bool:
    """Whether any one of the others covers too much of the box."""
    area = (box[2] - box[0]) * (box[3] - box[1])
    for left, top, right, bottom in others:
        wide = min(right, box[2]) - max(left, box[0])
        high = min(bottom, box[3]) - max(top, box[1])
        if wide > 0 and high > 0 and wide * high > _HIDDEN * area:
            return True
    return False
