"""Days: dates, weekdays, weeks and months as they are named, seen from now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from indexer.times.clocks import clock_of
from indexer.times.tokens import Build, Run, Token, first, joined, rule

_ONE = timedelta(days=1)
_MAY = 5
_COUNTED_TEXT = "lan nguoi xe chiec bua buoi dem ca luot vu"
_COUNTED = frozenset(_COUNTED_TEXT.split())
"""Folded words that make "ngày 2 …" a count: "ngày 2 lần", twice a day."""


@dataclass(frozen=True)
class Days:
    """Local days, [first, last); None is open."""

    first: date | None
    last: date | None

    @property
    def single(self) -> date | None:
        """The day, if it is just one."""
        if self.first is None or self.last is None or self.last - self.first != _ONE:
            return None
        return self.first

    @property
    def is_short(self) -> bool:
        """Whether it is at most a week, so that a weekday names one of its days."""
        return bool(self.first and self.last and self.last - self.first <= timedelta(days=7))


def one_day(day: date) -> Days:
    """A single day."""
    return Days(day, day + _ONE)


def latest_weekday(number: int, today: date) -> date:
    """The latest day of that ISO weekday, today included."""
    return today - timedelta(days=(today.isoweekday() - number) % 7)


def week_of(day: date) -> Days:
    """The week, Monday to Sunday, that a day lies in."""
    monday = day - timedelta(days=day.isoweekday() - 1)
    return Days(monday, monday + timedelta(days=7))


def month_of(year: int, month: int) -> Days:
    """A month; raises ValueError for one that does not exist."""
    return Days(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))


def months_back(day: date, count: int) -> tuple[int, int]:
    """Year and month of `count` months before (negative: after) a day's month."""
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return year, month + 1


def latest_date(day: int, month: int, today: date) -> date:
    """The latest such date up to today; raises ValueError if there is none in eight years."""
    return latest_of(lambda year: date(year, month, day), today.year, today)


def latest_of(in_year: Callable[[int], date], newest: int, today: date) -> date:
    """The latest date up to today that a year has, of some calendar, from `newest` backwards.

    `in_year` raises ValueError for a year without it, and so does this for eight of them.
    """
    for year in range(newest, newest - 9, -1):
        try:
            found = in_year(year)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError("no such date in eight years")


def _latest_day(day: int, today: date) -> date:
    for back in range(13):
        year, month = months_back(today, back)
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError(f"no such day of a month: {day}")


def _days(make: Callable[[Sequence[Token], date], Days | date | None]) -> Build:
    """A builder of one `day` token; a date that does not exist becomes `bad`."""

    def build(piece: Sequence[Token], now: datetime) -> Token | None:
        try:
            made = make(piece, now.date())
        except (ValueError, OverflowError):
            return joined("bad", None, piece)
        if made is None:
            return None
        return joined("day", one_day(made) if isinstance(made, date) else made, piece)

    return build


def _date(day: int, month: int, year: int | None, today: date) -> date:
    return latest_date(day, month, today) if year is None else date(year, month, day)


def _numeric(piece: Sequence[Token], today: date) -> date:
    """Day before month, unless only the other way round makes a date: "4/21"."""
    day, month, year = piece[-1].value
    if month > 12 >= day:
        day, month = month, day
    return _date(day, month, year, today)


