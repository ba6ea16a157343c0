"""Which camera sees which trip, when and where in the picture: the ground of the answer key."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.simulate.cameras import Site
from indexer.simulate.draw import PinholeCamera
from indexer.simulate.things import Thing, Type
from indexer.simulate.traffic import Trip
from indexer.simulate.view import to_road

_FAR_M = 78.0
_FAR_ON_FOOT_M = 60.0
"""Farther things are not drawn: they would be some 25 pixels high in a picture of 720."""
_NEAR_M = 2.0
_CLEAR_HEIGHT = 0.045
"""A thing counts as seen from this share of the picture's height on: 32 pixels of 720."""
_CLEAR_SHARE = 0.6
"""… and with this share of its box inside the picture."""
_SHOWN_HEIGHT = 0.0222
"""A thing counts as shown, if hardly recognised, from this share on: 16 pixels of 720."""
_SIZES_M: dict[Type, tuple[float, float, float]] = {
    "motorbike": (1.9, 0.75, 1.7),
    "car": (4.4, 1.8, 1.5),
    "van": (4.9, 1.9, 2.0),
    "truck": (6.5, 2.2, 2.9),
    "bus": (9.5, 2.5, 3.1),
    "bicycle": (1.75, 0.6, 1.7),
    "person": (0.4, 0.5, 1.7),
}
"""Length, width and height of the cuboid that a thing fills."""
_UNRIDDEN_M = 1.1
"""The height of a motorbike or bicycle that nobody sits on."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the picture."""


class Projection(Protocol):
    """What puts points into a picture of `width` × `height` pixels."""

    @property
    def width(self) -> int:
        """Pixels across."""
        ...

    @property
    def height(self) -> int:
        """Pixels down."""
        ...

    def project(self, points: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
        """Pixels (m, 2) and depths (m,) in metres of points (m, 3)."""
        ...


@dataclass(frozen=True)
class Sighting:
    """One passage of a trip before a camera, frame by frame.

    `frames` (n,) counts from the footage's start; `poses` (n, 3) are in the road's frame; `boxes`
    (n, 4) as shares of the picture, clipped to it; `clear` (n,) says where it counts as seen,
    `shown` (n,) where it is in the picture at all, however small.
    """

    trip: Trip
    frames: NDArray[np.int64]
    poses: NDArray[np.float64]
    depths_m: NDArray[np.float64]
    boxes: NDArray[np.float64]
    clear: NDArray[np.bool_]
    shown: NDArray[np.bool_]

    def clear_spans(self) -> list[tuple[int, int]]:
        """The runs of frames, [first, last], in which it counts as seen."""
        return _runs(self.frames[self.clear])

    def shown_spans(self) -> list[tuple[int, int]]:
        """The runs of frames, [first, last], in which it is in the picture at all."""
        return _runs(self.frames[self.shown])


def sightings(
    site: Site, view: PinholeCamera, trips: list[Trip], frame_count: int, fps: int
) -> Iterator[Sighting]:
    """The trips that pass before the camera while it films."""
    for trip in trips:
        frames = _frames_near(site, trip, frame_count, fps)
        if len(frames):
            sighting = _sighting(site, view, trip, frames, fps)
            if len(sighting.frames):
                yield sighting


def _frames_near(site: Site, trip: Trip, frame_count: int, fps: int) -> NDArray[np.int64]:
    """Frames in which the trip is within reach of the camera, found by quarter seconds first."""
    first, last = max(0.0, trip.starts_s), min(frame_count / fps, trip.ends_s)
    if first >= last:
        return np.zeros(0, np.int64)
    at = np.arange(first, last + 0.5, 0.5)
    away = trip.poses(at)[:, :2] - (site.x, site.y)
    near = at[np.hypot(away[:, 0], away[:, 1]) < _FAR_M + 10]
    if not len(near):
        return np.zeros(0, np.int64)
    start = max(first, near[0] - 0.5)
    end = min(last, near[-1] + 0.5)
    return np.arange(int(np.ceil(start * fps)), min(frame_count, int(end * fps) + 1))


def _sighting(
    site: Site, view: PinholeCamera, trip: Trip, frames: NDArray[np.int64], fps: int
) -> Sighting:
    poses = to_road(site, trip.poses(frames / fps))
    boxes, depths = cuboid_boxes(view, trip.thing, poses)
    clipped, inside, seen = _in_picture(trip.thing, boxes, depths)
    within = seen & (inside > _CLEAR_SHARE)
    clear = within & (clipped[:, 3] - clipped[:, 1] > _CLEAR_HEIGHT)
    shown = within & (clipped[:, 3] - clipped[:, 1] > _SHOWN_HEIGHT)
    return Sighting(
        trip, frames[seen], poses[seen], depths[seen], clipped[seen], clear[seen], shown[seen]
    )


def clearly_seen(
    thing: Thing, boxes: NDArray[np.float64], depths: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Boxes (n, 4) clipped to the picture, and where (n,) the thing counts as clearly seen."""
    clipped, inside, seen = _in_picture(thing, boxes, depths)
    tall = clipped[:, 3] - clipped[:, 1] > _CLEAR_HEIGHT
    return clipped, seen & (inside > _CLEAR_SHARE) & tall


def _in_picture(
    thing: Thing, boxes: NDArray[np.float64], depths: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Boxes clipped, the share of each inside the picture, and which are in it at all."""
    clipped = np.clip(boxes, 0, 1)
    inside = _area(clipped) / np.maximum(_area(boxes), 1e-12)
    far_m = _FAR_ON_FOOT_M if thing.type == "person" else _FAR_M
    return clipped, inside, (depths > _NEAR_M) & (depths < far_m) & (inside > 0.02)


def _runs(frames: NDArray[np.int64]) -> list[tuple[int, int]]:
    """The runs, [first, last], of frames that follow each other."""
    if not len(frames):
        return []
    breaks = np.flatnonzero(np.diff(frames) > 1)
    firsts = [frames[0], *frames[breaks + 1]]
    lasts = [*frames[breaks], frames[-1]]
    return [(int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)]


def cuboid_boxes(
    view: Projection, thing: Thing, poses: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Boxes (n, 4), not clipped, and depths (n,) of the cuboid that a thing fills at each pose."""
    length, width, height = _SIZES_M[thing.type]
    if thing.type in ("motorbike", "bicycle") and not thing.riders:
        height = _UNRIDDEN_M
    corners = np.array(
        [
            [a, b, c]
            for a in (-length / 2, length / 2)
            for b in (-width / 2, width / 2)
            for c in (0, height)
        ]
    )
    turn = np.radians(poses[:, 2])[:, None]
    x = poses[:, :1] + corners[:, 0] * np.sin(turn) + corners[:, 1] * np.cos(turn)
    y = poses[:, 1:2] + corners[:, 0] * np.cos(turn) - corners[:, 1] * np.sin(turn)
    points = np.stack([x, y, np.broadcast_to(corners[:, 2], x.shape)], axis=2)
    pixels, depth = view.project(points.reshape(-1, 3))
    pixels = (pixels / (view.width, view.height)).reshape(len(poses), 8, 2)
    boxes = np.concatenate([pixels.min(axis=1), pixels.max(axis=1)], axis=1)
    return boxes, depth.reshape(len(poses), 8).min(axis=1)


def _area(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(boxes[:, 2] - boxes[:, 0], 0) * np.maximum(boxes[:, 3] - boxes[:, 1], 0)
