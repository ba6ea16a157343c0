"""Errors as RFC 9457 problems: the one place that maps them to HTTP.

A name in the path that is not known is 404; one in a body or a filter is 422. A stale change is 409
and lists the changes that its writer has not seen. Whoever gets a 500 gets no trace; the log does.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from embeddings.errors import EmbeddingError
from indexer.errors import BadFootage, InboxFull, IndexerError, UnknownCamera
from search.errors import (
    BadJob,
    BadPicture,
    BadQuestion,
    Closed,
    LargePicture,
    NotAllowed,
    NothingIndexed,
    NotThere,
    SearchError,
    Stale,
    StateFailed,
    Taken,
    UnknownName,
    WrongPicture,
)

MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger(__name__)


class NoKey(NotAllowed):
    """No API key, or one that is not valid."""


class WrongHost(NotAllowed):
    """A server for this machine only was called by another name."""


_STATUS: Sequence[tuple[type[Exception], int, str]] = (
    (BadQuestion, 400, "The question cannot be read"),
    (BadJob, 422, "The job cannot be done as it was asked for"),
    (WrongPicture, 415, "The picture is of a type that is not read"),
    (LargePicture, 413, "The picture is too large"),
    (BadPicture, 400, "The picture cannot be used"),
    (NoKey, 401, "An API key is needed"),
    (WrongHost, 421, "This server answers to this machine only"),
    (NotAllowed, 403, "This is not allowed"),
    (NotThere, 404, "There is nothing here"),
    (Taken, 409, "The name is taken"),
    (Closed, 409, "The case is closed"),
    (Stale, 409, "It was changed meanwhile"),
    (UnknownName, 422, "A name is not known"),
    (UnknownCamera, 422, "A name is not known"),
    (NothingIndexed, 503, "Nothing is indexed yet"),
    (StateFailed, 503, "The operational database cannot be used"),
    (InboxFull, 503, "Too much waits to be imported"),
    (BadFootage, 404, "The footage cannot be shown"),
    (IndexerError, 503, "The index cannot be used"),
    (EmbeddingError, 503, "The encoder cannot be used"),
    (SearchError, 500, "The search failed"),
)
"""Each error's status and title; the first that fits counts."""


def add_handlers(app: FastAPI) -> None:
    """Have every error of an app answered as a problem."""
    for error in (SearchError, IndexerError, EmbeddingError):
        app.add_exception_handler(error, _on_ours)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_any)


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """A problem as a response; `more` are extension members."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(body, status, dict(headers or {}), MEDIA_TYPE)


async def _on_ours(request: Request, error: Exception) -> JSONResponse:
    status, title = next((s, t) for kind, s, t in _STATUS if isinstance(error, kind))
    if status == 422 and request.method in ("GET", "HEAD"):
        status = 404
    if status >= 500:
        _LOG.error("%s %s: %s", request.method, request.url.path, error)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    if isinstance(error, InboxFull):
        headers = {"Retry-After": "60"}
    more = {"version": error.version, "changes": error.changes} if isinstance(error, Stale) else {}
    return problem(status, title, str(error), headers=headers, **more)


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError), "registered for it"
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return problem(400, "The body is not JSON", str(found[0]["ctx"]["error"]))
    errors = [{"at": _pointer(one["loc"]), "detail": one["msg"]} for one in found]
    detail = "; ".join(f"{one['at']}: {one['detail']}" for one in errors)
    return problem(422, "The request has fields that are wrong", detail, errors=errors)


def _pointer(location: Sequence[str | int]) -> str:
    """Where in the request: `body/filters/cameras/0`, `query/limit`."""
    text = "/".join(str(part) for part in location)
    return text.encode(errors="replace").decode()


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException), "registered for it"
    titles = {404: "There is nothing here", 405: "This cannot be done here"}
    title = titles.get(error.status_code, "The request cannot be served")
    detail = f"{request.method} {request.url.path}: {error.detail}"
    return problem(error.status_code, title, detail, headers=error.headers)


async def _on_any(request: Request, error: Exception) -> JSONResponse:
    _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    detail = "the server's log says why; please tell whoever runs it when this was"
    return problem(500, "Something went wrong here", detail)
