"""Accepted and rejected moments, and what they do to the query.

The query moves towards what was accepted and away from what was rejected (Rocchio 1971; the form is
that of Manning, Raghavan and Schütze 2008, "Introduction to information retrieval", chapter 9),
each by how much the query is wrong about it:

    query′ = unit(query + mean(wrong(a) · a) − mean(wrong(r) · r))
    wrong(a) = mean over all r of 1 ∕ (1 + exp((query · a − query · r) ∕ SURE)), wrong(r) over all a

which is a step of pairwise logistic regression from the query (Burges et al. 2005, "Learning to
rank using gradient descent"). Where words say everything, what was accepted scores clearly higher
than what was rejected, and the query stays; where they leave out what the asker means, both score
alike, and it moves by ½, up to 1. Marks that agree make a longer mean than marks that do not. What
is rejected shares nearly all with what is accepted, and taking away as much as is added leaves the
difference; `scripts/bench feedback` measures what it is worth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from search.errors import BadQuestion
from search.example import Vector, unit
from search.moment_id import MomentId

SURE = 0.02
"""Dot products that differ by some times this much are in the right order by more than chance. On
two districts to tune on, what is right scores 0.07 more than what is wrong where words say all, and
0.01 less where they leave something out."""
MOST_MARKS = 200
"""Marks of one question at most."""

Mark = Literal["accepted", "rejected"]
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Marks:
    """Moments an asker accepted and rejected, each once, in the order of their ids."""

    accept: tuple[MomentId, ...] = ()
    reject: tuple[MomentId, ...] = ()

    @staticmethod
    def of(accept: Sequence[str], reject: Sequence[str]) -> "Marks":
        """From ids in any order; BadQuestion for one that is in both, UnknownName for no id."""
        both = sorted(set(accept) & set(reject))
        if both:
            raise BadQuestion(f"moment {both[0]} is both accepted and rejected; choose one")
        if len(accept) + len(reject) > MOST_MARKS:
            raise BadQuestion(f"at most {MOST_MARKS} moments can be marked")
        read = (tuple(map(MomentId.parse, sorted(set(ids)))) for ids in (accept, reject))
        return Marks(*read)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.accept or self.reject)

    @property
    def of_moments(self) -> Mapping[MomentId, Mark]:
        """Each marked moment and its mark."""
        accepted: dict[MomentId, Mark] = dict.fromkeys(self.accept, "accepted")
        return accepted | dict.fromkeys(self.reject, "rejected")

    def to_json(self) -> dict[str, Any]:
        """As requests give it and answers tell it."""
        return {"accept": list(map(str, self.accept)), "reject": list(map(str, self.reject))}


def moved_query(query: Vector, accepted: Sequence[Vector], rejected: Sequence[Vector]) -> Vector:
    """The query as marks move it, (dim,), unit, from unit rows (dim,)."""
    rows = [np.array(marked, np.float64).reshape(-1, len(query)) for marked in (accepted, rejected)]
    wrong = how_wrong(*(own @ query.astype(np.float64) for own in rows))
    moved = query.astype(np.float64)
    for own, by, sign in zip(rows, wrong, (1.0, -1.0), strict=True):
        if len(own):
            moved = moved + sign * (by @ own) / len(own)
    return unit(moved)


def how_wrong(accepted: Scores, rejected: Scores) -> tuple[Scores, Scores]:
    """How much a query is wrong about each mark, 0 to 1, by the scores it gives them, (n,), (m,).

    Where there is nothing to compare with, ½: nothing is known.
    """
    apart = np.clip((accepted[:, None] - rejected[None, :]) / SURE, -60, 60)
    wrong = 1 / (1 + np.exp(apart))
    if not wrong.size:
        return np.full(len(accepted), 0.5), np.full(len(rejected), 0.5)
    return wrong.mean(axis=1), wrong.mean(axis=0)
