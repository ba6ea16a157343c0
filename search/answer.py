"""The answer: the contract's JSON of what was found, why, and what was and was not searched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from embeddings.encoder import EncoderCard
from indexer.cameras import Camera
from indexer.ids import local_iso
from indexer.reports.attachment import attachments_of
from indexer.reports.category import category_of, language_of
from indexer.reports.media import UNREADABLE
from indexer.reports.report import Report, ReportPlace
from search.coverage import ScopeCoverage
from search.facets import Facets
from search.fusion import MOST_LINKS, Fused, Support
from search.moment_id import MomentId
from search.moments import Folded, Moment
from search.question.understood import Understood
from search.relevance import LIKELY, Curve
from search.reports import Against, Pictured, ReportHit
from search.request import SearchRequest
from search.scan import Recall
from search.sequel import Sequel, Succession

LEAST_LEAD = 5e-5
"""Less than this is not told: it would be told as nothing."""


@dataclass(frozen=True)
class Searched:
    """What a search read, what failed on the way, and what its scores mean, where that is known."""

    generation: Mapping[str, int]
    card: EncoderCard | None
    coverage: ScopeCoverage
    regions_in_scope: int
    regions_searched: int
    recall: Recall | None
    reports_in_scope: int
    failed: Sequence[tuple[str, str]] = ()
    took_ms: Mapping[str, float] = field(default_factory=dict)
    relevance: Curve | None = None
    succession: Succession | None = None
    facets: Facets = field(default_factory=dict)


def answer_json(
    request: SearchRequest,
    understood: Understood,
    searched: Searched,
    page: Sequence[Fused],
    cameras: Mapping[str, Camera],
    next_cursor: str | None,
) -> dict[str, Any]:
    """The whole answer in the contract's form."""
    by = "similar" if request.example else "frames"
    return {
        "understood": understood.to_json(),
        "similar": request.example and request.example.to_json(),
        "marks": request.marks.to_json() if request.marks else None,
        "generation": dict(searched.generation),
        "model": model_json(searched.card),
        "coverage": _coverage(searched),
        "relevance_line": LIKELY if searched.relevance else None,
        "sequence": searched.succession and searched.succession.to_json(),
        "partial": bool(searched.failed),
        "failed": [{"retriever": name, "reason": reason} for name, reason in searched.failed],
        "took_ms": {name: round(took, 1) for name, took in searched.took_ms.items()},
        "facets": {name: dict(counts) for name, counts in searched.facets.items()},
        "hits": [hit_json(hit, cameras, by, searched.relevance) for hit in page],
        "next_cursor": next_cursor,
    }


def model_json(card: EncoderCard | None) -> dict[str, Any] | None:
    """Which encoder answered; None where no footage was searched."""
    if card is None:
        return None
    return {
        "name": card.name,
        "fingerprint": card.fingerprint,
        "demonstration": card.demonstration,
    }


def _coverage(searched: Searched) -> dict[str, Any]:
    return {
        "cameras": searched.coverage.cameras,
        "cameras_indexed": searched.coverage.cameras_indexed,
        "not_indexed": [gap.to_json() for gap in searched.coverage.not_indexed],
        "regions_in_scope": searched.regions_in_scope,
        "regions_searched": searched.regions_searched,
        "exact": searched.recall is None,
        **_recall(searched.recall),
        "reports_in_scope": searched.reports_in_scope,
    }


def _recall(recall: Recall | None) -> dict[str, Any]:
    return {"recall": recall.share, "recall_at": recall.at} if recall else {}


