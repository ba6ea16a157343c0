"""Routes that show: moments, reports, coverage, the audit log, health."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from search.api.gate import Asker
from search.api.media import media_response
from search.api.problems import problem
from search.api.seam import PROBLEMS, Operational, Service, Videos, binary
from search.api.shown import Alive, AuditList, CoverageList, Moment, Ready
from search.api.wire import ListQuery, ThumbnailQuery
from search.errors import BadQuestion

router = APIRouter(tags=["show"], responses=PROBLEMS, default_response_class=JSONResponse)
Rows = Annotated[ListQuery, Query()]
Box = tuple[float, float, float, float]


@router.get("/v1/moments/{moment}", responses={200: {"model": Moment}})
def moment(moment: str, asker: Asker, service: Service) -> JSONResponse:
    """A moment by its id: which camera, from when to when, of which footage."""
    return JSONResponse(service.moment(moment))


@router.get(
    "/v1/moments/{moment}/thumbnail.jpg", responses=binary("image/jpeg"), response_class=Response
)
def thumbnail(
    moment: str,
    query: Annotated[ThumbnailQuery, Query()],
    request: Request,
    asker: Asker,
    service: Service,
) -> Response:
    """A picture of a moment; a box is marked on it, or with `crop` all that is shown."""
    picture = service.thumbnail(moment, query.pts_ms, _box(query.box), query.crop, asker=asker)
    return media_response(picture, "image/jpeg", request.headers)


@router.get(
    "/v1/moments/{moment}/video.mp4",
    responses=binary("video/mp4") | {206: {"description": "The range of bytes asked for."}},
    response_class=Response,
)
def video(
    moment: str, request: Request, asker: Asker, service: Service, videos: Videos
) -> Response:
    """A moment as a video that browsers play and, by ranges, seek in."""
    if service.is_attached(moment):  # who may see it is asked each time
        return media_response(service.video(moment, asker), "video/mp4", request.headers)
    return media_response(videos.get(moment), "video/mp4", request.headers)


@router.get("/v1/coverage", responses={200: {"model": CoverageList}})
def coverage(asker: Asker, service: Service) -> JSONResponse:
    """For each camera, which stretches of time are indexed, missing or in quarantine."""
    return JSONResponse(service.coverage())


@router.get("/v1/audit", responses={200: {"model": AuditList}})
def audit(query: Rows, asker: Asker, state: Operational) -> JSONResponse:
    """The latest searches in the audit log: who asked what, for which case, why, and saw what."""
    listed = [record.to_json() for record in state.audit.list(query.limit)]
    return JSONResponse({"searches": listed})


@router.get("/healthz", responses={200: {"model": Alive}})
def healthz() -> JSONResponse:
    """Whether the process answers; it says nothing of the index."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", responses={200: {"model": Ready}})
def readyz(service: Service) -> Response:
    """Whether it can answer questions; a 503 says what is missing."""
    reasons = service.ready()
    if reasons:
        return problem(503, "Not ready", "; ".join(reasons), reasons=reasons)
    return JSONResponse({"ready": True})


def _box(text: str | None) -> Box | None:
    """Left, top, right, bottom; the query's pattern has seen to four fractions."""
    if text is None:
        return None
    left, top, right, bottom = map(float, text.split(","))
    if not (left < right <= 1 and top < bottom <= 1):
        raise BadQuestion(f"a box is left,top,right,bottom as fractions, not {text}")
    return left, top, right, bottom
