"""Routes of the page's session: a cookie stands in for the key, which no script need keep.

Pictures and videos of a page cannot send an Authorization header; a cookie they do send. It is
HttpOnly and SameSite=Strict, so neither scripts nor other sites can use it.
"""

from typing import Annotated

from fastapi import APIRouter, Cookie, Request
from fastapi.responses import JSONResponse, Response

from search.api.gate import COOKIE, Visitor
from search.api.problems import NoKey
from search.api.seam import PROBLEMS, Operational
from search.api.shown import Session
from search.api.wire import SignIn
from search.state.keys import SESSION_S

router = APIRouter(prefix="/v1/session", tags=["session"], responses=PROBLEMS)


@router.get("", responses={200: {"model": Session}}, response_class=JSONResponse)
def session(visitor: Visitor, state: Operational) -> JSONResponse:
    """Whether a key is needed here, and who is asking."""
    return JSONResponse({"keys": state.keys.any(), "asker": visitor})


@router.post("", status_code=204, response_class=Response)
def open_session(body: SignIn, request: Request, visitor: Visitor, state: Operational) -> Response:
    """Begin a session with an API key; it lasts twelve hours, or until the key is revoked."""
    name = state.keys.check(body.key)
    if name is None:
        raise NoKey("this key is not valid")
    response = Response(status_code=204)
    response.set_cookie(
        COOKIE,
        state.sessions.open(name),
        max_age=SESSION_S,
        path="/v1",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return response


@router.delete("", status_code=204, response_class=Response)
def close_session(
    visitor: Visitor,
    state: Operational,
    token: Annotated[str | None, Cookie(alias=COOKIE, include_in_schema=False)] = None,
) -> Response:
    """End the session."""
    if token:
        state.sessions.close(token)
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/v1", httponly=True, samesite="strict")
    return response
