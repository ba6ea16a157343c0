"""A question, or an example, into an answer: plan, gather, link, fuse, fetch."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from embeddings.errors import EmbeddingError
from indexer.errors import IndexerError
from search.answer import Searched, answer_json
from search.coverage import scope_coverage
from search.cursor import Cursor
from search.distances import Distances
from search.errors import NothingIndexed
from search.facets import facets_of
from search.frames import FrameRetriever
from search.fusion import Fused
from search.gather import FIRST_MOMENTS, Asked, Gatherer, Run, query_curve, words_curve
from search.index import IndexRead, View
from search.link_weights import shipped_weights
from search.marks import Marks
from search.moments import Moment
from search.one_list import Gathered, Layout, laid_out, one_list
from search.plan import FrameScope, Plan, plan_search
from search.question.understood import Then, Understood
from search.request import SearchRequest
from search.seen_again import SeenAgain
from search.sequences import LEADING, Sequels, ranked_by_both
from search.streets import road_distances


class Searcher:
    """Answers questions from one index."""

    def __init__(
        self, index: IndexRead, frames: FrameRetriever, stored: FrameRetriever | None = None
    ) -> None:
        """Search `index`, its regions through `frames`; see `Gatherer` for `stored`."""
        self._index = index
        self._frames = frames
        self._gatherer = Gatherer(index, frames, stored)

    def search(
        self, request: SearchRequest, understood: Understood, cursor: Cursor, view: View
    ) -> dict[str, Any]:
        """The answer as the contract's JSON; `cursor` says where the page begins."""
        if view.empty:
            raise NothingIndexed(
                f"nothing is indexed in {self._index.data.uri} yet; begin with "
                "`truyvet footage index` or `truyvet reports import`, or try `truyvet demo`"
            )
        run = Run()
        with run.timed("total"):
            plan = plan_search(request, understood, view.cameras, view.gazetteer, view.extents)
            enough = cursor.offset + plan.limit + 1 + len(request.marks.reject)
            first = LEADING if understood.then else FIRST_MOMENTS
            asked = Asked(request, plan, view, enough, first)
            gathered = self._gatherer.gather(asked, run)
            with run.timed("fuse"):
                fused = self._one_list(asked, gathered)
            if understood.then is not None:
                fused = _layout(request)(self._followed(asked, fused, understood.then, run))
            with run.timed("fetch"):
                page = self._page(asked, fused[cursor.offset : cursor.offset + plan.limit])
                searched = self._searched(asked, gathered, run)
        more = len(fused) > cursor.offset + plan.limit
        after = str(cursor.advanced(plan.limit)) if more else None
        return answer_json(request, understood, searched, page, view.cameras_by_id, after)

    def gather(
        self, request: SearchRequest, understood: Understood, enough: int, view: View
    ) -> Gathered:
        """What a search finds before it becomes one list, with `enough` moments where there are."""
        plan = plan_search(request, understood, view.cameras, view.gazetteer, view.extents)
        return self._gatherer.gather(Asked(request, plan, view, enough, enough), Run())

    def _one_list(self, asked: Asked, gathered: Gathered) -> list[Fused]:
        """The list as it is shown; one of sequences as it was found, to be laid out after them."""
        view, request = asked.view, asked.request
        distances = Distances(view.gazetteer, partial(road_distances, view))
        cameras = view.cameras_by_id
        layout = list if asked.plan.understood.then else _layout(request)
        return one_list(gathered, request.marks, cameras, distances, shipped_weights(), layout)

    def _page(self, asked: Asked, page: Sequence[Fused]) -> list[Fused]:
        """A page, its folded moments with how often in scope they were seen."""
        if asked.plan.frames is None:
            return list(page)
        again = SeenAgain(self._frames, asked.view.shards, asked.plan.frames)
        return [
            replace(one, hit=again.counted(one.hit))
            if isinstance(one.hit, Moment) and one.hit.folded
            else one
            for one in page
        ]

    def _followed(self, asked: Asked, fused: list[Fused], then: Then, run: Run) -> list[Fused]:
        """The list with what came after each moment, ranked by both."""
        firsts = [entry.hit for entry in fused if isinstance(entry.hit, Moment)]
        if not firsts:
            return fused
        try:
            with run.timed("then"):
                encoder = self._index.encoder(asked.view.fingerprint)
                curve = words_curve(encoder.card)
                finder = Sequels(asked.view, self._frames, encoder, curve)
                scopes = list(_scopes(asked, then))
                run.succession = finder.find(firsts, then, scopes)
                return ranked_by_both(fused, run.succession)
        except (EmbeddingError, IndexerError) as error:
            run.failed.append(("then", str(error)))
            return fused

    def _searched(self, asked: Asked, gathered: Gathered, run: Run) -> Searched:
        plan, view, scope = asked.plan, asked.view, asked.plan.frames
        cameras = plan.cameras if scope else ()
        intervals = scope.intervals if scope else ()
        return Searched(
            generation={"footage": view.footage_generation, "reports": view.report_generation},
            card=run.card,
            coverage=scope_coverage(cameras, intervals, view.spans).beside(
                run.attached.not_indexed
            ),
            regions_in_scope=run.found.in_scope + run.pictures.in_scope,
            regions_searched=run.found.searched + run.pictures.searched,
            recall=min(filter(None, (run.found.recall, run.pictures.recall)), default=None),
            reports_in_scope=self._count_reports(plan, run),
            failed=[
                *(
                    ("frames", reason)
                    for reason in dict.fromkeys((*run.found.failed, *run.pictures.failed))
                ),
                *run.failed,
            ],
            took_ms=run.took_ms,
            relevance=query_curve(asked.request, plan.understood, run.card),
            succession=run.succession,
            facets=facets_of(gathered.told, view.gazetteer),
        )

    def _count_reports(self, plan: Plan, run: Run) -> int:
        failed = any(name == "reports" for name, _ in run.failed)
        if plan.reports is None or failed:
            return 0
        return self._index.reports.count(plan.reports)


def _layout(request: SearchRequest) -> Layout:
    return partial(laid_out, marked=request.marks.of_moments.keys(), folds=request.fold)


def _scopes(asked: Asked, then: Then) -> Iterator[FrameScope]:
    """Where and when each later question of a sequence may be answered: as it says, in footage."""
    view = asked.view
    following: Then | None = then
    while following is not None:
        question = replace(following.question, sources=("footage",))
        request = replace(
            asked.request, question=None, understood=question, example=None, marks=Marks()
        )
        plan = plan_search(request, question, view.cameras, view.gazetteer, view.extents)
        yield plan.frames or FrameScope((), ())
        following = following.question.then
