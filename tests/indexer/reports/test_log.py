"""The report log: what is logged once, what stands, and how it once stood."""

import json
import multiprocessing
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.ids import Interval, ReportId
from indexer.reports.log import ReportLog
from indexer.reports.mapped_rows import IN_MEMORY_BYTES
from indexer.reports.report import Report, ReportPlace


def report(ident: str, text: str = "xe máy đỏ") -> Report:
    return Report(ReportId(ident), "tip", "zalo", text, 1_651_068_000_000)


FULL = Report(
    id=ReportId("full"),
    kind="statement",
    channel="đồn công an",
    text="Tôi thấy 🔥",
    received_at_ms=5,
    occurred=Interval(1, 3),
    place=ReportPlace("gần chợ", 10.84, 106.63, 120.0, "Thới An", ("street:to-ky",), "Tô Ký"),
    media=("a.jpg", "b.mp4"),
    understood_time=True,
    understood_place=True,
    sender_ref="0123",
)


@pytest.fixture
def log(tmp_path: Path) -> ReportLog:
    return ReportLog(Folder(tmp_path))


def test_a_new_log_is_empty(log: ReportLog) -> None:
    assert (log.generation(), log.count(), log.extent()) == (-1, 0, None)
    assert log.get(ReportId("x")) is None
    assert list(log.reports()) == list(log.changed_since(-1)) == []
    assert log.quarantined() == []


def test_what_is_logged_is_read_back_whole(log: ReportLog) -> None:
    place_without_point = replace(report("b"), place=ReportPlace("Tô Ký"))
    assert log.append([FULL, report("a"), place_without_point], "k") == 3
    assert log.get(ReportId("full")) == FULL
    assert list(log.reports()) == [FULL, report("a"), place_without_point]
    assert log.get_many([ReportId("a"), ReportId("none"), ReportId("full")]) == [report("a"), FULL]


def test_the_same_again_changes_nothing(log: ReportLog) -> None:
    assert log.append([report("a"), report("a")], "k1") == 1
    assert log.append([report("a")], "k1") == log.append([report("a")], "k2") == 0
    assert (log.generation(), log.count()) == (0, 1)


def test_changed_content_replaces_and_an_old_file_does_not_bring_it_back(log: ReportLog) -> None:
    old, new = report("a", "xe xanh"), report("a", "xe đỏ")
    log.append([old], "k1")
    log.append([new], "k2")
    log.append([old, report("b")], "k3")
    assert log.get(ReportId("a")) == new
    assert (log.generation(), log.count()) == (2, 2)


def test_two_versions_in_one_batch_the_later_stands(log: ReportLog) -> None:
    log.append([report("a", "một"), report("a", "hai")], "k")
    assert log.get(ReportId("a")) == report("a", "hai")
    assert log.count() == 1


def test_what_was_understood_from_the_text_does_not_make_a_new_version(log: ReportLog) -> None:
    told = replace(report("a"), place=ReportPlace("Tô Ký"))
    understood = replace(
        told,
        occurred=Interval(1, 2),
        place=ReportPlace("Tô Ký", 10.0, 106.0, 500.0, place_ids=("street:to-ky",), name="Tô Ký"),
        understood_time=True,
        understood_place=True,
    )
    log.append([understood], "k1")
    assert log.append([told], "k2") == 0
    assert log.append([replace(told, place=ReportPlace("Trường Chinh"))], "k3") == 1
    assert log.append([replace(told, occurred=Interval(1, 2))], "k4") == 1


def test_a_generation_can_be_read_as_it_was(log: ReportLog) -> None:
    log.append([report("a", "một"), report("b")], "k1")
    log.append([report("a", "hai"), report("c")], "k2")
    assert list(log.reports(0)) == [report("a", "một"), report("b")]
    assert list(log.reports(1)) == [report("b"), report("a", "hai"), report("c")]
    assert list(log.changed_since(0)) == [report("a", "hai"), report("c")]
    assert list(log.changed_since(1)) == []
    assert list(log.changed_between(0, 1)) == list(log.changed_since(0))
    assert log.changed_between(1, 1) == log.changed_between(-1, -1) == []
    log.append([report("a", "ba")], "later")
    assert log.changed_between(0, 1) == [report("a", "hai"), report("c")], "as they stood"
    with pytest.raises(StorageFailed, match="generation 9"):
        list(log.reports(9))


