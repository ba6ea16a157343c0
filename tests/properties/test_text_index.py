"""The embedded text index ranks as FTS5's own BM25 does, to the last bit, whatever was changed."""

import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.ids import ReportId
from indexer.reports.meanings import fields_of
from indexer.reports.report import Report
from indexer.reports.sqlite_index import SqliteReportIndex
from indexer.reports.text_index import ReportQuery
from indexer.reports.weights import ALL_TERMS_BOOST, PAIR_BOOST
from indexer.reports.words import indexed_words, query_pairs, query_terms

WORDS = st.lists(
    st.sampled_from(["xe", "máy", "may", "đỏ", "sđt", "giật", "túi", "q12", "tải", "9"]),
    min_size=1,
    max_size=9,
).map(" ".join)
_TABLE = """
CREATE VIRTUAL TABLE words USING fts5(
    id UNINDEXED, accented, folded, meanings, tokenize = "unicode61 remove_diacritics 0")"""
BATCHES = st.lists(st.dictionaries(st.sampled_from("abcdefgh"), WORDS | st.none()), max_size=5)


@settings(max_examples=40, deadline=None)
@given(batches=BATCHES, asked=WORDS, limit=st.integers(1, 9))
def test_hits_and_scores_are_those_of_fts5(
    batches: Sequence[Mapping[str, str | None]], asked: str, limit: int
) -> None:
    left: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        index = SqliteReportIndex(Path(folder) / "text.sqlite")
        for number, batch in enumerate(batches):
            kept = {ident: text for ident, text in batch.items() if text is not None}
            index.remove([ReportId(ident) for ident in batch.keys() - kept.keys()], number)
            index.add([_report(*one) for one in kept.items()], number)
            left = {ident: text for ident, text in left.items() if ident not in batch} | kept
        found = index.search(ReportQuery(asked), limit)
        index.close()
    assert [(hit.report, hit.score) for hit in found] == _by_fts5(left, asked)[:limit]


def _report(ident: str, text: str) -> Report:
    return Report(ReportId(ident), "tip", "zalo", text, received_at_ms=0)


def _by_fts5(texts: Mapping[str, str], asked: str) -> list[tuple[str, float]]:
    """All hits, best first: FTS5's score beside as many empty rows, times what lifts it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(_TABLE)
        rows = [(ident, *fields_of(text)) for ident, text in texts.items()]
        connection.executemany("INSERT INTO words VALUES (?, ?, ?, ?)", rows)
        connection.executemany("INSERT INTO words VALUES (?, '', '', '')", [("",)] * len(rows))
        sql = "SELECT id, -bm25(words) FROM words WHERE words MATCH ?"
        found = connection.execute(sql, (_any_of(asked),)).fetchall()
    lifted = [(ident, _lifted(score, texts[ident], asked)) for ident, score in found]
    return sorted(lifted, key=lambda hit: (-hit[1], hit[0]))


def _any_of(asked: str) -> str:
    return " OR ".join(
        f'accented : "{term.accented}" OR folded : "{term.folded}"' if not term.is_bare
        else f'folded : "{term.folded}"'
        for term in query_terms(asked)
    )  # fmt: skip


def _lifted(score: float, text: str, asked: str) -> float:
    words = indexed_words(text)[1].split()
    if {term.folded for term in query_terms(asked)} <= set(words):
        score *= ALL_TERMS_BOOST
    for pair in query_pairs(asked):
        if tuple(term.folded for term in pair) in pairwise(words):
            score *= PAIR_BOOST
    return score
