"""Stretches of time counted from now: "the last two hours", "20 phút trước", "hồi nãy"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from indexer.ids import LOCAL_ZONE
from indexer.times.dates import Days, month_of, months_back, one_day, week_of
from indexer.times.tokens import Run, Token, joined, rule

AROUND = timedelta(minutes=30)
"""How far "at T", "around T" and "20 minutes ago" reach either way."""
LATELY = timedelta(hours=3)
"""How far back "hồi nãy", "just now" reach."""
_LENGTHS = {
    "minute": timedelta(minutes=1), "half-hour": timedelta(minutes=30), "hour": timedelta(hours=1),
    "day": timedelta(days=1), "week": timedelta(weeks=1),
}  # fmt: skip
_UNITS = {"minute": "minute", "minutes": "minute", "hour": "hour", "day_word": "day",
          "month_word": "month", "year_word": "year"}  # fmt: skip
_HOUSES_TEXT = """
    nha cong cua truong cho quan tiem cay benh mat so hem sieu khu nga duong cau ngan tru ubnd
    uy phong khach chung san vien
"""
_HOUSES = frozenset(_HOUSES_TEXT.split())
"""Folded words after which "trước" is in front of, not before."""


@dataclass(frozen=True)
class Span:
    """A stretch of time, [after, before); None is open."""

    after: datetime | None
    before: datetime | None


def midnight(day: date) -> datetime:
    """The local midnight that begins a day."""
    return datetime.combine(day, time(0), LOCAL_ZONE)


def unit_of(piece: Sequence[Token]) -> str:
    """The unit of time that is named: minute, half-hour, hour, day, week, weekend, month, year."""
    token = next(t for t in piece if t.tag in ("unit", *_UNITS, "number_h"))
    return "hour" if token.tag == "number_h" else _UNITS.get(token.tag, str(token.value))


def _count(piece: Sequence[Token]) -> int:
    return next((int(t.value) for t in piece if t.tag in ("number", "number_h", "minutes")), 1)


def _back(now: datetime, count: int, unit: str) -> datetime:
    """So many units before now; a month before the 29th to 31st is the 28th."""
    if unit in _LENGTHS:
        return now - count * _LENGTHS[unit]
    year, month = months_back(now.date(), count * (12 if unit == "year" else 1))
    return now.replace(year=year, month=month, day=min(now.day, 28))


def _rolling(piece: Sequence[Token], now: datetime) -> Token | None:
    """From so long ago until now."""
    unit = unit_of(piece)
    if unit == "weekend":
        return None
    if _count(piece) < 1:
        return joined("bad", None, piece)
    try:
        return joined("span", Span(_back(now, _count(piece), unit), now), piece)
    except (ValueError, OverflowError):
        return joined("bad", None, piece)


def _ago(piece: Sequence[Token], now: datetime) -> Token | None:
    """The day, week or month so long ago; of minutes and hours half an hour either way."""
    unit, count = unit_of(piece), _count(piece)
    try:
        if unit in ("minute", "hour", "half-hour"):
            moment = _back(now, count, unit)
            return joined("span", Span(moment - AROUND, moment + AROUND), piece)
        return joined("day", calendar_days(unit, -count, now.date()), piece)
    except (ValueError, OverflowError):
        return joined("bad", None, piece)


def _before_days(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "before 3 days", as who learns English says for three days ago."""
    return _ago(piece, now) if unit_of(piece) in ("day", "week", "month") else None


