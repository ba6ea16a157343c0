"""The list that marks made: accepted moments first, rejected ones last, the rest as found anew.

Accepted moments stand in the order they had without any mark: the i-th of them stands at i, which
is never below where it stood. What is accepted or rejected in which order changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from search.fusion import Fused
from search.marks import Mark, Marks
from search.moment_id import MomentId
from search.moments import Moment


def arranged(after: Sequence[Fused], before: Sequence[Fused], marks: Marks) -> list[Fused]:
    """The list found with the marks, accepted first and rejected last, ranked anew.

    `before` is the list without the marks; each moment tells its rank there.
    """
    ranks = _Ranks(before)
    told = [_told(entry, ranks, marks.of_moments) for entry in after]
    ordered = sorted(told, key=_place)
    return [replace(entry, rank=rank) for rank, entry in enumerate(ordered, 1)]


class _Ranks:
    """Where moments stood: by id, or by the moment that held their best region."""

    def __init__(self, before: Sequence[Fused]) -> None:
        self._by_id = {entry.id: entry.rank for entry in before}
        self._moments: dict[str, list[tuple[Moment, int]]] = {}
        for entry in before:
            if isinstance(entry.hit, Moment):
                held = self._moments.setdefault(entry.hit.id.footage, [])
                held.append((entry.hit, entry.rank))

    def of(self, entry: Fused) -> int | None:
        if entry.id in self._by_id:
            return self._by_id[entry.id]
        if not isinstance(entry.hit, Moment):
            return None
        region = entry.hit.best.region
        held = self._moments.get(region.footage, [])
        ranks = (rank for moment, rank in held if moment.id.holds(region.pts_ms))
        return min(ranks, default=None)


def _told(entry: Fused, ranks: _Ranks, marks: Mapping[MomentId, Mark]) -> Fused:
    mark = marks.get(entry.hit.id) if isinstance(entry.hit, Moment) else None
    return replace(entry, marked=True, mark=mark, rank_before=ranks.of(entry))


def _place(entry: Fused) -> tuple[int, int]:
    if entry.mark == "accepted":
        return (0, entry.rank_before or entry.rank + 10**9)
    return (2 if entry.mark == "rejected" else 1, entry.rank)
