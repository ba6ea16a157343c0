"""`/metrics`, for Prometheus. It counts; nothing of what was asked or found is in it."""

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from search.api.seam import PROBLEMS, Service, binary

router = APIRouter(tags=["show"], responses=PROBLEMS)


@router.get("/metrics", responses=binary("text/plain"), response_class=Response)
def metrics(service: Service) -> Response:
    """Searches by outcome, seconds by stage, and what the index holds, in Prometheus's format."""
    return Response(service.metrics(), media_type=CONTENT_TYPE_LATEST)
