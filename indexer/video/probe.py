"""What a footage file holds, found out by reading its packets once, without decoding: `probe`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from indexer.errors import BadFootage
from indexer.video.held import Source
from indexer.video.opened import OpenedFootage, VideoPacket, open_footage

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Recorders without a clock write 1904 or 1970; nothing earlier than this is believed."""
SHORTFALL_MS = 2_000
"""A file that ends so much before its header says is called truncated."""


@dataclass(frozen=True)
class FootageProbe:
    """One file's video: lengths in milliseconds since its first frame.

    `length_ms` is what there is, `told_ms` what the header tells (None if nothing);
    `key_gap_ms` is the longest stretch without a key frame; `recorded_at` is the container's own
    creation time, if it has one that can be believed.
    """

    length_ms: int
    told_ms: int | None
    frames: int
    width: int
    height: int
    key_gap_ms: int
    recorded_at: datetime | None

    @property
    def lost_ms(self) -> int:
        """How much of what the header tells is not there."""
        lost = (self.told_ms or 0) - self.length_ms
        return lost if lost > SHORTFALL_MS else 0


def probe(path: Source) -> FootageProbe:
    """Read all packets' times. BadFootage if there is no video, or none with times."""
    with open_footage(path) as footage:
        context = footage.stream.codec_context
        times, ends, keys = _times(footage, footage.all_packets())
        if not times:
            raise BadFootage(f"{path} holds a video stream without pictures")
        if len(times) > 1 and times[0] == times[-1]:
            raise BadFootage(
                f"{path} does not say when its pictures are shown; put it into an MP4 first "
                "(`ffmpeg -i FILE -c copy OUT.mp4`)"
            )
        return FootageProbe(
            length_ms=max(1, round(max(ends))),
            told_ms=footage.told_ms,
            frames=len(times),
            width=context.width,
            height=context.height,
            key_gap_ms=_longest_gap([*keys, max(ends)]),
            recorded_at=_recorded_at(footage),
        )


def _times(
    footage: OpenedFootage, packets: Iterable[VideoPacket]
) -> tuple[list[float], list[float], list[float]]:
    """Of all packets that can be shown: when, until when, and of the key frames when; ascending."""
    times, ends, keys = [], [], []
    for packet in packets:
        at = footage.pts_ms(packet)
        times.append(at)
        ends.append(footage.end_ms(packet))
        if packet.is_keyframe:
            keys.append(at)
    return sorted(times), sorted(ends), sorted(keys)


def _longest_gap(times: list[float]) -> int:
    return round(max((b - a for a, b in pairwise(times)), default=0))


def _recorded_at(footage: OpenedFootage) -> datetime | None:
    text = footage.metadata.get("creation_time", "")
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if moment >= EARLIEST else None
