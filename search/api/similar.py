"""The route `/v1/similar`: more like this moment, this part of one, or this picture.

It takes JSON, or a form of two parts: `request`, the same JSON, and `picture`, a file. Neither is
written to disk.
"""

import json
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from search.api.gate import Asker, check_record
from search.api.seam import PROBLEMS, Operational, Service
from search.api.shield import LARGEST_BODY, LARGEST_UPLOAD
from search.api.shown import Answer
from search.api.wire import Similar
from search.errors import BadQuestion, NotAllowed
from search.uploaded import FORMATS, read_picture

router = APIRouter(prefix="/v1", tags=["ask"], responses=PROBLEMS)
_REQUEST = {"$ref": "#/components/schemas/Similar"}
_FILE = {"type": "string", "format": "binary", "description": f"{', '.join(FORMATS)}."}
_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": _REQUEST},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"request": _REQUEST, "picture": _FILE},
                "required": ["picture"],
                "additionalProperties": False,
            },
            "encoding": {"request": {"contentType": "application/json"}},
        },
    },
}


@dataclass(frozen=True)
class Sent:
    """The request as it came, and the file of an uploaded picture."""

    body: Similar
    picture: bytes | None


async def sent(request: Request) -> Sent:
    """Read JSON or a form; RequestValidationError, BadQuestion, NotAllowed where it is neither."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        _check_origin(request)
        return await _form(request)
    if kind != "application/json":
        raise _invalid([{"type": "content_type", "loc": (), "msg": "send JSON, or a form"}])
    return Sent(_read(await request.body()), None)


@router.post(
    "/similar",
    responses={200: {"model": Answer}},
    response_class=JSONResponse,
    openapi_extra={"requestBody": _BODY},
)
def similar(
    asker: Asker, sent: Annotated[Sent, Depends(sent)], service: Service, state: Operational
) -> JSONResponse:
    """Find moments that look like a moment, a box in one, or an uploaded picture.

    The answer is that of a search. An uploaded picture is not kept; the audit log has its SHA-256.
    """
    check_record(sent.body.case, sent.body.reason, state)
    picture = read_picture(sent.picture) if sent.picture is not None else None
    return JSONResponse(service.search(sent.body.value(asker, picture)))


async def _form(request: Request) -> Sent:
    parser = MultiPartParser(
        request.headers, request.stream(), max_files=1, max_fields=1, max_part_size=LARGEST_BODY
    )
    parser.spool_max_size = LARGEST_UPLOAD  # never to disk
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise BadQuestion(f"the form cannot be read: {error.message}") from error
    try:
        if unknown := sorted(set(form) - {"request", "picture"}):
            raise BadQuestion(f"the form has an unknown part {unknown[0]!r}")
        picture, text = form.get("picture"), form.get("request", "{}")
        if not isinstance(picture, UploadFile) or not isinstance(text, str):
            raise BadQuestion("the form needs a file `picture`, and may have a text `request`")
        return Sent(_read(text), await picture.read())
    finally:
        await form.close()


def _read(text: str | bytes) -> Similar:
    try:
        return Similar.model_validate(json.loads(text))
    except ValidationError as error:
        raise _invalid(error.errors()) from error
    except (ValueError, RecursionError) as error:
        message = getattr(error, "msg", None) or "it is nested too deeply, or not UTF-8"
        found = {
            "type": "json_invalid",
            "loc": ("body",),
            "msg": message,
            "ctx": {"error": message},
        }
        raise RequestValidationError([found]) from error


def _invalid(errors: list[Any]) -> RequestValidationError:
    return RequestValidationError([one | {"loc": ("body", *one["loc"])} for one in errors])


def _check_origin(request: Request) -> None:
    """Any web page can have a browser send a form; its origin then gives it away."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise NotAllowed(f"a form sent by a page of {origin} is not answered")
