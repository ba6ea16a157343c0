"""The picture on display at a time of a footage: `picture_at`; `bgr_at` where it is open."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Picture
from indexer.errors import BadFootage
from indexer.video.decode import WIDEST_PX
from indexer.video.held import Source
from indexer.video.opened import OpenedFootage, open_footage
from indexer.video.upright import upright

PAST_END_MS = 1000
"""A moment may end this far behind its footage's last frame, which stays on display until then."""


def picture_at(path: Source, pts_ms: int) -> Picture:
    """The picture (height, width, 3), RGB, upright, as it would be sampled for the index.

    Raises BadFootage if the file cannot be opened or decoded, or is over by then.
    """
    with open_footage(path) as footage:
        bgr = bgr_at(footage, pts_ms, WIDEST_PX)
    return np.ascontiguousarray(bgr[:, :, ::-1])


def bgr_at(footage: OpenedFootage, pts_ms: int, width_px: int | None) -> NDArray[np.uint8]:
    """The picture, BGR, at most `width_px` wide; BadFootage if the footage is over by then."""
    for at_ms in (pts_ms, max(0, pts_ms - PAST_END_MS)):
        last = deque(footage.shown(at_ms, pts_ms), maxlen=1)
        if last:
            return upright(last[0], footage.stream, width_px)
    raise BadFootage(f"{footage.path} shows nothing at {pts_ms} ms: it is over by then")
