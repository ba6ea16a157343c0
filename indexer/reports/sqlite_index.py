"""The embedded text index: SQLite's FTS5, one file, no server.

`reports` holds what is filtered by and the text that is highlighted; `words` (FTS5) the words, as
written and folded, and what they mean, under the same row number; `state` the log generation
reached, and with which vocabulary of meanings: with another one, all reports are added anew. Each
change is one transaction, generation included. Readers and one writer go on side by side (WAL).

Beside each row of words stands an empty one, under the negative number: FTS5's bm25 counts a word
that half of all rows have for nothing, and in a few dozen tips that is every word that matters.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from indexer.errors import TextIndexFailed
from indexer.ids import ReportId
from indexer.reports.asked import asked_of
from indexer.reports.category import category_of
from indexer.reports.dead_letters import Refused
from indexer.reports.facets import facets_of
from indexer.reports.highlighting import highlights
from indexer.reports.meanings import FINGERPRINT, fields_of
from indexer.reports.report import Report
from indexer.reports.sqlite_query import counted, listed, ranked, scope_of
from indexer.reports.text_index import Facets, ReportQuery, TextHit
from indexer.sqlite_wal import write_ahead

_VERSION = 3
_BUSY_TIMEOUT_S = 60.0
_WORDS = """
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
    accented, folded, meanings, tokenize = "unicode61 remove_diacritics 0");
"""
_SCHEMA = f"""{_WORDS}
CREATE TABLE IF NOT EXISTS reports (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    channel TEXT NOT NULL, after_ms INTEGER, before_ms INTEGER, text TEXT NOT NULL,
    category TEXT NOT NULL DEFAULT 'other');
CREATE TABLE IF NOT EXISTS state (
    only INTEGER PRIMARY KEY CHECK (only = 1), generation INTEGER NOT NULL,
    meanings TEXT NOT NULL DEFAULT '');
