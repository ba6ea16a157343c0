"""The table of jobs: one at a time, asked for once, told dead when its runner is."""

import threading

import pytest

from search.errors import NotThere, Taken
from search.jobs.queue import SILENT_MS
from search.state.database import State
from tests.databases import Change

MERGE = {"kind": "merge"}


def test_jobs_are_taken_in_their_order_one_at_a_time(state: State) -> None:
    ids = [state.jobs.add(MERGE, "desk")[0].id for _ in range(3)]
    first = state.jobs.take()
    assert first is not None and (first.id, first.state) == (ids[0], "running")
    assert state.jobs.take() is None
    state.jobs.end(first.id, "done", [{"name": "merging", "done": 2}], {"shards": 1})
    second = state.jobs.take()
    assert second is not None and second.id == ids[1]
    ended = state.jobs.get(first.id)
    assert (ended.state, ended.result, ended.stages[0]["done"]) == ("done", {"shards": 1}, 2)
    assert [job.id for job in state.jobs.list(9)] == ids[::-1]
    assert state.jobs.counts() == {"done": 1, "running": 1, "waiting": 1}


def test_of_many_runners_one_takes_the_job(state: State) -> None:
    state.jobs.add(MERGE, "desk")
    state.jobs.add(MERGE, "desk")
    taken: list[object] = []
    runners = [threading.Thread(target=lambda: taken.append(state.jobs.take())) for _ in range(6)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    assert len([job for job in taken if job is not None]) == 1


def test_asked_twice_with_one_key_it_is_one_job(state: State) -> None:
    one, new = state.jobs.add(MERGE, "desk", "k")
    again, newer = state.jobs.add(MERGE, "desk", "k")
    assert (one.id, new, newer) == (again.id, True, False)
    assert state.jobs.add(MERGE, "other", "k")[1] and state.jobs.add(MERGE, "desk")[1]
    with pytest.raises(Taken, match="another job"):
        state.jobs.add({"kind": "reindex", "text": True}, "desk", "k")


def test_a_waiting_job_is_cancelled_at_once_a_running_one_is_told(state: State) -> None:
    running, waiting = (state.jobs.add(MERGE, "desk")[0].id for _ in range(2))
    state.jobs.take()
    assert not state.jobs.beat(running, [])
    assert state.jobs.cancel(waiting, "desk").state == "cancelled"
    assert state.jobs.cancel(running, "desk").cancelling
    assert state.jobs.beat(running, [{"name": "x"}])
    state.jobs.end(running, "cancelled", [])
    assert state.jobs.cancel(running, "desk").state == "cancelled"
    with pytest.raises(NotThere):
        state.jobs.cancel(99, "desk")


def test_a_silent_runner_is_dead_and_the_next_job_goes_on(state: State, change: Change) -> None:
    first, second = (state.jobs.add(MERGE, "desk")[0].id for _ in range(2))
    state.jobs.take()
    change("UPDATE jobs SET beat_at_ms = beat_at_ms - :late", late=SILENT_MS + 1)
    dead = state.jobs.get(first)
    assert dead.state == "dead" and "start the same job again" in (dead.reason or "")
    taken = state.jobs.take()
    assert taken is not None and taken.id == second
    assert state.jobs.get(first).state == "dead" and state.jobs.beat(first, [])


def test_a_process_that_is_gone_from_this_machine_is_dead_at_once(
    state: State, change: Change
) -> None:
    job = state.jobs.add(MERGE, "desk")[0].id
    state.jobs.take()
    change("UPDATE jobs SET pid = :nobody", nobody=2**22 + 1)
    assert state.jobs.get(job).state == "dead"


def test_who_asked_for_a_job_and_who_stopped_it_is_in_the_audit_log(state: State) -> None:
    job = state.jobs.add(MERGE, "desk", "k")[0].id
    state.jobs.add(MERGE, "desk", "k")
    state.jobs.cancel(job, "night desk")
    chain = state.audit.verify_chain()
    assert (chain.rows, chain.broken_at) == (2, None)
