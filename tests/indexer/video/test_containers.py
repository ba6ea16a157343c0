"""Footage of every usual container and codec: each step sampled, with the very frame meant."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from indexer.video.decode import SampledPicture, SampleMode, sample_pictures
from indexer.video.probe import probe

FPS, SECONDS, WIDTH, HEIGHT = 10, 9, 64, 48


@dataclass(frozen=True)
class Kind:
    """How a file is written; `gop` in frames."""

    ending: str
    codec: str
    gop: int = 40
    options: Mapping[str, str] = field(default_factory=dict)


H265 = {"x265-params": "keyint=40:log-level=none"}
MPEG2 = {"bf": "2", "flags": "+cgop", "sc_threshold": "1000000000"}
OPEN = {"x264-params": "open-gop=1:keyint=20:bframes=3"}
KINDS = {
    "mp4": Kind("mp4", "libx264"),
    "mkv of H.265": Kind("mkv", "libx265", 40, H265),
    "avi": Kind("avi", "mpeg4"),
    "flv": Kind("flv", "flv1"),
    "webm": Kind("webm", "libvpx-vp9"),
    "transport stream": Kind("ts", "libx264"),
    "transport stream of H.265": Kind("ts", "libx265", 40, H265),
    "transport stream of MPEG-2": Kind("ts", "mpeg2video", 20, MPEG2),
    "transport stream with one key frame": Kind("ts", "libx264", 1_000),
    "open groups": Kind("mp4", "libx264", 20, OPEN),
    "transport stream of open groups": Kind("ts", "libx264", 20, OPEN),
}  # fmt: skip


def write(path: Path, kind: Kind) -> Path:
    """A bar moves over grey, a pixel a frame: no two pictures are alike."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(kind.codec, rate=FPS, options=dict(kind.options))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.gop_size = kind.gop
        for number in range(FPS * SECONDS):
            picture = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
            picture[:, number % WIDTH] = 255
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    return path


@pytest.fixture(params=KINDS)
def footage(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    kind = KINDS[request.param]
    return write(tmp_path / f"a.{kind.ending}", kind)


def sampled(
    path: Path, after: int, before: int, mode: SampleMode = "steady", every: int = 1_000
) -> list[SampledPicture]:
    return list(sample_pictures(path, after, before, every, probe(path).key_gap_ms, mode))


def test_every_step_is_sampled_with_its_own_picture(footage: Path) -> None:
    with av.open(str(footage)) as container:
        whole = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert probe(footage).frames == len(whole) == FPS * SECONDS
    found = sampled(footage, 0, SECONDS * 1_000, every=500)
    assert [one.pts_ms for one in found] == list(range(0, SECONDS * 1_000, 500))
    for one in found:
        assert np.array_equal(one.picture, whole[one.pts_ms * FPS // 1_000])


def test_key_frames_alone_give_all_of_them_in_one_go_or_in_parts(footage: Path) -> None:
    with av.open(str(footage)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    shown = sorted(packet.pts * packet.time_base for packet in packets if packet.is_keyframe)
    steps = {math.floor(at - shown[0]) for at in shown}
    found = sampled(footage, 0, SECONDS * 1_000, "keyframes")
    assert [one.pts_ms // 1_000 for one in found] == sorted(steps)
    parts = [
        one.pts_ms
        for after, before in pairwise(range(0, SECONDS * 1_000 + 1, 3_000))
        for one in sampled(footage, after, before, "keyframes")
    ]
    assert parts == [one.pts_ms for one in found]
