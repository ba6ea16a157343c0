"""Clauses of time: "after 9pm on 27 April", "từ tối qua đến sáng nay"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from indexer.times.clocks import CLOCK_RULES, DAY, Clock
from indexer.times.dates import DATE_RULES, Days
from indexer.times.lunar import LUNAR_RULES
from indexer.times.spans import SPAN_RULES
from indexer.times.tokens import Rule, Run, Token, first, joined, rewrite, rule
from indexer.times.weeks import LAST_WEEK_RULES, WEEK_RULES

Relation = Literal["at", "after", "before", "since", "until", "from", "between"]


@dataclass(frozen=True)
class Point:
    """What is named together: a clock, a part of the day, days, weekdays; or now."""

    clock: Clock | None = None
    part: str | None = None
    days: Days | None = None
    weekday: int | None = None
    weekdays: tuple[int, ...] | None = None
    now: bool = False


@dataclass(frozen=True)
class Clause:
    """A point, or two with everything between them, and how the time relates to them."""

    relation: Relation
    point: Point
    until: Point | None = None


def read_clauses(run: Run, now: datetime) -> Run:
    """The tokens `clause` (a Clause), `span` (a Span) and `vague` of a run, in their order."""
    if _is_idle(run):
        return []
    for rules in (
        LUNAR_RULES,
        _EVENTS,
        LAST_WEEK_RULES,
        SPAN_RULES,
        CLOCK_RULES,
        WEEK_RULES,
        DATE_RULES,
        _CLAUSES,
    ):
        run = rewrite(run, rules, now)
    return [token for token in run if token.tag in ("clause", "span", "vague", "bad")]


_INERT_TEXT = """
    word stop fill and article at around after before from to since until between this past
    last comma dash every more less quarter qua few early next hoi roi ago onward
"""
_INERT = frozenset(_INERT_TEXT.split())
"""Tags that make no time among themselves."""
_NEEDS_ANOTHER_TEXT = "number hour minute unit day_word month_word year_word month year"
_NEEDS_ANOTHER = frozenset(_NEEDS_ANOTHER_TEXT.split())
"""Tags that make none alone."""


def _is_idle(run: Run) -> bool:
    """Whether no time can be in a run; most runs are a lone word of the vocabulary."""
    active = [token for token in run if token.tag not in _INERT]
    if not active or len(run) > 3 or active[0].tag not in _NEEDS_ANOTHER:
        return not active
    stands_apart = active[0].tag == "month" and run[0].tag == "stop"
    return active[0].value != "weekend" and not stands_apart


def _vague(piece: Sequence[Token], now: datetime) -> Token:
    return joined("vague", None, piece)


def _event(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "sau vụ tai nạn"; a short bare word may be another: "den chay" is no "đến cháy"."""
    events = [token for token in piece if token.tag in ("event", "tet")]
    if len(events) < 2 and all(token.bare and token.end - token.start < 5 for token in events):
        return None
    return joined("vague", None, piece)


def _until_now(piece: Sequence[Token], now: datetime) -> Token:
    return joined("until_now", None, piece)


def _point(piece: Sequence[Token]) -> Point | None:
    """The point that tokens name together; None where two of them name the same kind of thing."""
    found: dict[str, object] = {}
    for token in piece:
        name = _FIELDS.get(token.tag)
        if name is None:
            continue
        if name in found:
            return None
        found[name] = True if token.tag == "now" else token.value
    return Point(**found)  # type: ignore[arg-type]


_FIELDS = {"clock": "clock", "part": "part", "day": "days", "weekday": "weekday",
           "weekdays": "weekdays", "now": "now"}  # fmt: skip
_BESIDE_BEFORE = {
    "tối": "ao mau troi qua hoi rat bua an bong hem phong goc toc da",
    "sáng": "phao den ao mau troi qua hoi rat bua an anh bong sac",
    "chiều": "nguoc cung mot hai trai dung theo chieu ba mat",
    "trưa": "bua an com",
    "đêm": "cho quan an pho xe",
}
_BESIDE_AFTER = {
    "tối": "mau den om thui tac mit da",
    "sáng": "den mau tao trung loang choang suc lap rang",
    "chiều": "dai rong cao sau cuong long nguoc hau",
    "đêm": "nhac",
    "ban ngày": "ban traffic lights",
}
"""Folded words beside which "tối", "sáng", "chiều" are dark, bright, a direction, not a time."""


_BESIDE_GOODS_TEXT = """
    thung cho ban cua kho giao kien xep boc do nha xe van chuyen
"""
_BESIDE_GOODS = frozenset(_BESIDE_GOODS_TEXT.split())
"""Folded words after which "hàng" is goods, not every."""
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


