"""Cases in a real browser: pinned from a search, ordered, noted, by two at once, by keyboard."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from search.cases.case import Subject
from search.cases.cases import Cases
from search.state.database import State
from tests.search.api.browsing import PLAYING, ask, needs_chromium, searched, visited
from tests.search.api.evening import MOMENTS, REPORTS, Evening

pytestmark = needs_chromium
FIRST = {"camera": {"id": "nvq-03", "name": "Nguyễn Văn Quá 3", "street": "Nguyễn Văn Quá",
                    "lat": 10.8391, "lon": 106.6302},
         "start": "2022-04-27T21:04:33+07:00", "end": "2022-04-27T21:04:42+07:00",
         "footage": "5d1c0f9be02a7741"}  # fmt: skip


@pytest.fixture
def cases(state: State) -> Cases:
    return Cases(state)


@pytest.fixture
def case(cases: Cases) -> int:
    """A case with one moment pinned and one note about it."""
    case = cases.make("VA-118", "Cướp giật tối 27/4", "an").id
    subject = Subject("moment", MOMENTS[0].id)
    box = MOMENTS[0].box
    cases.pins.add(case, subject, FIRST, "an", pts_ms=61_200, box=box)
    cases.notes.add(case, "mũ đen", subject, "an")
    return case


def name_the_case(page: Page, name: str = "VA-118", reason: str = "snatching") -> None:
    page.locator("#record summary").click()
    page.get_by_label("Case").fill(name)
    page.get_by_label("Reason").fill(reason)


def test_hits_are_pinned_and_stand_in_the_order_of_time(page: Page, cases: Cases) -> None:
    name_the_case(page)
    ask(page)
    hits = page.locator("#hits > .hit")
    for number in (3, 0, 2):
        hits.nth(number).get_by_role("button", name="Pin to the case").click()
        expect(hits.nth(number).get_by_role("link", name="Pinned: open the case")).to_be_focused()
    (made,) = cases.latest(9)
    assert (made.name, made.title, made.by) == ("VA-118", "snatching", "local")
    board = cases.board(made.id)
    assert all(pin.search == 1 for pin in board.pins)
    hits.nth(0).get_by_role("link", name="Pinned: open the case").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("VA-118 snatching")
    pins = page.locator(".pins > .hit")
    expect(pins).to_have_count(3)
    shown = [pins.nth(n).get_attribute("data-id") for n in range(3)]
    assert shown == [pin.subject.id for pin in board.pins]
    expect(page.get_by_text(REPORTS[1].text)).to_be_visible()
    expect(page.locator(".pins")).to_contain_text("from search 1")
    expect(page.get_by_role("complementary")).to_contain_text("Searches made for this case")


def test_a_pin_waits_for_a_case(page: Page, cases: Cases) -> None:
    ask(page)
    page.get_by_role("button", name="Pin to the case").first.click()
    expect(page.get_by_text("Name a case first")).to_be_visible()
    expect(page.get_by_label("Case")).to_be_focused()
    assert cases.latest(9) == []


def test_a_pinned_moment_is_shown_where_it_was_pinned_and_plays(
    page: Page, case: int, evening: Evening
) -> None:
    page.goto(f"/cases/{case}")
    pin = page.locator(".pins > .hit").first
    picture = pin.get_by_role("img").first
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    assert "pts_ms=61200&box=0.3800" in (picture.get_attribute("src") or "").replace("%2C", ",")
    expect(pin).to_contain_text("27/04/2022 21:04:33–21:04:42")
    pin.get_by_role("button", name="Play Nguyễn Văn Quá 3").click()
    ready, _ = pin.locator("video").evaluate(PLAYING)
    assert ready >= 2


def test_notes_are_written_changed_and_deleted(page: Page, case: int, cases: Cases) -> None:
    page.goto(f"/cases/{case}")
    pin = page.locator(".pins > .hit").first
    pin.get_by_role("button", name="Add a note").click()
    page.keyboard.type("áo khoác <b>đen</b>")
    page.keyboard.press("Control+Enter")
    expect(pin.locator(".case-note")).to_have_count(2)
    expect(pin.locator(".case-note").nth(1)).to_contain_text("áo khoác <b>đen</b>")
    expect(pin.get_by_role("button", name="Add a note")).to_be_focused()
    pin.get_by_role("button", name="Change").first.click()
    page.get_by_role("textbox", name="Change").fill("mũ trắng")
    page.get_by_role("button", name="Save").click()
    expect(pin.locator(".case-note").first).to_contain_text("mũ trắng")
    expect(pin.locator(".case-note").first).to_contain_text("changed")
    pin.get_by_role("button", name="Delete").nth(1).click()
    expect(pin.locator(".case-note")).to_have_count(1)
    page.locator(".case-notes").get_by_role("button", name="Add a note").click()
    page.keyboard.press("Escape")
    expect(page.locator("textarea")).to_have_count(0)
    (note,) = cases.board(case).notes
    assert (note.text, note.edited_by) == ("mũ trắng", "local")


def test_two_editors_lose_nothing(page: Page, case: int, cases: Cases) -> None:
    page.goto(f"/cases/{case}")
    page.get_by_role("button", name="Change: Title").click()
    page.get_by_role("textbox", name="Title").fill("Tên của tôi")
    cases.entitle(case, "Tên của bình", cases.board(case).case.version, "bình")
    cases.pins.add(case, Subject("moment", MOMENTS[2].id), FIRST, "bình")
    page.keyboard.press("Enter")
    warning = page.get_by_role("alert").filter(has_text="Others changed the case meanwhile")
    expect(warning).to_contain_text("bình changed the title")
    expect(warning).to_contain_text("Tên của bình")
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Tên của tôi")
    assert cases.board(case).case.title == "Tên của bình"
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("VA-118 Tên của tôi")
    expect(page.locator(".pins > .hit")).to_have_count(2)


def test_what_changed_meanwhile_is_not_taken_away(page: Page, case: int, cases: Cases) -> None:
    page.goto(f"/cases/{case}")
    expect(page.locator(".case-note")).to_have_count(1)
    board = cases.board(case)
    cases.notes.edit(case, board.notes[0].id, "mũ đỏ", board.case.version, "bình")
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("#notices")).to_contain_text("nothing was taken away")
    expect(page.locator(".case-note")).to_contain_text("mũ đỏ")
    page.get_by_role("button", name="Take away").click()
    expect(page.get_by_text("Nothing is pinned yet")).to_be_visible()
    expect(page.locator(".case-notes")).to_contain_text("mũ đỏ")


def test_a_search_is_kept_and_asked_again(page: Page, case: int, cases: Cases) -> None:
    name_the_case(page)
    ask(page)
    page.goto(f"/cases/{case}")
    page.get_by_role("button", name="Keep").click()
    kept = page.locator(".side section", has_text="Kept searches")
    kept.get_by_role("link").click()
    expect(page.locator("#hits > .hit")).to_have_count(6)
    page.goto(f"/cases/{case}")
    kept.get_by_role("button", name="Remove").click()
    expect(kept).to_have_count(0)
    assert cases.board(case).searches == ()


def test_a_search_is_kept_with_its_marks(page: Page, case: int, cases: Cases) -> None:
    name_the_case(page)
    ask(page)
    page.locator("#hits > .hit").first.locator("[data-mark=accept]").click()
    searched(page, lambda: page.keyboard.press("s"))
    page.goto(f"/cases/{case}")
    page.get_by_role("button", name="Keep").first.click()
    kept = page.locator(".side section", has_text="Kept searches")
    expect(kept).to_contain_text("1 accepted, 0 rejected")
    (saved,) = cases.board(case).searches
    assert saved.request["accept"] == [MOMENTS[0].id] and "reject" not in saved.request
    asked = searched(page, lambda: kept.get_by_role("link").click())
    assert asked["accept"] == [MOMENTS[0].id]


def test_a_bundle_is_downloaded_and_its_seal_shown(page: Page, case: int, cases: Cases) -> None:
    page.goto(f"/cases/{case}")
    page.get_by_label("Reason").fill("phiên tòa")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").last.click()
    assert download.value.suggested_filename == "VA-118.zip"
    page.reload()
    page.get_by_text("Who changed what").click()
    change = cases.changes(case)[-1]
    assert change.values["reason"] == "phiên tòa"
    expect(page.locator(".case-changes")).to_contain_text(change.values["seal"])


def test_cases_are_listed_and_made(page: Page, case: int, cases: Cases) -> None:
    page.get_by_role("link", name="Cases").click()
    expect(page.locator(".case-list")).to_contain_text("Cướp giật tối 27/4")
    form = page.get_by_role("form", name="New case")
    form.get_by_label("Name").fill("VA-118")
    form.get_by_label("Title").fill("another")
    form.get_by_role("button").click()
    expect(form).to_contain_text("There is a case of this name already")
    form.get_by_label("Name").fill("VA-119")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("VA-119 another")
    assert re.search(r"/cases/\d+$", page.url) and cases.named("VA-119")


def test_a_case_that_is_not_there_is_said(page: Page) -> None:
    page.goto("/cases/99")
    expect(page.get_by_role("alert")).to_contain_text("There is no such case")
    page.get_by_role("alert").get_by_role("link", name="All cases").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases")


def test_with_keys_one_signs_in_first(browser: Browser, url: str, case: int, state: State) -> None:
    key = state.keys.add("desk")
    with visited(browser, url) as page:
        page.goto(f"/cases/{case}")
        form = page.get_by_role("form", name="Sign in")
        for label, value in (("API key", key), ("Case", "VA-118"), ("Reason", "x")):
            form.get_by_label(label).fill(value)
        form.get_by_role("button").click()
        expect(page.locator(".pins > .hit")).to_have_count(1)
        page.get_by_role("button", name="Sign out desk").click()
        expect(form).to_be_visible()
        assert page.locator(".hit").count() == 0


@pytest.mark.parametrize("locale", ["vi-VN", "en-GB"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_the_screen_in_both_languages(
    browser: Browser, url: str, case: int, cases: Cases, locale: str, width: int
) -> None:
    cases.notes.add(case, "x" * 300, None, "an")
    size = {"width": width, "height": 800}
    with visited(browser, url, locale=locale, viewport=size, color_scheme="dark") as page:
        page.goto(f"/cases/{case}")
        expect(page.locator(".pins > .hit")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        word = "Bỏ ghim" if locale == "vi-VN" else "Take away"
        expect(page.get_by_role("button", name=word)).to_be_visible()
        expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
