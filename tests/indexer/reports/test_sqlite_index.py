"""SQLite's own ways to fail: a damaged file, another version's, a process killed while adding."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.errors import TextIndexFailed
from indexer.ids import Interval, ReportId
from indexer.reports.postings import BLOCK
from indexer.reports.report import Report
from indexer.reports.sqlite_index import SqliteReportIndex
from indexer.reports.text_index import ReportQuery

_ADD_FOREVER = """
import sys
from pathlib import Path
from indexer.reports.report import Report
from indexer.reports.sqlite_index import SqliteReportIndex
index = SqliteReportIndex(Path(sys.argv[1]))
for generation in range(10**9):
    batch = [Report(f"{generation}-{n}", "tip", "zalo", "xe máy đỏ", 0) for n in range(50)]
    index.add(batch, generation)
    print(generation, flush=True)
"""


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "text.sqlite"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(TextIndexFailed, match=r"text\.sqlite.*reindex --text"):
        SqliteReportIndex(path)


def test_another_versions_index_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.sqlite"
    SqliteReportIndex(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(TextIndexFailed, match="version 99"):
        SqliteReportIndex(path)


_BEFORE = {
    1: """
CREATE TABLE reports (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    channel TEXT NOT NULL, after_ms INTEGER, before_ms INTEGER, text TEXT NOT NULL);
CREATE TABLE state (only INTEGER PRIMARY KEY CHECK (only = 1), generation INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(accented, folded);
INSERT INTO reports VALUES (7, 'a', 'tip', 'zalo', 5, 9, 'trộm xe máy');
INSERT INTO reports VALUES (9, 'b', 'tip', 'zalo', NULL, NULL, 'cướp xe máy');
INSERT INTO state VALUES (1, 4);
""",
    3: """
CREATE TABLE reports (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    channel TEXT NOT NULL, after_ms INTEGER, before_ms INTEGER, text TEXT NOT NULL,
    category TEXT NOT NULL DEFAULT 'other');
CREATE TABLE state (
    only INTEGER PRIMARY KEY CHECK (only = 1), generation INTEGER NOT NULL,
    meanings TEXT NOT NULL DEFAULT '');
CREATE VIRTUAL TABLE words USING fts5(accented, folded, meanings);
INSERT INTO reports VALUES (7, 'a', 'tip', 'zalo', 5, 9, 'trộm xe máy', 'theft');
INSERT INTO reports VALUES (9, 'b', 'tip', 'zalo', NULL, NULL, 'cướp xe máy', 'snatching');
INSERT INTO state VALUES (1, 4, 'another');
""",
}


@pytest.mark.parametrize("version", _BEFORE)
def test_an_index_of_a_version_before_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "text.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(f"{_BEFORE[version]}PRAGMA user_version = {version};")
    connection.close()
    index = SqliteReportIndex(path)
    assert index.generation() == 4
    by_meaning = ReportQuery("stolen motorbike", (Interval(7, 8),), by_meaning=True)
    assert [hit.report for hit in index.search(by_meaning, 9)] == ["a", "b"]
    elsewhen = ReportQuery("xe máy", (Interval(9, 10),))
    assert [hit.report for hit in index.search(elsewhen, 9)] == ["b"]
    assert index.facets(ReportQuery(""))["category"] == {"snatching": 1, "theft": 1}
    index.close()


def test_what_is_taken_out_leaves_no_words_once_its_block_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "text.sqlite"
    index = SqliteReportIndex(path)
    many = [Report(ReportId(str(n)), "tip", "zalo", f"xe máy {n}", 0) for n in range(BLOCK + 1)]
    index.add(many, 0)
    index.remove([report.id for report in many[1:BLOCK]], 1)
    assert {hit.report for hit in index.search(ReportQuery("máy"), 9)} == {"0", str(BLOCK)}
    index.remove(["0"], 2)
    assert [hit.report for hit in index.search(ReportQuery("máy"), 9)] == [str(BLOCK)]
    index.close()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT DISTINCT block FROM postings").fetchall() == [(1,)]
    connection.close()


def test_another_vocabulary_of_meanings_has_all_reports_added_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = [Report(ReportId("a"), "tip", "zalo", "trộm xe máy", 0)]
    for fingerprint, reached in (("one", -1), ("one", 4), ("other", -1)):
        monkeypatch.setattr("indexer.reports.sqlite_index.FINGERPRINT", fingerprint)
        index = SqliteReportIndex(tmp_path / "text.sqlite")
        assert index.generation() == reached
        index.add(reports, 4)
        index.close()


def test_a_closed_index_says_so(tmp_path: Path) -> None:
    index = SqliteReportIndex(tmp_path / "text.sqlite")
    index.close()
    with pytest.raises(TextIndexFailed, match="closed"):
        index.generation()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TextIndexFailed, match="cannot be opened"):
        SqliteReportIndex(tmp_path / "file" / "text.sqlite")


def test_reopened_it_is_as_it_was(tmp_path: Path) -> None:
    index = SqliteReportIndex(tmp_path / "text.sqlite")
    index.add([Report(ReportId("a"), "tip", "zalo", "xe máy", 0)], 4)
    index.close()
    again = SqliteReportIndex(tmp_path / "text.sqlite")
    assert again.generation() == 4
    assert [hit.report for hit in again.search(ReportQuery("may"), 5)] == ["a"]
    again.close()


@pytest.mark.parametrize("batches", [1, 3, 8])
def test_killed_while_adding_it_holds_whole_batches(tmp_path: Path, batches: int) -> None:
    path = tmp_path / "text.sqlite"
    writer = subprocess.Popen(
        [sys.executable, "-c", _ADD_FOREVER, str(path)], stdout=subprocess.PIPE
    )
    assert writer.stdout is not None
    for _ in range(batches):
        writer.stdout.readline()
    writer.kill()
    writer.wait()
    writer.stdout.close()
    index = SqliteReportIndex(path)
    whole = index.generation() + 1
    assert whole >= batches
    assert index.count(ReportQuery("")) == whole * 50
    assert len(index.search(ReportQuery("đỏ"), 10**6)) == whole * 50
    index.close()
