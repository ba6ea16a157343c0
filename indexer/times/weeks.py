"""Weeks, weekends, weekdays and parts of the day as named from now: "thứ bảy tuần trước"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from indexer.times.dates import Days, latest_weekday, one_day, week_of
from indexer.times.spans import OFFSETS, calendar_days, unit_of
from indexer.times.tokens import Build, Run, Token, first, joined, rule, values

_NOT_AN_ORDER_TEXT = "nguoi xe chiec lan cai con vu ten vi doi anh chi em nha thang"
_NOT_AN_ORDER = frozenset(_NOT_AN_ORDER_TEXT.split())
"""Folded words after which "thứ hai" is the second one, not Monday."""


def _named_unit(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "last week", "tuần trước", "this month", "cuối tuần này"."""
    unit = unit_of(piece)
    offset = next(OFFSETS[t.tag] for t in piece if t.tag in OFFSETS)
    if unit in ("minute", "hour", "half-hour"):
        return None
    try:
        return joined("day", calendar_days(unit, offset, now.date()), piece)
    except (ValueError, OverflowError):
        return joined("bad", None, piece)


def _named_weekday(piece: Sequence[Token], now: datetime) -> Token:
    """Thus "last Saturday" is the latest before today; "thứ bảy tuần trước" that of last week."""
    number = next(t.value for t in piece if t.tag in ("weekday", "short_weekday"))
    today = now.date()
    if first(piece, "unit"):
        offset = next(OFFSETS[t.tag] for t in piece if t.tag in OFFSETS)
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


