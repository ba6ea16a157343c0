"""Pictures into an H.264 MP4: the writer that the simulator and its tests use."""

import os
import uuid
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

from indexer.errors import StorageFailed

_QUALITY = "27"
"""x264's constant rate factor: about 1.5 Mbit/s for a 720p street at 10 frames/s."""


class VideoWriter:
    """Writes planar 4:2:0 pictures at a steady rate; the file appears whole when closed.

    Used as a context manager; leaving it by an exception leaves no file. A key frame comes once
    a second, so that a reader that samples a frame a second needs only those.
    """

    def __init__(self, path: Path, width: int, height: int, fps: int) -> None:
        """Open a temporary file beside `path`; width and height must be even."""
        if width % 2 or height % 2:
            raise ValueError(f"H.264 4:2:0 needs even sizes, not {width} × {height}")
        self._path = path
        self._temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
        self._next_pts = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._container = av.open(os.fspath(self._temporary), "w", format="mp4")
        except OSError as error:
            raise StorageFailed(f"cannot write {path}: {error.strerror or error}") from error
        self._stream = _add_stream(self._container, width, height, fps)

    def write(self, planes: NDArray[np.uint8]) -> None:
        """Append a picture: I420 bytes, shape (height × 3 / 2, width), Y above U above V."""
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts = self._next_pts
        self._next_pts += 1
        self._mux(frame)

    def close(self) -> None:
        """Flush the encoder and give the file its name."""
        try:
            self._mux(None)
            self._container.close()
            self._temporary.replace(self._path)
        except OSError as error:
            self.discard()
            raise StorageFailed(f"cannot write {self._path}: {error.strerror or error}") from error

    def discard(self) -> None:
        """Drop what was written."""
        self._container.close()
        self._temporary.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """The writer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close after success, discard after an exception."""
        if kind is None:
            self.close()
        else:
            self.discard()

    def _mux(self, frame: av.VideoFrame | None) -> None:
        try:
            for packet in self._stream.encode(frame):
                self._container.mux(packet)
        except OSError as error:
            reason = error.strerror or error
            raise StorageFailed(f"cannot write {self._path}: {reason}") from error


def _add_stream(
    container: av.container.OutputContainer, width: int, height: int, fps: int
) -> VideoStream:
    stream = container.add_stream("libx264", rate=Fraction(fps))
    stream.width, stream.height = width, height
    stream.pix_fmt = "yuv420p"
    stream.thread_count = 1
    stream.options = {
        "preset": "ultrafast",
        "crf": _QUALITY,
        "g": str(fps),
        "sc_threshold": "0",
        "x264-params": "colorprim=smpte170m:transfer=smpte170m:colormatrix=smpte170m",
    }
    return stream
