"""Which rows of a shard lie in a scope: for each camera one run of rows, times ascending in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.ids import Interval
from indexer.times.window import merge_intervals

Rows = NDArray[np.int64]

_LIST_SHIFT = 28
"""A row's key is its list << 28 | ms since the start: a day has 86,400,000 ms, under 2**27."""
_TIME = (1 << _LIST_SHIFT) - 1
_BLOCK = 16
"""Keys that are looked at together: two lines of a processor's cache."""
_MANY = 128
"""Keys, from which on they are looked for by blocks."""
_AFTER_ALL = np.iinfo(np.int64).max


@dataclass(slots=True)
class Stretch:
    """One interval's part of a shard: some lists, and how many rows each of them has in it.

    The interval, [low_ms, high_ms), is in milliseconds since the shard's start; `whole` says that
    no row of the lists lies outside it, so that the scan need not look at their times. `count` is
    the sum of `held`. Not to be changed; not frozen, since every question makes some a shard.
    """

    low_ms: int
    high_ms: int
    whole: bool
    lists: Rows
    held: Rows
    count: int

    def pieces(self, most: int) -> "Iterator[Stretch]":
        """The same rows in pieces of about so many, alike; the rows of a list stay together."""
        ends = np.cumsum(self.held)
        count = -(-self.count // most)
        parts = np.searchsorted(ends, np.arange(1, count) * self.count // count, side="right")
        edges = np.unique([0, *parts.tolist(), len(ends)]).tolist()
        for low, high in pairwise(edges):
            held = self.held[low:high]
            if rows := int(held.sum()):
                yield replace(self, lists=self.lists[low:high], held=held, count=rows)


@dataclass(slots=True)
class Selection:
    """What of a scope lies in one shard: disjoint stretches, each with at least one row.

    `count` says how many rows all of them hold. Not to be changed.
    """

    stretches: list[Stretch]
    count: int

    @staticmethod
    def of(stretches: list[Stretch]) -> "Selection":
        """These stretches, those of no row left out."""
        held = [part for part in stretches if part.count]
        return Selection(held, sum([part.count for part in held]))

    def pieces(self, rows: int) -> "list[Selection]":
        """The same rows in selections of about so many each, none of which is empty."""
        parts = [piece for part in self.stretches for piece in part.pieces(rows)]
        return [Selection([piece], piece.count) for piece in parts]


class RowKeys:
    """The list and the time of every row, as one number a row, ascending."""

    def __init__(self, counts: Sequence[int], times: Rows, whole: Interval) -> None:
        """`counts` are the rows of each list, `times` UTC ms in the rows' order, all in `whole`."""
        held = np.array(counts, np.int64)
        self.ends: Rows = np.cumsum(held)
        self.starts: Rows = self.ends - held
        self._whole, self._start_ms = whole, whole.after_ms
        filled = np.full(-(-len(times) // _BLOCK) * _BLOCK, _AFTER_ALL)
        self._keys = filled[: len(times)]
        np.add(np.repeat(np.arange(len(held)) << _LIST_SHIFT, held), times, out=self._keys)
        self._keys -= self._start_ms
        self._blocks = filled.reshape(-1, _BLOCK)
        self._firsts = self._blocks[:, 0].copy()

    def select(self, lists: Rows, intervals: Sequence[Interval]) -> Selection:
        """The rows of these lists, ascending, in these stretches of time."""
        inside = merge_intervals(part for part in intervals if part.overlaps(self._whole))
        return Selection.of([self._stretch(lists, part) for part in inside])

    def lists_and_times(self, rows: Rows) -> tuple[Rows, Rows]:
        """Of each of these rows its list, and when it was captured, UTC ms."""
        keys = self._keys[rows]
        return keys >> _LIST_SHIFT, (keys & _TIME) + self._start_ms

    def are_of(self, rows: Rows, since_ms: Rows) -> bool:
        """Whether there are such rows, each captured so long after the shard's start."""
        try:
            held = self._keys[rows] & _TIME
        except IndexError:
            return False
        return held.tobytes() == since_ms.tobytes()

    def _stretch(self, lists: Rows, part: Interval) -> Stretch:
        span = self._whole.before_ms - self._start_ms
        low = max(part.after_ms - self._start_ms, 0)
        high = min(part.before_ms - self._start_ms, span)
        whole = not low and high == span
        edges = np.array([[low], [high]]) | lists << _LIST_SHIFT
        first, last = (self.starts[lists], self.ends[lists]) if whole else self._rows_before(edges)
        held = last - first
        return Stretch(low, high, whole, lists, held, int(np.add.reduce(held)))

    def _rows_before(self, keys: Rows) -> Rows:
        """How many rows' keys are below each of these: the block first, then within it.

        A search of all keys would wait for memory at every step of every search; here a few steps
        are within the blocks' first keys, and the blocks themselves are fetched side by side. For
        few keys that is not worth its calls.
        """
        if keys.size < _MANY:
            return self._keys.searchsorted(keys)
        blocks = np.maximum(self._firsts.searchsorted(keys) - 1, 0)
        inside = self._blocks[blocks] < keys[..., None]
        before: Rows = blocks * _BLOCK + np.add.reduce(inside, axis=-1)
        return before
