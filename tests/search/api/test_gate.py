"""Who may ask: this machine while there are no keys; then whoever has one, and says why."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from search.api.app import bind_allowed, create_app
from search.api.gate import COOKIE, is_loopback
from search.errors import NotAllowed
from search.state.database import State
from tests.search.api.evening import MOMENTS, Evening

ASK = {"question": "red motorbike", "case": "VA-118", "reason": "snatching"}
GUARDED = [
    "/v1/explain?q=x",
    f"/v1/moments/{MOMENTS[0].id}",
    f"/v1/moments/{MOMENTS[0].id}/thumbnail.jpg",
    f"/v1/moments/{MOMENTS[0].id}/video.mp4",
    "/v1/reports",
    "/v1/reports/statement-31",
    "/v1/coverage",
    "/v1/audit",
    "/v1/searches",
    "/v1/cases",
]


@pytest.fixture
def key(state: State) -> str:
    return state.keys.add("desk")


@pytest.fixture
def anyone(evening: Evening, state: State, key: str) -> Iterator[TestClient]:
    """A caller from elsewhere, after a key was made."""
    app = create_app(evening, state, host="0.0.0.0")
    with TestClient(app, base_url="http://truyvet.example", raise_server_exceptions=False) as one:
        yield one


def bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


@pytest.mark.parametrize("path", GUARDED)
@pytest.mark.parametrize("headers", [{}, bearer("tv_wrong"), {"authorization": "Basic eDp5"}])
def test_without_a_valid_key_nothing_is_shown(
    anyone: TestClient, path: str, headers: dict[str, str]
) -> None:
    response = anyone.get(path, headers=headers)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", GUARDED)
def test_with_a_key_all_is_shown(anyone: TestClient, key: str, path: str) -> None:
    assert anyone.get(path, headers=bearer(key)).status_code == 200


def test_a_search_needs_key_case_and_reason(anyone: TestClient, key: str, state: State) -> None:
    assert anyone.post("/v1/search", json=ASK).status_code == 401
    for missing in ("case", "reason"):
        body = {name: value for name, value in ASK.items() if name != missing}
        response = anyone.post("/v1/search", json=body, headers=bearer(key))
        assert response.status_code == 403
        assert missing in response.json()["detail"]
    assert state.audit.list(1) == []
    assert anyone.post("/v1/search", json=ASK, headers=bearer(key)).status_code == 200
    (record,) = state.audit.list(2)
    assert (record.entry.asker, record.entry.reason) == ("desk", "snatching")


def test_the_page_and_health_need_no_key(anyone: TestClient) -> None:
    for path in ("/", "/page/app.js", "/healthz", "/readyz", "/openapi.json"):
        assert anyone.get(path).status_code == 200, path


def test_a_session_stands_in_for_the_key(anyone: TestClient, key: str, state: State) -> None:
    assert anyone.get("/v1/session").json() == {"keys": True, "asker": None}
    assert anyone.post("/v1/session", json={"key": "tv_wrong"}).status_code == 401
    opened = anyone.post("/v1/session", json={"key": key})
    assert opened.status_code == 204
    cookie = opened.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/v1"))
    assert key not in cookie
    assert anyone.get("/v1/session").json() == {"keys": True, "asker": "desk"}
    assert anyone.get(GUARDED[3]).status_code == 200
    state.keys.revoke("desk")
    assert anyone.get(GUARDED[3]).status_code == 401


def test_a_session_that_was_ended_opens_nothing(anyone: TestClient, key: str) -> None:
    anyone.post("/v1/session", json={"key": key})
    token = anyone.cookies[COOKIE]
    assert anyone.delete("/v1/session").status_code == 204
    assert COOKIE not in anyone.cookies
    anyone.cookies.set(COOKIE, token)
    assert anyone.get("/v1/coverage").status_code == 401


def test_over_https_the_cookie_stays_there(evening: Evening, state: State, key: str) -> None:
    with TestClient(create_app(evening, state), base_url="https://truyvet.example") as client:
        cookie = client.post("/v1/session", json={"key": key}).headers["set-cookie"]
    assert "Secure" in cookie


def test_without_keys_this_machine_is_let_in(client: TestClient) -> None:
    assert client.get("/v1/session").json() == {"keys": False, "asker": "local"}


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "LOCALHOST"])
def test_without_keys_this_machines_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/v1/coverage", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.4:8000", "", "localhost.evil"]
)
def test_without_keys_other_names_are_not(client: TestClient, host: str) -> None:
    for path in ("/v1/coverage", "/v1/session"):
        response = client.get(path, headers={"host": host})
        assert response.status_code == 421
        assert "truyvet keys add" in response.json()["detail"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "localhost", "::1", "[::1]"])
def test_this_machine_may_always_be_listened_on(state: State, host: str) -> None:
    assert is_loopback(host)
    bind_allowed(host, state)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "truyvet.example", ""])
def test_others_may_reach_it_only_once_there_are_keys(
    evening: Evening, state: State, host: str
) -> None:
    with pytest.raises(NotAllowed, match="truyvet keys add"):
        bind_allowed(host, state)
    with pytest.raises(NotAllowed):
        create_app(evening, state, host=host)
    state.keys.add("desk")
    bind_allowed(host, state)