def _numeric_or_not(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "ngày 27.4" is a date, "lúc 21.30" a clock, a bare "27.4" neither."""
    lead, token = piece
    day, month, _ = token.value
    try:
        found = latest_date(day, month, now.date())
    except ValueError:
        is_clock = day < 24 and month < 60
        if lead.tag == "day_word" or (lead.tag == "part" and not is_clock):
            return [lead, replace(token, tag="bad")]
        return (
            [lead, replace(token, tag="clock", value=clock_of(day * 60 + month))]
            if is_clock
            else None
        )
    return [lead, replace(token, tag="day", value=one_day(found))]


def _counted(piece: Sequence[Token], now: datetime) -> Run:
    """Thus ", 4-5 males": no date where it counts what follows it."""
    return [piece[0], replace(piece[1], tag="order")]


def _named(piece: Sequence[Token], today: date) -> date:
    """Thus "ngày 27 tháng 4 năm 2022", "April 27, 2022", "27th of April"."""
    numbers = [t.value for t in piece if t.tag in ("number", "ordinal")]
    month = first(piece, "month")
    year = first(piece, "year")
    return _date(
        numbers[0], month.value if month else numbers[1], year.value if year else None, today
    )


def _month_first(piece: Sequence[Token], now: datetime) -> Token | Run | None:
    """Thus "April 27"; in "the 11th of June two men" the number counts what follows."""
    day = first(piece, "number")
    is_spelled = day is not None and day.end - day.start > len("31")
    return None if is_spelled else _days(_named)(piece, now)


def _month(piece: Sequence[Token], today: date) -> Days:
    named, year = first(piece, "month") or first(piece, "number"), first(piece, "year")
    assert named is not None, "the pattern has one"
    if year:
        return month_of(year.value, named.value)
    return month_of(latest_date(1, named.value, today).year, named.value)


def _month_of_year(piece: Sequence[Token], today: date) -> Days:
    month, year = piece[-1].value
    return month_of(year, month)


def _year(piece: Sequence[Token], today: date) -> Days:
    year = piece[-1].value
    return Days(date(year, 1, 1), date(year + 1, 1, 1))


def _day_of_month(piece: Sequence[Token], today: date) -> date:
    return _latest_day(piece[-1].value, today)


def _offset(piece: Sequence[Token], today: date) -> Days | date:
    value = piece[0].value
    return value if isinstance(value, Days) else today + timedelta(days=value)


def _as_run(built: Token | Run | None) -> Run:
    return built if isinstance(built, list) else [built] if built else []


def _keep_first(build: Build) -> Build:
    """Apply a builder to all but the first token, which only has to stand there."""

    def kept(piece: Sequence[Token], now: datetime) -> Run | None:
        built = _as_run(build(piece[1:], now))
        return [piece[0], *built] if built else None

    return kept


def _in_month(piece: Sequence[Token], now: datetime) -> Token | Run | None:
    """Thus "in March"; "the march" and "the may" are other words."""
    if piece[0].value == "the" and piece[1].value in (3, 5):
        return None
    return _keep_first(_days(_month))(piece, now)


def _and_month(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "in April and June"; "in April and may" goes on with another word."""
    day, both, month = piece
    built = None if month.value == _MAY else _days(_month)([month], now)
    return [day, both, built] if isinstance(built, Token) else None


def _alone(piece: Sequence[Token], now: datetime) -> Token | Run | None:
    """Thus "sand lorries, QL22, January"; a lone "may" is the other word."""
    return None if piece[1].value == _MAY else _keep_first(_days(_month))(piece, now)


def _keep_word(build: Build) -> Build:
    """Apply a builder to all but a word at the end, unless that word is counted by the number."""

    def kept(piece: Sequence[Token], now: datetime) -> Run | None:
        words = [token for token in piece if token.tag == "word"]
        if words and words[0].value in _COUNTED:
            return None
        return [*_as_run(build(piece[: len(piece) - len(words)], now)), *words]

    return kept


def _one_year(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "from 1 June to 15 July 2021": both are of the year that is said once."""
    split = next(n for n, token in enumerate(piece) if token.tag in ("to", "until", "dash", "and"))
    months = [token.value for token in piece if token.tag == "month"]
    if months[0] > months[1]:
        return None
    year = replace(piece[-1], start=piece[split - 1].end, end=piece[split - 1].end)
    return [*piece[:split], year, *piece[split:]]


def _one_year_in_figures(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "1/6 - 15/7/2021"."""
    (day, month, year), (_, other, last_year) = piece[0].value, piece[-1].value
    if year is not None or last_year is None or month > other:
        return None
    return [replace(piece[0], tag="date", value=(day, month, last_year)), *piece[1:]]


def _later(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "late April" is all of April: which part of it is not said exactly."""
    month = piece[-1]
    return [Token("fill", None, piece[0].start, month.start), month]


def _vague(piece: Sequence[Token], now: datetime) -> Token:
    return joined("vague", None, piece)


_LEAD = "(day_word|part|fill|at|after|before|since|from|until|to|dash|and|clock|comma|weekday)"
_YEAR = "(comma? year_word? year)?"
_NUMBER = "(number|ordinal)"

_NAMED = f"({_NUMBER} fill? month|month {_NUMBER})"

DATE_RULES = (
    rule(f"{_NAMED} (to|until|dash|and) fill? {_NAMED} comma? year", _one_year),
    rule("(date|date_or_not) (to|until|dash|and) day_word? date", _one_year_in_figures),
    rule("day_word? fill? date", _days(_numeric)),
    rule("comma date_or_not (?= word)", _counted),
    rule(_LEAD + " date_or_not", _numeric_or_not),
    rule("day date_or_not (?! word)", _numeric_or_not),
    rule("stop date_or_not (?! word)", _numeric_or_not),
    rule("word date_or_not (?= stop|part|at|after|before|dash|from)", _numeric_or_not),
    rule("early dash? (?= month)(month)", _later),
    rule("(day_word|mung)? (number|ordinal) month_word number " + _YEAR, _days(_named)),
    rule("month " + _NUMBER + _YEAR, _month_first),
    rule(_NUMBER + " fill? month " + _YEAR, _days(_named)),
    rule("month_word number " + _YEAR, _days(_month)),
    rule("month_word month_of_year", _days(_month_of_year)),
    rule("month comma? year", _days(_month)),
    rule("(fill|since|from|until|before|after) month", _in_month),
    rule("day and month", _and_month),
    rule("(stop|comma) month (?= stop)", _alone),
    rule("year_word year", _days(_year)),
    rule("(fill|since|from|until|before|after) year", _keep_first(_days(_year))),
    rule(
        "(day_word|mung) number (?! unit|minute|hour|(to|until|dash|and|comma)+ day_word? day)"
        " word?",
        _keep_word(_days(_day_of_month)),
    ),
    rule("fill ordinal (?! word|(to|until|dash|and) fill* day)", _days(_day_of_month)),
    rule(
        "comma ordinal (?= comma? (clock|at|around|from|between|after|before|part))",
        _keep_first(_days(_day_of_month)),
    ),
    rule("day", _days(_offset)),
)
"""In their order: from figures and words to days."""
