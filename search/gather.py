"""What a search finds before it becomes one list: reports, moments, and where reports lead."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from embeddings.encoder import EncoderCard
from embeddings.errors import EmbeddingError
from indexer.errors import BadFootage, EncoderMismatch, IndexerError
from search.aim import Aim, aim_by_example, aim_by_words
from search.attached import PictureScope, picture_scope, pictured, with_pictured
from search.folded import beyond, fold, layered
from search.frames import FrameHit, FrameHits, FrameRetriever
from search.index import IndexRead, View
from search.leads import LEAD_K, apart_from, leads_of, led_moments
from search.link_weights import shipped_weights
from search.marks import Marks, moved_query
from search.moment_id import MomentId
from search.moments import Moment
from search.near_reports import NearReport
from search.one_list import Gathered
from search.plan import Plan
from search.question.understood import Understood
from search.relevance import Curve, calibration_of
from search.reports import ReportHit, depth_of, retrieve_reports
from search.request import SearchRequest
from search.sequel import Succession
from search.stored_looks import MarkedLooks, StoredLooks, best_look, scored
from search.told_looks import ToldLooks
from search.worth import is_blind, moment_worth, report_worth

FIRST_K = 400
"""Regions taken at first; more only while they make too few moments."""
MOST_K = 100_000
FIRST_MOMENTS = 21
"""Moments that are found as one, a usual page of them and one more. Which neighbours belong to a
moment depends on how many regions are taken: more moments, for longer lists and later pages, come
after these and change none of them, so that pages are parts of one list."""
MOST_TOLD = 40
"""Reports whose looks are compared with moments, the best ones."""
NOTHING_FOUND = FrameHits((), in_scope=0, searched=0)


@dataclass(frozen=True)
class Asked:
    """What is searched for, in which view, and how many moments are enough, `first` at first."""

    request: SearchRequest
    plan: Plan
    view: View
    enough: int
    first: int = FIRST_MOMENTS

    def is_enough(self, moments: Sequence[Moment], enough: int) -> bool:
        """Whether so many moments are left of these where what was seen again is folded."""
        if len(moments) < enough or not self.request.fold:
            return len(moments) >= enough
        return len(fold(moments, self.request.marks.of_moments.keys())) >= enough


@dataclass
class Run:
    """What one search gathers on its way."""

    failed: list[tuple[str, str]] = field(default_factory=list)
    took_ms: dict[str, float] = field(default_factory=dict)
    card: EncoderCard | None = None
    found: FrameHits = NOTHING_FOUND
    pictures: FrameHits = NOTHING_FOUND
    attached: PictureScope = field(default_factory=lambda: PictureScope({}))
    succession: Succession | None = None

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add how long the block takes to what its stage took."""
        started = time.perf_counter()
        yield
        took = (time.perf_counter() - started) * 1000
        self.took_ms[stage] = self.took_ms.get(stage, 0.0) + took


