"""The tables that templates are filled from, a half to tune on and a half never tuned on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Label = dict[str, Any]
FOOTAGE: Label = {"sources": ["footage"]}
REPORTS: Label = {"sources": ["reports"]}


@dataclass(frozen=True)
class Shape:
    """A sentence with `{x}` for the object, `{p}` for the place, `{t}` for the time."""

    text: str
    label: Label = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A place as written, and what it is."""

    text: str
    places: tuple[Label, ...] = ()
    unresolved: tuple[str, ...] = ()

    def label(self) -> Label:
        """The label's fields."""
        found = {"places": list(self.places), "unresolved": list(self.unresolved)}
        return {key: value for key, value in found.items() if value}


@dataclass(frozen=True)
class Time:
    """A time as written, and how it is worked out from the moment of asking."""

    text: str
    label: Callable[[datetime], Label]


@dataclass(frozen=True)
class Half:
    """All forms of one half, by language."""

    shapes: dict[str, tuple[Shape, ...]]
    objects: dict[str, tuple[str, ...]]
    places: dict[str, tuple[Place, ...]]
    times: dict[str, tuple[Time, ...]]


def at(text: str, name: str, kind: str, relation: str, radius_m: float | None = None) -> Place:
    """One place."""
    radius = {"radius_m": radius_m} if radius_m else {}
    return Place(text, ({"name": name, "kind": kind, "relation": relation} | radius,))


def pair(text: str, first: str, second: str, relation: str, other: str | None = None) -> Place:
    """Two streets that belong together."""
    names = ((first, relation), (second, other or relation))
    return Place(text, tuple({"name": n, "kind": "street", "relation": r} for n, r in names))


def lost(text: str, word: str) -> Place:
    """A place that no gazetteer of this district has."""
    return Place(text, unresolved=(word,))


def daily(text: str, start: str, end: str) -> Time:
    """A window of the clock, every day."""
    return Time(text, lambda now: {"time": {"daily": {"from": start, "to": end}}})


def weekly(text: str, days: list[int], start: str | None = None, end: str | None = None) -> Time:
    """Some days of the week, all day or a window of it."""
    clock = {"daily": {"from": start, "to": end}} if start else {}
    return Time(text, lambda now: {"time": {"weekdays": days} | clock})


def day(
    text: str, back: Callable[[datetime], int], start: str = "00:00", end: str = "24:00"
) -> Time:
    """A window of the day that lies so many days back; an end before the start is one later."""

    def label(now: datetime) -> Label:
        date = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=back(now))
        return span(date, start, end)

    return Time(text, label)


def dated(text: str, date: str, start: str = "00:00", end: str = "24:00") -> Time:
    """A window of a day named by its date, "MM-DD" (the latest past one) or "YYYY-MM-DD"."""

    def label(now: datetime) -> Label:
        if len(date) > 5:
            return span(datetime.fromisoformat(f"{date}T00:00:00+07:00"), start, end)
        year = (
            now.year if (now.month, now.day) >= tuple(map(int, date.split("-"))) else now.year - 1
        )
        return span(datetime.fromisoformat(f"{year}-{date}T00:00:00+07:00"), start, end)

    return Time(text, label)


def until_now(text: str, **back: float) -> Time:
    """From so long ago until now."""
    return Time(
        text,
        lambda now: {
            "time": {"after": (now - timedelta(**back)).isoformat(), "before": now.isoformat()}
        },
    )


def ago(text: str, **back: float) -> Time:
    """Half an hour around a moment so long ago."""
    half = timedelta(minutes=30)

    def label(now: datetime) -> Label:
        then = now - timedelta(**back)
        return {"time": {"after": (then - half).isoformat(), "before": (then + half).isoformat()}}

    return Time(text, label)


def weeks(text: str, back: int) -> Time:
    """A week from Monday to Sunday, so many weeks back."""

    def label(now: datetime) -> Label:
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        monday = today - timedelta(days=now.isoweekday() - 1 + 7 * back)
        return {
            "time": {
                "after": monday.isoformat(),
                "before": (monday + timedelta(days=7)).isoformat(),
            }
        }

    return Time(text, label)


def since(text: str, back: Callable[[datetime], int], clock: str = "00:00") -> Time:
    """From a moment on a day so many days back, without an end."""

    def label(now: datetime) -> Label:
        date = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=back(now))
        return {"time": {"after": moment(date, clock)}}

    return Time(text, label)


_NEW_YEARS = ("2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29",
              "2026-02-17")  # fmt: skip
"""The first day of each lunar year in Vietnam, as the calendars print it."""


def of_tet(text: str, number: int) -> Time:
    """That day of the latest past lunar new year."""

    def label(now: datetime) -> Label:
        starts = (datetime.fromisoformat(f"{day}T00:00:00+07:00") for day in _NEW_YEARS)
        days = (start + timedelta(days=number - 1) for start in starts)
        return span(max(date for date in days if date <= now), "00:00", "24:00")

    return Time(text, label)


def unread(text: str, word: str) -> Time:
    """Words that look like a time and hang on what is not known here."""
    return Time(text, lambda now: {"unresolved": [word]})


def span(date: datetime, start: str, end: str) -> Label:
    """The label of a window on a date."""
    later = date + timedelta(days=end <= start)
    return {"time": {"after": moment(date, start), "before": moment(later, end)}}


def moment(date: datetime, clock: str) -> str:
    """That time of the clock on the date; "24:00" is the next day's first."""
    hour, minute = map(int, clock.split(":"))
    return (date + timedelta(hours=hour, minutes=minute)).isoformat()


def days(count: int) -> Callable[[datetime], int]:
    """So many days back, whenever asked."""
    return lambda now: count


def last(weekday: int) -> Callable[[datetime], int]:
    """Back to the latest past day of that name (ISO), not today."""
    return lambda now: (now.isoweekday() - weekday - 1) % 7 + 1


def last_week(weekday: int) -> Callable[[datetime], int]:
    """Back to that day of the week before this one."""
    return lambda now: now.isoweekday() - weekday + 7


def last_month(now: datetime) -> Label:
    """The calendar month before this one."""
    end = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    start = (end - timedelta(days=1)).replace(day=1)
    return {"time": {"after": start.isoformat(), "before": end.isoformat()}}


def dates(text: str, after: str, before: str) -> Time:
    """Whole days from the first date up to, without, the second."""
    ends = {"after": f"{after}T00:00:00+07:00", "before": f"{before}T00:00:00+07:00"}
    return Time(text, lambda now: {"time": dict(ends)})


def wards(text: str, *names: str) -> Place:
    """Several wards, any of which will do."""
    return Place(text, tuple({"name": n, "kind": "ward", "relation": "in"} for n in names))
