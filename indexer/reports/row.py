"""A report as a row of the report log's table, both ways, and the digest of its content."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from indexer.ids import Interval, ReportId
from indexer.reports.report import Report, ReportPlace

_PLACE = pa.struct(
    [
        ("text", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("radius_m", pa.float64()),
        ("ward", pa.string()),
        ("place_ids", pa.list_(pa.string())),
        ("name", pa.string()),
    ]
)
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("seq", pa.int64()),
        ("digest", pa.string()),
        ("kind", pa.string()),
        ("channel", pa.string()),
        ("text", pa.string()),
        ("received_at_ms", pa.int64()),
        ("after_ms", pa.int64()),
        ("before_ms", pa.int64()),
        ("place", _PLACE),
        ("media", pa.list_(pa.string())),
        ("understood_time", pa.bool_()),
        ("understood_place", pa.bool_()),
        ("sender_ref", pa.string()),
        ("edited_at_ms", pa.int64()),
        ("deleted", pa.bool_()),
        ("original", pa.string()),
    ]
)
"""One row a version of a report. Of the rows of one id, the one edited last stands (none counts as
long ago), of those the one with the largest `seq`. The last three columns are null in older logs.
"""


_UNSAID: dict[str, Any] = {"edited_at_ms": None, "deleted": False}
"""Fields that a digest leaves out where they say nothing, as it did before there were any."""
_NOT_TOLD = ("original",)


def digest(report: Report) -> str:
    """32 hex digits of SHA-256 over the report as it was submitted.

    What was understood from the text is left out: the same line read by a better grammar, or with
    a larger gazetteer, is still the same line; and so is the same line in another file.
    """
    told = {name: value for name, value in vars(report).items() if name not in _NOT_TOLD}
    given = None if report.understood_time else report.occurred
    told |= {"occurred": given and vars(given), "place": _place_submitted(report)}
    told |= {"understood_time": False, "understood_place": False}
    for name, unsaid in _UNSAID.items():
        if told[name] == unsaid:
            del told[name]
    content = json.dumps(told, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def _place_submitted(report: Report) -> dict[str, Any] | None:
    told = report.place
    if told is not None and report.understood_place:
        told = ReportPlace(text=told.text, ward=told.ward)
    return None if told is None or told == ReportPlace() else vars(told)


def to_table(reports: Sequence[Report], digests: Sequence[str], first_seq: int) -> pa.Table:
    """Rows of reports with consecutive `seq`."""
    rows = [
        _row(report, content, first_seq + number)
        for number, (report, content) in enumerate(zip(reports, digests, strict=True))
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _row(report: Report, content: str, seq: int) -> dict[str, Any]:
    occurred = report.occurred
    return {
        "id": report.id,
        "seq": seq,
        "digest": content,
        "kind": report.kind,
        "channel": report.channel,
        "text": report.text,
        "received_at_ms": report.received_at_ms,
        "after_ms": occurred.after_ms if occurred else None,
        "before_ms": occurred.before_ms if occurred else None,
        "place": asdict(report.place) if report.place else None,
        "media": list(report.media),
        "understood_time": report.understood_time,
        "understood_place": report.understood_place,
        "sender_ref": report.sender_ref,
        "edited_at_ms": report.edited_at_ms,
        "deleted": report.deleted,
        "original": report.original,
    }


def to_report(row: Mapping[str, Any]) -> Report:
    """The report of a row."""
    after, before = row["after_ms"], row["before_ms"]
    return Report(
        id=ReportId(row["id"]),
        kind=row["kind"],
        channel=row["channel"],
        text=row["text"],
        received_at_ms=row["received_at_ms"],
        occurred=None if after is None else Interval(after, before),
        place=_place(row["place"]),
        media=tuple(row["media"]),
        understood_time=row["understood_time"],
        understood_place=row["understood_place"],
        sender_ref=row["sender_ref"],
        edited_at_ms=row["edited_at_ms"],
        deleted=bool(row["deleted"]),
        original=row["original"] or "",
    )


def _place(row: Mapping[str, Any] | None) -> ReportPlace | None:
    if row is None:
        return None
    return ReportPlace(**{**row, "place_ids": tuple(row["place_ids"])})
