"""What an encoder's text side adds, measured as `truyvet reports vectors measure` does.

The encoder is TRUYVET_MODEL, else the demonstration model.
"""

import os
from collections.abc import Iterator, Sequence

import numpy as np
from _bench import Figure, at_least, note

from embeddings.models import DEFAULT_MODEL
from indexer.progress import NoProgress
from indexer.simulate.told_events import Asked
from search.evaluate.measures import ndcg_at
from search.evaluate.report_vectors import built_in, index_of, measure
from search.settings import Settings

Ranked = dict[int, list[str]]


def semantic() -> Iterator[Figure]:
    """The answers of a whole search of reports, without the encoder's vectors and with them."""
    name = os.environ.get("TRUYVET_MODEL", DEFAULT_MODEL)
    reports, questions = built_in()
    note(f"embedding {len(reports):,} reports with {name}")
    with index_of(reports, Settings(), name) as index:
        line = measure(index, questions, NoProgress())
    on = "on" if line.helps else "off"
    yield at_least("reworded, a whole search without vectors, nDCG@10", line.before, "", 0.0)
    yield at_least(f"reworded, with those of {name}, nDCG@10", line.after, "", 0.0)
    yield at_least(f"reworded, what {name} adds ({on})", line.gain, "", -1.0)


def mean_ndcg(found: Ranked, asked: Sequence[Asked]) -> float:
    """nDCG@10 over the questions."""
    return float(np.mean([ndcg_of(found[n], question) for n, question in enumerate(asked)]))


def ndcg_of(found: Sequence[str], question: Asked) -> float:
    """nDCG@10 of one question's list."""
    ids = {ident: frozenset((place,)) for place, ident in enumerate(question.relevant)}
    return ndcg_at([ids.get(hit, frozenset[int]()) for hit in found], len(ids))
