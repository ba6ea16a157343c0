"""Reads one shard: exact search within cameras and stretches of time, rows and vectors by number.

The vectors are memory-mapped where the folder is local, so opening costs nothing to speak of and
several processes share the pages. `search` reads only the vectors in scope: the chosen cameras'
inverted lists, in each the range of ids of the chosen stretch, found by bisection. In a large
shard `promising` reads the codes in scope instead, and `compare` the vectors that they choose.

FAISS scans on the calling thread and lets go of the interpreter's lock while it does, so that other
threads scan other pieces of a selection, or for other questions, at the same time.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import faiss
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from embeddings.encoder import Embeddings
from indexer.errors import DamagedShard
from indexer.folder import Folder
from indexer.halves import as_floats
from indexer.hit_rows import HitRows
from indexer.ids import CameraId, Interval
from indexer.list_search import Found, ListSearch
from indexer.quantised import Quantised, QuantisedLists
from indexer.region import Region
from indexer.selection import RowKeys, Rows, Selection, Stretch
from indexer.shard import ShardEntry, damaged
from indexer.shard_files import ROW_BITS, Codes, checksums, row_offsets
from indexer.shard_opening import (
    check_sizes,
    open_hit_rows,
    open_quantised,
    open_rows,
    open_vectors,
)

Scores = NDArray[np.float32]

_faiss: Any = faiss
"""FAISS's stubs know less than FAISS."""

