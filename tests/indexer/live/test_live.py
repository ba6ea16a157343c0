"""A camera's stream from a real RTSP server into the index; killed and started again."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import live
from indexer.arrivals import index_arrivals
from indexer.cameras import Camera, Cameras
from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.ids import CameraId
from indexer.index_footage import index_footage
from indexer.jobs.runner import open_jobs
from indexer.live import LiveCameras, unknown_files
from indexer.video import stream
from tests.indexer.drawn_footage import clip
from tests.indexer.live.servers import has_rtsp_server, http_server, rtsp_server, write_hls

needs_rtsp = pytest.mark.skipif(
    not has_rtsp_server(),
    reason="no GStreamer RTSP server: apt install gir1.2-gst-rtsp-server-1.0 python3-gi "
    "gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad",
)


def camera(url: str) -> Camera:
    return Camera(CameraId("a"), "A", 10.84, 106.63, stream=url)


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short segments and pauses."""
    monkeypatch.setattr(stream, "SEGMENT_MS", 1_000)
    monkeypatch.setattr(live, "FIRST_PAUSE_S", 0.2)
    monkeypatch.setattr(live, "LONGEST_PAUSE_S", 0.2)
    monkeypatch.setattr(live, "LEAST_GAP_MS", 300)


@needs_rtsp
@pytest.mark.usefixtures("brisk")
def test_a_stream_is_searchable_and_what_was_missed_is_told(tmp_path: Path) -> None:
    film, log = clip(tmp_path / "film.mp4", 30), FootageLog(Folder(tmp_path / "data"))
    other = clip(tmp_path / "other.mp4", 30, shade=60)
    began_ms = time.time() * 1000
    with rtsp_server(film) as port:
        recording = _Recording(tmp_path, camera(f"rtsp://127.0.0.1:{port}/street"), log)
        recording.start()
        recording.until(lambda: len(_indexed(log)) >= 2)
    recording.until(lambda: any("cannot be read" in span.reason for span in log.spans()))
    before = len(_indexed(log))
    with rtsp_server(other, port):
        recording.until(lambda: len(_indexed(log)) >= before + 2)
        recording.end()
    spans = sorted(_indexed(log), key=lambda span: span.span_after_ms or 0)
    assert all(span.regions for span in spans)
    assert (spans[0].span_after_ms or 0) > began_ms - 1_000
    assert all(span.at_ms - (span.span_before_ms or 0) < 60_000 for span in spans)
    gaps = [span for span in log.spans() if span.state == "unreachable"]
    last = max(gaps, key=lambda span: span.span_after_ms or 0)
    assert last.span_after_ms in [span.span_before_ms for span in spans]
    assert last.span_before_ms in [span.span_after_ms for span in spans]


@pytest.mark.usefixtures("brisk")
def test_what_a_killed_run_recorded_is_found_again(tmp_path: Path) -> None:
    write_hls(clip(tmp_path / "film.mp4", 3), tmp_path / "hls")
    stop = threading.Event()
    with http_server(tmp_path / "hls") as address:
        recorder = LiveCameras([camera(f"{address}/live.m3u8")], tmp_path / "live")
        with recorder.recording(stop):
            files: list[Path] = []
            _wait(lambda: bool(files.extend(recorder.files()) or len(files) >= 3))
    assert unknown_files(tmp_path / "live", set)[:3] == sorted(files)[:3]
    assert unknown_files(tmp_path / "live", lambda: set(map(str, files)))[:1] != files[:1]
    assert recorder.notes() == [] or all(n.state == "unreachable" for n in recorder.notes())


@pytest.mark.usefixtures("brisk")
def test_a_disk_that_refuses_is_said_so(tmp_path: Path) -> None:
    write_hls(clip(tmp_path / "film.mp4", 2), tmp_path / "hls")
    (tmp_path / "live").write_bytes(b"a file, not a folder")
    with http_server(tmp_path / "hls") as address:
        recorder = LiveCameras([camera(f"{address}/live.m3u8")], tmp_path / "live")
        with recorder.recording(threading.Event()), pytest.raises(StorageFailed, match="cannot"):
            _wait(lambda: bool(recorder.files()))


class _Recording:
    """Recording and indexing, as the command does them, in threads of this process."""

    def __init__(self, folder: Path, one: Camera, log: FootageLog) -> None:
        self._folder, self._camera, self._log = folder, one, log
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._failed: list[BaseException] = []

    def start(self) -> None:
        self._thread.start()

    def until(self, true: Callable[[], bool]) -> None:
        _wait(lambda: true() or bool(self._failed))
        assert not self._failed, self._failed

    def end(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        recorder = LiveCameras([self._camera], self._folder / "live")
        try:
            with open_jobs() as jobs, recorder.recording(self._stop):

                def ready() -> list[Path]:
                    files = recorder.files()
                    self._log.append(recorder.notes())
                    return files

                def index(paths: list[Path]) -> object:
                    return index_footage(
                        paths, data=Folder(self._folder / "data"), model="hash",
                        cameras=Cameras([self._camera]), jobs=jobs,
                    )  # fmt: skip

                list(index_arrivals(ready, index, self._stop))  # type: ignore[arg-type]
        except BaseException as error:
            self._failed.append(error)


def _indexed(log: FootageLog) -> list:  # type: ignore[type-arg]
    return [span for span in log.spans() if span.state == "indexed"]


def _wait(true: Callable[[], bool]) -> None:
    """Until something that other threads bring about is so."""
    deadline = time.monotonic() + 60
    pause = threading.Event()
    while not true():
        assert time.monotonic() < deadline, "it did not come about"
        pause.wait(0.1)
