"""The tables of `sqlite_index`, and how they are changed; each change inside one transaction.

A number once given is never given again: a report taken out is marked as gone in `doc_values`, and
its postings go when its whole block is.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby

from indexer.ids import Interval, ReportId
from indexer.reports.category import category_of
from indexer.reports.doc_values import packed_rows, without
from indexer.reports.meanings import fields_of
from indexer.reports.postings import BLOCK, BLOCK_BITS, packed
from indexer.reports.report import Report, ReportKind

VERSION = 4
SCHEMA = """
CREATE TABLE reports (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
CREATE TABLE labels (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, channel TEXT NOT NULL, category TEXT NOT NULL,
    UNIQUE (kind, channel, category));
CREATE TABLE doc_values (block INTEGER PRIMARY KEY, stored BLOB NOT NULL);
CREATE TABLE postings (
    block INTEGER NOT NULL, field INTEGER NOT NULL, word TEXT NOT NULL, places BLOB NOT NULL,
    PRIMARY KEY (block, field, word)) WITHOUT ROWID;
CREATE TABLE state (
    only INTEGER PRIMARY KEY CHECK (only = 1), generation INTEGER NOT NULL,
    meanings TEXT NOT NULL, next INTEGER NOT NULL);
"""
_UPGRADED = (1, 2, 3)
"""Versions that had their words in FTS5, and the texts in `reports` too."""
_AT_ONCE = 2_000
_APPEND_VALUES = """
INSERT INTO doc_values VALUES (?, ?)
ON CONFLICT DO UPDATE SET stored = CAST(stored || excluded.stored AS BLOB)"""
_APPEND_POSTINGS = """
INSERT INTO postings VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET places = CAST(places || excluded.places AS BLOB)"""


def prepare(connection: sqlite3.Connection, meanings: str) -> int:
    """Make the tables, or bring them to this version; another one is given back and left alone.

    Made with another vocabulary of meanings, the index is at no generation.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version in _UPGRADED:
        _upgrade(connection, meanings)
    elif version == 0:
        _create(connection, -1, meanings)
    elif version != VERSION:
        return version
    connection.execute(
        "UPDATE state SET generation = -1, meanings = ? WHERE meanings <> ?", (meanings, meanings)
    )
    return VERSION


def insert(connection: sqlite3.Connection, reports: Sequence[Report]) -> None:
    """Add reports that are not there."""
    first = int(connection.execute("SELECT next FROM state").fetchone()[0])
    for block, numbered in groupby(enumerate(reports, first), lambda one: one[0] >> BLOCK_BITS):
        numbers, part = zip(*numbered, strict=True)
        _append(connection, block, numbers[0], part)
    connection.execute("UPDATE state SET next = next + ?", (len(reports),))


def delete(connection: sqlite3.Connection, reports: Iterable[str]) -> None:
    """Take out those of the reports that are there."""
    ids = (json.dumps(list(reports)),)
    named = "FROM reports WHERE id IN (SELECT value FROM json_each(?))"
    found = connection.execute(f"SELECT number {named} ORDER BY number", ids).fetchall()
    for block, numbers in groupby((number for (number,) in found), lambda n: n >> BLOCK_BITS):
        _mark(connection, block, [number % BLOCK for number in numbers])
    connection.execute(f"DELETE {named}", ids)


def clear(connection: sqlite3.Connection) -> None:
    """Take out everything."""
    for table in ("reports", "labels", "doc_values", "postings"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("UPDATE state SET next = 0")


def note(connection: sqlite3.Connection, generation: int) -> None:
    """Record the log generation that is reached."""
    connection.execute("UPDATE state SET generation = ?", (generation,))


def _append(
    connection: sqlite3.Connection, block: int, first: int, reports: Sequence[Report]
) -> None:
    """Add reports to one block."""
    rows = [(number, one.id, one.text) for number, one in enumerate(reports, first)]
    connection.executemany("INSERT INTO reports VALUES (?, ?, ?)", rows)
    texts = [[said.split() for said in fields_of(report.text)] for report in reports]
    postings = ((block, *key, places) for key, places in packed(first, texts))
    connection.executemany(_APPEND_POSTINGS, postings)
    lengths = [sum(map(len, fields)) for fields in texts]
    times = (report.occurred for report in reports)
    values = zip(lengths, _labels(connection, reports), times, strict=True)
    connection.execute(_APPEND_VALUES, (block, packed_rows(values)))


def _create(connection: sqlite3.Connection, generation: int, meanings: str) -> None:
    for statement in SCHEMA.split(";"):
        connection.execute(statement)
    connection.execute("INSERT INTO state VALUES (1, ?, ?, 0)", (generation, meanings))
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _upgrade(connection: sqlite3.Connection, meanings: str) -> None:
    """Index the texts of before anew: it stays at the generation they were of."""
    generation = connection.execute("SELECT generation FROM state").fetchone()[0]
    connection.execute("ALTER TABLE reports RENAME TO reports_before")
    for table in ("words", "state"):
        connection.execute(f"DROP TABLE {table}")
    _create(connection, generation, meanings)
    last = -1
    while rows := connection.execute(
        "SELECT number, id, kind, channel, text, after_ms, before_ms FROM reports_before"
        " WHERE number > ? ORDER BY number LIMIT ?", (last, _AT_ONCE)
    ).fetchall():  # fmt: skip
        insert(connection, [_report(*row) for _, *row in rows])
        last = rows[-1][0]
    connection.execute("DROP TABLE reports_before")


def _report(
    ident: str, kind: ReportKind, channel: str, text: str, after: int | None, before: int | None
) -> Report:
    when = None if after is None or before is None else Interval(after, before)
    return Report(ReportId(ident), kind, channel, text, 0, when)


def _labels(connection: sqlite3.Connection, reports: Sequence[Report]) -> list[int]:
    """The number of each report's label, given where it has none yet."""
    wanted = [(report.kind, report.channel, category_of(report.text)) for report in reports]
    connection.executemany(
        "INSERT OR IGNORE INTO labels (kind, channel, category) VALUES (?, ?, ?)",
        dict.fromkeys(wanted),
    )
    rows = connection.execute("SELECT kind, channel, category, number FROM labels")
    numbers = {tuple(label): number for *label, number in rows}
    return [numbers[label] for label in wanted]


def _mark(connection: sqlite3.Connection, block: int, gone: Sequence[int]) -> None:
    """That reports of a block are gone; with the last of them goes the block."""
    at = (block,)
    stored = connection.execute("SELECT stored FROM doc_values WHERE block = ?", at).fetchone()[0]
    left = without(stored, gone)
    if left is None:
        connection.execute("DELETE FROM postings WHERE block = ?", at)
        connection.execute("DELETE FROM doc_values WHERE block = ?", at)
    else:
        connection.execute("UPDATE doc_values SET stored = ? WHERE block = ?", (left, block))
