"""The text index made anew beside the one that answers, on both stores: swapped, refused, back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from indexer.errors import ReindexRefused, TextIndexFailed
from indexer.ids import ReportId
from indexer.progress import NoProgress
from indexer.reports.catch_up import catch_up
from indexer.reports.log import ReportLog
from indexer.reports.open_index import open_report_index, text_indexes
from indexer.reports.report import Report
from indexer.reports.text_index import ReportIndex, ReportQuery
from indexer.reports.text_indexes import FollowingIndex
from search import reindex_text as module
from search.reindex_text import reindex_text, roll_back_text
from search.settings import Settings

WORDS = ("xe máy đỏ", "ô tô trắng", "giật điện thoại", "xe tải", "tai nạn")


def report(number: int, more: str = "") -> Report:
    text = f"{WORDS[number % len(WORDS)]} ở hẻm {number} {more}"
    return Report(ReportId(f"r{number:03d}"), "tip", "zalo", text, 1_651_000_000_000 + number)


@pytest.fixture(params=["sqlite", "elasticsearch"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """A data folder of 60 reports, its text index in either store."""
    if request.param == "sqlite":
        yield filled(Settings(data=str(tmp_path)))
        return
    url = request.getfixturevalue("elasticsearch_url")
    made = filled(Settings(data=str(tmp_path), elasticsearch_url=url))
    yield made
    with Elasticsearch(url) as client:
        name = (tmp_path / "reports" / "elasticsearch-index").read_text()
        for index in client.indices.get(index=f"{name}*"):
            client.indices.delete(index=index)


def filled(settings: Settings) -> Settings:
    log = ReportLog(settings.folder)
    log.append([report(number) for number in range(60)], "first")
    with_index(settings, lambda index: catch_up(log, index))
    return settings


def with_index(settings: Settings, use: object) -> None:
    index = open_report_index(settings.folder, settings.elasticsearch_url)
    try:
        use(index)  # type: ignore[operator]
    finally:
        index.close()


def found(index: ReportIndex, words: str) -> list[str]:
    return [hit.report for hit in index.search(ReportQuery(words), 100)]


@pytest.fixture
def answering(settings: Settings) -> Iterator[FollowingIndex]:
    """The index that a server has open all the while."""
    index = open_report_index(settings.folder, settings.elasticsearch_url)
    yield index
    index.close()


def names(settings: Settings) -> tuple[str, str | None]:
    indexes = text_indexes(settings.folder, settings.elasticsearch_url)
    return indexes.current(), indexes.previous()


def test_a_server_and_an_importer_go_on_over_swap_and_rollback(
    settings: Settings, answering: FollowingIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.reports.text_indexes.LOOK_S", 0.0)
    log, before = ReportLog(settings.folder), found(answering, "xe máy đỏ")
    first, _ = names(settings)
    told = reindex_text(settings, NoProgress())
    assert (told["reports"], told["before"], told["same"]) == (60, 60, told["probes"])
    assert names(settings) == (told["index"], first)
    assert found(answering, "xe máy đỏ") == before and len(before) == 24
    log.append([report(60, "mới")], "second")
    assert catch_up(log, answering) == 1
    assert found(answering, "mới") == ["r060"]
    assert roll_back_text(settings) == {"index": first, "caught_up": 1}
    assert names(settings) == (first, told["index"])
    assert found(answering, "mới") == ["r060"]
    assert roll_back_text(settings)["index"] == told["index"]
    again = reindex_text(settings, NoProgress())
    assert again["reports"] == 61 and names(settings) == (again["index"], told["index"])


def test_what_is_logged_while_it_is_built_and_swapped_is_in(
    settings: Settings, answering: FollowingIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, checked = ReportLog(settings.folder), module._check_whole

    def log_more(*arguments: object) -> None:
        checked(*arguments)  # type: ignore[arg-type]
        log.append([report(61, "muộn")], "late")
        catch_up(log, answering)

    monkeypatch.setattr(module, "_check_whole", log_more)
    reindex_text(settings, NoProgress())
    with_index(settings, lambda index: index.count(ReportQuery("")))
    late: list[list[str]] = []
    with_index(settings, lambda index: late.append(found(index, "muộn")))
    assert late == [["r061"]]


def test_an_index_that_lacks_reports_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(log: ReportLog, index: ReportIndex) -> int:
        index.add(list(log.reports())[:30], log.generation())
        return 30

    before = names(settings)
    monkeypatch.setattr(module, "catch_up", half)
    with pytest.raises(ReindexRefused, match="30 of 60 reports"):
        reindex_text(settings, NoProgress())
    assert names(settings) == before


def test_one_that_was_emptied_is_made_whole_and_a_stopped_one_leaves_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_index(settings, lambda index: index.clear())

    def stopped(log: ReportLog, index: ReportIndex) -> int:
        index.add(list(log.reports())[:30], -1)
        raise TextIndexFailed("stopped")

    with monkeypatch.context() as patch, pytest.raises(TextIndexFailed):
        patch.setattr(module, "catch_up", stopped)
        reindex_text(settings, NoProgress())
    told = reindex_text(settings, NoProgress())
    assert (told["before"], told["reports"], told["same"]) == (0, 60, 0)
    with pytest.raises(ReindexRefused):
        roll_back_text(Settings(data=settings.data + "-other"))
