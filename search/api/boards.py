"""Routes of cases: the list, one board, its pins, notes, saved searches, and who changed what.

What adds needs no version, so that no pin is lost to another editor; what changes or takes away
names the `version` it was seen in, and is a 409 that lists the changes since where it is stale.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi import Path as InPath
from fastapi.responses import JSONResponse, Response, StreamingResponse

from search.api import shown_cases
from search.api.gate import Asker
from search.api.seam import PROBLEMS, Boards, Service, binary
from search.api.service import SearchService
from search.api.wire import (
    LARGEST_ID,
    BundleQuery,
    CaseQuery,
    EditedNote,
    NewCase,
    NewNote,
    NewPin,
    NewSearch,
    SeenQuery,
    SinceQuery,
    Title,
)
from search.api.zipped import zip_stream
from search.cases.bag import plain
from search.cases.case import PinnedKind, Subject
from search.errors import BadQuestion
from search.masks import NOBODY

router = APIRouter(
    prefix="/v1/cases", tags=["cases"], responses=PROBLEMS, default_response_class=JSONResponse
)
Id = Annotated[int, InPath(ge=1, le=LARGEST_ID)]
Seen = Annotated[SeenQuery, Query()]
_MOMENT = ("camera", "start", "end", "footage")
_REPORT = ("kind", "channel", "received_at", "occurred", "place")
"""What is kept of a pin: enough to tell what it was. A report's text stays in the log alone."""


@router.get("", responses={200: {"model": shown_cases.CaseList}})
def cases(query: Annotated[CaseQuery, Query()], asker: Asker, boards: Boards) -> JSONResponse:
    """The latest cases, or the one of a name."""
    found = [boards.named(query.name)] if query.name else boards.latest(query.limit)
    return JSONResponse({"cases": [case.to_json() for case in found]})


@router.post("", status_code=201, responses={201: {"model": shown_cases.Case}})
def make_case(body: NewCase, asker: Asker, boards: Boards) -> JSONResponse:
    """Make a case. One of that name that is there already is a 409."""
    return JSONResponse(boards.make(body.name, body.title, asker).to_json(), 201)


@router.get("/{case}", responses={200: {"model": shown_cases.Board}})
def board(case: Id, asker: Asker, boards: Boards) -> JSONResponse:
    """A case and all it holds."""
    return JSONResponse(boards.board(case).to_json())


@router.patch("/{case}", responses={200: {"model": shown_cases.Case}})
def entitle(case: Id, body: Title, asker: Asker, boards: Boards) -> JSONResponse:
    """Give a case another title."""
    return JSONResponse(boards.entitle(case, body.title, body.version, asker).to_json())


@router.get("/{case}/changes", responses={200: {"model": shown_cases.ChangeList}})
def changes(
    case: Id, query: Annotated[SinceQuery, Query()], asker: Asker, boards: Boards
) -> JSONResponse:
    """Who changed what in a case, oldest first."""
    listed = boards.changes(case, query.since)
    return JSONResponse({"changes": [change.to_json() for change in listed]})


@router.post("/{case}/pins", status_code=201, responses={201: {"model": shown_cases.Pin}})
def add_pin(case: Id, body: NewPin, asker: Asker, boards: Boards, service: Service) -> JSONResponse:
    """Pin a moment or a report; 200 and the pin as it is where it is pinned already."""
    pin, is_new = boards.pins.add(
        case,
        body.subject(),
        _shown(service, body.subject()),
        asker,
        pts_ms=body.pts_ms,
        box=_box(body.box),
        search=body.search,
    )
    return JSONResponse(pin.to_json(), 201 if is_new else 200)


@router.delete("/{case}/pins/{kind}/{pinned:path}", status_code=204, response_class=Response)
def remove_pin(
    case: Id,
    kind: PinnedKind,
    pinned: Annotated[str, InPath(pattern=r"^[^\x00]*$")],
    query: Seen,
    asker: Asker,
    boards: Boards,
) -> Response:
    """Take a pin away."""
    boards.pins.remove(case, Subject(kind, pinned), query.version, asker)
    return Response(status_code=204)


