"""A decoded frame as people see it: turned as its metadata says, its pixels square."""

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray


def upright(
    frame: VideoFrame,
    stream: VideoStream,
    width_px: int | None,
    order: str = "bgr24",
    scaler: VideoReformatter | None = None,
) -> NDArray[np.uint8]:
    """BGR (or "rgb24") picture, shape (height, width, 3), at most `width_px` wide, sizes even.

    A `scaler` of one's own for each width, kept from frame to frame, is set up only once.
    """
    quarter_turns = round(frame.rotation / 90) % 4
    aspect = stream.sample_aspect_ratio or 1
    across, down = float(frame.width * aspect), float(frame.height)
    shown_width = down if quarter_turns % 2 else across
    scale = min(1.0, width_px / shown_width) if width_px else 1.0
    scaled = (scaler or VideoReformatter()).reformat(
        frame,
        format=order,
        width=_even(across * scale),
        height=_even(down * scale),
        interpolation="AREA",
        threads=1,
    )
    return np.ascontiguousarray(np.rot90(scaled.to_ndarray(), quarter_turns))


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)