def hit_json(
    entry: Fused, cameras: Mapping[str, Camera], by: str = "frames", curve: Curve | None = None
) -> dict[str, Any]:
    """One hit: a moment or a report, with why it is there; `by` is what finds moments.

    With a `curve`, how probable it is that a moment shows what was asked for.
    """
    if isinstance(entry.hit, Moment):
        body = found_json(entry.hit, cameras[entry.hit.camera])
        why = [_own(entry, by, entry.hit.score), *map(_by_report, entry.supports[:MOST_LINKS])]
    else:
        body = _report_hit(entry.hit)
        why = [*_of_report(entry, entry.hit), *map(_by_moment, entry.supports[:MOST_LINKS])]
    if entry.lead >= LEAST_LEAD:
        why.append({"by": "lead", "adds": round(entry.lead, 4)})
    elif _is_spread(entry):
        why.append(_by_spread(entry))
    if entry.marked:
        why.append({"by": "marks", "mark": entry.mark, "rank_before": entry.rank_before})
    relevance = None
    if curve and isinstance(entry.hit, Moment):
        relevance = round(curve.probability(entry.hit.score), 3)
    if entry.then:
        why.append(_by_sequel(entry.then))
        body = {**body, "then": _then(entry.then, cameras)}
    ranked = {"rank": entry.rank, "score": round(entry.score, 4), "relevance": relevance}
    return {**body, **ranked, "why": why}


def moment_json(ident: MomentId, start_ms: int, camera: Camera) -> dict[str, Any]:
    """A moment by its id: where, when, and where to see it; `start_ms` is the footage's pts 0."""
    url = _url(ident)
    return {
        "kind": "moment",
        "id": str(ident),
        "camera": camera_json(camera),
        "start": local_iso(start_ms + ident.pts_after_ms),
        "end": local_iso(start_ms + ident.pts_before_ms),
        "footage": ident.footage,
        "thumbnail": f"{url}/thumbnail.jpg",
        "video": f"{url}/video.mp4",
    }


def found_json(moment: Moment, camera: Camera) -> dict[str, Any]:
    """A moment that was found: with the region that fits best, framed in its thumbnail."""
    region = moment.best.region
    body = moment_json(moment.id, region.captured_at_ms - region.pts_ms, camera)
    return {
        **body,
        "best": {
            "at": local_iso(region.captured_at_ms),
            "box": [round(edge, 4) for edge in region.box],
        },
        "pts_ms": region.pts_ms,
        "regions": moment.regions,
        "folded": moment.folded and _folded(moment.folded),
        "thumbnail": _best_shown(moment),
    }


def _best_shown(moment: Moment) -> str:
    """Where the picture of a moment's best region is to be had, the region framed."""
    region = moment.best.region
    shown: dict[str, int | str] = {"pts_ms": region.pts_ms}
    if region.kind != "frame":
        shown["box"] = ",".join(f"{edge:.4f}" for edge in region.box)
    return f"{_url(moment.id)}/thumbnail.jpg?{urlencode(shown, safe=',')}"


def _url(ident: MomentId) -> str:
    return f"/v1/moments/{ident}"


def _folded(folded: Folded) -> dict[str, Any]:
    return {
        "count": folded.count,
        "at_least": folded.at_least,
        "after": local_iso(folded.seen.after_ms),
        "before": local_iso(folded.seen.before_ms),
        "moments": [
            {"id": str(ident), "start": local_iso(at.after_ms), "end": local_iso(at.before_ms)}
            for ident, at in folded.moments
        ],
    }


def camera_json(camera: Camera) -> dict[str, Any]:
    """A camera as an answer names it."""
    return {
        "id": camera.id,
        "name": camera.name,
        "street": camera.street,
        "lat": camera.lat,
        "lon": camera.lon,
    }


def report_json(report: Report) -> dict[str, Any]:
    """A report as shown: never its sender."""
    return {
        "id": report.id,
        "kind": report.kind,
        "channel": report.channel,
        "category": category_of(report.text),
        "language": language_of(report.text),
        "text": report.text,
        "received_at": local_iso(report.received_at_ms),
        "occurred": report.occurred
        and {
            "after": local_iso(report.occurred.after_ms),
            "before": local_iso(report.occurred.before_ms),
            "understood": report.understood_time,
        },
        "place": report.place and _place(report.place, report.understood_place),
        "media": _media(report),
    }


def _media(report: Report) -> list[str]:
    """Where what is kept of a report's media is shown, then the links that it has besides."""
    kept = attachments_of(report)
    shown = [f"{_url(MomentId(one.footage, 0, 0))}/thumbnail.jpg" for one in kept]
    uris = {one.uri for one in kept}
    return [*shown, *(uri for uri in report.media if uri not in uris and uri != UNREADABLE)]


