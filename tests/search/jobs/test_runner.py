"""The runner: cancelled as by Ctrl-C, put back when told to end, in a process of its own."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from indexer.cameras import Camera, import_cameras
from indexer.errors import StorageFailed
from indexer.frame_table import FrameTable
from indexer.ids import CameraId
from indexer.progress import Progress
from search.jobs import runner
from search.jobs.job import Job
from search.jobs.runner import run_waiting, spawn
from search.jobs.work import do_job
from search.settings import Settings
from search.state.database import State, open_state
from tests.indexer.drawn_footage import clip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=str(tmp_path / "data"), job_roots=str(tmp_path / "in"))


@pytest.fixture
def queue(settings: Settings) -> Iterator[State]:
    with open_state(settings.state_url) as state:
        yield state


@pytest.fixture
def signals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the runner does to signals is undone."""
    monkeypatch.setattr(runner, "BEAT_S", 0.02)
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def until(reached: Callable[[], bool], within_s: float = 60) -> None:
    ends = time.monotonic() + within_s
    while not reached():
        assert time.monotonic() < ends, "it never came to it"
        time.sleep(0.02)


def endless(request: Mapping[str, Any], settings: Settings, progress: Progress) -> dict[str, Any]:
    with progress.stage("for ever", total=100) as stage:
        stage.advance(10)
        stage.note("on and on")
        while True:
            time.sleep(0.01)


def stop(state: State, job: int, how: Callable[[], object]) -> threading.Thread:
    def when_it_works() -> None:
        until(lambda: bool(state.jobs.get(job).stages))
        how()

    thread = threading.Thread(target=when_it_works)
    thread.start()
    return thread


def test_a_job_that_is_cancelled_stops_and_says_how_far_it_was(
    settings: Settings, queue: State, signals: None
) -> None:
    job = queue.jobs.add({"kind": "merge"}, "desk")[0].id
    stopping = stop(queue, job, lambda: queue.jobs.cancel(job, "desk"))
    assert run_waiting(settings, queue.jobs, endless) == 1
    stopping.join()
    ended = queue.jobs.get(job)
    assert ended.state == "cancelled" and ended.ended_at_ms is not None
    (stage,) = ended.stages
    assert (stage["done"], stage["total"], stage["note"]) == (10, 100, "on and on")
    assert stage["rate"] > 0


def test_a_runner_that_is_told_to_end_puts_its_job_back(
    settings: Settings, queue: State, signals: None
) -> None:
    job = queue.jobs.add({"kind": "merge"}, "desk")[0].id
    stopping = stop(queue, job, lambda: os.kill(os.getpid(), signal.SIGTERM))
    with pytest.raises(KeyboardInterrupt):
        run_waiting(settings, queue.jobs, endless)
    stopping.join()
    assert queue.jobs.get(job).state == "waiting"
    assert run_waiting(settings, queue.jobs, lambda *given: {"shards": 1}) == 1
    assert queue.jobs.get(job).result == {"shards": 1}


def test_what_fails_says_why_and_the_next_job_goes_on(
    settings: Settings, queue: State, signals: None
) -> None:
    ids = [queue.jobs.add({"kind": "merge"}, "desk")[0].id for _ in range(2)]

    def full(request: Mapping[str, Any], *given: object) -> dict[str, Any]:
        if queue.jobs.get(ids[1]).state == "waiting":
            raise StorageFailed("the disk is full; free some space")
        return {}

    assert run_waiting(settings, queue.jobs, full) == 2
    first, second = map(queue.jobs.get, ids)
    assert (first.state, first.reason) == ("failed", "the disk is full; free some space")
    assert second.state == "done"


def test_links_out_of_the_folder_are_not_followed(
    settings: Settings, queue: State, signals: None, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    clip(tmp_path / "secret.mp4", 1)
    (tmp_path / "in" / "x.mp4").symlink_to(tmp_path / "secret.mp4")
    job = queue.jobs.add({"kind": "index", "paths": [str(tmp_path / "in")]}, "desk")[0].id
    run_waiting(settings, queue.jobs, do_job)
    ended = queue.jobs.get(job)
    assert ended.state == "failed" and "may not read" in (ended.reason or "")


_SERVER = """
import os, signal, sys
from search.jobs.runner import spawn
from search.settings import Settings
spawn(Settings(data=sys.argv[1], job_roots=sys.argv[2]))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_runner_outlives_its_server_and_a_killed_one_is_told_and_followed(
    settings: Settings, queue: State, tmp_path: Path
) -> None:
    clip(tmp_path / "in" / "a" / "2022-04-27T21-00-00+0700.mp4", 4)
    import_cameras(settings.folder, [Camera(CameraId("a"), "a", 10.84, 106.63)])
    request = {"kind": "index", "paths": [str(tmp_path / "in")], "model": "hash"}
    first = queue.jobs.add(request, "desk")[0].id
    code = [sys.executable, "-c", _SERVER, settings.data, settings.job_roots or ""]
    assert subprocess.run(code, check=False).returncode == -signal.SIGKILL

    def job(ident: int) -> Job:
        return queue.jobs.get(ident)

    until(lambda: job(first).state != "waiting")
    with queue.store.reading() as connection:
        pid = connection.exec_driver_sql("SELECT pid FROM jobs").scalar()
    assert isinstance(pid, int)
    os.kill(pid, signal.SIGKILL)
    until(lambda: job(first).state != "running")
    assert job(first).state == "dead"
    second = queue.jobs.add(request, "desk")[0].id
    spawn(settings)
    until(lambda: job(second).state not in ("waiting", "running"))
    assert job(second).state == "done", job(second)
    assert (job(second).result or {})["quarantined"] == []
    assert FrameTable(settings.folder).region_count() > 0
