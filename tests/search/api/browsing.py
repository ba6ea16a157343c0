"""A real browser on the page: what its tests share."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect, sync_playwright

CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")

FLAGSHIP = "red motorbike near Nguyễn Văn Quá after 9pm"
PLAYING = """video => new Promise(done => {
    const look = () => video.currentTime > 0.2 && done([video.readyState, video.currentTime]);
    video.addEventListener("timeupdate", look);
    look();
})"""
"""Resolves once a video plays."""
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@contextmanager
def opened() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def visited(browser: Browser, url: str, **options: Any) -> Iterator[Page]:
    """A page in a fresh profile; nothing may go wrong on it, and nothing may leave the server."""
    context = browser.new_context(**{"locale": "en-GB", "base_url": url} | options)
    page = context.new_page()
    page.set_default_timeout(10_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("request", lambda asked: _is_ours(asked.url, url) or wrong.append(asked.url))
    page.on("response", lambda got: _is_well(got) or wrong.append(f"{got.status} {got.url}"))
    yield page
    context.close()
    # The browser itself reports a call that was refused or lost; the page then explains it.
    assert [one for one in wrong if not one.startswith("Failed to load resource")] == []


def _is_well(got: Response) -> bool:
    """Calls of the API may be refused; nothing else the page needs may be missing."""
    return got.ok or got.status in (206, 304) or "/v1/" in got.url


def _is_ours(asked: str, url: str) -> bool:
    return urlsplit(asked).netloc == urlsplit(url).netloc


def ask(page: Page, question: str = FLAGSHIP) -> None:
    page.get_by_role("searchbox").fill(question)
    searched(page, lambda: page.keyboard.press("Enter"))


def chip(page: Page, text: str) -> Locator:
    return page.locator(".chip", has_text=text)


def searched(page: Page, press: Callable[[], None]) -> Any:
    """The body of the search that a press leads to, once it is answered."""
    with page.expect_response("**/v1/search") as answered:
        press()
    expect(page.locator("body.busy")).to_have_count(0)
    return answered.value.request.post_data_json
