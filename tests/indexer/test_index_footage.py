"""Footage into the index, over threads: what is there, what is skipped, what is refused."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer import span
from indexer.cameras import Camera, Cameras
from indexer.catalog import place_footage
from indexer.errors import BadInput, EncoderMismatch, StorageFailed
from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.frame_table import FrameTable
from indexer.ids import CameraId
from indexer.index_footage import index_footage
from indexer.index_model import model_to_index_with
from indexer.index_run import IndexReport
from indexer.jobs.runner import Jobs, open_jobs
from indexer.region import Region
from indexer.shard_reader import ShardReader
from indexer.span import encoder_card, index_span, split
from indexer.video import probe as probing
from indexer.video.decode import SampleMode
from tests.indexer.drawn_footage import START_NAME, clip, odd_clip

CAMERAS = Cameras([Camera(CameraId(name), name, 10.84, 106.63) for name in ("a", "b")])


@pytest.fixture(scope="module")
def jobs() -> Iterator[Jobs]:
    with open_jobs() as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two cameras' footage."""
    clip(tmp_path / "in" / "a" / f"{START_NAME}.mp4", 6)
    clip(tmp_path / "in" / "b" / f"{START_NAME}.mp4", 5, shade=60)
    return tmp_path / "in"


def run(folder: Path, data: Path, jobs: Jobs, model: str = "hash") -> IndexReport:
    return index_footage([folder], data=Folder(data), model=model, cameras=CAMERAS, jobs=jobs)


def regions(data: Path) -> list[Region]:
    """Everything in the index, by camera and time."""
    shards = FrameTable(Folder(data)).shards()
    found = []
    for entry in shards:
        reader = ShardReader(Folder(data), entry)
        found += reader.regions(np.arange(entry.rows))
    return sorted(found, key=lambda r: (r.camera, r.captured_at_ms, r.box))


