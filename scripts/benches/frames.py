"""Frames within a place and a time, as the service finds them, beside a bare scan and others.

Scopes: A, some cameras for hours · B, many cameras for longer · C, all cameras for hours · D, all
there is · E, one camera for minutes. `search.frames` is timed whole (plan of shards, rows in scope,
scan, the k best, their regions and vectors read and checked) over one merged shard and over fifty
fresh ones, each a part of the day. A bare scan is one call of FAISS for each shard touched, of the
same rows, all of it made ready before. Others are given the same rows, in memory or in their own
files, and need only name the rows they find; those whose package is not installed are left out
(`scripts/benches/peers.txt` says how to install them).

Scope D is also asked of rows that a trained model has embedded (`_trained`), and, with
TRUYVET_EXTRA_DATA, of rows made of learned vectors (`vectors/*.npy`). TRUYVET_BENCH_ROWS, one of
generated, trained and learned, has rows of that kind alone measured.
`scripts/bench graphs` has others that take too long to build so large, `scripts/bench month` twenty
times as many rows.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from _bench import Figure, compared, median, run
from _layout import Layout
from _peers import CLUSTERS, DUCK, LANCE, LANCE_PQ, K
from _rows import District, Question
from _scopes import measure_district
from _trained import TrainedDistrict

from indexer.folder import Folder
from indexer.shard import ShardEntry
from search.frames import LocalFrames

CLIENTS = 16
PROCESSES = min(max(2, os.cpu_count() or 2), CLIENTS)


def measure(quick: bool) -> list[Figure]:
    """All scopes over one district; scope D over others."""
    chosen = os.environ.get("TRUYVET_BENCH_ROWS")
    kinds: dict[str, Callable[[], list[Figure]]] = {"generated": partial(_generated, quick)}
    if not quick:
        kinds |= {"trained": _trained, "learned": _learned}
    if chosen is not None and chosen not in kinds:
        raise SystemExit(f"TRUYVET_BENCH_ROWS is {chosen}, not one of {', '.join(kinds)}")
    return [figure for kind in kinds if chosen in (None, kind) for figure in kinds[kind]()]


def _generated(quick: bool) -> list[Figure]:
    district = District(400, 256) if quick else District(2_000, 512)
    peers = [CLUSTERS, DUCK, LANCE, *([] if quick else [LANCE_PQ])]
    return measure_district(district, peers, "ABCDE", 8 if quick else 15, besides=_clients)


def _trained() -> list[Figure]:
    district = TrainedDistrict(2_400, 256)
    return measure_district(district, [CLUSTERS, DUCK, LANCE], "D", 15, "trained, ")


def _learned() -> list[Figure]:
    learned = Path(os.environ.get("TRUYVET_EXTRA_DATA", "")) / "vectors"
    if not list(learned.glob("*.npy")):
        return []
    return measure_district(District(2_000, 512, learned), [CLUSTERS], "D", 10, "learned, ")


def _clients(layout: Layout) -> list[Figure]:
    """Many at once on scope A, in this process and in one a core, beside one alone."""
    asked = [layout.district.ask("A", number) for number in range(200)]
    alone = _asking(layout.search, asked, 1)
    one, middle = alone.rate, median(alone.took) * 1000
    figures = []
    for name, told in (
        ("", _asking(layout.search, asked[:50], CLIENTS)),
        (f", {PROCESSES} processes", _in_processes(layout, asked[:50])),
    ):
        p95 = float(np.percentile(told.took, 95)) * 1000
        figures += [
            compared(f"A, {CLIENTS} clients{name}", told.rate, "answers/s", f"one, {one:,.0f}/s",
                     told.rate / one, 1.5 if name else 1.0),
            Figure(f"A, {CLIENTS} clients{name}, p95", p95, "ms", f"one's median, {middle:.2f} ms",
                   middle / p95, f"≤ {CLIENTS} × one's median", p95 <= CLIENTS * middle),
        ]  # fmt: skip
    return figures


@dataclass(frozen=True)
class Told:
    """How long each answer took, in seconds, and when the first was asked and the last given."""

    took: list[float]
    began: float
    ended: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.took) / (self.ended - self.began)


def _asking(search: Callable[[Question], object], asked: Sequence[Question], clients: int) -> Told:
    took: list[float] = []

    def client(first: int) -> None:
        for number in range(len(asked)):
            began = perf_counter()
            search(asked[(first + number) % len(asked)])
            took.append(perf_counter() - began)

    threads = [threading.Thread(target=client, args=(7 * n,)) for n in range(clients)]
    began = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Told(took, began, perf_counter())


def _in_processes(layout: Layout, asked: Sequence[Question]) -> Told:
    """As `truyvet serve --processes` answers: each process has the index, and its share of all."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(PROCESSES)
    with ProcessPoolExecutor(PROCESSES, context, _meet, (ready,)) as pool:
        work = partial(_served, layout.data, layout.entries, asked)
        told = list(pool.map(work, [CLIENTS // PROCESSES] * PROCESSES))
    took = [each for one in told for each in one.took]
    return Told(took, min(one.began for one in told), max(one.ended for one in told))


def _meet(ready: Any) -> None:
    global _ready
    _ready = ready


def _served(
    data: Folder, entries: Sequence[ShardEntry], asked: Sequence[Question], clients: int
) -> Told:
    frames = LocalFrames(data)

    def search(one: Question) -> object:
        return frames.search(one.query, entries, one.scope, K)

    _asking(search, asked, 1)
    _ready.wait()
    return _asking(search, asked, clients)


if __name__ == "__main__":
    run(measure)
