"""The HTTP API and the page as one app: `create_app`; and where it may listen: `bind_allowed`."""

from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response
from fastapi.staticfiles import StaticFiles

from search.api import (
    ask,
    boards,
    follow,
    jobs,
    measured,
    problems,
    reports,
    searches,
    show,
    sign_in,
    similar,
    watches,
    webhooks,
)
from search.api.gate import is_loopback
from search.api.media import RecentVideos
from search.api.service import SearchService
from search.api.shield import BodyLimit, HeadAsGet, SecurityHeaders
from search.api.shown import Problem
from search.api.wire import Similar
from search.cases.cases import Cases
from search.errors import NotAllowed
from search.masks import NOBODY
from search.state.database import State

VERSION = "1"
"""Of the API; everything under `/v1` keeps its meaning while this stands."""
PAGE = Path(__file__).parent / "page"

_ABOUT = """\
Search street footage and citizen reports by what, where and when, and be told what was searched
and what was not. Without API keys the server answers this machine alone; once there are keys,
every call under `/v1` needs one, and a search needs a case and a reason. Errors are RFC 9457
problems (`application/problem+json`)."""


class _App(FastAPI):
    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        schemas = document["components"]["schemas"]
        schemas.setdefault("Problem", Problem.model_json_schema())
        asked = Similar.model_json_schema(ref_template="#/components/schemas/{model}")
        for name, schema in (asked.pop("$defs") | {"Similar": asked}).items():
            schemas.setdefault(name, schema)
        return document


def create_app(
    service: SearchService, state: State, *, host: str = "127.0.0.1", desk: jobs.Desk | None = None
) -> FastAPI:
    """The app that serves a service, on `host`, to whom the state lets in.

    `desk` says what jobs may read; without one they may read nothing, and none is begun.

    Every endpoint is synchronous and runs in the thread pool, off the event loop. NotAllowed if
    it may not listen on `host`.
    """
    bind_allowed(host, state)
    app = _App(
        title="Truy Vết",
        version=VERSION,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.service = service
    app.state.operational = state
    app.state.boards = Cases(state)
    app.state.desk = desk or jobs.Desk()
    app.state.videos = RecentVideos(partial(service.video, asker=NOBODY))
    app.add_middleware(BodyLimit)
    app.add_middleware(HeadAsGet)
    app.add_middleware(SecurityHeaders)
    problems.add_handlers(app)
    routers = (
        ask.router, similar.router, follow.router, show.router, reports.router, searches.router,
        boards.router, jobs.router, sign_in.router, measured.router, watches.router,
        webhooks.router,
    )  # fmt: skip
    for router in routers:
        app.include_router(router)
    _add_page(app)
    return app


def bind_allowed(host: str, state: State) -> None:
    """Whether the server may listen on an address; NotAllowed if others reach it without a key."""
    if not is_loopback(host) and not state.keys.any():
        raise NotAllowed(
            f"will not listen on {host}: anyone who reaches it could search. Make an API key first "
            "(`truyvet keys add NAME`), or listen on 127.0.0.1"
        )


def _add_page(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})

    @app.get("/cases", include_in_schema=False)
    @app.get("/cases/{case}", include_in_schema=False)
    def case_page() -> FileResponse:
        return FileResponse(PAGE / "case.html", headers={"Cache-Control": "no-cache"})

    app.mount("/page", _PageFiles(directory=PAGE), name="page")


class _PageFiles(StaticFiles):
    """The page's files: a browser may keep them, but asks whether they have changed."""

    def file_response(self, *args: Any, **more: Any) -> Response:
        response = super().file_response(*args, **more)
        response.headers["Cache-Control"] = "no-cache"
        return response
