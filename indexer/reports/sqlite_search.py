"""A report query against the tables of `sqlite_index`, over arrays: one word's postings at a time.

All is read inside one transaction, so that it fits together whatever is written meanwhile.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property

import numpy as np

from indexer.reports.asked import Asked, Unit
from indexer.reports.bm25 import Bm25, Floats
from indexer.reports.doc_values import DocValues, Mask
from indexer.reports.postings import (
    ACCENTED,
    FOLDED,
    MEANINGS,
    Key,
    Numbers,
    Postings,
    phrase,
    unpacked,
)
from indexer.reports.text_index import ReportQuery
from indexer.reports.weights import (
    ACCENTED_WEIGHT,
    ALL_TERMS_BOOST,
    FOLDED_WEIGHT,
    MEANING_WEIGHT,
    PAIR_BOOST,
    QUIET_WEIGHT,
)
from indexer.reports.windows import windows
from indexer.reports.words import Term, phrase_terms

_WEIGHTS = {ACCENTED: ACCENTED_WEIGHT, FOLDED: FOLDED_WEIGHT, MEANINGS: MEANING_WEIGHT}
Scored = tuple[int, str, float]
"""Number, id and score of a report."""


class Snapshot:
    """The index as it is inside one transaction of a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._postings = cache(self._read)

    @cached_property
    def _values(self) -> DocValues:
        rows = self._connection.execute("SELECT block, stored FROM doc_values ORDER BY block")
        return DocValues.of(rows.fetchall())

    @cached_property
    def _labels(self) -> dict[int, dict[str, str]]:
        """What each label says of `kind`, `channel` and `category`."""
        rows = self._connection.execute("SELECT number, kind, channel, category FROM labels")
        names = ("kind", "channel", "category")
        return {number: dict(zip(names, said, strict=True)) for number, *said in rows}

    def scope(self, query: ReportQuery) -> Mask:
        """By number: whether there is such a report that the query is about, its words aside."""
        inside = self._values.there
        for name, allowed in (
            ("kind", query.kinds),
            ("channel", query.channels),
            ("category", query.categories),
        ):
            inside &= self._labelled(name, allowed) if allowed else True
        if query.intervals:
            inside &= self._values.within(windows(query.intervals))
        for excluded in query.exclude:
            for said in _readings(phrase_terms(excluded)):
                inside[phrase([self._postings(key) for key in said]).numbers] = False
        return inside

    def ranked(self, asked: Asked, query: ReportQuery, limit: int) -> list[Scored]:
        """The best reports in scope with any of what is asked, by descending score, ties by id."""
        scores = self._bm25(asked)
        for reports, boost in self._boosts(asked, query):
            scores[reports] *= boost
        found = np.flatnonzero(self.scope(query) & (scores > 0))
        if len(found) > limit:
            worst = np.partition(scores[found], -limit)[-limit]
            found = found[scores[found] >= worst]
        ids = self._ids(found)
        best = [(number, ids[number], float(scores[number])) for number in found.tolist()]
        return sorted(best, key=lambda one: (-one[2], one[1]))[:limit]

    def listed(self, query: ReportQuery, limit: int) -> list[Scored]:
        """The first reports in scope by id; each scores 1."""
        inside = self.scope(query)
        found: list[Scored] = []
        for number, ident in self._connection.execute("SELECT number, id FROM reports ORDER BY id"):
            if len(found) == limit:
                break
            found += [(number, ident, 1.0)] if inside[number] else []
        return found

    def counted(self, asked: Asked, query: ReportQuery) -> Iterator[tuple[str, str, str, int]]:
        """Rows (kind, channel, category, count) of the reports in scope with all that is asked."""
        reports = self.scope(query)
        if asked.units:
            reports &= self._telling(asked.units)
        for label, count in enumerate(self._values.counts(reports)):
            if count:
                told = self._labels[label]
                yield told["kind"], told["channel"], told["category"], count

    def texts(self, numbers: Iterable[int]) -> dict[int, str]:
        """The texts of these reports."""
        return dict(self._of_reports("text", numbers))

    def _bm25(self, asked: Asked) -> Floats:
        """By number: what a report is worth by the words it has; 0 without any."""
        there = self._values.there
        formula = Bm25.of(self._values.lengths, there)
        scores = np.zeros(len(there))
        for key in _any_of(asked):
            found = self._postings(key)
            live = there[found.numbers]
            numbers, counts = found.numbers[live], found.counts[live]
            scores[numbers] += formula.scores(numbers, counts, _WEIGHTS[key[0]])
        return scores

    def _boosts(self, asked: Asked, query: ReportQuery) -> Iterator[tuple[Mask | Numbers, float]]:
        """What the scores of which reports are multiplied by."""
        yield self._telling(asked.units), ALL_TERMS_BOOST
        for pair in asked.pairs:
            side_by_side = phrase([self._postings((FOLDED, term.folded)) for term in pair])
            yield side_by_side.numbers, PAIR_BOOST
        if query.quiet:
            yield self._labelled("category", query.quiet), QUIET_WEIGHT

    def _telling(self, units: Sequence[Unit]) -> Mask:
        """By number: whether a report tells every unit, accents aside."""
        telling = np.ones(len(self._values.rows), dtype=np.bool_)
        for unit in units:
            told = np.ones_like(telling)
            for term in unit.words:
                told &= self._having((FOLDED, term.folded))
            for meaning in unit.meanings:
                told |= self._having((MEANINGS, meaning))
            telling &= told
        return telling

    def _having(self, key: Key) -> Mask:
        having = np.zeros(len(self._values.rows), dtype=np.bool_)
        having[self._postings(key).numbers] = True
        return having

    def _labelled(self, name: str, allowed: Sequence[str]) -> Mask:
        return self._values.labelled(
            [number for number, told in self._labels.items() if told[name] in allowed]
        )

    def _read(self, key: Key) -> Postings:
        rows = self._connection.execute(
            "SELECT block, places FROM doc_values CROSS JOIN postings USING (block)"
            " WHERE field = ? AND word = ? ORDER BY block", key
        )  # fmt: skip
        return unpacked(rows)

    def _ids(self, numbers: Numbers) -> dict[int, str]:
        return dict(self._of_reports("id", numbers.tolist()))

    def _of_reports(self, column: str, numbers: Iterable[int]) -> sqlite3.Cursor:
        sql = (
            f"SELECT r.number, r.{column} FROM json_each(?) n JOIN reports r ON r.number = n.value"
        )
        return self._connection.execute(sql, (json.dumps(list(numbers)),))


def _any_of(asked: Asked) -> Iterator[Key]:
    """All that scores, in the order it is added up."""
    for term in asked.terms:
        if not term.is_bare:
            yield ACCENTED, term.accented
        yield FOLDED, term.folded
    for meaning in asked.meanings:
        yield MEANINGS, meaning


def _readings(terms: Sequence[Term]) -> Iterator[list[Key]]:
    """A phrase as written; and, one with accents as written bare, one without, folded."""
    if not terms:
        return
    if all(term.is_bare for term in terms):
        yield [(FOLDED, term.folded) for term in terms]
        return
    yield [(ACCENTED, term.accented) for term in terms]
    yield [(ACCENTED, term.folded) for term in terms]
