"""Which of a window's pictures and boxes are worth a vector: `keep_looks`.

Encoding is the cost, and a street stands still for most of the day. A look (the whole frame, or a
box in it) is dropped where the last one kept of the same place is its near-duplicate; the one kept
says for how long.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Picture
from indexer.region import Box, RegionKind, cut_out, overlap
from indexer.video.decode import SampledPicture

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
SAME_LEVELS = {"frame": 12.0, "object": 14.0, "part": 14.0}
"""Two looks are near-duplicates if no part of their signatures differs by more of 255 levels. What
a camera's noise and compression change in a part of a standing scene stays below; a vehicle that
enters does not."""
SAME_OVERLAP = 0.8
"""… and, for objects, if their boxes share so much of what they cover together."""
_SIZES = {"frame": (32, 18), "object": (8, 8), "part": (8, 8)}
_SPARE = 15
"""Rows and columns looked at for each of a signature's: their mean is steady enough."""

Signature = NDArray[np.float32]


@dataclass(frozen=True)
class Look:
    """One region to be embedded: its pixels (height, width, 3) and where and when it was seen."""

    pts_ms: int
    box: Box
    kind: RegionKind
    picture: Picture
    still_ms: int = 0


@dataclass(frozen=True)
class _Kept:
    """The look kept last of some place: which of all it is, and its signature."""

    index: int
    look: Look
    signature: Signature


def keep_looks(
    pictures: Sequence[SampledPicture],
    boxes: Sequence[Sequence[Box]],
    kind: RegionKind = "object",
    least_px: int | None = None,
) -> tuple[list[Look], int]:
    """The looks of one window to embed, in order of time, and how many were dropped.

    `boxes` has for each picture the boxes of what moves in it, or others of that `kind`. Whole
    frames are the small pictures where each side of those has `least_px`, if that is given.
    """
    kept: list[Look] = []
    standing: list[_Kept] = []
    seen = 0
    for sampled, moving in zip(pictures, boxes, strict=True):
        looks = [_whole(sampled, least_px), *(_look(sampled, box, kind) for box in moving)]
        seen += len(looks)
        standing = [_settle(look, standing, kept) for look in looks]
    return kept, seen - len(kept)


def _settle(look: Look, standing: Sequence[_Kept], kept: list[Look]) -> _Kept:
    """Drop the look if it stands where one was kept, saying so there; else keep it."""
    signature = _signature(look)
    for other in standing:
        if _same(look, signature, other):
            still_ms = look.pts_ms - other.look.pts_ms
            kept[other.index] = replace(other.look, still_ms=still_ms)
            return other
    kept.append(look)
    return _Kept(len(kept) - 1, look, signature)


def _whole(sampled: SampledPicture, least_px: int | None) -> Look:
    is_enough = least_px is not None and min(sampled.small.shape[:2]) >= least_px
    picture = sampled.small if is_enough else sampled.picture
    return Look(sampled.pts_ms, WHOLE, "frame", picture)


def _look(sampled: SampledPicture, box: Box, kind: RegionKind) -> Look:
    return Look(sampled.pts_ms, box, kind, cut_out(sampled.picture, box))


def _signature(look: Look) -> Signature:
    """Means of areas, from a part of the rows and columns where there are far more than needed."""
    across, down = _SIZES[look.kind]
    height, width = look.picture.shape[:2]
    step = max(1, min(width // (_SPARE * across), height // (_SPARE * down)))
    thinned = np.ascontiguousarray(look.picture[::step, ::step])
    small = cv2.resize(thinned, (across, down), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _same(look: Look, signature: Signature, other: _Kept) -> bool:
    if look.kind != other.look.kind or overlap(look.box, other.look.box) < SAME_OVERLAP:
        return False
    return bool(np.abs(signature - other.signature).max() <= SAME_LEVELS[look.kind])
