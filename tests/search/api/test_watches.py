"""Watches over HTTP: made from a saved search, listed, read, stopped; and cases closed."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from search.api import shown_watches
from search.position import Position
from search.state.audit import AuditEntry
from search.state.database import State
from search.watches.outbox import Outbox
from search.watches.watch import NewHit
from search.watches.watches import Watches

SAVED = {"name": "xe đỏ", "request": {"question": "xe máy đỏ", "filters": {"cameras": ["nvq-03"]}}}
REPORT = {"kind": "tip", "channel": "zalo", "received_at": "2022-04-27T21:05:00+07:00",
          "occurred": None, "relevance": None, "likely": True}  # fmt: skip


@pytest.fixture
def case(client: TestClient) -> str:
    made = client.post("/v1/cases", json={"name": "VA-118", "title": "Cướp giật"}).json()
    return f"/v1/cases/{made['id']}"


@pytest.fixture
def asked(client: TestClient, case: str) -> dict[str, Any]:
    saved = client.post(f"{case}/searches", json=SAVED).json()["id"]
    return {"search": saved, "reason": "tin mới", "targets": ["an@police.example"]}


def find(state: State, *reports: str) -> None:
    """A run of the first watch that finds these reports."""
    (watch,) = Watches(state).all()
    search = state.audit.write(AuditEntry("an", "VA-118", "tin mới", "x", {}, {}))
    hits = [NewHit("report", report, REPORT) for report in reports]
    upto = Position(watch.looked.noted + 1, 0, 0)
    Outbox(state).keep(watch, upto, search, hits, {"name": watch.asked.name})


def test_a_watch_is_made_listed_and_stopped(
    client: TestClient, case: str, asked: dict[str, Any]
) -> None:
    made = client.post(f"{case}/watches", json=asked)
    assert made.status_code == 201
    watch = shown_watches.Watch.model_validate_json(made.text)
    assert (watch.name, watch.reason, watch.targets) == ("xe đỏ", "tin mới", asked["targets"])
    assert watch.request.question == "xe máy đỏ" and watch.request.filters.cameras == ["nvq-03"]
    stopped = client.post(f"{case}/watches/{watch.id}/stop").json()
    assert (stopped["stopped"]["why"], stopped["stopped"]["by"]) == ("stopped", "local")
    again = client.post(f"{case}/watches/{watch.id}/stop").json()
    assert again == stopped, "one that has ended stays as it is"
    listed = shown_watches.WatchList.model_validate_json(client.get(f"{case}/watches").text)
    assert [one.id for one in listed.watches] == [watch.id] and listed.unread == 0
    did = [one["did"] for one in client.get(f"{case}/changes").json()["changes"]]
    assert did[-2:] == ["made a watch", "stopped a watch"]


def test_hits_are_counted_until_they_are_read(
    client: TestClient, case: str, asked: dict[str, Any], state: State
) -> None:
    client.post(f"{case}/watches", json=asked)
    find(state, "r1", "r2")
    found = shown_watches.FoundHitList.model_validate_json(client.get(f"{case}/watches/hits").text)
    assert [hit.hit for hit in found.hits] == ["r2", "r1"] and found.unread == 2
    first = found.hits[-1].id
    assert client.post(f"{case}/watches/read", json={"upto": first}).json() == {"read": 1}
    unread = client.get(f"{case}/watches/hits", params={"unread": True}).json()
    assert [hit["hit"] for hit in unread["hits"]] == ["r2"] and unread["unread"] == 1
    (read,) = [h for h in client.get(f"{case}/watches/hits").json()["hits"] if h["id"] == first]
    assert read["read_by"] == "local"
    told = client.get(f"{case}/watches/deliveries").text
    (delivery,) = shown_watches.DeliveryList.model_validate_json(told).deliveries
    assert (delivery.target, delivery.state) == ("an@police.example", "waiting")


def test_a_closed_case_is_not_changed_until_it_is_opened_again(
    client: TestClient, case: str, asked: dict[str, Any]
) -> None:
    client.post(f"{case}/watches", json=asked)
    version = client.get(case).json()["version"]
    closed = client.post(f"{case}/close", json={"version": version})
    assert closed.status_code == 200 and closed.json()["closed_by"] == "local"
    (watch,) = client.get(f"{case}/watches").json()["watches"]
    assert watch["stopped"]["why"] == "case_closed"
    for what, body in (("watches", asked), ("notes", {"text": "x"})):
        refused = client.post(f"{case}/{what}", json=body)
        assert refused.status_code == 409 and "open it again" in refused.json()["detail"]
    stale = client.post(f"{case}/close", json={"version": version, "closed": False})
    assert stale.status_code == 409 and stale.json()["title"] == "It was changed meanwhile"
    opened = {"version": closed.json()["version"], "closed": False}
    assert client.post(f"{case}/close", json=opened).json()["closed_at"] is None
    assert client.post(f"{case}/notes", json={"text": "x"}).status_code == 201


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"targets": ["https://forbidden.example/"]}, 403),
        ({"search": 99}, 404),
        ({"reason": " "}, 422),
        ({"reason": ""}, 422),
        ({"targets": ["x"] * 21}, 422),
        ({"targets": "x"}, 422),
        ({"weak": "yes"}, 422),
        ({"more": 1}, 422),
    ],
)
def test_what_cannot_be_watched_for_is_refused(
    client: TestClient, case: str, asked: dict[str, Any], change: dict[str, Any], status: int
) -> None:
    assert client.post(f"{case}/watches", json=asked | change).status_code == status
    assert client.get(f"{case}/watches").json()["watches"] == []


def test_a_watch_of_another_case_is_not_there(
    client: TestClient, case: str, asked: dict[str, Any]
) -> None:
    watch = client.post(f"{case}/watches", json=asked).json()["id"]
    other = client.post("/v1/cases", json={"name": "VA-119", "title": "khác"}).json()["id"]
    assert client.post(f"/v1/cases/{other}/watches/{watch}/stop").status_code == 404
    assert client.post(f"/v1/cases/{other}/watches", json=asked).status_code == 404
    for path in ("watches", "watches/hits", "watches/deliveries"):
        assert client.get(f"/v1/cases/99/{path}").status_code == 404
    assert client.post("/v1/cases/99/watches/read", json={"upto": 1}).status_code == 404
