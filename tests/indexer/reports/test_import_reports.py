"""The whole import: lines in, reports found, senders nowhere, nothing lost when it is killed."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import write_deltalake

from indexer.errors import BadReport, TextIndexFailed
from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.places.gazetteer import Gazetteer, load_gazetteer
from indexer.reports.catch_up import catch_up
from indexer.reports.identities import Identities
from indexer.reports.import_reports import ImportReport, import_reports
from indexer.reports.log import ReportLog
from indexer.reports.open_index import open_report_index
from indexer.reports.originals import Originals
from indexer.reports.report import Report
from indexer.reports.row import SCHEMA, digest, to_table
from indexer.reports.text_index import ReportIndex, ReportQuery
from tests.heard import Heard

_IMPORT_AND_KILL = """
import os, random, signal, sys, time
from pathlib import Path
from indexer.folder import Folder
from indexer.places.gazetteer import load_gazetteer
from indexer.reports.import_reports import import_reports
from indexer.reports.open_index import open_report_index

def run(folder, file):
    data = Folder(folder)
    index = open_report_index(data, None)
    import_reports([Path(file)], "jsonl", data, index, load_gazetteer(data), batch_size=10)

def ends_within(child, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if os.waitpid(child, os.WNOHANG) != (0, 0):
            return True
    return False

seed, folder, file = int(sys.argv[1]), sys.argv[2], sys.argv[3]
chance, killed = random.Random(seed), 0
while True:
    child = os.fork()
    if child == 0:
        run(folder, file)
        os._exit(0)
    if ends_within(child, chance.uniform(0.01, 0.3) * (1 + killed / 5)):
        break
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    killed += 1
print(killed)
"""
"""Forks one import after the other, before any thread is started, and kills each after a while."""


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return load_gazetteer(Folder(tmp_path_factory.mktemp("places")))


@pytest.fixture
def data(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "data")


@pytest.fixture
def index(data: Folder) -> Iterator[ReportIndex]:
    opened = open_report_index(data, None)
    yield opened
    opened.close()


def row(ident: str, text: str = "xe máy đỏ", **more: Any) -> dict[str, Any]:
    received = "2022-04-27T21:30:00+07:00"
    line = {"id": ident, "kind": "tip", "channel": "zalo", "text": text, "received_at": received}
    return {**line, **more}


def write(path: Path, rows: list[dict[str, Any]], more: bytes = b"") -> Path:
    lines = (json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in rows)
    path.write_bytes(b"".join(lines) + more)
    return path


def found(index: ReportIndex, words: str) -> list[str]:
    return [hit.report for hit in index.search(ReportQuery(words), 1_000)]


def counts(done: ImportReport) -> tuple[int, int, int]:
    return done.imported, done.unchanged, done.refused_count


def test_good_lines_are_found_and_bad_ones_on_record(
    tmp_path: Path, data: Folder, index: ReportIndex, gazetteer: Gazetteer
) -> None:
    first = write(tmp_path / "a.jsonl", [row("a"), row("b", "ô tô")], b"{broken\n\xff\xfe\n")
    second = write(tmp_path / "b.jsonl", [row("c", "xe máy xanh")])
    heard = Heard()
    files = [first, tmp_path / "none.jsonl", second]
    done = import_reports(files, "jsonl", data, index, gazetteer, heard)
    assert counts(done) == (3, 0, 3)
    assert heard.stages == {"reading reports": (6, None)}
    assert found(index, "xe máy") == ["a", "c"]
    assert done.generation == index.generation() == ReportLog(data).generation()
    paths = [record.path for record in ReportLog(data).quarantined()]
    assert paths == [f"{first}:3", f"{first}:4", f"{tmp_path / 'none.jsonl'}"]


def test_again_it_changes_nothing_and_a_mended_file_leaves_quarantine(
    tmp_path: Path, data: Folder, index: ReportIndex, gazetteer: Gazetteer
) -> None:
    file = write(tmp_path / "a.jsonl", [row("a"), row("b")], b"{broken\n")
    once = import_reports([file], "jsonl", data, index, gazetteer)
    twice = import_reports([file], "jsonl", data, index, gazetteer)
    assert counts(once) == (2, 0, 1) and counts(twice) == (0, 2, 1)
    assert twice.generation == once.generation
    write(file, [row("a", "xe tải"), row("b")])
    mended = import_reports([file], "jsonl", data, index, gazetteer)
    assert counts(mended) == (1, 1, 0)
    assert found(index, "tải") == ["a"]
    assert ReportLog(data).quarantined() == []


def test_nothing_good_is_imported_and_said(
    tmp_path: Path, data: Folder, index: ReportIndex, gazetteer: Gazetteer
) -> None:
    done = import_reports([write(tmp_path / "a.jsonl", [])], "zalo", data, index, gazetteer)
    assert (counts(done), done.generation) == ((0, 0, 1), -1)
    with pytest.raises(BadReport, match="unknown source"):
        import_reports([], "fax", data, index, gazetteer)


def test_time_and_place_are_understood_from_the_text(
    tmp_path: Path, data: Folder, index: ReportIndex, gazetteer: Gazetteer
) -> None:
    text = "lúc 21 giờ có hai thanh niên đi xe máy đỏ trên đường Nguyễn Văn Quá"
    file = write(tmp_path / "a.jsonl", [row("a", text)])
    import_reports([file], "jsonl", data, index, gazetteer)
    report = ReportLog(data).get(ReportId("a"))
    assert report is not None and report.understood_time and report.understood_place
    assert report.place is not None and "street:nguyen-van-qua" in report.place.place_ids


def test_senders_are_nowhere_to_be_read(
    tmp_path: Path, data: Folder, index: ReportIndex, gazetteer: Gazetteer
) -> None:
    names = [f"Người Gửi Bí Mật {number:02}" for number in range(50)]
    senders = [{"name": name, "phone": f"09{number:08}"} for number, name in enumerate(names)]
    rows = [row(f"r{n:02}", sender=sender) for n, sender in enumerate(senders)]
    broken = json.dumps(row("broken", sender=senders[0]), ensure_ascii=False)[:-2].encode()
    file = write(tmp_path / "a.jsonl", rows, broken)
    assert counts(import_reports([file], "jsonl", data, index, gazetteer)) == (50, 0, 1)
    stored = [path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()]
    forms = [form for name in ("Bí Mật", "Người Gửi", "09000000") for form in _forms(name)]
    assert len(stored) > 5
    assert not any(form in data for data in stored for form in forms)
    log, identities = ReportLog(data), Identities(data)
    opened = [identities.open(report.sender_ref) for report in log.reports()]
    assert opened == senders


def _forms(text: str) -> list[bytes]:
    plain = [text.encode(), text.encode("utf-16-le"), json.dumps(text)[1:-1].encode()]
    return [*plain, base64.b64encode(text.encode())[:-4]]


def test_edits_and_deletions_are_followed_in_any_order(
    tmp_path: Path, data: Folder, index: ReportIndex, gazetteer: Gazetteer
) -> None:
    def take(name: str, *rows: dict[str, Any]) -> ImportReport:
        file = write(tmp_path / name, list(rows))
        return import_reports([file], "zalo", data, index, gazetteer)

    def hour(clock: int) -> str:
        return f"2022-04-27T{clock}:00:00+07:00"

    take("a.jsonl", row("a"), row("b", "ô tô"), row("c", "xe ba gác"))
    take("b.jsonl", row("a", "xe tải", edited_at=hour(22)), {"id": "b", "deleted": True,
         "received_at": hour(23)}, row("d", "xe đạp", edited_at=hour(23)))  # fmt: skip
    take("late.jsonl", row("a", "xe buýt", edited_at=hour(21)), row("d", "xe lam"))
    assert found(index, "") == ["a", "c", "d"]
    assert found(index, "tải") == ["a"] and found(index, "đạp") == ["d"]
    assert counts(take("a.jsonl", row("a"), row("b", "ô tô"))) == (0, 2, 0)
    log = ReportLog(data)
    assert log.count() == 3 and log.get(ReportId("b")) is None
    assert [report.id for report in log.reports(0)] == ["a", "b", "c"]
    assert [report.id for report in log.reports()] == ["c", "a", "d"]
    fresh = open_report_index(Folder(tmp_path / "data"), None)
    fresh.clear()
    catch_up(log, fresh)
    assert found(fresh, "") == ["a", "c", "d"]
    fresh.close()


def test_the_file_is_kept_and_each_report_says_which(
    tmp_path: Path, data: Folder, index: ReportIndex, gazetteer: Gazetteer
) -> None:
    file = write(tmp_path / "a.jsonl", [row("a")])
    import_reports([file], "jsonl", data, index, gazetteer)
    report = ReportLog(data).get(ReportId("a"))
    assert report is not None
    assert b"".join(Originals(data).read(report.original)) == file.read_bytes()


def test_a_log_from_before_there_were_edits_is_read_and_goes_on(
    tmp_path: Path, data: Folder, index: ReportIndex, gazetteer: Gazetteer
) -> None:
    old = pa.schema([f for f in SCHEMA if f.name not in ("edited_at_ms", "deleted", "original")])
    report = Report(ReportId("a"), "tip", "zalo", "xe máy đỏ", 1_651_069_800_000)
    rows = to_table([report], [digest(report)], 0).select(old.names)
    write_deltalake(str(tmp_path / "data" / "reports" / "log"), rows)
    assert ReportLog(data).get(report.id) == report
    file = write(tmp_path / "a.jsonl", [row("a"), row("b", edited_at="2022-04-28")])
    assert counts(import_reports([file], "jsonl", data, index, gazetteer)) == (1, 1, 0)
    assert found(index, "") == ["a", "b"]


def test_a_changed_sender_is_kept_too(
    tmp_path: Path, data: Folder, index: ReportIndex, gazetteer: Gazetteer
) -> None:
    for name in ("một", "hai"):
        file = write(tmp_path / "a.jsonl", [row("a", sender={"name": name})])
        import_reports([file], "jsonl", data, index, gazetteer)
    report = ReportLog(data).get(ReportId("a"))
    assert report is not None
    assert Identities(data).open(report.sender_ref) == {"name": "hai"}


def test_an_index_that_failed_is_caught_up_by_the_next_import(
    tmp_path: Path, data: Folder, index: ReportIndex, gazetteer: Gazetteer
) -> None:
    file = write(tmp_path / "a.jsonl", [row("a")])
    closed = open_report_index(data, None)
    import_reports([file], "jsonl", data, closed, gazetteer)
    closed.clear()
    closed.close()
    with pytest.raises(TextIndexFailed):
        import_reports([write(file, [row("b")])], "jsonl", data, closed, gazetteer)
    import_reports([file], "jsonl", data, index, gazetteer)
    assert found(index, "") == ["a", "b"]


def test_a_large_file_is_taken_line_by_line(
    tmp_path: Path, data: Folder, index: ReportIndex, gazetteer: Gazetteer
) -> None:
    rows = [row(f"r{number:04}") for number in range(3_000)]
    file = write(tmp_path / "a.jsonl", rows)
    done = import_reports([file], "jsonl", data, index, gazetteer, batch_size=1_000)
    assert (counts(done), done.generation) == ((3_000, 0, 0), 2)
    assert index.count(ReportQuery("")) == 3_000


ROWS = [
    row(f"r{n:03}", f"xe máy số {n}", sender={"name": f"người {n}"} if n % 3 else None)
    for n in range(150)
]


def _killed_again_and_again(seed: int, folder: Path, file: Path) -> int:
    """Import until it gets through; how often it was killed before."""
    command = [sys.executable, "-c", _IMPORT_AND_KILL, str(seed), str(folder), str(file)]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def test_killed_at_any_moment_and_run_again_nothing_is_lost_or_doubled(
    tmp_path: Path, data: Folder, index: ReportIndex, gazetteer: Gazetteer
) -> None:
    file = write(tmp_path / "a.jsonl", ROWS)
    import_reports([file], "jsonl", data, index, gazetteer)
    wanted = list(ReportLog(data).reports())
    killed = 0
    for seed in range(4):
        folder = tmp_path / f"run-{seed}"
        killed += _killed_again_and_again(seed, folder, file)
        _check(Folder(folder), file, gazetteer, wanted)
    assert len(wanted) == 150 and killed >= 6


def _check(data: Folder, file: Path, gazetteer: Gazetteer, wanted: list[Report]) -> None:
    index = open_report_index(data, None)
    again = import_reports([file], "jsonl", data, index, gazetteer)
    assert counts(again) == (0, 150, 0)
    log = ReportLog(data)
    assert [_content(report) for report in log.reports()] == [_content(r) for r in wanted]
    assert found(index, "") == [report.id for report in wanted]
    assert index.generation() == log.generation()
    identities = Identities(data)
    for number, report in enumerate(log.reports()):
        assert identities.open(report.sender_ref) == ROWS[number]["sender"]
    index.close()


def _content(report: Report) -> tuple[str, str, int]:
    return report.id, report.text, report.received_at_ms
