"""A camera's live stream (RTSP, RTMP, HLS over HTTP) as short whole MP4 files: `record`.

Packets are copied, never decoded. When a picture was taken is told by its arrival: within a stream
its own timestamps count, laid upon this machine's clock where the delay was least.
"""

import errno
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import av
from av.container import InputContainer

from indexer.errors import StreamLost
from indexer.video.mp4 import copy_packets
from indexer.video.opened import VideoPacket

SEGMENT_MS = 10_000
"""About the length of a segment; it ends with the next key frame."""
LONGEST_MS = 60_000
"""A segment ends here even without one."""
SILENCE_S = 15.0
"""A stream that sends nothing for so long is lost."""
_OPTIONS = {"rtsp": {"rtsp_transport": "tcp"}, "rtsps": {"rtsp_transport": "tcp"}}
"""Over TCP: what UDP loses would be grey pictures."""
_Packets = list[VideoPacket]
STEADY_MS = 500
"""Segments wait until the least delay falls by no more from one to the next."""
_WATCHED = 2
"""The delay is the least of so many segments: enough to find it, few enough to follow drift."""


@dataclass(frozen=True)
class Segment:
    """A stretch of a stream, an MP4 as bytes; `start_ms` (UTC) is when its first picture came."""

    content: bytes
    start_ms: int
    length_ms: int

    @property
    def end_ms(self) -> int:
        """When it gives way to the next."""
        return self.start_ms + self.length_ms


class LeastDelay:
    """What must be added to a stream's timestamps (ms) to get UTC, from when packets arrived.

    A packet can come late but not early: the smallest difference is nearest to the truth.
    """

    def __init__(self) -> None:
        self._least: deque[float] = deque(maxlen=_WATCHED)

    def begin(self) -> None:
        """A new segment begins."""
        self._least.append(float("inf"))

    def see(self, pts_ms: float, now_ms: float) -> None:
        """A packet of this timestamp arrived now."""
        self._least[-1] = min(self._least[-1], now_ms - pts_ms)

    @property
    def settled(self) -> bool:
        """Whether this segment lowered it little: what a stream has in store comes in a burst."""
        return len(self._least) > 1 and self._least[-1] > self._least[0] - STEADY_MS

    def utc_ms(self, pts_ms: float) -> int:
        """UTC of a timestamp."""
        return round(pts_ms + min(self._least))


def record(url: str, now_ms: Callable[[], float], stopped: Callable[[], bool]) -> Iterator[Segment]:
    """Segments as they are complete, until `stopped`.

    The first ones wait for the next: a stream begins with what it has in store, too fast to tell
    the time by. Raises StreamLost, with a reason that holds no password, where the stream cannot be
    opened, falls silent or ends; what had come by then is given before.
    """
    try:
        opened = av.open(url, options=_options(url), timeout=SILENCE_S)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise StreamLost(f"{shown_url(url)} {_unreadable(error)}") from None
    with opened:
        reason = yield from _recorded(opened, now_ms, stopped)
    if not stopped():
        raise StreamLost(f"{shown_url(url)} {reason}")


def _recorded(
    opened: InputContainer, now_ms: Callable[[], float], stopped: Callable[[], bool]
) -> Generator[Segment, None, str]:
    """The segments of an open stream; returns why it is over."""
    delay, waiting, packets = LeastDelay(), list[_Packets](), _Packets()
    reason = "ended"
    delay.begin()
    try:
        for packet in _usable(opened):
            if packets and _ends(packets, packet):
                waiting.append(packets)
                if delay.settled:
                    yield from _segments(waiting, delay)
                packets = []
                delay.begin()
            if packets or packet.is_keyframe:
                packets.append(packet)
                delay.see(_ms(packet.pts or 0, packet), now_ms())
            if stopped():
                break
    except (av.FFmpegError, OSError, ValueError) as error:
        reason = _unreadable(error)
    if packets:
        waiting.append(packets)
    yield from _segments(waiting, delay)
    return reason


def _unreadable(error: Exception) -> str:
    """What is wrong, without the address, which may hold a password."""
    return f"cannot be read: {getattr(error, 'strerror', None) or type(error).__name__}"


def _options(url: str) -> dict[str, str]:
    return _OPTIONS.get(urlsplit(url).scheme, {})


def _usable(container: InputContainer) -> Iterator[VideoPacket]:
    """Packets of video that hold something and say when they are shown."""
    if not container.streams.video:
        raise OSError(errno.ENODATA, "it holds no video")
    for packet in container.demux(container.streams.video[0]):
        if packet.size and packet.pts is not None and packet.dts is not None:
            yield packet


def shown_url(url: str) -> str:
    """The address without user and password."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _ends(packets: list[VideoPacket], following: VideoPacket) -> bool:
    length_ms = _ms(following.pts or 0, following) - _ms(packets[0].pts or 0, packets[0])
    return (following.is_keyframe and length_ms >= SEGMENT_MS) or length_ms >= LONGEST_MS


def _segments(waiting: list[_Packets], delay: LeastDelay) -> Iterator[Segment]:
    """All that wait as segments, none of them waiting any longer."""
    ready = list(waiting)
    waiting.clear()
    return (_segment(packets, delay) for packets in ready)


def _segment(packets: list[VideoPacket], delay: LeastDelay) -> Segment:
    first = packets[0]
    times = [_ms(packet.pts or 0, packet) for packet in packets]
    begin, last = times[0], max(times)
    step = (last - begin) / max(1, len(packets) - 1)
    content = copy_packets(first.stream, packets)
    return Segment(content, delay.utc_ms(begin), max(1, round(last - begin + step)))


def _ms(ticks: int, packet: VideoPacket) -> float:
    return float(ticks * packet.time_base * 1000)
