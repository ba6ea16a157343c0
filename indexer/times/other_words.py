"""Words that look like a time and are another word, or another time than they look like.

Colours and goods ("áo màu tối", "chở hàng"), and words without their accents: "toi" is tối, tới
and tôi, "den" đến and đen, "may" mấy and never the month between Vietnamese words.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from indexer.phrasal_verbs import is_phrasal
from indexer.times.clocks import DAY
from indexer.times.tokens import Run, Token, rule

_BESIDE_BEFORE = {
    "tối": "ao mau troi qua hoi rat bua an bong hem phong goc toc da",
    "sáng": "phao den ao mau troi qua hoi rat bua an anh bong sac",
    "chiều": "ho nguoc cung mot hai trai dung theo chieu ba mat doi tham trinh may den",
    "trưa": "bua an com",
    "đêm": "cho quan an pho xe",
}
_BESIDE_AFTER = {
    "tối": "mau den om thui tac mit da",
    "sáng": "den mau tao trung loang choang suc lap rang",
    "chiều": "dai rong cao sau cuong long nguoc hau",
    "đêm": "nhac",
    "morning": "briefing meeting news edition bulletin assembly",
    "afternoon": "briefing meeting news edition bulletin assembly",
    "evening": "briefing meeting news edition bulletin class",
    "ban ngày": "ban traffic lights",
}
"""Folded words beside which "tối", "sáng", "chiều" are dark, bright, a direction, not a time."""


_BESIDE_GOODS_TEXT = """
    thung cho ban cua kho giao kien xep boc do nha xe van chuyen
"""
_BESIDE_GOODS = frozenset(_BESIDE_GOODS_TEXT.split())
"""Folded words after which "hàng" is goods, not every."""
_OF_A_PART_TEXT = """
    market bus crowd class party traffic exercise mass shift stall school service assembly jog
    commute commuter jogger worker market vendor guard watchman club fishing
"""
_OF_A_PART = frozenset(_OF_A_PART_TEXT.split())
"""Words that "morning" or "night" goes with as one thing, as the plurals of people do."""
_NO_NOUNS_TEXT = """
    please i we my someone somebody near outside behind opposite inside who which if because there
    he she they can could did does has have was were is are please pls thanks when where while
"""
_NO_NOUNS = frozenset(_NO_NOUNS_TEXT.split())
"""Words before which "the sixth" is a day: "on the sixth please help", unlike "the sixth floor"."""
_BLACK_TEXT = """
    ao balo buyt chiec con container da dap gac ga giay hoi khach may mau mu non quan taxi tai
    to toc tui van vay xe vest
"""
_BLACK = frozenset(_BLACK_TEXT.split())
"""Folded words after which a bare "den" is đen, black, and not đến, until."""


def _unlike_before(piece: Sequence[Token], now: datetime) -> Run | None:
    word, part = piece
    spoken = str(word.value) if word.tag == "word" else {1: "mot", 2: "hai"}.get(word.value, "")
    if spoken not in _BESIDE_BEFORE.get(part.value, "").split():
        return None
    return [word, replace(part, tag="order")]


def _motorbike(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "xe may 2 nguoi" is no second of May."""
    word, month = piece
    if month.value != 5 or word.value not in ("xe", "thang", "dien", "con", "chiec"):
        return None
    return [word, replace(month, tag="word", value="may")]


def _black(piece: Sequence[Token], now: datetime) -> Run | None:
    """Without accents "xe may den luc 9 gio" is a black one at nine, not one until nine."""
    word, until = piece
    known = word.tag == "to" or word.value in _BLACK
    if not (until.bare and until.value == "đến" and known):
        return None
    black = replace(until, tag="order", end=until.start + len("den"))
    at = [Token("at", None, until.end - len("luc"), until.end)] if until.end > black.end else []
    return [word, black, *at]


