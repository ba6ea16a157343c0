"""One list of moments and reports: each by its own retriever, lifted by the evidence linked to it.

score = (relevance + SUPPORT · max over links of (strength · the other's relevance)) ∕ (1 + SUPPORT)
stays within 0 and 1. Relevance is the retriever's own score, placed between the weakest and
the best of its list; what is told counts a little less than what is seen (TOLD). A hit with no link
keeps its relevance: support only adds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from search.link import Link
from search.marks import Mark
from search.moments import Moment
from search.reports import ReportHit
from search.sequel import Sequel

SUPPORT = 0.5
"""How much evidence of the other kind may add: half of what a hit can earn by itself."""
TOLD = 0.94
"""Settles near ties: a moment is looked at and judged at once, a report must be believed."""
FLOOR = 0.1
"""The weakest hit of a list still has some relevance: it was found."""


@dataclass(frozen=True)
class Fused:
    """One hit of the one list: rank from 1 here and in its own retriever, score within 0..1.

    In a list that marks have moved (`marked`), `mark` is what the asker made of this hit, and
    `rank_before` its rank without any mark, None if it was not among what was looked at. `then` is
    what came after a moment, where the question asks.
    """

    hit: Moment | ReportHit
    own_rank: int
    relevance: float
    rank: int = 0
    score: float = 0.0
    links: tuple[Link, ...] = ()
    marked: bool = False
    mark: Mark | None = None
    rank_before: int | None = None
    then: Sequel | None = None

    @property
    def id(self) -> str:
        """The moment's or the report's id."""
        return str(self.hit.id) if isinstance(self.hit, Moment) else self.hit.report.id


def fuse(
    moments: Sequence[Moment], reports: Sequence[ReportHit], links: Sequence[Link]
) -> list[Fused]:
    """The one list, best first; ties break by kind (moments first) and id."""
    listed = [*_listed(moments), *_listed(reports)]
    by_id = {entry.id: entry for entry in listed}
    pairs = _pairs(links, by_id)
    lifted = [_lift(entry, pairs.get(entry.id, []), by_id) for entry in listed]
    ordered = sorted(lifted, key=_best_first)
    return [replace(entry, rank=rank) for rank, entry in enumerate(ordered, 1)]


def relevance(scores: Iterable[float]) -> list[float]:
    """Scores of one list placed linearly between FLOOR (its weakest) and 1 (its best)."""
    values = list(scores)
    best, weakest = max(values, default=0.0), min(values, default=0.0)
    if best == weakest:
        return [1.0] * len(values)
    return [1 - (1 - FLOOR) * (best - value) / (best - weakest) for value in values]


def _listed(hits: Sequence[Moment | ReportHit]) -> list[Fused]:
    scaled = relevance(hit.score for hit in hits)
    shares = [1.0 if isinstance(hit, Moment) else TOLD for hit in hits]
    ranked = enumerate(zip(hits, scaled, shares, strict=True), 1)
    return [Fused(hit, rank, share * own) for rank, (hit, own, share) in ranked]


def _pairs(links: Sequence[Link], by_id: dict[str, Fused]) -> dict[str, list[Link]]:
    grouped: dict[str, list[Link]] = {}
    for pair in links:
        moment, report = str(pair.moment.id), str(pair.report)
        if moment in by_id and report in by_id:
            grouped.setdefault(moment, []).append(pair)
            grouped.setdefault(report, []).append(pair)
    return grouped


def _lift(entry: Fused, links: list[Link], by_id: dict[str, Fused]) -> Fused:
    def support(pair: Link) -> float:
        return pair.strength * by_id[_other(entry, pair)].relevance

    ordered = sorted(links, key=lambda pair: (-support(pair), _other(entry, pair)))
    lift = support(ordered[0]) if ordered else 0.0
    score = (entry.relevance + SUPPORT * lift) / (1 + SUPPORT)
    return replace(entry, score=score, links=tuple(ordered))


def _other(entry: Fused, pair: Link) -> str:
    return str(pair.report) if isinstance(entry.hit, Moment) else str(pair.moment.id)


def _best_first(entry: Fused) -> tuple[float, bool, str]:
    return (-entry.score, not isinstance(entry.hit, Moment), entry.id)
