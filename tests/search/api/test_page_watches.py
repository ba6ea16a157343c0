"""Watches on a case's page: asked for, told, read, pinned from, ended; the case closed."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from search.cases.cases import Cases
from search.position import Position
from search.state.audit import AuditEntry
from search.state.database import State
from search.watches.outbox import Outbox
from search.watches.watch import NewHit
from search.watches.watches import Watches
from tests.search.api.browsing import needs_chromium, visited
from tests.search.api.evening import MOMENTS, REPORTS

pytestmark = needs_chromium
CAMERA = {"id": "nvq-03", "name": "Nguyễn Văn Quá 3", "street": "Nguyễn Văn Quá",
          "lat": 10.8391, "lon": 106.6302}  # fmt: skip
MOMENT = {"camera": CAMERA, "start": "2022-04-27T21:04:33+07:00", "pts_ms": 273_000,
          "end": "2022-04-27T21:04:42+07:00", "footage": "5d1c0f9be02a7741",
          "best": {"at": "2022-04-27T21:04:37+07:00", "box": list(MOMENTS[0].box)},
          "relevance": 0.3, "likely": False}  # fmt: skip
REPORT = {"kind": "tip", "channel": "zalo", "received_at": "2022-04-27T21:05:00+07:00",
          "occurred": None, "relevance": None, "likely": True}  # fmt: skip


@pytest.fixture
def case(state: State) -> int:
    """A case with a kept search."""
    cases = Cases(state)
    case = cases.make("VA-118", "Cướp giật", "an").id
    cases.searches.add(case, "xe đỏ", {"question": "xe máy đỏ"}, "an")
    return case


def find(state: State) -> None:
    (watch,) = Watches(state).all()
    search = state.audit.write(AuditEntry("an", "VA-118", "tin mới", "xe máy đỏ", {}, {}))
    hits = [NewHit("moment", MOMENTS[0].id, MOMENT), NewHit("report", REPORTS[0].id, REPORT)]
    Outbox(state).keep(watch, Position(1, 1, 1), search, hits, {})


def watch(page: Page) -> None:
    page.get_by_role("button", name="Watch for: xe đỏ").click()
    page.get_by_label("Reason").last.fill("tin mới")
    page.get_by_label("Also tell").fill("an@police.example\nhttps://alerts.police.example/x")
    page.get_by_role("dialog").get_by_role("button", name="Watch", exact=True).click()


def test_a_watch_is_asked_for_told_of_read_and_stopped(page: Page, state: State, case: int) -> None:
    page.goto(f"/cases/{case}")
    watch(page)
    side = page.get_by_role("complementary")
    expect(side).to_contain_text("on, nothing new to look through yet · an@police.example")
    expect(page.get_by_role("dialog")).to_have_count(0)
    (made,) = Watches(state).all()
    assert (made.asked.reason, made.asked.weak, len(made.asked.targets)) == ("tin mới", False, 2)
    find(state)
    outbox = Outbox(state)
    for note in (outbox.failed, outbox.refused):
        delivery = outbox.take()
        assert delivery is not None
        note(delivery, "answered 500")
    page.reload()
    expect(side).to_contain_text("2 new")
    expect(side).to_contain_text("given up (tried 1 ×)")
    expect(side).to_contain_text("tried 1 ×, will be tried again")
    hits = page.locator(".watch-hits > li")
    expect(hits.nth(1)).to_contain_text("Nguyễn Văn Quá 3")
    expect(hits.nth(1)).to_contain_text("new · weak")
    picture = hits.nth(1).locator("img")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    hits.nth(1).get_by_role("button", name="Pin").click()
    expect(page.locator(".pins > .hit")).to_have_count(1)
    (pin,) = Cases(state).board(case).pins
    assert pin.subject.id == MOMENTS[0].id and pin.box == MOMENTS[0].box and pin.search
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)
    assert Watches(state).unread(case) == 0
    page.get_by_role("button", name="Stop: xe đỏ").click()
    expect(side).to_contain_text("stopped by local")


def test_a_target_that_is_not_allowed_is_said_and_nothing_is_lost(page: Page, case: int) -> None:
    page.goto(f"/cases/{case}")
    page.get_by_role("button", name="Watch for: xe đỏ").click()
    page.get_by_label("Reason").last.fill("tin mới")
    page.get_by_label("Also tell").fill("https://forbidden.example/")
    page.get_by_role("dialog").get_by_role("button", name="Watch", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("TRUYVET_NOTIFY")
    expect(page.get_by_label("Also tell")).to_have_value("https://forbidden.example/")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_case_is_closed_and_opened_again(page: Page, state: State, case: int) -> None:
    page.goto(f"/cases/{case}")
    watch(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Close the case").click()
    side = page.get_by_role("complementary")
    expect(side).to_contain_text("ended: local closed the case")
    for name in ("Watch for: xe đỏ", "Change: Title", "Add a note", "Remove: xe đỏ"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    page.get_by_role("button", name="Open the case again").click()
    expect(page.get_by_role("button", name="Watch for: xe đỏ")).to_be_visible()


def test_it_fits_a_phone_in_vietnamese(
    browser: Browser, url: str, state: State, case: int, tmp_path: Path
) -> None:
    with visited(browser, url, locale="vi-VN", viewport={"width": 360, "height": 740}) as page:
        page.goto(f"/cases/{case}")
        page.get_by_role("button", name="Theo dõi: xe đỏ").click()
        page.get_by_label("Lý do").last.fill("tin mới")
        page.get_by_role("dialog").get_by_role("button", name="Theo dõi", exact=True).click()
        expect(page.get_by_role("complementary")).to_contain_text("đang chạy, chưa có dữ liệu mới")
        find(state)
        page.reload()
        expect(page.get_by_role("complementary")).to_contain_text("2 mới")
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(width) <= 0
