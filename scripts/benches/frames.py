"""Exact search of frames within a place and a time: shards, beside others that are exact too.

Scopes: A, some cameras for hours · B, many cameras for longer · C, all cameras for hours · D, all
there is · E, one camera for minutes. The others hold all vectors in memory, in one piece, and find
the rows in scope in a sorted column of cameras and times: FAISS's flat index with a bitmap and with
a list of ids, its 16-bit flat index with a bitmap, and numpy; and there is the time in which the
memory can be read at all.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import faiss
import numpy as np
from _bench import (
    Figure,
    at_least,
    at_most,
    compared,
    median,
    note,
    rounds,
    run,
    times_faster,
)
from _rows import SHARES, District, Question, Rows, Unit

from indexer.folder import Folder
from indexer.shard import ShardEntry
from indexer.shard_reader import ShardReader
from search.frames import LocalFrames, prune

K = 100
OURS, WHOLE, LIMIT = "shards", "shards, with what was found", "the memory's speed"
PEERS = ("FAISS flat, bitmap", "FAISS flat 16 bit, bitmap", "FAISS flat, list of ids", "numpy")
READ_BYTES = 1 << 28
"""Read to learn the memory's speed; more than any cache holds."""

Found = Callable[[Question], Rows]

_faiss: Any = faiss
"""FAISS's stubs know less than FAISS."""


@dataclass
class Peers:
    """The same vectors as others hold them, filled part by part."""

    district: District
    flat: Any = field(init=False)
    halves: Any = field(init=False)

    def __post_init__(self) -> None:
        dim = self.district.dim
        self.flat = _faiss.IndexFlatIP(dim)
        kind, metric = _faiss.ScalarQuantizer.QT_fp16, _faiss.METRIC_INNER_PRODUCT
        self.halves = _faiss.IndexScalarQuantizer(dim, kind, metric)

    def add(self, vectors: Unit) -> None:
        """Append rows, (n, dim)."""
        self.flat.add(vectors)
        self.halves.add(vectors)

    @property
    def vectors(self) -> Unit:
        """All rows as 32-bit floats, (n, dim), without a copy."""
        count, dim = self.flat.ntotal, self.district.dim
        view: Unit = _faiss.rev_swig_ptr(self.flat.get_xb(), count * dim)
        return view.reshape(count, dim)

    def by_bitmap(self, index: Any) -> Found:
        """A flat index that is shown a bit for every row."""

        def search(asked: Question) -> Rows:
            rows = self.district.rows_of(asked)
            inside = np.zeros(index.ntotal, bool)
            inside[rows] = True
            bits = np.packbits(inside, bitorder="little")
            return _search_flat(index, asked, len(rows), _faiss.IDSelectorBitmap(bits))

        return search

    def by_ids(self, asked: Question) -> Rows:
        """A flat index that is given the rows."""
        rows = self.district.rows_of(asked)
        return _search_flat(self.flat, asked, len(rows), _faiss.IDSelectorArray(rows))

    def by_numpy(self, asked: Question) -> Rows:
        """One product over the rows in scope, then the best of them."""
        rows = self.district.rows_of(asked)
        every = len(rows) == self.flat.ntotal
        scores = (self.vectors if every else self.vectors[rows]) @ asked.query
        best = np.argpartition(-scores, min(K, len(scores)) - 1)[:K]
        return rows[best]


def _search_flat(index: Any, asked: Question, in_scope: int, selector: Any) -> Rows:
    params = _faiss.SearchParameters(sel=selector)
    _, rows = index.search(asked.query[None], min(K, in_scope), params=params)
    found: Rows = rows[0]
    return found


@dataclass(frozen=True)
class Stored:
    """The shards on disk, opened, and the first row of each among all rows."""

    data: Folder
    entries: Sequence[ShardEntry]
    readers: dict[str, ShardReader]
    first: dict[str, int]
    retriever: LocalFrames

    @staticmethod
    def open(data: Folder, entries: Sequence[ShardEntry]) -> "Stored":
        """Open all of them."""
        starts = np.cumsum([0, *(entry.rows for entry in entries)]).tolist()
        first = {entry.stem: start for entry, start in zip(entries, starts, strict=False)}
        readers = {entry.stem: ShardReader(data, entry) for entry in entries}
        return Stored(data, entries, readers, first, LocalFrames(data))

    def search(self, asked: Question) -> Rows:
        """The scan alone, as the others do it: the best rows of all shards."""
        scores, rows = [], []
        for entry in prune(self.entries, asked.scope):
            reader = self.readers[entry.stem]
            lists = reader.lists_of(asked.scope.cameras)
            found = reader.search(asked.query, reader.select(lists, asked.scope.intervals), K)
            scores.append(found[0])
            rows.append(found[1] + self.first[entry.stem])
        best = np.argsort(-np.concatenate(scores), kind="stable")[:K]
        chosen: Rows = np.concatenate(rows)[best]
        return chosen

    def search_whole(self, asked: Question) -> Rows:
        """The scan, and each hit's region and vector read and checked."""
        hits = self.retriever.search(asked.query, self.entries, asked.scope, K)
        assert hits.searched == hits.in_scope and not hits.failed
        return np.empty(0, np.int64)


