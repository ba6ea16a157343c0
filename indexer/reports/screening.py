"""Screening: at the door a report and the one who sent it part.

What goes on to the log, the index and every reader is the report; who sent it goes to `identities`,
sealed. Only the opaque reference joins the two. Where the text itself says who sent it (a number to
call back, a signature), that is masked in the report, and the text as it was is sealed too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from indexer.reports.details import without_sender
from indexer.reports.identities import Identities
from indexer.reports.report import Report
from indexer.reports.submission import Submission

AS_WRITTEN = "text_as_written"
"""What a sealed sender holds besides, where the report's text spoke of the sender."""


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
        report, sender = _parted(submission)
        if sender:
            reference = identities.reference(report.id, sender)
            senders[reference] = sender
            report = replace(report, sender_ref=reference)
        reports.append(report)
    return Screened(tuple(reports), senders)


def _parted(submission: Submission) -> tuple[Report, Any]:
    report, sender = submission.report, submission.sender
    text = without_sender(report.text, sender)
    if text == report.text:
        return report, sender
    told = sender if isinstance(sender, dict) else {"sender": sender} if sender else {}
    return replace(report, text=text), {**told, AS_WRITTEN: report.text}
