"""A search of reports asked again, by a program started anew, over both text indexes."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.ids import ReportId
from indexer.places.gazetteer import load_gazetteer
from indexer.progress import NoProgress
from indexer.reports.elastic_indexes import ElasticTextIndexes
from indexer.reports.import_reports import import_reports
from indexer.reports.open_index import open_report_index, text_indexes
from indexer.reports.report import Report
from indexer.reports.text_index import ReportQuery
from search.reindex_text import reindex_text
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import open_state
from tests.replayed import restarted

WORDS = ("xe máy đỏ", "ô tô trắng", "giật điện thoại", "xe máy xanh", "tai nạn xe đỏ", "xe đỏ")
QUESTION = "xe máy đỏ bị giật điện thoại"


def tell(settings: Settings, numbers: range, more: str) -> None:
    """Import a tip of each number, as long as it has words."""
    tips = [
        {
            "id": f"t{number:02d}", "kind": "tip", "channel": "zalo",
            "text": f"{WORDS[number % len(WORDS)]} {more} " + "rồi chạy " * (number % 7),
            "received_at": f"2022-04-27T21:{number:02d}:00+07:00",
        }
        for number in numbers
    ]  # fmt: skip
    file = Path(settings.data) / "tips.jsonl"
    file.write_text("\n".join(map(json.dumps, tips)))
    index = open_report_index(settings.folder, settings.elasticsearch_url)
    import_reports([file], "jsonl", settings.folder, index, load_gazetteer(settings.folder))
    index.close()


@pytest.fixture(params=["sqlite", "elasticsearch"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """A data folder of forty tips, its text index in either store."""
    url = None
    if request.param == "elasticsearch":
        url = request.getfixturevalue("elasticsearch_url")
    made = Settings(data=str(tmp_path), elasticsearch_url=url)
    tell(made, range(40), "ở hẻm")
    yield made
    if url is not None:
        with Elasticsearch(url) as client:
            name = (tmp_path / "reports" / "elasticsearch-index").read_text()
            assert not client.indices.get(index=f"past-{name}*").body, "it is gone after use"
            for index in client.indices.get(index=f"{name}*"):
                client.indices.delete(index=index)


def ask(settings: Settings) -> dict[str, Any]:
    with open_state(settings.state_url) as state:
        request = SearchRequest(question=QUESTION, case="VA-118", reason="x", limit=15)
        return Service(settings, state).search(request)


def again(settings: Settings, search: int) -> dict[str, Any]:
    return restarted(search, data=settings.data, elasticsearch_url=settings.elasticsearch_url)


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    """All of an answer but when it was asked, and how long it took."""
    return {name: told for name, told in answer.items() if name not in ("search", "took_ms")}


def test_later_reports_a_reindex_and_a_restart_change_no_bit(settings: Settings) -> None:
    first = ask(settings)
    assert len(first["hits"]) == 15
    with open_state(settings.state_url) as state:
        replayed = Service(settings, state).replay(first["search"], "court", "VA-118", "x")
    assert replayed["same"] and shown(replayed["answer"]) == shown(first)
    tell(settings, range(30, 59), "khác hẳn, xe máy đỏ")
    reindex_text(settings, NoProgress())
    assert shown(ask(settings))["hits"] != first["hits"]
    replayed = again(settings, first["search"])
    assert replayed["same"] and not replayed["changed"] and not replayed["deleted"]
    assert shown(replayed["answer"]) == shown(first)


def test_an_index_for_a_while_answers_alone_and_is_gone_after_use(settings: Settings) -> None:
    indexes = text_indexes(settings.folder, settings.elasticsearch_url)
    answers = indexes.current(), indexes.previous()
    with indexes.passing() as made:
        assert made.generation() == -1
        made.add([Report(ReportId("a"), "tip", "zalo", "xe máy đỏ", 0)], 7)
        assert [hit.report for hit in made.search(ReportQuery("đỏ"), 99)] == ["a"]
        assert (indexes.current(), indexes.previous()) == answers
    assert indexes.open(indexes.current()).count(ReportQuery("")) == 40


def test_what_a_killed_program_left_goes_later(
    elasticsearch_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"reports-{uuid.uuid4().hex}"
    indexes = ElasticTextIndexes(elasticsearch_url, name)
    killed = indexes.passing()
    killed.__enter__()
    with Elasticsearch(elasticsearch_url) as client, indexes.passing():
        assert len(client.indices.get(index=f"past-{name}-*").body) == 2
        monkeypatch.setattr("indexer.reports.elastic_indexes.LEFT_MS", -60_000)
        with indexes.passing():
            assert len(client.indices.get(index=f"past-{name}-*").body) == 1
        assert not client.indices.get(index=f"past-{name}-*").body
    indexes.close()
