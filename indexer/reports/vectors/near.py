"""Exact search over the vectors of the reports in scope, nearest first.

What a question filters by is held against each report of the store before any vector is compared;
phrases that are left out are held against the text of what was found.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from typing import Any

import faiss
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indexer.ids import ReportId
from indexer.reports.text_index import ReportQuery
from indexer.reports.vectors.store import Contents, Standing
from indexer.reports.windows import windows
from indexer.reports.words import Term, phrase_terms, text_terms

FIRST_K = 512
"""Vectors asked for at first; more only while they are too few."""
_faiss: Any = faiss
"""FAISS's stubs know less than FAISS."""


@dataclass(frozen=True)
class Near:
    """A report near to a question: its best vector's cosine, and the digest of what that is of."""

    report: ReportId
    similarity: float
    digest: int


def nearest(
    contents: Contents,
    query: NDArray[np.float32],
    asked: ReportQuery,
    among: Iterable[ReportId] | None = None,
) -> Iterator[Near]:
    """The reports in scope by descending similarity, ties by id, as far as they are read.

    `query` is a unit vector, (dim,); `asked.words` and `asked.exclude` play no part. Only reports
    `among` these ids are searched, where any are given.
    """
    ids = None if among is None else pa.array(among, pa.string())
    masks = [(one, one.part.rows_of(_scope(one, asked, ids))) for one in contents.parts]
    parts = (_of_part(one, query, rows) for one, rows in masks)
    return iter(merge(*parts, key=_best_first))


def reads_any(text: str, phrases: Sequence[str]) -> bool:
    """Whether a text has one of the phrases, by the rule of the text indexes."""
    read = text_terms(text) if phrases else ()
    return any(_reads(read, terms) for terms in map(phrase_terms, phrases) if terms)


def _reads(read: Sequence[Term], phrase: Sequence[Term]) -> bool:
    """As written, or folded: one with accents as written bare, one without, folded."""
    bare = [term.folded for term in phrase]
    folded = [term.folded for term in read]
    if all(term.is_bare for term in phrase):
        return _has(folded, bare)
    written = [term.accented for term in read]
    return _has(written, [term.accented for term in phrase]) or _has(written, bare)


def _has(words: Sequence[str], run: Sequence[str]) -> bool:
    return any(words[at : at + len(run)] == run for at in range(len(words) - len(run) + 1))


def _of_part(one: Standing, query: NDArray[np.float32], rows: NDArray[np.bool_]) -> Iterator[Near]:
    """A part's reports in order; of those that tie all are there before the first is given."""
    inside, k = int(np.count_nonzero(rows)), FIRST_K
    if not inside:
        return
    given = set[int]()
    while True:
        scores, reports = _best(one, query, rows, min(k, inside))
        whole = k >= inside
        settled = scores if whole else scores[scores > scores[-1]]
        for near, number in _in_order(one, settled, reports[: len(settled)]):
            if number not in given:
                given.add(number)
                yield near
        if whole:
            return
        k *= 4


def _best(
    one: Standing, query: NDArray[np.float32], rows: NDArray[np.bool_], k: int
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The k best vectors of those in `rows`: cosines, and the table's rows they are of."""
    bits = np.packbits(rows, bitorder="little")
    chosen = _faiss.SearchParameters(sel=_faiss.IDSelectorBitmap(bits))
    scores, ids = one.part.index.search(query.reshape(1, -1), k, params=chosen)
    return scores[0], one.part.report_of(ids[0])


def _in_order(
    one: Standing, scores: NDArray[np.float32], reports: NDArray[np.int64]
) -> Iterator[tuple[Near, int]]:
    """Each report once, by its best vector, with its row; ties by id."""
    _, first = np.unique(reports, return_index=True)
    first.sort()
    ids = one.part.table["id"].take(pa.array(reports[first])).to_pylist()
    digests = one.part.table["digest"].to_numpy()[reports[first]].tolist()
    found = [
        (Near(ReportId(ident), float(score), digest), int(number))
        for ident, score, digest, number in zip(
            ids, scores[first], digests, reports[first], strict=True
        )
    ]
    for _, alike in groupby(found, key=lambda pair: pair[0].similarity):
        yield from sorted(alike, key=lambda pair: pair[0].report)


def _scope(one: Standing, asked: ReportQuery, among: pa.Array | None) -> NDArray[np.bool_]:
    """The reports of a part that stand and that the question's filters let through: a mask."""
    table, kept = one.part.table, one.counts.copy()
    for column, allowed in (
        ("kind", asked.kinds), ("channel", asked.channels), ("category", asked.categories),
        ("id", among),
    ):  # fmt: skip
        if allowed is not None and (column == "id" or len(allowed)):
            inside = pc.is_in(table[column], value_set=pa.array(allowed, pa.string()))
            kept &= inside.to_numpy()
    if asked.intervals:
        after, before = (table[name].combine_chunks() for name in ("after_ms", "before_ms"))
        times = (pc.fill_null(column, 0).to_numpy() for column in (after, before))
        unknown = np.asarray(pc.is_null(after).to_numpy(False))
        kept &= windows(asked.intervals).overlap(*times) | unknown
    return kept


def _best_first(near: Near) -> tuple[float, str]:
    return -near.similarity, near.report