def _days_of_a_month(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "from 10 to 14 January" are days, not hours."""
    first_day, between, last_day, *month = piece
    days = (replace(token, tag="ordinal") for token in (first_day, last_day))
    return [next(days), between, next(days), *month]


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


_OF_THE_NIGHT_TEXT = "market markets bus club shift guard watchman life school"
_OF_THE_NIGHT = frozenset(_OF_THE_NIGHT_TEXT.split())
"""Words that "night" goes with as one thing."""


def _alone(piece: Sequence[Token], now: datetime) -> Run | None:
    """A part of the day with nothing beside it must be a sure word: not "sang", not "night bus"."""
    before, part, *fills, after = piece
    unsure = part.bare and part.end - part.start < 5 and part.value != "trưa"
    if part.value == "night" and part.end - part.start < 6:
        dated = before.tag in ("day", "weekday")
        unsure = after.value in _OF_THE_NIGHT if dated else after.tag != "stop"
    return [before, replace(part, tag="order"), *fills, after] if unsure else None


def _with_lead(piece: Sequence[Token], now: datetime) -> Token:
    return joined(piece[-1].tag, None, piece)


def _clause(piece: Sequence[Token], now: datetime) -> Token | None:
    relations = [token.tag for token in piece if token.tag in _RELATIONS]
    relation = relations[0] if relations else "at"
    if "after" in relations or "before" in relations:
        relation = "after" if "after" in relations else "before"
    if relation == "around":
        relation = "at"
    point = _point(piece)
    if point is None:
        return joined("vague", None, piece)
    if relation == "from" and first(piece, "until_now"):
        relation = "since"
    return joined("clause", Clause(relation, point), piece)  # type: ignore[arg-type]


def _between(piece: Sequence[Token], now: datetime) -> Token | None:
    split = next(
        number
        for number, token in enumerate(piece)
        if token.tag in ("to", "until", "dash", "and")
        and number
        and _point(piece[:number]) != Point()
    )
    left, right = _point(piece[:split]), _point(piece[split:])
    if left is None or right is None:
        return joined("vague", None, piece)
    return joined("clause", Clause("between", left, right), piece)


_RELATIONS = ("after", "before", "since", "until", "from", "around", "at")
_ITEM = "(clock|part|day|weekday|weekdays|now)"
_EVERY = "(every (?= (fill|day_word)* (part|weekday|weekdays)))"
_GLUE = f"(fill|day_word|comma|at|around|daily|more|hoi|{_EVERY})"
_ITEMS = f"{_ITEM} (more|every)?+ ({_GLUE}*+ {_ITEM} (more|every)?+)*+ (daily|next_day)?"

_LEAD = f"{_GLUE}*+ (from? (after|before|since|until|from))? {_GLUE}*+"

_EVENTS: tuple[Rule, ...] = (
    rule("until this", _until_now),
    rule("(number (unit|minute|hour))? (after|before|since|until) (fill|article|number|this)*"
         "(event|tet)+", _event),
    rule("(word|number) part (?! qua|this|day|date|weekday|clock|number|number_h|written)",
         _unlike_before),
    rule("part word", _unlike_after),
    rule("word month", _motorbike),
    rule("month number", _how_many),
    rule("(until|part|from|since|after|before|fill) month", _no_month),
    rule("date part (?= day_word? date)", _until_date),
    rule("(word|to) until", _black),
    rule("word every", _goods),
    rule("number (to|dash|until|and) number fill? month", _days_of_a_month),
    rule("number (to|dash|until|and) number month_word number", _days_of_a_month),
    rule("qua number hour part", _past_hour),
    rule("before_last part", _before_midnight),
    rule("part part number (hour|number_h)", _until_hour),
)  # fmt: skip
_CLAUSES: tuple[Rule, ...] = (
    rule("(word|stop|order|comma|and) part fill* (word|stop|order|event)", _alone),
    rule("(word|order) part number word", _alone),
    rule("(day|weekday) part fill* (word|order|event)", _alone),
    rule("fill? tet", _vague),
    rule("(?<! clock)(?<! part) next_day", _vague),
    rule("(fill|day_word|at|around|after|before|since|until|from)+ (vague|bad)", _with_lead),
    rule(f"(from|between|since|{_GLUE})*+ {_ITEMS} (to|until|dash) {_GLUE}*+ {_ITEMS}",
         _between),
    rule(f"between {_GLUE}*+ {_ITEMS} and {_GLUE}*+ {_ITEMS}", _between),
    rule(f"{_LEAD} {_ITEMS} (onward|until_now)?", _clause),
)  # fmt: skip
