"""Fits the weights of linking and fusion on simulated evenings and districts of known truth.

    scripts/fit_linking --out search/weights/linking.json

Evenings of the seeds are simulated without pixels, indexed, and asked all questions of their keys:
what happened, and who was in it. Districts of other seeds are filmed, indexed, and asked for what
passed there, which hardly a report tells of. What a moment and a report are worth by themselves is
logistic regression on whether they belong to what was asked; the weights of links are then
searched one by one, so that the scores of the one list are the best probabilities (least log-loss).
Evenings and districts of further seeds, never fitted to, tell what came of it; the weights are
written only if lists made with them are no worse there than with those that ship, by nDCG@10:
log-loss cannot judge, since what reports are about is made less sure for the fit than it is there.
The same seeds give the same weights. With --kept what is made stays, and a fit that was broken off
goes on with it.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from _bench import note
from _districts import make_district, open_district
from _evenings import Sizes, make_evening, open_evening
from _gathered import LOST_BY, MOST_GRADE, Sample, samples, samples_of_district
from numpy.typing import NDArray

from indexer.ids import LOCAL_ZONE
from search.fusion import lifted
from search.link_weights import LinkWeights, MomentWeights, ReportWeights, Weights, shipped_weights
from search.report_features import Told, report_features
from search.worth import moment_features, moment_worth, report_worth

SEEDS, UNSEEN = (201, 202, 203, 204, 207, 208, 209, 210), (205, 206, 211, 212, 213, 214)
"""Evenings that are fitted to, and those that judge; `scripts/bench linking` has others again."""
FILMED, FILMED_UNSEEN = {3051: 14, 3052: 18}, {3053: 21, 3054: 16}
"""Districts, and the hour at which each is filmed; `scripts/bench quality` has others again."""
SIZES = Sizes()
CAMERAS, MINUTES, QUESTIONS = 8, 10 / 3, 36
ROUNDS = 2
_START = LinkWeights(sigma_m=500.0, sigma_s=450.0, rivals=2.0, to_moments=0.6, to_reports=0.1)
_TRIED: dict[str, tuple[float, ...]] = {
    "to_moments": (0.3, 0.6, 0.8),
    "rivals": (1.0, 2.0, 4.0),
    "sigma_s": (150.0, 300.0, 450.0, 700.0),
    "sigma_m": (300.0, 500.0, 800.0, 1200.0),
    "to_reports": (0.05, 0.1, 0.25, 0.5),
}
FILMED_COUNTS = 3.0
"""How many times a report counts that a question of a district found."""
MISSED, MISTAKEN = 0.1, 0.03
"""How often what a real message is about is taken to be missed, or mistaken for another matter.

Of simulated ones it hardly ever is, and weights fitted to these alone would believe it blindly.
"""
_RIDGE = 0.3
_SURE = 1e-4

Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Reached:
    """What weights come to on some evenings, and how often the first hit is right in districts."""

    ndcg_at_10: float
    worse_by_more_than_0_02: float
    first_is_right: float
    log_loss: float


def main() -> None:
    """Read the arguments, fit, judge, write."""
    parser = argparse.ArgumentParser(
        prog="scripts/fit_linking",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--kept", type=Path, metavar="DIR", help="keep evenings, districts here")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(arguments.kept or stack.enter_context(tempfile.TemporaryDirectory()))
        told_of, unseen = (gathered(folder, seeds) for seeds in (SEEDS, UNSEEN))
        filmed, unseen_filmed = (filmed_in(folder, at) for at in (FILMED, FILMED_UNSEEN))
        best = fitted(told_of, filmed)
        before, after = (
            reached(unseen, unseen_filmed, weights) for weights in (shipped_weights(), best)
        )
        note(f"unseen before: {before}\nunseen now:    {after}")
        if after.ndcg_at_10 < before.ndcg_at_10:
            raise SystemExit("the weights that ship serve what was not fitted to better; kept")
        asked = {"evenings": len(told_of), "districts": len(filmed)}
        text = json.dumps(told(asked, best, after), indent=1, ensure_ascii=False)
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


def filmed_in(folder: Path, hours: Mapping[int, int]) -> list[Sample]:
    """Every question of every district that has an answer."""
    found: list[Sample] = []
    for seed, hour in hours.items():
        start = datetime(2022, 4, 27, hour, tzinfo=LOCAL_ZONE)
        made = make_district(
            folder / f"{seed}-{CAMERAS}x{MINUTES:.3g}", seed, CAMERAS, MINUTES,
            start=start, rain=True, questions=QUESTIONS,
        )  # fmt: skip
        with open_district(made) as district:
            found += samples_of_district(made, district.service)
        note(f"district {seed}: {len(found)} questions gathered so far")
    return found


def fitted(told_of: Sequence[Sample], filmed: Sequence[Sample]) -> Weights:
    """The weights that fit best."""
    asked = [*told_of, *filmed]
    first = Weights(_of_reports(told_of, filmed), _of_moments(asked), _START)
    return _searched(asked, first)


def reached(told_of: Sequence[Sample], filmed: Sequence[Sample], weights: Weights) -> Reached:
    """The list's nDCG, how often one retriever alone is better, and how sure scores are rightly."""
    own = [one.ndcg(one.listed(weights)) for one in told_of]
    alone = [one.ndcg_alone() for one in told_of]
    worse = [mine < single - LOST_BY for mine, single in zip(own, alone, strict=True)]
    first = [one.first_is_right(one.listed(weights)) for one in filmed]
    loss = _loss([_Known.of(one, weights) for one in (*told_of, *filmed)], weights.link)
    ndcg, lost, right = (round(float(np.mean(one)), 4) for one in (own, worse, first))
    return Reached(ndcg, lost, right, round(loss, 5))


