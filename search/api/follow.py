"""The route `/v1/follow`: where a moment's vehicle may have been seen next, or before."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from search.api import shown_follow
from search.api.gate import Asker, check_record
from search.api.seam import PROBLEMS, Operational, Service
from search.api.wire_follow import Follow

router = APIRouter(prefix="/v1", tags=["ask"], responses=PROBLEMS)


@router.post(
    "/follow", responses={200: {"model": shown_follow.Followed}}, response_class=JSONResponse
)
def follow(body: Follow, asker: Asker, service: Service, state: Operational) -> JSONResponse:
    """Follow a moment's vehicle through the streets, forward or backward in time.

    The answer has the cameras in reach with the times they can be passed at, a tree of the moments
    that look like it there, the next camera to look at, and where no footage is. It is a search in
    the audit log, and can be replayed like one.
    """
    check_record(body.case, body.reason, state)
    return JSONResponse(service.follow(body.value(asker)))
