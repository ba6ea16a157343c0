"""What a footage file holds, found out by reading its packets once, without decoding: `probe`."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np

from indexer.errors import BadFootage
from indexer.ids import Interval
from indexer.video.held import Source
from indexer.video.opened import OpenedFootage, VideoPacket, open_footage

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Recorders without a clock write 1904 or 1970; nothing earlier than this is believed."""
SHORTFALL_MS = 2_000
"""A file that ends so much before its header says is called truncated."""
HOLE_MS = 5_000
"""From so long without a picture on nothing was recorded there, unless pictures are always rare:"""
HOLE_STEPS = 10
"""it is so many times the usual time from one to the next, too."""


@dataclass(frozen=True)
class FootageProbe:
    """One file's video: lengths in milliseconds since its first frame.

    `length_ms` is what there is, `told_ms` what the header tells (None if nothing);
    `key_gap_ms` is the longest stretch without a key frame; `recorded_at` is the container's own
    creation time, if it has one that can be believed. `holes` are stretches of pts with no picture,
    ascending; each ends with a whole second, so that the pictures of that second stay together.
    """

    length_ms: int
    told_ms: int | None
    frames: int
    width: int
    height: int
    key_gap_ms: int
    recorded_at: datetime | None
    holes: tuple[Interval, ...] = ()

    @property
    def filmed(self) -> list[Interval]:
        """The stretches of pts with pictures, ascending: all but the holes."""
        inner = [edge for hole in self.holes for edge in (hole.after_ms, hole.before_ms)]
        edges = [0, *inner, self.length_ms]
        return [Interval(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]

    @property
    def lost_ms(self) -> int:
        """How much of what the header tells is not there."""
        lost = (self.told_ms or 0) - self.length_ms
        return lost if lost > SHORTFALL_MS else 0


def probe(path: Source) -> FootageProbe:
    """Read all packets' times. BadFootage if there is no video, or none with times."""
    with open_footage(path) as footage:
        context = footage.stream.codec_context
        times, lengths, keys = _times(footage, footage.all_packets())
        if not times:
            raise BadFootage(f"{path} holds a video stream without pictures")
        if len(times) > 1 and times[0] == times[-1]:
            raise BadFootage(
                f"{path} does not say when its pictures are shown; put it into an MP4 first "
                "(`ffmpeg -i FILE -c copy OUT.mp4`)"
            )
        usual_ms = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
        end = max(_ends(times, lengths, usual_ms))
        return FootageProbe(
            length_ms=max(1, round(end)),
            told_ms=footage.told_ms,
            frames=len(times),
            width=context.width,
            height=context.height,
            key_gap_ms=_longest_gap([*keys, end]),
            recorded_at=_recorded_at(footage),
            holes=_holes(times, usual_ms),
        )


def _times(
    footage: OpenedFootage, packets: Iterable[VideoPacket]
) -> tuple[list[float], list[float], list[float]]:
    """Of all packets that can be shown: when, for how long, and of the key frames when; by time."""
    shown, keys = [], []
    for packet in packets:
        at = footage.pts_ms(packet)
        shown.append((at, footage.end_ms(packet) - at))
        if packet.is_keyframe:
            keys.append(at)
    shown.sort()
    return [at for at, _ in shown], [length for _, length in shown], sorted(keys)


def _longest_gap(times: list[float]) -> int:
    return round(max((b - a for a, b in pairwise(times)), default=0))


def _least_hole_ms(usual_ms: float) -> float:
    return max(HOLE_MS, HOLE_STEPS * usual_ms)


def _ends(times: list[float], lengths: list[float], usual_ms: float) -> Iterator[float]:
    """Until when each picture is shown. A packet lasts to the next that is decoded, over a hole."""
    most_ms = _least_hole_ms(usual_ms) if len(times) > 1 else math.inf
    for at, length_ms in zip(times, lengths, strict=True):
        yield at + (length_ms if length_ms < most_ms else usual_ms)


def _holes(times: list[float], usual_ms: float) -> tuple[Interval, ...]:
    """Where no picture was recorded."""
    lasts = np.flatnonzero(np.diff(times) >= _least_hole_ms(usual_ms)).tolist()
    ends = ((math.ceil(times[n] + usual_ms), int(times[n + 1] // 1_000) * 1_000) for n in lasts)
    return tuple(Interval(after, before) for after, before in ends if before > after)


def _recorded_at(footage: OpenedFootage) -> datetime | None:
    text = footage.metadata.get("creation_time", "")
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if moment >= EARLIEST else None
