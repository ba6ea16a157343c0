"""A region: what one vector shows."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.ids import CameraId, FootageId

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of the picture."""

RegionKind = Literal["frame", "object", "part"]


class Region(NamedTuple):
    """The whole frame, one moving object's box in it, or (of a still) a part of it.

    A named tuple and no dataclass, since one is made for every hit of a search and every row of a
    merge: it is made many times as fast.

    `captured_at_ms` is UTC; `pts_ms` is the time inside the footage; `still_ms` is for how long
    after it nothing changed, so that its near-duplicates were dropped.
    """

    camera: CameraId
    captured_at_ms: int
    footage: FootageId
    pts_ms: int
    box: Box
    kind: RegionKind
    still_ms: int = 0


def sort_key(region: Region) -> tuple[str, int, str, int, Box]:
    """The order of rows in a shard: (camera, captured_at, footage, pts, box)."""
    return (region.camera, region.captured_at_ms, region.footage, region.pts_ms, region.box)


def cut_out(picture: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    """What a box holds of a picture (height, width, 3), at least one pixel each way; a view."""
    height, width = picture.shape[:2]
    left, right = round(box[0] * width), round(box[2] * width)
    top, bottom = round(box[1] * height), round(box[3] * height)
    left, top = min(left, width - 1), min(top, height - 1)
    return picture[top : max(bottom, top + 1), left : max(right, left + 1)]


def overlap(a: Box, b: Box) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    both = max(wide, 0.0) * max(high, 0.0)
    either = _area(a) + _area(b) - both
    return both / either if either > 0 else 0.0


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
