"""Meanings into one window of time: each further one narrows it, or does not fit."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from indexer.times.clocks import DAY, PARTS
from indexer.times.dates import Days
from indexer.times.meaning import Hours, Meaning
from indexer.times.spans import Span, midnight
from indexer.times.window import Daily, TimeWindow


def narrowed(known: Meaning, new: Meaning) -> Meaning:
    """Both at once; raises ValueError where they contradict each other."""
    return Meaning(
        days=_days(known.days, new.days),
        hours=_hours(known.hours, new.hours),
        part=_same(known.part, new.part),
        weekdays=_same(known.weekdays, new.weekdays),
        span=_spans(known.span, new.span),
    )


def window_of(known: Meaning) -> TimeWindow:
    """The window of time a meaning stands for."""
    hours = _within_part(known)
    days, span = known.days, known.span
    if days and days.single and hours:
        start = midnight(days.single)
        exact = Span(start + timedelta(minutes=hours.start), start + timedelta(minutes=hours.end))
        span, hours = _spans(span, exact), None
    elif days:
        first = midnight(days.first) if days.first else None
        last = midnight(days.last) if days.last else None
        span = _spans(span, Span(first, last))
    return TimeWindow(
        after=span.after if span else None,
        before=span.before if span else None,
        daily=_daily(hours) if hours else None,
        weekdays=known.weekdays,
    )


def _same(known: Any, new: Any) -> Any:
    if known is not None and new is not None and known != new:
        raise ValueError("two that differ")
    return new if known is None else known


def _days(known: Days | None, new: Days | None) -> Days | None:
    """The narrower, if one lies in the other."""
    if known is None or new is None:
        return known or new
    for inner, outer in ((new, known), (known, new)):
        if _lies_in(inner, outer):
            return inner
    raise ValueError("days apart")


def _lies_in(inner: Days, outer: Days) -> bool:
    begins = outer.first is None or (inner.first is not None and inner.first >= outer.first)
    ends = outer.last is None or (inner.last is not None and inner.last <= outer.last)
    return begins and ends


def _hours(known: Hours | None, new: Hours | None) -> Hours | None:
    """Thus "after 8" and "before 10" complete each other; any other two must be equal."""
    if known is None or new is None or known == new:
        return known or new
    for late, early in ((known, new), (new, known)):
        if late.open_end and early.open_start:
            end = early.end if early.end > late.start else early.end + DAY
            return Hours(late.start, end)
    raise ValueError("hours apart")


def _spans(known: Span | None, new: Span | None) -> Span | None:
    if known is None or new is None:
        return known or new
    afters = [one.after for one in (known, new) if one.after]
    befores = [one.before for one in (known, new) if one.before]
    both = Span(max(afters, default=None), min(befores, default=None))
    if both.after and both.before and both.after >= both.before:
        raise ValueError("times apart")
    return both


def _within_part(known: Meaning) -> Hours | None:
    """The hours inside the part of the day: "last night after midnight" is tomorrow's."""
    if known.part is None:
        return known.hours
    start, end = PARTS[known.part]
    hours = known.hours
    if hours is None:
        return Hours(start, end)
    if end > DAY and hours.start < start - DAY // 2 and hours.end + DAY <= end + 60:
        hours = replace(hours, start=hours.start + DAY, end=hours.end + DAY)
    if hours.open_start:
        return replace(hours, start=start if start < hours.end else 0)
    return hours


def _daily(hours: Hours) -> Daily | None:
    if hours.end - hours.start >= DAY:
        return None
    start, end = hours.start % DAY, hours.end % DAY
    return Daily(_clock(start), _clock(end or DAY))


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
