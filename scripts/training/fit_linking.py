"""Fits the weights of linking and fusion on simulated evenings of known truth.

    scripts/fit_linking --out search/weights/linking.json

Evenings of the seeds are simulated without pixels, indexed, and asked all questions of their keys.
What a moment and a report are worth by themselves is logistic regression on whether they belong to
what was asked; the weights of links are then searched one by one for the best nDCG@10, less what is
lost where a single retriever alone does better. The same seeds give the same weights. With
--evenings they are kept and used again.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from _bench import note
from _evenings import Sizes, make_evening, open_evening
from _gathered import Sample, samples
from numpy.typing import NDArray

from search.link_weights import LinkWeights, MomentWeights, ReportWeights, Weights
from search.worth import moment_features, report_features

SEEDS = (201, 202)
SIZES = Sizes()
ROUNDS = 1
_START = LinkWeights(sigma_m=800.0, sigma_s=700.0, rivals=1.0, to_moments=0.8, to_reports=0.5)
_TRIED: dict[str, tuple[float, ...]] = {
    "to_moments": (0.6, 1.0),
    "rivals": (0.5, 2.0),
    "sigma_m": (500.0, 1_200.0),
    "sigma_s": (450.0, 1_100.0),
    "to_reports": (0.25, 0.75),
}
_RIDGE = 1e-2
_ANSWERS = (0.0, 0.5, 1.0)
"""By grade, how far a moment answers a question: what only looks as was asked does so half."""
_LOST = 0.5
"""How much a question's loss against its better retriever alone weighs beside its own nDCG."""

Rows = NDArray[np.float64]


def main() -> None:
    """Read the arguments, fit, write."""
    parser = argparse.ArgumentParser(
        prog="scripts/fit_linking",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--evenings", type=Path, metavar="DIR", help="keep evenings here")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = arguments.evenings or stack.enter_context(tempfile.TemporaryDirectory())
        told = fitted(gathered(Path(folder)))
    text = json.dumps(told, indent=1, ensure_ascii=False)
    arguments.out.write_text(text + "\n", encoding="utf-8")


def gathered(folder: Path) -> list[Sample]:
    """Every question of every evening."""
    found: list[Sample] = []
    for seed in SEEDS:
        made = make_evening(folder / f"{seed}-{SIZES}", seed, SIZES)
        with open_evening(made) as evening:
            found += samples(evening)
    return found


def fitted(asked: Sequence[Sample]) -> dict[str, Any]:
    """The weights as they are stored, with how they came about."""
    first = Weights(_of_reports(asked), _of_moments(asked), _START)
    best, reached = _searched(asked, first)
    return {
        "provenance": {
            "command": "scripts/fit_linking --out search/weights/linking.json",
            "method": "logistic regression of worth; coordinate search of the links' weights",
            "evenings": f"{SIZES.cameras} cameras × {SIZES.minutes:g} min each, no pixels",
            "seeds": list(SEEDS),
            "questions": len(asked),
            "ndcg_at_10": round(float(np.mean([one.ndcg(best) for one in asked])), 4),
            "aim": round(reached, 4),
        },
        **best.to_json(),
    }


def _of_reports(asked: Sequence[Sample]) -> ReportWeights:
    rows, right = [], []
    for one in asked:
        hits = one.gathered.reports
        for hit, told in zip(hits, report_features(hits, one.gathered.plan), strict=True):
            rows.append([1.0, told.words, told.text, told.differs, told.placed, told.timed])
            right.append(one.grade(hit) > 0)
    return ReportWeights(*_logistic(np.array(rows), np.array(right, np.float64)))


def _of_moments(asked: Sequence[Sample]) -> MomentWeights:
    """What is only alike answers a question for looks half."""
    rows, right = [], []
    for one in asked:
        found = one.gathered
        assert found.curve is not None, "the demonstration model is calibrated"
        look_for = found.plan.understood.look_for
        features = moment_features(found.moments, found.curve, look_for)
        for moment, told in zip(found.moments, features, strict=True):
            rows.append([1.0, *told])
            right.append(_ANSWERS[one.grade(moment)])
    return MomentWeights(*_logistic(np.array(rows), np.array(right)))


def _logistic(rows: Rows, right: Rows) -> list[float]:
    """Logistic regression by Newton's method with a small ridge, rounded."""
    weights = np.zeros(rows.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - _RIDGE * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + _RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return [round(float(weight), 3) for weight in weights]


def _searched(asked: Sequence[Sample], first: Weights) -> tuple[Weights, float]:
    """Each link weight by turns set to the best of those tried."""
    alone = [one.ndcg_alone() for one in asked]
    best, reached = first, _aim(asked, first, alone)
    for _ in range(ROUNDS):
        before = best
        for name, values in _TRIED.items():
            for value in values:
                tried = replace(best, link=replace(best.link, **{name: value}))
                if tried != best and (aim := _aim(asked, tried, alone)) > reached:
                    best, reached = tried, aim
            note(f"{name}: {reached:.4f} with {best.link}")
        if best == before:
            break
    return best, reached


def _aim(asked: Sequence[Sample], weights: Weights, alone: Sequence[float]) -> float:
    found = [one.ndcg(weights) for one in asked]
    lost = [max(0.0, single - own) for own, single in zip(found, alone, strict=True)]
    return float(np.mean(found) - _LOST * np.mean(lost))


if __name__ == "__main__":
    main()
