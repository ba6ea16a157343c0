"""What quantised codes of a shard find, and cost, on several kinds of rows.

One merged shard's rows: generated, of a trained model (`_trained`), and, with TRUYVET_EXTRA_DATA,
made of learned vectors (`vectors/*.npy`). The codes as shards have them, fitted to what the rows
are like, beside codes of the same rows as they stand, four bits for every two dimensions. Recall is
what a shard would state: the lowest of the three kinds of query that it is measured with. Seconds
are processor time of this process, codes read on one thread; codes that find too little to be kept
are measured all the same.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import faiss
import numpy as np
from _bench import Figure, at_most, compared, median, note, rounds_twice, run, times_faster
from _rows import ROWS_A_CAMERA, District, Unit
from _trained import TrainedDistrict

from indexer import quantised
from indexer.codebooks import BITS, Codebooks, Floats
from indexer.merge import MERGED_ROWS
from indexer.quantised import MEASURED_AT, Quantised, QuantisedLists, candidates, quantise

ROUNDS = 30
LEAST_RECALL = 0.97
ROW_BYTES = 1.02
"""Of the bytes of codes of rows as they stand: what turns a query is stored with each shard."""
_faiss: Any = faiss
_Learn = Callable[[Floats], Codebooks]


@dataclass(frozen=True)
class _Made:
    """Codes of all rows, what a shard says of them, and the processor's seconds they took."""

    lists: QuantisedLists
    told: Quantised
    seconds: float


def measure(quick: bool) -> list[Figure]:
    """Each kind of rows."""
    cameras = 150 if quick else MERGED_ROWS // ROWS_A_CAMERA
    kinds: dict[str, District] = {
        "generated": District(cameras, 512),
        "trained": TrainedDistrict(cameras, 256),
    }
    learned = Path(os.environ.get("TRUYVET_EXTRA_DATA", "")) / "vectors"
    if list(learned.glob("*.npy")):
        kinds["learned"] = District(cameras, 512, learned)
    faiss.omp_set_num_threads(1)
    return [figure for name, district in kinds.items() for figure in _measured(name, district)]


def _measured(name: str, district: District) -> list[Figure]:
    rows = district.seen(range(district.cameras)).astype("<f2")
    counts = [ROWS_A_CAMERA] * district.cameras
    ours, plain = _make(rows, counts, quantised.learn), _make(rows, counts, _as_they_stand)
    ms, other, ratio = _searched(district, ours.lists, plain.lists)
    dim, means = district.dim, len(counts)  # no rotation was stored, and means in 32 bits
    stood = plain.told.bytes - 2 * dim * dim + 2 * dim * means
    each, others = ours.told.bytes / len(rows), stood / len(rows)
    rate, rates = (len(rows) / one.seconds for one in (ours, plain))
    found, once = ours.told.recall, plain.told.recall
    against = f"as they stand, {once:g}"
    return [
        compared(f"{name}, recall@{MEASURED_AT} stated", found, "", against,
                 found / max(LEAST_RECALL, once - 0.005), 1.0),
        at_most(f"{name}, bytes a row", each, f"bytes (as they stand: {others:.1f})",
                others * ROW_BYTES),
        compared(f"{name}, all codes read", ms, "ms", f"as they stand, {other:.2f} ms", ratio, 0.8),
        compared(f"{name}, made and measured", rate, "rows/s", f"as they stand, {rates:,.0f}/s",
                 rate / rates, 0.5),
    ]  # fmt: skip


def _make(rows: Any, counts: list[int], learn: _Learn) -> _Made:
    began = time.process_time()
    with patch.object(quantised, "LEAST_RECALL", 0.0), patch.object(quantised, "learn", learn):
        made = quantise(rows, counts, np.arange(len(rows)))
    assert made is not None, "nothing is too little"
    seconds = time.process_time() - began
    return _Made(QuantisedLists(made[0]), made[1], seconds)


def _as_they_stand(rows: Floats) -> Codebooks:
    """As shards had them up to format 2."""
    dim = rows.shape[1]
    words = _faiss.ProductQuantizer(dim, dim // 2, BITS)
    words.train(rows)
    return Codebooks(np.eye(dim, dtype=np.float32), (words,))


def _searched(
    district: District, ours: QuantisedLists, plain: QuantisedLists
) -> tuple[float, float, float]:
    """The processor's ms for a question of everything, by each, and how many times as fast."""
    every, now = np.arange(ours.count), [district.ask("D", 0).query]

    def before(number: int) -> None:
        now[0] = district.ask("D", number).query

    def search(lists: QuantisedLists) -> Unit:
        return lists.search(now[0], every, None, candidates(MEASURED_AT))[0]

    works = {"ours": lambda: search(ours), "plain": lambda: search(plain)}
    _, busy = rounds_twice(works, ROUNDS, before)
    note(f"{ours.count * ROWS_A_CAMERA:,} rows of {district.dim} read {ROUNDS} times")
    ms, other = (median(busy[name]) * 1000 for name in works)
    return ms, other, times_faster(busy["ours"], busy["plain"])


if __name__ == "__main__":
    run(measure)
