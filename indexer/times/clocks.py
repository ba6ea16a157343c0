"""Times of the clock and parts of the day.

An hour of 1 to 12 without "am", "pm" or a part of the day is read as written: "9h" is 09:00. A part
of the day that goes with it moves it: "9h tối", "tối 27/4 lúc 9h" and "9 at night" are 21:00.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from indexer.times.tokens import Run, Token, first, joined, rule

DAY = 24 * 60
"""Minutes of a day."""

PARTS: dict[str, tuple[int, int]] = {
    "sáng": (5 * 60, 11 * 60),
    "trưa": (11 * 60, 13 * 60),
    "chiều": (13 * 60, 18 * 60),
    "tối": (18 * 60, DAY),
    "đêm": (22 * 60, DAY + 5 * 60),
    "khuya": (23 * 60, DAY + 4 * 60),
    "rạng sáng": (0, 6 * 60),
    "chiều tối": (13 * 60, DAY),
    "ban ngày": (5 * 60, 18 * 60),
    "morning": (5 * 60, 12 * 60),
    "afternoon": (12 * 60, 18 * 60),
    "evening": (18 * 60, DAY),
    "night": (20 * 60, DAY + 5 * 60),
}
"""Minutes since the midnight with which a part's day begins, [from, to)."""

_AFTER_NOON_FROM = {
    "sáng": 13, "rạng sáng": 13, "morning": 13, "trưa": 1, "chiều": 1, "afternoon": 1,
    "tối": 4, "evening": 4, "đêm": 7, "night": 6, "khuya": 9, "chiều tối": 1,
    "ban ngày": 1,
}  # fmt: skip
"""From which hour on (up to 11) a clock with that part is after noon: "1 giờ trưa", "9 giờ tối"."""
_EARLY = {"trưa": 10, "ban ngày": 5}
"""Hours from which on such a part means the hours before noon: "11 giờ trưa"."""
_AT_NOON = ("trưa", "chiều", "chiều tối", "afternoon", "ban ngày")
_LATE = ("tối", "đêm", "khuya", "evening", "night")


@dataclass(frozen=True)
class Clock:
    """Minutes since midnight; `fixed` where a part of the day no longer moves it.

    `halved` tells that "pm" or a part of the day fixed it, which may hold for the other end of a
    range too. A midnight that ends its day is DAY: "12 giờ đêm 27/4" is 28 April, 00:00.
    """

    minute: int
    fixed: bool = True
    halved: bool = False

    def in_part(self, part: str) -> "Clock":
        """The clock as it is meant with a part of the day; a fixed one is left alone."""
        if self.fixed:
            return self
        hour, minute = divmod(self.minute, 60)
        if hour == 12:
            base = DAY // 2 if part in _AT_NOON else DAY if part in _LATE else 0
            return Clock(base + minute, halved=True)
        early = hour >= _EARLY.get(part, 12)
        after_noon = hour >= _AFTER_NOON_FROM[part] and not early
        return Clock(self.minute + 12 * 60 * after_noon, halved=True)


def clock_of(minute: int) -> Clock:
    """A clock as written; hours of 1 to 12 may still be moved by a part of the day."""
    return Clock(minute, fixed=not 60 <= minute < 13 * 60)


