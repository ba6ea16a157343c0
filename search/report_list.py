"""Reports by themselves: one, or the latest of some kind, with counts of what there is."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from indexer.ids import ReportId
from indexer.reports.category import category_of
from indexer.reports.report import Report
from indexer.reports.text_index import ReportQuery
from search.answer import report_json
from search.errors import UnknownName
from search.index import Index
from search.masks import Mask, mask_report
from search.report_filter import ReportFilter


def one_report(report: ReportId, index: Index, mask: Mask) -> dict[str, Any]:
    """A report; UnknownName if there is none of that id."""
    found = index.log.get(report)
    if found is None:
        raise UnknownName(f"no report {report!r} in this index")
    return mask_report(report_json(found), mask)


def list_reports(wanted: ReportFilter, index: Index, mask: Mask) -> dict[str, Any]:
    """The latest reports and the facets of all that are wanted; UnknownName for a channel."""
    asked = ReportQuery(
        "", kinds=wanted.kinds, channels=wanted.channels, categories=wanted.categories
    )
    check_channels(wanted.channels, index)
    newest = islice(_fitting(index.log.newest(), wanted), wanted.limit)
    return {
        "reports": [mask_report(report_json(report), mask) for report in newest],
        "facets": index.reports.facets(asked),
    }


def check_channels(channels: Sequence[str], index: Index) -> None:
    """UnknownName for a channel by which no report ever came."""
    known = index.reports.facets(ReportQuery(""))["channel"] if channels else {}
    for channel in channels:
        if channel not in known:
            there = f"known are {', '.join(known)}" if known else "none came at all yet"
            raise UnknownName(f"no report came by {channel!r}; {there}")


def _fitting(reports: Iterator[Report], wanted: ReportFilter) -> Iterator[Report]:
    for report in reports:
        if (
            (not wanted.kinds or report.kind in wanted.kinds)
            and (not wanted.channels or report.channel in wanted.channels)
            and (not wanted.categories or category_of(report.text) in wanted.categories)
        ):
            yield report
