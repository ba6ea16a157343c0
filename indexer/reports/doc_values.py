"""What is known of every report but its text, a row each: packed by blocks, and searched.

`label` numbers its kind, channel and category together; `length` is how many words are indexed of
it, -1 where a number has no report (any more).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.ids import Interval
from indexer.reports.postings import BLOCK, BLOCK_BITS
from indexer.reports.windows import Windows

Mask = npt.NDArray[np.bool_]
_GONE = -1
_UNKNOWN_MS = np.iinfo(np.int64).min
_ROW = np.dtype([("length", "<i4"), ("label", "<i4"), ("after_ms", "<i8"), ("before_ms", "<i8")])


def packed_rows(rows: Iterable[tuple[int, int, Interval | None]]) -> bytes:
    """Rows (length, label, when) of consecutive reports, to be appended to those of their block."""
    unknown = Interval(_UNKNOWN_MS, _UNKNOWN_MS)
    told = [(length, label, when or unknown) for length, label, when in rows]
    return np.array(
        [(length, label, when.after_ms, when.before_ms) for length, label, when in told], dtype=_ROW
    ).tobytes()


def without(rows: bytes, places: Sequence[int]) -> bytes | None:
    """The rows of a block after the reports at some places are gone; None if it is full of gone."""
    changed = np.frombuffer(rows, dtype=_ROW).copy()
    changed["length"][list(places)] = _GONE
    empty = len(changed) == BLOCK and bool((changed["length"] == _GONE).all())
    return None if empty else changed.tobytes()


@dataclass(frozen=True)
class DocValues:
    """The rows of all reports; the number of a report is its place among them."""

    rows: npt.NDArray[np.void]

    @staticmethod
    def of(blocks: Sequence[tuple[int, bytes]]) -> "DocValues":
        """From rows (block, packed rows), blocks ascending; some may be missing."""
        rows = np.zeros((blocks[-1][0] + 1) << BLOCK_BITS if blocks else 0, dtype=_ROW)
        rows["length"] = _GONE
        for block, stored in blocks:
            part = np.frombuffer(stored, dtype=_ROW)
            rows[block << BLOCK_BITS :][: len(part)] = part
        return DocValues(rows)

    @property
    def lengths(self) -> npt.NDArray[np.int32]:
        """By number: how many words are indexed of a report."""
        return np.ascontiguousarray(self.rows["length"])

    @property
    def there(self) -> Mask:
        """By number: whether there is such a report."""
        there: Mask = self.rows["length"] != _GONE
        return there

    def labelled(self, labels: Sequence[int]) -> Mask:
        """By number: whether a report has one of the labels."""
        return np.isin(self.rows["label"], labels)

    def counts(self, reports: Mask) -> Sequence[int]:
        """By label: how many of the reports have it."""
        counts: list[int] = np.bincount(self.rows["label"][reports]).tolist()
        return counts

    def within(self, windows: Windows) -> Mask:
        """By number: whether a report shares any moment with a window, or does not say when."""
        afters = self.rows["after_ms"]
        inside: Mask = windows.overlap(afters, self.rows["before_ms"]) | (afters == _UNKNOWN_MS)
        return inside
