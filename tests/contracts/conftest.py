"""Every implementation of each contract, for the suites of this folder."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from indexer.reports.elastic_index import ElasticReportIndex
from indexer.reports.sqlite_index import SqliteReportIndex
from indexer.reports.text_index import ReportIndex
from tests.elasticsearch_node.fixtures import elasticsearch_url

__all__ = ["elasticsearch_url", "report_index"]


@pytest.fixture(params=["sqlite", "elasticsearch"])
def report_index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ReportIndex]:
    """An empty report index of each kind."""
    if request.param == "sqlite":
        index = SqliteReportIndex(tmp_path / "text.sqlite")
        yield index
        index.close()
        return
    yield from _elastic_index(request.getfixturevalue("elasticsearch_url"))


def _elastic_index(url: str) -> Iterator[ReportIndex]:
    name = f"reports-{uuid.uuid4().hex}"
    index = ElasticReportIndex(url, name, page_size=7)
    yield index
    index.close()
    with Elasticsearch(url) as client:
        client.indices.delete(index=name)
