"""Elasticsearch itself: three nodes that lose their master, and a server that is not there."""

from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from indexer.errors import TextIndexFailed
from indexer.ids import ReportId
from indexer.reports.elastic_index import ElasticReportIndex
from indexer.reports.report import Report
from indexer.reports.text_index import ReportQuery
from tests.elasticsearch_node.cluster import RunningNode, running_cluster, wait_for
from tests.elasticsearch_node.fixtures import require_packages

REPORTS = 2_000


def reports() -> list[Report]:
    return [
        Report(ReportId(f"r{number:05}"), "tip", "zalo", f"xe máy đỏ số {number}", 0)
        for number in range(REPORTS)
    ]


def test_three_nodes_keep_everything_when_the_master_dies(tmp_path: Path) -> None:
    require_packages()
    with running_cluster(tmp_path, 3) as nodes:
        index = ElasticReportIndex(nodes[0].url)
        index.add(reports(), 5)
        index.close()
        wait_for(nodes[0].url, nodes=3, status="green")
        master, others = _master(nodes)
        before = _found(others[0].url)
        master.kill()
        wait_for(others[0].url, nodes=2, status="green")
        assert _found(others[0].url) == before
        _write_goes_on(others[1].url)


def _master(nodes: list[RunningNode]) -> tuple[RunningNode, list[RunningNode]]:
    with Elasticsearch(nodes[0].url) as client:
        state = client.cluster.state(metric=["master_node", "nodes"])
        name = state["nodes"][state["master_node"]]["name"]
    others = [node for node in nodes if node.name != name]
    assert len(others) == 2
    return next(node for node in nodes if node.name == name), others


def _found(url: str) -> tuple[int, int, list[str]]:
    index = ElasticReportIndex(url)
    hits: list[str] = [hit.report for hit in index.search(ReportQuery("đỏ 1234"), 5)]
    found = index.generation(), index.count(ReportQuery("")), hits
    index.close()
    assert found[:2] == (5, REPORTS) and hits[0] == "r01234"
    return found


def _write_goes_on(url: str) -> None:
    index = ElasticReportIndex(url)
    index.add([Report(ReportId("new"), "tip", "zalo", "ô tô", 0)], 6)
    assert [hit.report for hit in index.search(ReportQuery("ô tô"), 5)] == ["new"]
    assert (index.generation(), index.count(ReportQuery(""))) == (6, REPORTS + 1)
    index.close()


def test_no_server_is_said_without_the_password() -> None:
    with pytest.raises(TextIndexFailed) as caught:
        ElasticReportIndex("http://someone:secret@127.0.0.1:1")
    assert "127.0.0.1:1" in str(caught.value) and "secret" not in str(caught.value)


def test_an_index_that_is_not_ours_is_refused(elasticsearch_url: str) -> None:
    with Elasticsearch(elasticsearch_url) as client:
        client.indices.create(index="foreign", mappings={"properties": {"x": {"type": "keyword"}}})
        with pytest.raises(TextIndexFailed, match="not made by this version"):
            ElasticReportIndex(elasticsearch_url, "foreign")
        client.indices.delete(index="foreign")


def test_another_vocabulary_of_meanings_has_all_reports_added_anew(
    elasticsearch_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for fingerprint, reached in (("one", -1), ("one", 4), ("other", -1)):
        monkeypatch.setattr("indexer.reports.elastic_index.FINGERPRINT", fingerprint)
        index = ElasticReportIndex(elasticsearch_url, "worded")
        assert index.generation() == reached or fingerprint == "one"
        index.add([Report(ReportId("a"), "tip", "zalo", "xe máy", 0)], 4)
        assert index.generation() == 4
        index.close()
    with Elasticsearch(elasticsearch_url) as client:
        client.indices.delete(index="worded")


def test_an_index_deleted_meanwhile_is_made_by_our_mapping(elasticsearch_url: str) -> None:
    index = ElasticReportIndex(elasticsearch_url, "vanishing")
    with Elasticsearch(elasticsearch_url) as client:
        client.indices.delete(index="vanishing")
        with pytest.raises(TextIndexFailed, match="gone"):
            index.search(ReportQuery("xe"), 1)
        index.add([Report(ReportId("a"), "tip", "zalo", "xe máy", 0)], 3)
        assert [hit.report for hit in index.search(ReportQuery("may"), 1)] == ["a"]
        index.close()
        client.indices.delete(index="vanishing")
