"""What a report tells of a question, in numbers: what a logistic model of its worth is made of.

Concepts, meanings and words that both have count by how rare they are among the reports found: a
report that tells the same in other words tells it. A vehicle and its colour belong together: "a red
van hit a motorbike" tells of no red motorbike. What a report tells otherwise (another kind, another
colour, another matter, another street) speaks against it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.folding import fold, nfc
from indexer.reports.category import QUIET, Category, category_of
from indexer.reports.meanings import meanings_in
from indexer.reports.report import Report
from indexer.reports.words import STOP_WORDS, Term, text_terms
from search.plan import Plan
from search.question.caption import colour_of
from search.question.lexicon import FILLERS, Mention, mentions
from search.reports import ReportHit

SEEN = ("thing", "colour", "who", "clothes")
"""Sorts of concepts that a picture can show."""
SHOWN = (*SEEN, "detail")
"""Those, and what only a near picture shows."""
_EXCLUSIVE = ("thing", "colour")
"""Sorts of which a thing has one: where a report names another, it tells of something else."""
_ALIKE_TEXT = """
    red-orange orange-yellow orange-brown red-brown red-pink pink-purple purple-blue blue-green
    blue-black green-black brown-black black-grey grey-silver grey-white silver-white
"""
_ALIKE = {frozenset(pair.split("-")) for pair in _ALIKE_TEXT.split()}
"""Colours that people take for one another, at night above all."""
_ANY_VEHICLE = "vehicle"
_MADE_OF = {"hitandrun": ("crash", "fleeing")}
"""Meanings that others make up together, however far apart a text tells these."""

LEAST_SHARE = 1 / 32
"""A smaller share of a report's place or time within what is asked counts as this one."""

Unit = tuple[str, str]
"""A concept, a meaning, or a word that is neither: what can be told."""


class Vehicle(NamedTuple):
    """What kind, in what colour; empty where it is not told."""

    thing: str
    colour: str


class Told(NamedTuple):
    """What a report tells of a question: features, each 0 to 1.

    `words` is the share of the question that it tells, `deed` that of what happened; `thing` and
    `colour` are 1 where it tells the vehicle's kind and colour as asked (all 0 where the question
    has none of it). `text` is its text's score as a share of the best one's. Against it speak
    `other_thing` and `other_colour`, 1 where it tells another (a colour that is easily taken for
    the one asked for speaks neither way), and `other_matter`, where it is about another matter (its
    category) than the question; `same_matter` is 1 where it is about the same.
    `quiet` is 1 for what is rarely asked about (paperwork, praise). `lacking` is 1 where a detail
    that is asked for (riders, helmet, box, clothes) is not told. `looks_alone` is 1 where the
    question is for looks and nothing else, which passers-by meet as well; `silent` where it tells
    nothing at all of the question.
    `placed` and `timed` tell the shares of its place and time within what is asked, by how often
    they halve the whole: 1 for all of it, 0 for LEAST_SHARE and less; `unplaced` and `untimed` are
    1 where it tells of none, `anywhere` where no place is asked for. `passed` is what a place named
    later adds to `placed`. `early` is 1 where it came in before the time asked about.
    """

    words: float
    deed: float
    thing: float
    colour: float
    text: float
    other_thing: float
    other_colour: float
    same_matter: float
    other_matter: float
    quiet: float
    lacking: float
    looks_alone: float
    silent: float
    placed: float
    passed: float
    unplaced: float
    anywhere: float
    timed: float
    untimed: float
    early: float


MOST_READ = 20_000
"""Characters of a report that tell how it fits, some ten pages: a text without end, sent by whoever
likes, must not hold up each search that finds it. Words are found in all of it."""
AGAINST = (
    "other_thing", "other_colour", "other_matter", "quiet", "lacking", "passed", "silent", "early",
)  # fmt: skip
"""The features of a report that speak against it."""


def report_features(hits: Sequence[ReportHit], plan: Plan) -> list[Told]:
    """What each report tells of the plan's question."""
    texts = [units(_read(hit)) for hit in hits]
    question = _Question.of(plan, texts)
    best = max((hit.score for hit in hits), default=0.0)
    return [
        _told(hit, text, question, max(hit.score, 0.0) / best if best > 0 else 1.0)
        for hit, text in zip(hits, texts, strict=True)
    ]


def units(text: str) -> set[Unit]:
    """The concepts of a text that a picture can show, its other meanings, and its other words."""
    text = nfc(text)
    found = [one for one in mentions(text) if one.concept.sort in SHOWN]
    left = list(text)
    for one in found:
        left[one.start : one.end] = " " * (one.end - one.start)
    concepts = {("concept", one.concept.english[0]) for one in found if _tells(one)}
    return concepts | _unseen(text_terms("".join(left)))


def _unseen(terms: Sequence[Term]) -> set[Unit]:
    """The meanings that words stand for, and the words that stand for none, folded."""
    found = meanings_in(terms)
    named = (meaning for _, _, meanings in found for meaning in meanings)
    covered = {at for start, end, _ in found for at in range(start, end)}
    words = (term for at, term in enumerate(terms) if at not in covered)
    return {("meaning", part) for one in named for part in _MADE_OF.get(one, (one,))} | {
        ("word", term.folded)
        for term in words
        if term.accented not in STOP_WORDS and term.folded not in FILLERS
    }


def shown(text: str) -> set[Unit]:
    """The concepts of a text that a picture can show."""
    found = (one.concept for one in mentions(nfc(text)))
    return {("concept", concept.english[0]) for concept in found if concept.sort in SHOWN}


