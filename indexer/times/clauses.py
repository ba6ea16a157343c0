"""Clauses of time: "after 9pm on 27 April", "từ tối qua đến sáng nay"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from indexer.times.clocks import CLOCK_RULES, Clock
from indexer.times.dates import DATE_RULES, Days
from indexer.times.day_ranges import RANGE_RULES
from indexer.times.idioms import IDIOM_RULES
from indexer.times.lunar import LUNAR_RULES
from indexer.times.other_words import OTHER_WORD_RULES
from indexer.times.spans import SPAN_RULES
from indexer.times.tokens import Rule, Rules, Run, Token, first, joined, rule
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
    return [
        token
        for token in _RULES.rewrite(run, now)
        if token.tag in ("clause", "span", "vague", "bad")
    ]


_INERT_TEXT = """
    word stop fill and article at around after before from to since until between this past
    last comma dash every every_one more less quarter qua few early next hoi roi ago onward gone
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


def _season(piece: Sequence[Token], now: datetime) -> Run:
    """Thus "during Tet"; of "over Tet" the season alone is what cannot be read."""
    if piece[0].value == "over":
        return [replace(piece[0], tag="order"), joined("vague", None, piece[1:])]
    return [joined("vague", None, piece)]


def _event(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "sau vụ tai nạn"; a short bare word may be another: "den chay" is no "đến cháy"."""
    events = [token for token in piece if token.tag in ("event", "tet")]
    if any(token.tag == "before" and token.end - token.start == len("by") for token in piece):
        return None
    if len(events) < 2 and all(token.bare and token.end - token.start < 5 for token in events):
        return None
    return joined("vague", None, piece)


def _during(piece: Sequence[Token], now: datetime) -> Token | None:
    """Thus "during the storm"."""
    return joined("vague", None, piece) if piece[0].value == "during" else None


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


def _dated_holiday(piece: Sequence[Token], now: datetime) -> Token:
    """Thus "on Christmas Day, 25 December"."""
    return joined("day", piece[-1].value, piece)


def _with_lead(piece: Sequence[Token], now: datetime) -> Token:
    return joined(piece[-1].tag, None, piece)


def _clause(piece: Sequence[Token], now: datetime) -> Token | None:
    relations = [token.tag for token in piece if token.tag in _RELATIONS]
    relation = relations[0] if relations else "at"
    told = [tag for tag in ("after", "before", "since", "until") if tag in relations]
    if told and relation in ("around", "at", *told[:2]):
        relation = told[0]
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
_ITEMS = (
    f"{_ITEM} (more|every|every_one)?+ ({_GLUE}*+ {_ITEM} (more|every|every_one)?+)*+"
    " (daily|next_day)?"
)

_LEAD = f"{_GLUE}*+ (from? (after|before|since|until|from))? {_GLUE}*+"

_EVENTS: tuple[Rule, ...] = (
    rule("until this (?! part|unit|weekday)", _until_now),
    rule(
        "(number (unit|minute|hour))? (after|before|since|until) (fill|article|number|this)*"
        "(event|tet)+",
        _event,
    ),
    rule("fill (fill|article|this)* event+", _during),
    rule("fill? (after|before|until) (fill|article)* routine (?! word|number)", _vague),
    rule("fill (fill|article)* routine (?! word|number)", _during),
)
_CLAUSES: tuple[Rule, ...] = (
    rule("(word|stop|order|comma|and|article) part fill* (word|stop|order|event)", _alone),
    rule("(word|order) part number word", _alone),
    rule("(day|weekday) part fill* (word|order|event)", _alone),
    rule("fill* holiday comma? day", _dated_holiday),
    rule("holiday", _vague),
    rule("fill? tet", _season),
    rule("(?<! clock)(?<! part) next_day", _vague),
    rule("(fill|day_word|at|around|after|before|since|until|from)+ (vague|bad)", _with_lead),
    rule(f"(from|between|since|{_GLUE})*+ {_ITEMS} (to|until|dash) {_GLUE}*+ {_ITEMS}",
         _between),
    rule(f"{_GLUE}*+ between {_GLUE}*+ {_ITEMS} and {_GLUE}*+ {_ITEMS}", _between),
    rule(f"{_LEAD} {_ITEMS} (onward|until_now)?", _clause),
)  # fmt: skip
_RULES = Rules(
    (
        *LUNAR_RULES,
        *_EVENTS,
        *OTHER_WORD_RULES,
        *IDIOM_RULES,
        *LAST_WEEK_RULES,
        *SPAN_RULES,
        *CLOCK_RULES,
        *WEEK_RULES,
        *DATE_RULES,
        *RANGE_RULES,
        *_CLAUSES,
    )
)
