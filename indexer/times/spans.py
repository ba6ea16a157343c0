"""Stretches of time counted from now: "the last two hours", "20 phút trước", "tuần trước"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from indexer.ids import LOCAL_ZONE
from indexer.times.dates import Days, latest_weekday, month_of, months_back, one_day, week_of
from indexer.times.tokens import Build, Run, Token, first, joined, rule

AROUND = timedelta(minutes=30)
"""How far "at T", "around T" and "20 minutes ago" reach either way."""
LATELY = timedelta(hours=3)
"""How far back "hồi nãy", "just now" reach."""
_LENGTHS = {
    "minute": timedelta(minutes=1), "half-hour": timedelta(minutes=30), "hour": timedelta(hours=1),
    "day": timedelta(days=1), "week": timedelta(weeks=1),
}  # fmt: skip
_UNITS = {"minute": "minute", "hour": "hour", "day_word": "day", "month_word": "month",
          "year_word": "year"}  # fmt: skip
_NOT_AN_ORDER_TEXT = "nguoi xe chiec lan cai con vu ten vi doi anh chi em nha thang"
_NOT_AN_ORDER = frozenset(_NOT_AN_ORDER_TEXT.split())
"""Folded words after which "thứ hai" is the second one, not Monday."""

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


def _unit(piece: Sequence[Token]) -> str:
    token = next(t for t in piece if t.tag in ("unit", *_UNITS, "number_h"))
    return "hour" if token.tag == "number_h" else _UNITS.get(token.tag, str(token.value))


def _count(piece: Sequence[Token]) -> int:
    return next((int(t.value) for t in piece if t.tag in ("number", "number_h")), 1)


def _back(now: datetime, count: int, unit: str) -> datetime:
    if unit in _LENGTHS:
        return now - count * _LENGTHS[unit]
    year, month = months_back(now.date(), count * (12 if unit == "year" else 1))
    return now.replace(year=year, month=month, day=min(now.day, 28))


def _rolling(piece: Sequence[Token], now: datetime) -> Token | None:
    """From so long ago until now."""
    unit = _unit(piece)
    if unit == "weekend":
        return None
    try:
        return joined("span", Span(_back(now, _count(piece), unit), now), piece)
    except (ValueError, OverflowError):
        return joined("bad", None, piece)


def _ago(piece: Sequence[Token], now: datetime) -> Token | None:
    """The day, week or month so long ago; of minutes and hours half an hour either way."""
    unit, count = _unit(piece), _count(piece)
    try:
        if unit in ("minute", "hour", "half-hour"):
            moment = _back(now, count, unit)
            return joined("span", Span(moment - AROUND, min(moment + AROUND, now)), piece)
        return joined("day", _calendar(unit, -count, now.date()), piece)
    except (ValueError, OverflowError):
        return joined("bad", None, piece)


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


def _calendar(unit: str, offset: int, today: date) -> Days:
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


_OFFSETS = {
    "last": -1, "before": -1, "ngoai": -1, "qua": -1, "roi": -1, "this": 0, "next": 1, "after": 1,
    "until": 1,
}  # fmt: skip


def _named_unit(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "last week", "tuần trước", "this month", "cuối tuần này"."""
    unit = _unit(piece)
    offset = next(_OFFSETS[t.tag] for t in piece if t.tag in _OFFSETS)
    if unit in ("minute", "hour", "half-hour"):
        return None
    try:
        return joined("day", _calendar(unit, offset, now.date()), piece)
    except (ValueError, OverflowError):
        return joined("bad", None, piece)


def _named_weekday(piece: Sequence[Token], now: datetime) -> Token:
    """Thus "last Saturday" is the latest before today; "thứ bảy tuần trước" that of last week."""
    number = next(t.value for t in piece if t.tag in ("weekday", "short_weekday"))
    today = now.date()
    if first(piece, "unit"):
        offset = next(_OFFSETS[t.tag] for t in piece if t.tag in _OFFSETS)
        monday = week_of(today + timedelta(weeks=offset)).first
        assert monday is not None
        return joined("day", one_day(monday + timedelta(days=number - 1)), piece)
    if first(piece, "this"):
        monday = week_of(today).first
        assert monday is not None
        return joined("day", one_day(monday + timedelta(days=number - 1)), piece)
    if first(piece, "next"):
        return joined("day", one_day(latest_weekday(number, today) + timedelta(days=7)), piece)
    return joined("day", one_day(latest_weekday(number, today - timedelta(days=1))), piece)


def _recent(piece: Sequence[Token], now: datetime) -> Token:
    return joined("span", Span(now - LATELY, now), piece)


def _part_on(offset: int) -> Build:
    """A part of the day, of a day so many after today; "đêm nay" after midnight is of yesterday."""

    def build(piece: Sequence[Token], now: datetime) -> Run | None:
        part = first(piece, "part")
        name = part.value if part else "night"
        still_night = offset == 0 and now.hour < 5 and name in ("đêm", "khuya", "night")
        start, end = piece[0].start, piece[-1].end
        middle = part.end if part and part is piece[0] else start
        shifted = offset - still_night
        return [Token("part", name, start, middle), Token("day", shifted, middle, end)]

    return build


