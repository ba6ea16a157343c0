"""One line of a source as a report: every field checked, nothing of the content in a reason."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from indexer.errors import BadReport
from indexer.ids import LOCAL_ZONE, Interval, ReportId, to_ms
from indexer.reports.report import REPORT_KINDS, Report, ReportKind, ReportPlace

ID_LIMIT_BYTES = 512
"""The longest id a document may have in Elasticsearch."""
CHANNEL_LIMIT_BYTES = 256
"""A channel is a name; Elasticsearch refuses words of 32 KiB, and with one the whole batch."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters that turn the direction of text round or cannot be seen: what is read is not what is
written, and words with one inside would not be found."""
_TIME = "such as 2022-04-27T21:00:00+07:00"
_EARLIEST = datetime(1900, 1, 1, tzinfo=LOCAL_ZONE)
_LATEST = datetime(2200, 1, 1, tzinfo=LOCAL_ZONE)
"""A time outside these is a mistake of writing, not a time."""
_INSTANT = timedelta(milliseconds=1)


@dataclass(frozen=True)
class SourceDefaults:
    """Channel and kind of a line that names none; kind None: the line must name it."""

    channel: str
    kind: ReportKind | None


def report_of(row: Mapping[str, Any], defaults: SourceDefaults) -> Report:
    """The report of a line; BadReport names the field that is missing or of the wrong type.

    A line without an id gets one from its content, so that reading it again gives the same.
    """
    received = _required_time(row, "received_at")
    edited = _time(row, "edited_at")
    if _deleted(row):
        return _deletion(row, defaults, edited or received)
    media = _media(row)
    text = _string(row, "text")
    if not text and not media:
        raise BadReport("`text` is missing or empty, and there is no `media`")
    return Report(
        id=_id(row, defaults),
        kind=_kind(row, defaults),
        channel=_channel(row) or defaults.channel,
        text=text,
        received_at_ms=to_ms(received),
        occurred=_occurred(row, received),
        place=_place(row),
        media=media,
        edited_at_ms=to_ms(edited) if edited else None,
    )


def _deleted(row: Mapping[str, Any]) -> bool:
    deleted = row.get("deleted") or False
    if not isinstance(deleted, bool):
        raise BadReport("`deleted` must be true or false")
    return deleted


def _deletion(row: Mapping[str, Any], defaults: SourceDefaults, at: datetime) -> Report:
    """That its author took a report back, at a time; without an id nobody knows which."""
    if not row.get("id"):
        raise BadReport("a deletion needs the `id` of what is deleted")
    return Report(
        id=_id(row, defaults),
        kind=_kind({**row, "kind": row.get("kind") or defaults.kind or "tip"}, defaults),
        channel=_channel(row) or defaults.channel,
        text="",
        received_at_ms=to_ms(at),
        edited_at_ms=to_ms(at),
        deleted=True,
    )


def _id(row: Mapping[str, Any], defaults: SourceDefaults) -> ReportId:
    given = row.get("id")
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if given is not None and not isinstance(given, str):
        raise BadReport("`id` must be a string")
    ident = _CONTROLS.sub("", given or "").strip()
    if len(ident.encode()) > ID_LIMIT_BYTES:
        raise BadReport(f"`id` is longer than {ID_LIMIT_BYTES} bytes")
    return ReportId(ident or _id_of_content(row, defaults))


def _id_of_content(row: Mapping[str, Any], defaults: SourceDefaults) -> str:
    known = ("kind", "channel", "text", "received_at", "occurred", "place", "media")
    content = json.dumps([row.get(name) for name in known], sort_keys=True)
    return f"{defaults.channel}-{hashlib.sha256(content.encode()).hexdigest()[:24]}"


def _kind(row: Mapping[str, Any], defaults: SourceDefaults) -> ReportKind:
    kind = row.get("kind", defaults.kind)
    for known in REPORT_KINDS:
        if kind == known:
            return known
    if kind is None and defaults.kind is not None:
        return defaults.kind
    state = "missing" if kind is None else "not known"
    raise BadReport(f"`kind` is {state}; it is one of {', '.join(REPORT_KINDS)}")


def _string(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadReport(f"`{name}` must be a string")
    return _UNSEEN.sub("", _CONTROLS.sub(" ", value)).strip()


def _channel(row: Mapping[str, Any]) -> str:
    channel = _string(row, "channel")
    if len(channel.encode()) > CHANNEL_LIMIT_BYTES:
        raise BadReport(f"`channel` is longer than {CHANNEL_LIMIT_BYTES} bytes")
    return channel


def _media(row: Mapping[str, Any]) -> tuple[str, ...]:
    media = row.get("media") or []
    if not isinstance(media, list) or not all(isinstance(uri, str) for uri in media):
        raise BadReport("`media` must be a list of URIs")
    return tuple(_CONTROLS.sub("", uri) for uri in media)


def _required_time(row: Mapping[str, Any], name: str) -> datetime:
    moment = _time(row, name)
    if moment is None:
        raise BadReport(f"`{name}` is missing")
    return moment


def _time(row: Mapping[str, Any], name: str) -> datetime | None:
    """An RFC 3339 time; one without an offset is local (Asia/Ho_Chi_Minh)."""
    value = row.get(name)
    if value is None or value == "":
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadReport(f"`{name}` is not an RFC 3339 time ({_TIME})") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_ZONE)
    if not _EARLIEST <= moment <= _LATEST:
        raise BadReport(f"`{name}` lies outside {_EARLIEST.year}–{_LATEST.year}")
    return moment


def _occurred(row: Mapping[str, Any], received: datetime) -> Interval | None:
    """Without `before` it ends when the report came in; without `after` it is not known."""
    occurred = row.get("occurred")
    if occurred is None:
        return None
    if not isinstance(occurred, dict):
        raise BadReport("`occurred` must be an object with `after` and `before`")
    after, before = _time(occurred, "after"), _time(occurred, "before")
    if after is None:
        return None
    before = before or max(received, after)
    if before < after:
        raise BadReport("`occurred` ends before it begins")
    return Interval(to_ms(after), to_ms(max(before, after + _INSTANT)))


def _place(row: Mapping[str, Any]) -> ReportPlace | None:
    place = row.get("place")
    if place is None:
        return None
    if not isinstance(place, dict):
        raise BadReport("`place` must be an object with `text`, `lat`, `lon`, `ward`")
    lat, lon = _degrees(place, "lat", 90), _degrees(place, "lon", 180)
    if (lat is None) != (lon is None):
        raise BadReport("`place` has only one of `lat` and `lon`")
    found = ReportPlace(_string(place, "text"), lat, lon, ward=_string(place, "ward"))
    return None if found == ReportPlace() else found


def _degrees(place: Mapping[str, Any], name: str, limit: float) -> float | None:
    value = place.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadReport(f"`place.{name}` must be a number")
    if not abs(value) <= limit:  # so that NaN is refused too
        raise BadReport(f"`place.{name}` lies outside ±{limit}°")
    return float(value)
