"""Days named together: "25-27/4", "từ 1/10 đến 31/10", "đêm 27 rạng sáng 28/4"."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from indexer.times.dates import Days, one_day
from indexer.times.tokens import Run, Token, first, joined, rule, values

_ONE = timedelta(days=1)
_LONGEST = timedelta(days=62)


def _same_month(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "25-27/4", "ngày 25 và 27/4": the first day lies in the month of the second."""
    number = first(piece, "number") or first(piece, "ordinal")
    other = piece[-1].value.single
    if number is None or other is None or not 1 <= number.value < other.day:
        return None
    at = piece.index(number)
    day = joined("day", one_day(other.replace(day=number.value)), piece[: at + 1])
    return [day, *piece[at + 1 :]]


def _both(piece: Sequence[Token], now: datetime) -> Run | None:
    """Days or months named one by one, as the range that holds them, of at most two months."""
    days, parts = values(piece, "day"), [t for t in piece if t.tag == "part"]
    left, right = days[0], days[-1]
    if None in (left.first, left.last, right.first, right.last):
        return None
    if not timedelta(0) < right.last - left.first <= _LONGEST or left.first >= right.first:
        return None
    if len(parts) == 2 and parts[0].value != parts[1].value:
        return None
    return [*parts[:1], joined("day", Days(left.first, right.last), piece)]


def _range(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "1/10 - 31/10": from the first to the last day, both with it."""
    left, right = values(piece, "day")
    if None in (left.first, left.last, right.first, right.last) or left.first >= right.first:
        return None
    return joined("day", Days(left.first, right.last), piece)


def _night_into(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "đêm 27 rạng sáng 28/4": from one evening to the morning after."""
    night, _, dawn, day = (piece[0], piece[1], *piece[-2:])
    if dawn.value != "rạng sáng" or night.value not in ("tối", "đêm", "khuya"):
        return None
    single = day.value.single
    if single is None:
        return None
    before = joined("day", one_day(single - _ONE), piece[:2])
    return [night, before, Token("dash", None, dawn.start, dawn.start), dawn, day]


_NUMBER = "(number|ordinal)"

RANGE_RULES = (
    rule("day_word? " + _NUMBER + " (dash|to|until|and|comma)+ (fill|day_word)* day", _same_month),
    rule("part (number|day) (fill|comma)* part day_word? day", _night_into),
    rule("between? (day_word* part? day (and|comma)+ day_word?)+ part? day", _both),
    rule(
        "(?<! clock)(?<! part)(?<! weekday) (from|between|since)? day (to|until|dash) day_word? day"
        " (?! (at|fill)* (clock|part) (?! (to|until|dash) clock))"
        " (?! comma (at|fill)* clock (?! (to|until|dash) clock))",
        _range,
    ),
)
"""Applied once single days are read."""
