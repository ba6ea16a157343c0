"""What a generation's shards may hold at all, side by side, so that a search opens few of them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.shard import ShardEntry
from search.plan import FrameScope


@dataclass(frozen=True, eq=False)
class Bounds:
    """Shards, and when the first and the last row of each was captured, UTC ms, both (shards,)."""

    entries: Sequence[ShardEntry]
    first_ms: NDArray[np.int64]
    last_ms: NDArray[np.int64]

    @staticmethod
    def of(entries: Sequence[ShardEntry]) -> "Bounds":
        """Read from the entries of the log; no shard is opened."""
        first = np.array([entry.min_captured_at_ms for entry in entries], np.int64)
        last = np.array([entry.max_captured_at_ms for entry in entries], np.int64)
        return Bounds(entries, first, last)

    def within(self, scope: FrameScope) -> list[ShardEntry]:
        """The shards that may hold a row in scope, by smallest and largest camera and time."""
        cameras, timely = sorted(scope.cameras), np.zeros(len(self.entries), bool)
        for part in scope.intervals:
            timely |= (part.after_ms <= self.last_ms) & (self.first_ms < part.before_ms)
        found = [self.entries[number] for number in np.flatnonzero(timely).tolist()]
        return [entry for entry in found if _may_hold(entry, cameras)]


def prune(shards: Sequence[ShardEntry], scope: FrameScope) -> list[ShardEntry]:
    """The shards that may hold a row in scope, where it is asked of them only once."""
    return Bounds.of(shards).within(scope)


def _may_hold(entry: ShardEntry, cameras: Sequence[str]) -> bool:
    first = bisect_left(cameras, entry.min_camera)
    return first < len(cameras) and cameras[first] <= entry.max_camera
