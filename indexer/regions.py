"""Boxes of what moves before a camera that stands still: `find_boxes`.

The background of a window of pictures is their median over time: it needs no warming up, and the
same window always gives the same boxes. What differs from it and is not just a shadow is joined
into boxes. Everything here works on small pictures: at 640 pixels a motorbike of 24 in 720 is still
12 high, and pictures of 1280 and 1920 shrink to it by whole steps, which is quickly done.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.recurring import without_recurring
from indexer.region import Box

FEWEST_PICTURES = 3
"""A median of fewer says nothing of what stands still."""
MOST_BOXES = 40
"""In one picture; the largest are kept."""
LEAST_AREA, MOST_AREA = 0.0001, 0.6
"""Of the picture; more than the most at once is a change of light, not a thing."""
LEAST_SIDE_PX = 4
LEAST_DIFFERENCE = 16
NOISES = 5.0
"""A pixel has changed if it differs by so many median absolute deviations of the noise."""
SHADOW = (0.6, 0.95)
"""How much darker than the background a shadow is; its hue stays."""
HUE_SHIFT = 0.012
"""Largest change of a chromaticity coordinate (r, g of r+g+b=1) that is still the same hue."""
MARGIN, MARGIN_PX = 0.10, 1.0
"""Added on each side of a box: of its width and height, since the learned crops have some, too, and
of pixels of the small picture, since the edge of a small thing is hardly told from the street."""

_HALVES = (0.0, 0.25, 0.5)
_THIRDS = (0.0, 1 / 6, 1 / 3, 0.5, 2 / 3)
PARTS: tuple[Box, ...] = tuple(
    (round(left, 4), round(top, 4), round(left + size, 4), round(top + size, 4))
    for size, steps in ((1 / 2, _HALVES), (1 / 3, _THIRDS))
    for top in steps
    for left in steps
)
"""Of a still, where nothing moves and so nothing tells objects from what stands behind them: halves
and thirds of each side, each overlapping the next by half, so that what is at least a sixth of the
picture wide lies in one of them whole."""

Small = NDArray[np.uint8]
Mask = NDArray[np.uint8]


def find_boxes(pictures: Sequence[Small]) -> list[list[Box]]:
    """For each picture (height, width, 3) of one camera's window, the boxes of what moves in it.

    Pictures are small ones (`SampledPicture.small`); larger ones would only take longer.
    """
    if len(pictures) < FEWEST_PICTURES:
        return [[] for _ in pictures]
    smooth = [np.asarray(cv2.GaussianBlur(one, (3, 3), 0), np.uint8) for one in pictures]
    background = median_picture(smooth)
    return without_recurring([_boxes(_changed(picture, background)) for picture in smooth])


def median_picture(pictures: Sequence[Small]) -> Small:
    """The median over time of each pixel and channel (the lower one of an even count).

    Looked for in one stretch of the pictures after the other, so that it stays in the caches.
    """
    flat = [picture.reshape(-1) for picture in pictures]
    stretches = range(0, flat[0].size, _STRETCH)
    medians = [_row_median(np.stack([one[at : at + _STRETCH] for one in flat])) for at in stretches]
    return np.concatenate(medians).reshape(pictures[0].shape)


_STRETCH = 65_536
"""Bytes of each picture that a median is looked for in at once."""


def _row_median(rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The (lower) median of each column.

    Found bit by bit, by counting the rows below a value: all are compared at once, which is several
    times as fast as sorting each column.
    """
    middle = (len(rows) - 1) // 2
    counter = np.min_scalar_type(len(rows))
    median = np.zeros(rows.shape[1], np.uint8)
    below = np.empty(rows.shape, np.bool_)
    for bit in (128, 64, 32, 16, 8, 4, 2, 1):
        np.less(rows, median | np.uint8(bit), out=below)
        count = np.add.reduce(below.view(np.uint8), axis=0, dtype=counter)
        median |= np.uint8(bit) * (count <= middle).view(np.uint8)
    return median


def _changed(picture: Small, background: Small) -> Mask:
    """Where the picture shows something that is neither background nor a shadow on it; 0 or 1."""
    even, difference = _compared(picture, background)
    limit = max(LEAST_DIFFERENCE, NOISES * _median(difference))
    _, mask = cv2.threshold(difference, int(limit), 1, cv2.THRESH_BINARY)
    changed = np.flatnonzero(mask.view(np.bool_))
    flat = even.reshape(-1, 3)[changed], background.reshape(-1, 3)[changed]
    mask.reshape(-1)[changed[_is_shadow(*flat)]] = 0
    return np.asarray(mask, np.uint8)


