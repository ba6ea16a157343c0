"""The figures of an evaluation: over all questions, and broken down by what made each hard.

A question counts under its best look: the relevant moment in which what was asked for is highest
in the picture. Where the key does not know, the question stays out of that breakdown.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from search.evaluate.ask import Outcome
from search.evaluate.judge import same_hit
from search.evaluate.measures import Estimate, estimate, first_is_right, ndcg_at, recall_at

FORMS = ("en", "vi", "vi-plain")
HEIGHTS = (
    (0, "below 16 px"),
    (16, "16–24 px"),
    (24, "24–48 px"),
    (48, "48–96 px"),
    (96, "≥ 96 px"),
)
HIDDEN = ((0.0, "under a tenth"), (0.1, "a tenth to four"), (0.4, "four tenths or more"))
STRONG_SHARE = 0.9
"""A first hit is strong where it fits the words as well as so many of the right first hits do."""


@dataclass(frozen=True)
class Row:
    """The measures over the questions that share a `value` of what they are broken down `by`."""

    by: str
    value: str
    questions: int
    recall: Estimate
    first: Estimate
    ndcg: Estimate


@dataclass(frozen=True)
class Figures:
    """All figures of one evaluation.

    `same_first` is over the groups asked in all three language forms, None where there is none.
    Of the questions for which nothing is relevant, `unmet` in number, `strong` got a first hit of
    `strong_from` or more. `taken_for` counts wrong first hits by what they show. `partial` answers
    lacked a part of the search that failed: they count as they came.
    """

    k: int
    rows: tuple[Row, ...]
    same_first: Estimate | None
    groups: int
    unmet: int
    strong: int
    strong_from: float | None
    taken_for: dict[str, int]
    partial: int
    model: Mapping[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        """The same as one JSON document."""
        return asdict(self)


def figures(outcomes: Sequence[Outcome], k: int) -> Figures:
    """The figures of these outcomes."""
    met = [outcome for outcome in outcomes if outcome.asked.relevant]
    unmet = [outcome for outcome in outcomes if not outcome.asked.relevant]
    rows = [row for by, value_of in BREAKDOWNS.items() for row in _rows(met, by, value_of, k)]
    groups = _in_all_forms(outcomes)
    same = [float(_agree(group)) for group in groups]
    line = _strong_from(met)
    taken = Counter(outcome.taken_for for outcome in met)
    del taken[""]
    return Figures(
        k=k,
        rows=tuple(rows),
        same_first=estimate(same, range(len(same))) if same else None,
        groups=len(groups),
        unmet=len(unmet),
        strong=sum(_is_strong(outcome, line) for outcome in unmet),
        strong_from=line,
        taken_for=dict(taken.most_common()),
        partial=sum(outcome.partial for outcome in outcomes),
        model=next((one.model for one in outcomes if one.model), None),
    )


def height_band(outcome: Outcome) -> str | None:
    """How high, at best, what was asked for is in the picture."""
    look = outcome.best_look()
    return None if look is None else _band(look[1].height_px or 0, HEIGHTS)


def _hidden_band(outcome: Outcome) -> str | None:
    look = outcome.best_look()
    hidden = look and look[1].hidden
    return None if hidden is None else _band(hidden, HIDDEN)


def _light(outcome: Outcome) -> str | None:
    look = outcome.best_look()
    return (look and look[0].light) or None


def _rain(outcome: Outcome) -> str | None:
    look = outcome.best_look()
    return (look and look[0].rain) or None


ValueOf = Callable[[Outcome], str | None]
BREAKDOWNS: dict[str, ValueOf] = {
    "all": lambda outcome: "all",
    "language": lambda outcome: outcome.language,
    "height": height_band,
    "light": _light,
    "rain": _rain,
    "hidden": _hidden_band,
    "kind": lambda outcome: outcome.asked.kind or None,
}
_ORDER = [name for _, name in (*HEIGHTS, *HIDDEN)]


def _rows(outcomes: Sequence[Outcome], by: str, value_of: ValueOf, k: int) -> list[Row]:
    parts: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        value = value_of(outcome)
        if value is not None:
            parts[value].append(outcome)
    return [_row(parts[value], by, value, k) for value in sorted(parts, key=_place)]


def _place(value: str) -> tuple[int, str]:
    return (_ORDER.index(value) if value in _ORDER else -1), value


def _row(outcomes: Sequence[Outcome], by: str, value: str, k: int) -> Row:
    groups = [one.asked.group or one.asked.question for one in outcomes]

    def over(measure: Callable[[Outcome], float]) -> Estimate:
        return estimate([measure(one) for one in outcomes], groups)

    return Row(
        by=by,
        value=value,
        questions=len(outcomes),
        recall=over(lambda one: recall_at(one.found, len(one.asked.relevant), k)),
        first=over(lambda one: first_is_right(one.found)),
        ndcg=over(lambda one: ndcg_at(one.found, len(one.asked.relevant))),
    )


def _band(value: float, bands: Sequence[tuple[float, str]]) -> str:
    return next(name for least, name in reversed(bands) if value >= least)


def _in_all_forms(outcomes: Sequence[Outcome]) -> list[dict[str, Outcome]]:
    """The groups that were asked in every form, each by form."""
    groups: dict[str, dict[str, Outcome]] = defaultdict(dict)
    for outcome in outcomes:
        if outcome.asked.group:
            groups[outcome.asked.group][outcome.language] = outcome
    return [group for group in groups.values() if set(FORMS) <= set(group)]


def _agree(group: dict[str, Outcome]) -> bool:
    first, *others = (group[form].first for form in FORMS)
    return all(same_hit(first, other) for other in others)


def _strong_from(outcomes: Sequence[Outcome]) -> float | None:
    right = [
        score for one in outcomes if one.found and one.found[0]
        if (score := one.first_score) is not None
    ]  # fmt: skip
    return float(np.quantile(right, 1 - STRONG_SHARE)) if right else None


def _is_strong(outcome: Outcome, line: float | None) -> bool:
    score = outcome.first_score
    return score is not None and line is not None and score >= line