def _last_night(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "hồi hôm", as the South says."""
    start, end = piece[0].start, piece[0].end
    return [Token("part", "đêm", start, end), Token("day", -1, end, end)]


def _night_before_last(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "the night before last"."""
    part, last = piece[-2:]
    part = replace(part, start=piece[0].start)
    return [part, Token("day", -2, last.start, last.end)]


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


def _last_of_both(piece: Sequence[Token], now: datetime) -> Token:
    """Thus "between Friday and Sunday": the latest ones that are over."""
    first_day, last_day = values(piece, "weekday")
    today = now.date()
    end = today - timedelta(days=(today.isoweekday() - last_day) % 7 or 7)
    start = end - timedelta(days=(last_day - first_day) % 7)
    return joined("day", Days(start, end + timedelta(days=1)), piece)


def _same_part(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "đêm thứ bảy và đêm chủ nhật hằng tuần"."""
    parts = [token for token in piece if token.tag == "part"]
    if parts[0].value != parts[1].value:
        return None
    days = tuple(sorted({*values(piece, "weekday")}))
    return [parts[0], joined("weekdays", days, piece[1:])]


def _range_of_weekdays(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "Mondays to Fridays"."""
    ends = [token.value for token in piece if token.tag == "weekdays"]
    if any(len(end) != 1 for end in ends):
        return None
    length = (ends[1][0] - ends[0][0]) % 7
    numbers = ((ends[0][0] - 1 + step) % 7 + 1 for step in range(length + 1))
    return joined("weekdays", tuple(sorted(numbers)), piece)


def _every_part(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "mỗi tối thứ bảy": the evenings of every Saturday."""
    part, weekday = first(piece, "part"), piece[-1]
    assert part is not None, "the pattern has one"
    part = replace(part, start=piece[0].start)
    return [part, replace(weekday, tag="weekdays", value=(weekday.value,))]


def _every_part_of(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "các sáng thứ bảy, chủ nhật hằng tuần"."""
    part = first(piece, "part")
    assert part is not None, "the pattern has one"
    days = joined("weekdays", tuple(sorted({*values(piece, "weekday")})), piece[1:])
    return [replace(part, start=piece[0].start), replace(days, start=part.end)]


def _order(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "người thứ hai" is the second person."""
    word, token = piece
    if word.value not in _NOT_AN_ORDER:
        return None
    return [word, Token("order", None, token.start, token.end)]


def _short(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "on Sat", "tối T7": short names need such a word; "in the sun" has none.

    Those of two characters (t2 to t7, cn) may also stand alone, or after "hôm".
    """
    named = next(token for token in piece if token.tag == "short_weekday")
    is_sure = named.end - named.start == 2
    if piece[0].tag == "fill" and piece[0].value != "on" and not is_sure:
        return None
    if {piece[0].tag, piece[-1].tag} <= {"stop", "comma", "short_weekday"} and not is_sure:
        return None
    return [replace(t, tag="weekday") if t.tag == "short_weekday" else t for t in piece]


def _short_before_clock(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "Sat 11pm", "Sat + Sun": a clock or another day makes them sure."""
    return [replace(t, tag="weekday") if t.tag == "short_weekday" else t for t in piece]


def _plural(piece: Sequence[Token], now: datetime) -> Run | Token:
    """Thus "Saturday nights" are those of every Saturday."""
    *named, parts = piece
    days = (*values(named, "weekday"), *values(named, "short_weekday"))
    part = replace(parts, tag="part")
    return [joined("weekdays", days, named), part] if days else part


def _weekend(piece: Sequence[Token], now: datetime) -> Token | None:
    return joined("weekdays", (6, 7), piece) if piece[-1].value == "weekend" else None


def _weeknights(piece: Sequence[Token], now: datetime) -> Run:
    token = piece[0]
    return [
        Token("weekdays", (1, 2, 3, 4, 5), token.start, token.end),
        Token("part", "night", token.end, token.end),
    ]


def _of_a_working_week(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "các tối trong tuần": the evenings of Monday to Friday."""
    part, unit = first(piece, "part"), piece[-1]
    assert part is not None, "the pattern has one"
    if unit.value != "week" or piece[-2].end - piece[-2].start != len("trong"):
        return None
    days = Token("weekdays", (1, 2, 3, 4, 5), piece[-2].start, unit.end)
    return [replace(part, start=piece[0].start), days]


def _weekdays_of_a_week(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "Tuesday to Thursday last week"."""
    offset = next(OFFSETS[t.tag] for t in piece if t.tag in OFFSETS and t.tag != "until")
    monday = week_of(now.date() + timedelta(weeks=offset)).first
    numbers = values(piece, "weekday")
    if monday is None or numbers[0] >= numbers[1]:
        return None
    start, end = (monday + timedelta(days=number - 1) for number in numbers)
    return joined("day", Days(start, end + timedelta(days=1)), piece)


def _in_unit(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "tips from last week" are that week's; "từ tuần trước" is since then."""
    built = _named_unit(piece[1:], now) if piece[0].end - piece[0].start == len("from") else None
    return [built] if isinstance(built, Token) else built


def _past_weekday(piece: Sequence[Token], now: datetime) -> Token:
    """Thus "this past Monday": the latest one, as if it were named alone."""
    return replace(piece[-1], start=piece[0].start)


_WEEKDAY = "(weekday|short_weekday)"
LAST_WEEK_RULES = (
    rule("from? weekday (to|until|dash) weekday (last|this) unit", _weekdays_of_a_week),
    rule("from? weekday (to|until|dash) weekday unit (before|this|qua|roi)", _weekdays_of_a_week),
    rule("(weekday|short_weekday) unit (before|this|qua|roi|after|until)", _named_weekday),
    rule("weeknights", _weeknights),
    rule("from last unit (?! (to|until|dash))", _in_unit),
)
"""Before spans are read, because "tuần qua" alone is the last seven days."""

WEEK_RULES = (
    rule("word (weekday|weekdays)", _order),
    rule("(fill|last|this|every|since|after|before|until|part|day_word) short_weekday", _short),
    rule("short_weekday (part|comma|date|day)", _short),
    rule("(clock|written|clock_fixed) short_weekday", _short),
    rule("short_weekday and short_weekday", _short_before_clock),
    rule("(stop|comma) short_weekday (?= clock|clock_fixed|written|number_h|weekday|number dash)",
         _short_before_clock),
    rule("(stop|comma) short_weekday (?= stop|comma|short_weekday)", _short_before_clock),
    rule("(stop|comma) short_weekday"
         " (?= stop|comma|clock|clock_fixed|number_h|number|written)", _short),
    rule("short_weekday (?= every unit)", _short),
    rule("short_weekday parts", _plural),
    rule("(weekday and)? weekday? parts", _plural),
    rule("part qua", _part_on(-1)),
    rule("part this (?! unit)", _part_on(0)),
    rule("this part", _part_on(0)),
    rule("last part", _part_on(-1)),
    rule("tonight", _part_on(0)),
    rule("fill? part before_last", _night_before_last),
    rule("last_night", _last_night),
    rule("hoi part (?! fill* (day|weekday|date|last|this|qua|number))", _latest_part),
    rule("this past weekday", _past_weekday),
    rule("(last|this|next) " + _WEEKDAY, _named_weekday),
    rule("weekday fill? (last|this|next) unit", _named_weekday),
    rule("weekday (this|qua|roi)", _named_weekday),
    rule("weekday before (?! fill* (clock|clock_fixed|number_h|number|written|hour|part|event))",
         _named_weekday),
    rule("(last|this|next) unit", _named_unit),
    rule("(unit|month_word|year_word) before_last", _named_unit),
    rule("(unit|month_word|year_word) (before|this|ngoai|qua|roi|after|until) (?! clock|part)",
         _named_unit),
    rule("(at|fill|every)* unit (?! number)", _weekend),
    rule("(weekday|short_weekday) ((and|comma)* (weekday|short_weekday))* every_one",
         _one_after_the_other),
    rule("every day_word? weekday ((and|comma)+ day_word? weekday)*", _one_after_the_other),
    rule("daily weekday ((and|comma)+ daily? weekday)*", _one_after_the_other),
    rule("part weekday and part weekday every unit", _same_part),
    rule("every? part weekday ((and|comma)+ weekday)+ every unit", _every_part_of),
    rule("every part weekday ((and|comma)+ weekday)+", _every_part_of),
    rule("every part fill? day_word? weekday", _every_part),
    rule("every? part fill unit (?! before|this|qua|roi|last|next|after|until|before_last)",
         _of_a_working_week),
    rule("from? weekday (to|until|dash) weekday every unit", _one_after_the_other),
    rule(_WEEKDAY + " ((and|comma)* " + _WEEKDAY + ")* every unit", _one_after_the_other),
    rule("between weekday and weekday every unit", _one_after_the_other),
    rule("between weekday and weekday", _last_of_both),
    rule("weekday (and weekday)+", _one_after_the_other),
    rule("from? weekday (to|until|dash) weekday", _one_after_the_other),
    rule("weekdays (and weekdays)+", _one_after_the_other),
    rule("from? weekdays (to|until|dash) weekdays", _range_of_weekdays),
)  # fmt: skip
"""Weeks, weekends, weekdays and parts of a day as named from now."""
