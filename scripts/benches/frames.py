"""Frames within a place and a time, as the service finds them, beside a bare scan and others.

Scopes: A, some cameras for hours · B, many cameras for longer · C, all cameras for hours · D, all
there is · E, one camera for minutes. `search.frames` is timed whole (plan of shards, rows in scope,
scan, the k best, their regions and vectors read and checked) over one merged shard and over fifty
fresh ones, each a part of the day. A bare scan is one call of FAISS for each shard touched, of the
same rows, all of it made ready before. Others are given the same rows, in memory or in their own
files, and need only name the rows they find; those whose package is not installed are left out
(`scripts/benches/peers.txt` says how to install them).

With TRUYVET_EXTRA_DATA, scope D is also asked of rows made of learned vectors (`vectors/*.npy`).
`scripts/bench graphs` has others that take too long to build so large, `scripts/bench month` twenty
times as many rows.
"""

import os
import threading
from pathlib import Path
from time import perf_counter

import numpy as np
from _bench import Figure, compared, median, run
from _layout import Layout
from _peers import CLUSTERS, DUCK, LANCE, LANCE_PQ
from _rows import District
from _scopes import measure_district

CLIENTS = 16


def measure(quick: bool) -> list[Figure]:
    """All scopes over one district; scope D over another."""
    district = District(400, 256) if quick else District(2_000, 512)
    peers = [CLUSTERS, DUCK, LANCE, *([] if quick else [LANCE_PQ])]
    figures = measure_district(district, peers, "ABCDE", 8 if quick else 15, besides=_clients)
    learned = Path(os.environ.get("TRUYVET_EXTRA_DATA", "")) / "vectors"
    if not quick and list(learned.glob("*.npy")):
        made = District(2_000, 512, learned)
        figures += measure_district(made, [CLUSTERS], "D", 10, "learned, ")
    return figures


def _clients(layout: Layout) -> list[Figure]:
    """Many at once on scope A, beside one alone."""
    alone, _ = _asking(layout, 1, 200)
    together, rate = _asking(layout, CLIENTS, 50)
    one = len(alone) / sum(alone)
    p95 = float(np.percentile(together, 95)) * 1000
    middle = median(alone) * 1000
    return [
        compared(f"A, {CLIENTS} clients", rate, "answers/s", f"one, {one:,.0f}/s",
                 rate / one, 1.5),
        Figure(f"A, {CLIENTS} clients, p95", p95, "ms", f"one's median, {middle:.2f} ms",
               middle / p95, f"≤ {CLIENTS} × one's median", p95 <= CLIENTS * middle),
    ]  # fmt: skip


def _asking(layout: Layout, clients: int, each: int) -> tuple[list[float], float]:
    """How long each answer took, seconds, and answers a second."""
    took: list[float] = []
    asked = [layout.district.ask("A", number) for number in range(each)]

    def client(first: int) -> None:
        for number in range(each):
            began = perf_counter()
            layout.search(asked[(first + number) % each])
            took.append(perf_counter() - began)

    threads = [threading.Thread(target=client, args=(7 * n,)) for n in range(clients)]
    began = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, len(took) / (perf_counter() - began)


if __name__ == "__main__":
    run(measure)
