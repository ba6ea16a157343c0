"""The page and whoever comes to it: language, colours, phone, key, and what goes wrong."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from search.state.database import State
from tests.search.api.browsing import (
    FLAGSHIP,
    PLAYING,
    ask,
    chip,
    needs_chromium,
    searched,
    visited,
)  # fmt: skip

pytestmark = needs_chromium


def test_both_languages_have_the_same_words(page: Page) -> None:
    keys = page.evaluate(
        """async () => {
            const load = (language) => Promise.all([
                import(`/page/words_${language}.js`), import(`/page/words_cases_${language}.js`)]);
            const [[{ EN }, { CASES_EN }], [{ VI }, { CASES_VI }]] = await Promise.all(
                ["en", "vi"].map(load));
            const shape = (words) => Object.fromEntries(Object.entries(words).map(([key, word]) => {
                const inner = word?.constructor === Object && key !== "reasons";
                return [key, inner ? Object.keys(word).sort() : typeof word];
            }));
            return [shape({ ...EN, ...CASES_EN }), shape({ ...VI, ...CASES_VI })];
        }"""
    )
    assert keys[0] == keys[1]


def test_the_language_is_the_browsers_until_chosen(browser: Browser, url: str) -> None:
    with visited(browser, url, locale="vi-VN") as page:
        page.goto("/")
        ask(page)
        expect(page.locator("#searched")).to_contain_text("đã tìm 41.220 trên 41.220 vùng ảnh")
        expect(chip(page, "gần Nguyễn Văn Quá, trong 200 m")).to_be_visible()
        page.get_by_role("button", name="Show in English").click()
        expect(chip(page, "near Nguyễn Văn Quá, within 200 m")).to_be_visible()
        page.reload()
        expect(chip(page, "near Nguyễn Văn Quá, within 200 m")).to_be_visible()
        assert page.locator("html").get_attribute("lang") == "en"


def test_the_colours_are_the_systems_until_chosen(browser: Browser, url: str) -> None:
    with visited(browser, url, color_scheme="dark") as page:
        page.goto("/")
        expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
        page.get_by_role("button", name="Light colours").click()
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-scheme", "light")


def test_with_keys_one_signs_in_and_says_why(browser: Browser, url: str, state: State) -> None:
    key = state.keys.add("desk")
    with visited(browser, url) as page:
        page.goto("/?q=red+motorbike")
        form = page.get_by_role("form", name="Sign in")
        form.get_by_label("API key").fill("tv_wrong")
        form.get_by_role("button").click()
        assert form.get_by_label("Case").evaluate("input => !input.validity.valid")
        form.get_by_label("Case").fill("VA-118")
        form.get_by_label("Reason").fill("snatching")
        form.get_by_role("button").click()
        expect(form).to_contain_text("not valid")
        form.get_by_label("API key").fill(key)
        form.get_by_role("button").click()
        expect(page.locator("#hits > .hit").first).to_be_visible()
        (record,) = state.audit.list(10)
        assert (record.entry.asker, record.entry.case) == ("desk", "VA-118")
        assert key not in page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
        page.get_by_role("button", name="Sign out desk").click()
        expect(form).to_be_visible()
        assert page.locator(".hit").count() == 0
        assert page.evaluate("sessionStorage['truyvet.case']") == ""


def test_with_keys_a_search_waits_for_case_and_reason(
    browser: Browser, url: str, state: State
) -> None:
    key = state.keys.add("desk")
    with visited(browser, url) as page:
        page.request.post("/v1/session", data={"key": key})
        page.goto("/?q=red+motorbike")
        expect(page.get_by_label("Case")).to_be_focused()
        page.keyboard.type("VA-118")
        page.keyboard.press("Enter")
        assert page.get_by_label("Reason").evaluate("input => !input.validity.valid")
        assert state.audit.list(10) == []
        page.get_by_label("Reason").fill("snatching")
        body = searched(page, lambda: page.keyboard.press("Enter"))
        assert (body["case"], body["reason"]) == ("VA-118", "snatching")


def test_an_error_says_what_to_do(page: Page) -> None:
    page.goto(
        '/?q=x&u={"places":[{"kind":"planet"}],"exclude":[],"unresolved":[],"sources":[],"time":{}}'
    )
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Take back the last change")
    expect(alert).to_contain_text("places/0/kind")
    page.get_by_role("button", name="Back to the question as written").click()
    expect(alert).to_be_hidden()


def test_a_server_that_is_gone_is_said_so(page: Page) -> None:
    page.route("**/v1/search", lambda route: route.abort())
    page.get_by_role("searchbox").fill("red motorbike")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    page.unroute("**/v1/search")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#hits > .hit").first).to_be_visible()


def test_what_is_typed_before_the_session_is_known_is_kept(browser: Browser, url: str) -> None:
    with visited(browser, url) as page:
        held: list[Route] = []
        page.route("**/v1/session", lambda route: held.append(route))
        page.goto("/")
        ask(page)
        held[0].continue_()
        expect(page.locator("#hits > .hit")).to_have_count(6)
        expect(page.get_by_role("searchbox")).to_have_value(FLAGSHIP)


@pytest.mark.parametrize("spoilt", ["null", "{", "[]", '{"places":[null]}', '{"time":null}'])
def test_an_address_that_was_spoilt_asks_what_was_written(page: Page, spoilt: str) -> None:
    page.goto(f"/?q=red+motorbike&u={spoilt}")
    expect(chip(page, "red motorbike")).to_be_visible()
    expect(page.locator("#hits > .hit").first).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()


@pytest.mark.parametrize("locale", ["en-GB", "vi-VN"])
def test_a_narrow_phone_never_scrolls_sideways(browser: Browser, url: str, locale: str) -> None:
    with visited(browser, url, locale=locale, viewport={"width": 360, "height": 740}) as page:
        page.goto("/")
        assert _overflow(page) <= 0
        ask(page, "red motorbike near Nguyễn Văn Quá after 9pm without helmet")
        assert _overflow(page) <= 0
        account = page.locator("#searched .facts")
        expect(account).to_be_in_viewport()
        for button in page.locator(".chip button.text").all()[:3]:
            button.click()
            assert _overflow(page) <= 0
            page.keyboard.press("Escape")
        page.locator(".shot").first.click()
        page.locator("video").evaluate(PLAYING)
        assert _overflow(page) <= 0


def _overflow(page: Page) -> int:
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width