def _before_midnight(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "shortly before midnight on Saturday": the midnight with which that day ends."""
    around, midnight = piece
    if around.value != "before" or midnight.value != 0:
        return None
    return [around, replace(midnight, value=DAY)]


def _written(piece: Sequence[Token], now: datetime) -> Token:
    return joined("clock", clock_of(piece[0].value), piece)


def _fixed(piece: Sequence[Token], now: datetime) -> Token:
    return joined("clock", Clock(piece[0].value, halved=True), piece)


def _really_a_number(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "năm giờ" is five o'clock, and without accents "sau gio" six, "tam gio" eight."""
    token, hour = piece
    bare = token.bare or hour.bare
    if token.value is None or not (bare or token.tag == "year_word"):
        return None
    return [replace(token, tag="number"), hour]


def _seven(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "bay gio toi" is seven in the evening, "bay gio" alone is now."""
    if not (piece[0].bare and piece[0].value):
        return None
    return [replace(piece[0], tag="clock", value=Clock(7 * 60, fixed=False)), *piece[1:]]


def _up_to(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "8 gio toi 10 gio": without accents "tới" looks like "tối"."""
    if not piece[1].bare or piece[1].value != "tối":
        return None
    return [piece[0], replace(piece[1], tag="until", value=None), *piece[2:]]


def _hour(piece: Sequence[Token], now: datetime) -> Token | Run | None:
    """Thus "9 giờ", "9 giờ 30", "9 rưỡi"; in "9 giờ 2 người" the 2 is no minute."""
    hour, rest = piece[0].value, [token for token in piece[1:] if token.tag == "number"]
    kept: Run = []
    minute = 30 if first(piece, "half") else 0
    if rest:
        is_minute = first(piece, "minute") or rest[0].end - rest[0].start > 1
        minute, kept = (rest[0].value, []) if is_minute else (0, [rest[0]])
    taken = piece[: len(piece) - len(kept)]
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return [joined("bad", None, taken), *kept]
    return [joined("clock", clock_of(hour * 60 + minute), taken), *kept]


def _foreign_hour(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "at 9 hour", "from 20 hour until 22 hour", "at hour 19", as who learns English says."""
    number = next(token for token in piece if token.tag == "number")
    unit = next(token for token in piece if token.tag == "unit")
    is_late = number.value > 12 and piece[0].tag not in ("comma", "stop")
    is_one = is_late or unit.end - unit.start == len("hour")
    if unit.value != "hour" or not is_one or not 1 < number.value <= 24:
        return None
    told = [token for token in piece if token in (number, unit)]
    clock = joined("clock", clock_of(number.value * 60), told)
    return [*piece[: -len(told)], clock] if piece[-1] in told else None


def _foreign_hours(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "at 6 hours in the morning"."""
    at, number, unit = piece
    if unit.value != "hour" or not 1 <= number.value <= 24:
        return None
    return [at, joined("clock", clock_of(number.value * 60), [number, unit])]


def _less(piece: Sequence[Token], now: datetime) -> Token | None:
    hour, minute = piece[0].value, next(t.value for t in piece[1:] if t.tag == "number")
    if not (1 <= hour <= 24 and 1 <= minute <= 59):
        return None
    return joined("clock", clock_of(hour * 60 - minute), piece)


def _past_or_to(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "half past nine", "ten to nine"; figures need "minutes", or "5 to 7" would be one."""
    lead, last = piece[0], piece[-1]
    minutes = {"quarter": 15, "half_past": 30}.get(lead.tag, lead.value)
    as_figures = lead.tag == "number" and lead.end - lead.start < 3
    if (as_figures and not first(piece, "minute")) or not 1 <= minutes <= 59:
        return None
    base = last.value if isinstance(last.value, Clock) else clock_of(last.value * 60)
    minute = base.minute + (-minutes if first(piece, "to") else minutes)
    if base.minute > DAY:
        return None
    return joined("clock", Clock(minute % DAY if minute < 0 else minute, base.fixed), piece)


def _after(piece: Sequence[Token], now: datetime) -> Token:
    return replace(piece[0], tag="after", value=None)


def _spoken_minutes(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "between nine and nine thirty last night"; in figures "9 30" is two numbers."""
    lead, hour, minute = piece
    in_words = all(token.end - token.start > len("30") for token in (hour, minute))
    if not in_words or not (1 <= hour.value <= 12 and 10 <= minute.value <= 59):
        return None
    return [lead, joined("clock", clock_of(hour.value * 60 + minute.value), [hour, minute])]


def _day_then_hours(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "26/04 - 10:00-12:00": the first dash joins no range."""
    return [piece[0], replace(piece[1], tag="comma")]


def _am_pm(piece: Sequence[Token], now: datetime) -> Token | None:
    value = piece[0].value
    clock = value if isinstance(value, Clock) else clock_of(value * 60)
    if not 60 <= clock.minute < 13 * 60:
        return None
    return joined("clock", clock.in_part("morning" if piece[-1].tag == "am" else "chiều"), piece)


def _two_numbers(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "nine thirty pm"."""
    hour, minute = piece[0].value, piece[1].value
    if not (1 <= hour <= 12 and 1 <= minute <= 59):
        return None
    half = "morning" if piece[-1].tag == "am" else "chiều"
    return joined("clock", clock_of(hour * 60 + minute).in_part(half), piece)


def _number_as_clock(piece: Sequence[Token], now: datetime) -> Run | None:
    """The numbers of the piece as hours; all its other tokens are kept."""
    if any(token.tag == "number" and token.value > 24 for token in piece):
        return None
    return [
        replace(t, tag="clock", value=clock_of(t.value * 60)) if t.tag == "number" else t
        for t in piece
    ]


def _of_a_part(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "nine in the evening"."""
    hour = piece[0].value
    return joined("clock", clock_of(hour * 60), piece) if 1 <= hour <= 12 else None


def _with_part(piece: Sequence[Token], now: datetime) -> Token | None:
    clock, part = piece[0].value, piece[-1].value
    if clock.fixed and 12 * 60 <= clock.minute < 13 * 60 and part not in _AT_NOON:
        return None
    return joined("clock", replace(clock.in_part(part), fixed=True), piece)


_SOON = (
    "(fill|at|day_word|every)* (this? part|day|date|date_or_not|weekday|weekdays|tonight|last"
    "|month|stop|comma"
    "|(number|ordinal) fill? month)"
)
"""What may follow a bare hour: "at 9 tonight", but not "at 9 shops"."""


def _counted_from(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "two hours before midnight", "20 phút sau 9 giờ"."""
    count, unit, side, clock = piece
    length = {"hour": 60, "giờ": 60}.get(unit.value or "", 60 if unit.tag == "hour" else 0)
    minutes = count.value * (1 if unit.tag == "minute" else length)
    minute = clock.value.minute + (minutes if side.tag == "after" else -minutes)
    if not minutes or abs(minute) > 2 * DAY:
        return joined("vague", None, piece)
    return joined("clock", Clock(minute % DAY), piece)


CLOCK_RULES = (
    rule("(year_word|around|after) (hour|half)", _really_a_number),
    rule("now (?= part)", _seven),
    rule("around clock_fixed", _before_midnight),
    rule("written", _written),
    rule("clock_fixed", _fixed),
    rule("(number|number_h) hour? less number minute?", _less),
    rule("number (hour|half) (half|number minute?)?", _hour),
    rule("number_h (half|number minute)?", _hour),
    rule("number oclock", _hour),
    rule("(at|around|from|until|to|between|and|since|weekday|day|date) number unit", _foreign_hour),
    rule("(at|around) number unit (?= fill* part)", _foreign_hours),
    rule("(at|around|from|until|to|between|and|since|comma|stop) unit number"
         " (?! unit|minute|hour)", _foreign_hour),
    rule("clock part (?= at? (clock|number))", _up_to),
    rule("number number (am|pm)", _two_numbers),
    rule(f"(at|around|and|to|until|after|before|since|from|between) number number (?={_SOON})",
         _spoken_minutes),
    rule("half_past (number|clock)", _past_or_to),
    rule("(quarter|number minute) (past|to) (number|clock)", _past_or_to),
    rule("(?<! from)(?<! between) number (past|to) (number|clock)", _past_or_to),
    rule("past (?= clock)", _after),
    rule("(number|clock) (am|pm)", _am_pm),
    rule("number (unit|minute|hour) (before|after) clock", _counted_from),
    rule(f"(from|between|since) number (to|until|dash|and) number (?={_SOON})", _number_as_clock),
    rule("number (to|until|dash) (?= around? clock)", _number_as_clock),
    rule("number (to|until|dash) number (?= fill+ part)", _number_as_clock),
    rule("part number (to|until|dash) number (?= stop|comma)", _number_as_clock),
    rule("between number and (?= clock)", _number_as_clock),
    rule(f"(from|between|since) clock (to|until|dash|and) number (?={_SOON})", _number_as_clock),
    rule(f"(at|after|before|since|until|from) number (?! month)(?={_SOON})",
         _number_as_clock),
    rule("(around|more) number (?= (fill|at)* (part|day|weekday|tonight|last part|this part))",
         _number_as_clock),
    rule("number (?= fill fill? part)", _of_a_part),
    rule(f"clock (to|until|dash) number (?={_SOON})", _number_as_clock),
    rule("(part|day|weekday|date|ordinal) (fill|comma)* (at|around)+ number"
         " (?= stop|comma|article|and (word|article))",
         _number_as_clock),
    rule("(date|day|weekday) dash (?= clock (dash|to|until) clock)", _day_then_hours),
    rule("clock (fill|at|more|comma)* part (?! qua|this|day|before_last)", _with_part),
)  # fmt: skip
"""In their order: from figures and words to clocks."""
