"""The windows of time of a query, sorted and joined, held against many reports at once."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.ids import Interval
from indexer.times.window import merge_intervals


@dataclass(frozen=True)
class Windows:
    """Disjoint windows, ascending; none at all means that time does not matter."""

    parts: tuple[Interval, ...]

    def overlap(
        self, afters_ms: npt.NDArray[np.int64], befores_ms: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.bool_]:
        """Which of the times [after, before) share any moment with a window, of which there is one.

        All arrays have shape (n,).
        """
        starts = np.array([part.after_ms for part in self.parts])
        ends = np.array([part.before_ms for part in self.parts])
        first = np.searchsorted(ends, afters_ms, side="right")
        begun = starts[np.minimum(first, len(starts) - 1)] < befores_ms
        overlap: npt.NDArray[np.bool_] = (first < len(starts)) & begun
        return overlap


def windows(intervals: Iterable[Interval]) -> Windows:
    """The windows of these intervals, which may overlap and come in any order."""
    given = list(intervals)
    return Windows(tuple(merge_intervals(iter(given))) or tuple(given[:1]))
