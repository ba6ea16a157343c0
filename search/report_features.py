"""What a report tells of a question, in numbers: what a logistic model of its worth is made of.

Words and concepts that both have count by how rare they are among the reports found. A vehicle and
its colour belong together: "a red van hit a motorbike" tells of no red motorbike.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.folding import fold, nfc
from indexer.reports.report import Report
from indexer.reports.words import WORD, query_terms
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
_ANY_VEHICLE = "vehicle"

Unit = tuple[str, str]
"""A concept, or a word that is none: what can be told."""


class Vehicle(NamedTuple):
    """What kind, in what colour; empty where it is not told."""

    thing: str
    colour: str


class Told(NamedTuple):
    """What a report tells of a question: features, each 0 to 1 but `differs`, which counts sorts.

    `words` is the share of the question that it tells, `deed` that of what happened, `vehicle` of
    the vehicle's kind and colour (each 0 where the question has none of it). `text` is its text's
    score as a share of the best one's. `differs` counts kind and colour where it tells another.
    `placed` and `timed` are the shares of its place and time within what is asked; `unplaced` and
    `untimed` are 1 where it tells of none, `anywhere` where no place is asked for.
    """

    words: float
    deed: float
    vehicle: float
    text: float
    differs: float
    placed: float
    unplaced: float
    anywhere: float
    timed: float
    untimed: float


def report_features(hits: Sequence[ReportHit], plan: Plan) -> list[Told]:
    """What each report tells of the plan's question."""
    look_for = plan.understood.look_for
    asked, texts = units(look_for), [units(hit.report.text) for hit in hits]
    question = _Question(asked, asked - shown(look_for), _first(vehicles(look_for)),
                         _rarity(asked, texts), _named(look_for))  # fmt: skip
    anywhere = all(place.relation == "toward" for place in plan.places)
    best = max((hit.score for hit in hits), default=0.0)
    return [
        _told(hit, text, question, anywhere, max(hit.score, 0.0) / best if best > 0 else 1.0)
        for hit, text in zip(hits, texts, strict=True)
    ]


def units(text: str) -> set[Unit]:
    """The concepts of a text, and its words that belong to none, folded."""
    text = nfc(text)
    found = mentions(text)
    concepts = {("concept", one.concept.english[0]) for one in found if _tells(one)}
    left = list(text)
    for one in found:
        left[one.start : one.end] = " " * (one.end - one.start)
    words = {("word", term.folded) for term in query_terms("".join(left))}
    return concepts | {unit for unit in words if WORD.fullmatch(unit[1]) and unit[1] not in FILLERS}


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
    vehicle: Vehicle
    rarity: dict[Unit, float]
    named: dict[str, set[str]]

    def share(self, told: set[Unit], of: set[Unit]) -> float:
        """Of some units the share that is told, each weighed by how rare it is."""
        whole = sum(self.rarity[unit] for unit in sorted(of))
        return sum(self.rarity[unit] for unit in sorted(of & told)) / whole if whole else 0.0


def _told(
    hit: ReportHit, text: set[Unit], question: _Question, anywhere: bool, share: float
) -> Told:
    fits = _fits(question.vehicle, vehicles(hit.report.text))
    kinds = [kind for kind, told in zip(question.vehicle, fits, strict=True) if kind]
    text = text - {("concept", kind) for kind, fit in zip(question.vehicle, fits, strict=True)
                   if fit is not True}  # fmt: skip
    return Told(
        words=question.share(text, question.asked) if question.asked else 1.0,
        deed=question.share(text, question.deeds),
        vehicle=fits.count(True) / len(kinds) if kinds else 0.0,
        text=share,
        differs=_differs(question.named, hit.report, fits),
        placed=0.0 if anywhere else hit.placed or 0.0,
        unplaced=float(hit.placed is None and not anywhere),
        anywhere=float(anywhere),
        timed=hit.timed or 0.0,
        untimed=float(hit.timed is None),
    )


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


def _differs(asked: dict[str, set[str]], report: Report, fits: Sequence[Fit]) -> float:
    """Of how many sorts the report tells another: nowhere as asked, or not of what fits best."""
    told = _named(report.text)
    return float(
        sum(
            (sort in told and not asked[sort] & told[sort]) or fit is False
            for sort, fit in zip(_EXCLUSIVE, fits, strict=True)
            if sort in asked
        )
    )
