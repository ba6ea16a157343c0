"""`truyvet footage watch` and `footage live`, begun and interrupted as a user does."""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.cameras import Camera, import_cameras
from indexer.folder import Folder
from indexer.footage_log import FootageLog, FootageSpan
from indexer.ids import CameraId
from indexer.video import stream
from search.cli.main import main
from tests.indexer.drawn_footage import START_NAME, clip
from tests.indexer.live.servers import http_server, write_hls


@pytest.fixture
def data(tmp_path: Path) -> Path:
    import_cameras(Folder(tmp_path / "data"), [Camera(CameraId("a"), "A", 10.84, 106.63)])
    return tmp_path / "data"


def run_until(true: Callable[[], bool], *arguments: str | Path) -> int:
    """Run a command that goes on for ever, and press Ctrl-C when something is so."""
    over = threading.Event()

    def interrupt() -> None:
        while not (true() or over.wait(0.1)):
            pass
        if not over.is_set():
            os.kill(os.getpid(), signal.SIGINT)

    watcher = threading.Thread(target=interrupt)
    watcher.start()
    try:
        return main([*map(str, arguments)])
    finally:
        over.set()
        watcher.join()


def indexed(data: Path) -> list[FootageSpan]:
    return [span for span in FootageLog(Folder(data)).spans() if span.state == "indexed"]


def test_what_arrives_is_indexed_until_ctrl_c(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in" / "a"
    clip(folder / f"{START_NAME}.mp4", 3)
    (folder / "2022-04-27T22-00-00+0700.mp4").write_bytes(b"no video")
    arrived: list[Path] = []

    def both_are_there() -> bool:
        if indexed(data) and not arrived:
            arrived.append(clip(folder / "2022-04-27T21-05-00+0700.mp4", 3, shade=60))
        return len(indexed(data)) == 2

    code = run_until(
        both_are_there, "--data", data, "footage", "watch", tmp_path / "in", "--model", "hash"
    )
    said = capsys.readouterr().err
    assert code == 0 and {span.path for span in indexed(data)} == {
        str(folder / f"{START_NAME}.mp4"), str(arrived[0]),
    }  # fmt: skip
    assert said.count("1 files, ") == 2
    assert said.count("quarantined") == 1, "a bad file is told once and keeps nothing back"


def test_a_stream_is_recorded_and_indexed_until_ctrl_c(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "SEGMENT_MS", 1_000)
    write_hls(clip(tmp_path / "a.mp4", 3), tmp_path / "hls")
    with http_server(tmp_path / "hls") as address:
        streaming = Camera(CameraId("b"), "B", 10.84, 106.63, stream=f"{address}/live.m3u8")
        import_cameras(Folder(data), [streaming])
        code = run_until(
            lambda: len(indexed(data)) >= 3, "--data", data, "footage", "live", "--model", "hash"
        )
    assert code == 0
    assert {(span.camera, Path(span.path).parent) for span in indexed(data)} == {
        ("b", data / "live" / "b")
    }


def test_what_cannot_be_watched_is_said(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*arguments: str | Path) -> str:
        assert main(["--data", str(data), "footage", *map(str, arguments)]) == 1
        return capsys.readouterr().err

    assert "not a folder" in said("watch", tmp_path / "gone")
    assert "no camera has a stream" in said("live")
    assert "has no stream" in said("live", "--camera", "a")
    assert "unknown camera 'x'" in said("live", "--camera", "x")
    assert "Lê Lợi" in said("index", tmp_path, "--first", "Lê Lợi")
