"""A stretch of a footage as an MP4 that browsers play and seek: `cut_mp4`.

Packets are copied, not encoded again, wherever browsers can play what is there: quick, without
loss, and the very pictures that the camera made. Sound is left out, and time begins at 0.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, takewhile

import av
import numpy as np
from numpy.typing import NDArray

from indexer.errors import BadFootage
from indexer.video.held import Source
from indexer.video.mp4 import copy_packets, encode_pictures
from indexer.video.opened import OpenedFootage, VideoPacket, open_footage
from indexer.video.upright import upright

LONGEST_MS = 300_000
"""A cut is made in memory; what is longer ends here, and the cut says so."""
LONGEST_LEAD_MS = 10_000
"""A copy begins at a key frame. Where that lies further back, encoding again shows sooner what was
asked for."""
WIDEST_PX = 1920
"""Of what is encoded again."""
HIGHEST_RATE = 60
"""Frames a second that are expected at most, when room for their table is kept."""


@dataclass(frozen=True)
class Cut:
    """An MP4 and the pts range it holds.

    `after_ms` may be earlier than asked (a copy begins at a key frame, and a frame is on display
    from its own time on); `before_ms` is where its last frame ends.
    """

    data: bytes
    after_ms: int
    before_ms: int
    remuxed: bool


class _CannotCopy(Exception):
    """The packets do not make an MP4 that browsers play."""


def cut_mp4(path: Source, after_ms: int, before_ms: int) -> Cut:
    """Cut [after_ms, before_ms), ms since the first frame; at least one frame.

    BadFootage if the file cannot be opened or decoded, or is over by `after_ms`.
    """
    after_ms = max(0, after_ms)
    before_ms = min(max(before_ms, after_ms + 1), after_ms + LONGEST_MS)
    with open_footage(path) as footage:
        try:
            return _copied(footage, after_ms, before_ms)
        except (_CannotCopy, av.FFmpegError, ValueError):
            return _encoded(footage, after_ms, before_ms)


def _copied(footage: OpenedFootage, after_ms: int, before_ms: int) -> Cut:
    codec = footage.stream.codec_context
    if codec.name != "h264" or codec.pix_fmt not in ("yuv420p", "yuvj420p"):
        raise _CannotCopy("browsers do not play this")
    packets = _packets(footage, after_ms, before_ms)
    start_ms = round(footage.pts_ms(packets[0]))
    end_ms = round(max(map(footage.end_ms, packets)))
    if end_ms <= after_ms or after_ms - start_ms > LONGEST_LEAD_MS:
        raise _CannotCopy("the key frame is too far from what was asked for")
    data = copy_packets(footage.stream, packets)
    _check_plays(data)
    return Cut(data, start_ms, end_ms, remuxed=True)


def _packets(footage: OpenedFootage, after_ms: int, before_ms: int) -> list[VideoPacket]:
    """From the key frame on, those shown before `before_ms` and those they may be decoded from."""
    packets = footage.packets_from(after_ms)
    # Nothing is on display before it is decoded, so the first decoded later ends the reading.
    read = list(takewhile(lambda packet: footage.decoded_ms(packet) < before_ms, packets))
    _check_order(read)
    shown = [i for i, packet in enumerate(read) if footage.pts_ms(packet) < before_ms]
    kept = read[: max(shown, default=0) + 1]
    # Decoded after the key frame but shown before it: what they are decoded from is not there.
    return [packet for packet in kept if footage.pts_ms(packet) >= footage.pts_ms(read[0])]


def _check_order(packets: list[VideoPacket]) -> None:
    if not packets or any(packet.is_corrupt or packet.pts is None for packet in packets):
        raise _CannotCopy("packets are damaged, or do not say when they are shown")
    decoded = [packet.dts for packet in packets if packet.dts is not None]
    if len(decoded) < len(packets) or any(later <= first for first, later in pairwise(decoded)):
        raise _CannotCopy("packets are out of order, or do not say when they are decoded")


def _check_plays(data: bytes) -> None:
    with av.open(io.BytesIO(data), "r") as container:
        if next(container.decode(video=0), None) is None:
            raise _CannotCopy("the copy cannot be decoded")


def _encoded(footage: OpenedFootage, after_ms: int, before_ms: int) -> Cut:
    span: list[float] = []

    def pictures() -> Iterator[tuple[float, float, NDArray[np.uint8]]]:
        for frame in footage.shown(after_ms, before_ms):
            start_ms, end_ms = footage.pts_ms(frame), footage.end_ms(frame)
            span[:] = [span[0] if span else start_ms, end_ms]
            yield start_ms, end_ms, upright(frame, footage.stream, WIDEST_PX)

    rate = footage.stream.average_rate or Fraction(25)
    most = (before_ms - after_ms) * HIGHEST_RATE // 1000 + HIGHEST_RATE
    data = encode_pictures(pictures(), rate, most)
    if not span:
        raise BadFootage(f"{footage.path} shows nothing at {after_ms} ms: it is over by then")
    return Cut(data, round(span[0]), round(span[1]), remuxed=False)
