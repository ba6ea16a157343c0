"""Boxes that come back at the same place time and again show nothing: `without_recurring`.

The digits of a burnt-in clock, a blinking sign, a branch in the wind differ from the background for
a moment, time after time. What stands still for long is there in one stretch; what passes, once.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.region import Box

SAME_OVERLAP = 0.5
"""Boxes are at the same place if they share so much of what they cover together."""
LEAST_SHARE = 0.25
"""Of a window's pictures: a place recurs if boxes are there in so many …"""
LEAST_STRETCHES = 4
"""… and in so many separate stretches of time."""


def without_recurring(boxes: Sequence[Sequence[Box]]) -> list[list[Box]]:
    """The boxes of each picture of a window, without those at places that recur."""
    numbers = np.repeat(np.arange(len(boxes)), [len(own) for own in boxes])
    if not len(numbers):
        return [[] for _ in boxes]
    rows = np.array([box for own in boxes for box in own], np.float32)
    in_picture = numbers[:, None] == np.arange(len(boxes))
    there = _same_place(rows).astype(np.float32) @ in_picture.astype(np.float32) > 0
    kept = ~_recurs(there)
    return [
        [box for box, stays in zip(own, kept[numbers == number], strict=True) if stays]
        for number, own in enumerate(boxes)
    ]


def _recurs(there: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of each box, whether its place recurs; (boxes, pictures) says where a box is there."""
    begins = there[:, 1:] & ~there[:, :-1]
    stretches = there[:, 0] + begins.sum(axis=1)
    return np.asarray((there.mean(axis=1) >= LEAST_SHARE) & (stretches >= LEAST_STRETCHES))


def _same_place(rows: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which of the boxes (n, 4) overlap enough, (n, n)."""
    left, top, right, bottom = rows.T
    wide = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    high = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    both = np.clip(wide, 0, None) * np.clip(high, 0, None)
    area = (right - left) * (bottom - top)
    return np.asarray(both >= SAME_OVERLAP * (area[:, None] + area - both))