def _goods(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "chở hàng buổi sáng": goods carried, not every morning."""
    word, every = piece
    if word.value not in _BESIDE_GOODS or every.value != "hàng":
        return None
    return [word, replace(every, tag="word", value="hang")]


def _past_hour(piece: Sequence[Token], now: datetime) -> Run | None:
    """Without accents "qua 10 gio toi" is quá, later than."""
    past, *clock = piece
    return [replace(past, tag="after"), *clock] if past.end - past.start == len("qua") else None


def _late_hour(piece: Sequence[Token], now: datetime) -> Run | None:
    """The same without a part of the day: "qua 23 gio"."""
    return _past_hour(piece, now) if piece[1].value > DAY // 120 else None


def _before_midnight(piece: Sequence[Token], now: datetime) -> Run | None:
    """Without accents "truoc nua dem" is trước nửa đêm, not trước nữa."""
    last, night = piece
    if not last.bare or night.value != "đêm":
        return None
    half = last.end - len("nua")
    return [
        Token("before", None, last.start, half - 1, True),
        Token("clock_fixed", DAY, half, night.end, True),
    ]


def _written_days(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "3-5 September" are two days and a dash, not the third of May."""
    written = piece[0]
    start, end, _ = written.value
    days = (Token("ordinal", day, written.start, written.end) for day in (start, end))
    return [next(days), Token("dash", None, written.end, written.end), next(days), *piece[1:]]


def _days_of_a_month(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "from 10 to 14 January" are days, not hours."""
    first_day, between, last_day, *month = piece
    days = (replace(token, tag="ordinal") for token in (first_day, last_day))
    return [next(days), between, next(days), *month]


def _a_shift(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "night shift at the warehouse:" at the head, where it says who asks."""
    stop, part, word = piece
    return [stop, replace(part, tag="order"), word] if word.value == "shift" else None


def _phrasal(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "a car broken in last night": the word belongs to the verb, not to the time."""
    verb, second = piece
    said = second.value if second.tag == "fill" else second.tag
    if not is_phrasal(str(verb.value), str(said)):
        return None
    return [verb, replace(second, tag="order")]


def _late(piece: Sequence[Token], now: datetime) -> Token:
    """Thus "late on Monday", "mid-morning": all of Monday, as "late April" is all of April."""
    return Token("fill", None, piece[0].start, piece[-1].end)


def _earlier(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "earlier today" is today."""
    earlier, day = piece
    is_said = earlier.end - earlier.start == len("earlier")
    return [replace(day, start=earlier.start)] if is_said else None


def _of_month(piece: Sequence[Token], now: datetime) -> Token:
    """Thus "the third of May"; "the third car" is no day."""
    return replace(piece[0], tag="ordinal")


def _of_that_month(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "April twenty fifth", "April the third"."""
    return [piece[0], replace(piece[-1], tag="ordinal")]


def _on_the(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "on the twenty sixth in the evening"; "on the third floor" is no day."""
    on, the, nth, *after = piece
    is_day = (on.value, the.value) == ("on", "the")
    is_day = is_day and all(word.value in _NO_NOUNS for word in after)
    if not after:
        return [on, the, replace(nth, tag="ordinal")] if is_day else None
    return [on, *_as_a_day(the, nth), *after] if is_day else None


def _night_of_the(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "on the night of the eighth"."""
    part, of, the, nth = piece
    is_of = of.end - of.start == len("of") and the.value == "the"
    return [part, of, *_as_a_day(the, nth)] if is_of else None


def _as_a_day(the: Token, nth: Token) -> Run:
    """As "ngày 8" is one, whatever word follows."""
    return [replace(the, tag="day_word", value=None), replace(nth, tag="number")]


def _some_people(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "a group of 5-6 youths": no fifth of June."""
    of, written, word = piece
    low, high, _ = written.value
    is_of = of.end - of.start == len("of") and of.value is None
    if not is_of or not low < high <= low + 3:
        return None
    return [of, replace(written, tag="word", value=""), word]


def _this_am(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "this am", this morning."""
    part = "morning" if piece[1].tag == "am" else "afternoon"
    return [piece[0], replace(piece[1], tag="part", value=part)]


def _adjective(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "a morning jogger", "an evening dress"; "that evening two men" is a time."""
    article, part, word = piece
    return [article, replace(part, tag="order"), word] if article.value == "a" else None


def _some(piece: Sequence[Token], now: datetime) -> Token:
    """Thus "some 50 minutes ago" is about as long ago."""
    return replace(piece[0], tag="around", value=None)


def _of_people(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "evening joggers", "night fishing": who or what it is, not when."""
    before, part, word = piece
    is_their = str(word.value).endswith(("s", "ing")) and word.end - word.start > len("joys")
    is_their = is_their or word.value in _OF_A_PART
    is_english = part.value in ("morning", "afternoon", "evening", "night")
    return [before, replace(part, tag="order"), word] if is_their and is_english else None


def _go_on(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "Now look for a man": it says what to do next."""
    return [piece[0], replace(piece[1], tag="order"), piece[2]]


def _until_hour(piece: Sequence[Token], now: datetime) -> Run | None:
    """Without accents "11 gio dem toi 2 gio sang" ends at two: tới, not tối."""
    before, until, number, hour = piece
    if not until.bare or until.end - until.start != len("toi"):
        return None
    return [before, replace(until, tag="until"), number, hour]


def _how_many(piece: Sequence[Token], now: datetime) -> Run | None:
    """Without accents "may ba" is mấy bà, "may bay" an aeroplane: no third or seventh of May."""
    month, number = piece
    if month.value != 5 or not number.bare:
        return None
    return [replace(token, tag="word", value="") for token in piece]


def _no_month(piece: Sequence[Token], now: datetime) -> Run | None:
    """Without accents "cho toi may dua" is mấy đứa: no month of May."""
    before, month = piece
    if month.value != 5 or not before.bare:
        return None
    return [before, replace(month, tag="word", value="may")]


def _until_date(piece: Sequence[Token], now: datetime) -> Run | None:
    """Without accents "7/3 toi 9/3" is tới, until."""
    before, until, *after = piece
    if not until.bare or until.end - until.start != len("toi"):
        return None
    return [before, replace(until, tag="until", value=None), *after]


def _unlike_after(piece: Sequence[Token], now: datetime) -> Run | None:
    part, word = piece
    if word.value not in _BESIDE_AFTER.get(part.value, "").split():
        return None
    return [replace(part, tag="order"), word]


def _named_month(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "tháng tư"; "tháng năm 2022" is a month of that year, which is said before it."""
    named = piece[0]
    middle = named.start + len("tháng")
    word, number = (
        Token("month_word", None, named.start, middle, named.bare),
        Token("number", named.value, middle + 1, named.end, named.bare),
    )
    return [word, number, *piece[1:]]


def _fifth(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "ngày năm tháng sáu" is the fifth, and no year."""
    return [piece[0], replace(piece[1], tag="number")]


def _on_the_day(piece: Sequence[Token], now: datetime) -> Run | None:
    """Thus "vào ngày 15", "trong ngày 15 vừa rồi"."""
    lead, number = piece[:2]
    if lead.value is not None or lead.end - lead.start not in (len("vào ngày"), len("trong ngày")):
        return None
    return [replace(lead, tag="day_word"), replace(number, end=piece[-1].end)]


def _days_ago(piece: Sequence[Token], now: datetime) -> Run | None:
    """Without accents "2 ngay truoc" is two days ago, and not "ngay trước", just before."""
    number, around = piece
    if not around.bare or around.end - around.start != len("ngay truoc"):
        return None
    middle = around.start + len("ngay")
    day = Token("day_word", None, around.start, middle, True)
    return [number, day, Token("before", None, middle + 1, around.end, True)]


def _old(piece: Sequence[Token], now: datetime) -> Token | None:
    """Without its accents "cu" is cũ, cụ and much else, and no cứ."""
    every = piece[0]
    return replace(every, tag="word", value="cu") if every.bare and every.value == "cứ" else None


def _evening(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "Sat eve", "yesterday eve"."""
    day, eve = piece
    named = replace(day, tag="weekday") if day.tag == "short_weekday" else day
    return [named, replace(eve, tag="part", value="evening")]


OTHER_WORD_RULES = (
    rule("(weekday|short_weekday|day|date|this) eve", _evening),
    rule("every", _old),
    rule("fill number (roi|qua)? (?! unit|minute|hour|half|oclock|month_word|day_word|less)",
         _on_the_day),
    rule("number around (?! number|clock|written|hour|event|number_h)", _days_ago),
    rule("named_month (?! year)", _named_month),
    rule("(day_word|mung) year_word (?= month_word)", _fifth),
    rule("(word|number) part (?! qua|this|day|date|weekday|clock|number|number_h|written)",
         _unlike_before),
    rule("part word", _unlike_after),
    rule("stop part word", _a_shift),
    rule("stop now word", _go_on),
    rule("few (?= number (unit|minute|hour))", _some),
    rule("(stop|article|word|around|comma) part word", _of_people),
    rule("article part word", _adjective),
    rule("early dash? (?= fill* (part|day|weekday|last|this|tonight|date|clock))", _late),
    rule("ago (day|this)", _earlier),
    rule("nth (?= fill? month)", _of_month),
    rule("month fill? nth (?! word)", _of_that_month),
    rule("fill fill nth (?= stop|comma|at|around|from|between|article|(fill fill?)? part)",
         _on_the),
    rule("fill fill nth word", _on_the),
    rule("part fill fill nth (?= stop|comma|word|article|at|around)", _night_of_the),
    rule("fill date_or_not word", _some_people),
    rule("this (am|pm) (?= stop|comma|word)", _this_am),
    rule("word (fill|around|at) "
         "(?= fill* (day|last|tonight|weekday|date|stop|comma|at|since|from))", _phrasal),
    rule("word month", _motorbike),
    rule("month number", _how_many),
    rule("(until|part|from|since|after|before|fill) month", _no_month),
    rule("date part (?= day_word? date)", _until_date),
    rule("(word|to) until", _black),
    rule("word every", _goods),
    rule("date_or_not fill? month", _written_days),
    rule("date_or_not month_word number", _written_days),
    rule("number (to|dash|until|and) number fill? month", _days_of_a_month),
    rule("number (to|dash|until|and) number month_word number", _days_of_a_month),
    rule("qua number hour part", _past_hour),
    rule("qua number hour (?! qua)", _late_hour),
    rule("before_last part", _before_midnight),
    rule("part part number (hour|number_h)", _until_hour),
)  # fmt: skip
"""Applied before spans and clocks are read."""
