"""Rows in fewer bits: how much sooner they are scanned, and how many are then in doubt.

As many rows as scope C of `scripts/bench frames` has, side by side, through FAISS's flat scans on
one thread, in processor time. A row x stored as x̂ is off by e = ‖x − x̂‖, so a unit query's score
lies within e of that of x̂. Rows whose highest possible score reaches the hundredth of the lowest
ones are in doubt: comparing them in 16 bits makes the answer exact. The index stores nothing so.

FAISS's "direct" bytes are compared as whole numbers, and the query is rounded to bytes as well: so
its score is off too, by what is rounded away. With TRUYVET_EXTRA_DATA, the rows in doubt are also
counted of rows made of learned vectors (`vectors/*.npy`), which have much in common.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from _bench import Figure, at_most, compared, median, rounds_twice, run
from _peers import K
from _rows import ROWS_A_CAMERA, District, Unit

_faiss: Any = faiss
"""FAISS's stubs know less than FAISS."""
HALVES, UNIFORM, WHOLE = "16 bit", "8 bit, one scale", "8 bit, query too"
KINDS = {
    HALVES: "QT_fp16",
    "bfloat16": "QT_bf16",
    "8 bit, scale a component": "QT_8bit",
    UNIFORM: "QT_8bit_uniform",
    WHOLE: "QT_8bit_direct_signed",
}
STEPS = 127
LEAST = {UNIFORM: 1.7, WHOLE: 1.7}
"""How many times as fast a scan must be to pay for comparing rows in doubt."""
IN_DOUBT = 0.01
"""Of all rows; fetching each of them alone costs as much as scanning twenty: decision 13."""


@dataclass(frozen=True)
class _Rows:
    """Rows as stored, and rounded: whole numbers of steps, centred by component, all (n, dim)."""

    stored: Unit
    centre: Unit
    step: float
    whole: Unit

    @staticmethod
    def of(stored: Unit) -> "_Rows":
        centre = stored.mean(axis=0)
        step = float(np.abs(stored - centre).max()) / STEPS
        return _Rows(stored, centre, step, np.rint((stored - centre) / step))

    def in_doubt(self, query: Unit, rounded: bool) -> int:
        """How many rows may be among the K best, by what is known of them in 8 bits."""
        asked = _in_bytes(query)[0] if rounded else query
        scores = self.centre @ query + self.step * (self.whole @ asked)
        off = np.linalg.norm(self.stored - self.centre - self.step * self.whole, axis=1)
        lost = float(np.linalg.norm(query - asked))
        off += lost * self.step * np.linalg.norm(self.whole, axis=1)
        least = np.partition(scores - off, len(scores) - K)[len(scores) - K]
        return int(np.count_nonzero(scores + off >= least))


def measure(quick: bool) -> list[Figure]:
    """Each kind beside 16 bits, and the rows in doubt after those of 8."""
    rows = 25_000 if quick else 125_000
    district = District(rows // ROWS_A_CAMERA, 512)
    stored = _stored(district)
    figures = _speeds(district, stored, rows)
    figures += _doubts("", district, stored)
    learned = Path(os.environ.get("TRUYVET_EXTRA_DATA", "")) / "vectors"
    if list(learned.glob("*.npy")):
        made = District(rows // ROWS_A_CAMERA, 512, learned)
        figures += _doubts("learned, ", made, _stored(made))
    return figures


def _stored(district: District) -> Unit:
    rows = np.concatenate(list(district.parts()))
    return rows.astype(np.float16).astype(np.float32)


def _speeds(district: District, stored: Unit, rows: int) -> list[Figure]:
    whole = _Rows.of(stored).whole
    indexes = {
        name: _index(kind, whole if name == WHOLE else stored) for name, kind in KINDS.items()
    }
    queries = [district.ask("C", number).query for number in range(26)]
    _faiss.omp_set_num_threads(1)
    now = [queries[0]]

    def before(number: int) -> None:
        now[0] = queries[number]

    def work(name: str) -> object:
        asked = _in_bytes(now[0])[1] if name == WHOLE else now[0]
        return indexes[name].search(asked[None], K)

    works = {name: lambda name=name: work(name) for name in KINDS}
    _, busy = rounds_twice(works, len(queries) - 1, before)
    ms = {name: median(taken) * 1000 for name, taken in busy.items()}
    beside = f"{HALVES}, {ms[HALVES]:.2f} ms of {rows:,} rows"
    return [
        compared(name, ms[name], "ms", beside, ms[HALVES] / ms[name], LEAST.get(name, 0.0))
        for name in KINDS
        if name != HALVES
    ]


def _in_bytes(query: Unit) -> tuple[Unit, Unit]:
    """A query rounded so that its largest component is STEPS of a step, and as those steps."""
    step = float(np.abs(query).max()) / STEPS
    whole: Unit = np.rint(query / step)
    return whole * np.float32(step), whole


def _index(kind: str, rows: Unit) -> Any:
    chosen = getattr(_faiss.ScalarQuantizer, kind)
    index = _faiss.IndexScalarQuantizer(rows.shape[1], chosen, _faiss.METRIC_INNER_PRODUCT)
    index.train(rows)
    index.add(rows)
    return index


def _doubts(title: str, district: District, stored: Unit) -> Iterator[Figure]:
    rows = _Rows.of(stored)
    queries = [district.ask("C", number).query for number in range(1, 26)]
    for name in (UNIFORM, WHOLE):
        doubt = median(rows.in_doubt(query, name == WHOLE) for query in queries)
        most = IN_DOUBT * len(stored)
        yield at_most(f"{title}{name}, rows in doubt", doubt, f"of {len(stored):,}", most)


if __name__ == "__main__":
    run(measure)
