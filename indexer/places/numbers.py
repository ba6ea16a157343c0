"""Numbers of houses and alleys before a street: "số nhà 112 đường Tô Ký", "hẻm 45/3 Tô Ký"."""

import re
from typing import NamedTuple

from indexer.places.place import PlaceKind
from indexer.places.spoken import NUMBER_WORDS, figure
from indexer.places.tokens import Written

_PART = r"\d{1,4}(?:[a-f]\d{0,2}|bis|ter)?"
_NUMBER = re.compile(rf"(?<![\w/.,:%-])({_PART}(?:\s?[/-]\s?{_PART}){{0,4}})[\s,]*\Z")
_HOUSE_WORD = re.compile(
    r"(?<!\w)(?:so nha|nha so|so|nha|dia chi|(?:house\s|door\s)?(?:no\.?|number)|house|#)\s*\Z"
)
_ALLEY_WORD = re.compile(r"(?<!\w)(hem|ngo|ngach|kiet|alley|lane)\s*(?:so\s*)?\Z")
_ON = re.compile(
    r"(?<!\w)(?:(?:house|door|home|shop)\s(?:no\.?\s?|number\s|#)?"
    r"|(?:(?<=at )|(?<=outside )|(?<=near )|(?<=opposite )|(?<=in front of ))"
    rf"(?:no\.?\s?|number\s|#))({_PART})\s(?:on|in|of)\s(?:the\s)?(?:street\s|road\s)?\Z"
)
"""Thus "number 112 on Tô Ký", "house 45 in the street Tô Ký"."""
_IN_WORDS = re.compile(
    rf"(?<!\w)(?:(?:house\s)?number|house)\s((?:(?:{'|'.join(NUMBER_WORDS)})[\s-]+)+)"
    r"(?:on\s|in\s)?\Z"
)
"""Thus "number one hundred and twelve Tô Ký"."""
_ALLEY_IN_WORDS = re.compile(
    rf"(?<!\w)(?:alley|lane|hem)\s(?:number\s)?((?:(?:{'|'.join(NUMBER_WORDS)})[\s-]+)+)\Z"
)
_BY_WORDS = re.compile(
    r"(?<!\w)(?:at|near|outside|opposite|beside|behind|by|front of|next to|across from)\s"
    rf"((?:(?:{'|'.join(NUMBER_WORDS)})[\s-]+)+)\Z"
)
"""Thus "in front of sixty two Tô Ký"; an hour is too small a number."""
_AFTER = re.compile(
    rf"\s?,?\s(?:(?:near|by|at|outside|opposite|opp)\s)?(?:so\s(?:nha\s)?|house\s|no\.?\s?|number\s|#)({_PART}(?:/{_PART})*)(?![\w/:.-]*\d)"
    rf"(?!\s?(?:gio|tieng|phut|h|g|a\.?m|p\.?m)\b)|\s([1-9]\d{{1,3}}(?:[a-f])?)(?=\s*(?:[,;)]|\.(?!\d)|$))"
)
"""Thus "Tô Ký number 112", "Tô Ký 112,"; what may be an hour, a day or a year is none."""
_ALLEY_AFTER = re.compile(
    rf"\s?,?\s(?:hem|alley|lane)\s(?:so\s|no\.?\s|number\s)?({_PART}(?:/{_PART}){{0,4}})"
    r"(?=\s*(?:[;)?!]|,|\.(?!\d)|-\s|$))"
)
"""Thus "Tô Ký, alley 45."; before another street the alley is off that one."""
_OFF_AN_ALLEY = re.compile(
    rf"(?<!\w)(?:hem|alley|lane)\s({_PART}(?:/{_PART}){{0,4}})\s(?:of|off)\s\Z"
)
"""Thus "alley 45 off Tô Ký"."""
_OTHER_BEFORE = re.compile(
    r"(?:(?<!\w)(?:luc|khoang|tam|ngay|mung|thang|nam|thu|sau|truoc|hom|gio|sang|trua|chieu|toi|dem"
    r"|khuya|nga|n|ql|quoc lo|quan|q|phuong|p|khu pho|kp|ap|to|district|ward|highway|after|before"
    r"|since|until|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)"
    r"|\d\s?[hg]|\d[\w:]*\s*(?:to|den|[-–]|,|st|nd|rd|th)?)\s*\Z"
)
"""Words after which a number is something else: "9 giờ 30", "April 27, 2022", "Quận 12"."""
_BEFORE = re.compile(r"(?<!\w)(?:truoc|trc)\s*\Z")
_AT = re.compile(
    r"(?<!\w)(?:at|o|tai|gan|near|outside|in front of|ngay|canh|(?:house|home|shop|gate),"
    r"|(?<!night )(?<!evening )(?<!morning )(?<!afternoon )(?<!day )of)\s*\Z"
)
"""Before a house, and never before a date: "at 14/3 Tô Ký"."""
_BESIDE = re.compile(
    r"(?<!\w)(?:next|close|near|opposite|adjacent|back|went|go|going|goes|came|come|drove|walked"
    r"|ran|rode|returned|return|delivered|taken|brought|led|moved) to\s*\Z"
)
"""Before a house whose "to" ends no range of hours."""
_UP_TO = re.compile(r"(?<!\w)(?<!\d\s)(?<!\dh\s)(?:toi|den)\s*\Z")
"""Before a number too large for an hour or a day: "tới 77 Đặng Thúc Vịnh"."""
_LAST_HOUR = 24
"""A larger number after "trước" is no hour: "trước 156 Tô Ký" is in front of the house."""
_LAST_DAY = 31
_DATE = re.compile(r"(?:[1-9]|[012]\d|3[01])\s?[/-]\s?(?:0?[1-9]|1[012])(?:\s?[/-]\s?\d{2,4})?\Z")
_LOOK_BACK = 48
"""Characters before a name in which its number may begin."""


