"""Footage probed and sampled: times, key frames, uneven rates, turned pictures, damage."""

from datetime import UTC, datetime
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from indexer.errors import BadFootage
from indexer.video.decode import SMALL_PX, sample_pictures
from indexer.video.encode import VideoWriter
from indexer.video.needed import Steps, needed_packets
from indexer.video.opened import open_footage
from indexer.video.probe import probe
from tests.indexer.drawn_footage import FPS, HEIGHT, WIDTH, clip, odd_clip


def times(path: Path, after: int = 0, before: int = 10**9, every: int = 1_000) -> list[int]:
    gap = probe(path).key_gap_ms
    return [one.pts_ms for one in sample_pictures(path, after, before, every, gap)]


def test_a_probe_tells_length_size_and_key_frames(tmp_path: Path) -> None:
    found = probe(clip(tmp_path / "a.mp4", 4))
    assert (found.length_ms, found.frames, found.width, found.height) == (
        4_000, 4 * FPS, WIDTH, HEIGHT,
    )  # fmt: skip
    assert found.key_gap_ms == 1_000 and found.lost_ms == 0 and found.recorded_at is None
    assert probe(odd_clip(tmp_path / "b.mp4", [n * 10 for n in range(40)])).key_gap_ms == 4_000


@pytest.mark.parametrize("gop", [10, 250])
def test_one_picture_a_step_whatever_the_key_frames(tmp_path: Path, gop: int) -> None:
    path = odd_clip(tmp_path / "a.mp4", [n * 10 for n in range(60)], gop=gop)
    assert times(path) == [0, 1_000, 2_000, 3_000, 4_000, 5_000]
    assert times(path, after=2_000, before=4_000) == [2_000, 3_000]


def test_two_stretches_side_by_side_sample_what_one_would(tmp_path: Path) -> None:
    path = odd_clip(tmp_path / "a.mp4", [n * 10 for n in range(60)])
    assert times(path, before=3_300) + times(path, after=3_300) == times(path)


def test_an_uneven_rate_is_sampled_by_its_clock(tmp_path: Path) -> None:
    path = odd_clip(tmp_path / "a.mp4", [0, 5, 10, 250, 255, 260, 700, 705])
    assert times(path) == [0, 2_500, 7_000]
    assert probe(path).length_ms >= 7_050


def test_holes_are_stretches_without_pictures_unless_pictures_are_rare(tmp_path: Path) -> None:
    def holes(name: str, pts: list[int]) -> list[tuple[int, int]]:
        found = probe(odd_clip(tmp_path / name, pts)).holes
        return [(hole.after_ms, hole.before_ms) for hole in found]

    steady, island = list(range(0, 300, 10)), [2_090, 2_100]
    assert holes("none.mp4", steady) == []
    assert holes("short.mp4", [*steady, *range(700, 900, 10)]) == []
    assert holes("two.mp4", [*steady, *island, *range(5_000, 5_300, 10)]) == [
        (3_000, 20_000), (21_100, 50_000),
    ]  # fmt: skip
    assert holes("rare.mp4", [n * 1_000 for n in range(20)]) == []
    assert holes("one.mp4", [0]) == []


def test_what_lies_between_holes_is_sampled_as_without_them(tmp_path: Path) -> None:
    pts = [*range(0, 300, 10), 2_090, 2_100, *range(5_045, 5_300, 10)]
    path = odd_clip(tmp_path / "a.mp4", pts, gop=15)
    parts = [times(path, part.after_ms, part.before_ms) for part in probe(path).filmed]
    assert len(parts) == 3 and all(parts)
    assert [at for part in parts for at in part] == times(path)


def test_a_turned_video_is_upright(tmp_path: Path) -> None:
    plain = odd_clip(tmp_path / "a.mp4", [n * 10 for n in range(10)])
    turned = odd_clip(tmp_path / "b.mp4", [n * 10 for n in range(10)], rotation=90)
    (straight,) = sample_pictures(plain, 0, 1_000, 1_000, 10_000)
    (upright,) = sample_pictures(turned, 0, 1_000, 1_000, 10_000)
    assert straight.picture.shape == (HEIGHT, WIDTH, 3)
    assert upright.picture.shape == (WIDTH, HEIGHT, 3)
    by_turns = [np.rot90(straight.picture, n).astype(int) for n in (1, 3)]
    apart = [np.abs(one - upright.picture).mean() for one in by_turns]
    assert min(apart) < 6 < max(apart)


