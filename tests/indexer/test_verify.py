"""A flipped byte in any file of a data folder is found, and its file or shard is named."""

from pathlib import Path

import pytest

from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.frame_table import FrameTable
from indexer.ids import ReportId
from indexer.index_model import remember_model
from indexer.progress import NoProgress
from indexer.reports.log import ReportLog
from indexer.reports.report import Report
from indexer.span_notes import bad_file_note
from indexer.verify import Verified, verify
from tests.indexer.test_merge import ENCODER, add


@pytest.fixture
def data(tmp_path: Path) -> Folder:
    """Two shards, a footage log and a report log, of two commits each."""
    data = Folder(tmp_path)
    remember_model(data, "hash", ENCODER.card.fingerprint)
    for number in range(2):
        add(data, f"t{number}", count=6, day=number)
        FootageLog(data).append([bad_file_note(Path(f"{number}.mp4"), "cut off")])
        text = f"xe máy đỏ ở hẻm {number}"
        report = Report(ReportId(f"r{number}"), "tip", "zalo", text, 1_651_000_000_000)
        ReportLog(data).append([report], f"batch{number}")
    return data


def check(data: Folder) -> Verified:
    return verify(data, NoProgress())


def flip(path: Path, at: int) -> bytes:
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[at] ^= 1
    path.write_bytes(changed)
    return whole


def test_what_is_as_it_was_written_is_said_to_be(data: Folder) -> None:
    found = check(data)
    assert (found.shards, found.damaged, found.faults) == (2, (), ())


def test_a_flipped_byte_in_a_shard_names_it(data: Folder) -> None:
    for entry in FrameTable(data).shards():
        for name in (entry.rows_name, entry.vectors_name):
            path = data.local_path(name)
            for at in (0, path.stat().st_size // 2, path.stat().st_size - 1):
                whole = flip(path, at)
                (told,) = check(data).damaged
                assert entry.stem in told and name in told
                path.write_bytes(whole)


def test_a_flipped_byte_in_the_footage_log_is_found(data: Folder) -> None:
    folder = data.child("footage")
    for name in (name for name in folder.names() if name.endswith(".parquet")):
        path = folder.local_path(name)
        for at in range(0, path.stat().st_size, 293):
            whole = flip(path, at)
            assert any(name in fault for fault in check(data).faults), at
            path.write_bytes(whole)


@pytest.mark.parametrize("log", ["frames", "footage"])
def test_any_changed_word_of_a_commit_is_found_by_the_next(data: Folder, log: str) -> None:
    path = data.local_path(f"{log}/_delta_log/00000000000000000001.json")
    for at in range(0, path.stat().st_size, 61):
        whole = flip(path, at)
        found = check(data)
        assert found.faults or found.damaged, at
        path.write_bytes(whole)
    assert not check(data).faults


def test_a_report_that_was_changed_is_named(data: Folder) -> None:
    folder = data.child("reports/log")
    found = 0
    for name in (name for name in folder.names() if name.endswith(".parquet")):
        path = folder.local_path(name)
        at = path.read_bytes().find("hẻm".encode())
        if at > 0:
            flip(path, at)
            found += any(name in fault for fault in check(data).faults)
    assert found == 2


def test_what_the_log_says_of_a_shard_is_compared_with_it(data: Folder) -> None:
    path = data.local_path("frames/_delta_log/00000000000000000002.json")
    told = path.read_text()
    assert "c0" in told
    path.write_text(told.replace("c0", "b0"))
    (fault,) = check(data).damaged
    assert "the log says other things" in fault


def test_a_missing_commit_is_found(data: Folder) -> None:
    data.remove("footage/_delta_log/00000000000000000001.json")
    assert any("commit 1 is missing" in fault for fault in check(data).faults)