def vehicles(text: str) -> list[Vehicle]:
    """The vehicles that a text tells of, each with the colour beside it."""
    found = mentions(nfc(text))
    things = [one for one in found if one.concept.sort == "thing"]
    told = [Vehicle(one.concept.english[0] * _tells(one), colour_of(one, found)) for one in things]
    return [vehicle for vehicle in told if any(vehicle)]


@dataclass(frozen=True)
class _Question:
    asked: set[Unit]
    deeds: set[Unit]
    details: set[Unit]
    vehicle: Vehicle
    rarity: dict[Unit, float]
    named: dict[str, set[str]]
    matter: Category
    looks_alone: bool
    anywhere: bool

    @staticmethod
    def of(plan: Plan, texts: Sequence[set[Unit]]) -> "_Question":
        look_for = plan.understood.look_for
        asked, seen = units(look_for), shown(look_for)
        vehicle = _first(vehicles(look_for))
        return _Question(
            asked,
            asked - seen,
            asked & seen - {("concept", kind) for kind in vehicle},
            vehicle,
            _rarity(asked, texts),
            _named(look_for),
            category_of(look_for),
            bool(seen) and not asked - seen,
            all(place.relation == "toward" for place in plan.places),
        )

    def share(self, told: set[Unit], of: set[Unit]) -> float:
        """Of some units the share that is told, each weighed by how rare it is."""
        whole = sum(self.rarity[unit] for unit in sorted(of))
        return sum(self.rarity[unit] for unit in sorted(of & told)) / whole if whole else 0.0


def _read(hit: ReportHit) -> str:
    return hit.report.text[:MOST_READ]


def _told(hit: ReportHit, text: set[Unit], question: _Question, share: float) -> Told:
    all_told = vehicles(_read(hit))
    fits = _fits(question.vehicle, all_told)
    text = text - {("concept", kind) for kind, fit in zip(question.vehicle, fits, strict=True)
                   if fit is not True}  # fmt: skip
    other_thing, other_colour = _differs(question.named, hit.report, fits)
    matter = category_of(_read(hit))
    known = "other" not in (matter, question.matter)
    return Told(
        words=question.share(text, question.asked) if question.asked else 1.0,
        deed=question.share(text, question.deeds),
        thing=float(fits[0] is True),
        colour=float(fits[1] is True),
        text=share,
        other_thing=float(other_thing),
        other_colour=float(other_colour and not _is_near(question.vehicle, all_told)),
        same_matter=float(known and matter == question.matter),
        other_matter=float(known and matter != question.matter),
        quiet=float(matter in QUIET),
        lacking=float(not question.details <= text),
        looks_alone=float(question.looks_alone),
        silent=float(bool(question.asked) and not text & question.asked),
        placed=0.0 if question.anywhere else _halvings(hit.placed),
        passed=hit.passed,
        unplaced=float(hit.placed is None and not question.anywhere),
        anywhere=float(question.anywhere),
        timed=_halvings(hit.timed),
        untimed=float(hit.timed is None),
        early=float(hit.early),
    )


def _halvings(share: float | None) -> float:
    """How much odds grow with a share goes with its logarithm."""
    return 1 - math.log2(max(share or 0.0, LEAST_SHARE)) / math.log2(LEAST_SHARE)


Fit = bool | None
"""Whether it is told as asked; None where it is not told, or not asked."""


def _fits(asked: Vehicle, told: Sequence[Vehicle]) -> tuple[Fit, Fit]:
    """How kind and colour of the vehicle that fits best are told."""
    fits = [
        (_fit(asked.thing, one.thing), _fit(asked.colour, one.colour)) for one in told
    ]  # fmt: skip
    return max(
        fits, key=lambda fit: (fit.count(True) - fit.count(False), fit.count(True)),
        default=(None, None),
    )  # fmt: skip


def _fit(asked: str, told: str) -> Fit:
    return asked == told if asked and told else None


def _first(told: Sequence[Vehicle]) -> Vehicle:
    return told[0] if told else Vehicle("", "")


def _rarity(asked: Iterable[Unit], texts: Sequence[set[Unit]]) -> dict[Unit, float]:
    """How much each unit says: log((n + 1) ∕ (n_u + ½)), as inverse document frequency."""
    counts = Counter(unit for text in texts for unit in text)
    return {unit: math.log((len(texts) + 1) / (counts[unit] + 0.5)) + 0.1 for unit in asked}


def _tells(mention: Mention) -> bool:
    return mention.concept.english[0] != _ANY_VEHICLE


def _named(text: str) -> dict[str, set[str]]:
    named: dict[str, set[str]] = {}
    for one in mentions(text):
        if one.concept.sort in _EXCLUSIVE and _tells(one):
            named.setdefault(one.concept.sort, set()).add(fold(one.concept.english[0]))
    return named


def _differs(asked: dict[str, set[str]], report: Report, fits: Sequence[Fit]) -> list[bool]:
    """Whether kind and colour are told otherwise: nowhere as asked, or not of what fits best."""
    told = _named(report.text[:MOST_READ])
    return [
        sort in asked and ((sort in told and not asked[sort] & told[sort]) or fit is False)
        for sort, fit in zip(_EXCLUSIVE, fits, strict=True)
    ]


def _is_near(asked: Vehicle, told: Sequence[Vehicle]) -> bool:
    """Whether such a vehicle is told in a colour that is easily taken for the one asked for."""
    return any(
        {asked.colour, one.colour} in _ALIKE and _fit(asked.thing, one.thing) is not False
        for one in told
    )
