"""A question into an answer: plan, retrieve, link, fuse, fetch."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from embeddings.encoder import EncoderCard
from embeddings.errors import EmbeddingError
from indexer.errors import EncoderMismatch, IndexerError
from search.answer import Searched, answer_json
from search.coverage import scope_coverage
from search.cursor import Cursor
from search.errors import NothingIndexed
from search.frames import FrameHit, FrameHits, FrameRetriever, Vector
from search.fusion import fuse
from search.index import IndexRead, View
from search.link import link
from search.moments import Moment, group_moments
from search.plan import Plan, plan_search
from search.question.prompts import prompts
from search.question.understood import Understood
from search.reports import ReportHit, retrieve_reports
from search.request import SearchRequest

FIRST_K = 400
"""Regions taken at first; more only while they make too few moments."""
MOST_K = 100_000
NOTHING_FOUND = FrameHits((), in_scope=0, searched=0)
ANYTHING = {"en": "a vehicle or a person", "vi": "xe cộ hoặc người"}
"""What is looked for when only a place or a time is named."""


@dataclass
class _Run:
    """What one search gathers on its way."""

    failed: list[tuple[str, str]] = field(default_factory=list)
    took_ms: dict[str, float] = field(default_factory=dict)
    card: EncoderCard | None = None
    found: FrameHits = NOTHING_FOUND

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        took = (time.perf_counter() - started) * 1000
        self.took_ms[stage] = self.took_ms.get(stage, 0.0) + took


class Searcher:
    """Answers questions from one index."""

    def __init__(self, index: IndexRead, frames: FrameRetriever) -> None:
        """Search `index`, its regions through `frames`."""
        self._index = index
        self._frames = frames

    def search(
        self, request: SearchRequest, understood: Understood, cursor: Cursor, view: View
    ) -> dict[str, Any]:
        """The answer as the contract's JSON; `cursor` says where the page begins."""
        if view.empty:
            raise NothingIndexed(
                f"nothing is indexed in {self._index.data.uri} yet; begin with "
                "`truyvet footage index` or `truyvet reports import`, or try `truyvet demo`"
            )
        run = _Run()
        with run.timed("total"):
            plan = plan_search(request, understood, view.cameras, view.gazetteer, view.extents)
            enough = cursor.offset + plan.limit + 1
            moments = self._moments(plan, view, enough, run)
            reports = self._reports(plan, view, run)
            with run.timed("fuse"):
                cameras = dict(view.cameras_by_id)
                links = link(moments, [hit.report for hit in reports], cameras, view.gazetteer)
                fused = fuse(moments, reports, links)
            with run.timed("fetch"):
                page = fused[cursor.offset : cursor.offset + plan.limit]
                searched = self._searched(plan, view, run)
        more = len(fused) > cursor.offset + plan.limit
        after = str(cursor.advanced(plan.limit)) if more else None
        return answer_json(understood, searched, page, cameras, after)

    def _moments(self, plan: Plan, view: View, enough: int, run: _Run) -> list[Moment]:
        """Moments in scope by descending score; an encoder that fails leaves them out, said so."""
        if plan.frames is None or not view.shards:
            return []
        try:
            with run.timed("encode"):
                query, excluded = self._vectors(plan.understood, run)
            with run.timed("frames"):
                return self._search_frames(plan, view, query, excluded, enough, run)
        except EncoderMismatch:
            raise
        except (EmbeddingError, IndexerError) as error:
            run.failed.append(("frames", str(error)))
            return []

    def _vectors(self, understood: Understood, run: _Run) -> tuple[Vector, list[Vector]]:
        encoder = self._index.encoder()
        run.card = encoder.card
        looked_for = understood.look_for or ANYTHING.get(understood.language, ANYTHING["en"])
        phrases = [looked_for, *understood.exclude]
        asked = [prompts(phrase, understood.language) for phrase in phrases]
        rows = encoder.encode_texts([prompt for group in asked for prompt in group])
        vectors = list(_means(rows, [len(group) for group in asked]))
        return vectors[0], vectors[1:]

    def _search_frames(
        self,
        plan: Plan,
        view: View,
        query: Vector,
        excluded: Sequence[Vector],
        enough: int,
        run: _Run,
    ) -> list[Moment]:
        assert plan.frames is not None, "checked by the caller"
        k = FIRST_K
        while True:
            run.found = self._frames.search(query, view.shards, plan.frames, k)
            moments = group_moments(h for h in run.found.hits if not _is_excluded(h, excluded))
            if len(moments) >= enough or run.found.exhausted or k >= MOST_K:
                break
            k *= 4
        run.failed.extend(("frames", reason) for reason in run.found.failed)
        return moments

    def _reports(self, plan: Plan, view: View, run: _Run) -> list[ReportHit]:
        if plan.reports is None or view.report_generation < 0:
            return []
        try:
            with run.timed("reports"):
                fetch = self._index.fetch_reports
                return retrieve_reports(plan, self._index.reports, fetch, view.gazetteer)
        except IndexerError as error:
            run.failed.append(("reports", str(error)))
            return []

    def _searched(self, plan: Plan, view: View, run: _Run) -> Searched:
        scope = plan.frames
        cameras = plan.cameras if scope else ()
        intervals = scope.intervals if scope else ()
        return Searched(
            generation={"footage": view.footage_generation, "reports": view.report_generation},
            card=run.card,
            coverage=scope_coverage(cameras, intervals, view.spans),
            regions_in_scope=run.found.in_scope,
            regions_searched=run.found.searched,
            recall=run.found.recall,
            reports_in_scope=self._count_reports(plan, run),
            failed=run.failed,
            took_ms=run.took_ms,
        )

    def _count_reports(self, plan: Plan, run: _Run) -> int:
        failed = any(name == "reports" for name, _ in run.failed)
        if plan.reports is None or failed:
            return 0
        return self._index.reports.count(plan.reports)


def _means(rows: np.ndarray[Any, Any], sizes: Sequence[int]) -> Iterator[Vector]:
    """The unit mean of each group of rows."""
    at = 0
    for size in sizes:
        mean = rows[at : at + size].mean(axis=0)
        yield (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
        at += size


def _is_excluded(hit: FrameHit, excluded: Sequence[Vector]) -> bool:
    """Whether what must not be seen fits a region better than what is looked for."""
    return any(float(vector @ hit.embedding) > hit.score for vector in excluded)
