"""The seam to a text index: what SQLite and Elasticsearch both do, alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.ids import Interval, ReportId
from indexer.reports.category import Category
from indexer.reports.dead_letters import Refused
from indexer.reports.report import Report, ReportKind


@dataclass(frozen=True)
class ReportQuery:
    """What to look for among reports.

    `words` are matched accented and folded, BM25; empty means every report in scope.
    A report without a time stays a candidate when `intervals` are given. `exclude` phrases must
    not be read in the text. `kinds`, `channels` and `categories` empty mean all. Reports of the
    `quiet` categories are found like others, ranked lower. `by_meaning` finds reports by other
    words of the same meaning too, in both languages (`meanings`), ranked lower than by the words
    themselves.
    """

    words: str
    intervals: tuple[Interval, ...] = ()
    exclude: tuple[str, ...] = ()
    kinds: tuple[ReportKind, ...] = ()
    channels: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    quiet: tuple[Category, ...] = ()
    by_meaning: bool = False


Facets = Mapping[str, Mapping[str, int]]
"""By `kind`, `channel` and `category`: how many reports there are of each, the most first."""


@dataclass(frozen=True)
class TextHit:
    """A report found by its text: BM25-like score (higher is better) and highlighted pieces.

    Matches stand between `<em>` and `</em>` in otherwise HTML-escaped text.
    """

    report: ReportId
    score: float
    highlights: Sequence[str] = ()


class ReportIndex(Protocol):
    """A text index over reports, derived from the report log and rebuildable from it."""

    def settled(self) -> "ReportIndex":
        """The very index that answers now, whatever is put in its place later."""
        ...

    def add(self, reports: Sequence[Report], generation: int) -> Sequence[Refused]:
        """Add or replace reports by id; then record the log generation this index has reached.

        Returns those that it refuses for good, and why; the others are in. TextIndexFailed where it
        cannot be used now: then the same may be tried again.
        """
        ...

    def remove(self, reports: Iterable[ReportId], generation: int) -> None:
        """Take reports out; unknown ids are not an error."""
        ...

    def search(self, query: ReportQuery, limit: int) -> list[TextHit]:
        """The best reports, by descending score, ties by id."""
        ...

    def count(self, query: ReportQuery) -> int:
        """How many reports are in the scope of the query, its words aside."""
        ...

    def facets(self, query: ReportQuery) -> Facets:
        """What the reports in scope are, of them those that have every word of the query."""
        ...

    def generation(self) -> int:
        """The log generation it has reached; -1 when empty and new."""
        ...

    def clear(self) -> None:
        """Empty the index, before a rebuild from the log."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
