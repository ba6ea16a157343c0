"""Routes that platforms call: what people wrote to a page, as they write it.

No API key is needed: the signature says who sends. What fits is kept and answered at once (202),
and imported soon after.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, PlainTextResponse

from search.api.seam import PROBLEMS, Service
from search.api.shown import Received

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"], responses=PROBLEMS)


async def _body(request: Request) -> bytes:
    return await request.body()


@router.post("/{source}", status_code=202, responses={202: {"model": Received}})
def receive(
    source: str, request: Request, body: Annotated[bytes, Depends(_body)], service: Service
) -> JSONResponse:
    """Take in what a source sends. Sent again it is the same; a signature that fails is a 403."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return JSONResponse({"received": service.receive(source, headers, body)}, 202)


@router.get(
    "/facebook",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def verify(request: Request, service: Service) -> PlainTextResponse:
    """Say the challenge back that Facebook sends with our token, before it sends anything else."""
    return PlainTextResponse(service.answer_facebook(request.query_params))
