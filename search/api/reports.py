"""Routes of reports: the latest, one, and who sent one, for those who may know."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from search.api.gate import Asker
from search.api.seam import PROBLEMS, Service
from search.api.shown import ListedReport, ReportList, SentBy
from search.api.wire_reports import ReportsQuery, WhySender

router = APIRouter(
    prefix="/v1/reports", tags=["reports"], responses=PROBLEMS, default_response_class=JSONResponse
)


@router.get("", responses={200: {"model": ReportList}})
def reports(
    query: Annotated[ReportsQuery, Query()], asker: Asker, service: Service
) -> JSONResponse:
    """The latest reports of those wanted, newest first, and counts of all of them."""
    return JSONResponse(service.reports(query.value(), asker))


@router.post("/{report:path}/sender", responses={200: {"model": SentBy}})
def sender(report: str, body: WhySender, asker: Asker, service: Service) -> JSONResponse:
    """Who sent a report. The key needs the scope `sender`; the audit log has it first."""
    return JSONResponse(service.sender(report, asker, body.case, body.reason))


@router.get("/{report:path}", responses={200: {"model": ListedReport}})
def report(report: str, asker: Asker, service: Service) -> JSONResponse:
    """A report by its id; never its sender."""
    return JSONResponse(service.report(report, asker))
