"""What a hit is worth by itself: how probable it is that it belongs to what was asked, 0 to 1.

A moment's score becomes a probability by its encoder's relevance line, where there is one. A
report's comes from the words it shares with the question, each weighed by how rare it is among the
reports found, so that one common word is worth little; from how near its text's score is to the
best; from what it tells otherwise; and from whether its place and time are known. Both are logistic
models (`search.link_weights`).
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.folding import fold, nfc
from indexer.reports.report import Report
from indexer.reports.words import WORD, query_terms
from search.link_weights import MomentWeights, ReportWeights
from search.moments import Moment
from search.plan import Plan
from search.question.lexicon import FILLERS, Mention, mentions
from search.relevance import Curve
from search.reports import Pictured, ReportHit

FLOOR, CEILING = 0.05, 0.6
"""Where nothing is calibrated, a list's scores lie between these: known to be nearer, no more."""
_SURE = 1e-3
"""Probabilities are kept this far from 0 and 1 before their odds are taken."""
_SEEN = ("thing", "colour", "who", "clothes")
"""Sorts of concepts that a picture can show."""
_EXCLUSIVE = ("thing", "colour")
"""Sorts of which a thing has one: where a report names another, it tells of something else."""
_ANY_VEHICLE = "vehicle"

Unit = tuple[str, str]
"""A concept, or a word that is none: what can be told."""


@dataclass(frozen=True)
class Told:
    """What a report says of a question: features, each 0 to 1 but `differs`, which counts sorts."""

    words: float
    text: float
    differs: float
    placed: float
    timed: float


def moment_worth(
    moments: Sequence[Moment], curve: Curve | None, look_for: str, weights: MomentWeights
) -> list[float]:
    """The worth of each moment, found for a question that looks for `look_for`."""
    if curve is None:
        return _placed_in(FLOOR, CEILING, [moment.score for moment in moments])
    return [
        _logistic(
            weights.bias + weights.logit * odds + weights.beyond * beyond + weights.blind * blind
        )
        for odds, beyond, blind in moment_features(moments, curve, look_for)
    ]


def moment_features(
    moments: Sequence[Moment], curve: Curve, look_for: str
) -> list[tuple[float, float, float]]:
    """Of each moment the log-odds by the relevance line; 1 for more than looks; 1 for none."""
    blind = is_blind(look_for)
    beyond = not blind and _is_beyond(look_for)
    return [
        (_logit(curve.probability(moment.score)), float(beyond), float(blind)) for moment in moments
    ]


def report_worth(hits: Sequence[ReportHit], plan: Plan, weights: ReportWeights) -> list[float]:
    """The worth of each report: by its words, its pictures, or either (a noisy-or)."""
    told = [hit for hit in hits if hit.told]
    by_words = iter(_worth_of_words(told, plan, weights))
    return [_either(next(by_words) if hit.told else 0.0, hit.pictured) for hit in hits]


def _either(by_words: float, pictured: Pictured | None) -> float:
    return 1 - (1 - by_words) * (1 - pictured.worth) if pictured else by_words


def _worth_of_words(hits: Sequence[ReportHit], plan: Plan, weights: ReportWeights) -> list[float]:
    return [
        _logistic(
            weights.bias
            + weights.words * told.words
            + weights.text * told.text
            + weights.differs * told.differs
            + weights.placed * told.placed
            + weights.timed * told.timed
        )
        for told in report_features(hits, plan)
    ]


def report_features(hits: Sequence[ReportHit], plan: Plan) -> list[Told]:
    """What each report says of the plan's question."""
    asked = _units(plan.understood.look_for)
    texts = [_units(hit.report.text) for hit in hits]
    rarity = _rarity(asked, texts)
    whole = sum(rarity.values())
    named = _exclusive(plan.understood.look_for)
    best = max((hit.score for hit in hits), default=0.0)
    return [
        Told(
            words=sum(rarity[unit] for unit in asked & text) / whole if whole else 1.0,
            text=max(hit.score, 0.0) / best if best > 0 else 1.0,
            differs=_differs(named, hit.report),
            placed=float(hit.placed),
            timed=float(hit.timed),
        )
        for hit, text in zip(hits, texts, strict=True)
    ]


def is_blind(look_for: str) -> bool:
    """Whether words name nothing that a picture can show."""
    return bool(look_for) and not any(one.concept.sort in _SEEN for one in mentions(look_for))


def _is_beyond(look_for: str) -> bool:
    """Whether words name more than a picture can show."""
    shown = {("concept", one.concept.english[0]) for one in mentions(nfc(look_for))
             if one.concept.sort in (*_SEEN, "detail")}  # fmt: skip
    return bool(_units(look_for) - shown)


def is_for_looks(look_for: str) -> bool:
    """Whether words name what a picture can show, and nothing else."""
    return bool(look_for) and not is_blind(look_for) and not _is_beyond(look_for)


def _rarity(asked: Iterable[Unit], texts: Sequence[set[Unit]]) -> dict[Unit, float]:
    """How much each unit says: log((n + 1) ∕ (n_u + ½)), as inverse document frequency."""
    counts = Counter(unit for text in texts for unit in text)
    return {unit: math.log((len(texts) + 1) / (counts[unit] + 0.5)) + 0.1 for unit in asked}


def _units(text: str) -> set[Unit]:
    """The concepts of a text, and its words that belong to none, folded."""
    text = nfc(text)
    found = mentions(text)
    concepts = {("concept", one.concept.english[0]) for one in found if _tells(one)}
    left = list(text)
    for one in found:
        left[one.start : one.end] = " " * (one.end - one.start)
    words = {("word", term.folded) for term in query_terms("".join(left))}
    return concepts | {unit for unit in words if WORD.fullmatch(unit[1]) and unit[1] not in FILLERS}


def _tells(mention: Mention) -> bool:
    return mention.concept.english[0] != _ANY_VEHICLE


def _exclusive(text: str) -> dict[str, set[str]]:
    named: dict[str, set[str]] = {}
    for one in mentions(text):
        if one.concept.sort in _EXCLUSIVE and _tells(one):
            named.setdefault(one.concept.sort, set()).add(fold(one.concept.english[0]))
    return named


def _differs(asked: dict[str, set[str]], report: Report) -> float:
    """Of how many sorts the report names another than was asked, and not the one asked."""
    told = _exclusive(report.text)
    return float(sum(sort in told and not own & told[sort] for sort, own in asked.items()))


def _placed_in(low: float, high: float, scores: Sequence[float]) -> list[float]:
    best, weakest = max(scores, default=0.0), min(scores, default=0.0)
    if best == weakest:
        return [high] * len(scores)
    return [low + (high - low) * (score - weakest) / (best - weakest) for score in scores]


def _logit(probability: float) -> float:
    sure = min(max(probability, _SURE), 1 - _SURE)
    return math.log(sure / (1 - sure))


def _logistic(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
