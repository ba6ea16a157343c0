"""The switch to SQLite's write-ahead log: many at once, and trouble that does not pass."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from indexer.sqlite_wal import write_ahead

_OPENERS = 8
_ROUNDS = 40


def test_many_may_switch_a_new_file_at_once(tmp_path: Path) -> None:
    modes = [mode for n in range(_ROUNDS) for mode in _switched_by_many(tmp_path / f"{n}.sqlite")]
    assert modes == ["wal"] * (_ROUNDS * _OPENERS)


def _switched_by_many(file: Path) -> list[str]:
    start = threading.Barrier(_OPENERS)
    modes: list[str] = []

    def switch() -> None:
        with closing(sqlite3.connect(file)) as connection:
            start.wait()
            write_ahead(connection, 30.0)
            connection.execute("CREATE TABLE IF NOT EXISTS t (n)")
            modes.append(connection.execute("PRAGMA journal_mode").fetchone()[0])

    openers = [threading.Thread(target=switch) for _ in range(_OPENERS)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    return modes


def test_a_file_that_stays_locked_is_an_error_after_the_wait(tmp_path: Path) -> None:
    file = tmp_path / "held.sqlite"
    with closing(sqlite3.connect(file)) as holder, closing(sqlite3.connect(file)) as other:
        holder.execute("CREATE TABLE t (n)")
        holder.execute("BEGIN IMMEDIATE")
        other.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            write_ahead(other, 0.1)


def test_other_trouble_is_not_tried_again(tmp_path: Path) -> None:
    file = tmp_path / "none.sqlite"
    file.write_bytes(b"not a database, but long enough to be read as one" * 40)
    refused = pytest.raises(sqlite3.DatabaseError, match="not a database")
    with closing(sqlite3.connect(file)) as connection, refused:
        write_ahead(connection, 60.0)
