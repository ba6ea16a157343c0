"""Rows in fewer bits: how much sooner they are scanned, and how many are then in doubt.

As many rows as scope C of `scripts/bench frames` has, side by side, through FAISS's flat scans on
one thread, in processor time. A row x stored as x̂ is off by e = ‖x − x̂‖, so a unit query's score
lies within e of that of x̂. Rows whose highest possible score reaches the hundredth of the lowest
ones are in doubt: comparing them in 16 bits makes the answer exact. The index stores nothing so.
"""

from typing import Any

import faiss
import numpy as np
from _bench import Figure, at_most, compared, median, rounds_twice, run
from _peers import K
from _rows import ROWS_A_CAMERA, District, Unit

_faiss: Any = faiss
"""FAISS's stubs know less than FAISS."""
HALVES, SIGNED = "16 bit", "8 bit signed"
KINDS = {HALVES: "QT_fp16", "bfloat16": "QT_bf16", "8 bit": "QT_8bit", SIGNED: ""}
STEPS = 127
LEAST = {SIGNED: 1.7}
"""How many times as fast a scan must be to pay for comparing rows in doubt."""
IN_DOUBT = 0.01
"""Of all rows; fetching each of them alone costs as much as scanning twenty: decision 13."""


def measure(quick: bool) -> list[Figure]:
    """Each kind beside 16 bits, and the rows in doubt after the narrowest."""
    rows = 25_000 if quick else 125_000
    district = District(rows // ROWS_A_CAMERA, 512)
    stored = np.concatenate(list(district.parts())).astype(np.float16).astype(np.float32)
    step = float(np.abs(stored).max()) / STEPS
    narrow = np.rint(stored / step)
    indexes = {name: _index(kind, stored) for name, kind in KINDS.items() if kind}
    indexes[SIGNED] = _index("QT_8bit_direct_signed", narrow)
    queries = [district.ask("C", number).query for number in range(26)]
    _faiss.omp_set_num_threads(1)
    now = [queries[0]]

    def before(number: int) -> None:
        now[0] = queries[number]

    works = {name: lambda index=index: index.search(now[0][None], K)
             for name, index in indexes.items()}  # fmt: skip
    _, busy = rounds_twice(works, len(queries) - 1, before)
    ms = {name: median(taken) * 1000 for name, taken in busy.items()}
    doubt = [_in_doubt(stored, narrow * step, query) for query in queries]
    return [
        *(compared(name, ms[name], "ms", f"{HALVES}, {ms[HALVES]:.2f} ms", ms[HALVES] / ms[name],
                  LEAST.get(name, 0.0))
          for name in KINDS if name != HALVES),
        at_most(f"{SIGNED}, rows in doubt", median(doubt), f"of {rows:,}", IN_DOUBT * rows),
    ]  # fmt: skip


def _index(kind: str, rows: Unit) -> Any:
    chosen = getattr(_faiss.ScalarQuantizer, kind)
    index = _faiss.IndexScalarQuantizer(rows.shape[1], chosen, _faiss.METRIC_INNER_PRODUCT)
    index.train(rows)
    index.add(rows)
    return index


def _in_doubt(stored: Unit, narrow: Unit, query: Unit) -> int:
    """How many rows may be among the K best, by what is known of them in 8 bits."""
    scores, off = narrow @ query, np.linalg.norm(stored - narrow, axis=1)
    least = np.partition(scores - off, len(scores) - K)[len(scores) - K]
    return int(np.count_nonzero(scores + off >= least))


if __name__ == "__main__":
    run(measure)
