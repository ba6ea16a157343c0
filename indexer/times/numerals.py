"""What digits may be: a date, a time of the clock, a year, or just a number."""

import re
from collections.abc import Callable

from indexer.times.tokens import Token

FOLLOWS_A_NUMBER_OF_TEXT = """
    số so hem hẻm nha duong ngo kiet ql quan phuong q p lo tinh bien bks tuyen to khu sdt dt
    tel ward district street alley no number house plate road block phone room
"""
FOLLOWS_A_NUMBER_OF = frozenset(FOLLOWS_A_NUMBER_OF_TEXT.split())
"""Folded words after which a number names a house, a quarter, a plate or a telephone."""

_LONGEST_MONTH = 31
_DAY, _MINUTE = r"(\d{1,2})", r"([0-5]\d)"
_HHMM = r"([01]\d|2[0-3])([0-5]\d)"
_NO_YEAR = r"(?!(?:19|20)\d\d)"
_LATE_YEAR = r"(?!20[0-2]\d|19[6-9]\d)"
"""After a day and a month a number is a year only if it is of late: "12/4 1930" is 19:30."""
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_MONTH = f"(?:{'|'.join(_MONTHS)})"
_NO_MORE = r"(?!\w|[.,:/\-–]\d)"
_AM_PM = r"(?:a\.?m\b(?!\s?lich)|p\.?m\b)\.?"
_AMOUNT = r"(?:t|tonnes?|tons?|tấn|tan|kg|km|l|litres?|liters?|metres?|meters?|m|million|percent)\b"
_O_CLOCK = r"(?:giờ|gio|h|g)\b"

Read = Callable[[re.Match[str]], tuple[str, object]]


def read_numeral(lowered: str, start: int) -> Token | None:
    """The token of the digits that begin at `start`; None if they are nothing of time."""
    for pattern, read in _FORMS:
        if match := pattern.match(lowered, start):
            tag, value = read(match)
            return Token(tag, value, match.start(), match.end())
    return None


def _iso(match: re.Match[str]) -> tuple[str, object]:
    year, month, day = (int(part) for part in match.groups())
    return "date", (day, month, year)


def _date(match: re.Match[str]) -> tuple[str, object]:
    day, month, year = int(match[1]), int(match[3]), int(match[4])
    return "date", (day, month, year + 2000 if year < 100 else year)


def _short_date(match: re.Match[str]) -> tuple[str, object]:
    if int(match[1]) > _LONGEST_MONTH:
        return "word", ""
    tag = "date" if match[2] == "/" else "date_or_not"
    return tag, (int(match[1]), int(match[3]), None)


def _glued_date(match: re.Match[str]) -> tuple[str, object]:
    """Thus "26APR", as on the radio."""
    return "date", (int(match[1]), _MONTHS.index(match[2]) + 1, None)


def _month_of_year(match: re.Match[str]) -> tuple[str, object]:
    return "month_of_year", (int(match[1]), int(match[2]))


def _clock(match: re.Match[str]) -> tuple[str, object]:
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour > 24 or (hour == 24 and minute):
        return "bad", None
    return "written", hour * 60 + minute


def _dotted(match: re.Match[str]) -> tuple[str, object]:
    """Thus "11.20", which is no date; it may be an amount."""
    return "dotted", int(match[1]) * 60 + int(match[2])


def _clock_am_pm(match: re.Match[str]) -> tuple[str, object]:
    hour, minute = int(match[1]), int(match[2] or 0)
    is_pm = match[3] == "p"
    if not 0 <= hour <= 12:
        return ("clock_fixed", hour * 60 + minute) if is_pm and hour < 24 else ("bad", None)
    return "clock_fixed", (hour % 12 + 12 * is_pm) * 60 + minute