class Gatherer:
    """Finds what belongs to questions in one index."""

    def __init__(
        self, index: IndexRead, frames: FrameRetriever, stored: FrameRetriever | None = None
    ) -> None:
        """Look through `index`, its regions through `frames`.

        Where `frames` leaves out what an asker may name, it is read in `stored`; moments that are
        marked then teach and are not listed.
        """
        self._index = index
        self._frames = frames
        self._stored = stored or frames

    def gather(self, asked: Asked, run: Run) -> Gathered:
        """What there is for a question: reports first, they may say where to look for moments."""
        found = Gathered(asked.plan, self._reports(asked.plan, asked.view, run))
        return self._with_moments(found, asked, run)

    def _with_moments(self, told: Gathered, asked: Asked, run: Run) -> Gathered:
        """Moments in scope added; an encoder or shards that fail leave them out, said so."""
        run.attached = self._attached(asked)
        nothing = asked.plan.frames is None and not run.attached.shares
        if nothing or not asked.view.shards:
            return told
        stored = StoredLooks(self._index, self._stored, asked.view)
        try:
            with run.timed("encode"):
                aim = self._aim(asked, stored, run)
            with run.timed("frames"):
                told = self._with_pictures(told, asked, aim, run)
            if asked.plan.frames is None:
                return told
            with run.timed("encode"):
                known = self._with_looks(told, asked, run)
            with run.timed("frames"):
                return self._search_twice(known, asked, aim, stored, run)
        except (EncoderMismatch, BadFootage):
            raise
        except (EmbeddingError, IndexerError) as error:
            run.failed.append(("frames", str(error)))
            return told

    def _attached(self, asked: Asked) -> PictureScope:
        if not asked.plan.pictures or not asked.view.attached:
            return PictureScope({})
        return picture_scope(self._index.attached(asked.view), asked.plan, asked.view.gazetteer)

    def _with_pictures(self, told: Gathered, asked: Asked, aim: Aim, run: Run) -> Gathered:
        """The reports, with those that their pictures lead to."""
        scope = run.attached.frames
        if not scope.cameras:
            return told
        run.pictures = self._frames.search(aim.towards, asked.view.shards, scope, FIRST_K)
        hits = [hit for hit in run.pictures.hits if not aim.excludes(hit)]
        curve = query_curve(asked.request, asked.plan.understood, run.card)
        look_for = asked.plan.understood.look_for
        weights = shipped_weights().moments

        def worth_of(moments: Sequence[Moment]) -> Sequence[float]:
            return moment_worth(moments, curve, look_for, weights)

        found = pictured(hits, run.attached, worth_of)
        return replace(told, reports=with_pictured(told.reports, found))

    def _aim(self, asked: Asked, stored: StoredLooks, run: Run) -> Aim:
        encoder = self._index.encoder(asked.view.fingerprint)
        run.card = encoder.card
        understood = asked.plan.understood
        if asked.request.example is None:
            return aim_by_words(understood, encoder)
        return aim_by_example(asked.request.example, understood, encoder, stored)

    def _with_looks(self, told: Gathered, asked: Asked, run: Run) -> Gathered:
        """What the better reports say it looked like, and what scores of moments mean."""
        request, understood = asked.request, asked.plan.understood
        curve = query_curve(replace(request, marks=Marks()), understood, run.card)
        if request.example is not None:
            return replace(told, curve=curve)
        telling = [hit.report for hit, _ in _worthiest(told)[:MOST_TOLD]]
        encoder = self._index.encoder(asked.view.fingerprint)
        looks = ToldLooks.of(telling, encoder, words_curve(run.card))
        return replace(told, curve=curve, looks=looks)

    def _search_twice(
        self, told: Gathered, asked: Asked, aim: Aim, stored: StoredLooks, run: Run
    ) -> Gathered:
        """Without marks and, where there are any, once more with them."""
        moments = self._search_frames(asked, aim, {}, run)
        if not asked.request.marks:
            moments = self._follow(told, asked, aim, moments, run)
            return replace(told, moments=moments, deeper=self._deeper(asked, aim, moments, run))
        marked = stored.of_marks(asked.request.marks)
        aim = _moved(asked, aim, marked)
        moved = self._search_frames(asked, aim, marked, run)
        deeper = self._deeper(asked, aim, moved, run)
        return replace(told, moments=moments, marked=moved, deeper=deeper)

    def _follow(
        self, told: Gathered, asked: Asked, aim: Aim, moments: list[Moment], run: Run
    ) -> list[Moment]:
        """The moments, and those where reports say to look.

        Where the question names nothing that can be seen, these go before its own.
        """
        view, scope = asked.view, asked.plan.frames
        assert scope is not None, "checked by the caller"
        cameras = dict(view.cameras_by_id)
        led: dict[MomentId, list[FrameHit]] = {}
        for lead in leads_of(_worthiest(told), told.looks, scope, cameras, view.gazetteer):
            found = self._frames.search(lead.vector, view.shards, lead.scope, LEAD_K)
            hits = [hit for hit in found.hits if not aim.excludes(hit)]
            led |= apart_from(led_moments(hits, aim.towards), led)
        blind = is_blind(asked.plan.understood.look_for)
        own = [] if blind else [moment.id for moment in moments]
        kept = apart_from(led, own)
        if not kept:
            return moments
        return layered((hit for hit in run.found.hits if not aim.excludes(hit)), kept)

    def _search_frames(self, asked: Asked, aim: Aim, marked: MarkedLooks, run: Run) -> list[Moment]:
        """The moments in scope; those marked, as they are, among them."""
        scope = asked.plan.frames
        assert scope is not None, "checked by the caller"
        lists = self._stored is self._frames
        here = ((i, looks) for i, looks in marked.items() if scope.holds(looks[0].region))
        kept = {ident: scored(looks, aim.towards) for ident, looks in here if lists}
        k = FIRST_K
        while True:
            run.found = self._frames.search(aim.towards, asked.view.shards, scope, k)
            moments = layered((h for h in run.found.hits if not aim.excludes(h)), kept)
            if asked.is_enough(moments, asked.first) or run.found.exhausted or k >= MOST_K:
                return moments
            k *= 4

    def _deeper(
        self, asked: Asked, aim: Aim, first: Sequence[Moment], run: Run
    ) -> list[list[Moment]]:
        """What comes after the first moments, until there are enough: of ever more regions."""
        scope, known = asked.plan.frames, list(first)
        assert scope is not None, "checked by the caller"
        deeper: list[list[Moment]] = []
        k = max(FIRST_K, len(run.found.hits))
        while not (asked.is_enough(known, asked.enough) or run.found.exhausted or k >= MOST_K):
            k *= 4
            run.found = self._frames.search(aim.towards, asked.view.shards, scope, k)
            deeper.append(beyond((h for h in run.found.hits if not aim.excludes(h)), known))
            known += deeper[-1]
        return deeper

    def _reports(self, plan: Plan, view: View, run: Run) -> Sequence[ReportHit]:
        if plan.reports is None or view.report_generation < 0:
            return ()
        try:
            with run.timed("reports"):
                near, fetch = self._near(plan, run), self._index.fetch_reports
                return retrieve_reports(plan, self._index.reports, fetch, view.gazetteer, near)
        except IndexerError as error:
            run.failed.append(("reports", str(error)))
            return ()

    def _near(self, plan: Plan, run: Run) -> Sequence[NearReport]:
        """The nearest reports; where they cannot be had, words go on alone, said so."""
        assert plan.reports is not None, "checked by the caller"
        try:
            return self._index.near(plan.reports, depth_of(plan))
        except (EmbeddingError, IndexerError) as error:
            run.failed.append(("report_vectors", str(error)))
            return ()


