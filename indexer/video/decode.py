"""Pictures sampled out of a footage at a steady pace: `sample_pictures`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame

from embeddings.encoder import Picture
from indexer.video.opened import OpenedFootage, open_footage
from indexer.video.upright import upright

WIDEST_PX = 1920
"""Of a sampled picture; wider footage is shrunk to it."""
KEYS_OF_A_STEP = 1.25
"""Key frames alone are decoded where they are at most so many steps apart."""


@dataclass(frozen=True)
class SampledPicture:
    """One picture (height, width, 3), RGB, upright; `pts_ms` since the footage's first frame."""

    pts_ms: int
    picture: Picture


def sample_pictures(
    path: Path, after_ms: int, before_ms: int, every_ms: int, key_gap_ms: int
) -> Iterator[SampledPicture]:
    """Of every `every_ms` from `after_ms` on, the first frame shown; up to `before_ms`.

    Steps are counted from the footage's start, so that two stretches side by side sample what one
    long one would. Where key frames come often enough (`key_gap_ms`), only these are decoded.
    Raises BadFootage if the file cannot be opened.
    """
    with open_footage(path) as footage:
        if key_gap_ms <= every_ms * KEYS_OF_A_STEP:
            footage.decode_key_frames_only()
        last_step = (
            -(-after_ms // every_ms) - 1
        )  # a step begun before belongs to the stretch before
        for frame in footage.frames_from(after_ms):
            at_ms = round(footage.pts_ms(frame))
            if at_ms >= before_ms:
                return
            if at_ms >= after_ms and at_ms // every_ms > last_step:
                last_step = at_ms // every_ms
                yield SampledPicture(at_ms, _rgb(footage, frame))


def _rgb(footage: OpenedFootage, frame: VideoFrame) -> Picture:
    bgr = upright(frame, footage.stream, WIDEST_PX)
    return np.ascontiguousarray(bgr[:, :, ::-1])
