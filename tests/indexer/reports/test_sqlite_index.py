"""SQLite's own ways to fail: a damaged file, another version's, a process killed while adding."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.errors import TextIndexFailed
from indexer.ids import ReportId
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


def test_an_index_of_the_version_before_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "text.sqlite"
    index = SqliteReportIndex(path)
    reports = [Report(ReportId("a"), "tip", "zalo", "trộm xe máy", 0)]
    index.add(reports, 4)
    index.close()
    connection = sqlite3.connect(path)
    connection.executescript(
        "ALTER TABLE reports DROP COLUMN category; ALTER TABLE state DROP COLUMN meanings;"
        "DROP TABLE words;"
        'CREATE VIRTUAL TABLE words USING fts5(accented, folded, tokenize = "unicode61");'
        "INSERT INTO words (rowid, accented, folded) VALUES (1, 'trộm xe máy', 'trom xe may');"
        "PRAGMA user_version = 1;"
    )
    connection.close()
    again = SqliteReportIndex(path)
    assert again.generation() == -1
    assert [hit.report for hit in again.search(ReportQuery("xe máy"), 9)] == ["a"]
    again.add(reports, 4)
    by_meaning = ReportQuery("stolen motorbike", by_meaning=True)
    assert [hit.report for hit in again.search(by_meaning, 9)] == ["a"]
    assert again.facets(ReportQuery(""))["category"] == {"theft": 1}
    again.close()


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
