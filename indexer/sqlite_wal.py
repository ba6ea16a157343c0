"""SQLite's write-ahead log, switched on by several processes at once."""

import sqlite3

from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random


def write_ahead(connection: sqlite3.Connection, wait_s: float) -> None:
    """Let readers and one writer go on side by side; a file once switched stays so.

    The switch needs the file alone, and SQLite does not wait for that: where another process opens
    the same new file, it fails at once as locked, whatever the connection's timeout. So it is tried
    again for `wait_s` seconds; sqlite3.OperationalError after that, and on any other trouble.
    """
    again = Retrying(
        retry=retry_if_exception(_is_locked),
        stop=stop_after_delay(wait_s),
        wait=wait_random(0.001, 0.02),
        reraise=True,
    )
    again(connection.execute, "PRAGMA journal_mode = WAL")


def _is_locked(error: BaseException) -> bool:
    return (
        isinstance(error, sqlite3.OperationalError)
        and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # whichever kind of busy
    )
