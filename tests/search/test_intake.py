"""Reports over HTTP: webhooks, who sees what, who sent it; and the folder that is watched."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from indexer.errors import BadReport
from indexer.reports import inbox
from indexer.reports.details import MASK
from indexer.reports.import_reports import ImportReport
from indexer.reports.inbox import Inbox
from indexer.reports.watch import Watch
from search.api import shown
from search.api.app import create_app
from search.cases.cases import Cases
from search.errors import NotAllowed
from search.service import Service
from search.settings import Settings
from search.state.database import State, open_state
from search.webhooks import check_signature, own_signature

FACEBOOK, ZALO, OWN = "app secret", "oa secret", "our secret"
TEXT = "Xe máy đỏ biển 59X1-123.45 giật điện thoại, hỏi anh Giấu 0901234567 ở Nguyễn Văn Quá"
SENDER = {"name": "Trần Thị Kín", "phone": "0907654321"}


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as opened:
        yield opened


@pytest.fixture
def service(tmp_path: Path, state: State) -> Service:
    return Service(
        Settings(
            data=str(tmp_path / "data"), facebook_app_secret=SecretStr(FACEBOOK),
            facebook_verify_token=SecretStr("token"), zalo_app_id="360",
            zalo_secret=SecretStr(ZALO), intake_secret=SecretStr(OWN),
        ),
        state,
    )  # fmt: skip


@pytest.fixture
def client(service: Service, state: State) -> Iterator[TestClient]:
    with TestClient(create_app(service, state), base_url="http://localhost") as calling:
        yield calling


def row(**more: Any) -> bytes:
    at = "2022-04-27T21:05:00+07:00"
    return json.dumps(
        {"id": "t1", "text": TEXT, "received_at": at, "sender": SENDER, **more}
    ).encode()


def send(client: TestClient, source: str, body: bytes, **headers: str) -> Any:
    return client.post(f"/v1/webhooks/{source}", content=body, headers=headers)


def sign(body: bytes, at_s: float | None = None, secret: str = OWN) -> dict[str, str]:
    at_s = time.time() if at_s is None else at_s
    return {"X-Truyvet-Signature": own_signature(body, secret.encode(), int(at_s))}


@pytest.fixture
def told(client: TestClient, service: Service) -> TestClient:
    """A client of a service that has one report, come by a webhook."""
    body = row()
    assert send(client, "hotline", body, **sign(body)).status_code == 202
    assert service.intake.take_in().imported == 1
    return client


def test_what_facebook_signs_is_taken_and_nothing_else(
    client: TestClient, service: Service
) -> None:
    value = {"item": "comment", "verb": "add", "comment_id": "c1", "message": TEXT,
             "created_time": 1_651_068_000}  # fmt: skip
    changes = [{"field": "feed", "value": value}]
    body = json.dumps({"object": "page", "entry": [{"time": 1, "changes": changes}]}).encode()
    good = f"sha256={hmac.new(FACEBOOK.encode(), body, hashlib.sha256).hexdigest()}"
    for bad in ("", good[:-1], good.upper(), good.replace("sha256=", "")):
        assert send(client, "facebook", body, **{"X-Hub-Signature-256": bad}).status_code == 403
    assert send(client, "facebook", body + b" ", **{"X-Hub-Signature-256": good}).status_code == 403
    assert service.intake.take_in().imported == 0
    for _ in range(2):
        sent = send(client, "facebook", body, **{"X-Hub-Signature-256": good})
        assert sent.status_code == 202
        assert (
            shown.Received.model_validate(sent.json()).received == hashlib.sha256(body).hexdigest()
        )
    done = service.intake.take_in()
    assert (done.imported, done.unchanged) == (1, 0)
    again = send(client, "facebook", body, **{"X-Hub-Signature-256": good})
    assert again.status_code == 202 and service.intake.take_in().imported == 0
    assert [report["id"] for report in client.get("/v1/reports").json()["reports"]] == ["c1"]


def test_what_zalo_signs_is_taken(client: TestClient, service: Service) -> None:
    event = {"event_name": "user_send_text", "timestamp": "1651068000000",
             "message": {"msg_id": "z1", "text": "xe đỏ"}, "sender": {"id": "5"}}  # fmt: skip
    body = json.dumps(event).encode()
    hashed = hashlib.sha256(b"360" + body + b"1651068000000" + ZALO.encode()).hexdigest()
    assert send(client, "zalo", body, **{"X-ZEvent-Signature": f"mac={hashed}"}).status_code == 202
    assert send(client, "zalo", body, **{"X-ZEvent-Signature": "mac=0"}).status_code == 403
    assert send(client, "zalo", b"[]", **{"X-ZEvent-Signature": "mac=0"}).status_code == 403
    assert service.intake.take_in().imported == 1


@pytest.mark.parametrize("apart_s", [-400, 400])
def test_what_was_signed_long_ago_is_not_taken(client: TestClient, apart_s: int) -> None:
    body = row()
    assert send(client, "hotline", body, **sign(body, time.time() + apart_s)).status_code == 403
    assert send(client, "hotline", body, **sign(body, secret="other")).status_code == 403
    assert send(client, "hotline", body, **{"X-Truyvet-Signature": "v1=x"}).status_code == 403


def test_nothing_is_taken_where_no_secret_is_set(tmp_path: Path) -> None:
    bare = Settings(data=str(tmp_path))
    for source in ("facebook", "zalo", "hotline"):
        with pytest.raises(NotAllowed, match="TRUYVET_"):
            check_signature(source, {}, b"{}", bare, 0)


def test_what_is_no_report_is_kept_and_its_reason_on_record(
    client: TestClient, service: Service
) -> None:
    for body in (b"{broken", row(text=5), b"\xff\xfe", b'[{"text": "<script>"}]', b""):
        assert send(client, "hotline", body, **sign(body)).status_code == 202
    good = row(text="<img src=x onerror=alert(1)>")
    assert send(client, "hotline", good, **sign(good)).status_code == 202
    assert service.intake.take_in().imported == 1
    reasons = [item["reason"] for item in service.status()["quarantined"]]
    assert len(reasons) == 5 and all(reasons)
    assert client.get("/v1/reports/t1").json()["text"] == "<img src=x onerror=alert(1)>"
    waiting = Inbox(service.index.data)
    names = [record.file for record in service.index.log.quarantined()]
    assert len(waiting.put_back([*names, "a.jsonl"])) == len(waiting.waiting()) == 5
    done = service.intake.take_in()
    assert (done.imported, done.refused_count, waiting.waiting()) == (0, 5, [])


def test_too_much_and_the_unknown_are_refused(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = b"x" * (1024 * 1024 + 1)
    assert send(client, "hotline", big, **sign(big)).status_code == 413
    assert send(client, "fax", b"{}", **sign(b"{}")).status_code == 422
    monkeypatch.setattr(inbox, "MOST_WAITING", 0)
    full = send(client, "hotline", b"{}", **sign(b"{}"))
    assert full.status_code == 503 and full.headers["retry-after"] == "60"


def test_facebook_makes_sure_of_the_address(client: TestClient) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "token", "hub.challenge": "1158201444"}
    answer = client.get("/v1/webhooks/facebook", params=asked)
    assert (answer.text, answer.headers["content-type"][:10]) == ("1158201444", "text/plain")
    for change in ({"hub.verify_token": "x"}, {"hub.challenge": "<script>"}, {"hub.mode": "x"}):
        assert client.get("/v1/webhooks/facebook", params={**asked, **change}).status_code == 403


def test_what_comes_is_imported_by_a_thread_of_the_server(
    client: TestClient, service: Service
) -> None:
    stop = threading.Event()
    taking = threading.Thread(target=service.intake.run, args=(stop,))
    taking.start()
    try:
        send(client, "hotline", row(), **sign(row()))
        deadline = time.monotonic() + 30
        while not client.get("/v1/reports").json()["reports"] and time.monotonic() < deadline:
            stop.wait(0.02)
        assert client.get("/v1/reports/t1").status_code == 200
    finally:
        stop.set()
        taking.join()


def bearer(state: State, name: str, *may: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {state.keys.add(name, may)}"}


def test_details_are_masked_for_keys_without_the_permission(told: TestClient, state: State) -> None:
    secrets = ("0901234567", "Giấu")
    desk, lead = bearer(state, "desk"), bearer(state, "lead", "details")
    asked = {"question": "hỏi anh Giấu giật điện thoại", "case": "VA-1", "reason": "why"}
    for headers, seen in ((desk, False), (lead, True)):
        found = told.post("/v1/search", json=asked, headers=headers).json()
        pages = [
            json.dumps(found, ensure_ascii=False),
            told.get("/v1/reports/t1", headers=headers).text,
            told.get("/v1/reports", headers=headers).text,
            told.post(f"/v1/searches/{found['search']}/replay", headers=headers,
                      json={"case": "VA-1", "reason": "again"}).text,
        ]  # fmt: skip
        hits = json.loads(pages[0])["hits"]
        assert hits[0]["highlights"] and hits[0]["report"]["category"] == "snatching"
        told_by = [page.replace(asked["question"], "") for page in pages]
        for page in told_by:
            report = page[
                page.index('"text":"Xe') if '"text":"Xe' in page else page.index("Xe máy") :
            ]
            assert [secret in report for secret in secrets] == [seen, seen]
            assert "59X1-123.45" in report and (MASK in report) != seen


def test_a_bundle_holds_what_its_maker_may_see(
    told: TestClient, service: Service, state: State, tmp_path: Path
) -> None:
    case = Cases(state).make("VA-1", "t", "local").id
    told.post(f"/v1/cases/{case}/pins", json={"kind": "report", "id": "t1"})
    for name, may, seen in (("desk", (), False), ("lead", ("details",), True)):
        state.keys.add(name, may)
        service.bundle(case, tmp_path / name, name, "why")
        texts = [path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()]
        assert any(b"0901234567" in text for text in texts) is seen
        assert any(b"59X1-123.45" in text for text in texts)
        assert not any("Kín".encode() in text for text in texts)


def test_who_sent_a_report_takes_a_permission_a_case_and_a_reason(
    told: TestClient, state: State
) -> None:
    why = {"case": "VA-1", "reason": "call the witness"}
    assert told.post("/v1/reports/t1/sender", json=why).status_code == 403
    desk, lead = bearer(state, "desk", "details"), bearer(state, "lead", "sender")
    assert told.post("/v1/reports/t1/sender", json=why).status_code == 401
    assert told.post("/v1/reports/t1/sender", json=why, headers=desk).status_code == 403
    for lacking in ({"case": "VA-1"}, {"reason": "x"}, {"case": " ", "reason": "x"}):
        assert told.post("/v1/reports/t1/sender", json=lacking, headers=lead).status_code == 422
    before = state.audit.verify_chain().rows
    opened = told.post("/v1/reports/t1/sender", json=why, headers=lead).json()
    assert shown.SentBy.model_validate(opened).sender == SENDER
    assert opened["audited"] == before + 1 == state.audit.verify_chain().rows
    assert told.post("/v1/reports/none/sender", json=why, headers=lead).status_code == 404
    assert state.audit.verify_chain().rows == before + 2
    state.keys.revoke("lead")
    assert told.post("/v1/reports/t1/sender", json=why, headers=lead).status_code == 401
    assert not state.keys.may("lead", "sender")


def test_keys_know_their_scopes_and_local_is_no_key(state: State) -> None:
    state.keys.add("lead", ["sender", "details", "sender"])
    assert state.keys.list()[0].scopes == ("details", "sender")
    assert state.keys.may("local:minh", "details") and not state.keys.may("local", "sender")
    assert not state.keys.may("nobody", "details")
    with pytest.raises(NotAllowed, match="details, sender"):
        state.keys.add("x", ["everything"])
    for name in ("local", "local:minh"):
        with pytest.raises(NotAllowed, match="local"):
            state.keys.add(name)


def test_reports_are_listed_by_what_they_are(told: TestClient, service: Service) -> None:
    body = row(id="t2", text="Cho em hỏi làm căn cước ở đâu", kind="comment", channel="zalo")
    send(told, "hotline", body, **sign(body))
    service.intake.take_in()
    listed = shown.ReportList.model_validate(told.get("/v1/reports").json())
    assert listed.facets["category"] == {"administrative": 1, "snatching": 1}
    assert listed.facets["channel"] == {"hotline": 1, "zalo": 1}
    for query, wanted in (
        ("kind=comment", ["t2"]), ("category=snatching", ["t1"]), ("channel=zalo", ["t2"]),
        ("category=snatching&category=administrative", ["t1", "t2"]), ("kind=tip&channel=zalo", []),
    ):  # fmt: skip
        found = told.get(f"/v1/reports?{query}").json()["reports"]
        assert sorted(report["id"] for report in found) == wanted
    for query in ("kind=x", "category=x", "channel=x"):
        assert told.get(f"/v1/reports?{query}").status_code == 404
    asked = {"question": "căn cước xe máy đỏ", "filters": {"categories": ["administrative"]}}
    assert [hit["id"] for hit in told.post("/v1/search", json=asked).json()["hits"]] == ["t2"]
    wrong = {"question": "xe", "filters": {"categories": ["x"]}}
    assert told.post("/v1/search", json=wrong).status_code == 422


def test_a_watched_folder_is_imported_file_by_file(tmp_path: Path, service: Service) -> None:
    folder = tmp_path / "drop"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.jsonl", "sub/b.jsonl", ".hidden.jsonl", "c.jsonl.part"):
        (folder / name).write_bytes(row())
    (folder / "link.jsonl").symlink_to(folder / "a.jsonl")
    watch = Watch(folder, "zalo", service.index.data)
    assert watch.waiting(settled_s=3_600) == []
    assert [path.name for path in watch.waiting(0)] == ["a.jsonl", "b.jsonl"]
    done = ImportReport(1, 0, (), 0, 0)
    watch.take(folder / "a.jsonl", lambda path: done)
    with pytest.raises(KeyboardInterrupt):
        watch.take(folder / "sub" / "b.jsonl", _stopped)
    again = Watch(folder, "zalo", service.index.data)
    assert [path.name for path in again.waiting(0)] == ["b.jsonl"]
    (folder / "a.jsonl").write_bytes(row(text="khác"))
    assert [path.name for path in again.waiting(0)] == ["a.jsonl", "b.jsonl"]
    with pytest.raises(BadReport, match="no folder"):
        Watch(tmp_path / "none", "zalo", service.index.data)


def _stopped(path: Path) -> ImportReport:
    raise KeyboardInterrupt