class Number(NamedTuple):
    """The number of a house ("112") or alley ("Hẻm 45"), and where its words begin."""

    at: int
    head: str
    kind: PlaceKind


def _is_after_a_comma(words: str, digits: str) -> bool:
    """Whether it stands apart and is too large for a day and no year: "12/12, 301 Tô Ký"."""
    number = int(digits) if digits.isdigit() else 0
    return words.rstrip().endswith(",") and number > _LAST_DAY and not 1900 < number < 2100


def number_before(written: Written, token: int) -> Number | None:
    """The number before a token that begins a street; a time or a date is none."""
    end = written.tokens[token].start
    offset = max(0, end - _LOOK_BACK)
    before = written.folded[offset:end]
    if off := _OFF_AN_ALLEY.search(before):
        return Number(offset + off.start(), "Hẻm " + off[1].replace(" ", ""), "alley")
    if (alley := _ALLEY_IN_WORDS.search(before)) and (told := _figure(alley[1])):
        return Number(offset + alley.start(), f"Hẻm {told}", "alley")
    if said := _said_in_words(before):
        return Number(offset + said[0], str(said[1]), "point")
    if on := _ON.search(before):
        return Number(offset + on.start(), on[1], "point")
    number = _NUMBER.search(before)
    if number is None:
        return None
    digits = re.sub(r"\s", "", written.text[offset + number.start(1) : offset + number.end(1)])
    words = before[: number.start(1)]
    if alley := _ALLEY_WORD.search(words):
        head = f"Hẻm {digits}"
        return Number(offset + alley.start(), head, "alley")
    if house := _HOUSE_WORD.search(words):
        return Number(offset + house.start(), digits, "point")
    is_at = _AT.search(words) is not None
    is_large = digits.isdigit() and int(digits) > _LAST_DAY
    if is_at and is_large and re.fullmatch(r",\s?", before[number.end(1) :]):
        return Number(offset + number.start(1), digits, "point")
    if "," in before[number.end(1) :] and words.strip() and not words.rstrip().endswith(","):
        return None
    is_beside = not before[number.end(1) :].strip() and not _DATE.match(number[1])
    is_no_hour = is_beside or (digits.isdigit() and int(digits) > _LAST_HOUR)
    if is_no_hour and _BEFORE.search(words):
        return Number(offset + number.start(1), digits, "point")
    if (
        _BESIDE.search(words)
        or (is_large and _UP_TO.search(words))
        or _is_after_a_comma(words, digits)
    ):
        return Number(offset + number.start(1), digits, "point")
    if is_at and number[1].count("/") == 1:
        return Number(offset + number.start(1), digits, "point")
    if _OTHER_BEFORE.search(words) or _DATE.match(number[1]):
        return None
    return Number(offset + number.start(1), digits, "point")


class NumberAfter(NamedTuple):
    """Where the number of a house or alley after a street's name ends, and what it is."""

    end: int
    head: str
    kind: PlaceKind


def number_after(written: Written, end: int) -> NumberAfter | None:
    """The number of a house or alley after a street's name: "Tô Ký 112", "Tô Ký alley 45"."""
    if alley := _ALLEY_AFTER.match(written.folded, end):
        told = written.text[slice(*alley.span(1))]
        return NumberAfter(alley.end(), f"Hẻm {told}", "alley")
    found = _AFTER.match(written.folded, end)
    if found is None:
        return None
    group = 1 if found[1] else 2
    digits = written.text[found.start(group) : found.end(group)]
    number = int(digits) if digits.isdigit() else 0
    is_clock = len(digits) == len("2130")
    if group == 2 and (is_clock or 0 < number <= _LAST_DAY):
        return None
    return NumberAfter(found.end(), digits, "point")


def _said_in_words(before: str) -> tuple[int, int] | None:
    """Where the number of a house in words begins at the end of a text, and which it is."""
    for form, least in ((_IN_WORDS, 0), (_BY_WORDS, _LAST_HOUR)):
        said = form.search(before)
        told = _figure(said[1]) if said else None
        if said and told and told > least:
            return (said.start(1) if least else said.start()), told
    return None


def _figure(words: str) -> int | None:
    return figure(re.split(r"[\s-]+", words.strip()))
