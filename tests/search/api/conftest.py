"""The API over an evening in memory, called in-process or by a browser, and its state."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page

from search.api.app import create_app
from search.state.database import State, open_state
from tests.search.api.browsing import opened, visited
from tests.search.api.evening import Evening
from tests.search.api.live import served

LOCAL = "http://localhost"


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """An operational state of its own."""
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as made:
        yield made


@pytest.fixture
def evening(state: State) -> Evening:
    """The service behind the API."""
    return Evening(state)


@pytest.fixture
def client(evening: Evening, state: State) -> Iterator[TestClient]:
    """A caller on this machine; a failure of the server comes back as its 500."""
    app = create_app(evening, state)
    with TestClient(app, base_url=LOCAL, raise_server_exceptions=False) as calling:
        yield calling


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module; longer, and its event loop would stand in others' way."""
    with opened() as browser:
        yield browser


@pytest.fixture
def url(evening: Evening, state: State) -> Iterator[str]:
    """Where the evening is served."""
    with served(evening, state) as address:
        yield address


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """The page, in English, before the first question."""
    with visited(browser, url) as page:
        page.goto("/")
        yield page
