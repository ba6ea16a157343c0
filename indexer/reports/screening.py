"""Screening: at the door a report and the one who sent it part.

What goes on to the log, the index and every reader is the report; who sent it goes to `identities`,
sealed. Only the opaque reference joins the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from indexer.reports.identities import Identities
from indexer.reports.report import Report
from indexer.reports.sources import Submission


@dataclass(frozen=True)
class Screened:
    """Reports without their senders, and the senders by reference (never in `repr`)."""

    reports: tuple[Report, ...]
    senders: dict[str, Any] = field(repr=False)


def screen(submissions: Iterable[Submission], identities: Identities) -> Screened:
    """Part each report from its sender; an empty sender counts as none."""
    reports: list[Report] = []
    senders: dict[str, Any] = {}
    for submission in submissions:
        report = submission.report
        if submission.sender:
            reference = identities.reference(report.id, submission.sender)
            senders[reference] = submission.sender
            report = replace(report, sender_ref=reference)
        reports.append(report)
    return Screened(tuple(reports), senders)
