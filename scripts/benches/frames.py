"""Frames within a place and a time, as the service finds them, beside a bare scan and others.

Scopes: A, some cameras for hours · B, many cameras for longer · C, all cameras for hours · D, all
there is · E, one camera for minutes. `search.frames` is timed whole (plan of shards, rows in scope,
scan, the k best, their regions and vectors read and checked) over one merged shard and over fifty
fresh ones, each a part of the day. A bare scan is one call of FAISS for each shard touched, of the
same rows, all of it made ready before. Others are given the same rows, in memory or in their own
files, and need only name the rows they find; those whose package is not installed are left out.

With TRUYVET_EXTRA_DATA, scope D is also asked of rows made of learned vectors (`vectors/*.npy`).
"""

import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import faiss
import numpy as np
from _bench import (
    Figure,
    Seconds,
    at_least,
    at_most,
    compared,
    median,
    note,
    rounds,
    run,
    times_faster,
)
from _peers import (
    CLUSTERS,
    DUCK,
    FLAT,
    GRAPH,
    HALVES,
    LANCE,
    LANCE_PQ,
    Found,
    K,
    Peers,
)
from _rows import District, Question, Rows

from indexer.folder import Folder
from indexer.shard import ShardEntry
from indexer.shard_files import ROW_BITS
from indexer.shard_reader import ShardReader
from search.bounds import prune
from search.frames import LocalFrames

ONE, FRESH, LIMIT = "one shard", "50 shards", "the memory's speed"
FRESH_SHARDS = 50
CLIENTS = 16
READ_BYTES = 1 << 28
"""Read to learn the memory's speed; more than any cache holds."""
TIMES, FIXED_MS, SHARD_MS = 1.3, 0.5, 0.1
"""What a search may take: so many times a bare scan, and so long besides, and for each shard."""
LEAST_RECALL = 0.99
"""Others that find less are not compared by speed."""
LEAST = {
    "A": {"": 2.0, LANCE: 10.0, DUCK: 10.0},
    "B": {"": 2.0, LANCE: 10.0, DUCK: 10.0},
    "C": {"": 2.0},
    "D": {"": 1.0},
    "E": {"": 1.0, LANCE: 5.0},
}
"""By scope: how many times as fast as any other, and as some."""
LEAST_SPEED = {"C": 0.3, "D": 0.4}
"""The share of the memory's speed to be reached."""
ROW_BYTES = 1_200

_faiss: Any = faiss
"""FAISS's stubs know less than FAISS."""


@dataclass(frozen=True)
class Layout:
    """The district's rows in shards, opened by the retriever and by FAISS alone."""

    district: District
    data: Folder
    entries: tuple[ShardEntry, ...]
    frames: LocalFrames
    readers: Mapping[str, ShardReader]
    bare: Mapping[str, Any]

    @staticmethod
    def open(district: District, data: Folder, entries: Sequence[ShardEntry]) -> "Layout":
        """Open all shards in both ways."""
        readers = {entry.stem: ShardReader(data, entry) for entry in entries}
        mapped = {
            entry.stem: _faiss.read_index(
                str(data.local_path(entry.vectors_name)), _faiss.IO_FLAG_MMAP
            )
            for entry in entries
        }
        layout = Layout(district, data, tuple(entries), LocalFrames(data), readers, mapped)
        for entry in entries:  # what is read with a shard's first hit
            asked = district.ask("D", 0)
            layout.frames.search(asked.query, [entry], asked.scope, K)
        return layout

    def search(self, asked: Question) -> Rows:
        """The retriever's answer, as row numbers."""
        hits = self.frames.search(asked.query, self.entries, asked.scope, K)
        assert hits.searched == hits.in_scope and not hits.failed
        return np.array([self.district.row_of(hit.region) for hit in hits.hits], np.int64)

    def bare_calls(self, asked: Question) -> list[Callable[[], object]]:
        """FAISS's calls for one question, ready to be made."""
        calls = []
        for entry in prune(self.entries, asked.scope):
            reader = self.readers[entry.stem]
            chosen = reader.select(reader.lists_of(asked.scope.cameras), asked.scope.intervals)
            calls += [self._bare_call(entry, part, asked) for part in chosen.stretches]
        return calls

    def _bare_call(self, entry: ShardEntry, part: Any, asked: Question) -> Callable[[], object]:
        edges = (part.low_ms << ROW_BITS, part.high_ms << ROW_BITS)
        selector = None if part.whole else _faiss.IDSelectorRange(*edges, True)
        params = _faiss.SearchParametersIVF(sel=selector, nprobe=len(part.lists))
        zeros, query = np.zeros(len(part.lists), np.float32), asked.query[None].copy()
        k = min(K, part.count)
        kept = (part.lists, zeros, np.empty(k, np.float32), np.empty(k, np.int64))
        arrays = [_faiss.swig_ptr(array) for array in kept]
        search, pointer = self.bare[entry.stem].search_preassigned_c, _faiss.swig_ptr(query)
        held = (selector, query, kept)
        return lambda: (search(1, pointer, k, *arrays, False, params, None), held)


