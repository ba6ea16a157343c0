"""`/v1/jobs`: start, watch, stop; who may; what is refused; and `/metrics`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from search.api.app import create_app
from search.api.jobs import Desk
from search.state.database import State
from tests.search.api.conftest import LOCAL
from tests.search.api.evening import Evening


@pytest.fixture
def begun() -> list[str]:
    """A note for every runner that was started."""
    return []


@pytest.fixture
def calling(
    evening: Evening, state: State, tmp_path: Path, begun: list[str]
) -> Iterator[TestClient]:
    """A caller of a server whose jobs may read one folder."""
    (tmp_path / "in").mkdir()
    desk = Desk((tmp_path / "in",), lambda: begun.append("runner"))
    app = create_app(evening, state, desk=desk)
    with TestClient(app, base_url=LOCAL, raise_server_exceptions=False) as client:
        yield client


def index(tmp_path: Path, **more: Any) -> dict[str, Any]:
    return {"kind": "index", "paths": [str(tmp_path / "in")], **more}


def test_a_job_is_started_watched_and_stopped(
    calling: TestClient, state: State, tmp_path: Path, begun: list[str]
) -> None:
    made = calling.post("/v1/jobs", json=index(tmp_path, workers=2))
    assert made.status_code == 201 and begun == ["runner"]
    job = made.json()
    assert (job["state"], job["asker"]) == ("waiting", "local")
    assert job["request"] == index(tmp_path, workers=2)
    state.jobs.take()
    stage = {"name": "indexing", "done": 30.0, "total": 60, "seconds": 3.0, "rate": 10.0,
             "left_s": 3.0, "note": ""}  # fmt: skip
    state.jobs.beat(job["id"], [stage])
    assert calling.get(f"/v1/jobs/{job['id']}").json()["stages"] == [stage]
    assert calling.get("/v1/jobs").json()["jobs"][0]["state"] == "running"
    told = calling.delete(f"/v1/jobs/{job['id']}").json()
    assert (told["state"], told["cancelling"]) == ("running", True)
    assert calling.get("/v1/jobs/99").status_code == 404


def test_a_key_makes_it_one_job(calling: TestClient, tmp_path: Path) -> None:
    again = {"Idempotency-Key": "nightly-1"}
    first = calling.post("/v1/jobs", json=index(tmp_path), headers=again)
    second = calling.post("/v1/jobs", json=index(tmp_path), headers=again)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    other = calling.post("/v1/jobs", json={"kind": "merge"}, headers=again)
    assert other.status_code == 409


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "index", "paths": ["/etc"]}, 403),
        ({"kind": "index", "paths": ["in"]}, 422),
        ({"kind": "index", "paths": ["/x\0y"]}, 422),
        ({"kind": "index", "paths": []}, 422),
        ({"kind": "index", "paths": ["/etc"], "more": 1}, 422),
        ({"kind": "index", "paths": "/etc"}, 422),
        ({"kind": "index", "paths": ["/etc"], "workers": 0}, 422),
        ({"kind": "reindex"}, 422),
        ({"kind": "reindex", "model": "demo", "text": True}, 422),
        ({"kind": "reindex", "model": "/etc"}, 403),
        ({"kind": "merge", "forget_after_days": -1}, 422),
        ({"kind": "delete"}, 422),
        ({}, 422),
        ([], 422),
    ],
)
def test_what_cannot_be_done_is_refused(
    calling: TestClient, state: State, body: Any, status: int, begun: list[str]
) -> None:
    refused = calling.post("/v1/jobs", json=body)
    assert refused.status_code == status, refused.text
    assert refused.headers["content-type"] == "application/problem+json"
    assert state.jobs.list(9) == [] == begun


def test_with_keys_one_for_jobs_is_needed(
    calling: TestClient, state: State, tmp_path: Path
) -> None:
    searching, working = state.keys.add("desk"), state.keys.add("night job", ["jobs"])

    def post(key: str | None) -> int:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return calling.post("/v1/jobs", json=index(tmp_path), headers=headers).status_code

    assert (post(None), post(searching), post(working)) == (401, 403, 201)
    assert calling.get("/v1/jobs", headers={"Authorization": f"Bearer {searching}"}).is_error
    assert state.jobs.list(1)[0].asker == "night job"
    state.keys.revoke("night job")
    assert post(working) == 401


def test_metrics_need_no_key(calling: TestClient, state: State) -> None:
    state.keys.add("desk")
    told = calling.get("/metrics")
    assert told.status_code == 200 and told.headers["content-type"].startswith("text/plain")
    assert "truyvet_regions" in told.text
