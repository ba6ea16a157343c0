"""The measures of a ranked answer, and how sure they are. Functions of values, nothing else.

An answer is a sequence of hits, best first; of each, the relevant ones that it finds (none where
it is wrong).
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

Found = Sequence[frozenset[int]]

RESAMPLES = 1_000
CONFIDENCE = 0.95
_SEED = 20220427


@dataclass(frozen=True)
class Estimate:
    """A mean over questions, with the ends of its confidence interval."""

    value: float
    low: float
    high: float


def recall_at(found: Found, relevant: int, k: int) -> float:
    """Of the relevant ones, the share that the first k hits find: found / min(k, relevant).

    With more relevant ones than k hits can hold, all k found is all that can be asked for (Manning,
    Raghavan & Schütze, Introduction to Information Retrieval, 2008, section 8.4, cap it likewise).
    """
    distinct = frozenset[int]().union(*found[:k])
    return min(len(distinct) / min(k, relevant), 1.0)


def first_is_right(found: Found) -> float:
    """1 if there is a first hit and it is right, else 0: precision at 1."""
    return float(bool(found and found[0]))


def ndcg_at(found: Found, relevant: int, k: int = 10) -> float:
    """Normalised discounted cumulated gain: Σ gain(rank) / log2(rank + 1), over the best possible.

    The gain is 1 for a hit that finds a relevant one which no hit before it found, else 0, so that
    the same thing shown twice counts once. Järvelin & Kekäläinen, Cumulated gain-based evaluation
    of IR techniques, ACM TOIS 20(4), 2002, with the discount of Burges et al., 2005.
    """
    seen: set[int] = set()
    gain = 0.0
    for rank, finds in enumerate(found[:k], 1):
        if not finds <= seen:
            gain += 1 / math.log2(rank + 1)
        seen |= finds
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, relevant) + 1))
    return min(gain / best, 1.0)


def estimate(values: Sequence[float], groups: Sequence[Hashable]) -> Estimate:
    """The mean and its percentile bootstrap interval (Efron, The Annals of Statistics 7, 1979).

    What is drawn anew are whole groups: questions that ask the same in other words are no
    independent witnesses (cluster bootstrap: Davison & Hinkley, Bootstrap Methods, 1997, 3.8).
    The same values give the same interval. `values` must not be empty.
    """
    by_group: dict[Hashable, list[float]] = defaultdict(list)
    for value, group in zip(values, groups, strict=True):
        by_group[group].append(value)
    sums = np.array([sum(members) for members in by_group.values()])
    sizes = np.array([len(members) for members in by_group.values()])
    drawn = np.random.default_rng(_SEED).integers(len(sums), size=(RESAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Estimate(float(np.mean(values)), float(low), float(high))