def measure(quick: bool) -> list[Figure]:
    """All scopes over one district; scope D over others."""
    district = District(400, 256) if quick else District(2_000, 512)
    peers = [CLUSTERS, DUCK, LANCE, *([] if quick else [LANCE_PQ])]
    figures = measure_district(district, peers, "ABCDE", 8 if quick else 15)
    if not quick:
        small = District(200, 512)
        figures += measure_district(small, [GRAPH], "ABCDE", 10, "100,000 rows, ")
    learned = Path(os.environ.get("TRUYVET_EXTRA_DATA", "")) / "vectors"
    if not quick and list(learned.glob("*.npy")):
        made = District(2_000, 512, learned)
        figures += measure_district(made, [CLUSTERS], "D", 10, "learned, ")
    return figures


def measure_district(
    district: District, names: Sequence[str], scopes: str, count: int, title: str = ""
) -> list[Figure]:
    """Build everything, then time scope by scope."""
    with tempfile.TemporaryDirectory() as folder:
        note(f"{title}{district.rows:,} rows of {district.dim}")
        peers = Peers(district, Path(folder))
        peers.build(FLAT, HALVES, *names)
        layouts, figures = _layouts(district, Folder(Path(folder) / "ours"), peers, title)
        for name, (seconds, size) in peers.built.items():
            if size:
                note(f"{name}: {size / district.rows:,.0f} bytes a row, {seconds:.0f} s")
        for scope in scopes:
            figures += _measure_scope(scope, layouts, peers, count, title)
        return [*figures, *(_clients(layouts[ONE], title) if "A" in scopes else ())]


def _layouts(
    district: District, data: Folder, peers: Peers, title: str
) -> tuple[dict[str, Layout], list[Figure]]:
    """One merged shard and many fresh ones, and what it cost to make and to open the first."""
    began = perf_counter()
    merged = district.write(data, np.arange(district.rows), peers.vectors)
    rate = district.rows / (perf_counter() - began)
    size = sum(data.size(name) or 0 for name in data.names())
    fresh = [
        entry
        for rows in district.slices(FRESH_SHARDS)
        for entry in district.write(data, rows, peers.vectors)
    ]
    asked, began = district.ask("E", 0), perf_counter()
    LocalFrames(data).search(asked.query, merged, asked.scope, K)
    first_ms = (perf_counter() - began) * 1000
    layouts = {ONE: merged, FRESH: fresh}
    return {name: Layout.open(district, data, shards) for name, shards in layouts.items()}, [
        at_least(f"{title}written", rate, "rows/s", 5_000),
        at_most(f"{title}bytes a row", size / district.rows, "bytes", ROW_BYTES),
        at_most(f"{title}opened, and the first answer", first_ms, "ms", 1_000),
    ]


@dataclass
class _Round:
    """What is asked in this round, and what each found."""

    asked: Question
    calls: dict[str, list[Callable[[], object]]]
    found: dict[str, Rows]


