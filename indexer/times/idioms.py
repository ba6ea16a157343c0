"""Set ways of saying a time: "a fortnight ago", "Sunday gone", "the first week of June".

They are put into the plainer words that the other rules read.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from indexer.times.dates import Days, latest_date, latest_weekday, month_of, one_day
from indexer.times.spans import calendar_days
from indexer.times.tokens import Run, Token, first, joined, rule

_WEEK = timedelta(days=7)
_WEEKS_OF_A_MONTH = 4


def _fortnight(piece: Sequence[Token], now: datetime) -> Run:
    """Two weeks."""
    start, end = piece[0].start, piece[-1].end
    return [Token("number", 2, start, end), Token("unit", "week", end, end)]


def _gone(piece: Sequence[Token], now: datetime) -> Token:
    """Thus "Sunday gone", "Tuesday last": the latest such day."""
    return replace(piece[0], end=piece[-1].end)


def _week_before(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "the Tuesday before last", "a week last Tuesday": one week before the latest."""
    weekday = first(piece, "weekday")
    unit = first(piece, "unit")
    if weekday is None or (unit and unit.value != "week"):
        return None
    latest = latest_weekday(weekday.value, now.date() - timedelta(days=1))
    return joined("day", one_day(latest - _WEEK), piece)


def _ago_today(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "a week ago today", "two weeks ago yesterday"."""
    unit, day, number = first(piece, "unit"), piece[-1].value, first(piece, "number")
    if unit is None or unit.value != "week" or not isinstance(day, int):
        return None
    count = int(number.value) if number else 1
    return joined("day", one_day(now.date() + timedelta(days=day) - count * _WEEK), piece)


def _small_hours(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "the early hours of this morning", "… of yesterday morning": one part, of that day."""
    part, day = piece[0], piece[-2]
    if part.value != "rạng sáng" or piece[-1].value not in ("morning", "sáng"):
        return None
    offset = 0 if day.tag == "this" else day.value
    return [part, Token("day", offset, day.start, piece[-1].end)]


def _beginning(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "since the start of the week" is since this week began."""
    unit = piece[-1].value
    if unit not in ("week", "month", "year"):
        return None
    return joined("day", calendar_days(unit, 0, now.date()), piece)


def _week_of_month(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "the first week of June" is its first seven days, "the last week" its last seven."""
    unit, month, year = first(piece, "unit"), first(piece, "month"), first(piece, "year")
    assert unit is not None, "the pattern has one"
    assert month is not None, "the pattern has one"
    nth = first(piece, "nth")
    if unit.value != "week" or (nth and nth.value > _WEEKS_OF_A_MONTH):
        return None
    in_year = year.value if year else latest_date(1, month.value, now.date()).year
    whole = month_of(in_year, month.value)
    return joined("day", _nth_week(whole, nth.value if nth else None), piece)


def _nth_week(month: Days, number: int | None) -> Days:
    begins, ends = month.first or date.min, month.last or date.max
    if number is None:
        return Days(ends - _WEEK, ends)
    return Days(begins + (number - 1) * _WEEK, begins + number * _WEEK)


def _days_after_month(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "June 3-5", "June 3 to 5", as "3 to 5 June"."""
    month, days = piece[0], piece[1:]
    if len(days) == 1:
        start, end, year = days[0].value
    else:
        start, end, year = days[0].value, days[-1].value, None
    if year is not None or not start < end:
        return None
    last = days[-1].end
    return [
        Token("ordinal", start, month.start, month.end),
        Token("dash", None, month.end, month.end),
        Token("ordinal", end, month.end, last),
        replace(month, start=last, end=last),
    ]


def _latest_weekend(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "over the weekend" is the one just past, or the one that has begun."""
    is_one = any(t.value == "the" or t.tag == "past" for t in piece)
    if piece[-1].value != "weekend" or not is_one:
        return None
    offset = 0 if now.isoweekday() > 5 else -1
    return joined("day", calendar_days("weekend", offset, now.date()), piece)


_SOURCES_TEXT = """
    footage tips reports video videos pictures images photos clips recordings recording cctv posts
    statements calls messages frames
"""
_SOURCES = frozenset(_SOURCES_TEXT.split())


def _footage_from(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "footage from 20 October" is that day's, and not all since."""
    word, lead = piece
    if word.value not in _SOURCES:
        return None
    return [word, replace(lead, tag="fill", value="on")]


def _named_day(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "Saturday 12th", as "Saturday the 12th"."""
    weekday, ordinal = piece
    return [weekday, Token("fill", "the", ordinal.start, ordinal.start), ordinal]


def _dotted_clock(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "about 11.20", "between 6.30 and 7"."""
    return [replace(t, tag="written") if t.tag == "dotted" else t for t in piece]


def _hour_and_minute(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "at seven thirty this morning"."""
    lead, hour, minute = piece
    if not (1 <= hour.value <= 12 and 10 <= minute.value <= 59):
        return None
    if hour.end - hour.start < len("one") or minute.end - minute.start < len("ten"):
        return None
    told = hour.value * 60 + minute.value
    return [lead, Token("written", told, hour.start, minute.end)]


def _last_nights(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "the last three nights": of as many days before today."""
    number, parts = first(piece, "number"), piece[-1]
    assert number is not None, "the pattern has one"
    if not 1 <= number.value <= 31:
        return None
    today = now.date()
    days = Days(today - timedelta(days=int(number.value)), today)
    return [joined("day", days, piece[:-1]), replace(parts, tag="part")]


def _of_last_year(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "September last year", "2 May this year"."""
    *named, which, unit = piece
    if unit.value != "year":
        return None
    year = now.year - (which.tag == "last")
    return [*named, Token("year", year, which.start, unit.end)]


def _short_weekdays(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "Mon-Fri"."""
    return [replace(t, tag="weekday") if t.tag == "short_weekday" else t for t in piece]


_BEFORE_A_CLOCK = (
    "(at|around|after|before|since|from|until|between|to|and|dash|day|part|weekday|date|comma|stop)"
)
_OF_A_DATE = "(number|ordinal|month|date|weekday|day|part|fill|comma|year|written|clock_fixed|last)"
_APART = "(?= stop|comma|at|around|part|fill|between|from|after|before|clock|number|dash)"


def _short_year(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "21 Feb 25", of 2025."""
    day, month, year = piece
    if year.end - year.start != len("25") or not 0 <= year.value + 2000 - 2015 < 25:
        return None
    return [day, month, replace(year, tag="year", value=2000 + year.value)]


IDIOM_RULES = (
    rule("(number|ordinal) month number (?= stop|comma|at|around|from|between|after|before|part)",
         _short_year),
    rule("month (number|ordinal)? (last|this) unit", _of_last_year),
    rule("(at|around|after|before|since|from|until|between) number number", _hour_and_minute),
    rule(f"{_BEFORE_A_CLOCK} dotted (?! word|unit|minute|hour)", _dotted_clock),
    rule("word dotted (?= stop|comma|part|at|after|before|dash|from|to|day|last|this|weekday)",
         _dotted_clock),
    rule(f"word from (?! {_OF_A_DATE}* (to|until|dash))", _footage_from),
    rule("weekday ordinal (?! fill? month)", _named_day),
    rule("(fill|this)* (last|past) number parts", _last_nights),
    rule("fill number parts (?! ago)", _last_nights),
    rule("article? fortnight", _fortnight),
    rule(f"weekday gone {_APART}", _gone),
    rule(f"weekday last {_APART}", _gone),
    rule("fill* weekday before_last", _week_before),
    rule("article unit last weekday", _week_before),
    rule("(number|article) unit ago day", _ago_today),
    rule("part fill+ (this|day) part", _small_hours),
    rule("early fill? unit", _beginning),
    rule("fill? (nth|last) unit fill month (comma? year)?", _week_of_month),
    rule("month date_or_not", _days_after_month),
    rule("month number (to|until|dash) number (?! unit|minute|hour|oclock|am|pm)",
         _days_after_month),
    rule("(fill|at|this|past)+ unit (?! parts|before_last|before)", _latest_weekend),
    rule("short_weekday (to|until|dash) short_weekday", _short_weekdays),
)  # fmt: skip
"""Applied before spans and weeks are read."""
