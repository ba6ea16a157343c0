"""Reads one shard: exact search within cameras and stretches of time, rows and vectors by number.

The vectors are memory-mapped where the folder is local, so opening costs nothing to speak of and
several processes share the pages. `search` reads only the vectors in scope: the chosen cameras'
inverted lists, in each the range of ids of the chosen stretch, found by bisection. In a large
shard `promising` reads the codes in scope instead, and `compare` the vectors that they choose.

FAISS scans on the calling thread and lets go of the interpreter's lock while it does, so that other
threads scan other pieces of a selection, or for other questions, at the same time.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

import faiss
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from embeddings.encoder import Embeddings
from indexer.folder import Folder
from indexer.halves import as_floats
from indexer.hit_rows import HitRows
from indexer.ids import CameraId, Interval
from indexer.quantised import Quantised, QuantisedLists
from indexer.region import Region
from indexer.shard import ShardEntry, damaged
from indexer.shard_files import ROW_BITS, Codes, checksums, row_offsets
from indexer.shard_opening import (
    check_sizes,
    open_hit_rows,
    open_quantised,
    open_rows,
    open_vectors,
)
from indexer.times.window import merge_intervals

Scores = NDArray[np.float32]
Rows = NDArray[np.int64]

_faiss: Any = faiss
"""FAISS's stubs know less than FAISS."""

_region = partial(tuple.__new__, Region)
"""A region of a tuple of its fields, made without a call of Python's own."""
_LIST_SHIFT = 28
"""A row's key is its list << 28 | ms since the start: a day has 86,400,000 ms, under 2**27."""


