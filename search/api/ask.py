"""Routes that ask: `/v1/search` and `/v1/explain`."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from search.api.gate import Asker, check_record
from search.api.seam import PROBLEMS, Operational, Service
from search.api.shown import Answer
from search.api.wire import Explain, ExplainQuery, Search
from search.api.wire_question import Question

router = APIRouter(prefix="/v1", tags=["ask"], responses=PROBLEMS)


@router.post("/search", responses={200: {"model": Answer}}, response_class=JSONResponse)
def search(body: Search, asker: Asker, service: Service, state: Operational) -> JSONResponse:
    """Search footage and reports.

    Give a sentence as `question`, or its understood form, perhaps changed, as `understood`. The
    search is written to the audit log before it is answered.
    """
    check_record(body.case, body.reason, state)
    return JSONResponse(service.search(body.value(asker)))


@router.post("/explain", responses={200: {"model": Question}}, response_class=JSONResponse)
def explain(body: Explain, asker: Asker, service: Service) -> JSONResponse:
    """Understand a question without searching."""
    return _explained(service, body.question, body.now, asker)


@router.get("/explain", responses={200: {"model": Question}}, response_class=JSONResponse)
def explain_by_query(
    query: Annotated[ExplainQuery, Query()], asker: Asker, service: Service
) -> JSONResponse:
    """Understand a question without searching; the same by parameters."""
    return _explained(service, query.q, query.now, asker)


def _explained(service: Service, question: str, now: datetime | None, asker: str) -> JSONResponse:
    return JSONResponse(service.explain(question, now or datetime.now(UTC), asker).to_json())
