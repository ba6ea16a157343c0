"""Tasks on threads and on processes: results, errors, deaths, and what cannot be reached."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest
from distributed import LocalCluster

from indexer.errors import BadFootage, JobsFailed, SchedulerLost
from indexer.jobs import runner
from indexer.jobs.runner import Jobs, open_jobs
from indexer.video.opened import open_footage


@pytest.fixture(scope="module", params=[None, 2], ids=["threads", "processes"])
def jobs(request: pytest.FixtureRequest) -> Iterator[Jobs]:
    with open_jobs(workers=request.param) as opened:
        yield opened


def square(number: int) -> int:
    return number * number


def refuse(number: int) -> int:
    if number % 2:
        raise BadFootage(f"{number} is odd")
    return number


def test_every_task_once_and_its_own_result(jobs: Jobs) -> None:
    done = {one.task: one.result() for one in jobs.run(square, range(40))}
    assert done == {number: number * number for number in range(40)}


def test_nothing_to_do_is_done_at_once(jobs: Jobs) -> None:
    assert list(jobs.run(square, [])) == []


def test_an_error_is_its_own_tasks_alone(jobs: Jobs) -> None:
    good, bad = [], []
    for one in jobs.run(refuse, range(10)):
        try:
            good.append(one.result())
        except BadFootage as error:
            bad.append((one.task, str(error)))
    assert sorted(good) == [0, 2, 4, 6, 8]
    assert sorted(bad) == [(n, f"{n} is odd") for n in (1, 3, 5, 7, 9)]


def test_a_call_returns_or_raises(jobs: Jobs) -> None:
    assert jobs.call(square, 7) == 49
    with pytest.raises(BadFootage, match="odd"):
        jobs.call(refuse, 3)


def look_into(path: str) -> None:
    with open_footage(path):
        pass


def test_an_error_of_a_library_behind_ours_does_not_hide_it(jobs: Jobs) -> None:
    (done,) = jobs.run(look_into, ["/footage/that/went/away.mp4"])
    with pytest.raises(BadFootage, match="is it still there"):
        done.result()


def test_equal_tasks_are_done_each_time(jobs: Jobs) -> None:
    assert [one.result() for one in jobs.run(partial(pow, 2), [3, 3, 3])] == [8, 8, 8]


def test_tasks_are_handed_out_as_they_are_needed(jobs: Jobs) -> None:
    taken: list[int] = []

    def many() -> Iterator[int]:
        for number in range(10_000):
            taken.append(number)
            yield number

    running = jobs.run(square, many())
    next(running)
    running.close()
    assert len(taken) < 100


def test_threads_are_of_this_process_and_processes_are_not() -> None:
    with open_jobs() as threads:
        assert threads.call(os.getpid) == os.getpid()
        assert threads.call(threading.get_ident) != threading.get_ident()
        assert not threads.outside


def die(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_task_that_kills_its_process_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "PAUSE_S", 0.01)
    monkeypatch.setattr(runner, "TRIES", 2)
    with open_jobs(workers=1) as processes:
        good, died = [], []
        for one in processes.run(die, range(6)):
            try:
                good.append(one.result())
            except JobsFailed as error:
                assert "tried 2 times" in str(error)
                died.append(one.task)
    assert died == [3] and sorted(good) == [0, 1, 2, 4, 5]


def test_a_process_that_dask_gives_up_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where starting anew takes longer than Dask waits, or a process is killed as it starts."""
    monkeypatch.setitem(runner._SETTINGS, "distributed.deploy.lost-worker-timeout", "1ms")
    monkeypatch.setattr(runner, "KEEP_UP_S", 0.2)
    monkeypatch.setattr(runner, "PAUSE_S", 0.01)
    with open_jobs(workers=1) as processes:
        first = processes.call(os.getpid)
        os.kill(first, signal.SIGKILL)
        time.sleep(1)
        (done,) = processes.run(square, [7])
        assert done.result() == 49
        assert processes.call(os.getpid) != first


def test_an_outside_cluster_is_used_and_left_running() -> None:
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as other:
        for _ in range(2):
            with open_jobs(scheduler=other.scheduler_address) as outside:
                assert outside.outside
                assert outside.call(os.getpid) != os.getpid()
                assert [one.result() for one in outside.run(square, [2])] == [4]


def test_a_scheduler_that_goes_away_is_to_blame_and_no_task(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(runner._SETTINGS, "distributed.comm.timeouts.connect", "500ms")
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as other,
        open_jobs(scheduler=other.scheduler_address) as outside,
    ):
        running = outside.run(slowly, range(50))
        assert next(running).result() < 50
        other.close()
        with pytest.raises(SchedulerLost, match="run the same command"):
            list(running)


def slowly(number: int) -> int:
    time.sleep(0.1)
    return number


def test_a_scheduler_that_is_not_there_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(runner._SETTINGS, "distributed.comm.timeouts.connect", "500ms")
    nobody = open_jobs(scheduler="tcp://127.0.0.1:9")
    with pytest.raises(JobsFailed, match="cannot reach the Dask scheduler"), nobody:
        pass
