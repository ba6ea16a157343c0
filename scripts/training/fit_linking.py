"""Fits the weights of linking and fusion on simulated evenings of known truth.

    scripts/fit_linking --out search/weights/linking.json

Evenings of the seeds are simulated without pixels, indexed, and asked all questions of their keys.
What a moment and a report are worth by themselves is logistic regression on whether they belong to
what was asked; the weights of links are then searched one by one, so that the scores of the one
list are the best probabilities (least log-loss). Evenings of other seeds, never fitted to, tell
what came of it; the weights are written only if they serve those no worse than the ones there are.
The same seeds give the same weights. With --evenings they are kept, and a fit that was broken off
goes on with those that are made.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from _bench import note
from _evenings import Sizes, make_evening, open_evening
from _gathered import LOST_BY, Sample, samples
from numpy.typing import NDArray

from search.fusion import lifted
from search.link_weights import LinkWeights, MomentWeights, ReportWeights, Weights, shipped_weights
from search.report_features import report_features
from search.worth import moment_features, moment_worth, report_worth

SEEDS, UNSEEN = (201, 202, 203, 204), (205, 206)
"""Evenings that are fitted to, and those that judge; `scripts/bench linking` has others again."""
SIZES = Sizes()
ROUNDS = 2
_START = LinkWeights(sigma_m=500.0, sigma_s=450.0, rivals=2.0, to_moments=0.6, to_reports=0.1)
_TRIED: dict[str, tuple[float, ...]] = {
    "to_moments": (0.3, 0.6),
    "rivals": (1.0, 2.0, 4.0),
    "sigma_s": (150.0, 300.0, 450.0, 700.0),
    "sigma_m": (300.0, 500.0, 800.0),
    "to_reports": (0.05, 0.1, 0.25, 0.5),
}
_RIDGE = 1e-2
_MOST_GRADE = 2
_SURE = 1e-4

Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Reached:
    """What weights come to on some evenings."""

    ndcg_at_10: float
    worse_by_more_than_0_02: float
    log_loss: float


def main() -> None:
    """Read the arguments, fit, judge, write."""
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
        asked, unseen = (gathered(Path(folder), seeds) for seeds in (SEEDS, UNSEEN))
        best = fitted(asked)
        before, after = (reached(unseen, weights) for weights in (shipped_weights(), best))
        note(f"unseen evenings before: {before}\nunseen evenings now:    {after}")
        if after.log_loss > before.log_loss:
            raise SystemExit("the weights that ship serve evenings of other seeds better; kept")
        text = json.dumps(told(len(asked), len(unseen), best, after), indent=1, ensure_ascii=False)
        arguments.out.write_text(text + "\n", encoding="utf-8")


def gathered(folder: Path, seeds: Sequence[int]) -> list[Sample]:
    """Every question of every evening."""
    found: list[Sample] = []
    for seed in seeds:
        made = make_evening(folder / f"{seed}-{SIZES}", seed, SIZES)
        with open_evening(made) as evening:
            found += samples(evening)
        note(f"evening {seed}: {len(found)} questions gathered so far")
    return found


def fitted(asked: Sequence[Sample]) -> Weights:
    """The weights that fit best."""
    return _searched(asked, Weights(_of_reports(asked), _of_moments(asked), _START))


def reached(asked: Sequence[Sample], weights: Weights) -> Reached:
    """The list's nDCG, how often one retriever alone is better, and how sure scores are rightly."""
    listed = [one.listed(weights) for one in asked]
    own = [one.ndcg(hits) for one, hits in zip(asked, listed, strict=True)]
    alone = [one.ndcg_alone() for one in asked]
    worse = [mine < single - LOST_BY for mine, single in zip(own, alone, strict=True)]
    loss = _loss([_Known.of(one, weights) for one in asked], weights.link)
    return Reached(round(float(np.mean(own)), 4), round(float(np.mean(worse)), 4), round(loss, 5))


def told(asked: int, unseen: int, best: Weights, after: Reached) -> dict[str, Any]:
    """The weights as they are stored, with how they came about."""
    return {
        "provenance": {
            "command": "scripts/fit_linking --out search/weights/linking.json",
            "method": "logistic regression of worth; coordinate search of the links' weights",
            "evenings": f"{SIZES.cameras} cameras × {SIZES.minutes:g} min each, no pixels",
            "seeds": list(SEEDS),
            "questions": asked,
            "unseen_seeds": list(UNSEEN),
            "unseen_questions": unseen,
            "unseen": asdict(after),
        },
        **best.to_json(),
    }