@router.post("/{case}/notes", status_code=201, responses={201: {"model": shown_cases.Note}})
def add_note(case: Id, body: NewNote, asker: Asker, boards: Boards) -> JSONResponse:
    """Write a note."""
    about = body.about.subject() if body.about else None
    return JSONResponse(boards.notes.add(case, body.text, about, asker).to_json(), 201)


@router.patch("/{case}/notes/{note}", responses={200: {"model": shown_cases.Note}})
def edit_note(case: Id, note: Id, body: EditedNote, asker: Asker, boards: Boards) -> JSONResponse:
    """Change a note's text."""
    edited = boards.notes.edit(case, note, body.text, body.version, asker)
    return JSONResponse(edited.to_json())


@router.delete("/{case}/notes/{note}", status_code=204, response_class=Response)
def remove_note(case: Id, note: Id, query: Seen, asker: Asker, boards: Boards) -> Response:
    """Take a note away."""
    boards.notes.remove(case, note, query.version, asker)
    return Response(status_code=204)


@router.get("/{case}/searches", responses={200: {"model": shown_cases.SavedSearchList}})
def saved_searches(case: Id, asker: Asker, boards: Boards) -> JSONResponse:
    """The saved searches of a case."""
    kept = boards.board(case).searches
    return JSONResponse({"searches": [search.to_json() for search in kept]})


@router.post(
    "/{case}/searches", status_code=201, responses={201: {"model": shown_cases.SavedSearch}}
)
def save_search(case: Id, body: NewSearch, asker: Asker, boards: Boards) -> JSONResponse:
    """Keep a search under a name; 200 where this very search is kept under it already."""
    saved, is_new = boards.searches.add(case, body.name, body.kept(), asker)
    return JSONResponse(saved.to_json(), 201 if is_new else 200)


@router.delete("/{case}/searches/{search}", status_code=204, response_class=Response)
def remove_search(case: Id, search: Id, query: Seen, asker: Asker, boards: Boards) -> Response:
    """Take a saved search away."""
    boards.searches.remove(case, search, query.version, asker)
    return Response(status_code=204)


@router.get("/{case}/bundle", responses=binary("application/zip"), response_class=StreamingResponse)
def bundle(
    case: Id,
    query: Annotated[BundleQuery, Query()],
    asker: Asker,
    boards: Boards,
    service: Service,
) -> StreamingResponse:
    """The evidence of a case as a ZIP of a BagIt bag; with keys a `reason` is needed.

    It holds `verify.py`, which finds any changed, missing or added byte. The bag's seal is in the
    header `Bundle-Seal` and among the case's changes.
    """
    name = plain(boards.board(case).case.name)
    folder = tempfile.TemporaryDirectory(prefix="truyvet-bundle-")
    try:
        made = service.bundle(case, Path(folder.name) / name, asker, query.reason, query.form)
    except BaseException:
        folder.cleanup()
        raise
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.zip"',
        "Bundle-Seal": made.seal,
    }
    parts = _sent_and_removed(folder, zip_stream(made.folder, name))
    return StreamingResponse(parts, 200, headers, "application/zip")


def _sent_and_removed(
    folder: tempfile.TemporaryDirectory[str], parts: Iterator[bytes]
) -> Iterator[bytes]:
    with folder:
        yield from parts


def _shown(service: SearchService, subject: Subject) -> dict[str, Any]:
    """What the index says of it now; UnknownName if it knows none."""
    if subject.kind == "moment":
        moment = service.moment(subject.id)
        return {name: moment[name] for name in _MOMENT}
    report = service.report(subject.id, NOBODY)
    return {name: report[name] for name in _REPORT}


def _box(box: list[float] | None) -> tuple[float, float, float, float] | None:
    if box is None:
        return None
    left, top, right, bottom = box
    if not (left < right and top < bottom):
        raise BadQuestion(f"a box is left, top, right, bottom as fractions, not {box}")
    return left, top, right, bottom
