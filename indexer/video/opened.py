"""One footage file opened for looking into, at any time of it: packets, and frames decoded.

Times are milliseconds since the footage's first frame (`pts_ms`). A time names the frame that is on
display then: the last one whose time, in whole milliseconds, is not after it.
"""

import io
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain, dropwhile
from pathlib import Path
from typing import TYPE_CHECKING

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from indexer.errors import BadFootage
from indexer.video.held import MOST_PIXELS, Held, Source

if TYPE_CHECKING:
    VideoPacket = Packet[VideoStream]
else:  # generic to type checkers only
    VideoPacket = Packet

_STEPS_BACK_MS = (0, 4_000, 30_000, 24 * 3_600_000)
"""A seek may land behind the key frame wanted (transport streams have no index); each further try
seeks this much earlier."""
_BEFORE_START_MS = 10_000
"""The first frame is decoded before it is shown, and transport streams seek by when frames are
decoded: their start is looked for so much earlier."""


class OpenedFootage:
    """A file, its first video stream, and the time of its first frame. Not for several threads."""

    def __init__(self, path: Path | Held, container: InputContainer) -> None:
        """Use `open_footage`. BadFootage if there is no video with a size and a clock in it."""
        self.path = path
        self._container = container
        if not container.streams.video:
            raise BadFootage(f"{path} holds no video")
        self.stream: VideoStream = container.streams.video[0]
        if self.stream.time_base is None or not self.stream.codec_context.width:
            raise BadFootage(f"{path} holds no video that can be decoded")
        if isinstance(path, Held):
            self._bound(path)
        self._tick = self.stream.time_base
        self._zero = self.stream.start_time or 0

    def _bound(self, held: Held) -> None:
        """What is held may not have larger pictures than are let in, later ones included."""
        codec = self.stream.codec_context
        if codec.width * codec.height > MOST_PIXELS:
            raise BadFootage(f"{held} has {codec.width} × {codec.height} pixels; too many")
        codec.options = {**codec.options, "max_pixels": str(MOST_PIXELS)}

    @property
    def told_ms(self) -> int | None:
        """The length its header tells, of the video or else of all; None where it tells none."""
        if self.stream.duration:
            return round(float(self.stream.duration * self._tick * 1000))
        whole = self._container.duration
        return round(whole * 1000 / av.time_base) if whole else None

    @property
    def metadata(self) -> dict[str, str]:
        """What the container says of itself."""
        return dict(self._container.metadata)

    def all_packets(self) -> Iterator[VideoPacket]:
        """All packets that hold something, from the start."""
        return self._demux(0)

    def pts_ms(self, packet: VideoPacket | VideoFrame) -> float:
        """When a packet's or a frame's picture is first on display."""
        ticks = packet.pts if packet.pts is not None else packet.dts
        return self._since_start_ms(ticks or 0)

    def decoded_ms(self, packet: VideoPacket) -> float:
        """When its turn to be decoded comes: never later than when it is on display."""
        return self.pts_ms(packet) if packet.dts is None else self._since_start_ms(packet.dts)

    def end_ms(self, packet: VideoPacket | VideoFrame) -> float:
        """When it gives way to the next, by its duration or the average rate."""
        rate = self.stream.average_rate
        guess_ms = float(1000 / rate) if rate else 1.0
        duration_ms = float((packet.duration or 0) * self._tick * 1000)
        return self.pts_ms(packet) + (duration_ms or guess_ms)

    def packets_from(self, pts_ms: int) -> Iterator[VideoPacket]:
        """Packets in decoding order, from the last key frame at or before a time.

        Where none precedes it, from the first key frame there is. Reading ends without an error
        where the file is damaged.
        """
        for step_ms in _STEPS_BACK_MS:
            packets = self._demux(max(0, pts_ms - step_ms))
            group = self._last_key_group(packets, pts_ms)
            if group:
                return chain(group, packets)
        return dropwhile(lambda packet: not packet.is_keyframe, self._demux(0))

    def shown(self, after_ms: int, before_ms: int) -> Iterator[VideoFrame]:
        """The frame on display at `after_ms`, and all that follow before `before_ms`.

        Empty where the footage is over by `after_ms`.
        """
        held: VideoFrame | None = None
        for frame in self.frames_from(after_ms):
            at_ms = self.pts_ms(frame)
            if held and at_ms >= after_ms + 1:
                yield held
            held = frame
            if at_ms >= max(before_ms, after_ms + 1):
                return
        if held and self.end_ms(held) > after_ms:
            yield held

    def _since_start_ms(self, ticks: int) -> float:
        """The same as fractions give, and many times as fast: it is asked of every packet."""
        return (ticks - self._zero) * self._tick.numerator * 1000 / self._tick.denominator

    def frames_from(self, pts_ms: int) -> Iterator[VideoFrame]:
        """Frames in order of display, from a key frame at or before a time; no damaged ones."""
        for packet in self.packets_from(pts_ms):
            yield from self.decoded(packet)
        yield from self.drained()

    def decoded(self, packet: VideoPacket | None) -> list[VideoFrame]:
        """The frames that a packet completes, often those of earlier ones; no damaged ones.

        None after the last packet: all that are held back.
        """
        try:
            frames = self.stream.codec_context.decode(packet)
        except (av.FFmpegError, OSError):
            return []
        return [frame for frame in frames if frame.pts is not None]

    def drained(self) -> list[VideoFrame]:
        """All frames held back; the decoder then begins anew, with a key frame."""
        held = self.decoded(None)
        self.stream.codec_context.flush_buffers()
        return held

    def _demux(self, pts_ms: int) -> Iterator[VideoPacket]:
        """Packets that hold something, from about a time on."""
        try:
            self._seek(pts_ms)
            for packet in self._container.demux(self.stream):
                if packet.size:
                    yield packet
        except (av.FFmpegError, OSError):
            return

    def _seek(self, pts_ms: int) -> None:
        """Go to about a time, or to the very first packet for the start."""
        if pts_ms == 0:
            with suppress(av.FFmpegError, OSError):
                self._seek_to(-_BEFORE_START_MS)
                return
        self._seek_to(pts_ms)

    def _seek_to(self, pts_ms: int) -> None:
        ticks = self._zero + math.floor(pts_ms / 1000 / self._tick)
        self._container.seek(ticks, stream=self.stream, backward=True)

    def _last_key_group(self, packets: Iterator[VideoPacket], pts_ms: int) -> list[VideoPacket]:
        """The packets read, from the last key frame at or before a time; empty if none was met.

        No packet is on display before it is decoded, so the first decoded later ends the search.
        """
        group: list[VideoPacket] = []
        for packet in packets:
            if packet.is_keyframe and self.pts_ms(packet) < pts_ms + 1:
                group = [packet]
            elif group:
                group.append(packet)
            if self.decoded_ms(packet) >= pts_ms + 1:
                break
        return group


@contextmanager
def open_footage(path: Source) -> Iterator[OpenedFootage]:
    """Open a file, or what is held, for looking into.

    BadFootage if it cannot be opened or holds no video, or its pictures are far too large.
    """
    try:
        container = _opened(path)
    except (av.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        there = isinstance(path, Held) or Path(path).is_file()
        ask = "is it whole, and a video?" if there else "is it still there?"
        raise BadFootage(f"{path} cannot be opened as video ({reason}); {ask}") from error
    with container:
        yield OpenedFootage(path if isinstance(path, Held) else Path(path), container)


def _opened(source: Source) -> InputContainer:
    """What is held is read by the reader of its form alone, which opens nothing else."""
    if not isinstance(source, Held):
        return av.open(os.fspath(source), metadata_errors="replace")
    file = io.BytesIO(source.content)
    limits = {"max_pixels": str(MOST_PIXELS)}
    return av.open(file, "r", source.form, metadata_errors="replace", options=limits)
