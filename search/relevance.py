"""The relevance line: how probable it is that a moment shows what was asked for.

A similarity says which moment is nearer, not whether it is near enough. For an encoder that was
calibrated, its scores become probabilities by isotonic regression (Zadrozny and Elkan 2002,
"Transforming classifier scores into accurate multiclass probability estimates"): a curve that never
falls, fitted on hits of known truth (`scripts/fit_relevance`), measured on others
(`scripts/bench relevance`). Words and pictures score differently and have a curve each. An encoder
without a calibration gives no probability; nor does a query that words or marks have moved.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.encoder import Fingerprint

LIKELY = 0.5
"""From this probability on a moment is called likely; below it, it is shown as weak."""
LEAST_HITS = 60
"""Hits that stand behind each point of a curve; fewer would follow chance."""
SHIPPED = Path(__file__).parent / "calibrations"
"""One JSON file an encoder: `fingerprint`, both curves, and how they were fitted; `also` has the
fingerprints, by name, of encoders whose scores are the same but for rounding."""


@dataclass(frozen=True)
class Curve:
    """Probabilities at ascending scores, never falling; straight lines in between."""

    scores: tuple[float, ...]
    probabilities: tuple[float, ...]

    def probability(self, score: float) -> float:
        """The probability at a score, 0 to 1; beyond the ends, that of the end."""
        return float(np.interp(score, self.scores, self.probabilities))

    @staticmethod
    def fit(scores: Sequence[float], right: Sequence[bool], least: int = LEAST_HITS) -> "Curve":
        """From the scores of hits and whether each was right, shapes (n,), n at least `least`."""
        if len(scores) < least:
            raise ValueError(f"a curve needs at least {least} hits, not {len(scores)}")
        order = np.argsort(np.asarray(scores), kind="stable")
        parts = np.array_split(order, len(scores) // least)
        pools = _pooled([_Pool.of(np.asarray(scores)[p], np.asarray(right)[p]) for p in parts])
        shares = np.maximum.accumulate([pool.share for pool in pools])
        means = [round(pool.mean, 4) for pool in pools]
        return Curve(tuple(means), tuple(round(float(share), 4) for share in shares))

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Curve":
        """From the form in the file."""
        return Curve(tuple(data["scores"]), tuple(data["probabilities"]))


@dataclass(frozen=True)
class Calibration:
    """The curves of one encoder: of what words found, and of what a picture found."""

    words: Curve
    pictures: Curve


def calibration_of(fingerprint: Fingerprint) -> Calibration | None:
    """The calibration that ships for an encoder; None if there is none."""
    return _shipped().get(fingerprint)


@cache
def _shipped() -> Mapping[str, Calibration]:
    files = [json.loads(file.read_text("utf-8")) for file in sorted(SHIPPED.glob("*.json"))]
    return {
        fingerprint: Calibration(Curve.from_json(told["words"]), Curve.from_json(told["pictures"]))
        for told in files
        for fingerprint in (told["fingerprint"], *told.get("also", {}).values())
    }


@dataclass(frozen=True)
class _Pool:
    """Hits side by side: how many, how many of them right, and the sum of their scores."""

    hits: int
    right: int
    score_sum: float

    @staticmethod
    def of(scores: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> "_Pool":
        return _Pool(len(scores), int(right.sum()), float(scores.sum()))

    @property
    def mean(self) -> float:
        return self.score_sum / self.hits

    @property
    def share(self) -> float:
        """Of hits that are right, by Laplace's rule of succession: never quite 0 or 1."""
        return (self.right + 1) / (self.hits + 2)

    def with_next(self, other: "_Pool") -> "_Pool":
        return _Pool(
            self.hits + other.hits, self.right + other.right, self.score_sum + other.score_sum
        )


def _pooled(pools: Sequence[_Pool]) -> list[_Pool]:
    """Adjacent violators pooled: shares rise from each to the next."""
    done: list[_Pool] = []
    for pool in pools:
        while done and done[-1].right * pool.hits >= pool.right * done[-1].hits:
            pool = done.pop().with_next(pool)
        done.append(pool)
    return done
