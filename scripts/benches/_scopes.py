"""Scope by scope: a district's frames as the service finds them, beside a bare scan and others."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from _bench import (
    Figure,
    Seconds,
    at_least,
    at_most,
    compared,
    median,
    note,
    rounds_twice,
    tell,
    times_faster,
)
from _layout import Layout
from _makers import MAKERS, build
from _peers import DUCK, FLAT, HALVES, LANCE, K, Peers
from _rows import District, Question, Rows

from indexer.folder import Folder
from search.bounds import prune
from search.frames import LocalFrames

ONE, FRESH, LIMIT = "one shard", "50 shards", "the memory's speed"
FRESH_SHARDS = 50
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


def measure_district(
    district: District,
    names: Sequence[str],
    scopes: str,
    count: int,
    title: str = "",
    besides: Callable[[Layout], Sequence[Figure]] | None = None,
) -> list[Figure]:
    """Build everything, then time scope by scope; `besides` measures more of the merged shard."""
    with tempfile.TemporaryDirectory() as folder, Peers(district, Path(folder)) as peers:
        note(f"{title}{district.rows:,} rows of {district.dim}")
        build(peers, FLAT, HALVES, *names)
        layouts, figures = _layouts(district, Folder(Path(folder) / "ours"), peers, title)
        for name, (seconds, size) in peers.built.items():
            if size:
                note(f"{name}: {size / district.rows:,.0f} bytes a row, {seconds:.0f} s")
        for scope in scopes:
            measured = _measure_scope(scope, layouts, peers, count, title)
            tell(measured)
            figures += measured
        return [*figures, *(besides(layouts[ONE]) if besides else ())]


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
    found: dict[str, Any]


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
            for name, found in now.found.items():
                truth = stored if name in layouts else best
                rows = layouts[name].rows_of(found) if name in layouts else found
                recalls.setdefault(name, []).append(_recall(truth, rows))
        now.asked, now.found = asked[number], {}
        now.calls = {name: layout.bare_calls(asked[number]) for name, layout in layouts.items()}

    searches = peers.searches | {name: layout.search for name, layout in layouts.items()}
    works = {name: _work(now, name, search) for name, search in searches.items()}
    for name in layouts:
        works[_bare(name)] = lambda name=name: [call() for call in now.calls[name]]
    blank = np.ones(READ_BYTES // 4, np.float32)
    works[LIMIT] = lambda: float(blank @ blank)
    seconds, busy = rounds_twice(works, count, before)
    in_scope = median(len(district.rows_of(one)) for one in asked)
    note(f"{title}{scope}: {in_scope:,.0f} rows in scope")
    shown = {name: float(np.mean(found)) for name, found in recalls.items()}
    return [
        *_beside_bare(f"{title}{scope}", seconds, shards),
        *_beside_bare(f"{title}{scope}, processor", busy, shards),
        *_recalls(f"{title}{scope}", layouts, asked, shown),
        *_beside_limit(title, scope, seconds, in_scope * 2 * district.dim),
        *_beside_peers(title, scope, seconds, shown),
    ]


def _work(now: _Round, name: str, search: Callable[[Question], object]) -> Callable[[], None]:
    def once() -> None:
        now.found[name] = search(now.asked)

    return once


def _bare(name: str) -> str:
    return f"bare FAISS, {name}"


def _recall(best: Rows, found: Rows) -> float:
    return float(np.isin(best, found).mean()) if len(best) else 1.0


def _beside_bare(scope: str, seconds: Seconds, shards: Mapping[str, float]) -> Iterator[Figure]:
    """Each layout against FAISS's own calls on the same rows; both by one clock."""
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
    for peer in MAKERS:
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
