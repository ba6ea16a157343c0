"""The table of jobs: asked for, taken one at a time by a runner, followed, ended.

At most one job runs at a time, whatever number of runners there is: a job is taken in a
transaction that no other runs beside. A runner says every second that it lives; one that has been
silent for long, or whose process is gone from this machine, is dead, and so is its job.
"""

import json
import os
import socket
import time
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Row, func, insert, select, update

from search.errors import NotThere, Taken
from search.jobs.job import ENDED, Job, State
from search.state.audit import AuditLog, canonical
from search.state.models import JobRow
from search.state.store import Store

SILENT_MS = 15_000
"""A runner that has said nothing for so long is dead."""


class JobQueue:
    """The jobs of one operational database. Safe for several threads and processes."""

    def __init__(self, store: Store, audit: AuditLog) -> None:
        """Keep jobs in this database, and who asked for them in its audit log."""
        self._store, self._audit = store, audit

    def add(
        self, request: Mapping[str, Any], asker: str, key: str | None = None
    ) -> tuple[Job, bool]:
        """Ask for a job; it, and whether it is new: asked twice with one key, it is one job.

        Taken if the asker gave the key to another request.
        """
        with self._store.writing() as connection:
            held = _by_key(connection, asker, key)
            if held is not None and json.loads(held.request) != request:
                raise Taken(f"the idempotency key {key!r} was given to another job, {held.id}")
            if held is not None:
                return _job(held), False
            row = {
                "kind": request["kind"], "request": canonical(request), "state": "waiting",
                "asker": asker, "idempotency_key": key, "made_at_ms": _now_ms(),
            }  # fmt: skip
            made = connection.execute(insert(JobRow).values(row)).inserted_primary_key
            assert made is not None, "a row was inserted"
            self._audit.add(connection, "job", None, {"asker": asker, "request": dict(request)})
            return _get(connection, made[0]), True

    def get(self, job: int) -> Job:
        """A job; NotThere if there is none of that id."""
        with self._store.reading() as connection:
            return _get(connection, job)

    def list(self, limit: int) -> list[Job]:
        """The latest jobs, newest first."""
        newest = select(JobRow).order_by(JobRow.id.desc()).limit(limit)
        with self._store.reading() as connection:
            return [_job(row) for row in connection.execute(newest)]

    def counts(self) -> dict[State, int]:
        """How many jobs there are in each state."""
        ended = select(JobRow.state, func.count()).where(JobRow.state != "running")
        running = select(JobRow).where(JobRow.state == "running")
        with self._store.reading() as connection:
            grouped = connection.execute(ended.group_by(JobRow.state))
            counts = {cast(State, row[0]): int(row[1]) for row in grouped}
            states = [_state(row) for row in connection.execute(running)]
        for state in states:
            counts[state] = counts.get(state, 0) + 1
        return counts

    def cancel(self, job: int, asker: str) -> Job:
        """Have a job stop: at once if it waits, else soon; one that has ended stays as it is."""
        with self._store.writing() as connection:
            held = _get(connection, job)
            if held.state == "waiting":
                _set(connection, job, state="cancelled", ended_at_ms=_now_ms())
            elif held.state == "running" and not held.cancelling:
                _set(connection, job, cancelling=True)
            if held.state not in ENDED:
                self._audit.add(connection, "job", None, {"asker": asker, "cancelled": job})
            return _get(connection, job)

    def take(self) -> Job | None:
        """Begin the job that has waited longest; None if none waits or one is running.

        Jobs whose runner is dead are ended as such.
        """
        with self._store.writing() as connection:
            running = select(JobRow).where(JobRow.state == "running")
            for row in connection.execute(running).all():
                if _state(row) == "running":
                    return None
                _set(connection, row.id, state="dead", ended_at_ms=_now_ms(), reason=_DEAD)
            waiting = select(JobRow.id).where(JobRow.state == "waiting").order_by(JobRow.id)
            found = connection.scalar(waiting.limit(1))
            if found is None:
                return None
            now = _now_ms()
            _set(
                connection, found, state="running", started_at_ms=now, beat_at_ms=now,
                host=socket.gethostname(), pid=os.getpid(),
            )  # fmt: skip
            return _get(connection, found)

    def beat(self, job: int, stages: Sequence[Mapping[str, Any]]) -> bool:
        """Say that the runner lives and how far it is; whether it is to stop."""
        with self._store.writing() as connection:
            _set(connection, job, beat_at_ms=_now_ms(), stages=canonical({"stages": list(stages)}))
            row = connection.execute(select(JobRow).where(JobRow.id == job)).one()
            return bool(row.cancelling) or row.state != "running"

    def end(
        self,
        job: int,
        state: State,
        stages: Sequence[Mapping[str, Any]],
        result: Mapping[str, Any] | None = None,
        reason: str | None = None,
    ) -> None:
        """Note what became of a running job; `waiting` puts it back, to be gone on with."""
        with self._store.writing() as connection:
            _set(
                connection, job, state=state, reason=reason,
                ended_at_ms=None if state == "waiting" else _now_ms(),
                stages=canonical({"stages": list(stages)}),
                result=None if result is None else canonical(result),
            )  # fmt: skip


_DEAD = (
    "the process that ran it is gone (killed, out of memory, or the machine stopped); what it had "
    "done stays: start the same job again and it goes on from there"
)


def _set(connection: Connection, job: int, **values: Any) -> None:
    connection.execute(update(JobRow).where(JobRow.id == job).values(values))


def _get(connection: Connection, job: int) -> Job:
    row = connection.execute(select(JobRow).where(JobRow.id == job)).first()
    if row is None:
        raise NotThere(f"no job {job}; `truyvet jobs list` names them")
    return _job(row)


def _by_key(connection: Connection, asker: str, key: str | None) -> Row[Any] | None:
    if key is None:
        return None
    same = (JobRow.asker == asker) & (JobRow.idempotency_key == key)
    return connection.execute(select(JobRow).where(same)).first()


def _job(row: Row[Any]) -> Job:
    state = _state(row)
    return Job(
        id=row.id,
        kind=row.kind,
        state=state,
        asker=row.asker,
        request=json.loads(row.request),
        made_at_ms=row.made_at_ms,
        started_at_ms=row.started_at_ms,
        ended_at_ms=row.ended_at_ms,
        cancelling=bool(row.cancelling) and state == "running",
        stages=json.loads(row.stages)["stages"] if row.stages else [],
        result=json.loads(row.result) if row.result else None,
        reason=_DEAD if state == "dead" else row.reason,
    )


def _state(row: Row[Any]) -> State:
    """The state as it is: a job is not running whose runner is no more."""
    if row.state == "running" and _is_dead(row):
        return "dead"
    state: State = row.state
    return state


def _is_dead(row: Row[Any]) -> bool:
    silent = _now_ms() - row.beat_at_ms > SILENT_MS
    return silent or (row.host == socket.gethostname() and not _lives(row.pid))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
