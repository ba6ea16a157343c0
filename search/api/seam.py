"""What routes share: the service behind the app, and how their answers are documented."""

from typing import Annotated, Any

from fastapi import Depends, Request

from search.api import problems
from search.api.media import RecentVideos
from search.api.service import SearchService
from search.cases.cases import Cases
from search.state.database import State


def _service(request: Request) -> SearchService:
    service: SearchService = request.app.state.service
    return service


def _state(request: Request) -> State:
    state: State = request.app.state.operational
    return state


def _videos(request: Request) -> RecentVideos:
    videos: RecentVideos = request.app.state.videos
    return videos


def _boards(request: Request) -> Cases:
    boards: Cases = request.app.state.boards
    return boards


Service = Annotated[SearchService, Depends(_service)]
Operational = Annotated[State, Depends(_state)]
Boards = Annotated[Cases, Depends(_boards)]
Videos = Annotated[RecentVideos, Depends(_videos)]

_PROBLEM = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "What was asked cannot be answered.", "content": _PROBLEM},
    "5XX": {"description": "The server cannot answer now.", "content": _PROBLEM},
}
"""The errors of every route, for the OpenAPI document."""


def binary(media_type: str) -> dict[int | str, dict[str, Any]]:
    """The documentation of a route that answers with bytes."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"description": "The bytes.", "content": content}}