def measure(quick: bool) -> list[Figure]:
    """All scopes over one district."""
    district = District(400, 256, shards=2) if quick else District(2_000, 512, shards=8)
    peers, entries = Peers(district), []
    with tempfile.TemporaryDirectory() as folder:
        data = Folder(folder)
        for cameras, vectors in district.parts():
            entries += district.write(data, cameras, vectors)
            peers.add(vectors)
        note(f"{district.rows:,} rows of {district.dim} in {len(entries)} shards")
        stored = Stored.open(data, entries)
        figures = []
        for scope in SHARES:
            figures += _measure_scope(scope, district, stored, peers, 15 if quick else 25)
        return figures


def _measure_scope(
    scope: str, district: District, stored: Stored, peers: Peers, count: int
) -> list[Figure]:
    searches: dict[str, Found] = {
        OURS: stored.search,
        WHOLE: stored.search_whole,
        "FAISS flat, bitmap": peers.by_bitmap(peers.flat),
        "FAISS flat 16 bit, bitmap": peers.by_bitmap(peers.halves),
        "FAISS flat, list of ids": peers.by_ids,
        "numpy": peers.by_numpy,
    }
    asked = [district.ask(scope, number) for number in range(count + 1)]
    now, found, recalls = [asked[0]], {}, []

    def work(name: str, search: Found) -> Callable[[], None]:
        def once() -> None:
            found[name] = search(now[0])

        return once

    def before(number: int) -> None:
        if number:
            recalls.append(_recall(now[0], found, peers))
        now[0] = asked[number]

    works: dict[str, Callable[[], object]] = {n: work(n, s) for n, s in searches.items()}
    blank = np.ones(READ_BYTES // 4, np.float32)
    works[LIMIT] = lambda: float(blank @ blank)
    seconds = rounds(works, count, before)
    in_scope = median(len(district.rows_of(one)) for one in asked)
    note(f"{scope}: {in_scope:,.0f} rows in scope")
    return _figures(scope, seconds, in_scope * 2 * district.dim, recalls)


def _recall(asked: Question, found: dict[str, Rows], peers: Peers) -> float:
    """The share of the best by 32-bit floats that the shards found; all found is in scope."""
    rows, inside = found[OURS], peers.district.rows_of(asked)
    assert np.isin(rows, inside).all() and len(rows) == min(K, len(inside))
    return float(np.isin(peers.by_numpy(asked), rows).mean()) if len(rows) else 1.0


LEAST = {"A": 5.0, "B": 3.0, "C": 2.0, "D": 1.5, "E": 5.0}
"""How many times as fast as any of the others, which are spared files, shards and a merge."""
SPEED_GOALS = {"C": 0.3, "D": 0.4}
"""The share of the memory's speed to be reached where there is much to read."""
WHOLE_MS = 100.0
"""What a search may take with the regions and vectors of its hits."""


def _figures(
    scope: str, seconds: dict[str, list[float]], scope_bytes: float, recalls: Sequence[float]
) -> list[Figure]:
    ours, ms = seconds[OURS], median(seconds[OURS]) * 1000
    figures = []
    for peer in PEERS:
        theirs = f"{peer}, {median(seconds[peer]) * 1000:.2f} ms"
        ratio = times_faster(ours, seconds[peer])
        figures.append(compared(f"{scope}, {peer}", ms, "ms", theirs, ratio, LEAST[scope]))
    if scope in SPEED_GOALS:
        limit = [part * scope_bytes / READ_BYTES for part in seconds[LIMIT]]
        gigabytes = READ_BYTES / median(seconds[LIMIT]) / 1e9
        theirs = f"{gigabytes:.1f} GB/s, {median(limit) * 1000:.2f} ms"
        ratio = times_faster(ours, limit)
        figures.append(compared(f"{scope}, {LIMIT}", ms, "ms", theirs, ratio, SPEED_GOALS[scope]))
    return [
        *figures,
        at_most(f"{scope}, {WHOLE}", median(seconds[WHOLE]) * 1000, "ms", WHOLE_MS),
        at_least(f"{scope}, recall@{K}", float(np.mean(recalls)), "", 0.99),
    ]


if __name__ == "__main__":
    run(measure)
