"""Both text indexes over the same reports: how fast, how good, how far they agree."""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from _bench import Figure, Pace, at_least, compared, note, tell
from _kept import kept, scratch
from _semantic import mean_ndcg, semantic
from _vectors import searching
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from indexer.reports.catch_up import batches
from indexer.reports.category import QUIET
from indexer.reports.elastic_index import ElasticReportIndex
from indexer.reports.report import Report
from indexer.reports.sqlite_index import SqliteReportIndex
from indexer.reports.text_index import ReportIndex, ReportQuery, TextHit
from indexer.reports.words import indexed_words, query_terms
from indexer.simulate.reworded import reworded
from indexer.simulate.told_events import FORMS, Asked, events, noise, posts
from search.evaluate.measures import ndcg_at, recall_at

sys.path.append(str(Path(__file__).parents[2]))
from tests.elasticsearch_node.cluster import running_node
from tests.elasticsearch_node.home import Unavailable

BATCH = 2_000
REPORTS, POSTS = 300_000, 3_586
"""What one district took in: so many questions and tips, and beside them so many posts."""
AGREE = 0.9
"""Of the first ten hits of one store, the share that the other has in its first ten too."""
FIND, RANK = 0.9, 0.8
"""Recall@20 and nDCG@10 that are wanted in every form."""
REWORDED = 1.5
"""How many times better questions in other words are answered by meaning than by words alone."""
Search = Callable[[str], object]
Found = dict[int, list[str]]
"""By question: the ids of its hits, best first."""
Part = dict[str, Any]
"""Of one store the figures, and what it found."""