def query_curve(
    request: SearchRequest, understood: Understood, card: EncoderCard | None
) -> Curve | None:
    """What makes probabilities of the scores of this query; None where nothing was measured."""
    calibration = calibration_of(card.fingerprint) if card else None
    if calibration is None or request.marks:
        return None
    if request.example is None:
        return calibration.words if understood.look_for else None
    moved = request.example.phrases or understood.exclude
    return None if moved else calibration.pictures


def _moved(asked: Asked, aim: Aim, looks: MarkedLooks) -> Aim:
    """The aim as the marks move it; of a marked moment counts the look that fits the aim best."""
    marks = asked.request.marks
    accepted, rejected = (
        [best_look(looks[ident], aim.query).embedding for ident in idents]
        for idents in (marks.accept, marks.reject)
    )
    return replace(aim, towards=moved_query(aim.query, accepted, rejected))


def _worthiest(told: Gathered) -> list[tuple[ReportHit, float]]:
    """Reports with what each is worth, best first."""
    worth = report_worth(told.reports, told.plan, shipped_weights().reports)
    pairs = zip(told.reports, worth, strict=True)
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0].report.id))


def words_curve(card: EncoderCard | None) -> Curve | None:
    """What makes probabilities of the scores of words; None where nothing was measured."""
    calibration = calibration_of(card.fingerprint) if card else None
    return calibration.words if calibration else None