_region = partial(tuple.__new__, Region)
"""A region of a tuple of its fields, made without a call of Python's own."""
_lists = ListSearch()
_ROW = (1 << ROW_BITS) - 1


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
        self._lists = {CameraId(name): number for number, name in enumerate(header.cameras)}
        self._cameras = tuple(self._lists)
        self._windows = sliding_window_view(np.frombuffer(self._bytes, "<f2"), entry.dim)
        whole = Interval(header.start_ms, entry.max_captured_at_ms + 1)
        self._keys = RowKeys(header.counts, times, whole)

    def lists_of(self, cameras: Iterable[CameraId]) -> Rows:
        """The numbers of the inverted lists of these cameras, ascending."""
        known = {self._lists[camera] for camera in cameras if camera in self._lists}
        return np.array(sorted(known), np.int64)

    def select(self, lists: Rows, intervals: Sequence[Interval]) -> Selection:
        """The rows of these lists, ascending, in these stretches of time."""
        return self._keys.select(lists, intervals)

    def search(
        self, query: NDArray[np.float32], selection: Selection, k: int
    ) -> tuple[Scores, Rows]:
        """The k best rows selected: scores and row numbers, each (m,), m ≤ k, best first.

        `query` has shape (dim,). Every row selected is compared; equal scores stand by row.
        Raises ValueError for a query of another width, DamagedShard.
        """
        return self.best([self.scan(query, selection, k)], k)

    def scan(self, query: NDArray[np.float32], selection: Selection, k: int) -> Found:
        """As `search`, but with the ids of the vectors file and whatever ties with the last.

        For `best`, which joins what was scanned in pieces. Raises ValueError.
        """
        asked = self._asked(query)
        parts = selection.stretches if k > 0 else ()
        return _joined([self._scan(asked, part, k) for part in parts])

    def best(self, found: Sequence[Found], k: int) -> tuple[Scores, Rows]:
        """The k best of what was scanned, as `search` tells them. Raises DamagedShard."""
        scores, ids = _joined(found)
        best = _best(scores, ids & _ROW, k)
        return scores[best], self._rows_of(ids[best])

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
            edges = (part.low_ms << ROW_BITS, part.high_ms << ROW_BITS)
            selector = None if part.whole else _faiss.IDSelectorRange(*edges)
            scores, ids = codes.search(asked[0], part.lists, selector, min(count, part.count))
            found.append((scores, self._rows_of(ids)))
        return _joined(found)

    def compare(self, query: NDArray[np.float32], rows: Rows, k: int) -> tuple[Scores, Rows]:
        """As `search`, of these rows alone."""
        scores, compared = self._compare(self._asked(query), np.sort(rows))
        best = _best(scores, compared, k)
        return scores[best], compared[best]

    def cameras(self) -> dict[CameraId, int]:
        """The cameras of the shard in its order, and how many rows each has."""
        return dict(zip(self._cameras, (self._keys.ends - self._keys.starts).tolist(), strict=True))

    def rows_of(self, cameras: Iterable[CameraId]) -> Rows:
        """The numbers of all rows of these cameras, ascending."""
        lists = self.lists_of(cameras).tolist()
        parts = [np.arange(self._keys.starts[n], self._keys.ends[n]) for n in lists]
        return np.concatenate([np.empty(0, np.int64), *parts])

    def fetch(self, rows: Rows) -> tuple[list[Region], Embeddings]:
        """The regions and the stored vectors of these row numbers, in their order, checked.

        Raises DamagedShard.
        """
        seen, (lists, times) = self._hit_rows(), self._keys.lists_and_times(rows)
        records = seen.records(rows)
        codes = self._stored(rows, lists)
        (wrong,) = (checksums(codes) != records["checksum"]).nonzero()
        if len(wrong):
            where = f"the vector of row {rows[wrong[0]]} has changed"
            raise damaged(self._data, self.entry, where)
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
        return self._windows[row_offsets(rows, self._keys.starts, lists, self.entry.dim) // 2]

    def _compare(self, asked: Scores, rows: Rows) -> tuple[Scores, Rows]:
        """All these rows with their exact scores, as a scan would give them."""
        codes = np.ascontiguousarray(self._stored(rows, self._keys.lists_and_times(rows)[0]))
        kind, metric = _faiss.ScalarQuantizer.QT_fp16, _faiss.METRIC_INNER_PRODUCT
        flat = _faiss.IndexScalarQuantizer(self.entry.dim, kind, metric)
        flat.add_sa_codes(codes.view(np.uint8))
        scores, order = flat.search(asked, max(len(rows), 1))
        return scores[0][: len(rows)], rows[order[0][: len(rows)]]

    def _scan(self, asked: Scores, part: Stretch, k: int) -> Found:
        """The k best of one stretch, and what ties with the last: asked for until it differs."""
        ids = None if part.whole else (part.low_ms << ROW_BITS, part.high_ms << ROW_BITS)
        wanted = min(k + 1, part.count)
        while True:
            scores, found = _lists.search(self._index, asked, part.lists, ids, wanted)
            if found[-1] < 0:  # FAISS's way to say that there were fewer
                raise self._changed_ids()
            if wanted == part.count or scores[-1] < scores[k - 1]:
                return scores, found
            wanted = min(wanted * 4, part.count)

    def _rows_of(self, ids: Rows) -> Rows:
        """The rows that FAISS's ids name; every id must be of a row, and tell that row's time."""
        rows: Rows = ids & _ROW
        if self._keys.are_of(rows, ids >> ROW_BITS):  # an id below 0 is of no time
            return rows
        raise self._changed_ids()

    def _changed_ids(self) -> DamagedShard:
        return damaged(self._data, self.entry, "the ids in its vectors file have changed")

    def _hit_rows(self) -> HitRows:
        """What only hits need, read with the first of them."""
        if self._seen is not None:
            return self._seen
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


def _best(scores: Scores, rows: Rows, k: int) -> Rows:
    """Where the k best stand, best first, equal scores by row."""
    return np.lexsort((rows, -scores))[:k]


def _joined(found: Sequence[Found]) -> Found:
    if len(found) == 1:
        return found[0]
    scores = np.concatenate([np.empty(0, np.float32), *(scores for scores, _ in found)])
    return scores, np.concatenate([np.empty(0, np.int64), *(rows for _, rows in found)])