def _place(place: ReportPlace, understood: bool) -> dict[str, Any]:
    return {
        "text": place.text,
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "radius_m": place.radius_m,
        "ward": place.ward,
        "ids": list(place.place_ids),
        "understood": understood,
    }


def _report_hit(hit: ReportHit) -> dict[str, Any]:
    return {
        "kind": "report",
        "id": hit.report.id,
        "report": report_json(hit.report),
        "highlights": list(hit.highlights),
        "copy_of": hit.copy_of,
        "picture": hit.pictured and _picture(hit.pictured),
    }


def _picture(pictured: Pictured) -> dict[str, Any]:
    """The attachment that was found, as `/v1/similar` takes it for an example."""
    region = pictured.moment.best.region
    return {
        "moment": str(pictured.moment.id),
        "pts_ms": region.pts_ms,
        "box": [round(edge, 4) for edge in region.box],
        "thumbnail": _best_shown(pictured.moment),
    }


def _of_report(entry: Fused, hit: ReportHit) -> list[dict[str, Any]]:
    """Why a report is there by itself: its words, what is attached to it, what speaks against."""
    why = [_own(entry, "reports", hit.score)] if hit.told else []
    if hit.meant is not None:
        near = {"rank": hit.meant.rank, "score": round(hit.meant.similarity, 4)}
        why.append({"by": "meaning", **near, "worth": round(hit.meant.worth, 4)})
    if hit.pictured is not None:
        shown = hit.pictured
        told = {"rank": shown.rank, "score": round(shown.moment.score, 4)}
        worth = shown.worth if hit.told else entry.relevance
        own = {"by": "attachment", **told, "worth": round(worth, 4), "report": hit.report.id}
        why.append({**own, "moment": str(shown.moment.id)})
    return [*why, *map(_by_against, hit.against)]


def _by_against(one: Against) -> dict[str, Any]:
    """What it tells against the question, and what it would be worth without it."""
    return {"by": "against", "feature": one.feature, "otherwise": round(one.otherwise, 4)}


def _own(entry: Fused, by: str, score: float) -> dict[str, Any]:
    """The hit by itself: with `worth` and what each link `adds` its score is told whole."""
    own = {"by": by, "rank": entry.own_rank, "score": round(score, 4)}
    return own | {"worth": round(entry.relevance, 4)}


def _by_report(support: Support) -> dict[str, Any]:
    return {"by": "link", "report": support.link.report, **_miss(support)}


def _by_moment(support: Support) -> dict[str, Any]:
    return {"by": "link", "moment": str(support.link.moment.id), **_miss(support)}


def _is_spread(entry: Fused) -> bool:
    """Whether it stands elsewhere than it would if all moments were of one camera."""
    return entry.lead <= -LEAST_LEAD or bool(entry.rank_before and not entry.marked)


def _by_spread(entry: Fused) -> dict[str, Any]:
    before = None if entry.marked else entry.rank_before
    return {"by": "spread", "adds": round(min(entry.lead, 0.0), 4), "rank_before": before}


def _by_sequel(sequel: Sequel) -> dict[str, Any]:
    return {
        "by": "then",
        "moment": str(sequel.moment.id),
        "score": round(sequel.whole_worth, 4),
        "distance_m": round(sequel.distance_m),
        "apart_s": round(sequel.apart_s),
    }


def _then(sequel: Sequel, cameras: Mapping[str, Camera]) -> dict[str, Any]:
    """The moment that came after, and the way to it; `by` is None before the same camera."""
    moment = sequel.moment
    return {
        **found_json(moment, cameras[moment.camera]),
        "distance_m": round(sequel.distance_m),
        "apart_s": round(sequel.apart_s, 1),
        "by": sequel.by,
        "worth": round(sequel.worth, 4),
        "then": sequel.then and _then(sequel.then, cameras),
    }


def _miss(support: Support) -> dict[str, Any]:
    link = support.link
    return {
        "distance_m": round(link.distance_m),
        "along": link.by,
        "apart_s": round(link.apart_s),
        "strength": round(link.strength, 3),
        "looks": None if link.looks is None else round(link.looks, 3),
        "adds": round(support.adds, 4),
    }
