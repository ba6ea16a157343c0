"""One camera's footage: its empty scene, what passes, the clock, the grain, into an MP4."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.ids import LOCAL_ZONE
from indexer.simulate.cameras import Site
from indexer.simulate.daylight import sky_at
from indexer.simulate.draw import Light, Picture
from indexer.simulate.flaws import Dirt, Sway
from indexer.simulate.hidden import Hidden, hidden_shares
from indexer.simulate.rain import Rain
from indexer.simulate.scenes import Scene, build_scene
from indexer.simulate.sightings import Sighting
from indexer.simulate.stamps import Stamps
from indexer.video.encode import VideoWriter

_GRAIN_TILES = 6
_GRAIN = {True: 1.6, False: 1.0}
"""Standard deviation of the sensor's noise in brightness levels, by night and by day."""


@dataclass(frozen=True)
class Shot:
    """What to film: where, from when, how long, how large, and what passes.

    `boxes_a_second` are the times at which it is told what is hidden.
    """

    site: Site
    sightings: tuple[Sighting, ...]
    start: datetime
    frame_count: int
    fps: int
    width: int
    height: int
    seed: int
    rain: bool = False
    boxes_a_second: int = 1

    @property
    def clock(self) -> datetime:
        """What the camera's own clock says at the start."""
        return self.start - timedelta(milliseconds=self.site.flaws.clock_offset_ms)


def film(shot: Shot, path: Path) -> None:
    """Write the shot's footage; the same shot gives the same pictures."""
    scene = scene_of(shot)
    with VideoWriter(path, shot.width, shot.height, shot.fps) as video:
        for planes in _with_grain(shot, pictures(shot, scene)):
            video.write(planes)


def hidden_in(shot: Shot) -> Hidden:
    """How much was hidden of what passed."""
    every = shot.fps // shot.boxes_a_second
    return hidden_shares(_by_frame(shot), scene_of(shot).nearer_m, every)


def scene_of(shot: Shot) -> Scene:
    """What the shot's camera sees when nothing moves."""
    cv2.setNumThreads(1)
    return build_scene(shot.site, sky_at(shot.start), shot.seed, shot.width, shot.height)


def pictures(shot: Shot, scene: Scene | None = None) -> Iterator[Picture]:
    """Every frame, (height, width, 3) RGB, before grain; the array is the caller's."""
    scene = scene or scene_of(shot)
    passing, stamps = _by_frame(shot), Stamps(scene.view)
    weather = _Weather(shot)
    for frame in range(shot.frame_count):
        picture = scene.picture.copy()
        for _, sighting, row in passing.get(frame, ()):
            _draw_passing(picture, scene, stamps, sighting, row)
        picture = weather.seen_through(picture, frame)
        _burn_clock(picture, shot, frame)
        yield picture


class _Weather:
    """What lies between the street and the recorder: rain, dirt on the glass, a shaking pole."""

    def __init__(self, shot: Shot) -> None:
        sky, flaws, size = sky_at(shot.start), shot.site.flaws, (shot.width, shot.height)
        self._light = max(sky.ambient)
        self._rain = Rain(shot.seed, *size, sky.is_dark) if shot.rain else None
        whose = (shot.site.id, shot.seed)
        self._sway = Sway(*whose, shot.height, shot.fps) if flaws.shakes else None
        self._dirt = Dirt(*whose, *size) if flaws.dirty else None

    def seen_through(self, picture: Picture, frame: int) -> Picture:
        if self._sway:
            picture = self._sway.moved(picture, frame)
        if self._rain:
            picture = self._rain.fall(picture)
        return self._dirt.over(picture, self._light) if self._dirt else picture


def _by_frame(shot: Shot) -> dict[int, list[tuple[float, Sighting, int]]]:
    """For each frame what is in it, the farthest first."""
    passing: dict[int, list[tuple[float, Sighting, int]]] = {}
    for sighting in shot.sightings:
        for row, frame in enumerate(sighting.frames.tolist()):
            passing.setdefault(frame, []).append((sighting.depths_m[row], sighting, row))
    for present in passing.values():
        present.sort(key=lambda item: -item[0])
    return passing


def _draw_passing(
    picture: Picture, scene: Scene, stamps: Stamps, sighting: Sighting, row: int
) -> None:
    """Draw one thing, then put back what stands nearer to the camera."""
    x, y, heading = sighting.poses[row].tolist()
    light, trip = _light(scene, x, y), sighting.trip
    box = stamps.draw(
        picture, int(sighting.frames[row]), trip.id, trip.thing, (x, y, heading), light
    )
    if box is None:
        return
    part = np.s_[box[1] : box[3], box[0] : box[2]]
    hidden = scene.nearer_m[part] < sighting.depths_m[row]
    if hidden.any():
        picture[part][hidden] = scene.picture[part][hidden]


def _light(scene: Scene, x: float, y: float) -> Light:
    light = scene.light_on(x, y)
    level = float(light.mean())
    red, green, blue = (light / max(level, 1e-6)).tolist()
    return Light(
        level=level,
        tint=(red, green, blue),
        sun=0.35 if scene.setting.sky.sun > 0 else 0.2,
        sun_height_deg=55.0 if scene.setting.sky.sun > 0 else 75.0,
        headlights=scene.setting.sky.is_dark,
    )


def _burn_clock(picture: Picture, shot: Shot, frame: int) -> None:
    """The recorder's date, time and camera name in the corner."""
    moment = shot.clock.astimezone(LOCAL_ZONE) + timedelta(seconds=frame / shot.fps)
    size = shot.height / 720
    lines = (
        (f"{moment:%Y-%m-%d %H:%M:%S}", 34),
        (str(shot.site.id), shot.height / size - 20),
    )
    for text, y in lines:
        at = (round(18 * size), round(y * size))
        for ink, weight in (((20, 20, 20), 4), ((240, 240, 240), 2)):
            thickness = max(1, round(weight * size))
            cv2.putText(
                picture,
                text,
                at,
                cv2.FONT_HERSHEY_PLAIN,
                1.7 * size,
                ink,
                thickness,
                cv2.LINE_AA,
            )


def _with_grain(shot: Shot, frames: Iterator[Picture]) -> Iterator[NDArray[np.uint8]]:
    """Frames as I420 planes with noise in the brightness, from a few tiles by turns."""
    rng = np.random.default_rng(shot.seed)
    spread = _GRAIN[sky_at(shot.start).is_dark]
    noise = rng.normal(2 * spread, spread, (_GRAIN_TILES, shot.height, shot.width))
    tiles = np.clip(np.rint(noise), 0, 255).astype(np.uint8)
    for frame, picture in enumerate(frames):
        planes = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2YUV_I420), np.uint8)
        bright = planes[: shot.height]
        cv2.add(bright, tiles[frame % _GRAIN_TILES], dst=bright)
        yield planes
