"""A report query in Elasticsearch's query language, over the mapping of `elastic_index`."""

from collections.abc import Iterator, Sequence
from typing import Any

from indexer.ids import Interval
from indexer.reports.text_index import ReportQuery
from indexer.reports.weights import (
    ACCENTED_WEIGHT,
    ALL_TERMS_BOOST,
    FOLDED_WEIGHT,
    PAIR_BOOST,
    QUIET_WEIGHT,
)
from indexer.reports.windows import windows
from indexer.reports.words import Term, phrase_terms, query_pairs

Clause = dict[str, Any]


def scope_of(query: ReportQuery) -> Clause:
    """What a report must fulfil, the query's words aside; it does not score."""
    filters = [*_among("kind", query.kinds), *_among("channel", query.channels)]
    filters += _among("category", query.categories)
    filters += _within(windows(query.intervals).parts)
    phrases = [phrase_terms(phrase) for phrase in query.exclude]
    excluded = [clause for terms in phrases if terms for clause in _phrase(terms)]
    return {"bool": {"filter": filters, "must_not": excluded}}


def ranked(terms: Sequence[Term], query: ReportQuery, scope: Clause) -> Clause:
    """The reports in scope with any of the terms, by BM25; those with all of them are lifted."""
    some = [clause for term in terms for clause in _either(term)]
    return {
        "function_score": {
            "query": {"bool": {"should": some, "minimum_should_match": 1, "filter": [scope]}},
            "functions": list(_boosts(terms, query)),
            "score_mode": "multiply",
            "boost_mode": "multiply",
        }
    }


def every_one(terms: Sequence[Term], scope: Clause) -> Clause:
    """The reports in scope with all of the terms, accents aside; none scores."""
    return {"bool": {"filter": [scope, *(_term("folded", term.folded) for term in terms)]}}


def _boosts(terms: Sequence[Term], query: ReportQuery) -> Iterator[Clause]:
    """What a score is multiplied by, and when."""
    every = {"bool": {"filter": [_term("folded", term.folded) for term in terms]}}
    yield {"filter": every, "weight": ALL_TERMS_BOOST}
    for pair in query_pairs(query.words):
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


def _term(field: str, word: str, boost: float = 1.0) -> Clause:
    return {"term": {field: {"value": word, "boost": boost}}}
