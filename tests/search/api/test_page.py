"""The page in a real browser, against a real server: what an investigator asks, sees and plays."""

import json
import re
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from search.api.app import PAGE
from tests.search.api.browsing import FLAGSHIP, PLAYING, ask, chip, needs_chromium, searched
from tests.search.api.evening import MARKED, MOMENTS, REPORTS, Evening

pytestmark = needs_chromium


def test_the_flagship_question_is_understood_answered_and_accounted_for(page: Page) -> None:
    ask(page)
    for text in ("red motorbike", "near Nguyễn Văn Quá, within 200 m", "21:00–24:00 each day"):
        expect(chip(page, text)).to_be_visible()
    hits = page.locator("#hits > .hit")
    expect(hits).to_have_count(6)
    assert hits.locator(".rank").all_inner_texts() == ["1", "2", "3", "4", "5", "6"]
    expect(hits.first).to_contain_text("27/04/2022 21:04:33–21:04:42")
    expect(hits.first).to_contain_text("Rank 1 by picture")
    expect(hits.nth(3).locator("mark")).to_have_text("red motorbike")
    account = page.locator("#searched")
    for text in ("41,220 of 41,220 regions, exact", "13 of 14 cameras", "310 reports", "61 ms",
                 "tk-02", "file is damaged", "27/04/2022 22:10–22:40"):  # fmt: skip
        expect(account).to_contain_text(text)


def test_an_approximate_answer_says_how_good_it_is(page: Page, evening: Evening) -> None:
    evening.recall = 0.9981
    ask(page)
    account = page.locator("#searched")
    expect(account).to_contain_text("41,220 regions, approximate, recall@100 0.998 measured")


def test_an_example_is_one_click_away_and_back_leads_back(page: Page) -> None:
    page.get_by_role("button", name=FLAGSHIP).click()
    expect(page.locator("#hits > .hit")).to_have_count(6)
    assert "q=red+motorbike" in page.url
    ask(page, "white truck")
    expect(page.locator("#hits > .hit")).to_have_count(1)
    page.go_back()
    expect(page.locator("#hits > .hit")).to_have_count(6)
    expect(page.get_by_role("searchbox")).to_have_value(FLAGSHIP)
    page.go_back()
    expect(page.locator(".examples")).to_be_visible()


def test_a_chip_taken_away_is_posted_as_the_changed_question(page: Page) -> None:
    ask(page, "white car near Nguyễn Văn Quá after 9pm")
    body = searched(page, page.get_by_role("button", name="Remove: Time").click)
    assert "question" not in body
    assert body["understood"]["time"] == dict.fromkeys(["after", "before", "daily", "weekdays"])
    assert body["understood"]["look_for"] == "white car"
    expect(page.locator("#hits")).to_contain_text("19:40:12")
    page.reload()
    expect(page.locator("#hits")).to_contain_text("19:40:12")
    page.get_by_role("button", name="Back to the question as written").click()
    expect(chip(page, "21:00–24:00 each day")).to_be_visible()


def test_chips_are_changed_in_place(page: Page) -> None:
    ask(page)

    def change(chip_name: str, **fields: str) -> Any:
        page.get_by_role("button", name=chip_name).click()
        for label, value in fields.items():
            page.locator(".editor").get_by_label(label.replace("_", " ")).fill(value)
        return searched(page, lambda: page.keyboard.press("Enter"))["understood"]

    assert change("Change: Look for", Look_for="xe máy đỏ")["look_for"] == "xe máy đỏ"
    assert change("Change: Place", Radius="350")["places"][0]["radius_m"] == 350
    assert change("Change: Time", From="20:30", To="00:00")["time"]["daily"] == {
        "from": "20:30", "to": "24:00",
    }  # fmt: skip
    dates = change("Dates", Not_before="2022-04-27T18:00")["time"]
    assert (dates["after"], dates["before"]) == ("2022-04-27T18:00:00+07:00", None)
    assert change("Leave out", Must_not="xe tải")["exclude"] == ["xe tải"]
    without = searched(page, page.get_by_role("button", name="Footage").click)
    assert without["understood"]["sources"] == ["reports"]
    expect(page.get_by_role("button", name="Reports")).to_be_disabled()
    expect(page.locator("#searched")).to_contain_text("no footage in this question")


def test_words_that_were_not_understood_are_said_so(page: Page) -> None:
    ask(page, "red motorbike near Tô Ký beside the grey gate")
    expect(chip(page, "Not understood")).to_contain_text("the grey gate")
    expect(page.get_by_text("Searched without these words")).to_be_visible()
    body = searched(page, page.get_by_role("button", name="Remove: Not understood").click)
    assert body["understood"]["unresolved"] == []


def test_words_said_besides_are_shown(page: Page) -> None:
    understood = {
        "look_for": "red motorbike", "places": [], "time": {}, "exclude": [],
        "sources": ["footage", "reports"], "unresolved": [], "asides": ["could you show", "thanks"],
    }  # fmt: skip
    address = f"/?{urlencode({'q': 'red motorbike', 'u': json.dumps(understood)})}"

    def visit() -> None:
        page.goto(address)

    searched(page, visit)
    expect(chip(page, "Not searched for")).to_contain_text("could you show … thanks")
    body = searched(page, page.get_by_role("button", name="Remove: Not searched for").click)
    assert body["understood"]["asides"] == []


