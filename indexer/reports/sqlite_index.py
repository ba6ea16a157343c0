"""The embedded text index: one SQLite file, no server.

`reports` holds the texts; `postings` where each word stands, as written, folded, and what it means,
blocks of reports at a time; `doc_values` what else is known of each report, by number (`postings`,
`doc_values`: the arrays in them); `state` the log generation reached, and with which vocabulary of
meanings: with another one, all reports are added anew. Each change is one transaction, generation
included. Readers and one writer go on side by side (WAL).
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from indexer.errors import TextIndexFailed
from indexer.ids import ReportId
from indexer.reports import sqlite_tables as tables
from indexer.reports.asked import asked_of
from indexer.reports.dead_letters import Refused
from indexer.reports.facets import facets_of
from indexer.reports.highlighting import Highlights
from indexer.reports.meanings import FINGERPRINT
from indexer.reports.report import Report
from indexer.reports.sqlite_search import Snapshot
from indexer.reports.text_index import Facets, ReportQuery, TextHit
from indexer.sqlite_wal import write_ahead

_BUSY_TIMEOUT_S = 60.0


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
            tables.delete(connection, latest)
            tables.insert(connection, list(latest.values()))
            tables.note(connection, generation)
        return ()

    def remove(self, reports: Iterable[ReportId], generation: int) -> None:
        """Take reports out, and note the generation, in one transaction."""
        with self._writing() as connection:
            tables.delete(connection, reports)
            tables.note(connection, generation)

    def search(self, query: ReportQuery, limit: int) -> list[TextHit]:
        """The best reports, by descending score, ties by id; without words all score 1."""
        if limit < 1:
            return []
        asked = asked_of(query)
        if query.words.strip() and not asked.terms:
            return []
        with self._reading() as index:
            hits = index.ranked(asked, query, limit) if asked.terms else index.listed(query, limit)
            texts = index.texts(number for number, _, _ in hits)
        return [
            TextHit(ReportId(ident), score, Highlights(texts[number], asked))
            for number, ident, score in hits
        ]

    def count(self, query: ReportQuery) -> int:
        """How many reports are in the scope of the query, its words aside."""
        with self._reading() as index:
            return int(index.scope(query).sum())

    def facets(self, query: ReportQuery) -> Facets:
        """What the reports in scope are, of them those that have every word of the query."""
        with self._reading() as index:
            return facets_of(index.counted(asked_of(query), query))

    def generation(self) -> int:
        """The log generation it has reached; -1 when empty and new."""
        with self._connection() as connection:
            return int(connection.execute("SELECT generation FROM state").fetchone()[0])

    def clear(self) -> None:
        """Empty the index; its generation is -1 again."""
        with self._writing() as connection:
            tables.clear(connection)
            tables.note(connection, -1)

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
            with _changing(connection):
                version = tables.prepare(connection, FINGERPRINT)
        if version != tables.VERSION:
            raise TextIndexFailed(
                f"{self._path} is a text index of version {version}, not {tables.VERSION};"
                " delete it and run `truyvet reindex --text`"
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
        with self._connection() as connection, _changing(connection):
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        with self._connection() as connection:
            connection.execute("BEGIN")
            try:
                yield Snapshot(connection)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


@contextmanager
def _changing(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, and nobody else meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
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
