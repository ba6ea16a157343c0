"""Pictures sampled out of a footage: one a step, or its key frames alone: `sample_pictures`."""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from embeddings.encoder import Picture
from indexer.video.held import Source
from indexer.video.needed import Steps, needed_packets
from indexer.video.opened import OpenedFootage, VideoPacket, open_footage
from indexer.video.upright import upright

WIDEST_PX = 1920
"""Of a sampled picture; wider footage is shrunk to it."""
SMALL_PX = 640
"""Width of the small pictures in which motion is looked for."""
KEYS_OF_A_STEP = 1.25
"""Key frames alone are decoded where they are at most so many steps apart."""

SampleMode = Literal["steady", "keyframes"]
"""Steady: a picture of every step, a little before or after its moment if that spares decoding.
Keyframes: key frames alone, at most one a step, however far
apart they are."""


@dataclass(frozen=True)
class SampledPicture:
    """One picture (height, width, 3), RGB, upright; `pts_ms` since the footage's first frame.

    `small` is the same at most SMALL_PX wide, made by the decoder's scaler from the frame itself:
    quicker than from the picture.
    """

    pts_ms: int
    picture: Picture
    small: Picture


def sample_pictures(
    path: Source,
    after_ms: int,
    before_ms: int,
    every_ms: int,
    key_gap_ms: int,
    mode: SampleMode = "steady",
    slack_ms: int = 0,
) -> Iterator[SampledPicture]:
    """A picture of every `every_ms`, of those that begin in [after_ms, before_ms).

    Without slack each is the first frame shown from its moment on; with it, the frame within
    `slack_ms` of it that is decoded soonest (`indexer.video.needed`). Steps are counted from the
    footage's start, so that two stretches side by side sample what one long one would. Where key
    frames come often enough (`key_gap_ms`), only these are decoded, the first of each step; else
    only what the frames wanted need. Raises BadFootage if the file cannot be opened.
    """
    steps = Steps(after_ms, before_ms, every_ms, slack_ms)
    scalers = VideoReformatter(), VideoReformatter()
    with open_footage(path) as footage:
        keys_only = mode == "keyframes" or key_gap_ms <= every_ms * KEYS_OF_A_STEP
        for frame in (_key_frames if keys_only else _frames)(footage, steps):
            yield _sampled(footage, frame, scalers)


def _key_frames(footage: OpenedFootage, steps: Steps) -> Iterator[VideoFrame]:
    """The first key frame of each step."""
    step = steps.first
    for packet in footage.packets_from(steps.after_ms):
        if packet.is_keyframe:
            for frame in (*footage.decoded(packet), *footage.drained()):
                at_ms = round(footage.pts_ms(frame))
                if at_ms >= steps.before_ms:
                    return
                if at_ms >= step * steps.every_ms:
                    step = at_ms // steps.every_ms + 1
                    yield frame


def _frames(footage: OpenedFootage, steps: Steps) -> Iterator[VideoFrame]:
    """The frames wanted, in order of display; for a damaged one the next that is decoded.

    Frames that neither are wanted nor needed by others are passed over by the decoder. It begins
    anew with each key frame: of the group before, packets may be missing.
    """

    def at_ms(packet: VideoPacket) -> int:
        return round(footage.pts_ms(packet))

    waiting: list[int] = []
    for packet, wanted in needed_packets(footage.packets_from(steps.earliest_ms), at_ms, steps):
        if packet.is_keyframe:
            yield from _awaited(footage, footage.drained(), waiting)
        if wanted:
            insort(waiting, at_ms(packet))
        footage.stream.codec_context.skip_frame = "DEFAULT" if wanted else "NONREF"
        yield from _awaited(footage, footage.decoded(packet), waiting)
    yield from _awaited(footage, footage.drained(), waiting)


def _awaited(
    footage: OpenedFootage, frames: Iterable[VideoFrame], waiting: list[int]
) -> Iterator[VideoFrame]:
    """Those that are waited for (by time, ascending), which are then no longer."""
    for frame in frames:
        due = bisect_right(waiting, round(footage.pts_ms(frame)))
        if due:
            del waiting[:due]
            yield frame


def _sampled(
    footage: OpenedFootage, frame: VideoFrame, scalers: tuple[VideoReformatter, ...]
) -> SampledPicture:
    at_ms = round(footage.pts_ms(frame))
    large = upright(frame, footage.stream, WIDEST_PX, "rgb24", scalers[0])
    if large.shape[1] <= SMALL_PX:
        return SampledPicture(at_ms, large, large)
    return SampledPicture(
        at_ms, large, upright(frame, footage.stream, SMALL_PX, "rgb24", scalers[1])
    )