def test_a_moment_plays_in_its_place(page: Page) -> None:
    ask(page)
    page.get_by_role("button", name="Play Nguyễn Văn Quá 3").first.click()
    ready, at = page.locator("#hits > .hit").first.locator("video").evaluate(PLAYING)
    assert ready >= 2
    assert at > 0.2
    page.get_by_role("button", name="Close the video").click()
    expect(page.locator("video")).to_have_count(0)


def test_text_never_becomes_markup(page: Page) -> None:
    ask(page, "red motorbike near Tô Ký")
    report = page.locator(".hit.report").first
    expect(report).to_contain_text(MARKED)
    expect(report).to_contain_text("<b>xe máy đỏ</b>")
    assert report.locator("script, b").count() == 0
    ask(page, "xe máy đỏ near Tô Ký")
    expect(page.locator(".hit.report").first.locator("mark")).to_have_text("xe máy đỏ")
    expect(page.locator(".hit.report").first).to_contain_text(MARKED)
    ask(page, f"{MARKED} red motorbike")
    assert page.title() == f"{MARKED} red motorbike · Truy Vết"


def test_no_module_can_make_markup_of_text() -> None:
    for file in PAGE.glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|DOMParser|Function\(",
            file.read_text(),
        ), file.name


def test_highlights_are_read_as_text(page: Page) -> None:
    parts = page.evaluate(
        """async () => (await import("/page/highlight.js")).parts(
            "a &amp;lt; &lt;em&gt;<em>b &#x27;&#39;</em> <i>c</i> &bogus; &#x7fffffff;")"""
    )
    assert parts == [
        {"text": "a &lt; <em>", "marked": False},
        {"text": "b ''", "marked": True},
        {"text": " <i>c</i> &bogus; &#x7fffffff;", "marked": False},
    ]


