"""What one clause means: days, minutes of the day, weekdays, a stretch of time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from indexer.times.clauses import Clause, Point
from indexer.times.clocks import DAY, PARTS, Clock
from indexer.times.dates import Days, latest_weekday, one_day
from indexer.times.spans import AROUND, Span, midnight

_AROUND = int(AROUND.total_seconds() // 60)
_NIGHT_ENDS = 5 * 60
"""What "after midnight" reaches to."""
_EVENING_BEGINS = 18 * 60
"""What "before midnight" begins with."""


@dataclass(frozen=True)
class Hours:
    """[start, end) in minutes since a day's midnight; under 0 the day before, over DAY the next.

    `open_start`, `open_end` mark the side that was not said: "after 9pm" ends with the day because
    nothing else was said.
    """

    start: int
    end: int
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True)
class Meaning:
    """What a clause says, or several together; None where it says nothing of it."""

    days: Days | None = None
    hours: Hours | None = None
    part: str | None = None
    weekdays: tuple[int, ...] | None = None
    span: Span | None = None


def meaning_of(said: Clause | Span, part: str | None, now: datetime) -> Meaning:
    """The meaning of a clause in a sentence that names a part of the day, or none.

    Raises ValueError for a clause that makes no sense, OverflowError beyond the calendar.
    """
    if isinstance(said, Span):
        return Meaning(span=said)
    point = _in_part(said.point, part)
    if said.until is not None:
        return _between(point, said.until, part, now)
    return _READ[said.relation](point, now)


def _in_part(point: Point, part: str | None) -> Point:
    """The point with its clock moved by its own part of the day, or else the sentence's."""
    named = point.part or part
    if point.clock is None or named is None:
        return point
    clock = point.clock.in_part(named)
    start, end = PARTS[named]
    if end > DAY and point.part and clock.minute < start and clock.minute + DAY <= end:
        clock = replace(clock, minute=clock.minute + DAY)
    return replace(point, clock=clock)


def _days(point: Point, today: date) -> Days | None:
    """The days of a point; a weekday is the latest before today, or that of the week named."""
    if point.weekday is None:
        return point.days
    if point.days is None:
        return one_day(latest_weekday(point.weekday, today - timedelta(days=1)))
    first, last = point.days.first, point.days.last
    if first and last and last - first == timedelta(days=7):
        return one_day(latest_weekday(point.weekday, last - timedelta(days=1)))
    return point.days


def _at(point: Point, now: datetime) -> Meaning:
    hours = None
    if point.clock:
        hours = Hours(point.clock.minute - _AROUND, point.clock.minute + _AROUND)
    if point.now:
        return Meaning(span=Span(now - AROUND, now))
    weekdays = point.weekdays
    if point.weekday and point.days and not point.days.is_short:
        weekdays = (point.weekday,)
    return Meaning(_days(point, now.date()), hours, point.part, weekdays)


def _after(point: Point, now: datetime) -> Meaning:
    days = _days(point, now.date())
    if point.clock:
        hours = _hours_after(point.clock)
        return Meaning(days, hours, point.part, point.weekdays)
    if days or point.now:
        return Meaning(span=Span(now if point.now else _end(point, now), None))
    if point.part:
        return Meaning(hours=Hours(PARTS[point.part][1], DAY), weekdays=point.weekdays)
    raise ValueError("nothing to come after")


