"""Accepted and rejected moments, and what they do to the query.

The query moves towards what was accepted and away from what was rejected (Rocchio 1971; the form is
that of Manning, Raghavan and Schütze 2008, "Introduction to information retrieval", chapter 9):

    query′ = unit(query + s · (mean(accepted) − mean(rejected)))

The weights usual for texts are 0.75 and 0.15. Here what is rejected shares nearly all with what is
accepted, and taking away as much as is added leaves the difference. How far it moves depends on how
wrong it is about the marks: the mean over all pairs of 1 ∕ (1 + exp((query · a − query · r) ∕
SURE)), the loss that ranking by pairs learns from (Burges et al. 2005, "Learning to rank using
gradient descent"). Where words say everything, what is right scores higher than what is wrong, and
moving would only bring chance into it: the query stays. Where words leave out what the asker means,
it orders the marks no better than chance, and s is `MOST`. Marks that agree make a longer mean than
marks that do not. `scripts/bench feedback` measures what it is worth.
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
a district to tune on, what is right scores some times this much more than what is wrong where words
say all, and no more than it where they leave something out."""
MOST = 0.5
RIGHT, CHANCE = 0.35, 0.5
"""A query this little wrong about its marks stays; one that orders them by chance moves as far as
any. On two districts to tune on, most questions whose words say all were less wrong than the first,
nearly all others about as wrong as the second or more."""
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
    strength = how_far(*(own @ query.astype(np.float64) for own in rows))
    moved = query.astype(np.float64)
    for own, sign in zip(rows, (1.0, -1.0), strict=True):
        if strength and len(own):
            moved = moved + sign * strength * own.mean(axis=0)
    return unit(moved)


def how_far(accepted: Scores, rejected: Scores) -> float:
    """How far a query moves, 0 to `MOST`, by the scores that it gives its marks, (n,) and (m,).

    Where either is missing there is nothing to compare with: `MOST`.
    """
    apart = np.clip((accepted[:, None] - rejected[None, :]) / SURE, -60, 60)
    if not apart.size:
        return MOST
    wrong = float(np.mean(1 / (1 + np.exp(apart))))
    return MOST * min(1.0, max(0.0, (wrong - RIGHT) / (CHANCE - RIGHT)))
