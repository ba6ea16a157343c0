"""What the search gathers for each question of an evening, before it becomes one list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from _evenings import Evening, Hit, ndcg

from indexer.cameras import Camera
from indexer.ids import local_iso
from search.distances import Distances
from search.explain import explain
from search.frames import LocalFrames
from search.fusion import Found, Fused, fuse
from search.link import link
from search.link_weights import MomentWeights, ReportWeights, Weights
from search.marks import Marks
from search.moments import Moment
from search.one_list import Gathered, one_list
from search.reports import ReportHit
from search.request import SearchRequest
from search.searcher import Searcher
from search.streets import road_distances
from search.worth import moment_worth, report_worth

DEPTH = 10
LOST_BY = 0.02
"""A question whose list is this much worse than a retriever alone counts as one that lost."""


@dataclass(frozen=True)
class Sample:
    """One question: what was gathered, and all it takes to make and judge the list."""

    evening: Evening
    question: Mapping[str, Any]
    gathered: Gathered
    cameras: Mapping[str, Camera]
    distances: Distances
    _grades: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    _found: dict[tuple[ReportWeights, MomentWeights], Found] = field(
        default_factory=dict, compare=False, repr=False
    )

    def grade(self, hit: Moment | ReportHit) -> int:
        """The grade of one hit."""
        shown = _shown(hit)
        if shown["id"] not in self._grades:
            self._grades[shown["id"]] = self.evening.grade(self.question, shown)
        return self._grades[shown["id"]]

    def listed(self, weights: Weights) -> list[Fused]:
        """The list that these weights make."""
        return one_list(self.gathered, Marks(), self.cameras, self.distances, weights)

    def scored(self, weights: Weights) -> list[Fused]:
        """The same by score alone, before any rule puts a pair first."""
        own = (weights.reports, weights.moments)
        if own not in self._found:
            self._found.clear()
            self._found[own] = self._worth(*own)
        told, looks = self.gathered.told, self.gathered.looks
        links = link(
            self.gathered.moments, told, dict(self.cameras), self.distances, looks, weights.link
        )
        return fuse(self._found[own], links, weights.link)

    def _worth(self, reports: ReportWeights, moments: MomentWeights) -> Found:
        one = self.gathered
        look_for = one.plan.understood.look_for
        return Found(
            one.moments,
            moment_worth(one.moments, one.curve, look_for, moments),
            one.reports,
            report_worth(one.reports, one.plan, reports),
        )

    def ndcg(self, listed: Sequence[Fused]) -> float:
        """nDCG@10 of a list."""
        return self._judged([entry.hit for entry in listed[:DEPTH]])

    def ndcg_alone(self) -> float:
        """nDCG@10 of the better of both retrievers' own lists."""
        lists: tuple[Sequence[Moment | ReportHit], ...] = (
            sorted(self.gathered.moments, key=lambda moment: -moment.score),
            self.gathered.reports,
        )
        return max(self._judged(hits[:DEPTH]) for hits in lists)

    def _judged(self, hits: Sequence[Moment | ReportHit]) -> float:
        gains = self.evening.gains(self.question, [_shown(hit) for hit in hits])
        return ndcg(self.question, gains)


def samples(evening: Evening) -> Iterator[Sample]:
    """Every question of an evening, gathered."""
    index = evening.service.index
    view = index.view()
    distances = Distances(view.gazetteer, partial(road_distances, view))
    searcher = Searcher(index, LocalFrames(index.data))
    for question in evening.questions:
        now = datetime.fromisoformat(question["now"])
        understood = explain(question["question"], now, view.gazetteer)
        request = SearchRequest(understood=understood, limit=DEPTH)
        gathered = searcher.gather(request, understood, DEPTH + 1, view)
        yield Sample(evening, question, gathered, view.cameras_by_id, distances)


def _shown(hit: Moment | ReportHit) -> Hit:
    if isinstance(hit, ReportHit):
        return {"kind": "report", "id": hit.report.id}
    region = hit.best.region
    return {
        "kind": "moment",
        "id": str(hit.id),
        "camera": {"id": hit.camera},
        "best": {"at": local_iso(region.captured_at_ms), "box": list(region.box)},
    }
