"""What a query asks for, taken apart: words, phrases that have a meaning, words side by side."""

from dataclasses import dataclass

from indexer.reports.meanings import meanings_in
from indexer.reports.text_index import ReportQuery
from indexer.reports.words import (
    STOP_WORDS,
    TERMS_LIMIT,
    Term,
    phrase_terms,
    query_pairs,
    query_terms,
)


@dataclass(frozen=True)
class Unit:
    """One thing asked for: its words, and what they mean where that is known.

    A report tells it by all of the words, or by whatever else has one of the meanings.
    """

    words: tuple[Term, ...]
    meanings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Of a query its different words, what they ask for, and its words side by side."""

    terms: tuple[Term, ...]
    units: tuple[Unit, ...]
    pairs: tuple[tuple[Term, Term], ...]

    @property
    def meanings(self) -> tuple[str, ...]:
        """The meanings asked for, each once."""
        return tuple(dict.fromkeys(one for unit in self.units for one in unit.meanings))


def asked_of(query: ReportQuery) -> Asked:
    """The query taken apart; meanings only where it asks by them."""
    terms = query_terms(query.words)
    return Asked(terms, _units(query, terms), query_pairs(query.words))


def _units(query: ReportQuery, terms: tuple[Term, ...]) -> tuple[Unit, ...]:
    if not query.by_meaning:
        return tuple(Unit((term,)) for term in terms)
    words = phrase_terms(query.words)
    told = {start: (end, names) for start, end, names in meanings_in(words)}
    units: list[Unit] = []
    at = 0
    while at < len(words):
        end, meanings = told.get(at, (at + 1, ()))
        telling = tuple(w for w in words[at:end] if meanings or w.accented not in STOP_WORDS)
        units += [Unit(telling, meanings)] if telling else []
        at = end
    found = tuple(dict.fromkeys(units)) or tuple(Unit((term,)) for term in terms)
    return found[:TERMS_LIMIT]
