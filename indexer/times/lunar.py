"""Days of the Vietnamese lunar calendar: "mùng 3 Tết", "rằm tháng 7", "23 tháng chạp".

The calendar itself is lunar-vn's, after Hồ Ngọc Đức's rules for UTC+7. A date without a year is the
latest past one; a leap month's days are not meant where only "tháng 6" is said.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar

from indexer.times.dates import latest_of, one_day
from indexer.times.tokens import Run, Token, first, joined, rule

_LAST_MONTH = 12
_LATE = 15
"""From this day on "29 Tết" is one of the days before the first of the year."""


def solar_date(day: int, month: int, year: int | None, today: date) -> date:
    """The day of a lunar date; without a year the latest up to `today`.

    Raises ValueError for one that does not exist, as the 30th of a month of 29 days.
    """
    if year is not None:
        return _solar(day, month, year)
    newest = solar_to_lunar(today).year
    return latest_of(lambda named: _solar(day, month, named), newest, today)


def _solar(day: int, month: int, year: int) -> date:
    found = lunar_to_solar(LunarDate(day, month, year))
    if solar_to_lunar(found) != LunarDate(day, month, year):
        raise ValueError(f"no such lunar date: {day}/{month}/{year}")
    return found


def _year_of(piece: Sequence[Token], today: date) -> int | None:
    named = first(piece, "year")
    if named is not None:
        return int(named.value)
    counted = {"ngoai": -1, "this": 0}
    back = next((counted[token.tag] for token in piece if token.tag in counted), None)
    return None if back is None else solar_to_lunar(today).year + back


def _joined_day(piece: Sequence[Token], day: int, month: int, now: datetime) -> Token:
    return _dated(piece, day, month, _year_of(piece, now.date()), now.date())


def _dated(piece: Sequence[Token], day: int, month: int, year: int | None, today: date) -> Token:
    try:
        found = solar_date(day, month, year, today)
    except (ValueError, OverflowError):
        return joined("bad", None, piece)
    return joined("day", one_day(found), piece)


def _of_tet(piece: Sequence[Token], now: datetime) -> Token:
    """Thus "mùng 3 Tết", "third day of Tet"; "30 Tết" is of the year that ends with it."""
    number = int(next(t.value for t in piece if t.tag in _NUMBERS))
    if number < _LATE:
        return _joined_day(piece, number, 1, now)
    year, today = _year_of(piece, now.date()), now.date()
    try:
        found = solar_date(number, _LAST_MONTH, year and year - 1, today)
    except ValueError:
        found = solar_date(1, 1, year, today) - timedelta(days=1)
    return joined("day", one_day(found), piece)


def _full_moon(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "rằm tháng 7"; "rằm" alone is the latest fifteenth."""
    moon = next(token for token in piece if token.tag == "full_moon")
    month = first(piece, "lunar_month") or first(piece, "number")
    if month is not None:
        return _joined_day(piece, 15, int(month.value), now)
    if moon.bare:
        return None
    today = solar_to_lunar(now.date())
    back = now.date() - timedelta(days=(today.day - 15) % 30)
    return joined("day", one_day(back - timedelta(days=solar_to_lunar(back).day - 15)), piece)


def _of_lunar_month(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "23 tháng chạp", "mùng 10 tháng giêng", "ngày 3 tháng 3 âm lịch"."""
    numbers = [int(t.value) for t in piece if t.tag in ("number", "ordinal")]
    month = first(piece, "lunar_month")
    return _joined_day(piece, numbers[0], int(month.value) if month else numbers[1], now)


def _lunar_figures(piece: Sequence[Token], now: datetime) -> Token:
    """Thus "3/3 âm lịch"."""
    day, month, year = next(t.value for t in piece if t.tag in ("date", "date_or_not"))
    return _dated(piece, day, month, year, now.date())


def _named(piece: Sequence[Token], now: datetime) -> Token:
    """Thus "trung thu", the mid-autumn festival."""
    day, month = next(t.value for t in piece if t.tag == "lunar_day")
    return _joined_day(piece, day, month, now)


def _goods(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "bánh trung thu" is what is eaten on that day, and no day."""
    word, feast = piece
    return [word, replace(feast, tag="order")] if word.value in _OF_THE_FEAST else None


_OF_THE_FEAST = ("banh", "hop", "den", "qua", "mam")
"""Folded words of goods before the name of a feast."""
_NUMBERS = ("number", "ordinal", "ordinal_word")
_YEAR = "(fill? year_word? year|year_word (ngoai|this)|roi|qua)?"
_NUMBER = "(number|ordinal)"
_LEAD = "(fill|day_word)*"

LUNAR_RULES = (
    rule("word lunar_day", _goods),
    rule(f"{_LEAD} (mung|day_word) number fill? tet {_YEAR}", _of_tet),
    rule(f"fill* ({_NUMBER} unit|ordinal_word) fill* tet {_YEAR}", _of_tet),
    rule(f"number tet {_YEAR}", _of_tet),
    rule(f"{_LEAD} full_moon (month_word number|lunar_month)? (lunar)? {_YEAR}", _full_moon),
    rule(f"{_LEAD} mung? {_NUMBER} lunar_month {_YEAR}", _of_lunar_month),
    rule(f"{_LEAD} mung? {_NUMBER} month_word number lunar {_YEAR}", _of_lunar_month),
    rule(f"{_LEAD} (date|date_or_not) lunar", _lunar_figures),
    rule(f"{_LEAD} lunar_day {_YEAR}", _named),
)
"""Read before all else, since "tết" with nothing beside it is a season that cannot be read."""
