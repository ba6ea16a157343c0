"""The page: a moment followed, by pointer and by key; its map and list; pinned; two languages."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

from search.api.shown_follow import Followed
from search.state.database import State
from tests.search.api.browsing import ask, needs_chromium, visited
from tests.search.api.evening import MOMENTS, Evening


def test_the_route_is_strict_and_audited(client: TestClient, state: State) -> None:
    asked = {"moment": MOMENTS[0].id, "pts_ms": 273000, "box": list(MOMENTS[0].box)}
    answer = client.post("/v1/follow", json={**asked, "case": "VA-118", "reason": "snatching"})
    assert answer.status_code == 200
    Followed.model_validate(answer.json())
    record = state.audit.list(1)[0]
    assert record.entry.case == "VA-118"
    assert record.entry.understood["follow"]["moment"] == MOMENTS[0].id
    for wrong in ({"speed": 3}, {"within_s": 0}, {"direction": "up"}, {"slack": -1}):
        assert client.post("/v1/follow", json={**asked, **wrong}).status_code == 422
    assert client.post("/v1/follow", json={"moment": "nothing"}).status_code == 422
    bounds = {**asked, "slowest_kmh": 60, "fastest_kmh": 20}
    assert client.post("/v1/follow", json=bounds).status_code == 400
    state.keys.add("linh")
    assert client.post("/v1/follow", json=asked).status_code == 401


def followed(page: Page, press: Callable[[], None]) -> Any:
    """The body of the call that a press leads to, once the trail is shown."""
    with page.expect_response("**/v1/follow") as answered:
        press()
    expect(page.locator("dialog .trail-map")).to_be_visible()
    return answered.value.request.post_data_json


@needs_chromium
def test_a_trail_is_shown_turned_and_pinned(page: Page, evening: Evening) -> None:
    ask(page)
    first = page.locator("#hits > .hit.moment").first
    body = followed(page, first.get_by_role("button", name="Follow").click)
    assert (body["moment"], body["box"]) == (MOMENTS[0].id, list(MOMENTS[0].box))
    assert (body["direction"], body["within_s"]) == ("forward", 900)
    dialog = page.locator("dialog")
    branches = dialog.locator(".branch")
    expect(branches.first).to_contain_text("640 m in 1 min, 37 km/h")
    expect(branches.first).to_contain_text("46%, alike 0.87")
    assert branches.count() == dialog.locator(".trail-map .way").count() == 2
    expect(dialog.locator(".trail-map .mark")).to_have_count(3)
    expect(dialog).to_contain_text("Look next at Nguyễn Văn Quá 5")
    dialog.locator("summary").click()
    expect(dialog).to_contain_text("No camera on Hà Huy Giáp")
    body = followed(page, dialog.get_by_role("button", name="30 min").click)
    assert body["within_s"] == 1800
    expect(dialog.get_by_role("button", name="30 min")).to_be_focused()
    with page.expect_response("**/v1/follow") as turned:
        dialog.get_by_role("button", name="Where it came from").click()
    assert turned.value.request.post_data_json["direction"] == "backward"
    expect(dialog).to_contain_text("Nothing before a camera in reach looks like it")
    followed(page, dialog.get_by_role("button", name="Where it went").click)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.locator("#record summary").click()
    page.locator("#record [name=case]").fill("VA-118")
    followed(page, first.get_by_role("button", name="Follow").click)
    assert evening.followed[-1].case == "VA-118"
    branches.first.get_by_role("button", name="Pin to the case").click()
    expect(branches.first.get_by_role("link", name="Pinned: open the case")).to_be_visible()


@needs_chromium
def test_the_keyboard_follows(page: Page) -> None:
    ask(page)
    page.keyboard.press("ArrowDown")
    assert followed(page, lambda: page.keyboard.press("f"))["moment"] == MOMENTS[0].id


@needs_chromium
@pytest.mark.parametrize(("locale", "width"), [("en-GB", 1280), ("vi-VN", 360)])
def test_it_fits_the_screen_in_both_languages(
    browser: Browser, url: str, locale: str, width: int
) -> None:
    with visited(browser, url, locale=locale, viewport={"width": width, "height": 740}) as page:
        page.goto("/")
        ask(page)
        name = "Truy theo" if locale == "vi-VN" else "Follow"
        followed(page, page.get_by_role("button", name=name).first.click)
        over = page.evaluate(
            "d => d.scrollWidth - d.clientWidth", page.locator("dialog").element_handle()
        )
        assert over <= 0
