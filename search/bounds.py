"""What a generation's shards may hold at all, side by side, so that a search opens few of them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter

from indexer.shard import ShardEntry
from search.plan import FrameScope


@dataclass(frozen=True, eq=False)
class Bounds:
    """Shards, by `by_time` in the order of their first rows, with what to look them up by, UTC ms.

    `first_ms` is when the first row of each was captured, `reached_ms` when the last of it and of
    all before it was; both ascend.
    """

    entries: Sequence[ShardEntry]
    by_time: Sequence[ShardEntry]
    first_ms: Sequence[int]
    reached_ms: Sequence[int]

    @staticmethod
    def of(entries: Sequence[ShardEntry]) -> "Bounds":
        """Read from the entries of the log; no shard is opened."""
        ordered = sorted(entries, key=attrgetter("min_captured_at_ms"))
        first = [entry.min_captured_at_ms for entry in ordered]
        reached = list(accumulate((entry.max_captured_at_ms for entry in ordered), max))
        return Bounds(entries, ordered, first, reached)

    def within(self, scope: FrameScope) -> list[ShardEntry]:
        """The shards that may hold a row in scope, by smallest and largest camera and time."""
        cameras = sorted(scope.cameras)
        timely = {
            number
            for part in scope.intervals
            for number in range(
                bisect_left(self.reached_ms, part.after_ms),
                bisect_left(self.first_ms, part.before_ms),
            )
            if part.after_ms <= self.by_time[number].max_captured_at_ms
        }
        found = [self.by_time[number] for number in sorted(timely)]
        return [entry for entry in found if _may_hold(entry, cameras)]


def prune(shards: Sequence[ShardEntry], scope: FrameScope) -> list[ShardEntry]:
    """The shards that may hold a row in scope, where it is asked of them only once."""
    return Bounds.of(shards).within(scope)


def _may_hold(entry: ShardEntry, cameras: Sequence[str]) -> bool:
    first = bisect_left(cameras, entry.min_camera)
    return first < len(cameras) and cameras[first] <= entry.max_camera