INSERT OR IGNORE INTO state VALUES (1, -1, '');
"""
_UPGRADES = {
    1: "ALTER TABLE reports ADD COLUMN category TEXT NOT NULL DEFAULT 'other';",
    2: f"ALTER TABLE words RENAME TO words_before;{_WORDS}"
    "INSERT INTO words (rowid, accented, folded, meanings)"
    " SELECT rowid, accented, folded, '' FROM words_before; DROP TABLE words_before;"
    "ALTER TABLE state ADD COLUMN meanings TEXT NOT NULL DEFAULT '';",
}
"""What brings a file from a version to the next. Its reports are found by their words meanwhile,
and then added anew."""


class SqliteReportIndex:
    """A text index in one SQLite file; safe for several threads and processes."""

    def __init__(self, path: Path) -> None:
        """Open the index, making an empty one where there is none."""
        self._path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        with _failing(self._path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._prepare()

    def settled(self) -> "SqliteReportIndex":
        """Itself."""
        return self

    def add(self, reports: Sequence[Report], generation: int) -> Sequence[Refused]:
        """Add or replace reports by id, and note the generation, in one transaction.

        SQLite refuses none alone.
        """
        latest = {report.id: report for report in reports}
        with self._writing() as connection:
            _delete(connection, latest)
            _insert(connection, list(latest.values()))
            _note(connection, generation)
        return ()

    def remove(self, reports: Iterable[ReportId], generation: int) -> None:
        """Take reports out, and note the generation, in one transaction."""
        with self._writing() as connection:
            _delete(connection, reports)
            _note(connection, generation)

    def search(self, query: ReportQuery, limit: int) -> list[TextHit]:
        """The best reports, by descending score, ties by id; without words all score 1."""
        if limit < 1:
            return []
        scope = scope_of(query)
        asked = asked_of(query)
        if query.words.strip() and not asked.terms:
            return []
        sql, values = ranked(asked, query, scope) if asked.terms else listed(scope)
        with self._connection() as connection:
            scope.prepare(connection)
            rows = connection.execute(sql, (*values, limit)).fetchall()
        return [TextHit(ReportId(i), score, highlights(text, asked)) for i, score, text in rows]

    def count(self, query: ReportQuery) -> int:
        """How many reports are in the scope of the query, its words aside."""
        scope = scope_of(query)
        with self._connection() as connection:
            scope.prepare(connection)
            sql = f"SELECT count(*) FROM reports r WHERE {scope.sql}"
            return int(connection.execute(sql, scope.values).fetchone()[0])

    def facets(self, query: ReportQuery) -> Facets:
        """What the reports in scope are, of them those that have every word of the query."""
        scope = scope_of(query)
        sql, values = counted(asked_of(query), scope)
        with self._connection() as connection:
            scope.prepare(connection)
            rows = connection.execute(sql, values).fetchall()
        return facets_of(rows)

    def generation(self) -> int:
        """The log generation it has reached; -1 when empty and new."""
        with self._connection() as connection:
            return int(connection.execute("SELECT generation FROM state").fetchone()[0])

    def clear(self) -> None:
        """Empty the index; its generation is -1 again."""
        with self._writing() as connection:
            connection.execute("DELETE FROM reports")
            connection.execute("DELETE FROM words")
            _note(connection, -1)

    def close(self) -> None:
        """Close the file; using the index afterwards is an error."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _prepare(self) -> None:
        with closing(self._connect()) as connection:
            write_ahead(connection, _BUSY_TIMEOUT_S)
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if version not in (0, *_UPGRADES, _VERSION):
                raise TextIndexFailed(
                    f"{self._path} is a text index of version {version}, not {_VERSION};"
                    " delete it and run `truyvet reindex --text`"
                )
            steps = [sql for number, sql in _UPGRADES.items() if 0 < version <= number]
            anew = (
                f"UPDATE state SET generation = -1, meanings = '{FINGERPRINT}'"
                f" WHERE meanings <> '{FINGERPRINT}';"
            )
            connection.executescript(
                f"BEGIN IMMEDIATE;{''.join(steps)}{_SCHEMA}{anew}"
                f"PRAGMA user_version = {_VERSION};COMMIT;"
            )

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that no other thread uses meanwhile; kept for the next one."""
        with self._lock:
            if self._closed:
                raise TextIndexFailed(f"{self._path} is closed; open the index again")
            connection = self._idle.pop() if self._idle else None
        with _failing(self._path):
            connection = connection or self._connect()
            try:
                yield connection
            finally:
                self._give_back(connection)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


@contextmanager
def _failing(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise TextIndexFailed(
            f"the text index {path} fails: {error}; free space if the disk is full, else delete"
            " it and run `truyvet reindex --text`"
        ) from error
    except OSError as error:
        raise TextIndexFailed(f"the text index {path} cannot be opened: {error}") from error


def _delete(connection: sqlite3.Connection, reports: Iterable[str]) -> None:
    ids = json.dumps(list(reports))
    named = "FROM reports WHERE id IN (SELECT value FROM json_each(?))"
    for number in ("number", "-number"):
        connection.execute(f"DELETE FROM words WHERE rowid IN (SELECT {number} {named})", (ids,))
    connection.execute(f"DELETE {named}", (ids,))


def _insert(connection: sqlite3.Connection, reports: Sequence[Report]) -> None:
    last = connection.execute("SELECT coalesce(max(number), 0) FROM reports").fetchone()[0]
    numbered = list(enumerate(reports, start=last + 1))
    connection.executemany(
        "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, *_columns(report)) for number, report in numbered],
    )
    connection.executemany(
        "INSERT INTO words (rowid, accented, folded, meanings) VALUES (?, ?, ?, ?)",
        [(number, *fields_of(report.text)) for number, report in numbered],
    )
    connection.executemany(
        "INSERT INTO words (rowid, accented, folded, meanings) VALUES (?, '', '', '')",
        [(-number,) for number, _ in numbered],
    )


def _columns(report: Report) -> tuple[str, str, str, int | None, int | None, str, str]:
    told = report.occurred
    times = (told.after_ms, told.before_ms) if told else (None, None)
    category = category_of(report.text)
    return report.id, report.kind, report.channel, *times, report.text, category


def _note(connection: sqlite3.Connection, generation: int) -> None:
    connection.execute("UPDATE state SET generation = ?", (generation,))
