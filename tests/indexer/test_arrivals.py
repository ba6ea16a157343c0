"""Files that arrive in a folder: told when whole, again when changed, and a folder that goes."""

import threading
from pathlib import Path

from indexer.arrivals import Arrivals, index_arrivals
from indexer.index_run import IndexReport


def test_a_file_is_told_once_it_rests(tmp_path: Path) -> None:
    arrivals = Arrivals(tmp_path)
    assert arrivals.ready() == []
    path = tmp_path / "a" / "one.mp4"
    path.parent.mkdir()
    path.write_bytes(b"half")
    assert arrivals.ready() == []
    path.write_bytes(b"half and more")
    assert arrivals.ready() == []
    assert arrivals.ready() == [path]
    assert arrivals.ready() == []


def test_a_file_that_changes_is_told_again(tmp_path: Path) -> None:
    path, arrivals = tmp_path / "one.mp4", Arrivals(tmp_path)
    path.write_bytes(b"1")
    assert [arrivals.ready(), arrivals.ready()] == [[], [path]]
    path.write_bytes(b"longer")
    assert [arrivals.ready(), arrivals.ready()] == [[], [path]]


def test_empty_hidden_and_other_files_are_no_footage(tmp_path: Path) -> None:
    for name, content in (("empty.mp4", b""), (".part.mp4", b"1"), ("one.json", b"{}")):
        (tmp_path / name).write_bytes(content)
    arrivals = Arrivals(tmp_path)
    assert [arrivals.ready(), arrivals.ready()] == [[], []]


def test_a_folder_that_goes_and_comes_back_is_not_told_anew(tmp_path: Path) -> None:
    folder, away = tmp_path / "in", tmp_path / "away"
    folder.mkdir()
    (folder / "one.mp4").write_bytes(b"1")
    arrivals = Arrivals(folder)
    arrivals.ready(), arrivals.ready()
    folder.rename(away)
    assert not arrivals.reachable and arrivals.ready() == []
    away.rename(folder)
    assert arrivals.reachable and [arrivals.ready(), arrivals.ready()] == [[], []]


def test_lots_are_indexed_until_it_is_stopped() -> None:
    stop, lots = threading.Event(), [[Path("a")], [Path("b"), Path("c")]]
    done: list[list[Path]] = []

    def ready() -> list[Path]:
        if lots:
            return lots.pop(0)
        stop.set()
        return []

    def index(paths: object) -> IndexReport:
        done.append(list(paths))  # type: ignore[call-overload]
        return IndexReport(1, 1, 1, 0, (), 0.0)

    assert len(list(index_arrivals(ready, index, stop))) == 2
    assert done == [[Path("a")], [Path("b"), Path("c")]]