def told(asked: Mapping[str, int], best: Weights, after: Reached) -> dict[str, Any]:
    """The weights as they are stored, with how they came about."""
    return {
        "provenance": {
            "command": "scripts/fit_linking --out search/weights/linking.json",
            "method": "logistic regression of worth; coordinate search of the links' weights",
            "evenings": f"{SIZES.cameras} cameras × {SIZES.minutes:g} min each, no pixels",
            "districts": f"{CAMERAS} cameras × {MINUTES:.3g} min each, filmed in the rain",
            "seeds": [*SEEDS, *FILMED],
            "questions": dict(asked),
            "unseen_seeds": [*UNSEEN, *FILMED_UNSEEN],
            "unseen": asdict(after),
        },
        **best.to_json(),
    }


def _of_reports(told_of: Sequence[Sample], filmed: Sequence[Sample]) -> ReportWeights:
    """Every report counts alike, but that districts have few of them."""
    rows = _Rows()
    for asked, counts in ((told_of, 1.0), (filmed, FILMED_COUNTS)):
        for one in asked:
            hits = [hit for hit in one.gathered.reports if hit.told]
            grades = [one.grade(hit) for hit in hits]
            for share, features in _misread(report_features(hits, one.gathered.plan)):
                rows.add(features, grades, counts * share)
    return ReportWeights(*rows.fitted())


def _misread(told: Sequence[Told]) -> Iterator[tuple[float, list[Told]]]:
    """The reports as they are, with their matter missed, and with it mistaken; and how often."""
    yield 1 - MISSED - MISTAKEN, list(told)
    yield MISSED, [one._replace(same_matter=0.0, other_matter=0.0) for one in told]
    yield (
        MISTAKEN,
        [one._replace(same_matter=one.other_matter, other_matter=one.same_matter) for one in told],
    )


def _of_moments(asked: Sequence[Sample]) -> MomentWeights:
    """Every question counts alike: moments are as many as what passed."""
    rows = _Rows()
    for one in asked:
        found = one.gathered
        if found.moments:
            assert found.curve is not None, "the demonstration model is calibrated"
            features = moment_features(found.moments, found.curve, found.plan.understood.look_for)
            grades = [one.grade(moment) for moment in found.moments]
            rows.add(features, grades, 1 / len(grades))
    return MomentWeights(*rows.fitted())


@dataclass
class _Rows:
    """Features, how far each hit answers, and how much it counts."""

    features: list[Sequence[float]] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)

    def add(
        self, features: Sequence[Sequence[float]], grades: Sequence[int], counts: float
    ) -> None:
        """The hits of one question, each of which counts as much."""
        self.features += [(1.0, *row) for row in features]
        self.right += [_answers(grade) for grade in grades]
        self.counts += [counts] * len(grades)

    def fitted(self) -> list[float]:
        """The weights of a logistic model of them."""
        counts = np.array(self.counts)
        return _logistic(np.array(self.features), np.array(self.right), counts / counts.mean())


def _answers(grade: int) -> float:
    """How far a hit of this grade answers a question: its gain, as a share of the most."""
    return float((2**grade - 1) / (2**MOST_GRADE - 1))


def _logistic(rows: Rows, right: Rows, counts: Rows) -> list[float]:
    """Logistic regression by Newton's method with a small ridge, rounded."""
    weights = np.zeros(rows.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (counts * (right - chance)) - _RIDGE * weights
        bends = (counts * chance * (1 - chance))[:, None]
        bend = (rows * bends).T @ rows + _RIDGE * np.eye(len(weights))
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
    """Log-loss of the scores of the hits of each question, and the mean over these."""
    losses = []
    for one in asked:
        if len(one.right):
            sure = np.clip(one.scores(weights), _SURE, 1 - _SURE)
            losses.append(np.mean(one.right * np.log(sure) + (1 - one.right) * np.log(1 - sure)))
    return float(-np.mean(losses))


if __name__ == "__main__":
    main()
