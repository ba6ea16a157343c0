"""Boxes of what moves before a camera that stands still: `find_boxes`.

The background of a window of pictures is their median over time: it needs no warming up, and the
same window always gives the same boxes. What differs from it and is not just a shadow is joined
into boxes. Everything here works on small pictures; a street is still clear at 480 pixels.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Picture
from indexer.region import Box

SMALL_PX = 480
FEWEST_PICTURES = 3
"""A median of fewer says nothing of what stands still."""
MOST_BOXES = 40
"""In one picture; the largest are kept."""
LEAST_AREA, MOST_AREA = 0.00035, 0.6
"""Of the picture; more than the most at once is a change of light, not a thing."""
LEAST_SIDE_PX = 5
LEAST_DIFFERENCE = 16
NOISES = 5.0
"""A pixel has changed if it differs by so many median absolute deviations of the noise."""
SHADOW = (0.5, 0.97)
"""How much darker than the background a shadow is; its hue stays."""
HUE_SHIFT = 0.022
"""Largest change of a chromaticity coordinate (r, g of r+g+b=1) that is still the same hue."""
MARGIN = 0.10
"""Added on each side of a box, of its width and height: the learned crops have some, too."""

Small = NDArray[np.uint8]
Mask = NDArray[np.uint8]


def find_boxes(pictures: Sequence[Picture]) -> list[list[Box]]:
    """For each picture (height, width, 3) of one camera's window, the boxes of what moves in it."""
    if len(pictures) < FEWEST_PICTURES:
        return [[] for _ in pictures]
    small = [shrink(picture) for picture in pictures]
    background = median_picture(small)
    return [_boxes(_changed(picture, background)) for picture in small]


def shrink(picture: Picture) -> Small:
    """The picture, at most SMALL_PX wide, a little smoothed."""
    height, width = picture.shape[:2]
    if width > SMALL_PX:
        size = (SMALL_PX, max(1, round(height * SMALL_PX / width)))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.GaussianBlur(picture, (3, 3), 0), np.uint8)


def median_picture(pictures: Sequence[Small]) -> Small:
    """The median over time of each pixel and channel (the lower one of an even count)."""
    middle = (len(pictures) - 1) // 2
    stacked = np.stack([picture.reshape(-1) for picture in pictures], axis=-1)
    stacked.partition(middle, axis=-1)
    return np.ascontiguousarray(stacked[:, middle]).reshape(pictures[0].shape)


def _changed(picture: Small, background: Small) -> Mask:
    """Where the picture shows something that is neither background nor a shadow on it; 0 or 255."""
    brightness = np.median(background.astype(np.int16) - picture, axis=(0, 1))
    even = np.clip(picture + brightness, 0, 255).astype(np.uint8)
    difference = cv2.absdiff(even, background).max(axis=2)
    limit = max(LEAST_DIFFERENCE, NOISES * float(np.median(difference)))
    mask = ((difference > limit) & ~_is_shadow(even, background)).astype(np.uint8) * 255
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, _CLOSE), np.uint8)


_CLOSE = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 9))


def _is_shadow(picture: Small, background: Small) -> NDArray[np.bool_]:
    """Darker than the background by a shadow's share, in the same hue."""
    now, then = picture.astype(np.float32) + 1, background.astype(np.float32) + 1
    now_sum, then_sum = now.sum(axis=2), then.sum(axis=2)
    darker = now_sum / then_sum
    shift = np.abs(now[..., :2] / now_sum[..., None] - then[..., :2] / then_sum[..., None])
    return np.asarray((darker > SHADOW[0]) & (darker < SHADOW[1]) & (shift.max(axis=2) < HUE_SHIFT))


def _boxes(mask: Mask) -> list[Box]:
    """Boxes of the mask's connected parts with their margins, the largest first."""
    height, width = mask.shape
    _, _, parts, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = [part for part in parts[1:].tolist() if _is_thing(part, width * height)]
    if sum(part[4] for part in kept) > MOST_AREA * width * height:
        return []
    kept.sort(key=lambda part: (-part[2] * part[3], part[0], part[1]))
    return [_with_margin(part, width, height) for part in kept[:MOST_BOXES]]


def _is_thing(part: list[int], pixels: int) -> bool:
    _, _, width, height, area = part
    return (
        area >= LEAST_AREA * pixels
        and min(width, height) >= LEAST_SIDE_PX
        and area >= 0.2 * width * height
    )


def _with_margin(part: list[int], width: int, height: int) -> Box:
    left, top, wide, high = part[:4]
    x, y = MARGIN * wide, MARGIN * high
    return (
        round(max(0.0, (left - x) / width), 4),
        round(max(0.0, (top - y) / height), 4),
        round(min(1.0, (left + wide + x) / width), 4),
        round(min(1.0, (top + high + y) / height), 4),
    )
