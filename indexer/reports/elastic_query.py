"""A report query in Elasticsearch's query language, over the mapping of `elastic_index`."""

from collections.abc import Iterator, Sequence
from typing import Any

from indexer.ids import Interval
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
from indexer.reports.windows import windows
from indexer.reports.words import Term, phrase_terms

Clause = dict[str, Any]


def scope_of(query: ReportQuery) -> Clause:
    """What a report must fulfil, the query's words aside; it does not score."""
    filters = [*_among("kind", query.kinds), *_among("channel", query.channels)]
    filters += _among("category", query.categories)
    filters += _within(windows(query.intervals).parts)
    phrases = [phrase_terms(phrase) for phrase in query.exclude]
    excluded = [clause for terms in phrases if terms for clause in _phrase(terms)]
    return {"bool": {"filter": filters, "must_not": excluded}}


def ranked(asked: Asked, query: ReportQuery, scope: Clause) -> Clause:
    """The reports in scope with any of what is asked, by BM25; those with all of it are lifted."""
    some = [clause for term in asked.terms for clause in _either(term)]
    some += [_meaning(name, MEANING_WEIGHT) for name in asked.meanings]
    return {
        "function_score": {
            "query": {"bool": {"should": some, "minimum_should_match": 1, "filter": [scope]}},
            "functions": list(_boosts(asked, query)),
            "score_mode": "multiply",
            "boost_mode": "multiply",
        }
    }


def every_one(asked: Asked, scope: Clause) -> Clause:
    """The reports in scope with all that is asked, accents aside; none scores."""
    return {"bool": {"filter": [scope, *map(_told, asked.units)]}}


def _boosts(asked: Asked, query: ReportQuery) -> Iterator[Clause]:
    """What a score is multiplied by, and when."""
    every = {"bool": {"filter": [_told(unit) for unit in asked.units]}}
    yield {"filter": every, "weight": ALL_TERMS_BOOST}
    for pair in asked.pairs:
        phrase = " ".join(term.folded for term in pair)
        yield {"filter": {"match_phrase": {"folded": phrase}}, "weight": PAIR_BOOST}
    if query.quiet:
        yield {"filter": {"terms": {"category": list(query.quiet)}}, "weight": QUIET_WEIGHT}


def listed(scope: Clause) -> Clause:
    """Every report in scope, each with score 1."""
    return {"constant_score": {"filter": scope}}


def _among(field: str, allowed: Sequence[str]) -> list[Clause]:
    return [{"terms": {field: list(allowed)}}] if allowed else []


def _within(parts: Sequence[Interval]) -> list[Clause]:
    """In one of the windows, or at a time that is not known."""
    if not parts:
        return []
    unknown = {"bool": {"must_not": [{"exists": {"field": "occurred"}}]}}
    return [{"bool": {"should": [unknown, *map(_overlaps, parts)], "minimum_should_match": 1}}]


def _overlaps(part: Interval) -> Clause:
    bounds = {"gte": part.after_ms, "lt": part.before_ms, "relation": "intersects"}
    return {"range": {"occurred": bounds}}


def _phrase(terms: Sequence[Term]) -> list[Clause]:
    """The phrase as written; and, one with accents as written bare, one without, folded."""
    bare = " ".join(term.folded for term in terms)
    if all(term.is_bare for term in terms):
        return [{"match_phrase": {"folded": bare}}]
    accented = " ".join(term.accented for term in terms)
    return [{"match_phrase": {"accented": accented}}, {"match_phrase": {"accented": bare}}]


def _either(term: Term) -> list[Clause]:
    folded = _term("folded", term.folded, FOLDED_WEIGHT)
    return [folded] if term.is_bare else [_term("accented", term.accented, ACCENTED_WEIGHT), folded]


def _told(unit: Unit) -> Clause:
    """That a report tells a unit: by all of its words, or otherwise."""
    words = {"bool": {"filter": [_term("folded", term.folded) for term in unit.words]}}
    otherwise = [_meaning(name) for name in unit.meanings]
    return {"bool": {"should": [words, *otherwise], "minimum_should_match": 1}}


def _meaning(name: str, boost: float = 1.0) -> Clause:
    return _term("meanings", name, boost)


def _term(field: str, word: str, boost: float = 1.0) -> Clause:
    return {"term": {field: {"value": word, "boost": boost}}}
