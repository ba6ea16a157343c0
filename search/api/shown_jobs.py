"""Shapes of jobs on the wire."""

from datetime import datetime
from typing import Any, Literal

from search.api.shown import Shown


class JobStage(Shown):
    """A stage of a job; `rate` is steps a second, `left_s` the seconds left at that rate."""

    name: str
    done: float
    total: float | None
    seconds: float
    rate: float
    left_s: float | None
    note: str


class Job(Shown):
    """A job. `dead`: the process that ran it is no more; the same job again goes on from there."""

    id: int
    kind: Literal["index", "import", "merge", "reindex"]
    state: Literal["waiting", "running", "done", "failed", "cancelled", "dead"]
    asker: str
    request: dict[str, Any]
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    cancelling: bool
    stages: list[JobStage]
    result: dict[str, Any] | None
    reason: str | None


class JobList(Shown):
    """The latest jobs, newest first."""

    jobs: list[Job]
