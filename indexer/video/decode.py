"""Pictures sampled out of a footage: one a step, or its key frames alone: `sample_pictures`."""

from collections.abc import Iterator
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
"""Steady: a picture of every step. Keyframes: key frames alone, at most one a step, however far
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
) -> Iterator[SampledPicture]:
    """Of every `every_ms` from `after_ms` on, the first frame shown; up to `before_ms`.

    Steps are counted from the footage's start, so that two stretches side by side sample what one
    long one would. Where key frames come often enough (`key_gap_ms`), only these are decoded; else
    only what the frames wanted need. Raises BadFootage if the file cannot be opened.
    """
    steps = Steps(after_ms, before_ms, every_ms)
    scalers = VideoReformatter(), VideoReformatter()
    with open_footage(path) as footage:
        keys_only = mode == "keyframes" or key_gap_ms <= every_ms * KEYS_OF_A_STEP
        frames = _key_frames(footage, after_ms) if keys_only else _frames(footage, steps)
        last_step = steps.last
        for frame in frames:
            at_ms = round(footage.pts_ms(frame))
            if at_ms >= before_ms:
                return
            step = steps.of(at_ms)
            if step is not None and step > last_step:
                last_step = step
                yield _sampled(footage, frame, at_ms, scalers)


def _key_frames(footage: OpenedFootage, after_ms: int) -> Iterator[VideoFrame]:
    for packet in footage.packets_from(after_ms):
        if packet.is_keyframe:
            yield from footage.decoded(packet)
            yield from footage.drained()


def _frames(footage: OpenedFootage, steps: Steps) -> Iterator[VideoFrame]:
    """The frames wanted and those decoded on the way to them, in order of display.

    Frames that neither are wanted nor needed by others are passed over by the decoder. It begins
    anew with each key frame: of the group before, packets may be missing.
    """

    def at_ms(packet: VideoPacket) -> int:
        return round(footage.pts_ms(packet))

    for packet, wanted in needed_packets(footage.packets_from(steps.after_ms), at_ms, steps):
        if packet.is_keyframe:
            yield from footage.drained()
        footage.stream.codec_context.skip_frame = "DEFAULT" if wanted else "NONREF"
        yield from footage.decoded(packet)
    yield from footage.drained()


def _sampled(
    footage: OpenedFootage, frame: VideoFrame, at_ms: int, scalers: tuple[VideoReformatter, ...]
) -> SampledPicture:
    large = upright(frame, footage.stream, WIDEST_PX, "rgb24", scalers[0])
    if large.shape[1] <= SMALL_PX:
        return SampledPicture(at_ms, large, large)
    return SampledPicture(
        at_ms, large, upright(frame, footage.stream, SMALL_PX, "rgb24", scalers[1])
    )
