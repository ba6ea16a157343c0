"""Counts of reports by what they are, put together the same way for every text index."""

from collections import Counter
from collections.abc import Iterable

from indexer.reports.text_index import Facets

BY = ("kind", "channel", "category")


def facets_of(rows: Iterable[tuple[str, str, str, int]]) -> Facets:
    """Facets from rows of kind, channel, category and how many reports share all three."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in BY}
    for *values, number in rows:
        for name, value in zip(BY, values, strict=True):
            counts[name][str(value)] += int(number)
    return {name: ordered(counted) for name, counted in counts.items()}


def ordered(counts: Counter[str]) -> dict[str, int]:
    """The most first, ties by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
