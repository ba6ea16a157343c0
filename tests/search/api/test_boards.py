"""Cases over HTTP: made, filled, changed by several, and by nobody without a key."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from search.api import shown_cases
from search.api.app import create_app
from search.state.database import State
from tests.search.api.evening import MOMENTS, REPORTS, Evening

MOMENT = {"kind": "moment", "id": MOMENTS[0].id}
REPORT = {"kind": "report", "id": REPORTS[0].id}
SAVED = {"name": "xe đỏ", "request": {"question": "xe máy đỏ", "filters": {"cameras": ["nvq-03"]}}}


@pytest.fixture
def case(client: TestClient) -> str:
    made = client.post("/v1/cases", json={"name": "VA-118", "title": "Cướp giật"})
    assert made.status_code == 201
    return f"/v1/cases/{shown_cases.Case.model_validate_json(made.text).id}"


def board(client: TestClient, case: str) -> dict[str, Any]:
    response = client.get(case)
    shown_cases.Board.model_validate_json(response.text)
    found: dict[str, Any] = response.json()
    return found


def test_a_case_is_found_by_its_name(client: TestClient, case: str) -> None:
    client.post("/v1/cases", json={"name": "12/2022", "title": "khác"})
    listed = shown_cases.CaseList.model_validate_json(client.get("/v1/cases").text).cases
    assert [one.name for one in listed] == ["12/2022", "VA-118"]
    (found,) = client.get("/v1/cases", params={"name": "VA-118"}).json()["cases"]
    assert f"/v1/cases/{found['id']}" == case and found["by"] == "local"
    assert client.get("/v1/cases", params={"name": "nothing"}).status_code == 404
    taken = client.post("/v1/cases", json={"name": "VA-118", "title": "x"})
    assert taken.status_code == 409 and "VA-118" in taken.json()["detail"]


def test_a_pin_keeps_where_to_look_and_what_it_was(client: TestClient, case: str) -> None:
    search = client.post("/v1/search", json={"question": "red motorbike"}).json()["search"]
    pin = {**MOMENT, "pts_ms": 61_200, "box": [0.38, 0.46, 0.55, 0.83], "search": search}
    made = client.post(f"{case}/pins", json=pin)
    assert made.status_code == 201
    again = client.post(f"{case}/pins", json=MOMENT)
    assert again.status_code == 200 and again.json() == made.json()
    client.post(f"{case}/pins", json=REPORT)
    report, moment = board(client, case)["pins"]
    assert {**moment, **pin} == moment
    assert moment["shown"]["camera"]["id"] == "nvq-03"
    assert report["shown"]["channel"] == "zalo" and "text" not in report["shown"]


@pytest.mark.parametrize(
    "pin",
    [
        {"kind": "moment", "id": "0000000000000000.0-1"},
        {"kind": "report", "id": "nothing"},
        {"kind": "camera", "id": "nvq-03"},
        {**MOMENT, "search": 99},
        {**MOMENT, "search": 2**40},
        {**MOMENT, "box": [0.5, 0.1, 0.4, 0.2]},
        {**MOMENT, "box": [0.1, 0.2, 1.3, 0.4]},
        {**MOMENT, "pts_ms": "1"},
        {**MOMENT, "colour": "red"},
        {"kind": "report", "id": "a\x00b"},
    ],
)
def test_what_cannot_be_pinned_is_refused(
    client: TestClient, case: str, pin: dict[str, Any]
) -> None:
    response = client.post(f"{case}/pins", json=pin)
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"
    assert board(client, case)["pins"] == []


def test_pins_are_taken_away_as_they_were_seen(client: TestClient, case: str) -> None:
    client.post(f"{case}/pins", json=MOMENT)
    path = f"{case}/pins/moment/{MOMENT['id']}"
    assert client.delete(path).status_code == 422
    assert client.delete(f"{path}?version=2").status_code == 204
    assert client.delete(f"{path}?version=3").status_code == 404
    assert board(client, case)["pins"] == []


def test_a_stale_title_is_a_conflict_that_says_what_changed(client: TestClient, case: str) -> None:
    assert client.patch(case, json={"title": "Hai nghi phạm", "version": 1}).status_code == 200
    stale = client.patch(case, json={"title": "Một nghi phạm", "version": 1})
    assert stale.status_code == 409
    problem = stale.json()
    assert problem["version"] == 2 and "local changed the title" in problem["detail"]
    assert problem["changes"][0]["values"] == {"title": "Hai nghi phạm"}
    assert board(client, case)["title"] == "Hai nghi phạm"


def test_notes_are_written_changed_and_taken_away(client: TestClient, case: str) -> None:
    made = client.post(f"{case}/notes", json={"text": "mũ đen\nba lô", "about": MOMENT})
    note = shown_cases.Note.model_validate_json(made.text)
    assert made.status_code == 201 and note.about and note.about.id == MOMENT["id"]
    path = f"{case}/notes/{note.id}"
    edited = client.patch(path, json={"text": "mũ trắng", "version": 2}).json()
    assert (edited["text"], edited["edited_by"]) == ("mũ trắng", "local")
    assert client.patch(path, json={"text": "x", "version": 2}).status_code == 409
    assert client.delete(f"{path}?version=2").status_code == 409
    assert client.delete(f"{path}?version=3").status_code == 204
    assert client.patch(path, json={"text": "x", "version": 4}).status_code == 404


def test_a_saved_search_can_be_asked_as_it_is(client: TestClient, case: str) -> None:
    assert client.post(f"{case}/searches", json=SAVED).status_code == 201
    assert client.post(f"{case}/searches", json=SAVED).status_code == 200
    other = {**SAVED, "request": {"question": "xe tải"}}
    assert client.post(f"{case}/searches", json=other).status_code == 409
    (saved,) = client.get(f"{case}/searches").json()["searches"]
    answer = client.post("/v1/search", json=saved["request"])
    assert answer.status_code == 200
    assert {hit["camera"]["id"] for hit in answer.json()["hits"] if hit["kind"] == "moment"} == {
        "nvq-03"
    }
    assert client.delete(f"{case}/searches/{saved['id']}?version=2").status_code == 204
    for request in ({}, {"question": "x", "understood": {"look_for": "x"}}, {"colour": "red"}):
        refused = client.post(f"{case}/searches", json={"name": "x", "request": request})
        assert refused.status_code in (400, 422)


def test_a_saved_search_keeps_its_marks(client: TestClient, evening: Evening, case: str) -> None:
    request = {"question": "xe máy đỏ", "accept": [MOMENTS[0].id], "reject": [MOMENTS[1].id]}
    made = client.post(f"{case}/searches", json={"name": "xe đỏ", "request": request})
    assert made.status_code == 201
    (saved,) = client.get(f"{case}/searches").json()["searches"]
    told = {name: saved["request"][name] for name in ("accept", "reject")}
    assert client.post("/v1/search", json=saved["request"]).json()["marks"] == told
    assert [str(ident) for ident in evening.asked[-1].marks.accept] == [MOMENTS[0].id]
    both = {**request, "reject": request["accept"]}
    refused = client.post(f"{case}/searches", json={"name": "x", "request": both})
    assert refused.status_code == 400 and "both accepted and rejected" in refused.json()["detail"]


def test_changes_are_listed_with_who_made_them(client: TestClient, case: str) -> None:
    client.post(f"{case}/pins", json=MOMENT)
    listed = shown_cases.ChangeList.model_validate_json(client.get(f"{case}/changes").text).changes
    assert [(change.did, change.by) for change in listed] == [
        ("made the case", "local"), ("pinned", "local"),
    ]  # fmt: skip
    assert len(client.get(f"{case}/changes?since=1").json()["changes"]) == 1


def test_a_case_that_is_not_there_is_not_found(client: TestClient) -> None:
    for method, path, body in (
        ("GET", "", None),
        ("GET", "/changes", None),
        ("PATCH", "", {"title": "x", "version": 1}),
        ("POST", "/pins", MOMENT),
        ("POST", "/notes", {"text": "x"}),
        ("POST", "/searches", SAVED),
        ("DELETE", f"/pins/moment/{MOMENT['id']}?version=1", None),
    ):
        response = client.request(method, f"/v1/cases/99{path}", json=body)
        assert response.status_code == 404, (method, path)
        assert "case 99" in response.json()["detail"]
    assert client.get("/v1/cases/99999999999999999999").status_code == 422
    assert client.get("/v1/cases?name=%00").status_code == 422
    assert client.delete("/v1/cases/99/pins/moment/a%00b?version=1").status_code == 422


@pytest.fixture
def others(evening: Evening, state: State) -> Iterator[dict[str, TestClient]]:
    """Two who have keys, and one who has none."""
    app = create_app(evening, state)
    keys = {name: state.keys.add(name) for name in ("an", "bình")}
    headers = {name: {"authorization": f"Bearer {key}"} for name, key in keys.items()}
    yield {
        name: TestClient(app, base_url="http://truyvet.example", headers=headers.get(name))
        for name in ("an", "bình", "nobody")
    }


def test_several_work_on_one_case_by_name(others: dict[str, TestClient]) -> None:
    body = {"name": "VA-118", "title": "x"}
    assert others["nobody"].post("/v1/cases", json=body).status_code == 401
    case = f"/v1/cases/{others['an'].post('/v1/cases', json=body).json()['id']}"
    assert others["bình"].post(f"{case}/pins", json=MOMENT).status_code == 201
    for method, path in (("GET", ""), ("GET", "/changes"), ("GET", "/searches"),
                         ("DELETE", f"/pins/moment/{MOMENT['id']}?version=2")):  # fmt: skip
        assert others["nobody"].request(method, f"{case}{path}").status_code == 401
    changes = others["an"].get(f"{case}/changes").json()["changes"]
    assert [change["by"] for change in changes] == ["an", "bình"]