def test_the_small_picture_is_the_large_one_shrunk(tmp_path: Path) -> None:
    fixed = np.random.default_rng(3)
    street = fixed.integers(40, 220, (12, 16, 3), np.uint8).repeat(60, 0).repeat(80, 1)
    with VideoWriter(tmp_path / "a.mp4", 1280, 720, 10) as writer:
        for _ in range(10):
            writer.write(np.asarray(cv2.cvtColor(street, cv2.COLOR_RGB2YUV_I420), np.uint8))
    (one,) = sample_pictures(tmp_path / "a.mp4", 0, 1_000, 1_000, 1_000)
    assert one.small.shape == (360, SMALL_PX, 3)
    shrunk = cv2.resize(one.picture, (SMALL_PX, 360), interpolation=cv2.INTER_AREA).astype(int)
    assert np.abs(shrunk - one.small).mean() < 2
    (narrow,) = sample_pictures(clip(tmp_path / "b.mp4", 1), 0, 1_000, 1_000, 1_000)
    assert narrow.small is narrow.picture


def test_colours_are_red_green_blue(tmp_path: Path) -> None:
    (first,) = sample_pictures(clip(tmp_path / "a.mp4", 1), 0, 1_000, 1_000, 1_000)
    red, green, blue = first.picture[130:150, 5:35].mean(axis=(0, 1))
    assert red > 170 and green < 80 and blue < 80


def test_the_containers_own_time_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as out:
        out.metadata["creation_time"] = "2022-04-27T14:00:00Z"
        stream = out.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for shade in range(10):
            picture = np.full((48, 64, 3), shade * 20, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
    assert probe(path).recorded_at == datetime(2022, 4, 27, 14, 0, tzinfo=UTC)


def test_what_holds_no_video_is_said_so(tmp_path: Path) -> None:
    sound = tmp_path / "a.mkv"
    with av.open(str(sound), "w", format="matroska") as out:
        stream = out.add_stream("pcm_s16le", rate=8_000)
        samples = np.zeros((1, 800), np.int16)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = 8_000
        out.mux(stream.encode(frame))
    with pytest.raises(BadFootage, match="holds no video"):
        probe(sound)
    with pytest.raises(BadFootage, match="cannot be opened"):
        probe(tmp_path / "gone.mp4")


def test_damage_in_the_middle_loses_only_what_it_hits(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 12)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 600] = bytes(600)
    path.write_bytes(content)
    seen = times(path)
    assert seen[0] == 0 and seen[-1] >= 10_000 and len(seen) >= 8


def test_only_what_a_frame_needs_is_decoded(tmp_path: Path) -> None:
    path = odd_clip(tmp_path / "a.mp4", [n * 10 for n in range(60)], gop=20)
    with open_footage(path) as footage:
        needed = list(
            needed_packets(
                footage.packets_from(0), lambda p: round(footage.pts_ms(p)), Steps(0, 6_000, 1_000)
            )
        )
    shown = sorted(round(packet.pts * packet.time_base * 10) for packet, wanted in needed if wanted)
    assert shown == [0, 10, 20, 30, 40, 50]
    assert len(needed) < 45, "of each group of 20 nothing after its eleventh picture"


def test_key_frames_alone_where_that_is_asked_for(tmp_path: Path) -> None:
    path = odd_clip(tmp_path / "a.mp4", [n * 10 for n in range(60)], gop=20)
    found = sample_pictures(path, 0, 6_000, 1_000, 2_000, mode="keyframes")
    assert [one.pts_ms for one in found] == [0, 2_000, 4_000]


def test_a_picture_near_its_second_is_the_one_that_decoding_everything_shows(
    tmp_path: Path,
) -> None:
    path = odd_clip(tmp_path / "a.mp4", [n * 10 for n in range(60)], gop=20)
    with av.open(str(path)) as container:
        every = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    found = list(sample_pictures(path, 0, 6_000, 1_000, 2_000, slack_ms=200))
    assert [round(one.pts_ms / 1_000) for one in found] == [0, 1, 2, 3, 4, 5]
    assert [one.pts_ms for one in found][::2] == [0, 2_000, 4_000], "key frames"
    for one in found:
        assert abs(one.pts_ms - round(one.pts_ms / 1_000) * 1_000) <= 200
        assert np.abs(every[one.pts_ms // 100].astype(int) - one.picture).max() <= 1
    parts = [
        one.pts_ms
        for after, before in ((0, 1_000), (1_000, 3_000), (3_000, 6_000))
        for one in sample_pictures(path, after, before, 1_000, 2_000, slack_ms=200)
    ]
    assert parts == [one.pts_ms for one in found]


def test_a_sampled_picture_is_the_one_that_decoding_everything_shows(tmp_path: Path) -> None:
    path = odd_clip(tmp_path / "a.mp4", [n * 10 for n in range(60)], gop=25)
    with av.open(str(path)) as container:
        every = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    for one in sample_pictures(path, 0, 6_000, 1_000, 2_500):
        assert np.abs(every[one.pts_ms // 100].astype(int) - one.picture).max() <= 1
