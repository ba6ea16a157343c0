"""Routes of watches: what a case is watched for, what was found, who was told; closing a case."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi import Path as InPath
from fastapi.responses import JSONResponse

from search.api import shown_cases, shown_watches
from search.api.gate import Asker
from search.api.seam import PROBLEMS, Boards, Operational, Service
from search.api.wire import LARGEST_ID, ListQuery
from search.api.wire_watches import ClosedCase, NewWatch, ReadHits, WatchHitsQuery
from search.errors import NotThere
from search.watches.watch import AskedWatch
from search.watches.watches import Watches

router = APIRouter(
    prefix="/v1/cases", tags=["cases"], responses=PROBLEMS, default_response_class=JSONResponse
)
Id = Annotated[int, InPath(ge=1, le=LARGEST_ID)]


@router.post("/{case}/close", responses={200: {"model": shown_cases.Case}})
def close_case(case: Id, body: ClosedCase, asker: Asker, boards: Boards) -> JSONResponse:
    """Close a case, which ends its watches, or open it again; a closed one is not changed."""
    return JSONResponse(boards.close(case, body.closed, body.version, asker).to_json())


@router.get("/{case}/watches", responses={200: {"model": shown_watches.WatchList}})
def watches(case: Id, asker: Asker, state: Operational) -> JSONResponse:
    """The watches of a case, those that ended too, and how many hits no one has read."""
    kept = Watches(state)
    listed = [watch.to_json() for watch in kept.of(case)]
    return JSONResponse({"watches": listed, "unread": kept.unread(case)})


@router.post("/{case}/watches", status_code=201, responses={201: {"model": shown_watches.Watch}})
def make_watch(
    case: Id, body: NewWatch, asker: Asker, boards: Boards, service: Service
) -> JSONResponse:
    """Watch for a saved search in what is indexed from now on.

    Each run is a search in the audit log, with the case and this reason. The search is kept as it
    is now.
    """
    saved = next((one for one in boards.board(case).searches if one.id == body.search), None)
    if saved is None:
        raise NotThere(f"no saved search {body.search} in this case")
    asked = AskedWatch(saved.name, saved.request, body.reason, tuple(body.targets), body.weak)
    return JSONResponse(service.watch(case, asked, asker).to_json(), 201)


@router.post("/{case}/watches/{watch}/stop", responses={200: {"model": shown_watches.Watch}})
def stop_watch(case: Id, watch: Id, asker: Asker, state: Operational) -> JSONResponse:
    """End a watch for good; what it found stays."""
    return JSONResponse(Watches(state).stop(case, watch, asker).to_json())


@router.get("/{case}/watches/hits", responses={200: {"model": shown_watches.FoundHitList}})
def watch_hits(
    case: Id, query: Annotated[WatchHitsQuery, Query()], asker: Asker, state: Operational
) -> JSONResponse:
    """What the watches of a case found, newest first."""
    kept = Watches(state)
    found = [hit.to_json() for hit in kept.hits(case, query.limit, unread=query.unread)]
    return JSONResponse({"hits": found, "unread": kept.unread(case)})


@router.post("/{case}/watches/read", responses={200: {"model": shown_watches.ReadCount}})
def read_hits(case: Id, body: ReadHits, asker: Asker, state: Operational) -> JSONResponse:
    """Note that hits were read; for all who work on the case."""
    return JSONResponse({"read": Watches(state).read(case, body.upto, asker)})


@router.get("/{case}/watches/deliveries", responses={200: {"model": shown_watches.DeliveryList}})
def deliveries(
    case: Id, query: Annotated[ListQuery, Query()], asker: Asker, state: Operational
) -> JSONResponse:
    """The messages to targets, newest first: sent, waiting for the next try, or dead and why."""
    listed = [one.to_json() for one in Watches(state).deliveries(case, query.limit)]
    return JSONResponse({"deliveries": listed})
