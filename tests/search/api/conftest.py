"""The API over an evening in memory, called in-process, and its operational state."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from search.api.app import create_app
from search.state.database import State, open_state
from tests.search.api.evening import Evening

LOCAL = "http://localhost"


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """An operational state of its own."""
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as opened:
        yield opened


@pytest.fixture
def evening(state: State) -> Evening:
    """The service behind the API."""
    return Evening(state)


@pytest.fixture
def client(evening: Evening, state: State) -> Iterator[TestClient]:
    """A caller on this machine; a failure of the server comes back as its 500."""
    app = create_app(evening, state)
    with TestClient(app, base_url=LOCAL, raise_server_exceptions=False) as opened:
        yield opened