def _hours_after(clock: Clock) -> Hours:
    if clock.minute % DAY == 0:
        return Hours(clock.minute, clock.minute + _NIGHT_ENDS)
    return Hours(clock.minute, DAY * (1 + clock.minute // DAY), open_end=True)


def _before(point: Point, now: datetime) -> Meaning:
    days = _days(point, now.date())
    if point.clock:
        return Meaning(days, _hours_before(point.clock), None, point.weekdays)
    if days or point.now:
        return Meaning(span=Span(None, now if point.now else _begin(point, now)))
    if point.part:
        return Meaning(hours=Hours(0, PARTS[point.part][0]), weekdays=point.weekdays)
    raise ValueError("nothing to come before")


def _hours_before(clock: Clock) -> Hours:
    if clock.minute % DAY == 0:
        return Hours(_EVENING_BEGINS, DAY)
    return Hours(0, clock.minute, open_start=True)


def _until(point: Point, now: datetime) -> Meaning:
    if point.clock:
        return _before(point, now)
    if _days(point, now.date()):
        return Meaning(span=Span(None, _end(point, now)))
    if point.part:
        return Meaning(hours=Hours(0, PARTS[point.part][1] % DAY or DAY), weekdays=point.weekdays)
    return _before(point, now)


def _since(point: Point, now: datetime) -> Meaning:
    if point.now:
        return Meaning(span=Span(now, None))
    if _days(point, now.date()) is None:
        today = replace(point, days=one_day(now.date()))
        late = _begin(today, now) > now
        point = replace(today, days=one_day(now.date() - timedelta(days=int(late))))
    return Meaning(span=Span(_begin(point, now), None))


def _from(point: Point, now: datetime) -> Meaning:
    if _days(point, now.date()) or point.now:
        return _since(point, now)
    if point.clock:
        return _after(point, now)
    if point.part:
        return Meaning(hours=Hours(PARTS[point.part][0], DAY), weekdays=point.weekdays)
    raise ValueError("nothing to begin with")


_READ: dict[str, Callable[[Point, datetime], Meaning]] = {
    "at": _at, "after": _after, "before": _before, "until": _until, "since": _since, "from": _from,
}  # fmt: skip


def _begin(point: Point, now: datetime) -> datetime:
    days = _days(point, now.date())
    if days is None or days.first is None:
        raise ValueError("no day to begin with")
    minute = point.clock.minute if point.clock else PARTS[point.part][0] if point.part else 0
    return midnight(days.first) + timedelta(minutes=minute)


def _end(point: Point, now: datetime) -> datetime:
    days = _days(point, now.date())
    if days is None or days.last is None:
        raise ValueError("no day to end with")
    if not point.clock and not point.part:
        return midnight(days.last)
    minute = point.clock.minute if point.clock else PARTS[point.part or ""][1]
    return midnight(days.last - timedelta(days=1)) + timedelta(minutes=minute)


def _between(left: Point, right: Point, part: str | None, now: datetime) -> Meaning:
    if right.now:
        return _since(left, now)
    first, last = _days(left, now.date()), _days(right, now.date())
    if first and last:
        left, right = _in_part(left, None), _in_part(right, None)
        if not any((left.clock, left.part, right.clock, right.part)):
            return Meaning(_joined(first, last))
        begin, end = _begin(left, now), _end(right, now)
        if begin >= end and left.weekday and right.weekday:
            begin -= timedelta(weeks=1)
        if begin >= end:
            raise ValueError("a range that ends before it begins")
        return Meaning(span=Span(begin, end))
    days, weekdays = first or last, left.weekdays or right.weekdays
    if not (left.clock or left.part) or not (right.clock or right.part):
        raise ValueError("a range with one end")
    return Meaning(days, _hours_between(left, right, part), None, weekdays)


def _joined(first: Days, last: Days) -> Days:
    if first.first is None or last.last is None or first.first >= last.last:
        raise ValueError("a range that ends before it begins")
    return Days(first.first, last.last)


def _hours_between(left: Point, right: Point, part: str | None) -> Hours:
    start, end = left.clock, right.clock
    if end and right.part:
        end = end.in_part(right.part)
    elif end and part and not (start and start.halved):
        end = end.in_part(part)
    if start and end:
        start, end = _same_half(start, end)
    begin = start.minute if start else PARTS[left.part or ""][0]
    until = end.minute if end else PARTS[right.part or ""][1]
    begin += DAY * (start is not None and _is_after_midnight(begin, left.part or right.part))
    return Hours(begin, until + DAY * -((until - begin - 1) // DAY))


def _is_after_midnight(minute: int, part: str | None) -> bool:
    """Whether a clock is of the hours of a night that follow its midnight: "1-2am last night"."""
    start, end = PARTS[part] if part else (0, DAY)
    return end > DAY and minute < start and minute + DAY < end


def _same_half(start: Clock, end: Clock) -> tuple[Clock, Clock]:
    """What "pm" or "tối" says of one end of a range it may say of the other: "9 to 11pm"."""
    if not start.fixed and end.halved:
        hours = (start.minute, start.minute + DAY // 2)
        return Clock(min(hours, key=lambda minute: (end.minute - minute - 1) % DAY)), end
    if not end.fixed and start.halved:
        hours = (end.minute, end.minute + DAY // 2)
        return start, Clock(min(hours, key=lambda minute: (minute - start.minute - 1) % DAY))
    if not end.fixed and end.minute <= start.minute < end.minute + DAY // 2:
        return start, Clock(end.minute + DAY // 2)
    return start, end
