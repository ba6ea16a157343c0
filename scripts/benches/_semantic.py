"""What an encoder's text side would add to BM25: both lists joined by reciprocal ranks.

The encoder is TRUYVET_MODEL, else the demonstration model. Its rows are compared exactly.
"""

import os
from collections.abc import Iterator, Sequence

import numpy as np
from _bench import Figure, at_least, at_most, note

from embeddings.models import DEFAULT_MODEL, open_encoder
from indexer.reports.report import Report
from indexer.simulate.told_events import Asked
from search.evaluate.measures import ndcg_at

DEPTH = 100
SMOOTHING = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke, Büttcher, SIGIR 2009)."""
WORTH_IT = 0.01
"""A gain in nDCG@10 from which a second index of reports would pay for itself."""
Ranked = dict[int, list[str]]


def semantic(
    reports: Sequence[Report], asked: Sequence[Asked], by_words: Ranked
) -> Iterator[Figure]:
    """By the encoder alone, and joined to what words find, for each question."""
    name = os.environ.get("TRUYVET_MODEL", DEFAULT_MODEL)
    encoder = open_encoder(name, "cpu")
    note(f"embedding {len(reports):,} reports with {name}")
    rows = encoder.encode_texts([report.text for report in reports])
    questions = encoder.encode_texts([question.words for question in asked])
    best = np.argsort(-(questions @ rows.T), axis=1, kind="stable")[:, :DEPTH]
    by_encoder = {n: [reports[at].id for at in found] for n, found in enumerate(best.tolist())}
    joined = {number: _joined(by_words[number], by_encoder[number]) for number in by_words}
    words, alone, both = (mean_ndcg(found, asked) for found in (by_words, by_encoder, joined))
    yield at_least(f"reworded, {name}'s text side alone, nDCG@10", alone, "", 0.0)
    yield at_least(f"reworded, joined to meanings ({words:.3f}), nDCG@10", both, "", 0.0)
    yield at_most(f"reworded, what {name} would add", both - words, "", WORTH_IT)


def mean_ndcg(found: Ranked, asked: Sequence[Asked]) -> float:
    """nDCG@10 over the questions."""
    return float(np.mean([ndcg_of(found[n], question) for n, question in enumerate(asked)]))


def ndcg_of(found: Sequence[str], question: Asked) -> float:
    """nDCG@10 of one question's list."""
    ids = {ident: frozenset((place,)) for place, ident in enumerate(question.relevant)}
    return ndcg_at([ids.get(hit, frozenset[int]()) for hit in found], len(ids))


def _joined(one: Sequence[str], other: Sequence[str]) -> list[str]:
    scores: dict[str, float] = {}
    for found in (one, other):
        for rank, ident in enumerate(found[:DEPTH], 1):
            scores[ident] = scores.get(ident, 0.0) + 1 / (SMOOTHING + rank)
    return sorted(scores, key=lambda ident: (-scores[ident], ident))
