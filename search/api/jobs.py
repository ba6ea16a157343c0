"""Routes of jobs: start one, watch it, stop it. With keys, one of the scope `jobs` is needed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Header, Path, Query, Request
from fastapi.responses import JSONResponse

from search.api import shown_jobs
from search.api.gate import Asker
from search.api.jobs_wire import AnyJob
from search.api.seam import PROBLEMS, Operational
from search.api.wire import LARGEST_ID, ListQuery
from search.errors import NotAllowed
from search.jobs.request import check_request

SCOPE = "jobs"
LONGEST_KEY = 200

router = APIRouter(
    prefix="/v1/jobs", tags=["jobs"], responses=PROBLEMS, default_response_class=JSONResponse
)


@dataclass(frozen=True)
class Desk:
    """Which folders jobs may read, and what starts a runner."""

    roots: tuple[FilePath, ...] = ()
    start: Callable[[], None] = lambda: None


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _operator(asker: Asker, state: Operational) -> str:
    """The asker's name, if they may start jobs."""
    if state.keys.any() and not state.keys.may(asker, SCOPE):
        raise NotAllowed("this key may not use jobs; make one with `truyvet keys add --scope jobs`")
    return asker


Operator = Annotated[str, Depends(_operator)]
JobsDesk = Annotated[Desk, Depends(_desk)]
Id = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=LONGEST_KEY,
        description="Sent again with the same job, it gives back that job and starts no second.",
    ),
]


@router.post("", status_code=201, responses={
    200: {"model": shown_jobs.Job, "description": "The job that was started before with this key."},
    201: {"model": shown_jobs.Job},
})  # fmt: skip
def start(
    body: Annotated[AnyJob, Body(discriminator="kind")],
    asker: Operator,
    state: Operational,
    desk: JobsDesk,
    key: Key = None,
) -> JSONResponse:
    """Start a job: `index` footage, `import` reports, `merge` shards, or `reindex`.

    Jobs are done one after another by a process of their own. Paths must lie in the folders that
    jobs may read (TRUYVET_JOB_ROOTS). What was asked for is in the audit log.
    """
    request = body.model_dump(exclude_defaults=True)
    check_request(request, desk.roots)
    job, is_new = state.jobs.add(request, asker, key)
    desk.start()
    return JSONResponse(job.to_json(), 201 if is_new else 200)


@router.get("", responses={200: {"model": shown_jobs.JobList}})
def jobs(query: Annotated[ListQuery, Query()], asker: Operator, state: Operational) -> JSONResponse:
    """The latest jobs, newest first."""
    return JSONResponse({"jobs": [job.to_json() for job in state.jobs.list(query.limit)]})


@router.get("/{job}", responses={200: {"model": shown_jobs.Job}})
def job(job: Id, asker: Operator, state: Operational) -> JSONResponse:
    """A job: its state, how far each stage is and how fast, what came of it or why it failed."""
    return JSONResponse(state.jobs.get(job).to_json())


@router.delete("/{job}", responses={200: {"model": shown_jobs.Job}})
def cancel(job: Id, asker: Operator, state: Operational) -> JSONResponse:
    """Stop a job. What it has done stays; the same job started again goes on from there.

    One that has ended stays as it is. A running one is `cancelling` until it has stopped.
    """
    return JSONResponse(state.jobs.cancel(job, asker).to_json())
