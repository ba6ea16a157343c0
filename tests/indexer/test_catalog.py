"""Files placed: whose, from when; and what is said of those that cannot be."""

import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from indexer.cameras import Camera, Cameras
from indexer.catalog import Footage, find_files, place_footage, sha256_of, without_doubles
from indexer.errors import BadFootage
from indexer.footage_name import NamePattern
from indexer.ids import LOCAL_ZONE, CameraId, to_ms
from tests.indexer.drawn_footage import START_NAME, clip, odd_clip

NINE_MS = to_ms(datetime(2022, 4, 27, 21, 0, tzinfo=LOCAL_ZONE))
CAMERAS = Cameras(
    [
        Camera(CameraId("cong-1"), "Cổng", 10.84, 106.63),
        Camera(CameraId("slow"), "Slow", 10.84, 106.63, clock_offset_ms=2_500),
    ]
)


def place(path: Path, pattern: str | None = None) -> Footage:
    return place_footage(path, CAMERAS, NamePattern(pattern) if pattern else None)


def reason(path: Path) -> str:
    with pytest.raises(BadFootage) as caught:
        place(path)
    return str(caught.value)


def sidecar(path: Path, **told: object) -> None:
    path.with_suffix(".json").write_text(json.dumps(told))


def test_placed_by_its_name(tmp_path: Path) -> None:
    path = clip(tmp_path / "cong-1" / f"{START_NAME}.mp4", 2)
    footage = place(path)
    assert footage.camera == "cong-1" and footage.start_ms == NINE_MS
    assert footage.sha256 == sha256_of(path) and footage.id == footage.sha256[:16]
    assert footage.video.length_ms == 2_000


def test_the_cameras_clock_is_corrected(tmp_path: Path) -> None:
    assert place(clip(tmp_path / "slow" / f"{START_NAME}.mp4", 1)).start_ms == NINE_MS + 2_500


def test_a_drifting_clock_is_corrected_by_how_long_ago_it_was_set(tmp_path: Path) -> None:
    drifting = Camera(CameraId("cong-1"), "Cổng", 10.84, 106.63, clock_offset_ms=200,
                      clock_drift_ppm=-100.0, clock_set_at_ms=NINE_MS - 86_400_000)  # fmt: skip
    path = clip(tmp_path / "cong-1" / f"{START_NAME}.mp4", 1)
    footage = place_footage(path, Cameras([drifting]))
    assert footage.clock_correction_ms == 200 - 8_640
    assert footage.start_ms - footage.clock_correction_ms == NINE_MS


def test_a_sidecar_beats_the_name_and_the_cameras_offset(tmp_path: Path) -> None:
    path = clip(tmp_path / "slow" / f"{START_NAME}.mp4", 1)
    sidecar(path, camera="cong-1", start="2022-04-27T22:00:00", clock_offset_ms=-1_000)
    footage = place(path)
    assert footage.camera == "cong-1"
    assert footage.start_ms == NINE_MS + 3_600_000 - 1_000


def test_a_pattern_and_the_folder_of_a_known_camera(tmp_path: Path) -> None:
    path = clip(tmp_path / "cong-1_20220427_210000.mp4", 1)
    assert place(path, "{camera}_{start:%Y%m%d_%H%M%S}.mp4").start_ms == NINE_MS
    other = clip(tmp_path / "cong-1" / "rec7.mp4", 1)
    sidecar(other, start="2022-04-27T14:00:00Z")
    assert place(other).camera == "cong-1" and place(other).start_ms == NINE_MS


def test_what_cannot_be_placed_says_why(tmp_path: Path) -> None:
    folder = tmp_path / "cong-1"
    good = clip(folder / f"{START_NAME}.mp4", 2)
    (folder / "empty.mp4").write_bytes(b"")
    (folder / "text.mp4").write_text("not a video")
    (folder / "short.mp4").write_bytes(good.read_bytes()[:9_000])
    assert "empty" in reason(folder / "empty.mp4")
    assert "cannot be opened as video" in reason(folder / "text.mp4")
    assert "cannot be opened as video" in reason(folder / "short.mp4")
    assert "No such file" in reason(folder / "gone.mp4")
    assert "when it was recorded" in reason(clip(folder / "rec.mp4", 1))
    assert "no camera is known" in reason(clip(tmp_path / "elsewhere" / "rec.mp4", 1))
    assert "unknown camera 'who'" in reason(clip(tmp_path / "who" / f"{START_NAME}.mp4", 1))
    assert "future" in reason(clip(folder / "2099-01-01T00-00-00+0700.mp4", 1))


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"start": 5}', '{"start": "noon"}', '{"clock_offset_ms": "x"}',
             '{"camera": "cong-1", "strat": "2022"}'],
)  # fmt: skip
def test_a_bad_sidecar_is_said_so(tmp_path: Path, text: str) -> None:
    path = clip(tmp_path / "cong-1" / f"{START_NAME}.mp4", 1)
    path.with_suffix(".json").write_text(text)
    assert "sidecar" in reason(path)


def test_a_stream_without_pictures(tmp_path: Path) -> None:
    path = odd_clip(tmp_path / "cong-1" / f"{START_NAME}.mkv", [], container="matroska")
    assert reason(path)


def test_files_found_once_sorted_hidden_and_others_left_out(tmp_path: Path) -> None:
    for name in ("b/2.MP4", "a/1.mkv", "a/notes.txt", "a/.half.mp4", "c.ts"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = find_files([tmp_path, tmp_path / "a", tmp_path / "a" / "notes.txt"])
    names = [str(path.relative_to(tmp_path)) for path in found]
    assert names == ["a/1.mkv", "a/notes.txt", "b/2.MP4", "c.ts"]


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.mp4"))
    path.write_bytes(b"x")
    assert "not UTF-8" in reason(find_files([tmp_path])[0])


def test_of_equal_bytes_the_one_indexed_before_else_the_first(tmp_path: Path) -> None:
    one = place(clip(tmp_path / "cong-1" / f"{START_NAME}.mp4", 1))
    copy = tmp_path / "cong-1" / "2022-04-27T22-00-00+0700.mp4"
    copy.write_bytes(Path(one.path).read_bytes())
    two = place(copy)
    assert without_doubles([two, one], {}) == ([one], [(two, one.path)])
    assert without_doubles([one, two], {one.sha256: two.path}) == ([two], [(one, two.path)])
    moved = {one.sha256: str(tmp_path / "gone.mp4")}
    assert without_doubles([one], moved) == ([one], [])
    elsewhere = clip(tmp_path / "other.mp4", 1)
    assert without_doubles([one], {one.sha256: str(elsewhere)}) == ([], [(one, str(elsewhere))])