def _of_reports(asked: Sequence[Sample]) -> ReportWeights:
    rows, right = [], []
    for one in asked:
        hits = one.gathered.reports
        for hit, features in zip(hits, report_features(hits, one.gathered.plan), strict=True):
            rows.append([1.0, *features])
            right.append(_answers(one.grade(hit)))
    return ReportWeights(*_logistic(np.array(rows), np.array(right)))


def _of_moments(asked: Sequence[Sample]) -> MomentWeights:
    rows, right = [], []
    for one in asked:
        found = one.gathered
        assert found.curve is not None, "the demonstration model is calibrated"
        look_for = found.plan.understood.look_for
        features = moment_features(found.moments, found.curve, look_for)
        for moment, row in zip(found.moments, features, strict=True):
            rows.append([1.0, *row])
            right.append(_answers(one.grade(moment)))
    return MomentWeights(*_logistic(np.array(rows), np.array(right)))


def _answers(grade: int) -> float:
    """How far a hit of this grade answers a question: its gain, as a share of the most."""
    return float((2**grade - 1) / (2**_MOST_GRADE - 1))


def _logistic(rows: Rows, right: Rows) -> list[float]:
    """Logistic regression by Newton's method with a small ridge, rounded."""
    weights = np.zeros(rows.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - _RIDGE * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + _RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return [round(float(weight), 3) for weight in weights]


def _searched(asked: Sequence[Sample], first: Weights) -> Weights:
    """Each link weight by turns set to the best of those tried."""
    known = [_Known.of(one, first) for one in asked]
    best, least = first.link, _loss(known, first.link)
    for _ in range(ROUNDS):
        before = best
        for name, values in _TRIED.items():
            for value in values:
                tried = replace(best, **{name: value})
                if tried != best and (loss := _loss(known, tried)) < least:
                    best, least = tried, loss
            note(f"{name}: log-loss {least:.5f} with {best}")
        if best == before:
            break
    return replace(first, link=best)


@dataclass(frozen=True)
class _Known:
    """A question's hits: what each is worth by itself, (n,), and how far it answers, (n,).

    Of those that may be linked, `rows` and `columns` are their places among them.
    """

    sample: Sample
    moments: Rows
    reports: Rows
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    right: Rows

    @staticmethod
    def of(one: Sample, weights: Weights) -> "_Known":
        found, pairs = one.gathered, one.pairs
        look_for = found.plan.understood.look_for
        seen = {str(moment.id): at for at, moment in enumerate(found.moments)}
        told = {hit.report.id: at for at, hit in enumerate(found.reports)}
        hits = (*found.moments, *found.reports)
        return _Known(
            one,
            np.array(moment_worth(found.moments, found.curve, look_for, weights.moments)),
            np.array(report_worth(found.reports, found.plan, weights.reports)),
            np.array([seen[str(moment.id)] for moment in pairs.seen], np.int64),
            np.array([told[report.id] for report in pairs.told], np.int64),
            np.array([_answers(one.grade(hit)) for hit in hits]),
        )

    def scores(self, weights: LinkWeights) -> Rows:
        """Of moments, then of reports."""
        strength, _ = self.sample.pairs.shared(self.sample.looks, weights)
        moments, reports = self.moments.copy(), self.reports.copy()
        seen, told = self.moments[self.rows], self.reports[self.columns]
        if strength.size:
            moments[self.rows] = lifted(seen, weights.to_moments * strength * told)
            reports[self.columns] = lifted(told, weights.to_reports * strength.T * seen)
        return np.concatenate([moments, reports])


def _loss(asked: Sequence[_Known], weights: LinkWeights) -> float:
    """Mean log-loss of the scores of all hits."""
    scores = np.concatenate([one.scores(weights) for one in asked])
    right = np.concatenate([one.right for one in asked])
    sure = np.clip(scores, _SURE, 1 - _SURE)
    return float(-np.mean(right * np.log(sure) + (1 - right) * np.log(1 - sure)))


if __name__ == "__main__":
    main()
