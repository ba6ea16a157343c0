"""Quantised codes of a large shard: few bits that stay in memory, to look through first.

A question that leaves very many rows is answered in two steps: the codes say which rows may be the
best, and the stored vectors of these are compared exactly. A code tells how a row differs from the
mean of its camera's rows: what a camera always sees makes most of a row, and is not what is asked
for. How it is told, `indexer.codebooks` fits to what the rows are like: in 136 bytes a row of 512
dimensions, or far fewer where the rows differ along few directions.

The file holds two arrays of 16-bit floats as NumPy writes them, what a query is turned by and the
mean of each list, and then a FAISS `IndexIVFPQFastScan` with the lists and ids of the vectors file.

How much this finds is measured when the codes are made, by queries of three kinds: rows that the
codebooks were not learned from (as a picture asks), the same less their camera's mean (as words
ask: for the thing and not for the street), and directions that have to do with no row at all, whose
best rows are the hardest to tell apart. What is found is compared with what all rows would give.
"""

import hashlib
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from indexer.codebooks import BITS, WORDS, Codebooks, learn
from indexer.halves import as_floats

Stored = NDArray[np.float16]
"""Rows as they are stored, (n, dim)."""
Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

LEAST_ROWS = 1 << 16
"""Shards of fewer rows have no codes: reading all their vectors takes some milliseconds."""
MEASURED_AT = 100
"""Recall is measured over so many best rows."""
CANDIDATES_A_HIT = 10
"""Rows compared exactly for each one wanted."""
LEAST_RECALL = 0.95
"""Codes that find less are not kept."""
QUERIES = 64
"""Of each kind, to measure recall by."""
_LEARNED_FROM = WORDS * 256
"""FAISS learns from at most 256 rows for each of a codebook's words."""
_LEAST_THING = 1e-3
"""A row nearer to its camera's mean shows nothing but the street."""
_BLOCK = 65_536
_TRIED_ONE_OF = 8
"""Codes are first tried on one row of so many, as if there were no others."""
_OFF = 0.05
"""Few rows tell the recall of all with an error less than this."""
_ARRAY = b"\x93NUMPY"
"""How a file of codes begins that holds a rotation; others are FAISS's alone."""
_ROUNDING = 1e-6
"""Two ways of adding up one row's score differ by less."""

_faiss: Any = faiss
"""FAISS's stubs know less than FAISS."""


@dataclass(frozen=True)
class Quantised:
    """What a shard says of its codes: the file's length and SHA-256, and the recall measured.

    `recall` is the share of the `recall_at` best rows that are found, the lowest of the means of
    all kinds of query, rounded down to thousandths.
    """

    bytes: int
    sha256: str
    recall: float
    recall_at: int


def candidates(k: int) -> int:
    """How many rows are compared exactly where the k best are wanted."""
    return CANDIDATES_A_HIT * max(k, MEASURED_AT)


