"""Which reports are listed: by kind, by how they came, by what they are about."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.reports.category import Category
from indexer.reports.report import REPORT_KINDS, ReportKind
from search.errors import UnknownName
from search.plan import known_categories


@dataclass(frozen=True)
class ReportFilter:
    """Which reports are listed; an empty tuple bounds nothing."""

    limit: int = 50
    kinds: tuple[ReportKind, ...] = ()
    channels: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()


def report_filter(
    limit: int, kinds: Sequence[str], channels: Sequence[str], categories: Sequence[str]
) -> ReportFilter:
    """A filter of names as they were given; UnknownName for a kind or category there is not."""
    for name in set(kinds).difference(REPORT_KINDS):
        raise UnknownName(f"unknown kind {name!r}; known are {', '.join(REPORT_KINDS)}")
    return ReportFilter(
        limit,
        tuple(kind for kind in REPORT_KINDS if kind in kinds),
        tuple(channels),
        known_categories(categories),
    )
