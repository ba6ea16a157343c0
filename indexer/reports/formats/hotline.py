"""A hotline's log as CSV: one call or message a row, columns named in Vietnamese or English.

A column that is not known goes with the sender, sealed: it may hold anything about a person.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from indexer.errors import BadReport
from indexer.folding import fold
from indexer.ids import LOCAL_ZONE
from indexer.reports.formats.entry import Entry, Opened, Row, without_empty
from indexer.reports.formats.table import rows_of_table

_FIELDS = {
    "id": ("id", "ma", "ma so", "ma tin", "ma phieu", "stt", "so phieu", "no", "ticket"),
    "text": ("text", "noi dung", "noi dung tin bao", "noi dung phan anh", "content", "message",
             "description", "mo ta", "tin bao"),
    "received_at": ("received_at", "received at", "time", "thoi gian", "thoi gian goi", "ngay gio",
                    "ngay gio tiep nhan", "thoi gian tiep nhan", "ngay tiep nhan", "date",
                    "timestamp", "ngay"),
    "hour": ("gio", "hour", "clock"),
    "kind": ("kind",),
    "channel": ("channel", "kenh", "nguon"),
    "place": ("place", "dia diem", "noi xay ra", "dia chi xay ra", "location", "vi tri"),
    "ward": ("ward", "phuong", "phuong xa"),
    "lat": ("lat", "latitude", "vi do"),
    "lon": ("lon", "lng", "longitude", "kinh do"),
    "edited_at": ("edited_at", "cap nhat", "ngay cap nhat", "updated"),
}  # fmt: skip
_KNOWN = {name: field for field, names in _FIELDS.items() for name in names}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_CLOCK = re.compile(r"(\d{1,2})\s*[:hg]\s*(\d{2})?(?::(\d{2}))?\s*(am|pm|sa|ch)?", re.IGNORECASE)


def read(opened: Opened) -> Iterator[Entry]:
    """The rows of the log."""
    return rows_of_table(opened, row_of)


def row_of(told: Mapping[str, str]) -> Row:
    """A report's row of a row of the log; BadReport if it has no text or no time."""
    known, sender = {}, {}
    for column, value in told.items():
        field = _KNOWN.get(re.sub(r"[\s_]+", " ", fold(column)).strip(" .:"))
        if field is None:
            sender[column] = value
        elif value:
            known[field] = value
    place = {"text": known.get("place"), "ward": known.get("ward")}
    degrees = {name: _degrees(known[name]) for name in ("lat", "lon") if name in known}
    at = " ".join(known[name] for name in ("received_at", "hour") if name in known)
    if "text" not in known or not at:
        raise BadReport("the row needs `text` (nội dung) and `received_at` (thời gian)")
    same = {name: known[name] for name in ("id", "text", "kind", "channel") if name in known}
    times = {"received_at": moment(at)}
    if "edited_at" in known:
        times["edited_at"] = moment(known["edited_at"])
    more = {"place": without_empty(place | degrees), "sender": without_empty(sender)}
    return without_empty(same | times | more)


def moment(text: str) -> str:
    """A time as people write it, day before month, or as RFC 3339; without offset it is local."""
    day, clock = _DAY.search(text), _CLOCK.search(_DAY.sub(" ", text))
    if day is None:
        return text.strip()
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3]) if clock else (0, 0, 0)
    half = (clock[4] or "").lower() if clock else ""
    if half in ("pm", "ch") and hour < 12:
        hour += 12
    elif half in ("am", "sa") and hour == 12:
        hour = 0
    try:
        year, month, date = (int(part) for part in reversed(day.groups()))
        at = datetime(year, month, date, hour, minute, second, tzinfo=LOCAL_ZONE)
        return at.isoformat()
    except ValueError:
        raise BadReport("the time is none that a calendar or clock has") from None


def _degrees(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise BadReport("`lat` and `lon` must be numbers") from None
