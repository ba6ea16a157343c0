"""What a hit is worth by itself: how probable it is that it belongs to what was asked, 0 to 1.

A moment's score becomes a probability by its encoder's relevance line, where there is one. A
report's comes from what it tells of the question (`search.report_features`). Both are logistic
models (`search.link_weights`). Nearness in meaning lifts a report (`search.meant`).
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from search.link_weights import MomentWeights, ReportWeights
from search.meant import by_what_is_meant, lifted, tops_of
from search.moments import Moment
from search.plan import Plan
from search.question.lexicon import mentions
from search.relevance import Curve
from search.report_features import AGAINST, SEEN, Told, report_features, shown, units
from search.reports import Against, Pictured, ReportHit

FLOOR, CEILING = 0.05, 0.6
"""Where nothing is calibrated, a list's scores lie between these: known to be nearer, no more."""
_SURE = 1e-3
"""Probabilities are kept this far from 0 and 1 before their odds are taken."""


def moment_worth(
    moments: Sequence[Moment], curve: Curve | None, look_for: str, weights: MomentWeights
) -> list[float]:
    """The worth of each moment, found for a question that looks for `look_for`."""
    if curve is None:
        return _placed_in(FLOOR, CEILING, [moment.score for moment in moments])
    return _worth(weights.bias, weights.row, moment_features(moments, curve, look_for))


def moment_features(
    moments: Sequence[Moment], curve: Curve, look_for: str
) -> list[tuple[float, ...]]:
    """Of each moment (`odds`, `beyond`, `beyond_odds`, `blind`), as `MomentWeights` has them.

    Log-odds by the relevance line count apart where a question names more than can be seen, and not
    at all where it names nothing that can be.
    """
    if is_blind(look_for):
        return [(0.0, 0.0, 0.0, 1.0)] * len(moments)
    odds = [_logit(curve.probability(moment.score)) for moment in moments]
    if _is_beyond(look_for):
        return [(0.0, 1.0, one, 0.0) for one in odds]
    return [(one, 0.0, 0.0, 0.0) for one in odds]


def report_worth(hits: Sequence[ReportHit], plan: Plan, weights: ReportWeights) -> list[float]:
    """The worth of each report: by its words, its pictures, or either (a noisy-or)."""
    return [worth for _, worth in with_against(hits, plan, weights)]


def with_against(
    hits: Sequence[ReportHit], plan: Plan, weights: ReportWeights
) -> list[tuple[ReportHit, float]]:
    """Each report with its worth, and with what it tells against the question."""
    features = iter(report_features([hit for hit in hits if hit.told], plan))
    told = [next(features) if hit.told else None for hit in hits]
    words = [0.0 if one is None else _logistic(_log_odds(weights.bias, weights.row, one))
             for one in told]  # fmt: skip
    hits = by_what_is_meant(hits, told, plan, weights)
    tops = tops_of(hits, told, words)
    return [
        _judged(hit, one, worth, top, weights)
        for hit, one, worth, top in zip(hits, told, words, tops, strict=True)
    ]


def _judged(
    hit: ReportHit, told: Told | None, words: float, top: float, weights: ReportWeights
) -> tuple[ReportHit, float]:
    def whole(by_words: float) -> float:
        return _either(lifted(by_words, hit.meant, top), hit.pictured)

    if told is None:
        return hit, whole(0.0)
    odds = _log_odds(weights.bias, weights.row, told)
    against = [
        Against(name, whole(_logistic(odds - part)))
        for name in AGAINST
        if (part := getattr(weights, name) * getattr(told, name)) < 0
    ]
    return replace(hit, against=tuple(against)), whole(words)


def _either(by_words: float, pictured: Pictured | None) -> float:
    return 1 - (1 - by_words) * (1 - pictured.worth) if pictured else by_words


def is_blind(look_for: str) -> bool:
    """Whether words name nothing that a picture can show."""
    return bool(look_for) and not any(one.concept.sort in SEEN for one in mentions(look_for))


def _is_beyond(look_for: str) -> bool:
    """Whether words name more than a picture can show."""
    return bool(units(look_for) - shown(look_for))


def is_for_looks(look_for: str) -> bool:
    """Whether words name what a picture can show, and nothing else."""
    return bool(look_for) and not is_blind(look_for) and not _is_beyond(look_for)


def _worth(bias: float, weights: Sequence[float], rows: Sequence[Sequence[float]]) -> list[float]:
    """A logistic model of each row of features."""
    return [_logistic(_log_odds(bias, weights, row)) for row in rows]


def _log_odds(bias: float, weights: Sequence[float], row: Sequence[float]) -> float:
    return bias + sum(w * value for w, value in zip(weights, row, strict=True))


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
