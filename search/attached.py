"""Reports by their pictures: which attachments a search may see, and which fit what is looked for.

An attachment's regions lie in the same shards as all footage. Whether they may be found, where they
are and of when, its report says as it stands: one that was taken back, or no longer has the
picture, is not looked at. What is found is the report.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.footage_log import FootageSpan
from indexer.ids import CameraId, Interval, ReportId
from indexer.places.gazetteer import Gazetteer
from indexer.reports.attachment import attachment_of, attachments_of
from indexer.reports.category import category_of
from indexer.reports.report import Report
from search.coverage import Gap
from search.frames import FrameHit
from search.moments import Moment, group_moments
from search.plan import FrameScope, Plan
from search.reports import Pictured, ReportHit, place_share, time_share

MOST_PICTURED = 100
"""Reports that are found by their pictures, the best ones."""
_ALWAYS = Interval(-(1 << 61), 1 << 61)


@dataclass(frozen=True)
class Attached:
    """A report and those of its attachments that the footage log knows, indexed or not."""

    report: Report
    indexed: tuple[CameraId, ...]
    troubles: tuple[str, ...] = ()


def attached_reports(
    spans: Iterable[FootageSpan],
    fetch: Callable[[Sequence[ReportId]], Mapping[ReportId, Report]],
) -> tuple[Attached, ...]:
    """The reports with attachments, by id; `spans` are those of attachments."""
    by_camera: dict[str, list[FootageSpan]] = {}
    for span in spans:
        by_camera.setdefault(span.camera, []).append(span)
    known = [one for camera in by_camera if (one := attachment_of(camera))]
    reports = fetch(sorted({one.report for one in known}))
    return tuple(_attached(report, by_camera) for _, report in sorted(reports.items()))


def _attached(report: Report, by_camera: Mapping[str, Sequence[FootageSpan]]) -> Attached:
    indexed: list[CameraId] = []
    troubles: list[str] = []
    for attachment in attachments_of(report):
        own = by_camera.get(attachment.camera, ())
        if any(span.state == "indexed" for span in own):
            indexed.append(attachment.camera)
        troubles += [span.reason for span in own if span.state in ("quarantined", "lagging")]
    return Attached(report, tuple(indexed), tuple(dict.fromkeys(troubles)))


@dataclass(frozen=True)
class PictureScope:
    """The reports whose pictures a question may see, each with the share that its hits keep.

    The share is what place and time make of any report: less where one of them is not known.
    """

    shares: Mapping[ReportId, tuple[Attached, float]]

    @property
    def frames(self) -> FrameScope:
        """Their regions, whenever they were taken."""
        shown = sorted(camera for one, _ in self.shares.values() for camera in one.indexed)
        return FrameScope(tuple(shown), (_ALWAYS,))

    @property
    def not_indexed(self) -> list[Gap]:
        """What of them cannot be searched, and why."""
        return [
            Gap(f"report:{ident}", None, None, reason)
            for ident, (one, _) in self.shares.items()
            for reason in one.troubles
        ]


def picture_scope(attached: Iterable[Attached], plan: Plan, gazetteer: Gazetteer) -> PictureScope:
    """The reports of a plan that have attachments."""
    if not plan.pictures:
        return PictureScope({})
    wanted = [one for one in attached if _wanted(one.report, plan)]
    kept = plan.narrowing.keeps([one.report for one in wanted], gazetteer)
    shares = {
        one.report.id: (one, _share(one.report, plan, gazetteer))
        for one, keeps in zip(wanted, kept, strict=True)
        if keeps
    }
    return PictureScope({ident: pair for ident, pair in shares.items() if pair[1]})


def _wanted(report: Report, plan: Plan) -> bool:
    asked = plan.reports
    if asked is None:
        return True
    return (
        (not asked.kinds or report.kind in asked.kinds)
        and (not asked.channels or report.channel in asked.channels)
        and (not asked.categories or category_of(report.text) in asked.categories)
    )


def _share(report: Report, plan: Plan, gazetteer: Gazetteer) -> float:
    where = place_share(report.place, plan.places, gazetteer)
    return where * time_share(report.occurred, plan)


def pictured(
    hits: Sequence[FrameHit],
    scope: PictureScope,
    worth_of: Callable[[Sequence[Moment]], Sequence[float]],
) -> list[tuple[Report, Pictured]]:
    """The reports whose pictures were found, best first, ties by id; with what each is worth."""
    best: dict[ReportId, Moment] = {}
    for moment in group_moments(hits):
        attachment = attachment_of(moment.camera)
        if attachment is not None and attachment.report in scope.shares:
            best.setdefault(attachment.report, _still(moment))
    ordered = sorted(best.items(), key=lambda pair: (-pair[1].score, pair[0]))[:MOST_PICTURED]
    worth = worth_of([moment for _, moment in ordered])
    found = []
    for rank, ((ident, moment), own) in enumerate(zip(ordered, worth, strict=True), 1):
        one, share = scope.shares[ident]
        found.append((one.report, Pictured(moment, rank, own * share)))
    return found


def _still(moment: Moment) -> Moment:
    """Of a still there is one look, and no other beside it that could speak against it."""
    if moment.best.region.kind == "object" or moment.best.region.pts_ms:
        return moment
    return replace(moment, second=None, pts_after_ms=0, pts_before_ms=0)


def with_pictured(
    told: Sequence[ReportHit], found: Sequence[tuple[Report, Pictured]]
) -> list[ReportHit]:
    """Reports found by their words, with their pictures; then those found by pictures alone."""
    seen = {report.id: shown for report, shown in found}
    words = {hit.report.id for hit in told}
    both = [replace(hit, pictured=seen.get(hit.report.id)) for hit in told]
    alone = [
        ReportHit(report, 0.0, (), pictured=shown, told=False)
        for report, shown in found
        if report.id not in words
    ]
    return [*both, *alone]


def attached_spans(
    spans: Iterable[FootageSpan],
) -> tuple[tuple[FootageSpan, ...], tuple[FootageSpan, ...]]:
    """Spans of cameras, and spans of attachments."""
    parted: tuple[list[FootageSpan], list[FootageSpan]] = ([], [])
    for span in spans:
        parted[attachment_of(span.camera) is not None].append(span)
    return tuple(parted[0]), tuple(parted[1])
