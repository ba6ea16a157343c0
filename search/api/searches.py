"""Routes of searches that were made: their records, and asking one again."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse

from search.api import shown, shown_replay
from search.api.gate import Asker
from search.api.seam import PROBLEMS, Operational, Service
from search.api.wire import LARGEST_ID, Replay, SearchesQuery
from search.errors import NotAllowed

router = APIRouter(
    prefix="/v1/searches",
    tags=["searches"],
    responses=PROBLEMS,
    default_response_class=JSONResponse,
)
Id = Annotated[int, Path(ge=1, le=LARGEST_ID)]


@router.get("", responses={200: {"model": shown.AuditList}})
def searches(
    query: Annotated[SearchesQuery, Query()], asker: Asker, state: Operational
) -> JSONResponse:
    """The latest searches, newest first, or the latest for one case."""
    listed = [record.to_json() for record in state.audit.list(query.limit, query.case)]
    return JSONResponse({"searches": listed})


@router.get("/{search}", responses={200: {"model": shown.AuditedSearch}})
def search_record(search: Id, asker: Asker, state: Operational) -> JSONResponse:
    """The record of a search: who asked what and why, of which generation, and was shown what."""
    return JSONResponse(state.audit.get(search).to_json())


@router.post("/{search}/replay", responses={200: {"model": shown_replay.Replayed}})
def replay(
    search: Id, body: Replay, asker: Asker, service: Service, state: Operational
) -> JSONResponse:
    """Ask a search again on the generation it was answered from, and compare.

    It says what the answer depends on and has changed, and what retention has deleted since. It is
    itself a search in the audit log.
    """
    if state.keys.any() and not (body.case and body.reason):
        raise NotAllowed("a replay needs a `case` and a `reason`: both go to the audit log")
    return JSONResponse(service.replay(search, asker, body.case, body.reason))