def _latest_part(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "hồi tối": this evening, or if it has not begun yet, yesterday's."""
    part = piece[-1].value
    begins = {"sáng": 5, "trưa": 11, "chiều": 13, "tối": 18, "đêm": 22, "khuya": 23}.get(part, 0)
    offset = 0 if now.hour >= begins else -1
    start, end = piece[0].start, piece[-1].end
    return [Token("part", part, start, end), Token("day", offset, end, end)]


def _one_after_the_other(piece: Sequence[Token], now: datetime) -> Token:
    """Thus "mỗi thứ bảy", "thứ bảy và chủ nhật", "Monday to Friday": days of every week."""
    numbers = [t.value for t in piece if t.tag in ("weekday", "short_weekday")]
    numbers += [n for t in piece if t.tag == "weekdays" for n in t.value]
    if any(t.tag in ("to", "until", "dash", "between") for t in piece):
        length = (numbers[-1] - numbers[0]) % 7
        numbers = [(numbers[0] - 1 + step) % 7 + 1 for step in range(length + 1)]
    return joined("weekdays", tuple(sorted(set(numbers))), piece)


def _every_part(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "mỗi tối thứ bảy": the evenings of every Saturday."""
    part, weekday = first(piece, "part"), piece[-1]
    assert part is not None, "the pattern has one"
    part = replace(part, start=piece[0].start)
    return [part, replace(weekday, tag="weekdays", value=(weekday.value,))]


def _order(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "người thứ hai" is the second person."""
    word, token = piece
    if word.value not in _NOT_AN_ORDER:
        return None
    return [word, Token("order", None, token.start, token.end)]


def _short(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "on Sat", "tối T7": short names need such a word; "in the sun" has none."""
    if piece[0].tag == "fill" and piece[0].value != "on":
        return None
    return [replace(t, tag="weekday") if t.tag == "short_weekday" else t for t in piece]


def _plural(piece: Sequence[Token], now: datetime) -> Run | Token:
    """Thus "Saturday nights" are those of every Saturday."""
    *weekday, parts = piece
    part = replace(parts, tag="part")
    return [*(replace(day, tag="weekdays", value=(day.value,)) for day in weekday), part]


def _weekend(piece: Sequence[Token], now: datetime) -> Token | None:
    return joined("weekdays", (6, 7), piece) if piece[-1].value == "weekend" else None


def _weeknights(piece: Sequence[Token], now: datetime) -> Run:
    token = piece[0]
    return [
        Token("weekdays", (1, 2, 3, 4, 5), token.start, token.end),
        Token("part", "night", token.end, token.end),
    ]


_UNIT = "(unit|minute|hour|day_word|month_word|year_word)"
_WEEKDAY = "(weekday|short_weekday)"
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
    rule("weekday unit (before|this|qua|roi|after|until)", _named_weekday),
    rule("(number hour|number_h|number minute) before word", _before_a_house),
    rule("(fill|this)* (last|past) number " + _UNIT, _rolling),
    rule("fill* fill last unit", _in_the_last),
    rule("(fill|this)* past " + _UNIT, _rolling),
    rule("(fill|this)* last (?= minute|hour) " + _UNIT, _rolling),
    rule("fill* number " + _UNIT + " (fill? qua|roi)", _rolling),
    rule("fill* number_h qua", _rolling),
    rule("fill* " + _UNIT + " qua", _rolling),
    rule("cach_day (number " + _UNIT + "|number_h|unit)", _ago),
    rule("(number|article) " + _UNIT + " ago", _ago),
    rule("unit ago", _ago),
    rule("unit before " + _NOT_OF_AN_EVENT, _half_hour_ago),
    rule(_NOT_AT + "(number " + _UNIT + "|number_h) before " + _NOT_OF_AN_EVENT, _ago),
    rule("weeknights", _weeknights),
)  # fmt: skip
"""Counted from now; before clocks are read, because "2 giờ" is an hour or a length."""

WEEK_RULES = (
    rule("word (weekday|weekdays)", _order),
    rule("(fill|last|this|every|since|after|before|until|part|day_word) short_weekday", _short),
    rule("short_weekday (part|comma|date|day)", _short),
    rule("weekday? parts", _plural),
    rule("part qua", _part_on(-1)),
    rule("part this", _part_on(0)),
    rule("this part", _part_on(0)),
    rule("last part", _part_on(-1)),
    rule("tonight", _part_on(0)),
    rule("hoi part", _latest_part),
    rule("(last|this|next) " + _WEEKDAY, _named_weekday),
    rule("weekday fill? (last|this|next) unit", _named_weekday),
    rule("weekday (before|this|qua|roi)", _named_weekday),
    rule("(last|this|next) unit", _named_unit),
    rule("(unit|month_word|year_word) (before|this|ngoai|qua|roi|after|until) (?! clock|part)",
         _named_unit),
    rule("(at|fill|every)* unit (?! number)", _weekend),
    rule("every day_word? weekday ((and|comma)+ day_word? weekday)*", _one_after_the_other),
    rule("every part fill? day_word? weekday", _every_part),
    rule("weekday every unit", _one_after_the_other),
    rule("between weekday and weekday", _one_after_the_other),
    rule("weekday (and weekday)+", _one_after_the_other),
    rule("from? weekday (to|until|dash) weekday", _one_after_the_other),
    rule("weekdays (and weekdays)+", _one_after_the_other),
)  # fmt: skip
"""Weeks, weekends, weekdays and parts of a day as named from now."""
