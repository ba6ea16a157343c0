"""Screening: at the door a report and the one who sent it part.

What goes on to the log, the index and every reader is the report; who sent it goes to `identities`,
sealed. Only the opaque reference joins the two. Where the text itself, or the words for its place,
say who sent it (a number to call back, a signature, whose house it was before), that is masked in
the report, and what was written is sealed too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from indexer.folding import fold
from indexer.reports.details import MASK, without_sender
from indexer.reports.identities import Identities
from indexer.reports.report import Report, ReportPlace
from indexer.reports.submission import Submission

AS_WRITTEN = "text_as_written"
PLACE_AS_WRITTEN = "place_as_written"
"""What a sealed sender holds besides, where the report's text, or its place, told of the sender."""

_STREET = re.compile(rf"\b(?:duong|pho|hem|ngo|street|\d[\w/]*)[ .]*{MASK}")
"""A name masked where that of a street stands: streets are called as people are."""
_CONTACT = re.compile(r"@|(?:\d\W{0,2}){8}")


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
    text, place = without_sender(report.text, sender), _place_without(report.place, sender)
    written: dict[str, Any] = {}
    if text != report.text:
        written[AS_WRITTEN] = report.text
    if report.place and place != report.place:
        written[PLACE_AS_WRITTEN] = {"text": report.place.text, "ward": report.place.ward}
    if not written:
        return report, sender
    told = sender if isinstance(sender, dict) else {"sender": sender} if sender else {}
    return replace(report, text=text, place=place), {**told, **written}


def _place_without(place: ReportPlace | None, sender: Any) -> ReportPlace | None:
    if place is None:
        return None
    return replace(place, text=_words_without(place.text, sender),
                   ward=_words_without(place.ward, sender))  # fmt: skip


def _words_without(words: str, sender: Any) -> str:
    """Words for a place without the sender; a street of the same name stays."""
    left = without_sender(words, sender)
    is_named_so = left.strip() == MASK or _STREET.search(fold(left))
    return words if is_named_so and not _CONTACT.search(words) else left
