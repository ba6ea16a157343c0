"""One list of moments and reports: each by what it is worth itself, lifted by what is linked to it.

A hit belongs to what was asked if it does so by itself, or if something of the other kind that does
so is linked to it: a noisy-or (Pearl, Probabilistic Reasoning in Intelligent Systems, 1988, 4.3.2)

    score = 1 − (1 − worth) · Π over the strongest links (1 − belief · strength · the other's worth)

within 0 and 1. Worth is a probability of each kind's own (`search.worth`), never where a hit stands
in its list: the best of a poor list is poor. Support comes from the other's own worth alone, so
nothing goes in circles, and only adds: a hit with no link keeps what it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from search.link import Grid, Link
from search.link_weights import LinkWeights, shipped_weights
from search.marks import Mark
from search.moments import Moment
from search.reports import ReportHit
from search.sequel import Sequel

MOST_LINKS = 3
"""Links that lift one hit, the strongest: many weak ones would add up to what none of them says."""


@dataclass(frozen=True)
class Support:
    """What one link adds to a hit's score, where it is one of those that lift it; 0 otherwise."""

    link: Link
    other_worth: float
    adds: float = 0.0


@dataclass(frozen=True)
class Fused:
    """One hit of the one list: rank from 1 here and in its own retriever, score within 0..1.

    `score` is `relevance` (its own worth), what its supports add, and `lead`, what raises it to the
    best score of its list where a rule puts it first. In a list that marks have
    moved (`marked`), `mark` is what the asker made of this hit, and `rank_before` its rank without
    any mark, None if it was not among what was looked at. `then` is what came after a moment, where
    the question asks. A list is made in parts, of ever more regions: what is of a later `part`
    comes after all of an earlier one.
    """

    hit: Moment | ReportHit
    own_rank: int
    relevance: float
    rank: int = 0
    score: float = 0.0
    supports: tuple[Support, ...] = ()
    lead: float = 0.0
    marked: bool = False
    mark: Mark | None = None
    rank_before: int | None = None
    then: Sequel | None = None
    part: int = 0

    @property
    def id(self) -> str:
        """The moment's or the report's id."""
        return str(self.hit.id) if isinstance(self.hit, Moment) else self.hit.report.id

    @property
    def links(self) -> tuple[Link, ...]:
        """What it is linked to, strongest support first."""
        return tuple(support.link for support in self.supports)


@dataclass(frozen=True)
class Found:
    """What retrievers found, best first, and what each hit is worth by itself, 0 to 1."""

    moments: Sequence[Moment] = ()
    moment_worth: Sequence[float] = ()
    reports: Sequence[ReportHit] = ()
    report_worth: Sequence[float] = ()


def fuse(found: Found, links: Sequence[Link], weights: LinkWeights | None = None) -> list[Fused]:
    """The one list, best first; ties break by kind (moments first), own rank and id."""
    believed = weights or shipped_weights().link
    listed = [
        *_listed(found.moments, found.moment_worth),
        *_listed(found.reports, found.report_worth),
    ]
    by_id = {entry.id: entry for entry in listed}
    pairs = _pairs(links, by_id, believed)
    lifted = [_lift(entry, pairs.get(entry.id, [])) for entry in listed]
    ordered = sorted(lifted, key=_best_first)
    return [replace(entry, rank=rank) for rank, entry in enumerate(ordered, 1)]


def lifted(worth: Grid, support: Grid) -> Grid:
    """The scores of hits worth `worth` (n,), each with its possible supports (n, m).

    The same as in a list, for whole grids at once: weights are fitted by it.
    """
    strongest = -np.sort(-support, axis=1)[:, :MOST_LINKS]
    return np.asarray(1 - (1 - worth) * np.prod(1 - strongest, axis=1))


def _listed(hits: Sequence[Moment | ReportHit], worth: Sequence[float]) -> list[Fused]:
    ranked = enumerate(zip(hits, worth, strict=True), 1)
    return [Fused(hit, rank, own) for rank, (hit, own) in ranked]


class _Lift(NamedTuple):
    """How far a link is believed for one of its ends; the other end, by id and worth."""

    support: float
    other: str
    worth: float
    link: Link


def _pairs(
    links: Sequence[Link], by_id: dict[str, Fused], weights: LinkWeights
) -> dict[str, list[_Lift]]:
    """By hit, all that may lift it."""
    grouped: dict[str, list[_Lift]] = {}
    for pair in links:
        moment, report = str(pair.moment.id), str(pair.report)
        if moment in by_id and report in by_id:
            seen, told = by_id[moment].relevance, by_id[report].relevance
            for_moment = _Lift(weights.to_moments * pair.strength * told, report, told, pair)
            for_report = _Lift(weights.to_reports * pair.strength * seen, moment, seen, pair)
            grouped.setdefault(moment, []).append(for_moment)
            grouped.setdefault(report, []).append(for_report)
    return grouped


def _lift(entry: Fused, lifts: list[_Lift]) -> Fused:
    ordered = sorted(lifts, key=lambda one: (-one.support, one.other))
    score, supports = entry.relevance, list[Support]()
    for number, one in enumerate(ordered):
        adds = (1 - score) * one.support if number < MOST_LINKS else 0.0
        score += adds
        supports.append(Support(one.link, one.worth, adds))
    return replace(entry, score=min(score, 1.0), supports=tuple(supports))


def _best_first(entry: Fused) -> tuple[float, bool, int, str]:
    return (-entry.score, not isinstance(entry.hit, Moment), entry.own_rank, entry.id)