def test_an_index_stays_with_the_encoder_it_was_begun_with(
    folder: Path, tmp_path: Path, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Folder(tmp_path / "data")
    monkeypatch.setattr("indexer.index_model.default_model", lambda: "demo@bf16")
    assert model_to_index_with(data, jobs) == "demo@bf16"
    run(folder, tmp_path / "data", jobs, "hash")
    assert model_to_index_with(data, jobs) == "hash"
    assert model_to_index_with(data, jobs, "demo") == "demo"


def test_whole_frames_and_the_moving_box(folder: Path, tmp_path: Path, jobs: Jobs) -> None:
    report = run(folder, tmp_path / "data", jobs)
    assert (report.footage, report.spans, report.skipped, report.quarantined) == (2, 2, 0, ())
    found = regions(tmp_path / "data")
    assert report.regions == len(found) == FrameTable(Folder(tmp_path / "data")).region_count()
    boxes = [r for r in found if r.kind == "object" and r.camera == "a"]
    assert [r.pts_ms for r in boxes] == [0, 1_000, 2_000, 3_000, 4_000, 5_000]
    for region in boxes:
        left = (region.pts_ms // 100 * 5) % 280 / 320
        assert region.box[0] <= left + 0.01 and region.box[2] >= left + 0.12
    assert {r.kind for r in found if r.box == (0.0, 0.0, 1.0, 1.0)} == {"frame"}


def test_the_log_tells_what_is_covered(folder: Path, tmp_path: Path, jobs: Jobs) -> None:
    run(folder, tmp_path / "data", jobs)
    log = FootageLog(Folder(tmp_path / "data"))
    covered = {c.camera: c.stretch.before_ms - c.stretch.after_ms for c in log.coverage()}
    assert covered == {"a": 6_000, "b": 5_000}
    assert sum(span.regions for span in log.spans()) == len(regions(tmp_path / "data"))


def test_a_rerun_does_only_what_is_missing(folder: Path, tmp_path: Path, jobs: Jobs) -> None:
    data = tmp_path / "data"
    run(folder, data, jobs)
    generation, before = FrameTable(Folder(data)).generation(), regions(data)
    again = run(folder, data, jobs)
    assert (again.footage, again.regions, again.skipped) == (0, 0, 2)
    assert FrameTable(Folder(data)).generation() == generation
    clip(folder / "a" / "2022-04-27T21-10-00+0700.mp4", 4, shade=40)
    more = run(folder, data, jobs)
    assert (more.footage, more.skipped) == (1, 2)
    known = {region.footage for region in before}
    assert [region for region in regions(data) if region.footage in known] == before


def test_a_span_committed_but_not_noted_is_noted(folder: Path, tmp_path: Path, jobs: Jobs) -> None:
    data = tmp_path / "data"
    run(folder, data, jobs)
    before, spans = regions(data), FootageLog(Folder(data)).spans()
    shutil.rmtree(data / "footage")
    run(folder, data, jobs)
    assert regions(data) == before
    again = [replace(s, at_ms=0) for s in FootageLog(Folder(data)).spans()]
    assert sorted(again, key=str) == sorted((replace(s, at_ms=0) for s in spans), key=str)


def test_strays_of_a_killed_run_are_swept(folder: Path, tmp_path: Path, jobs: Jobs) -> None:
    stray = tmp_path / "data" / "vectors" / "day=2022-04-27" / "dead.faiss"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"half")
    run(folder, tmp_path / "data", jobs)
    assert not stray.exists()


def test_key_frames_alone_are_indexed_where_asked_and_not_again(tmp_path: Path, jobs: Jobs) -> None:
    odd_clip(tmp_path / "in" / "a" / f"{START_NAME}.mp4", [n * 10 for n in range(80)], gop=20)
    data = Folder(tmp_path / "data")

    def index(sampling: SampleMode) -> IndexReport:
        return index_footage([tmp_path / "in"], data=data, model="hash", cameras=CAMERAS,
                             jobs=jobs, sampling=sampling)  # fmt: skip

    first = index("keyframes")
    assert (first.sampled, first.stages.slowest is not None) == (4, True)
    assert {region.pts_ms for region in regions(tmp_path / "data")} <= {0, 2_000, 4_000, 6_000}
    again = index("steady")
    assert (again.spans, again.skipped) == (0, 1)


def test_windows_and_spans_do_not_change_which_pictures_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of groups that are no whole number of seconds long."""
    path = odd_clip(tmp_path / "a" / f"{START_NAME}.mp4", [n * 10 for n in range(120)], gop=27)
    footage = place_footage(path, CAMERAS)

    def looked_at() -> list[int]:
        tasks = split(footage, encoder_card("hash").fingerprint)
        windows = (window for task in tasks for window in span._windows(task, Folder(tmp_path)))
        return [one.pts_ms for window in windows for one in window]

    whole = looked_at()
    assert len(whole) == 12 and any(at % 1_000 for at in whole)
    monkeypatch.setattr(span, "WINDOW_MS", 2_000)
    assert looked_at() == whole
    monkeypatch.setattr(span, "SPAN_MS", 3_000)
    assert looked_at() == whole


def test_the_cameras_own_time_is_kept_beside_the_corrected(tmp_path: Path, jobs: Jobs) -> None:
    clip(tmp_path / "in" / "slow" / f"{START_NAME}.mp4", 3)
    slow = Camera(CameraId("slow"), "Slow", 10.84, 106.63, clock_offset_ms=2_500)
    index_footage([tmp_path / "in"], data=Folder(tmp_path / "data"), model="hash",
                  cameras=Cameras([slow]), jobs=jobs)  # fmt: skip
    (span,) = FootageLog(Folder(tmp_path / "data")).spans()
    assert span.raw_start_ms is not None and span.start_ms is not None
    assert span.start_ms - span.raw_start_ms == span.clock_correction_ms == 2_500


def test_what_waits_is_lagging_until_it_is_indexed(tmp_path: Path, jobs: Jobs) -> None:
    clip(tmp_path / "in" / "a" / f"{START_NAME}.mp4", 3)
    data = Folder(tmp_path / "data")
    told: list[str] = []

    class Watching(Jobs):
        def run(self, function, tasks):  # type: ignore[no-untyped-def]
            told.extend(span.state for span in FootageLog(data).spans())
            return super().run(function, tasks)

    watching = Watching(jobs._client, outside=False)
    index_footage([tmp_path / "in"], data=data, model="hash", cameras=CAMERAS, jobs=watching)
    assert told == ["lagging"]
    assert [span.state for span in FootageLog(data).spans()] == ["indexed"]


def test_stages_side_by_side_give_the_same(tmp_path: Path) -> None:
    path = clip(tmp_path / "a" / f"{START_NAME}.mp4", 6)
    footage = place_footage(path, CAMERAS)
    (task,) = split(footage, encoder_card("hash").fingerprint)
    apart = index_span(task, str(tmp_path / "one"), "hash")
    beside = index_span(task, str(tmp_path / "two"), "hash", overlap=True)
    assert replace(apart, stages=beside.stages) == beside


def test_moved_footage_is_found_where_it_lies_now(folder: Path, tmp_path: Path, jobs: Jobs) -> None:
    data = tmp_path / "data"
    run(folder, data, jobs)
    folder.rename(tmp_path / "archive")
    report = run(tmp_path / "archive", data, jobs)
    assert (report.footage, report.skipped) == (0, 2)
    paths = {span.path for span in FootageLog(Folder(data)).spans()}
    assert all(path.startswith(str(tmp_path / "archive")) for path in paths)


def test_odd_footage_is_indexed(tmp_path: Path, jobs: Jobs) -> None:
    folder = tmp_path / "in" / "a"
    uneven = [n * 10 if n < 30 else 300 + (n - 30) * 40 for n in range(50)]
    odd_clip(folder / f"{START_NAME}.mp4", uneven)
    odd_clip(folder / "2022-04-27T21-05-00+0700.mkv", [n * 10 for n in range(60)],
             container="matroska")  # fmt: skip
    report = run(tmp_path / "in", tmp_path / "data", jobs)
    assert report.quarantined == () and report.footage == 2
    times = sorted({r.pts_ms for r in regions(tmp_path / "data") if r.kind == "object"})
    assert times[0] == 0 and times[-1] >= 9_000


def test_a_file_that_ends_too_soon_is_indexed_and_the_rest_called_missing(
    tmp_path: Path, jobs: Jobs
) -> None:
    path = odd_clip(
        tmp_path / "in" / "a" / f"{START_NAME}.mkv",
        [n * 10 for n in range(300)],
        gop=10,
        container="matroska",
    )
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    report = run(tmp_path / "in", tmp_path / "data", jobs)
    assert report.footage == 1 and report.quarantined == ()
    log = FootageLog(Folder(tmp_path / "data"))
    states = {covered.state: covered.stretch for covered in log.coverage()}
    assert states["missing"].after_ms == states["indexed"].before_ms
    assert states["missing"].before_ms - states["indexed"].after_ms == 30_000
    (missing,) = [span for span in log.spans() if span.state == "missing"]
    assert "before its header says" in missing.reason


def test_a_hole_in_a_file_is_missing_and_both_sides_of_it_are_indexed(
    tmp_path: Path, jobs: Jobs
) -> None:
    before, after = [n * 10 for n in range(60)], [61_250 + n * 10 for n in range(60)]
    path = tmp_path / "in" / "a" / f"{START_NAME}.mp4"
    odd_clip(path, before + after, gop=20)
    report = run(tmp_path / "in", tmp_path / "data", jobs)
    assert report.footage == 1 and report.quarantined == ()
    log = FootageLog(Folder(tmp_path / "data"))
    start = place_footage(path, CAMERAS).start_ms
    stretches = [
        (one.state, one.stretch.after_ms - start, one.stretch.before_ms - start)
        for one in log.coverage()
    ]
    assert stretches == [
        ("indexed", 0, 6_000), ("indexed", 612_000, 618_500), ("missing", 6_000, 612_000),
    ]  # fmt: skip
    (missing,) = [span for span in log.spans() if span.state == "missing"]
    assert missing.reason == "the file has no picture for 606 s"
    seen = {r.pts_ms for r in regions(tmp_path / "data") if r.kind == "object"}
    assert min(seen) < 2_000 and max(seen) > 616_000
    assert run(tmp_path / "in", tmp_path / "data", jobs).skipped == 2


def test_what_was_indexed_across_a_hole_is_not_indexed_again(
    tmp_path: Path, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd_clip(
        tmp_path / "in" / "a" / f"{START_NAME}.mp4",
        [*range(0, 600, 10), *range(61_000, 61_600, 10)],
    )
    monkeypatch.setattr(probing, "HOLE_MS", 10**9)
    spans = run(tmp_path / "in", tmp_path / "data", jobs)
    held = regions(tmp_path / "data")
    monkeypatch.undo()
    again = run(tmp_path / "in", tmp_path / "data", jobs)
    assert spans.footage == 1 and again.regions == 0
    assert regions(tmp_path / "data") == held


def test_refused_files_are_noted_and_the_rest_is_done(
    folder: Path, tmp_path: Path, jobs: Jobs
) -> None:
    (folder / "a" / "2022-04-27T22-00-00+0700.mp4").write_bytes(b"")
    shutil.copy(folder / "a" / f"{START_NAME}.mp4", folder / "b" / "2022-04-27T23-00-00+0700.mp4")
    report = run(folder, tmp_path / "data", jobs)
    assert report.footage == 2
    reasons = [note.reason for note in report.quarantined]
    assert any("empty" in reason for reason in reasons)
    assert any("same bytes" in reason for reason in reasons)
    log = FootageLog(Folder(tmp_path / "data"))
    assert sorted(note.reason for note in log.quarantined()) == sorted(reasons)
    assert len(run(folder, tmp_path / "data", jobs).quarantined) == 2


def test_another_encoder_or_a_bad_pattern_is_an_error(
    folder: Path, tmp_path: Path, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(folder, tmp_path / "data", jobs)
    from embeddings.hash_encoder import HashEncoder
    from indexer import span

    monkeypatch.setattr(span, "_encoders", {"hash": HashEncoder(32)})
    with pytest.raises(EncoderMismatch, match="another encoder"):
        run(folder, tmp_path / "data", jobs)
    with pytest.raises(BadInput, match="the pattern"):
        index_footage([folder], data=Folder(tmp_path / "data"), model="hash", cameras=CAMERAS,
                      jobs=jobs, pattern="x.mp4")  # fmt: skip


def test_a_data_folder_that_cannot_be_written_is_said_so(
    folder: Path, tmp_path: Path, jobs: Jobs
) -> None:
    (tmp_path / "data").write_text("a file stands where the folder should be")
    with pytest.raises(StorageFailed):
        run(folder, tmp_path / "data", jobs)


def test_the_same_over_processes(folder: Path, tmp_path: Path, jobs: Jobs) -> None:
    run(folder, tmp_path / "data", jobs)
    with open_jobs(workers=2) as processes:
        report = run(folder, tmp_path / "other", processes)
    assert report.footage == 2
    assert regions(tmp_path / "other") == regions(tmp_path / "data")
    stems = [{e.stem for e in FrameTable(Folder(tmp_path / d)).shards()} for d in ("data", "other")]
    assert stems[0] == stems[1]
