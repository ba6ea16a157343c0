"""Busy stores are waited for; what a store refuses for good is kept, told and replayed."""

import json
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.reports import elastic_index
from indexer.reports.catch_up import catch_up, replay
from indexer.reports.elastic_index import ElasticReportIndex
from indexer.reports.log import ReportLog
from indexer.reports.report import Report
from indexer.reports.text_index import ReportQuery
from search.cli.main import main
from tests.contracts.busy_proxy import busy_proxy

INDEX = "dead-letters"


def report(number: int, channel: str = "zalo") -> Report:
    return Report(ReportId(f"r{number:03d}"), "tip", channel, f"xe máy đỏ số {number}", 0)


def test_a_busy_store_is_asked_again_until_all_is_in_once(
    elasticsearch_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_index, "BACKOFF_S", 0.01)
    log = ReportLog(Folder(tmp_path))
    log.append([report(number) for number in range(200)], "first")
    turned = {"_bulk": [429, 503, 429], "_refresh": [503], "_mapping": [429], "_search": [503]}
    with busy_proxy(elasticsearch_url, turned) as (url, proxy):
        index = ElasticReportIndex(url, "busy")
        assert catch_up(log, index) == 200
        assert index.count(ReportQuery("")) == 200 and index.generation() == 0
        assert [hit.report for hit in index.search(ReportQuery("đỏ 42"), 1)] == ["r042"]
        index.close()
    assert proxy.said == {429: 3, 503: 3} and not any(proxy.waiting.values())
    assert log.dead_letters.all() == []
    with Elasticsearch(elasticsearch_url) as client:
        client.indices.delete(index="busy")


def test_what_is_refused_for_good_is_kept_and_the_rest_goes_on(
    elasticsearch_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A channel of more than 32,766 bytes is no term; a mapping that leaves it out takes it."""
    log, name = ReportLog(Folder(tmp_path)), f"{INDEX}-index"
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "elasticsearch-index").write_text(name)
    log.append([report(1), report(2, "x" * 40_000), report(3)], "first")
    index = ElasticReportIndex(elasticsearch_url, name)
    assert catch_up(log, index) == 2
    assert index.count(ReportQuery("")) == 2 and index.generation() == log.generation()
    assert catch_up(log, index) == 0, "it does not hold up what comes after"
    monkeypatch.setenv("TRUYVET_ELASTICSEARCH_URL", elasticsearch_url)
    command = ["--data", str(tmp_path), "--json", "reports"]
    assert main([*command, "dead-letters"]) == 0
    letter = json.loads(capsys.readouterr().out)["dead_letters"][0]
    assert letter["path"] == "report:r002" and "refuses it: 400" in letter["reason"]
    assert main([*command, "replay"]) == 1, "still refused"
    capsys.readouterr()
    with Elasticsearch(elasticsearch_url) as client:
        shorter = {"channel": {"type": "keyword", "ignore_above": 256}}
        client.indices.put_mapping(index=name, properties=shorter)
        assert main([*command, "replay"]) == 0
        assert json.loads(capsys.readouterr().out) == {"taken": 1, "dead_letters": []}
        assert index.count(ReportQuery("")) == 3
        index.close()
        client.indices.delete(index=name)


def test_a_letter_goes_when_its_report_is_mended_or_taken_back(
    elasticsearch_url: str, tmp_path: Path
) -> None:
    log, index = ReportLog(Folder(tmp_path)), ElasticReportIndex(elasticsearch_url, INDEX)
    log.append([report(1), report(2)], "first")
    catch_up(log, index)
    log.append([report(1, "x" * 40_000), report(2, "x" * 40_000)], "second")
    catch_up(log, index)
    assert index.count(ReportQuery("")) == 0, "what it said before is no longer so"
    assert [letter.report for letter in log.dead_letters.all()] == ["r001", "r002"]
    assert replay(log, index)[0] == 0
    gone = Report(ReportId("r002"), "tip", "zalo", "", 1, edited_at_ms=1, deleted=True)
    log.append([report(1, "facebook"), gone], "third")
    catch_up(log, index)
    assert log.dead_letters.all() == [] and index.count(ReportQuery("")) == 1
    index.clear()
    index.close()