def _compared(picture: Small, background: Small) -> tuple[Small, Mask]:
    """The picture as bright as the background, channel by channel, by the median; and how far off.

    How far is the largest difference of a pixel's channels.
    """
    darker = cv2.split(cv2.subtract(background, picture))
    brighter = cv2.split(cv2.subtract(picture, background))
    shifts = np.array([_median(d) - _median(b) for d, b in zip(darker, brighter, strict=True)])
    if not shifts.any():
        return picture, _largest((*darker, *brighter))
    table = np.clip(np.arange(256)[:, None] + shifts, 0, 255).astype(np.uint8)
    even = np.asarray(cv2.LUT(picture, table.reshape(1, 256, 3)), np.uint8)
    return even, _largest(cv2.split(cv2.absdiff(even, background)))


def _largest(channels: Sequence[Any]) -> Mask:
    return np.asarray(reduce(cv2.max, channels), np.uint8)


_FEW_LEVELS = 4
"""Of the camera's noise: medians below it are counted level by level, quicker than a histogram."""


def _median(values: NDArray[Any]) -> float:
    """The median of one channel of bytes: the mean of the middle two of an even count."""
    if 2 * cv2.countNonZero(values) < values.size:
        return 0.0
    few = [_up_to(values, level) for level in range(_FEW_LEVELS)]
    ranks = few if few[-1] > values.size // 2 else _all_up_to(values)
    low, high = np.searchsorted(ranks, [(values.size - 1) // 2, values.size // 2], side="right")
    return float(low + high) / 2


def _up_to(values: NDArray[Any], level: int) -> int:
    _, above = cv2.threshold(values, level, 1, cv2.THRESH_BINARY)
    return values.size - cv2.countNonZero(above)


def _all_up_to(values: NDArray[Any]) -> NDArray[np.int64]:
    """How many values there are up to each level."""
    histogram = cv2.calcHist([values], [0], None, [256], [0, 256])
    return np.cumsum(histogram.reshape(-1).astype(np.int64))


def _is_shadow(picture: NDArray[np.uint8], background: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which pixels (n, 3) are darker than the background by a shadow's share, in the same hue."""
    now, then = _by_channel(picture), _by_channel(background)
    now_sum, then_sum = now.sum(axis=0), then.sum(axis=0)
    darker = now_sum / then_sum
    shift = np.abs(now[:2] / now_sum - then[:2] / then_sum)
    return np.asarray((darker > SHADOW[0]) & (darker < SHADOW[1]) & (shift.max(axis=0) < HUE_SHIFT))


def _by_channel(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Pixels (n, 3) as (3, n), each value one more, so that none is 0."""
    return np.ascontiguousarray(pixels.T, np.float32) + 1


def _boxes(mask: Mask) -> list[Box]:
    """Boxes of the mask's connected parts with their margins, the largest first."""
    height, width = mask.shape
    kept = [part for part in _parts(mask) if _is_thing(part, width * height)]
    if sum(part[4] for part in kept) > MOST_AREA * width * height:
        return []
    kept.sort(key=lambda part: (-part[2] * part[3], part[0], part[1]))
    return [_with_margin(part, width, height) for part in kept[:MOST_BOXES]]


_OPEN = np.ones((2, 2), np.uint8)
_CLOSE = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 9))
_REACH = 10
"""Pixels further than this from all that has changed are not altered by opening and closing."""


def _parts(mask: Mask) -> list[list[int]]:
    """Connected parts, opened and closed: left, top, width, height and area (pixels) of each.

    Looked for only where something has changed and around it, mostly a small piece of the picture.
    What was closed has no more than 16 bits can number, which is several times as fast.
    """
    left, top, wide, high = cv2.boundingRect(mask)
    if not wide:
        return []
    left, right = max(0, left - _REACH), left + wide + _REACH
    top, bottom = max(0, top - _REACH), top + high + _REACH
    opened = cv2.morphologyEx(mask[top:bottom, left:right], cv2.MORPH_OPEN, _OPEN)
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, _CLOSE)
    _, _, parts, _ = cv2.connectedComponentsWithStats(closed, connectivity=8, ltype=cv2.CV_16U)
    return [[part[0] + left, part[1] + top, *part[2:]] for part in parts[1:].tolist()]


def _is_thing(part: list[int], pixels: int) -> bool:
    _, _, width, height, area = part
    return (
        area >= LEAST_AREA * pixels
        and min(width, height) >= LEAST_SIDE_PX
        and area >= 0.2 * width * height
    )


def _with_margin(part: list[int], width: int, height: int) -> Box:
    left, top, wide, high = part[:4]
    x, y = MARGIN * wide + MARGIN_PX, MARGIN * high + MARGIN_PX
    return (
        round(max(0.0, (left - x) / width), 4),
        round(max(0.0, (top - y) / height), 4),
        round(min(1.0, (left + wide + x) / width), 4),
        round(min(1.0, (top + high + y) / height), 4),
    )
