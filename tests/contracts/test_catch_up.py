"""Every text index follows the report log, from wherever it stands."""

from pathlib import Path

from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.reports.catch_up import catch_up, rebuild_text_index
from indexer.reports.log import ReportLog
from indexer.reports.report import Report
from indexer.reports.text_index import ReportIndex, ReportQuery


def report(ident: str, text: str = "xe máy") -> Report:
    return Report(ReportId(ident), "tip", "zalo", text, 0)


def log_of_three(folder: Path) -> ReportLog:
    log = ReportLog(Folder(folder))
    log.append([report("a"), report("b")], "k0")
    log.append([report("a", "ô tô"), report("c")], "k1")
    log.append([report("d")], "k2")
    return log


def held(index: ReportIndex) -> list[str]:
    return [hit.report for hit in index.search(ReportQuery(""), 100)]


def test_an_empty_log_leaves_an_empty_index(report_index: ReportIndex, tmp_path: Path) -> None:
    assert catch_up(ReportLog(Folder(tmp_path)), report_index) == 0
    assert report_index.generation() == -1


def test_a_new_index_takes_all_as_it_stands(report_index: ReportIndex, tmp_path: Path) -> None:
    log = log_of_three(tmp_path)
    assert catch_up(log, report_index) == 4
    assert held(report_index) == ["a", "b", "c", "d"]
    assert report_index.generation() == 2
    assert [hit.report for hit in report_index.search(ReportQuery("ô tô"), 5)] == ["a"]
    assert catch_up(log, report_index) == 0


def test_an_index_behind_takes_what_came_since(report_index: ReportIndex, tmp_path: Path) -> None:
    log = log_of_three(tmp_path)
    report_index.add(list(log.reports(0)), 0)
    assert catch_up(log, report_index) == 3
    assert held(report_index) == ["a", "b", "c", "d"]
    assert [hit.report for hit in report_index.search(ReportQuery("ô tô"), 5)] == ["a"]


def test_an_index_ahead_of_the_log_is_built_anew(report_index: ReportIndex, tmp_path: Path) -> None:
    report_index.add([report("from another log")], 99)
    catch_up(log_of_three(tmp_path), report_index)
    assert held(report_index) == ["a", "b", "c", "d"]
    assert report_index.generation() == 2


def test_an_index_is_rebuilt_from_the_log(report_index: ReportIndex, tmp_path: Path) -> None:
    log_of_three(tmp_path)
    report_index.add([report("stray"), report("a", "cũ")], 2)
    assert rebuild_text_index(Folder(tmp_path), report_index) == 4
    assert held(report_index) == ["a", "b", "c", "d"]
    assert [hit.report for hit in report_index.search(ReportQuery("ô tô"), 5)] == ["a"]


def test_a_rebuild_of_nothing_is_empty(report_index: ReportIndex, tmp_path: Path) -> None:
    report_index.add([report("stray")], 0)
    assert rebuild_text_index(Folder(tmp_path), report_index) == 0
    assert (held(report_index), report_index.generation()) == ([], -1)
