"""A street's name that two streets share, asked end to end: API, page, command, keys with areas."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

from indexer.cameras import Camera, import_cameras
from indexer.ids import CameraId
from search.api.app import create_app
from search.cli.main import main
from search.service import Service
from search.settings import Settings
from search.state.database import State
from tests.search.api.browsing import ask, chip, needs_chromium, searched, visited
from tests.search.api.conftest import LOCAL
from tests.search.api.live import served
from tests.search.district import District

HERE, THERE = "street:quang-trung", "street:quang-trung-hoc-mon"
QUESTION = "xe máy đỏ gần Quang Trung tối 27/4/2022"
CAMERAS = [
    Camera(CameraId("qt-q12"), "Quang Trung 1", 10.8490, 106.6335, street="Quang Trung"),
    Camera(CameraId("qt-hm"), "Quang Trung 2", 10.8880, 106.6000, street="Quang Trung"),
    Camera(CameraId("hm-cho"), "Quang Trung 3", 10.8881, 106.5992, street="Quang Trung"),
]
TIPS = [("t1", "xe máy đỏ chạy ẩu trên đường Quang Trung", "2022-04-27T21:05:00+07:00")]
Called = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    district = District(tmp_path_factory.mktemp("shared") / "district")
    import_cameras(district.data, CAMERAS)
    district.tell(TIPS)
    return district.data.uri


@pytest.fixture
def service(data: str, state: State) -> Service:
    return Service(Settings(data=data), state)


@pytest.fixture
def client(service: Service, state: State) -> Iterator[TestClient]:
    with TestClient(create_app(service, state), base_url=LOCAL) as calling:
        yield calling


@pytest.fixture
def url(service: Service, state: State) -> Iterator[str]:
    with served(service, state) as address:
        yield address


def post(client: TestClient, key: str | None = None, **body: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    record = {"case": "VA-118", "reason": "snatching"} if key else {}
    answer = client.post("/v1/search", json={**body, **record}, headers=headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def which(understood: dict[str, Any]) -> list[tuple[str, bool, bool]]:
    (shared,) = understood["shared"]
    return [(one["ids"][0], one["searched"], one["own_area"]) for one in shared["candidates"]]


def test_all_are_searched_and_one_is_when_its_id_comes_back(client: TestClient) -> None:
    answer = post(client, question=QUESTION)
    assert answer["coverage"]["cameras"] == 3
    understood = answer["understood"]
    assert which(understood) == [(HERE, True, False), (THERE, True, False)]
    for ident, cameras in ((HERE, 1), (THERE, 2), (None, 3)):
        understood["places"][0]["id"] = ident
        answer = post(client, understood=understood)
        assert answer["coverage"]["cameras"] == cameras
        assert answer["understood"]["places"] == understood["places"]
        assert [one[1] for one in which(answer["understood"])] == [
            ident in (None, HERE), ident in (None, THERE),
        ]  # fmt: skip


def test_a_key_with_an_area_means_the_one_there(client: TestClient, state: State) -> None:
    plain = state.keys.add("desk")
    own = state.keys.add("hoc mon", area=["district:hoc-mon"])
    assert post(client, plain, question=QUESTION)["coverage"]["cameras"] == 3
    answer = post(client, own, question=QUESTION)
    assert answer["coverage"]["cameras"] == 2
    assert which(answer["understood"]) == [(THERE, True, True), (HERE, False, False)]
    headers = {"Authorization": f"Bearer {own}"}
    for told in (
        client.get("/v1/explain", params={"q": QUESTION}, headers=headers).json(),
        client.post("/v1/explain", json={"question": QUESTION}, headers=headers).json(),
    ):
        assert which(told) == which(answer["understood"])
    understood = answer["understood"]
    understood["places"][0]["id"] = None
    assert post(client, own, understood=understood)["coverage"]["cameras"] == 3
    filtered = post(client, own, question=QUESTION, filters={"units": ["district:quan-12"]})
    assert filtered["coverage"]["cameras"] == 1
    assert which(filtered["understood"]) == [(HERE, True, True), (THERE, False, False)]


def test_a_search_is_replayed_as_it_was_asked(client: TestClient, state: State) -> None:
    own = state.keys.add("hoc mon", area=["district:hoc-mon"])
    other = state.keys.add("quan 12", area=["district:quan-12"])
    answer = post(client, own, question=QUESTION)
    again = client.post(
        f"/v1/searches/{answer['search']}/replay",
        json={"case": "VA-118", "reason": "court"},
        headers={"Authorization": f"Bearer {other}"},
    ).json()
    assert again["same"] and again["answer"]["coverage"]["cameras"] == 2


def test_the_area_of_the_program_holds_for_who_has_none(data: str, state: State) -> None:
    service = Service(Settings(data=data, area=("Huyện Hóc Môn",)), state)
    with TestClient(create_app(service, state), base_url=LOCAL) as client:
        assert post(client, question=QUESTION)["coverage"]["cameras"] == 2


def command(data: str, capfd: Called, *words: str, code: int = 0) -> str:
    assert main(["--data", data, *words]) == code
    out, err = capfd.readouterr()
    return out if code == 0 else err


def test_the_command_lists_them_and_takes_the_one_that_is_named(
    data: str, capfd: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = command(data, capfd, "explain", QUESTION)
    assert "2 places have this name" in shown and THERE in shown
    assert "not searched" not in shown
    chosen = command(data, capfd, "search", QUESTION, "--place", THERE)
    assert "not searched" in chosen and "of 2 cameras in scope" in chosen
    found = command(data, capfd, "search", QUESTION, "--unit", "district:quan-12", "--json")
    assert json.loads(found)["coverage"]["cameras"] == 1
    monkeypatch.setenv("TRUYVET_AREA", "Quận 12; Xã Bà Điểm")
    own = command(data, capfd, "search", QUESTION)
    assert "(your area)" in own and "of 1 cameras in scope" in own
    refused = command(data, capfd, "explain", QUESTION, "--place", "street:to-ky", code=1)
    assert f"it may be {HERE}, {THERE}" in refused
    monkeypatch.setenv("TRUYVET_AREA", "Quận Nào")
    assert "Quận Nào" in command(data, capfd, "explain", QUESTION, code=1)


def test_keys_are_given_areas_and_list_them(tmp_path: Path, capfd: Called) -> None:
    data = str(tmp_path / "data")
    refused = command(data, capfd, "keys", "add", "desk", "--area", "Quận Nào", code=1)
    assert "Quận Nào" in refused
    command(data, capfd, "keys", "add", "desk", "--area", "quận 12", "--area", "Xã Bà Điểm")
    (row,) = json.loads(command(data, capfd, "keys", "list", "--json"))
    assert row["area"] == ["district:quan-12", "ward:27592@2025-07-01"]
    assert "of district:quan-12, ward:27592@2025-07-01" in command(data, capfd, "keys", "list")


@needs_chromium
def test_the_page_asks_which_is_meant_and_asks_again_for_it(page: Page) -> None:
    ask(page, QUESTION)
    asks = page.get_by_role("group", name="2 places are called Quang Trung. Which is meant?")
    expect(asks).to_be_visible()
    expect(chip(page, "near Quang Trung (every place of that name)")).to_be_visible()
    expect(page.locator("#searched")).to_contain_text("0 of 3 cameras")
    both = asks.get_by_role("button", name="Both")
    expect(both).to_have_attribute("aria-pressed", "true")
    there = asks.get_by_role("button", name="Huyện Hóc Môn")
    body = searched(page, there.click)
    assert [place["id"] for place in body["understood"]["places"]] == [THERE]
    expect(there).to_have_attribute("aria-pressed", "true")
    expect(asks).to_contain_text("1 place of that name not searched")
    expect(chip(page, "near Quang Trung (Huyện Hóc Môn)")).to_be_visible()
    expect(page.locator("#searched")).to_contain_text("0 of 2 cameras")
    body = searched(page, both.click)
    assert [place["id"] for place in body["understood"]["places"]] == [None]
    expect(page.locator("#searched")).to_contain_text("0 of 3 cameras")
    searched(page, page.get_by_role("button", name="Remove: Place near Quang Trung").click)
    expect(asks).to_have_count(0)


@needs_chromium
@pytest.mark.parametrize(
    ("locale", "own", "rest"),
    [
        ("en-GB", "(your area)", "1 place of that name not searched"),
        ("vi-VN", "(địa bàn của bạn)", "1 nơi cùng tên không được tìm"),
    ],
)
def test_the_page_says_that_ones_own_area_was_taken(
    browser: Browser, data: str, state: State, locale: str, own: str, rest: str
) -> None:
    service = Service(Settings(data=data, area=("Huyện Hóc Môn",)), state)
    phone = {"width": 360, "height": 740}
    with (
        served(service, state) as url,
        visited(browser, url, locale=locale, viewport=phone) as page,
    ):
        page.goto("/")
        ask(page, "xe máy đỏ gần Tô Ký, rồi sau đó xe máy đỏ gần Quang Trung")
        asks = page.locator(".which")
        first = asks.get_by_role("button").nth(1)
        expect(first).to_contain_text(own)
        expect(first).to_have_attribute("aria-pressed", "true")
        expect(asks).to_contain_text(rest)
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
        body = searched(page, asks.get_by_role("button").nth(2).click)
        later = body["understood"]["then"]["question"]
        assert [place["id"] for place in later["places"]] == [HERE]
        expect(asks.get_by_role("button").nth(2)).to_have_attribute("aria-pressed", "true")
