"""A district's rows in shards, searched as the service does and by FAISS alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np
from _peers import K
from _rows import District, Question, Rows

from indexer.folder import Folder
from indexer.shard import ShardEntry
from indexer.shard_files import ROW_BITS
from indexer.shard_reader import ShardReader
from search.bounds import prune
from search.frames import FrameHits, LocalFrames

HITS_EVERY = 10_000
"""Rows, fewer than are decoded at once for a hit."""

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
        layout.frames.shards.keep(layout.entries)
        for entry in entries:  # what is read with a shard's first hits
            layout.frames.shards.open(entry).reader.fetch(np.arange(0, entry.rows, HITS_EVERY))
        layout.search(district.ask("D", 0))
        return layout

    def search(self, asked: Question) -> FrameHits:
        """The retriever's answer."""
        return self.frames.search(asked.query, self.entries, asked.scope, K)

    def rows_of(self, hits: FrameHits) -> Rows:
        """The numbers of the rows of an answer, which must be whole."""
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