def quantise(rows: Stored, counts: Sequence[int], ids: Numbers) -> tuple[bytes, Quantised] | None:
    """The file of codes, and what to say of it; None where codes are of no use.

    `rows` (n, dim) lie list by list, `counts[i]` of list i, and have `ids` (n,).
    """
    if len(rows) < LEAST_ROWS or rows.shape[1] % 2:
        return None
    rng = np.random.default_rng(0)
    order = rng.permutation(len(rows))
    count = min(_LEARNED_FROM, len(rows) // 2)
    learned, held_back = np.sort(order[:count]), np.sort(order[count:][:QUERIES])
    means = as_floats(np.stack([_mean(rows[part]) for part in _lists(counts)]))
    of_row = np.repeat(np.arange(len(counts)), counts)
    codebooks = learn(as_floats(rows[learned]) - means[of_row[learned]])
    kinds = _queries(as_floats(rows[held_back]), means[of_row[held_back]], rng)

    def made(every: int) -> tuple[bytes, float]:
        """The file of one row of so many, and its recall, as if there were no others."""
        own = np.bincount(of_row[::every], minlength=len(counts)).tolist()
        some, theirs = np.ascontiguousarray(rows[::every]), np.ascontiguousarray(ids[::every])
        content = _file(some, own, theirs, means, codebooks)
        return content, min(_recalls(content, some, theirs, kinds, MEASURED_AT // every))

    _, hope = made(_TRIED_ONE_OF)
    if hope < LEAST_RECALL - _OFF:
        return None
    content, recall = made(1)
    stated = math.floor(recall * 1000) / 1000
    if stated < LEAST_RECALL:
        return None
    digest = hashlib.sha256(content).hexdigest()
    return content, Quantised(len(content), digest, stated, MEASURED_AT)


def _queries(asked: Floats, means: Floats, rng: np.random.Generator) -> list[Floats]:
    """Unit queries of the three kinds, from rows and their cameras' means, both (n, dim)."""
    things = asked - means
    things = things[np.linalg.norm(things, axis=1) > _LEAST_THING]
    unrelated = rng.standard_normal(asked.shape, np.float32)
    return [_units(queries) for queries in (asked, things, unrelated) if len(queries)]


def _file(
    rows: Stored, counts: Sequence[int], ids: Numbers, means: Floats, codebooks: Codebooks
) -> bytes:
    """The rows' codes, list by list, after what a query is turned by and the lists' means.

    FAISS's fast scan takes no lists of its own making (`add_core` gives random results), so it is
    made of a plain index. Its lists lie around nothing: the means have more dimensions.
    """
    quantizer, inner = codebooks.joined(), _faiss.METRIC_INNER_PRODUCT
    around = _faiss.IndexFlatIP(quantizer.d)
    plain = _faiss.IndexIVFPQ(around, quantizer.d, len(counts), quantizer.M, BITS, inner)
    plain.by_residual, plain.pq, plain.is_trained = True, quantizer, True
    for number, part in enumerate(_lists(counts)):
        codes = codebooks.codes(as_floats(rows[part]) - means[number])
        own = _faiss.swig_ptr(ids[part])
        plain.invlists.add_entries(number, len(codes), own, _faiss.swig_ptr(codes))
    plain.ntotal = len(rows)
    sink = io.BytesIO()
    for array in (codebooks.rotation, means):
        np.save(sink, array.astype("<f2"), allow_pickle=False)
    sink.write(bytes(_faiss.serialize_index(_faiss.IndexIVFPQFastScan(plain))))
    return sink.getvalue()


def _mean(rows: Stored) -> Stored:
    """The mean of these rows, (dim,), as it is stored; codes tell what differs from just that."""
    mean: Stored = rows.mean(axis=0, dtype=np.float32).astype("<f2")
    return mean


def _lists(counts: Sequence[int]) -> list[slice]:
    """The rows of each list."""
    return [slice(low, high) for low, high in pairwise([0, *np.cumsum(counts).tolist()])]


def _recalls(
    content: bytes, rows: Stored, ids: Numbers, kinds: Sequence[Floats], wanted: int
) -> list[float]:
    """Of each kind of query, the share of the `wanted` best rows that are among the candidates.

    A row is among the best if it scores as high as the last of them: of rows that are there many
    times, any will do.
    """
    lists, order = QuantisedLists(content), np.argsort(ids)
    every = np.arange(lists.count)

    def share(query: Floats, least: float) -> float:
        _, found = lists.search(query, every, None, CANDIDATES_A_HIT * wanted)
        own = as_floats(rows[order[np.searchsorted(ids, found, sorter=order)]])
        good = int(np.count_nonzero(own @ query >= least - _ROUNDING))
        return min(good, wanted) / wanted

    queries = np.concatenate(kinds)  # all at once: what costs is to read the rows
    least_scores = _least_scores(rows, queries, wanted)
    shares = [share(*each) for each in zip(queries, least_scores, strict=True)]
    ends = np.cumsum([len(kind) for kind in kinds])[:-1]
    return [float(part.mean()) for part in np.split(np.array(shares), ends)]


def _least_scores(rows: Stored, queries: Floats, wanted: int) -> Floats:
    """The score of the last of each query's `wanted` best rows, by all stored components."""
    best: Floats = np.empty((len(queries), 0), np.float32)
    for block in _blocks(rows):
        scores = queries @ block.T
        scores.partition(max(0, len(block) - wanted))
        best = np.sort(np.hstack([best, scores[:, -wanted:]]), axis=1)[:, -wanted:]
    least: Floats = best[:, 0]
    return least


def _blocks(rows: Stored) -> Iterator[Floats]:
    """Rows as floats, so many at once as fit into memory."""
    for start in range(0, len(rows), _BLOCK):
        yield as_floats(rows[start : start + _BLOCK])


def _units(rows: Floats) -> Floats:
    units: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return units


class QuantisedLists:
    """The codes of a shard, in memory. Safe for several threads."""

    def __init__(self, content: bytes) -> None:
        """Read a file's bytes, which must be those that were written."""
        source = io.BytesIO(content)
        arrays = [np.load(source) for _ in range(2 if content.startswith(_ARRAY) else 0)]
        rest = np.frombuffer(content, np.uint8, offset=source.tell())
        self._index = _faiss.deserialize_index(rest)
        rotation, self._means = map(as_floats, arrays) if arrays else self._as_they_stand()
        self._rotation = np.tile(rotation, (self._index.d // len(rotation), 1))

    def _as_they_stand(self) -> tuple[Floats, Floats]:
        """Up to format 2 of a shard, rows were not turned, and FAISS's lists lay around the means.

        What turns nothing, and the means.
        """
        flat = _faiss.downcast_index(self._index.quantizer)
        means = _faiss.vector_to_array(flat.codes).view(np.float32).reshape(-1, flat.d)
        return np.eye(flat.d, dtype=np.float32), means

    @property
    def count(self) -> int:
        """How many lists there are."""
        return len(self._means)

    def search(
        self, query: Floats, lists: Numbers, selector: Any | None, k: int
    ) -> tuple[Floats, Numbers]:
        """The k rows of these lists that may be the best: scores by their codes, and ids.

        In no order, and fewer where there are not so many. `query` has shape (dim,); `selector` is
        FAISS's, over ids.
        """
        asked = np.ascontiguousarray(self._rotation @ query, np.float32)
        params = _faiss.SearchParametersIVF(sel=selector, nprobe=len(lists))
        around = self._means[lists] @ query
        scores, ids = np.empty(k, np.float32), np.empty(k, np.int64)
        arrays = [_faiss.swig_ptr(array) for array in (lists, around, scores, ids)]
        self._index.search_preassigned_c(1, _faiss.swig_ptr(asked), k, *arrays, False, params, None)
        found = ids >= 0
        return scores[found], ids[found]
