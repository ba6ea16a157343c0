"""A report query as SQL over the tables of `sqlite_index`: values always bound, words quoted."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.reports.asked import Asked, Unit
from indexer.reports.text_index import ReportQuery
from indexer.reports.weights import (
    ACCENTED_WEIGHT,
    ALL_TERMS_BOOST,
    FOLDED_WEIGHT,
    MEANING_WEIGHT,
    PAIR_BOOST,
    QUIET_WEIGHT,
)
from indexer.reports.windows import Windows, windows
from indexer.reports.words import Term, phrase_terms

Value = str | int
Condition = tuple[str, tuple[Value, ...]]
"""SQL of a condition on `reports r`, and its values."""


@dataclass(frozen=True)
class Scope:
    """A condition on `reports r`, its values, and the windows of time it asks `in_windows` for."""

    sql: str
    values: tuple[Value, ...]
    windows: Windows

    def prepare(self, connection: sqlite3.Connection) -> None:
        """Give the connection the function that the condition calls."""
        connection.create_function("in_windows", 2, self.windows.overlap, deterministic=True)


def scope_of(query: ReportQuery) -> Scope:
    """What a report must fulfil, the query's words aside."""
    allowed = windows(query.intervals)
    parts = [
        _among("kind", query.kinds),
        _among("channel", query.channels),
        _among("category", query.categories),
        _within(allowed),
        *(_without(phrase) for phrase in query.exclude),
    ]
    sql = " AND ".join(part for part, _ in parts)
    return Scope(sql, tuple(value for _, values in parts for value in values), allowed)


def ranked(asked: Asked, query: ReportQuery, scope: Scope) -> tuple[str, tuple[Value, ...]]:
    """Rows (id, score, text) of the reports with any of what is asked; the limit is bound last."""
    boosts = list(_boosts(asked, query))
    factors = "".join(f" * iif({condition}, {weight}, 1)" for (condition, _), weight in boosts)
    sql = f"""
        SELECT f.id, f.score, r.text FROM (
            SELECT r.number, r.id,
                -bm25(words, {ACCENTED_WEIGHT}, {FOLDED_WEIGHT}, {MEANING_WEIGHT}){factors} AS score
            FROM words JOIN reports r ON r.number = words.rowid
            WHERE words MATCH ? AND {scope.sql}
            ORDER BY score DESC, r.id LIMIT ?
        ) f JOIN reports r ON r.number = f.number ORDER BY f.score DESC, f.id"""
    bound = [value for (_, values), _ in boosts for value in values]
    return sql, (*bound, _any_of(asked), *scope.values)


def _boosts(asked: Asked, query: ReportQuery) -> Iterator[tuple[Condition, float]]:
    """What a score is multiplied by, and when."""
    yield matching(all_of(asked.units)), ALL_TERMS_BOOST
    for pair in asked.pairs:
        phrase = _quoted(term.folded for term in pair)
        yield matching(f"folded : {phrase}"), PAIR_BOOST
    if query.quiet:
        yield _among("category", query.quiet), QUIET_WEIGHT


def matching(match: str) -> Condition:
    """That the words of a report match an FTS5 query."""
    return "r.number IN (SELECT rowid FROM words WHERE words MATCH ?)", (match,)


def counted(asked: Asked, scope: Scope) -> tuple[str, tuple[Value, ...]]:
    """Rows (kind, channel, category, count) of the reports in scope with all that is asked."""
    condition, values = matching(all_of(asked.units)) if asked.units else ("1", ())
    sql = f"""
        SELECT r.kind, r.channel, r.category, count(*) FROM reports r
        WHERE {scope.sql} AND {condition} GROUP BY 1, 2, 3"""
    return sql, (*scope.values, *values)


def listed(scope: Scope) -> tuple[str, tuple[Value, ...]]:
    """Rows (id, 1.0, text) of every report in scope, by id; the limit is bound last."""
    sql = f"SELECT r.id, 1.0, r.text FROM reports r WHERE {scope.sql} ORDER BY r.id LIMIT ?"
    return sql, scope.values


def _among(column: str, allowed: Sequence[str]) -> Condition:
    if not allowed:
        return "1", ()
    return f"r.{column} IN ({', '.join('?' * len(allowed))})", tuple(allowed)


def _within(allowed: Windows) -> Condition:
    """The windows' hull as SQL; only where there are gaps in it, each report is looked at."""
    if allowed.hull is None:
        return "1", ()
    inside = "r.after_ms < ? AND r.before_ms > ?"
    if allowed.has_gaps:
        inside += " AND in_windows(r.after_ms, r.before_ms)"
    return f"(r.after_ms IS NULL OR {inside})", (allowed.hull.before_ms, allowed.hull.after_ms)


def _without(phrase: str) -> Condition:
    terms = phrase_terms(phrase)
    if not terms:
        return "1", ()
    sql = "r.number NOT IN (SELECT rowid FROM words WHERE words MATCH ?)"
    return sql, (_phrase(terms),)


def _phrase(terms: Sequence[Term]) -> str:
    """Matches the phrase as written; and, one with accents as written bare, one without, folded."""
    bare = _quoted(term.folded for term in terms)
    if all(term.is_bare for term in terms):
        return f"folded : {bare}"
    return f"accented : {_quoted(term.accented for term in terms)} OR accented : {bare}"


def _any_of(asked: Asked) -> str:
    return " OR ".join([*map(_either, asked.terms), *map(_meaning, asked.meanings)])


def all_of(units: Sequence[Unit]) -> str:
    """An FTS5 query for the reports that tell every unit, accents aside."""
    return " AND ".join(map(_told, units))


def _told(unit: Unit) -> str:
    words = " AND ".join(f"folded : {_quoted([term.folded])}" for term in unit.words)
    return "(" + " OR ".join([f"({words})", *map(_meaning, unit.meanings)]) + ")"


def _meaning(name: str) -> str:
    return f"meanings : {_quoted([name])}"


def _either(term: Term) -> str:
    if term.is_bare:
        return f"folded : {_quoted([term.folded])}"
    return f"accented : {_quoted([term.accented])} OR folded : {_quoted([term.folded])}"


def _quoted(words: Iterable[str]) -> str:
    """An FTS5 string; in one, nothing has a meaning but the quote, and words hold none."""
    return '"' + " ".join(words).replace('"', "") + '"'
