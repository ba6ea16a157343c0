"""Linking: one list joined by place, time and looks, against each retriever alone and plain RRF.

Evenings of unseen seeds are simulated without pixels, indexed with the demonstration model and
asked every question of their keys: incidents told of by witnesses of all qualities, among traffic
before all cameras and reports about other things. The same questions are answered by all retrievers
joined, by frames alone, by reports alone (each in its own order), and by reciprocal rank fusion of
these two (Cormack, Clarke & Büttcher, SIGIR 2009, k = 60). nDCG@10 with gains 3 for what belongs to
the incident and 1 for what is alike; intervals are bootstrapped over incidents. Each question that
one retriever alone answers better is told on standard error, with the gains of both lists: m for a
moment, r for a report.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from _bench import Figure, at_least, at_most, compared, note, run
from _evenings import Evening, Hit, Sizes, make_evening, ndcg, open_evening
from _gathered import LOST_BY

from search.evaluate.measures import estimate

SEEDS = (11, 12, 13)
SIZES, QUICK = Sizes(), Sizes(cameras=12, minutes=15, incidents=5)
DEPTH, ALONE_DEPTH = 10, 50
RRF_K = 60
LEAST_GAIN, MOST_LOST = 1.25, 0.05
ALONE = ("frames alone", "reports alone", "plain RRF")


@dataclass(frozen=True)
class Outcome:
    """nDCG@10 of one question by each way to answer it."""

    incident: str
    kind: str
    joined: float
    alone: tuple[float, float, float]

    @property
    def lost(self) -> bool:
        """Whether a single retriever does better by more than LOST_BY."""
        return self.joined < max(self.alone[:2]) - LOST_BY


def measure(quick: bool) -> list[Figure]:
    """Simulate, index, ask four times."""
    outcomes: list[Outcome] = []
    for seed in SEEDS[:1] if quick else SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            made = make_evening(Path(folder) / "data", seed, QUICK if quick else SIZES)
            with open_evening(made) as evening:
                outcomes += [_asked(evening, question) for question in evening.questions]
    note(f"{len({one.incident for one in outcomes})} incidents, {len(outcomes)} questions")
    return figures(outcomes)


def figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    """What the outcomes come to."""
    groups = [one.incident for one in outcomes]
    joined = estimate([one.joined for one in outcomes], groups)
    means = [float(np.mean([one.alone[number] for one in outcomes])) for number in range(3)]
    best = max(means)
    found = [
        compared(
            f"nDCG@10, 95 % in {joined.low:.3f}–{joined.high:.3f}",
            joined.value,
            "",
            f"best of three, {ALONE[means.index(best)]}, {best:.3f}",
            joined.value / max(best, 1e-9),
            LEAST_GAIN,
        )
    ]
    for number, name in enumerate(ALONE):
        own = estimate([one.alone[number] for one in outcomes], groups)
        against = f"{name}, {own.value:.3f} ({own.low:.3f}–{own.high:.3f})"
        ratio = joined.value / max(own.value, 1e-9)
        found.append(compared("nDCG@10", joined.value, "", against, ratio, LEAST_GAIN))
    gain = estimate([one.joined - max(one.alone[:2]) for one in outcomes], groups)
    lost = estimate([float(one.lost) for one in outcomes], groups)
    found += [
        at_least(
            f"gain on the better retriever, 95 % in {gain.low:.3f}–{gain.high:.3f}",
            gain.value, "", 0.0,
        ),
        at_most(
            f"questions worse than it by > {LOST_BY}, 95 % in {lost.low:.2f}–{lost.high:.2f}",
            lost.value, "", MOST_LOST,
        ),
    ]  # fmt: skip
    return found + [_of_kind(kind, outcomes) for kind in dict.fromkeys(o.kind for o in outcomes)]


def _of_kind(kind: str, outcomes: Sequence[Outcome]) -> Figure:
    own = [one for one in outcomes if one.kind == kind]
    joined = float(np.mean([one.joined for one in own]))
    means = [float(np.mean([one.alone[number] for one in own])) for number in range(3)]
    best = max(means)
    against = f"{ALONE[means.index(best)]}, {best:.3f}"
    return compared(f"nDCG@10, {kind}", joined, "", against, joined / max(best, 1e-9), 1.0)


def _asked(evening: Evening, question: dict[str, Any]) -> Outcome:
    frames, reports = (
        _own_order(evening.ask(question, ALONE_DEPTH, sources=(source,)))
        for source in ("footage", "reports")
    )
    lists = (frames, reports, fused_by_rank(frames, reports))
    joined = evening.ask(question, DEPTH)

    def judged(hits: Sequence[Hit]) -> float:
        return ndcg(question, evening.gains(question, hits))

    alone = (judged(lists[0]), judged(lists[1]), judged(lists[2]))
    outcome = Outcome(question["incident"], question["kind"], judged(joined), alone)
    if outcome.lost:
        better = int(np.argmax(alone[:2]))
        shown = (_gains(evening, question, hits[:DEPTH]) for hits in (joined, lists[better]))
        beside = f"{outcome.joined:.3f} < {ALONE[better]} {alone[better]:.3f}"
        note(f"worse, {question['kind']}: {question['question']}: {beside}")
        note(f"  {'  against  '.join(shown)}")
    return outcome


def _gains(evening: Evening, question: dict[str, Any], hits: Sequence[Hit]) -> str:
    gains = evening.gains(question, hits)
    return " ".join(f"{hit['kind'][0]}{gain}" for hit, gain in zip(hits, gains, strict=True))


def _own_order(hits: Sequence[Hit]) -> list[Hit]:
    """As the retriever itself ranks them."""
    return sorted(hits, key=lambda hit: int(hit["why"][0]["rank"]))


def fused_by_rank(*lists: Sequence[Hit]) -> list[Hit]:
    """Reciprocal rank fusion; ties go to the list named first."""
    ranked = [
        (1 / (RRF_K + rank), -number, hit)
        for number, hits in enumerate(lists)
        for rank, hit in enumerate(hits, 1)
    ]
    return [hit for _, _, hit in sorted(ranked, key=lambda one: one[:2], reverse=True)]


if __name__ == "__main__":
    run(measure)