def _measure_scope(
    scope: str, layouts: Mapping[str, Layout], peers: Peers, count: int, title: str
) -> list[Figure]:
    district = peers.district
    asked = [district.ask(scope, number) for number in range(count + 1)]
    now = _Round(asked[0], {}, {})
    recalls: dict[str, list[float]] = {}
    shards = {name: median(len(prune(x.entries, q.scope)) for q in asked)
              for name, x in layouts.items()}  # fmt: skip

    def before(number: int) -> None:
        if number:
            best, stored = peers.truth(now.asked), peers.searches[HALVES](now.asked)
            for name, rows in now.found.items():
                truth = stored if name in layouts else best
                recalls.setdefault(name, []).append(_recall(truth, rows))
        now.asked, now.found = asked[number], {}
        now.calls = {name: layout.bare_calls(asked[number]) for name, layout in layouts.items()}

    searches = peers.searches | {name: layout.search for name, layout in layouts.items()}
    works = {name: _work(now, name, search) for name, search in searches.items()}
    for name in layouts:
        works[_bare(name)] = lambda name=name: [call() for call in now.calls[name]]
    blank = np.ones(READ_BYTES // 4, np.float32)
    works[LIMIT] = lambda: float(blank @ blank)
    seconds = rounds(works, count, before)
    in_scope = median(len(district.rows_of(one)) for one in asked)
    note(f"{title}{scope}: {in_scope:,.0f} rows in scope")
    shown = {name: float(np.mean(found)) for name, found in recalls.items()}
    return [
        *_beside_bare(f"{title}{scope}", seconds, shards),
        *_recalls(f"{title}{scope}", layouts, asked, shown),
        *_beside_limit(title, scope, seconds, in_scope * 2 * district.dim),
        *_beside_peers(title, scope, seconds, shown),
    ]


def _work(now: _Round, name: str, search: Found) -> Callable[[], None]:
    def once() -> None:
        now.found[name] = search(now.asked)

    return once


def _bare(name: str) -> str:
    return f"bare FAISS, {name}"


def _recall(best: Rows, found: Rows) -> float:
    return float(np.isin(best, found).mean()) if len(best) else 1.0


def _beside_bare(scope: str, seconds: Seconds, shards: Mapping[str, float]) -> Iterator[Figure]:
    """Each layout against FAISS's own calls on the same rows."""
    for name, touched in shards.items():
        ms, bare = (median(seconds[one]) * 1000 for one in (name, _bare(name)))
        most = TIMES * bare + FIXED_MS + SHARD_MS * touched
        goal = f"≤ {most:.2f} ms ({TIMES:g} × bare + {FIXED_MS:g} + {SHARD_MS:g} × {touched:g})"
        told = f"bare FAISS, {bare:.2f} ms"
        yield Figure(f"{scope}, {name}", ms, "ms", told, bare / ms, goal, ms <= most)


def _recalls(
    scope: str, layouts: Mapping[str, Layout], asked: Sequence[Question], shown: Mapping[str, float]
) -> Iterator[Figure]:
    """Recall against the stored vectors; of an answer that is not exact, beside what it says."""
    for name, layout in layouts.items():
        told = layout.frames.search(asked[0].query, layout.entries, asked[0].scope, K).recall
        words = f"{scope}, {name}, recall@{K}, {'exact' if told is None else 'approximate'}"
        if told is None:
            yield at_least(words, shown[name], "", 1.0)
        else:
            against = f"said to be {told.share:g}"
            yield compared(words, shown[name], "", against, shown[name] / told.share, 0.99)


def _beside_limit(title: str, scope: str, seconds: Seconds, scope_bytes: float) -> Iterator[Figure]:
    """The time in which the rows in scope can be read at all, where there is much to read."""
    if scope in LEAST_SPEED:
        limit = [part * scope_bytes / READ_BYTES for part in seconds[LIMIT]]
        speed = READ_BYTES / median(seconds[LIMIT]) / 1e9
        told = f"{speed:.1f} GB/s, {median(limit) * 1000:.2f} ms"
        ms, ratio = median(seconds[ONE]) * 1000, times_faster(seconds[ONE], limit)
        yield compared(f"{title}{scope}, {LIMIT}", ms, "ms", told, ratio, LEAST_SPEED[scope])


def _beside_peers(
    title: str, scope: str, seconds: Seconds, shown: Mapping[str, float]
) -> Iterator[Figure]:
    """One shard against each other; of several tunings of one, the fastest that finds enough."""
    ms = median(seconds[ONE]) * 1000
    for peer in (FLAT, HALVES, CLUSTERS, DUCK, LANCE, LANCE_PQ, GRAPH):
        tunings = [name for name in shown if name == peer or name.startswith(f"{peer},")]
        if not tunings:
            continue
        enough = [name for name in tunings if shown[name] >= LEAST_RECALL]
        name = min(enough or tunings, key=lambda one: median(seconds[one]))
        if not enough:
            name = max(tunings, key=lambda one: shown[one])
        told = f"{name}, {median(seconds[name]) * 1000:.2f} ms, recall {shown[name]:.3f}"
        ratio = times_faster(seconds[ONE], seconds[name])
        least = LEAST[scope].get(peer, LEAST[scope][""])
        figure = compared(f"{title}{scope}, {peer}", ms, "ms", told, ratio, least)
        yield figure if enough else _found_too_little(figure)


def _found_too_little(figure: Figure) -> Figure:
    """The other's speed is no measure, since it does not find what is to be found."""
    goal = f"other's recall ≥ {LEAST_RECALL:g}"
    return Figure(figure.name, figure.value, figure.unit, figure.against, figure.ratio, goal, True)


def _clients(layout: Layout, title: str) -> list[Figure]:
    """Many at once on scope A, beside one alone."""
    alone, _ = _asking(layout, 1, 200)
    together, rate = _asking(layout, CLIENTS, 50)
    one = len(alone) / sum(alone)
    p95 = float(np.percentile(together, 95)) * 1000
    middle = median(alone) * 1000
    return [
        compared(f"{title}A, {CLIENTS} clients", rate, "answers/s", f"one, {one:,.0f}/s",
                 rate / one, 1.5),
        Figure(f"{title}A, {CLIENTS} clients, p95", p95, "ms", f"one's median, {middle:.2f} ms",
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
