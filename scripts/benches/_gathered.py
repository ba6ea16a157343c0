"""What the search gathers for each question of an evening, before it becomes one list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import Any

import numpy as np
from _evenings import Evening, Hit, ndcg

from indexer.cameras import Camera
from indexer.ids import local_iso
from search.distances import Distances
from search.explain import explain
from search.frames import LocalFrames
from search.fusion import Fused
from search.link import Grid, Pairs
from search.link_weights import Weights
from search.marks import Marks
from search.moments import Moment
from search.one_list import Gathered, one_list
from search.reports import ReportHit
from search.request import SearchRequest
from search.searcher import Searcher
from search.streets import road_distances

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

    def grade(self, hit: Moment | ReportHit) -> int:
        """The grade of one hit."""
        shown = _shown(hit)
        if shown["id"] not in self._grades:
            self._grades[shown["id"]] = self.evening.grade(self.question, shown)
        return self._grades[shown["id"]]

    def listed(self, weights: Weights) -> list[Fused]:
        """The list that these weights make."""
        return one_list(self.gathered, Marks(), self.cameras, self.distances, weights)

    @cached_property
    def pairs(self) -> Pairs:
        """All pairs that may be linked."""
        one = self.gathered
        return Pairs.of(one.moments, one.told, self.cameras, self.distances)

    @cached_property
    def looks(self) -> Grid:
        """How probable it is that each pair's moment shows what its report describes."""
        fits = [[self.gathered.looks.fit(moment, report.id) for report in self.pairs.told]
                for moment in self.pairs.seen]  # fmt: skip
        return np.array(fits, np.float64).reshape(self.pairs.metres.shape)

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