def test_another_handle_sees_what_is_appended(log: ReportLog, tmp_path: Path) -> None:
    other = ReportLog(Folder(tmp_path))
    assert other.generation() == -1
    for number in range(3):
        log.append([report(f"r{number}")], f"k{number}")
        assert (other.generation(), other.count()) == (number, number + 1)


def test_extent_spans_what_reports_tell_of(log: ReportLog) -> None:
    log.append([replace(report("a"), occurred=Interval(50, 90)), report("b")], "k1")
    log.append([replace(report("c"), occurred=Interval(10, 60))], "k2")
    assert log.extent() == Interval(10, 90)


def test_a_damaged_table_is_said_where(log: ReportLog, tmp_path: Path) -> None:
    log.append([report("a")], "k")
    for file in (tmp_path / "reports" / "log" / "_delta_log").glob("*.json"):
        file.write_text("{")
    with pytest.raises(StorageFailed, match="reports/log"):
        ReportLog(Folder(tmp_path)).count()


def _append_all(folder: str, start: "multiprocessing.synchronize.Barrier", own: str) -> None:
    log = ReportLog(Folder(folder))
    start.wait(60)
    for number in range(5):
        log.append([report(f"shared-{number}"), report(f"{own}-{number}")], f"batch-{own}-{number}")


def test_processes_that_write_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(3)
    writers = [
        context.Process(target=_append_all, args=(str(tmp_path), start, own)) for own in "abc"
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    log = ReportLog(Folder(tmp_path))
    assert log.count() == len(list(log.reports())) == 20


_VERSIONS = st.lists(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=4), max_size=5
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(batches=_VERSIONS)
def test_the_log_is_what_a_dictionary_would_be(
    tmp_path_factory: pytest.TempPathFactory, batches: Sequence[Sequence[tuple[str, str]]]
) -> None:
    log = ReportLog(Folder(tmp_path_factory.mktemp("log")))
    seen: set[tuple[str, str]] = set()
    standing: dict[str, str] = {}
    for number, batch in enumerate(batches):
        log.append([report(ident, text) for ident, text in batch], f"k{number}")
        for version in batch:
            if version not in seen:
                seen.add(version)
                standing[version[0]] = version[1]
    assert {found.id: found.text for found in log.reports()} == standing
    assert log.count() == len(standing)


def test_texts_take_no_memory_of_their_own(log: ReportLog, tmp_path: Path) -> None:
    for number in range(3):
        many = [report(f"{number}-{at}", f"{at} {'xe máy đỏ ' * 400}") for at in range(1_000)]
        log.append(many, f"k{number}")
    before = pa.total_allocated_bytes()
    again = ReportLog(Folder(tmp_path))
    assert again.count() == 3_000
    held = pa.total_allocated_bytes() - before
    assert held < 1.5 * IN_MEMORY_BYTES < 3_000 * 4_000
    assert again.get(ReportId("2-7")) == log.get(ReportId("2-7"))
    assert list(log.changed_since(1))[-1].id == "2-999"


def test_the_log_keeps_every_commit_for_past_generations(log: ReportLog, tmp_path: Path) -> None:
    log.append([report("a")], "k1")
    log.append([report("b")], "k2")
    kept = DeltaTable(str(tmp_path / "reports" / "log")).metadata().configuration
    assert kept["delta.enableExpiredLogCleanup"] == "false"


def test_the_log_of_commits_is_short_to_read_whatever_its_length(
    log: ReportLog, tmp_path: Path
) -> None:
    """Opening it takes what lies behind the last checkpoint; statistics of texts are not in it."""
    for number in range(25):
        log.append([report(f"{number}", "cướp giật trên đường Tô Ký")], f"k{number}")
    folder = tmp_path / "reports" / "log" / "_delta_log"
    checkpoint = json.loads((folder / "_last_checkpoint").read_text())["version"]
    assert checkpoint >= 15
    assert "Tô Ký" not in (folder / f"{24:020d}.json").read_text()
    assert log.count() == 25
    assert ReportLog(Folder(tmp_path)).get(ReportId("3")) == log.get(ReportId("3"))
    assert len(list(log.reports(generation=9))) == 10


def test_those_received_last_come_first_ties_by_id(log: ReportLog) -> None:
    times = {"b": 5, "a": 5, "c": 9, "d": 1}
    log.append([replace(report(i), received_at_ms=at) for i, at in times.items()], "k")
    log.append([replace(report("d"), received_at_ms=5)], "later")
    assert [found.id for found in log.newest()] == ["c", "a", "b", "d"]
