"""`/v1/search` and `/v1/explain`: the contract's question in, its answer out, nothing guessed."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from search.api.shown import Answer
from search.question.understood import Understood
from search.state.database import State
from tests.search.api.evening import MARKED, Evening

FLAGSHIP = "red motorbike near Nguyễn Văn Quá after 9pm"


def ask(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post("/v1/search", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_a_sentence_is_understood_and_answered(client: TestClient) -> None:
    answer = ask(client, question=FLAGSHIP)
    Answer.model_validate_json(client.post("/v1/search", json={"question": FLAGSHIP}).text)
    assert answer["understood"]["look_for"] == "red motorbike"
    assert answer["understood"]["time"]["daily"] == {"from": "21:00", "to": "24:00"}
    assert [hit["rank"] for hit in answer["hits"]] == list(range(1, len(answer["hits"]) + 1))
    assert {hit["kind"] for hit in answer["hits"]} == {"moment", "report"}


def test_what_was_understood_comes_back_changed(client: TestClient) -> None:
    before = ask(client, question=FLAGSHIP)
    changed = {**before["understood"], "places": []}
    after = ask(client, understood=changed)
    assert after["understood"] == changed
    assert len(after["hits"]) > len(before["hits"])


def test_explain_says_what_search_would_look_for(client: TestClient) -> None:
    posted = client.post("/v1/explain", json={"question": FLAGSHIP})
    asked = client.get("/v1/explain", params={"q": FLAGSHIP})
    assert posted.status_code == asked.status_code == 200
    assert posted.json() == asked.json() == ask(client, question=FLAGSHIP)["understood"]
    assert Understood.from_json(posted.json()).look_for == "red motorbike"


def test_a_search_is_audited_with_its_answer(client: TestClient, state: State) -> None:
    answer = ask(client, question=FLAGSHIP, case="VA-118", reason="snatching")
    (record,) = state.audit.list(10)
    assert (record.entry.asker, record.entry.case) == ("local", "VA-118")
    assert record.hits == tuple(hit["id"] for hit in answer["hits"])


def test_pages_follow_one_another(client: TestClient) -> None:
    whole = ask(client, question=FLAGSHIP)["hits"]
    paged: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = ask(client, question=FLAGSHIP, limit=2, **cursor)
        paged += page["hits"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert paged == whole


def test_filters_reach_the_search(client: TestClient) -> None:
    answer = ask(client, question=FLAGSHIP, filters={"cameras": ["nvq-05"]})
    cameras = {hit["camera"]["id"] for hit in answer["hits"] if hit["kind"] == "moment"}
    assert cameras == {"nvq-05"}


def test_a_failed_retriever_leaves_the_others_answer(client: TestClient, evening: Evening) -> None:
    evening.failing = ("frames",)
    answer = ask(client, question=FLAGSHIP)
    assert answer["partial"] is True
    assert answer["failed"] == [{"retriever": "frames", "reason": "no answer in 5 s"}]


def test_highlights_are_escaped(client: TestClient) -> None:
    answer = ask(client, question="xe máy đỏ near Tô Ký")
    (report,) = [hit for hit in answer["hits"] if hit["id"] == "fb-889120"]
    assert report["report"]["text"].startswith(MARKED)
    assert "<script" not in report["highlights"][0]


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({}, 400, "either a question or an understood"),
        ({"question": "x", "understood": {}}, 400, "either a question or an understood"),
        ({"question": "  "}, 400, "empty"),
        ({"question": "x", "foo": 1}, 422, "body/foo"),
        ({"question": 7}, 422, "body/question"),
        ({"question": "x", "limit": 0}, 422, "body/limit"),
        ({"question": "x", "limit": 201}, 422, "body/limit"),
        ({"question": "x", "limit": "20"}, 422, "body/limit"),
        ({"question": "x", "now": "2022-04-28T08:00:00"}, 422, "body/now"),
        ({"question": "x", "now": 1651000000}, 422, "body/now"),
        ({"question": "x", "case": " "}, 422, "body/case"),
        ({"question": "x", "filters": {"camera": ["nvq-05"]}}, 422, "body/filters/camera"),
        ({"question": "x", "filters": {"sources": ["satellite"]}}, 422, "body/filters/sources/0"),
        ({"question": "x", "filters": {"cameras": ["nowhere"]}}, 422, "'nowhere'"),
        ({"understood": {"look_for": "x", "color": "red"}}, 422, "body/understood/color"),
        ({"understood": {"sources": ["satellite"]}}, 422, "body/understood/sources/0"),
        ({"understood": {"places": [{"name": "x", "kind": "planet"}]}}, 422, "places/0/kind"),
        ({"understood": {"time": {"after": "yesterday"}}}, 422, "body/understood/time/after"),
        ({"understood": {"time": {"daily": {"from": "25:00", "to": "26:00"}}}}, 400, "25:00"),
        ({"understood": {"time": {"weekdays": [8]}}}, 400, "weekday"),
    ],
)
def test_what_cannot_be_read_is_an_error(
    client: TestClient, state: State, body: dict[str, Any], status: int, said: str
) -> None:
    response = client.post("/v1/search", json=body)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert said in response.json()["detail"]
    assert state.audit.list(1) == []


@pytest.mark.parametrize("query", [{}, {"q": "x", "foo": "1"}, {"q": "x", "now": "tomorrow"}])
def test_explain_by_query_is_as_strict(client: TestClient, query: dict[str, str]) -> None:
    assert client.get("/v1/explain", params=query).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"question": "\\ud800"}',
        b"[" * 60_000,
        b'{"question": "\xff"}',
        b"null",
        b'"x"',
    ],
)
def test_a_body_that_is_no_question_is_refused(client: TestClient, body: bytes) -> None:
    response = client.post("/v1/search", content=body, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


def test_only_json_is_taken_so_that_no_other_site_can_ask(client: TestClient, state: State) -> None:
    simple = {"content-type": "text/plain"}
    response = client.post("/v1/search", content=b'{"question": "x"}', headers=simple)
    assert response.status_code == 422
    assert state.audit.list(1) == []
