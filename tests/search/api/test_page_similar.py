"""The page: more like a hit, and marks that rank anew; by pointer, by key, in two languages."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from search.state.database import State
from tests.search.api.browsing import FLAGSHIP, ask, chip, needs_chromium, searched, visited
from tests.search.api.evening import MOMENTS, PICTURED, Evening

pytestmark = needs_chromium


def looked_like(page: Page, press: Callable[[], None]) -> Any:
    """The body of the similar search that a press leads to, once it is answered."""
    with page.expect_response("**/v1/similar") as answered:
        press()
    expect(page.locator("body.busy")).to_have_count(0)
    return answered.value.request.post_data_json


def ids(page: Page) -> list[str]:
    return [hit.get_attribute("data-id") or "" for hit in page.locator("#hits > .moment").all()]


def test_more_like_a_hit_keeps_where_and_when(page: Page, state: State) -> None:
    ask(page)
    first = page.locator("#hits > .hit").first
    body = looked_like(page, first.get_by_role("button", name="More like this").click)
    assert (body["moment"], body["box"]) == (MOMENTS[0].id, list(MOMENTS[0].box))
    assert body["understood"]["look_for"] == ""
    assert body["understood"]["time"]["daily"] == {"from": "21:00", "to": "24:00"}
    for text in ("Like this", "near Nguyễn Văn Quá, within 200 m", "21:00–24:00 each day"):
        expect(chip(page, text)).to_be_visible()
    picture = page.locator(".chip.example img")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(page.locator("#hits")).to_contain_text("Rank 1 by likeness")
    assert page.locator("#hits > .report").count() == 0
    assert state.audit.list(1)[0].entry.understood["similar"]["moment"] == MOMENTS[0].id
    page.reload()
    expect(page.locator("#hits")).to_contain_text("Rank 1 by likeness")
    page.go_back()
    expect(chip(page, "red motorbike")).to_be_visible()
    page.go_forward()
    searched(page, page.get_by_role("button", name="Back to the question", exact=True).click)
    expect(chip(page, "red motorbike")).to_be_visible()


def test_words_are_added_to_the_example_and_taken_away(page: Page) -> None:
    ask(page)
    looked_like(page, page.get_by_role("button", name="More like this").first.click)
    page.get_by_role("button", name="Words", exact=True).click()
    page.locator(".editor input").fill("+ box on the back − car")
    body = looked_like(page, lambda: page.keyboard.press("Enter"))
    assert body["text"] == "+ box on the back − car"
    expect(chip(page, "+ box on the back − car")).to_be_visible()
    name = "Remove: Words added (+) or taken away (−) + box on the back − car"
    assert looked_like(page, page.get_by_role("button", name=name).click)["text"] == ""


def test_marks_are_set_and_then_searched_with(page: Page, evening: Evening) -> None:
    ask(page)
    before = ids(page)
    moments = page.locator("#hits > .moment")
    moments.nth(2).get_by_role("button", name="Accept").click()
    moments.nth(0).get_by_role("button", name="Reject").click()
    assert len(evening.asked) == 1
    bar = page.locator("#marks")
    expect(bar).to_contain_text("1 accepted, 1 rejected")
    moments.nth(1).get_by_role("button", name="Reject").click()
    moments.nth(1).get_by_role("button", name="Reject").click()
    expect(bar).to_contain_text("1 accepted, 1 rejected")
    body = searched(page, bar.get_by_role("button", name="Search again with these").click)
    assert (body["accept"], body["reject"]) == ([before[2]], [before[0]])
    assert ids(page) == [before[2], before[1], before[0]]
    first = moments.first
    expect(first.get_by_role("button", name="Accept")).to_have_attribute("aria-pressed", "true")
    expect(first.locator(".why")).to_contain_text("Accepted, rank 5 without the marks")
    expect(bar).to_contain_text("Ranked with 1 accepted, 1 rejected")
    page.reload()
    expect(bar).to_contain_text("Ranked with 1 accepted, 1 rejected")
    assert "accept" in searched(page, page.get_by_role("button", name="Remove: Time").click)
    searched(page, bar.get_by_role("button", name="Clear marks").click)
    expect(bar).to_be_hidden()
    assert evening.asked[-1].marks.of_moments == {}


def test_a_new_question_begins_without_marks_or_example(page: Page, evening: Evening) -> None:
    ask(page)
    page.locator("#hits > .moment").first.get_by_role("button", name="Accept").click()
    ask(page, "white truck")
    expect(page.locator("#marks")).to_be_hidden()
    looked_like(page, page.get_by_role("button", name="More like this").first.click)
    ask(page, "white truck")
    assert evening.asked[-1].example is None and not evening.asked[-1].marks


def test_the_keyboard_marks_and_finds_more(page: Page) -> None:
    ask(page)
    before = ids(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("r")
    for key in ("j", "j", "a"):
        page.keyboard.press(key)
    expect(page.locator("#marks")).to_contain_text("1 accepted, 1 rejected")
    body = searched(page, lambda: page.keyboard.press("s"))
    assert (body["accept"], body["reject"]) == ([before[1]], [before[0]])
    page.keyboard.press("/")
    page.keyboard.type("armsx")
    expect(page.get_by_role("searchbox")).to_have_value("armsx")
    page.keyboard.press("ArrowDown")
    assert looked_like(page, lambda: page.keyboard.press("m"))["moment"] == before[1]


def test_a_refused_mark_is_said_so(page: Page) -> None:
    page.goto("/?q=red+motorbike&accept=nothing")
    expect(page.get_by_role("alert")).to_contain_text("'nothing' is not the id of a moment")


@pytest.mark.parametrize("spoilt", ["{", "null", "[]", "{}", '{"moment":1}', '{"moment":"x"}'])
def test_a_spoilt_example_is_left_out(page: Page, spoilt: str) -> None:
    page.goto(f"/?q=red+motorbike&like={spoilt}")
    expect(chip(page, "red motorbike")).to_be_visible()
    expect(page.locator("#hits > .hit").first).to_be_visible()


@pytest.mark.parametrize("locale", ["en-GB", "vi-VN"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_the_screen_in_both_languages(
    browser: Browser, url: str, locale: str, width: int
) -> None:
    with visited(browser, url, locale=locale, viewport={"width": width, "height": 740}) as page:
        page.goto("/")
        ask(page)
        first, second = (page.locator("#hits > .moment").nth(number) for number in (0, 1))
        first.locator("[data-mark=accept]").click()
        second.locator("[data-mark=reject]").click()
        words = "1 đúng, 1 sai" if locale == "vi-VN" else "1 accepted, 1 rejected"
        expect(page.locator("#marks")).to_contain_text(words)
        assert _overflow(page) <= 0
        looked_like(page, first.locator("[data-more]").click)
        label = "Giống hình này" if locale == "vi-VN" else "Like this"
        expect(chip(page, label)).to_be_visible()
        assert _overflow(page) <= 0
        assert FLAGSHIP in page.title()


def _overflow(page: Page) -> int:
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def test_what_came_with_a_report_is_shown_and_looked_for_again(page: Page) -> None:
    ask(page, "red motorbike")
    (ident, seen), *_ = PICTURED.items()
    told = page.locator(f'#hits > [data-id="{ident}"]')
    picture = told.get_by_role("img", name="picture 1 that came with it")
    told.scroll_into_view_if_needed()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(told).to_contain_text("https://example.org/1")
    expect(told.locator("a[href*='example.org']")).to_have_count(0)
    body = looked_like(page, told.get_by_role("button", name="More like this").click)
    assert (body["moment"], body["box"]) == (seen.id, list(seen.box))
    other = page.locator("#hits > .report").first
    assert other.count() == 0, "moments look like it"
