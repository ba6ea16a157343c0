"""The report retriever: text by BM25 and meaning, then place and time in the question's scope.

A report known to be elsewhere or at another time is out; one that does not say stays a candidate,
ranked lower.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.ids import Interval, ReportId, to_ms
from indexer.places.gazetteer import Gazetteer
from indexer.places.geometry import distance_m
from indexer.places.place import PlaceRef
from indexer.reports.report import Report, ReportPlace
from indexer.reports.text_index import ReportIndex, TextHit
from search.copies import COPY_SHARE, copies_of
from search.moments import Moment
from search.near_reports import NearReport
from search.plan import Plan
from search.told_share import AskedArea, time_within

UNKNOWN_SHARE = 0.6
"""What a report keeps of its score when its place, or its time, is not known."""
DEPTH = 500
"""Text hits looked at before place and time are weighed."""
NARROWED_DEPTH = 10_000
"""The same where only some wards or days count, so that these are not lost behind others."""
LEAST_MEANT = 0.05
"""A report that no word finds is listed from this probability on: the nearest may be far."""
MOST_MEANT = 100
"""And of those in place and time so many."""
SLACK_M = 300.0
"""A report's place may miss the question's by this much more than both radii say."""


@dataclass(frozen=True)
class Pictured:
    """What of a report's attachments fits best: rank from 1 among them, and what it is worth."""

    moment: Moment
    rank: int
    worth: float


@dataclass(frozen=True)
class Meant:
    """How near a report's text is in meaning: rank from 1, cosine, and what that is worth."""

    rank: int
    similarity: float
    worth: float


@dataclass(frozen=True)
class Against:
    """What a report tells against the question (a feature of `search.report_features.Told`).

    `otherwise` is what the report would be worth without it, all else being as it is.
    """

    feature: str
    otherwise: float


@dataclass(frozen=True)
class ReportHit:
    """One report found: BM25-like score after place and time, and highlighted pieces.

    A near-copy of another report found names the one that told it first. `placed` and `timed` are
    the shares of the place and of the time it tells that lie where and when the question asks, 0 to
    1; None where it tells of none; `passed` how much more of a place it names later lies there, and
    `early` whether it came in before the time that is asked about. `told` is false where only its
    pictures were found (`pictured`), or what it means (`meant`), not its words. `against` is what
    lessened its worth, where that was judged (`search.worth`).
    """

    report: Report
    score: float
    highlights: Sequence[str]
    copy_of: ReportId | None = None
    placed: float | None = 1.0
    timed: float | None = 1.0
    passed: float = 0.0
    early: bool = False
    pictured: Pictured | None = None
    told: bool = True
    against: tuple[Against, ...] = ()
    meant: Meant | None = None


def retrieve_reports(
    plan: Plan,
    index: ReportIndex,
    fetch: Callable[[Sequence[ReportId]], Mapping[ReportId, Report]],
    gazetteer: Gazetteer,
    near: Sequence[NearReport] = (),
) -> list[ReportHit]:
    """The reports of a plan, best first, ties by id; `fetch` reads reports from the log.

    Behind those that words find come those that are only `near` in meaning, the nearest first.
    """
    if plan.reports is None:
        return []
    found = index.search(plan.reports, depth_of(plan))
    meant = {one.report: Meant(one.rank, one.similarity, one.probability) for one in near}
    told = sorted(_in_scope(found, plan, fetch, gazetteer), key=_best_first)
    named = {hit.report for hit in found}
    apart = [
        TextHit(one.report, 0.0)
        for one in near
        if one.report not in named and one.probability >= LEAST_MEANT
    ]
    alone = _in_scope(apart, plan, fetch, gazetteer)[:MOST_MEANT]
    return [
        *(replace(hit, meant=meant.get(hit.report.id)) for hit in told),
        *(replace(hit, meant=meant[hit.report.id], told=False) for hit in alone),
    ]


def depth_of(plan: Plan) -> int:
    """How many reports are looked at before place and time are weighed."""
    return NARROWED_DEPTH if plan.narrowing else DEPTH


def _best_first(hit: ReportHit) -> tuple[float, ReportId]:
    return -hit.score, hit.report.id


def _in_scope(
    found: Sequence[TextHit],
    plan: Plan,
    fetch: Callable[[Sequence[ReportId]], Mapping[ReportId, Report]],
    gazetteer: Gazetteer,
) -> list[ReportHit]:
    """What is found in the question's places and times, copies marked, in the order given."""
    reports = fetch([hit.report for hit in found])
    area = AskedArea(plan.places, gazetteer)
    weighed = (_weigh(hit, reports, plan, gazetteer, area) for hit in found)
    return _with_copies(_narrowed([hit for hit in weighed if hit], plan, gazetteer))


def _narrowed(hits: list[ReportHit], plan: Plan, gazetteer: Gazetteer) -> list[ReportHit]:
    kept = plan.narrowing.keeps([hit.report for hit in hits], gazetteer)
    return [hit for hit, keeps in zip(hits, kept, strict=True) if keeps]


def _with_copies(hits: Sequence[ReportHit]) -> list[ReportHit]:
    """Near-copies marked and ranked lower than what they are copies of would be."""
    told = copies_of([hit.report for hit in hits])
    return [
        replace(hit, score=hit.score * COPY_SHARE, copy_of=told[hit.report.id])
        if hit.report.id in told
        else hit
        for hit in hits
    ]


def _weigh(
    hit: TextHit,
    reports: Mapping[ReportId, Report],
    plan: Plan,
    gazetteer: Gazetteer,
    area: AskedArea,
) -> ReportHit | None:
    report = reports.get(hit.report)
    if report is None:
        return None
    share = place_share(report.place, plan.places, gazetteer) * time_share(report.occurred, plan)
    if not share:
        return None
    return ReportHit(
        report,
        hit.score * share,
        hit.highlights,
        placed=area.share(report.place),
        timed=time_within(report.occurred, plan.understood.time),
        passed=area.passed(report.place),
        early=_is_early(report, plan),
    )


def _is_early(report: Report, plan: Plan) -> bool:
    after = plan.understood.time.after
    return after is not None and report.received_at_ms < to_ms(after)


def time_share(occurred: Interval | None, plan: Plan) -> float:
    """1 within the question's time, UNKNOWN_SHARE if the report does not say, 0 outside."""
    time = plan.understood.time
    if time.is_open:
        return 1.0
    if occurred is None:
        return UNKNOWN_SHARE
    return 1.0 if time.intervals(occurred) else 0.0


def place_share(told: ReportPlace | None, asked: Sequence[PlaceRef], gazetteer: Gazetteer) -> float:
    """1 at the question's places, UNKNOWN_SHARE if the report does not say, 0 elsewhere.

    Where something went (`toward`) is not where it was.
    """
    asked = [place for place in asked if place.relation != "toward"]
    if not asked:
        return 1.0
    if told is None or (told.lat is None and not told.place_ids):
        return UNKNOWN_SHARE
    return 1.0 if any(_at(told, place, gazetteer) for place in asked) else 0.0


def _at(told: ReportPlace, asked: PlaceRef, gazetteer: Gazetteer) -> bool:
    if any(place.id in told.place_ids for place in gazetteer.meant(asked)):
        return True
    place = gazetteer.resolve(asked)
    if place is None:
        return asked.id is None
    if told.lat is None or told.lon is None:
        return True
    metres = distance_m(place, told.lat, told.lon)
    return metres <= (asked.radius_m or 0.0) + (told.radius_m or 0.0) + SLACK_M
