"""Distant things drawn cheaply: a drawing is kept for half a second and moved, not made anew."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.simulate.draw import Box, Light, Picture, PinholeCamera, draw_thing
from indexer.simulate.things import Thing

_DISTANT_M = 28.0
"""From here on a drawing may be reused: half a second changes the view by less than it shows."""
_KEEP_FRAMES = 5
_KEEP_SCALE = 0.08
_REACH_M = 11.0
"""No thing, shadow or beam reaches farther from where it stands."""
_CHANGED = 3
"""A pixel belongs to a drawing if it changed by more than this many levels."""


@dataclass(frozen=True)
class _Stamp:
    """A finished drawing: its pixels and mask, where it was, and the box of the thing itself."""

    frame: int
    depth_m: float
    foot: NDArray[np.float64]
    corner: tuple[int, int]
    pixels: Picture
    mask: NDArray[np.uint8]
    box: Box


class Stamps:
    """Draws things into the frames of one camera, in order of time."""

    def __init__(self, camera: PinholeCamera) -> None:
        """Begin with no drawing kept."""
        self._camera = camera
        self._kept: dict[str, _Stamp] = {}

    def draw(
        self,
        picture: Picture,
        frame: int,
        name: str,
        thing: Thing,
        pose: tuple[float, float, float],
        light: Light,
    ) -> Box | None:
        """Draw the thing called `name` in place; as `draw_thing`, whose box it returns."""
        feet, depths = self._camera.project(np.array([[pose[0], pose[1], 0.0]]))
        foot, depth_m = feet[0], float(depths[0])
        kept = self._kept.get(name)
        if (
            kept
            and frame - kept.frame < _KEEP_FRAMES
            and abs(kept.depth_m / depth_m - 1) < _KEEP_SCALE
        ):
            return _press(picture, kept, foot, kept.depth_m / depth_m)
        if depth_m < _DISTANT_M:
            self._kept.pop(name, None)
            return draw_thing(picture, self._camera, thing, *pose, light)
        self._kept.pop(name, None)
        part = _around(picture, foot, _REACH_M * self._camera.focal_px / depth_m)
        before = picture[part].copy()
        box = draw_thing(picture, self._camera, thing, *pose, light)
        if box is not None:
            self._kept[name] = _cut(picture, before, part, frame, depth_m, foot, box)
        return box


def _around(picture: Picture, foot: NDArray[np.float64], reach_px: float) -> tuple[slice, slice]:
    """The part of the picture that a drawing can change."""
    height, width = picture.shape[:2]
    low = np.clip(foot - reach_px, 0, (width, height)).astype(int)
    high = np.clip(foot + reach_px, 0, (width, height)).astype(int)
    return slice(low[1], high[1]), slice(low[0], high[0])


def _cut(
    picture: Picture,
    before: Picture,
    part: tuple[slice, slice],
    frame: int,
    depth_m: float,
    foot: NDArray[np.float64],
    box: Box,
) -> _Stamp:
    """Keep what the drawing changed, shadow and beam included."""
    changed = cv2.absdiff(np.ascontiguousarray(picture[part]), before)
    _, over = cv2.threshold(changed, _CHANGED, 255, cv2.THRESH_BINARY)
    red, green, blue = cv2.split(over)
    mask = np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)
    left, top, width, height = cv2.boundingRect(mask)
    corner = (part[1].start + left, part[0].start + top)
    inner = np.s_[top : top + height, left : left + width]
    return _Stamp(frame, depth_m, foot, corner, picture[part][inner].copy(), mask[inner], box)


def _press(picture: Picture, stamp: _Stamp, foot: NDArray[np.float64], scale: float) -> Box | None:
    """Lay the kept drawing where the thing now is, a little larger or smaller."""
    height, width = stamp.mask.shape
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    corner = np.rint(foot + (np.array(stamp.corner) - stamp.foot) * scale).astype(int)
    low = np.clip(corner, 0, picture.shape[1::-1])
    high = np.clip(corner + size, 0, picture.shape[1::-1])
    if (high - low).min() < 2:
        return None
    (left, top), (right, bottom) = low.tolist(), high.tolist()
    inner = np.s_[top - corner[1] : bottom - corner[1], left - corner[0] : right - corner[0]]
    pixels = cv2.resize(stamp.pixels, size, interpolation=cv2.INTER_LINEAR)[inner]
    mask = cv2.resize(stamp.mask, size, interpolation=cv2.INTER_NEAREST)[inner]
    cv2.copyTo(
        np.ascontiguousarray(pixels),
        np.ascontiguousarray(mask),
        picture[top:bottom, left:right],
    )
    edges = (np.reshape(stamp.box, (2, 2)) - stamp.foot) * scale + foot
    box = np.clip(np.rint(edges), 0, picture.shape[1::-1]).astype(int).ravel().tolist()
    return box[0], box[1], box[2], box[3]
