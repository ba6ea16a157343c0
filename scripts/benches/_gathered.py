"""What the search gathers for each question of an evening, before it becomes one list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from _evenings import Evening, Hit, ndcg

from indexer.cameras import Camera
from indexer.ids import local_iso
from search.explain import explain
from search.frames import LocalFrames
from search.link import Distances
from search.link_weights import Weights
from search.marks import Marks
from search.moments import Moment
from search.one_list import Gathered, one_list
from search.reports import ReportHit
from search.request import SearchRequest
from search.searcher import Searcher

DEPTH = 10
_MOMENTS = 60
"""Moments kept of each question for fitting: its own best, and as many that fit a report best."""


@dataclass(frozen=True)
class Sample:
    """One question: what was gathered, and all it takes to make and judge the list.

    `fewer` is what was gathered without the moments that are near no top of any list.
    """

    evening: Evening
    question: Mapping[str, Any]
    gathered: Gathered
    fewer: Gathered
    cameras: Mapping[str, Camera]
    distances: Distances

    def grade(self, hit: Moment | ReportHit) -> int:
        """The grade of one hit."""
        return self.evening.grade(self.question, _shown(hit))

    def ndcg(self, weights: Weights) -> float:
        """nDCG@10 of the list that these weights make."""
        listed = one_list(self.fewer, Marks(), self.cameras, self.distances, weights)
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
    distances = Distances(view.gazetteer)
    searcher = Searcher(index, LocalFrames(index.data))
    for question in evening.questions:
        now = datetime.fromisoformat(question["now"])
        understood = explain(question["question"], now, view.gazetteer)
        request = SearchRequest(understood=understood, limit=DEPTH)
        gathered = searcher.gather(request, understood, DEPTH + 1, view)
        yield Sample(evening, question, gathered, fewer(gathered), view.cameras_by_id, distances)


def fewer(gathered: Gathered) -> Gathered:
    """Without the moments that are near no top of any list."""
    ordered = sorted(gathered.moments, key=lambda moment: (-moment.score, str(moment.id)))
    kept, rest = ordered[:_MOMENTS], ordered[_MOMENTS:]
    told = list(gathered.looks.vectors.values())
    if told and rest:
        fits = np.array([moment.best.embedding for moment in rest]) @ np.array(told).T
        best = np.argsort(-fits.max(axis=1), kind="stable")[:_MOMENTS]
        kept += [rest[number] for number in best.tolist()]
    return replace(gathered, moments=sorted(kept, key=lambda m: (-m.score, str(m.id))))


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
