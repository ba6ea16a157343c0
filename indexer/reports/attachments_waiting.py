"""Which attachments wait to be indexed: noted so in the footage log, and not taken back since."""

from collections.abc import Iterable

from indexer.folder import Folder
from indexer.footage_log import FootageLog, FootageSpan
from indexer.reports.attachment import attachment_of, attachments_of
from indexer.reports.log import ReportLog


def waiting(
    data: Folder, footage: FootageLog | None = None, log: ReportLog | None = None
) -> list[FootageSpan]:
    """The attachments that wait to be indexed, a span each; those whose report is gone left out.

    `footage` and `log` are the logs of `data`, where they are open already.
    """
    latest: dict[str, list[FootageSpan]] = {}
    for span in (footage or FootageLog(data)).spans():
        if attachment_of(span.camera):
            latest.setdefault(span.camera, []).append(span)
    found = [spans[0] for spans in latest.values() if _waits(spans)]
    return _of_standing(log or ReportLog(data), found) if found else []


def _waits(spans: list[FootageSpan]) -> bool:
    states = {span.state for span in spans}
    return "lagging" in states and "quarantined" not in states


def _of_standing(log: ReportLog, spans: Iterable[FootageSpan]) -> list[FootageSpan]:
    kept = []
    for span in spans:
        attachment = attachment_of(span.camera)
        report = log.get(attachment.report) if attachment else None
        if report is not None and attachment in attachments_of(report):
            kept.append(span)
    return kept
