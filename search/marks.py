"""Accepted and rejected moments, and what they do to the query.

The query moves towards what was accepted and away from what was rejected (Rocchio 1971; the form is
that of Manning, Raghavan and Schütze 2008, "Introduction to information retrieval", chapter 9):

    query′ = unit(query + TOWARDS · mean(accepted) − AWAY · mean(rejected))

The weights usual for texts are 0.75 and 0.15. Here what is rejected shares nearly all with what is
accepted, and taking away as much as is added leaves the difference; `scripts/bench feedback`
measures what it is worth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from search.errors import BadQuestion
from search.example import Vector, unit
from search.moment_id import MomentId

TOWARDS, AWAY = 0.5, 0.5
MOST_MARKS = 200
"""Marks of one question at most."""

Mark = Literal["accepted", "rejected"]


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
    """Rocchio's query, (dim,), unit, from unit rows (dim,)."""
    moved = query.astype(np.float64)
    for rows, weight in ((accepted, TOWARDS), (rejected, -AWAY)):
        if rows:
            moved = moved + weight * np.mean(rows, axis=0, dtype=np.float64)
    return unit(moved)
