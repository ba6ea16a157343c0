"""Transactions on the operational database: reading, and writing one writer at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from indexer.sqlite_wal import write_ahead
from search.errors import StateFailed

_WAIT_S = 30.0
"""How long a writer waits for another process's transaction; each takes about a millisecond."""


class Store:
    """One database, SQLite or PostgreSQL. Safe for several threads and processes."""

    def __init__(self, url: str) -> None:
        """Connect lazily; StateFailed if the URL is not one that SQLAlchemy can open."""
        try:
            self._engine = _sqlite(url) if url.startswith("sqlite") else _server(url)
        except (SQLAlchemyError, ImportError, OSError, ValueError) as error:
            raise StateFailed(f"the operational database cannot be opened: {error}") from error
        self._name = self._engine.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, one state of the database; StateFailed on trouble."""
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, alone; committed at the end. StateFailed on trouble."""
        connecting = self._engine.execution_options(alone=True).begin()
        with self._told(), connecting as connection:
            _take_turn(connection)
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            reason = getattr(error, "orig", None) or error
            raise StateFailed(
                f"the operational database {self._name} cannot be used: {reason}; "
                "look at TRUYVET_DATABASE_URL, the disk and the file's permissions"
            ) from error


def _server(url: str) -> Engine:
    """PostgreSQL is spoken to through psycopg 3 where the URL names no driver."""
    parts = make_url(url)
    if parts.drivername in ("postgres", "postgresql"):
        parts = parts.set(drivername="postgresql+psycopg")
    return create_engine(parts)


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _WAIT_S})
    if engine.url.database:
        _make_private(Path(engine.url.database))
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _make_private(file: Path) -> None:
    """Only the owner may read who searched for what; the files beside it take over the mode."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, also for DDL
    write_ahead(connection, _WAIT_S)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    alone = connection.get_execution_options().get("alone", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if alone else "BEGIN")


def _take_turn(connection: Connection) -> None:
    """SQLite took its turn in `_begin`; PostgreSQL takes a lock that ends with the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('truyvet state'))"))
