"""What the vectors of report texts add to the answers: questions whose right reports are known.

Each question goes the way that it goes in a search, without vectors and with them. The curve that
makes probabilities of cosines is fitted on one half of the questions and judged by the other, both
ways round; what is kept is fitted on all.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import fmean

from indexer.ids import ReportId
from indexer.progress import Progress
from indexer.reports.report import Report
from indexer.simulate.reworded import is_unseen, reworded
from indexer.simulate.told_events import events, noise
from search.errors import BadQuestion
from search.evaluate.measures import ndcg_at
from search.explain import explain
from search.index import Index, View
from search.link_weights import shipped_weights
from search.near_reports import NearReport
from search.plan import Plan, plan_search
from search.relevance import Curve
from search.reports import depth_of, retrieve_reports
from search.request import SearchRequest
from search.settings import Settings
from search.vector_line import VectorLine
from search.worth import with_against

LEAST_QUESTIONS = 20
"""Fewer would follow chance."""
FITTED = 20
"""Of each question the nearest reports that the curve is fitted on."""
NOISE = 2_000
"""Posts beside the reports that built-in questions ask for."""
_SHOWN = 10


@dataclass(frozen=True)
class Question:
    """What is asked, and the reports that are right."""

    words: str
    relevant: frozenset[ReportId]


@dataclass(frozen=True)
class _Asked:
    question: Question
    plan: Plan
    near: Sequence[NearReport]


def read_questions(file: Path) -> list[Question]:
    """Questions of JSON lines, `{"question": "…", "reports": ["ID", …]}`. Raises BadQuestion."""
    try:
        rows = [json.loads(line) for line in file.read_text("utf-8-sig").splitlines() if line]
        found = [Question(row["question"], frozenset(row["reports"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadQuestion(
            f"{file}: cannot be read: {error}; wanted is a line for each question, "
            '{"question": "…", "reports": ["ID", …]}'
        ) from error
    return found


def built_in() -> tuple[list[Report], list[Question]]:
    """Reports of told events among others, and questions for them in other words."""
    told, _ = events()
    asked = [Question(one.words, one.relevant) for one in reworded() if is_unseen(one)]
    return [*told, *noise(NOISE)], asked


@contextmanager
def index_of(reports: Sequence[Report], settings: Settings, model: str) -> Iterator[Index]:
    """An index of nothing but these reports, by an encoder, gone after use."""
    with tempfile.TemporaryDirectory(prefix="truyvet-measured-") as folder:
        change = {"data": folder, "model": model, "elasticsearch_url": None, "report_vectors": "on"}
        index = Index(settings.model_copy(update=change))
        index.log.append(reports, "measured")
        yield index
        index.reports.close()


def measure(index: Index, questions: Sequence[Question], progress: Progress) -> VectorLine:
    """What vectors add to the answers of an index where they are on.

    Raises BadQuestion for too few questions, or one whose reports are not there.
    """
    _check(questions, index)
    index.near_reports.follow(progress)
    view, now = index.view(), datetime.now(UTC)
    with progress.stage("asking", total=len(questions)) as stage:
        asked = []
        for question in questions:
            asked.append(_asked(question, index, view, now))
            stage.advance()
    halves = asked[::2], asked[1::2]
    fitted = [_curve(half) for half in halves]
    both = ((half, curve) for half, curve in zip(halves, reversed(fitted), strict=True))
    return VectorLine(
        model=index.encoder().card.name,
        questions=len(asked),
        before=_rounded([_ndcg(one, None, index, view) for one in asked]),
        after=_rounded([_ndcg(one, curve, index, view) for half, curve in both for one in half]),
        curve=_curve(asked),
    )


def _check(questions: Sequence[Question], index: Index) -> None:
    if len(questions) < LEAST_QUESTIONS:
        raise BadQuestion(
            f"{len(questions)} questions say too little; give {LEAST_QUESTIONS} or more"
        )
    for question in questions:
        missing = question.relevant - index.fetch_reports(sorted(question.relevant)).keys()
        if missing or not question.relevant:
            what = f"report {min(missing)!r} is not in this index" if missing else "no report given"
            raise BadQuestion(f"{question.words!r}: {what}")


def _asked(question: Question, index: Index, view: View, now: datetime) -> _Asked:
    understood = explain(question.words, now, view.gazetteer)
    request = SearchRequest(question=question.words, sources=("reports",))
    plan = plan_search(request, understood, view.cameras, view.gazetteer, view.extents)
    assert plan.reports is not None, "asked of reports"
    return _Asked(question, plan, index.near(plan.reports, depth_of(plan)))


def _curve(asked: Sequence[_Asked]) -> Curve:
    hits = [(near, one) for one in asked for near in one.near[:FITTED]]
    right = [near.report in one.question.relevant for near, one in hits]
    return Curve.fit([near.similarity for near, _ in hits], right)


def _ndcg(one: _Asked, curve: Curve | None, index: Index, view: View) -> float:
    near = [replace(n, probability=curve.probability(n.similarity)) for n in one.near if curve]
    hits = retrieve_reports(one.plan, index.reports, index.fetch_reports, view.gazetteer, near)
    judged = with_against(hits, one.plan, shipped_weights().reports)
    best = sorted(judged, key=lambda pair: -pair[1])
    order = {ident: frozenset((n,)) for n, ident in enumerate(sorted(one.question.relevant))}
    shown = (order.get(hit.report.id, frozenset[int]()) for hit, _ in islice(best, _SHOWN))
    return ndcg_at(list(shown), len(order), _SHOWN)


def _rounded(values: Sequence[float]) -> float:
    return round(fmean(values), 4)