@dataclass(frozen=True)
class Stretch:
    """One interval's part of a shard: the lists with rows in it, and how many rows each has in it.

    The interval, [low_ms, high_ms), is in milliseconds since the shard's start; `whole` says that
    no row of the lists lies outside it, so that the scan need not look at their times.
    """

    low_ms: int
    high_ms: int
    whole: bool
    lists: Rows
    held: Rows

    @property
    def count(self) -> int:
        """How many rows it holds."""
        return int(self.held.sum())

    def pieces(self, rows: int) -> "Iterator[Stretch]":
        """The same rows in pieces of about so many, alike; the rows of a list stay together."""
        ends = np.cumsum(self.held)
        count = -(-int(ends[-1]) // rows)
        parts = np.searchsorted(ends, np.arange(1, count) * ends[-1] // count, side="right")
        edges = np.unique([0, *parts.tolist(), len(ends)]).tolist()
        for low, high in pairwise(edges):
            yield replace(self, lists=self.lists[low:high], held=self.held[low:high])


@dataclass(frozen=True)
class Selection:
    """What of a scope lies in one shard: disjoint stretches, each with at least one row."""

    stretches: tuple[Stretch, ...]

    @property
    def count(self) -> int:
        """How many rows it holds, exactly."""
        return sum(part.count for part in self.stretches)

    def pieces(self, rows: int) -> "list[Selection]":
        """The same rows in selections of about so many each, none of which is empty."""
        return [Selection((piece,)) for part in self.stretches for piece in part.pieces(rows)]


class ShardReader:
    """One shard, opened. Safe for several threads."""

    def __init__(self, data: Folder, entry: ShardEntry) -> None:
        """Open rows and vectors and check their lengths and headers; raises DamagedShard."""
        self.entry = entry
        self._data = data
        self._lock = threading.Lock()
        self._seen: HitRows | None = None
        self._quantised: QuantisedLists | None = None
        check_sizes(data, entry)
        try:
            self._header, times = open_rows(data, entry)
            self._bytes, self._index = open_vectors(data, entry, self._header)
        except (ValueError, TypeError, KeyError, RuntimeError, OSError) as error:
            raise damaged(data, entry, str(error).strip().splitlines()[0]) from error
        header = self._header
        self._start_ms = header.start_ms
        self._lists = {CameraId(name): number for number, name in enumerate(header.cameras)}
        self._cameras = tuple(self._lists)
        self._windows = sliding_window_view(np.frombuffer(self._bytes, "<f2"), entry.dim)
        self._ends = np.cumsum(np.array(header.counts, np.int64))
        self._starts = self._ends - np.array(header.counts, np.int64)
        of_row = np.repeat(np.arange(len(header.counts)), header.counts)
        self._keys: Rows = (of_row << _LIST_SHIFT) | (times - header.start_ms)

    def lists_of(self, cameras: Iterable[CameraId]) -> Rows:
        """The numbers of the inverted lists of these cameras, ascending."""
        known = {self._lists[camera] for camera in cameras if camera in self._lists}
        return np.array(sorted(known), np.int64)

    def select(self, lists: Rows, intervals: Sequence[Interval]) -> Selection:
        """The rows of these lists, ascending, in these stretches of time."""
        whole = Interval(self._start_ms, self.entry.max_captured_at_ms + 1)
        inside = merge_intervals(part for part in intervals if part.overlaps(whole))
        parts = [self._stretch(lists, part) for part in inside]
        return Selection(tuple(part for part in parts if part.count))

    def search(
        self, query: NDArray[np.float32], selection: Selection, k: int
    ) -> tuple[Scores, Rows]:
        """The k best rows selected: scores and row numbers, each (m,), m ≤ k, best first.

        `query` has shape (dim,). Every row selected is compared; equal scores stand by row.
        Raises ValueError for a query of another width, DamagedShard.
        """
        asked = self._asked(query)
        parts = selection.stretches if k > 0 else ()
        return best_of([self._scan(asked, part, k) for part in parts], k)

    def quantised(self) -> Quantised | None:
        """What is known of the shard's quantised codes, None where it has none to be used."""
        self._quantised_lists()
        return self._header.quantised

    def promising(
        self, query: NDArray[np.float32], selection: Selection, count: int
    ) -> tuple[Scores, Rows]:
        """So many rows selected, or a stretch's rows, whose quantised codes promise most.

        Scores by their codes alone, and row numbers, in no order. Only where `quantised`.
        """
        asked, codes = self._asked(query), self._quantised_lists()
        assert codes is not None, "the caller has looked"
        found = [(np.empty(0, np.float32), np.empty(0, np.int64))]
        for part in selection.stretches if count > 0 else ():
            selector = None if part.whole else _range(part, is_sorted=False)
            scores, ids = codes.search(asked[0], part.lists, selector, min(count, part.count))
            found.append((scores, self._rows_of(ids)))
        return _joined(found)

    def compare(self, query: NDArray[np.float32], rows: Rows, k: int) -> tuple[Scores, Rows]:
        """As `search`, of these rows alone."""
        return best_of([self._compare(self._asked(query), np.sort(rows))], k)

    def cameras(self) -> dict[CameraId, int]:
        """The cameras of the shard in its order, and how many rows each has."""
        return dict(zip(self._cameras, (self._ends - self._starts).tolist(), strict=True))

    def rows_of(self, cameras: Iterable[CameraId]) -> Rows:
        """The numbers of all rows of these cameras, ascending."""
        lists = self.lists_of(cameras).tolist()
        parts = [np.arange(self._starts[n], self._ends[n]) for n in lists]
        return np.concatenate([np.empty(0, np.int64), *parts])

    def fetch(self, rows: Rows) -> tuple[list[Region], Embeddings]:
        """The regions and the stored vectors of these row numbers, in their order, checked.

        Raises DamagedShard.
        """
        seen, keys = self._hit_rows(), self._keys[rows]
        records, lists = seen.records(rows), keys >> _LIST_SHIFT
        codes = self._stored(rows, lists)
        wrong = np.flatnonzero(checksums(codes) != records["checksum"])
        if len(wrong):
            where = f"the vector of row {rows[wrong[0]]} has changed"
            raise damaged(self._data, self.entry, where)
        times = (keys & ((1 << _LIST_SHIFT) - 1)) + self._start_ms
        cameras = map(self._cameras.__getitem__, lists.tolist())
        found = zip(cameras, times.tolist(), *seen.seen(records), strict=True)
        return list(map(_region, found)), as_floats(codes)

    def regions(self, rows: Rows) -> list[Region]:
        """As `fetch`, the regions alone."""
        return self.fetch(rows)[0]

    def vectors(self, rows: Rows) -> Embeddings:
        """As `fetch`, the vectors alone, (m, dim)."""
        return self.fetch(rows)[1]

    def _asked(self, query: NDArray[np.float32]) -> Scores:
        if query.shape != (self.entry.dim,):
            raise ValueError(f"the query has shape {query.shape}, not ({self.entry.dim},)")
        return np.ascontiguousarray(query, np.float32).reshape(1, -1)

    def _stored(self, rows: Rows, lists: Rows) -> Codes:
        """The vectors of these rows, each of that list, as they are stored, (m, dim)."""
        return self._windows[row_offsets(rows, self._starts, lists, self.entry.dim) // 2]

    def _compare(self, asked: Scores, rows: Rows) -> tuple[Scores, Rows]:
        """All these rows with their exact scores, as a scan would give them."""
        codes = np.ascontiguousarray(self._stored(rows, self._keys[rows] >> _LIST_SHIFT))
        kind, metric = _faiss.ScalarQuantizer.QT_fp16, _faiss.METRIC_INNER_PRODUCT
        flat = _faiss.IndexScalarQuantizer(self.entry.dim, kind, metric)
        flat.add_sa_codes(codes.view(np.uint8))
        scores, order = flat.search(asked, max(len(rows), 1))
        return scores[0][: len(rows)], rows[order[0][: len(rows)]]

    def _stretch(self, lists: Rows, part: Interval) -> Stretch:
        span = self.entry.max_captured_at_ms - self._start_ms + 1
        low = max(part.after_ms - self._start_ms, 0)
        high = min(part.before_ms - self._start_ms, span)
        base = lists << _LIST_SHIFT
        first = np.searchsorted(self._keys, base | low) if low else self._starts[lists]
        last = np.searchsorted(self._keys, base | high) if high < span else self._ends[lists]
        held = last - first
        return Stretch(low, high, not low and high == span, lists[held > 0], held[held > 0])

    def _scan(self, asked: Scores, part: Stretch, k: int) -> tuple[Scores, Rows]:
        """The k best of one stretch, and what ties with the last: asked for until it differs."""
        wanted = min(k + 1, part.count)
        while True:
            scores, rows = self._scan_lists(asked, part, wanted)
            if wanted == part.count or scores[-1] < scores[k - 1]:
                return scores, rows
            wanted = min(wanted * 4, part.count)

    def _scan_lists(self, asked: Scores, part: Stretch, k: int) -> tuple[Scores, Rows]:
        selector = None if part.whole else _range(part, is_sorted=True)
        inside = np.zeros(len(self._starts), bool)
        inside[part.lists] = True
        bits = np.packbits(inside, bitorder="little")
        chosen = _faiss.SearchParameters(sel=_faiss.IDSelectorBitmap(bits))
        params = _faiss.SearchParametersIVF(
            sel=selector, nprobe=len(part.lists), quantizer_params=chosen
        )
        scores, ids = np.empty(k, np.float32), np.empty(k, np.int64)
        arrays = [_faiss.swig_ptr(array) for array in (scores, ids)]
        self._index.search_c(1, _faiss.swig_ptr(asked), k, *arrays, params)
        return scores, self._rows_of(ids)

    def _rows_of(self, ids: Rows) -> Rows:
        """The rows that FAISS's ids name; every id must be of a row, and tell that row's time."""
        rows: Rows = ids & ((1 << ROW_BITS) - 1)
        if rows.max(initial=0) < self.entry.rows:
            offsets = self._keys[rows] & ((1 << _LIST_SHIFT) - 1)
            if np.array_equal(ids >> ROW_BITS, offsets):  # an id below 0 is of no time
                return rows
        raise damaged(self._data, self.entry, "the ids in its vectors file have changed")

    def _hit_rows(self) -> HitRows:
        """What only hits need, read with the first of them."""
        with self._lock:
            if self._seen is None:
                self._seen = open_hit_rows(self._data, self.entry)
            return self._seen

    def _quantised_lists(self) -> QuantisedLists | None:
        """The quantised codes, read with the first question that needs them."""
        with self._lock:
            if self._header.quantised is not None and self._quantised is None:
                self._quantised = open_quantised(self._data, self.entry, self._header)
                if self._quantised is None:
                    self._header = replace(self._header, quantised=None)
            return self._quantised


def _range(part: Stretch, is_sorted: bool) -> Any:
    """FAISS's selector of a stretch's ids; where they are sorted it bisects each list."""
    return _faiss.IDSelectorRange(part.low_ms << ROW_BITS, part.high_ms << ROW_BITS, is_sorted)


def best_of(found: Sequence[tuple[Scores, Rows]], k: int) -> tuple[Scores, Rows]:
    """The k best of all, equal scores by row."""
    scores, rows = found[0] if len(found) == 1 else _joined(found)
    best = np.lexsort((rows, -scores))[:k]
    return scores[best], rows[best]


def _joined(found: Sequence[tuple[Scores, Rows]]) -> tuple[Scores, Rows]:
    scores = np.concatenate([np.empty(0, np.float32), *(scores for scores, _ in found)])
    return scores, np.concatenate([np.empty(0, np.int64), *(rows for _, rows in found)])
