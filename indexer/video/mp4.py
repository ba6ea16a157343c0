"""MP4 files made in memory: packets copied, or pictures encoded as H.264.

The header stands before the pictures, so that a player begins after the first kilobytes and seeks
by byte ranges; room for it is kept beforehand, so that nothing needs to be moved or read again.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import chain

import av
import numpy as np
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from indexer.video.opened import VideoPacket

_HEADER_BYTES, _HEADER_BYTES_A_FRAME = 16_384, 48
"""Room for the header: what is there once, and the tables of a frame's size, place, duration and
order (ISO/IEC 14496-12: stsz 4, stco 4 to 8, stsc 12, stts 8, ctts 8, stss 4 bytes at most)."""

_CLOCK = 90_000
"""Ticks a second of encoded video, as in broadcasting; divides by all usual frame rates."""
_ENCODER = {"preset": "veryfast", "crf": "23"}


def copy_packets(stream: VideoStream, packets: Sequence[VideoPacket]) -> bytes:
    """An MP4 of packets as they are, the first of them on display at 0. Changes the packets.

    av.FFmpegError or ValueError where MP4 cannot hold them.
    """
    file = io.BytesIO()
    zero = packets[0].pts or 0
    with _writing(file, len(packets)) as container:
        made = container.add_stream_from_template(stream)
        for packet in packets:
            packet.pts = (packet.pts or 0) - zero
            packet.dts = (packet.dts or 0) - zero
            packet.stream = made
            container.mux(packet)
    return file.getvalue()


def encode_pictures(
    pictures: Iterator[tuple[float, float, NDArray[np.uint8]]], rate: Fraction, most: int
) -> bytes:
    """An MP4 of (start_ms, end_ms, BGR picture) in order of time, the first at 0; empty for none.

    All pictures are of the first one's even size; `most` bounds their number.
    """
    first = next(pictures, None)
    if first is None:
        return b""
    file = io.BytesIO()
    with _writing(file, most) as container:
        stream = _h264(container, first[2], rate)
        for start_ms, end_ms, picture in chain([first], pictures):
            container.mux(stream.encode(_frame(start_ms - first[0], end_ms - start_ms, picture)))
        container.mux(stream.encode(None))
    return file.getvalue()


def _frame(start_ms: float, duration_ms: float, picture: NDArray[np.uint8]) -> VideoFrame:
    frame = VideoFrame.from_ndarray(picture, format="bgr24")
    frame.time_base = Fraction(1, _CLOCK)
    frame.pts = round(start_ms * _CLOCK / 1000)
    frame.duration = round(duration_ms * _CLOCK / 1000)
    return frame


@contextmanager
def _writing(file: io.BytesIO, frames: int) -> Iterator[OutputContainer]:
    header = _HEADER_BYTES + _HEADER_BYTES_A_FRAME * frames
    with av.open(file, "w", format="mp4", options={"moov_size": str(header)}) as container:
        yield container


def _h264(container: OutputContainer, picture: NDArray[np.uint8], rate: Fraction) -> VideoStream:
    stream = container.add_stream("libx264", rate=rate, options=_ENCODER)
    stream.height, stream.width = picture.shape[:2]
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = Fraction(1, _CLOCK)
    return stream
