"""The page: a box drawn by mouse, finger and keyboard, and pictures of one's own to search with."""

import base64
import json
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from search.state.database import State
from tests.search.api.browsing import ask, chip, needs_chromium, visited
from tests.search.api.evening import MOMENTS, Evening

pytestmark = needs_chromium
PICTURE = bytes(cv2.imencode(".png", np.full((300, 400, 3), (30, 30, 220), np.uint8))[1])
FILE = {"name": "phone.png", "mimeType": "image/png", "buffer": PICTURE}
GIVE = """([event, kind, data, size]) => {
    const bytes = new Uint8Array(size);
    bytes.set(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], "phone", { type: kind }));
    const options = { bubbles: true, cancelable: true };
    const target = document.querySelector("main");
    if (event === "paste") options.clipboardData = transfer;
    else options.dataTransfer = transfer;
    const made = event === "paste" ? ClipboardEvent : DragEvent;
    target.dispatchEvent(new made(event, options));
}"""
"""Pastes or drops a file on the page."""


def give(
    page: Page, event: str, kind: str = "image/png", data: bytes = PICTURE, size: int = len(PICTURE)
) -> None:
    """A file of `size` bytes that begins with `data`."""
    page.evaluate(GIVE, [event, kind, base64.b64encode(data).decode(), size])


def similar(page: Page, press: Callable[[], None]) -> str:
    """The body of the similar search that a press leads to; a form's is not told by the browser."""
    with page.expect_response("**/v1/similar") as answered:
        press()
    assert answered.value.ok, answered.value.text()
    expect(page.locator("body.busy")).to_have_count(0)
    return answered.value.request.post_data or ""


def drawing(page: Page) -> Locator:
    """The stage of an open dialog, once its picture is there."""
    stage = page.locator("dialog .stage")
    shown = stage.locator("img")
    if shown.count():
        assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    return stage


def drag(page: Page, stage: Locator, box: tuple[float, float, float, float]) -> None:
    area = stage.bounding_box()
    assert area is not None
    corners = [
        (area["x"] + area["width"] * x, area["y"] + area["height"] * y)
        for x, y in (box[:2], box[2:])
    ]
    page.mouse.move(*corners[0])
    page.mouse.down()
    page.mouse.move(*corners[1], steps=4)
    page.mouse.up()