_FORMS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})(?:t(?=\d)|(?!\w|-))", _iso),
        (r"(\d{4})/(\d{1,2})/(\d{1,2})(?![\w/])", _iso),
        (rf"{_DAY}([/.\-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_NO_MORE}", _date),
        (rf"{_DAY}(/)(\d{{1,2}})\s(20[0-2]\d){_NO_MORE}", _date),
        (r"(\d{1,2})/((?:19|20)\d\d)(?![\w/])", _month_of_year),
        (rf"{_DAY}(/)(\d{{1,2}})(?!\w|[.,:/]\d|[-–]\d(?!\d?/\d))", _short_date),
        (rf"(\d{{1,2}})(?:[:.]{_MINUTE})?\s?(?=([ap]))(?:{_AM_PM})(?!\w)", _clock_am_pm),
        (rf"(\d{{1,2}})\s?[hg]\s?{_MINUTE}(?:['’]|\s?(?:phút|phut|ph|p)\b)?(?!\w|/\d)", _clock),
        (rf"(\d{{1,2}}):{_MINUTE}(?::[0-5]\d)?(?:z\b|\+07:?00|\s?h(?:ou)?rs\b)?(?!\w|:\d)", _clock),
        (r"(\d{1,2})()-?ish\b", _clock),
        (r"([01]?\d|2[0-3])\.(00|1[3-9]|[2-5]\d)(?!\w|[.,:/\-–]\d)", _dotted),
        (rf"{_DAY}([.\-])(\d{{1,2}}){_NO_MORE}(?!\s?(?:{_AM_PM}|{_O_CLOCK}|{_AMOUNT}))",
         _short_date),
        (r"([01]\d|2[0-3])([0-5]\d)\s?(?:h|hrs?|hours)\b", _clock),
        (r"(?!20\d\d)([01]\d|2[0-3])([0-5]\d)(?=\s?[-–—~]\s?(?:[01]\d|2[0-3])[0-5]\d(?:h|hrs)?(?!\w))",
         _clock),
        (r"(?<=[0-5]\d[-–—~])([01]\d|2[0-3])([0-5]\d)(?:h|\s?hrs)?(?!\w|-)", _clock),
        (rf"{_NO_YEAR}{_HHMM}(?=\s(?:to|until|till|and|through|&)\s(?:[01]\d|2[0-3])[0-5]\d(?!\w))",
         _clock),
        (rf"(?:(?<=\b{_NO_YEAR}\d\d\d\d\sto\s)|(?<=\b{_NO_YEAR}\d\d\d\d\sand\s)|(?<=\b{_NO_YEAR}\d\d\d\d\s&\s)"
         rf"|(?<=\b{_NO_YEAR}\d\d\d\d\suntil\s)|(?<=\b{_NO_YEAR}\d\d\d\d\still\s)){_HHMM}(?!\w)",
         _clock),
        (rf"{_NO_YEAR}{_HHMM}(?=,?\s(?:on\s)?(?:mon|tue|wed|thu|fri|sat|sun|yesterday|today|last\s"
         r"|this\s))", _clock),
        (rf"(?:(?<=\bat\s)|(?<=\baround\s)|(?<=\bafter\s)|(?<=\bbefore\s)|(?<=\byesterday\s)"
         rf"|(?<=\btoday\s)|(?<=day,\s)|(?<=\d@))(?!2[01]\d\d\s[^\W\d]|20\d\d|19\d\d){_HHMM}(?!\w|[.,:/\-]?\s?\d)",
         _clock),
        (rf"(?:(?<=\bapprox\s)|(?<=\bapprox\.\s)|(?<=\babt\s)|(?<=\babout\s)|(?<=@\s)){_HHMM}"
         r"(?=\s*(?:$|[,;.)]|\s(?:on|yest|yday|today|last|this|hrs)))", _clock),
        (rf"(?:(?<=,\s)|(?<=\bmon\s)|(?<=\btue\s)|(?<=\bwed\s)|(?<=\bthu\s)|(?<=\bfri\s)|(?<=\bsat\s)"
         rf"|(?<=\bsun\s)){_NO_YEAR}{_HHMM}(?=\s*(?:$|[?!.;]))", _clock),
        (rf"(?:(?<=\b\d/\d\s)|(?<=\d\d/\d\s)|(?<=\d/\d\d\s)){_LATE_YEAR}{_HHMM}(?=\s*(?:$|[?!.;,]))",
         _clock),
        (rf"{_HHMM}(?=(?:\s?hrs)?,?\s(?:on\s)?\d{{1,2}}(?:/\d|\s?{_MONTH}))", _clock),
        (rf"(\d{{1,2}})({_MONTH})[a-z]*(?![\w])", _glued_date),
        (r"(0\d)([0-5]\d)(?!\w|[.,:/\-]?\s?\d)", _clock),
        (r"(\d{1,2})(?:st|nd|rd|th)(?!\w)", lambda match: ("ordinal", int(match[1]))),
        (r"((?:19|20)\d\d)(?!\w|[.,:/\-]\d)", lambda match: ("year", int(match[1]))),
        (r"(\d{1,2})\s?h(?!\w)", lambda match: ("number_h", int(match[1]))),
        (rf"(\d{{1,2}})(?=\s?[-–—~]\s?\d{{1,2}}(?:[:.]\d\d)?\s?(?:{_AM_PM}|{_O_CLOCK}))",
         lambda match: ("number", int(match[1]))),
        (r"(\d{1,2})(?=\s?[-–—~]\s?\d{1,2}/\d)", lambda match: ("number", int(match[1]))),
        (r"(\d{1,3})p(?!\w)", lambda match: ("minutes", int(match[1]))),
        (r"(\d{1,3})(?!\w|[.,:/]\d|-\w)", lambda match: ("number", int(match[1]))),
    )
)  # fmt: skip
