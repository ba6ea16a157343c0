"""One picture of a footage, as a JPEG: `thumbnail_jpeg`."""

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.video.held import Source
from indexer.video.opened import open_footage
from indexer.video.still import bgr_at

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as fractions of the picture."""

CROP_MARGIN = 0.25
"""Shown around a box on each side, as a share of the box's longer side."""

COARSE_PX = 24
"""Each way of a picture that must not tell who somebody is. A face of 16 × 16 blocks can still be
known (Harmon, "The recognition of faces", Scientific American 229, 1973); here one has fewer, even
where it fills two thirds of the picture."""

_LIGHT, _DARK = (64, 224, 255), (16, 16, 16)
"""Blue, green, red of the line and of the lines beside it: one of them shows on any background."""
_QUALITY = 85


def thumbnail_jpeg(
    path: Source,
    pts_ms: int,
    box: Box | None = None,
    width_px: int = 480,
    crop: bool = False,
    coarse: bool = False,
) -> bytes:
    """The frame on display at `pts_ms`, upright, at most `width_px` wide, the box drawn on it.

    With `crop`, what lies in the box and a little around it. `coarse` leaves of the whole picture
    too little to tell a face or writing by, whatever is cut out of it. BadFootage if the file
    cannot be opened or decoded, or is over by then.
    """
    with open_footage(path) as footage:
        widest = COARSE_PX if coarse else None if box and crop else width_px
        picture = bgr_at(footage, max(0, pts_ms), widest)
    if coarse:
        picture = _coarsened(picture, width_px)
    if box and crop:
        picture = _fitted(_around(picture, box), width_px)
    elif box:
        _draw(picture, box)
    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return jpeg.tobytes()


def _coarsened(picture: NDArray[np.uint8], width_px: int) -> NDArray[np.uint8]:
    """At most COARSE_PX each way, shown at the width wanted."""
    height, width = picture.shape[:2]
    scale = min(1.0, COARSE_PX / max(height, width))
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    shown = (width_px, max(1, round(height * width_px / width)))
    reduced = cv2.resize(picture, small, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(reduced, shown, interpolation=cv2.INTER_LINEAR), np.uint8)


def _draw(picture: NDArray[np.uint8], box: Box) -> None:
    left, top, right, bottom = _pixels(picture, box)
    for colour, thickness in ((_DARK, 4), (_LIGHT, 2)):
        cv2.rectangle(picture, (left, top), (right - 1, bottom - 1), colour, thickness)


def _around(picture: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    left, top, right, bottom = _pixels(picture, box)
    margin = round(CROP_MARGIN * max(right - left, bottom - top))
    rows = slice(max(0, top - margin), min(height, bottom + margin))
    columns = slice(max(0, left - margin), min(width, right + margin))
    return picture[rows, columns]


def _fitted(picture: NDArray[np.uint8], width_px: int) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    if width <= width_px:
        return picture
    size = (width_px, max(1, round(height * width_px / width)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _pixels(picture: NDArray[np.uint8], box: Box) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in pixels, within the picture and at least one pixel each way."""
    height, width = picture.shape[:2]
    left, right = _within(box[0] * width, box[2] * width, width)
    top, bottom = _within(box[1] * height, box[3] * height, height)
    return left, top, right, bottom


def _within(low: float, high: float, size: int) -> tuple[int, int]:
    start = min(max(round(low), 0), size - 1)
    return start, min(max(round(high), start + 1), size)