def test_the_keyboard_is_enough(page: Page) -> None:
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    page.keyboard.type(FLAGSHIP)
    page.keyboard.press("Enter")
    hits = page.locator("#hits > .hit")
    expect(hits).to_have_count(6)
    page.keyboard.press("ArrowDown")
    expect(hits.nth(0)).to_be_focused()
    for key, expected in (("j", 1), ("ArrowDown", 2), ("k", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        expect(hits.nth(expected)).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("video").evaluate(PLAYING)
    page.keyboard.press("Space")
    assert page.locator("video").evaluate("video => video.paused")
    page.keyboard.press("Escape")
    expect(page.locator("video")).to_have_count(0)
    expect(hits.nth(0)).to_be_focused()
    page.keyboard.press("/")
    expect(box).to_be_focused()


def test_a_link_leads_to_its_hit_or_opens_it(page: Page) -> None:
    ask(page)
    page.get_by_role("button", name="Fits hit 2 (Tip)").first.click()
    expect(page.locator(f'.hit[data-id="{REPORTS[0].id}"]')).to_be_focused()
    page.evaluate("id => document.querySelector(`[data-id='${id}']`).remove()", REPORTS[0].id)
    page.get_by_role("button", name="Fits hit 2 (Tip)").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(REPORTS[0].text)
    expect(dialog).to_contain_text("Demonstration model")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_report_says_what_it_is_about_and_what_it_tells_again(
    page: Page, evening: Evening
) -> None:
    evening.copies = {REPORTS[1].id: REPORTS[0].id}
    ask(page)
    original = page.locator(f'.hit[data-id="{REPORTS[0].id}"]')
    copy = page.locator(f'.hit[data-id="{REPORTS[1].id}"]')
    expect(original.locator(".category")).to_have_text("Snatching")
    expect(copy.locator(".category")).to_have_count(0)
    expect(original).to_contain_text("Told again in 1 near-copy among these hits")
    copy.get_by_role("button", name="Near-copy of hit 2 (Tip)").click()
    expect(original).to_be_focused()


def test_a_report_says_what_it_tells_against_the_question(page: Page) -> None:
    ask(page)
    early = page.locator(f'.hit[data-id="{REPORTS[3].id}"]')
    expect(early).to_contain_text("Came in before the time asked about; worth 0.31 otherwise")
    expect(early).to_contain_text("Does not tell a detail asked for; worth 0.12 otherwise")
    page.get_by_role("button", name="Hiển thị tiếng Việt").click()
    expect(early).to_contain_text("Gửi đến trước lúc được hỏi; nếu không thì đáng 0,31")


def test_a_report_that_is_near_in_meaning_says_so(page: Page) -> None:
    ask(page)
    near = page.locator(f'.hit[data-id="{REPORTS[3].id}"]')
    expect(near).to_contain_text("Rank 3 by meaning, whatever the words, similarity 0.83")
    page.get_by_role("button", name="Hiển thị tiếng Việt").click()
    expect(near).to_contain_text("Hạng 3 theo nghĩa, dù khác chữ, độ giống 0,83")


def test_what_stands_there_is_told_once_and_can_be_unfolded(page: Page, evening: Evening) -> None:
    evening.again = {MOMENTS[0].id: 340}
    ask(page)
    first = page.locator("#hits > .hit").first
    said = first.get_by_text("Seen 340 more times here, 27/04/2022 20:14–23:02")
    sighting = first.get_by_role("button", name="27/04/2022 19:40:16")
    expect(sighting).to_be_hidden()
    said.focus()
    page.keyboard.press("Enter")
    expect(first).to_contain_text("2 of 340, evenly over that time")
    sighting.click()
    expect(page.get_by_role("dialog")).to_contain_text("Nguyễn Văn Quá 5")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Hiển thị tiếng Việt").click()
    expect(first).to_contain_text("Còn thấy ở đây 340 lần nữa, 27/04/2022 20:14–23:02")


def test_a_retriever_that_failed_is_a_warning(page: Page, evening: Evening) -> None:
    evening.failing = ("reports",)
    ask(page)
    warning = page.get_by_role("alert")
    expect(warning).to_contain_text("This answer is incomplete")
    expect(warning).to_contain_text("Reports could not be searched: no answer in 5 s")
    expect(page.locator(".hit.moment")).to_have_count(3)


def test_a_demonstration_model_says_so(page: Page, evening: Evening) -> None:
    ask(page)
    expect(page.get_by_role("note")).to_contain_text("Demonstration model")
    expect(page.locator(".why").first).to_contain_text("demonstration model")
    evening.demonstration = False
    ask(page, "white truck")
    expect(page.get_by_role("note")).to_be_hidden()
    assert "demonstration" not in page.locator("main").inner_text().lower()


def test_the_relevance_line_parts_likely_from_weak(page: Page, evening: Evening) -> None:
    ask(page)
    expect(page.locator(".badge")).to_have_count(0)
    evening.line = 0.5
    ask(page, "red motorbike")
    badges = page.locator(".hit.moment .badge")
    assert badges.all_inner_texts() == ["Likely", "Likely", "Weak", "Weak"]
    expect(badges.first).to_have_attribute("title", re.compile("About 83 of 100"))
    expect(page.locator(".hit.weak")).to_have_count(2)
    expect(page.locator(".none-likely")).to_have_count(0)
    evening.line = 0.9
    ask(page, "red motorbike near Tô Ký")
    expect(page.locator(".none-likely")).to_contain_text("Nothing in the footage searched")
    expect(page.locator(".hit.moment .badge")).to_have_text("Weak")


def test_an_empty_answer_says_what_to_try(page: Page) -> None:
    page.goto("/?q=white+car+near+Nguyễn+Văn+Quá+after+9pm")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.get_by_role("button", name="Any time").click()
    expect(page.locator("#hits > .hit")).to_have_count(1)


def test_more_hits_come_on_demand(page: Page) -> None:
    page.route(
        "**/v1/search",
        lambda route: route.continue_(
            post_data={**route.request.post_data_json, "limit": 4}  # type: ignore[arg-type]
        ),
    )
    ask(page)
    expect(page.locator("#hits > .hit")).to_have_count(4)
    body = searched(page, page.get_by_role("button", name="Show more").click)
    assert body["question"] == FLAGSHIP
    expect(page.locator("#hits > .hit")).to_have_count(6)
    expect(page.locator("#hits > .hit").nth(4)).to_be_focused()
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)


def test_pictures_are_drawn_and_the_video_is_fetched_only_when_played(
    page: Page, evening: Evening
) -> None:
    ask(page)
    first = page.get_by_role("img", name="Picture of Nguyễn Văn Quá 3").first
    expect(first).to_be_visible()
    assert first.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    assert evening.videos_made == []
    download = page.locator(".hit").first.get_by_role("link", name="Download")
    assert download.get_attribute("download") == "nvq-03_2022-04-27T21-04-33.mp4"
    assert download.get_attribute("href") == f"/v1/moments/{MOMENTS[0].id}/video.mp4"


def test_reports_are_narrowed_by_what_they_are_with_the_keyboard_alone(page: Page) -> None:
    ask(page)
    panel, before = page.locator("#narrow"), page.locator(".hit.report").count()
    panel.locator("summary").focus()
    page.keyboard.press("Enter")
    sort = panel.get_by_role("button").first
    expect(sort).to_have_attribute("aria-pressed", "false")
    sort.focus()
    body = searched(page, lambda: page.keyboard.press("Enter"))
    assert body["question"] == FLAGSHIP and len(body["filters"]) == 1
    expect(panel.locator("[aria-pressed=true]")).to_be_focused()
    narrowed = page.locator(".hit.report").count()
    assert 0 < narrowed < before
    page.reload()
    expect(page.locator(".hit.report")).to_have_count(narrowed)
    cross = page.locator(".chip", has_text=re.compile("About|Source")).get_by_role("button")
    assert "filters" not in searched(page, cross.click)
    expect(page.locator(".hit.report")).to_have_count(before)
