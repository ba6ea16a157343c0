"""The windows of time of a query, sorted and joined, for quick tests against many reports."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.ids import Interval
from indexer.times.window import merge_intervals


@dataclass(frozen=True)
class Windows:
    """Disjoint windows, ascending; none at all means that time does not matter."""

    parts: tuple[Interval, ...]
    ends_ms: tuple[int, ...]

    @property
    def hull(self) -> Interval | None:
        """From the first window's start to the last one's end."""
        return Interval(self.parts[0].after_ms, self.parts[-1].before_ms) if self.parts else None

    @property
    def has_gaps(self) -> bool:
        """Whether the hull holds times outside every window."""
        return len(self.parts) > 1

    def overlap(self, after_ms: int, before_ms: int) -> bool:
        """Whether [after_ms, before_ms) shares any moment with a window."""
        first = bisect_right(self.ends_ms, after_ms)
        return first < len(self.parts) and self.parts[first].after_ms < before_ms


def windows(intervals: Iterable[Interval]) -> Windows:
    """The windows of these intervals, which may overlap and come in any order."""
    given = list(intervals)
    parts = tuple(merge_intervals(iter(given))) or tuple(given[:1])
    return Windows(parts, tuple(part.before_ms for part in parts))