def test_a_box_is_drawn_with_the_mouse_and_searched_with(page: Page, state: State) -> None:
    ask(page)
    page.locator("#hits > .moment").first.get_by_role("button", name="Draw a box").click()
    stage = drawing(page)
    expect(page.get_by_role("dialog")).to_contain_text("Box from 38 to 55% across")
    drag(page, stage, (0.75, 0.9, 0.25, 0.5))
    expect(page.get_by_role("dialog")).to_contain_text("Box from 25 to 75% across, 50 to 90% down")
    drag(page, stage, (0.5, 0.5, 0.505, 0.505))
    expect(page.get_by_role("dialog")).to_contain_text("25 to 75"), "a slip draws nothing"
    page.get_by_label("Words added (+) or taken away (−)").fill("+ box on the back − car")
    body = json.loads(similar(page, page.get_by_role("button", name="More like this box").click))
    assert body["moment"] == MOMENTS[0].id and body["text"] == "+ box on the back − car"
    assert body["box"] == pytest.approx([0.25, 0.5, 0.75, 0.9], abs=0.01)
    assert body["understood"]["time"]["daily"] == {"from": "21:00", "to": "24:00"}
    expect(chip(page, "+ box on the back − car")).to_be_visible()
    assert state.audit.list(1)[0].entry.understood["similar"]["box"] == body["box"]
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_box_is_moved_and_sized_by_keyboard(page: Page) -> None:
    ask(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("b")
    drawing(page)
    box = np.array(MOMENTS[0].box)
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    wanted = box + np.array([-0.02, -0.01, -0.02 + 0.01, -0.01 + 0.01])
    body = json.loads(similar(page, lambda: page.keyboard.press("Enter")))
    assert body["box"] == pytest.approx(wanted.tolist(), abs=1e-6)
    page.locator("#hits > .moment").first.get_by_role("button", name="Draw a box").click()
    drawing(page)
    page.keyboard.press("Delete")
    expect(page.get_by_role("dialog")).to_contain_text("the whole picture counts")
    for _ in range(60):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog")).to_contain_text("Box from 60 to 100% across")
    page.keyboard.press("Delete")
    assert json.loads(similar(page, lambda: page.keyboard.press("Enter")))["box"] == [0, 0, 1, 1]


def test_a_finger_draws(browser: Browser, url: str) -> None:
    phone = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
    with visited(browser, url, **phone) as page:
        page.goto("/")
        ask(page)
        page.locator("#hits > .moment").first.get_by_role("button", name="Draw a box").tap()
        stage = drawing(page)
        area = stage.bounding_box()
        assert area is not None and area["width"] <= 390
        touch = page.context.new_cdp_session(page)

        def point(x: float, y: float) -> list[dict[str, float]]:
            return [{"x": area["x"] + area["width"] * x, "y": area["y"] + area["height"] * y}]

        for kind, at in (("Start", (0.2, 0.2)), ("Move", (0.4, 0.5)), ("Move", (0.6, 0.7))):
            event = {"type": f"touch{kind}", "touchPoints": point(*at)}
            touch.send("Input.dispatchTouchEvent", event)
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(page.get_by_role("dialog")).to_contain_text("Box from 20 to 60% across, 20 to 70")


def test_a_picture_of_ones_own_is_searched_with(page: Page, evening: Evening, state: State) -> None:
    for how in ("paste", "drop"):
        give(page, how)
        expect(page.locator("dialog .stage canvas")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Search with a picture").click()
    chosen.value.set_files(FILE)  # type: ignore[arg-type]
    stage = page.locator("dialog .stage")
    expect(stage.locator("canvas")).to_be_visible()
    drag(page, stage, (0.25, 0.25, 0.75, 0.75))
    page.get_by_label("Words added (+) or taken away (−)").fill("+ rider")
    similar(page, page.get_by_role("button", name="More like this box").click)
    example = evening.asked[-1].example
    assert example is not None and example.picture is not None
    assert example.picture.shape == (300, 400, 3)
    assert example.box == pytest.approx((0.25, 0.25, 0.75, 0.75), abs=0.01)
    assert [phrase.words for phrase in example.phrases] == ["rider"]
    told = state.audit.list(1)[0].entry.understood["similar"]["picture"]
    assert told["sha256"] == example.sha256 and "picture" not in page.url.partition("like")[0]
    expect(chip(page, "Like your picture").locator("canvas")).to_be_visible()
    page.reload()
    expect(page.get_by_role("alert").filter(has_text="is not kept")).to_be_visible()


def test_where_and_when_go_with_a_picture_and_back_leads_back(page: Page, evening: Evening) -> None:
    ask(page)
    give(page, "drop")
    expect(page.locator("dialog .stage canvas")).to_be_visible()
    similar(page, page.get_by_role("button", name="More like this picture").click)
    asked = evening.asked[-1]
    assert asked.example is not None and asked.example.box is None
    assert asked.understood is not None and asked.understood.look_for == ""
    assert asked.understood.time.daily is not None and asked.understood.places
    page.go_back()
    expect(chip(page, "red motorbike")).to_be_visible()
    page.go_forward()
    expect(chip(page, "Like your picture")).to_be_visible()
    chip(page, "Like your picture").locator("button").first.click()
    drag(page, page.locator("dialog .stage"), (0.1, 0.1, 0.5, 0.5))
    similar(page, page.get_by_role("button", name="More like this box").click)
    example = evening.asked[-1].example
    assert example is not None and example.box is not None


def test_what_is_no_picture_is_said(page: Page) -> None:
    for kind, data, size, said in (
        ("text/plain", b"x", 1, "no JPEG, PNG or WebP"),
        ("image/png", b"no picture", 10, "cannot read this picture"),
        ("image/jpeg", b"", 10 * 1024 * 1024 + 1, "more than 10 MB"),
    ):
        give(page, "drop", kind, data, size)
        expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(("locale", "width"), [("vi-VN", 360), ("en-GB", 1280)])
def test_it_fits_the_screen_in_both_languages(
    browser: Browser, url: str, locale: str, width: int
) -> None:
    with visited(browser, url, locale=locale, viewport={"width": width, "height": 740}) as page:
        page.goto("/")
        ask(page)
        page.locator("#hits > .moment [data-draw]").first.click()
        stage = drawing(page)
        words = "Khung từ 38 đến 55%" if locale == "vi-VN" else "Box from 38 to 55%"
        expect(page.get_by_role("dialog")).to_contain_text(words)
        for part in (page.locator("html"), page.get_by_role("dialog"), stage):
            assert _overflow(part) <= 0


def _overflow(part: Locator) -> Any:
    return part.evaluate("part => part.scrollWidth - part.clientWidth")