def _nights_ago(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "two nights ago": that night."""
    count, part, _ = piece
    if not 1 <= count.value <= 31:
        return None
    day = one_day(now.date() - timedelta(days=count.value))
    return [joined("day", day, [count]), replace(part, tag="part", end=piece[-1].end)]


def _last_hour(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "last hour"; "last week" is the week before this one."""
    return _rolling(piece, now) if unit_of(piece) in ("hour", "half-hour") else None


def _vague(piece: Sequence[Token], now: datetime) -> Token:
    return joined("vague", None, piece)


def _half_hour_ago(piece: Sequence[Token], now: datetime) -> Token | None:
    return _ago(piece, now) if piece[0].value == "half-hour" else None


def _in_the_last(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "in the last week" is up to now; "last week" is the week before this one."""
    return _rolling(piece, now) if piece[-3].value == "the" else None


def _before_a_house(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "9 giờ trước nhà" is at nine in front of a house, not nine hours ago."""
    *clock, before, word = piece
    if word.value not in _HOUSES:
        return None
    return [*clock, replace(before, tag="order"), word]


def calendar_days(unit: str, offset: int, today: date) -> Days:
    """The day, week, weekend, month or year so many after (negative: before) this one."""
    if unit == "day":
        return one_day(today + timedelta(days=offset))
    if unit in ("week", "weekend"):
        week = week_of(today + timedelta(weeks=offset))
        assert week.first is not None
        return week if unit == "week" else Days(week.first + timedelta(days=5), week.last)
    if unit == "month":
        return month_of(*months_back(today, -offset))
    return Days(date(today.year + offset, 1, 1), date(today.year + offset + 1, 1, 1))


OFFSETS = {
    "last": -1, "before": -1, "ngoai": -1, "qua": -1, "roi": -1, "this": 0, "next": 1, "after": 1,
    "until": 1, "before_last": -2,
}  # fmt: skip


def _recent(piece: Sequence[Token], now: datetime) -> Token:
    return joined("span", Span(now - LATELY, now), piece)


_UNIT = "(unit|minute|hour|day_word|month_word|year_word)"
_NOT_OF_AN_EVENT = (
    "(?! (fill|article|number|number_h)*"
    " (event|clock|written|clock_fixed|part|date|weekday|number_h|hour))"
)
_NOT_AT = "".join(f"(?<! {tag})" for tag in ("at", "around", "after", "from", "since", "more"))
SPAN_RULES = (
    rule("recent", _recent),
    rule("(fill|this)* (last|past) few " + _UNIT, _vague),
    rule("fill* few " + _UNIT + " (fill? qua|roi|ago|before|this)", _vague),
    rule("edge number ((fill|comma)? year_word? year)?", _vague),
    rule("edge (before|this|qua|ngoai)?", _vague),
    rule("(number hour|number_h|number minute) before word", _before_a_house),
    rule("(fill|this)* (last|past) (number " + _UNIT + "|minutes)", _rolling),
    rule("fill* fill last unit", _in_the_last),
    rule("(fill|this)* past " + _UNIT, _rolling),
    rule("(fill|this)* last unit", _last_hour),
    rule("(fill|this)* last (?= minute|hour) " + _UNIT, _rolling),
    rule("fill* number " + _UNIT + " (fill? qua|roi)", _rolling),
    rule("fill* (number_h|minutes) qua", _rolling),
    rule("fill* " + _UNIT + " qua", _rolling),
    rule("fill* unit roi", _last_hour),
    rule("around number minute before " + _NOT_OF_AN_EVENT, _ago),
    rule("cach_day around? (number " + _UNIT + "|number_h|minutes|unit)", _ago),
    rule("around? ((number|article) " + _UNIT + "|minutes) ago", _ago),
    rule("unit ago", _ago),
    rule("number parts ago", _nights_ago),
    rule("before number unit (?! before|after|ago|to|until|dash)", _before_days),
    rule("unit before " + _NOT_OF_AN_EVENT, _half_hour_ago),
    rule("around? number unit before " + _NOT_OF_AN_EVENT, _ago),
    rule(_NOT_AT + "(number " + _UNIT + "|number_h|minutes) before " + _NOT_OF_AN_EVENT, _ago),
)  # fmt: skip
"""Counted from now; before clocks are read, because "2 giờ" is an hour or a length."""
