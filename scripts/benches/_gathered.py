"""What the search gathers for a question whose answer is known, before it becomes one list.

Questions of evenings ask for incidents, which people wrote of; questions of filmed districts ask
for what passed by, which nobody did.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from _districts import DISTRICT
from _evenings import Evening, Hit, ndcg

from indexer.cameras import Camera
from indexer.ids import local_iso
from search.distances import Distances
from search.evaluate.judge import found_by
from search.evaluate.key import Asked, read_key
from search.evaluate.measures import ndcg_at
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
from search.service import Service
from search.streets import road_distances

DEPTH = 10
LOST_BY = 0.02
"""A question whose list is this much worse than a retriever alone counts as one that lost."""


MOST_GRADE = 2


class Judge(Protocol):
    """Knows what belongs in the answer to one question."""

    def grade(self, hit: Hit) -> int:
        """0 to MOST_GRADE, of one hit by itself."""
        ...

    def ndcg(self, hits: Sequence[Hit]) -> float:
        """nDCG@10 of a list."""
        ...


@dataclass(frozen=True)
class OfEvening:
    """By the graded key of an evening."""

    evening: Evening
    question: Mapping[str, Any]

    def grade(self, hit: Hit) -> int:
        """As the key has it."""
        return self.evening.grade(self.question, hit)

    def ndcg(self, hits: Sequence[Hit]) -> float:
        """With gains by grade."""
        return ndcg(self.question, self.evening.gains(self.question, hits))


@dataclass(frozen=True)
class OfDistrict:
    """By the key of a filmed district: a hit is right or it is not."""

    asked: Asked

    def grade(self, hit: Hit) -> int:
        """The most for a right hit."""
        return MOST_GRADE if found_by(hit, self.asked) else 0

    def ndcg(self, hits: Sequence[Hit]) -> float:
        """With a gain for each that is found; 1 where nothing could be."""
        found = [found_by(hit, self.asked) for hit in hits]
        return ndcg_at(found, len(self.asked.relevant)) if self.asked.relevant else 1.0


@dataclass(frozen=True)
class Sample:
    """One question: what was gathered, and all it takes to make and judge the list."""

    judge: Judge
    gathered: Gathered
    cameras: Mapping[str, Camera]
    distances: Distances
    _grades: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def grade(self, hit: Moment | ReportHit) -> int:
        """The grade of one hit."""
        shown = _shown(hit)
        if shown["id"] not in self._grades:
            self._grades[shown["id"]] = self.judge.grade(shown)
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

    def first_is_right(self, listed: Sequence[Fused]) -> bool:
        """Whether the first hit of a list belongs there."""
        return bool(listed) and self.grade(listed[0].hit) > 0

    def _judged(self, hits: Sequence[Moment | ReportHit]) -> float:
        return self.judge.ndcg([_shown(hit) for hit in hits])


def samples(evening: Evening) -> Iterator[Sample]:
    """Every question of an evening, gathered."""
    for question in evening.questions:
        now = datetime.fromisoformat(question["now"])
        judge = OfEvening(evening, question)
        yield _sample(evening.service, question["question"], now, judge)


def samples_of_district(folder: Path, service: Service) -> Iterator[Sample]:
    """Every question that a filmed district is asked in three forms, of what passed there."""
    for asked in read_key(folder / DISTRICT):
        if asked.group and asked.relevant:
            yield _sample(service, asked.question, asked.now, OfDistrict(asked))


def _sample(service: Service, question: str, now: datetime, judge: Judge) -> Sample:
    index = service.index
    view = index.view()
    understood = explain(question, now, view.gazetteer)
    request = SearchRequest(understood=understood, limit=DEPTH)
    searcher = Searcher(index, LocalFrames(index.data))
    gathered = searcher.gather(request, understood, DEPTH + 1, view)
    distances = Distances(view.gazetteer, partial(road_distances, view))
    return Sample(judge, gathered, view.cameras_by_id, distances)


def _shown(hit: Moment | ReportHit) -> Hit:
    if isinstance(hit, ReportHit):
        return {"kind": "report", "id": hit.report.id}
    region = hit.best.region
    return {
        "kind": "moment",
        "id": str(hit.id),
        "camera": {"id": hit.camera},
        "start": local_iso(hit.captured.after_ms),
        "end": local_iso(hit.captured.before_ms),
        "best": {"at": local_iso(region.captured_at_ms), "box": list(region.box)},
    }
