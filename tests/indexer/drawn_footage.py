"""Small clips drawn for tests: a bright box crosses a dull street."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.video.encode import VideoWriter

WIDTH, HEIGHT, FPS = 320, 240, 10
START_NAME = "2022-04-27T21-00-00+0700"


def frames(seconds: float, shade: int = 90, moving: bool = True) -> Iterator[NDArray[np.uint8]]:
    """RGB pictures (240, 320, 3); another `shade` makes another file."""
    rng = np.random.default_rng(shade)
    street = rng.integers(shade - 8, shade + 8, (HEIGHT, WIDTH, 3)).astype(np.uint8)
    for number in range(round(seconds * FPS)):
        picture = street.copy()
        if moving:
            left = (number * 5) % 280
            picture[120:160, left : left + 40] = (220, 30, 30)
        yield picture


def clip(path: Path, seconds: float = 6, shade: int = 90, moving: bool = True) -> Path:
    """An MP4 with a key frame a second."""
    with VideoWriter(path, WIDTH, HEIGHT, FPS) as writer:
        for picture in frames(seconds, shade, moving):
            writer.write(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2YUV_I420), np.uint8))
    return path


def odd_clip(
    path: Path, pts: list[int], rotation: int = 0, gop: int = 250, container: str = "mp4"
) -> Path:
    """A clip whose frame n is shown at `pts[n]` hundredths of a second, turned by `rotation`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream("libx264", rate=Fraction(FPS), options={"g": str(gop)})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 100)
        if rotation:
            stream.set_display_rotation(rotation)
        for at, picture in zip(pts, frames(len(pts) / FPS), strict=True):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = at, Fraction(1, 100)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path