def quality(count: int) -> list[Figure]:
    """Fill each store with so many reports and some posts, ask it everything, judge its answers."""
    told, questions = events()
    reports = [*told, *noise(count - len(told)), *posts(count * POSTS // REPORTS)]
    note(f"{len(reports):,} reports, {len(questions)} questions")
    stores = {"SQLite": _on_sqlite, "Elasticsearch": _on_elasticsearch}
    figures: list[Figure] = []
    answers: dict[str, Found] = {}
    for store, measure in stores.items():
        part = kept(f"{store}-{count}", partial(measure, reports, questions))
        measured = [Figure(**figure) for figure in part["figures"]]
        tell(measured)
        figures += measured
        if part["found"]:
            answers[store] = {int(number): ids for number, ids in part["found"].items()}
    for name, more in (("encoder", semantic), (f"vectors-{count}", partial(searching, count))):
        told_of = kept(name, lambda more=more: [asdict(one) for one in more()])
        measured = [Figure(**figure) for figure in told_of]
        tell(measured)
        figures += measured
    if len(answers) == 2:
        shared = [_shared(*(found[number] for found in answers.values()))
                  for number in range(len(questions))]  # fmt: skip
        figures.append(at_least("the same in the first ten", float(np.mean(shared)), "", AGREE))
    return figures


def _on_sqlite(reports: Sequence[Report], questions: Sequence[Asked]) -> Part:
    with scratch() as folder:
        index = SqliteReportIndex(folder / "text.sqlite")
        part = _part("SQLite", *_sqlite(index, folder, reports, questions), index, questions)
        index.close()
    return part


def _on_elasticsearch(reports: Sequence[Report], questions: Sequence[Asked]) -> Part:
    with scratch() as folder, node(folder) as url:
        if url is None:
            return {"figures": [], "found": {}}
        index = ElasticReportIndex(url, "bench-reports")
        figures, found = _elastic(index, url, reports, questions)
        part = _part("Elasticsearch", figures, found, index, questions)
        index.clear()
        index.close()
    return part


def _part(
    store: str,
    figures: Sequence[Figure],
    found: Found,
    index: ReportIndex,
    questions: Sequence[Asked],
) -> Part:
    judged = [*figures, *_judged(store, found, questions), *_reworded(store, index)]
    return {"figures": [asdict(figure) for figure in judged], "found": found}


@contextmanager
def node(folder: Path) -> Iterator[str | None]:
    """A node that is there already, else one of our own; None where there can be none."""
    given = os.environ.get("TRUYVET_ELASTICSEARCH_URL")
    if given:
        yield given
        return
    try:
        with running_node(folder / "node") as started:
            yield started.url
    except Unavailable as error:
        note(f"without Elasticsearch: {error}")
        yield None


def _sqlite(
    index: SqliteReportIndex, folder: Path, reports: Sequence[Report], asked: Sequence[Asked]
) -> tuple[list[Figure], Found]:
    """Beside FTS5 with nothing around it, given the same words."""
    bare = sqlite3.connect(folder / "bare.sqlite")
    bare.execute("CREATE VIRTUAL TABLE words USING fts5(accented, folded)")

    def add_bare(batch: Sequence[Report]) -> None:
        rows = (indexed_words(report.text) for report in batch)
        bare.executemany("INSERT INTO words VALUES (?, ?)", rows)
        bare.commit()

    def match(words: str) -> object:
        terms = " OR ".join(f'"{term.folded}"' for term in query_terms(words))
        sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 20"
        return bare.execute(sql, (terms,)).fetchall()

    filled = _filled("SQLite", "FTS5 alone", index, add_bare, reports, 0.15)
    timed, found = _timed("SQLite", "FTS5 alone", index, match, asked, 0.2)
    bare.close()
    return [filled, timed], found


def _elastic(
    index: ElasticReportIndex, url: str, reports: Sequence[Report], asked: Sequence[Asked]
) -> tuple[list[Figure], Found]:
    """Beside Elasticsearch's own bulk and match, given the same words."""
    words = {"type": "text", "analyzer": "whitespace"}
    with Elasticsearch(url, request_timeout=120) as client:
        client.indices.delete(index="bench-bare", ignore_unavailable=True)
        client.indices.create(
            index="bench-bare", mappings={"properties": {"accented": words, "folded": words}},
            settings={"number_of_shards": 1, "number_of_replicas": 0},
        )  # fmt: skip

        def add_bare(batch: Sequence[Report]) -> None:
            told = (indexed_words(report.text) for report in batch)
            rows = ({"accented": accented, "folded": folded} for accented, folded in told)
            bulk(client, rows, index="bench-bare", refresh=True)

        def match(text: str) -> object:
            terms = " ".join(term.folded for term in query_terms(text))
            return client.search(index="bench-bare", query={"match": {"folded": terms}}, size=20)

        filled = _filled("Elasticsearch", "bulk alone", index, add_bare, reports, 0.3)
        timed, found = _timed("Elasticsearch", "match alone", index, match, asked, 0.2)
        client.indices.delete(index="bench-bare")
    return [filled, timed], found


def _filled(
    store: str,
    peer: str,
    index: ReportIndex,
    add_bare: Callable[[Sequence[Report]], None],
    reports: Sequence[Report],
    least: float,
) -> Figure:
    """Batch by batch, turn by turn, so that both meet the same moods of the machine."""
    ours = theirs = 0.0
    pace = Pace(f"{store}, adding", len(reports))
    for number, batch in enumerate(batches(reports, BATCH)):
        began = perf_counter()
        index.add(batch, number)
        between = perf_counter()
        add_bare(batch)
        ours, theirs = ours + between - began, theirs + perf_counter() - between
        pace.advance(len(batch))
    rate, other = len(reports) / ours, len(reports) / theirs
    against = f"{peer}, {other:,.0f}/s"
    return compared(f"{store}, adding", rate, "reports/s", against, rate / other, least)


def _timed(
    store: str, peer: str, index: ReportIndex, match: Search, asked: Sequence[Asked], least: float
) -> tuple[Figure, Found]:
    """All questions of both in turn; and what ours found."""
    ours, theirs, found = list[float](), list[float](), Found()
    pace = Pace(f"{store}, asking", len(asked))
    for number, question in enumerate(asked):
        began = perf_counter()
        found[number] = _search(index, question.words)
        between = perf_counter()
        match(question.words)
        ours.append((between - began) * 1000)
        theirs.append((perf_counter() - between) * 1000)
        pace.advance(1)
    mine, other = (float(np.percentile(taken, 95)) for taken in (ours, theirs))
    against = f"{peer}, {other:.1f} ms"
    return compared(f"{store}, query p95", mine, "ms", against, other / mine, least), found


def _search(index: ReportIndex, words: str, limit: int = 20, by_meaning: bool = True) -> list[str]:
    query = ReportQuery(words, quiet=QUIET, by_meaning=by_meaning)
    return [hit.report for hit in shown(index.search(query, limit))]


def shown(hits: Sequence[TextHit]) -> Sequence[TextHit]:
    """The hits, once their pieces have been looked at, which are made then."""
    for hit in hits:
        tuple(hit.highlights)
    return hits


def _reworded(store: str, index: ReportIndex) -> Iterator[Figure]:
    """Questions in other words than the reports', by words alone and by meaning."""
    asked = list(reworded())
    for form in dict.fromkeys(question.form for question in asked):
        group = [question for question in asked if question.form == form]
        alone, meant = (
            mean_ndcg({n: _search(index, one.words, 10, by) for n, one in enumerate(group)}, group)
            for by in (False, True)
        )
        name = f"{store}, other words, {form}, nDCG@10"
        ratio = meant / max(alone, 1e-9)
        yield compared(name, meant, "", f"words alone, {alone:.3f}", ratio, REWORDED)


def _judged(store: str, found: Found, asked: Sequence[Asked]) -> Iterator[Figure]:
    for form in FORMS:
        ranked, recalled = [], []
        for number, question in enumerate(asked):
            if question.form == form:
                ids = {ident: frozenset((place,)) for place, ident in enumerate(question.relevant)}
                hits = [ids.get(hit, frozenset[int]()) for hit in found[number]]
                ranked.append(ndcg_at(hits, len(ids)))
                recalled.append(recall_at(hits, len(ids), 20))
        yield at_least(f"{store}, {form}, nDCG@10", float(np.mean(ranked)), "", RANK)
        yield at_least(f"{store}, {form}, recall@20", float(np.mean(recalled)), "", FIND)


def _shared(one: list[str], other: list[str]) -> float:
    first, second = set(one[:10]), set(other[:10])
    most = max(len(first), len(second))
    return len(first & second) / most if most else 1.0
