"""Indexing disturbed at random, then done again: the index is to be that of an undisturbed run.

Small drawn footage of three cameras, one file a commit, so that there is much to fall into. Each
trial disturbs a run of its own once it is at work, then puts right what it disturbed and runs the
same again. Four ways: worker processes are killed, again and again; the Dask scheduler is killed;
the folder of the footage goes away; the disk that the index is on is full (only where this user may
mount a small one). Counted are the trials whose index differs from the undisturbed one (regions or
vectors), and the files that a disturbed run neither indexed nor told of in its log, from which
coverage is told. (Killing the whole run is tests/system/test_killed.py; a stream that is dropped is
tests/indexer/live/test_live.py.)
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from _bench import Figure, at_least, at_most, note, run

from indexer import commit_batch
from indexer.cameras import Camera, Cameras
from indexer.errors import JobsFailed, SchedulerLost, StorageFailed
from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.ids import CameraId
from indexer.index_footage import index_footage
from indexer.jobs.runner import Jobs, open_jobs

sys.path.append(str(Path(__file__).parents[2]))
from tests.index_contents import contents
from tests.indexer.drawn_footage import clip

NAMES = ("a", "b", "c")
CAMERAS = Cameras(Camera(CameraId(name), name, 10.84, 106.63) for name in NAMES)
FILE_S = 60.0
KILLS = 3
DISK_KB = 320
WORKERS = 2


@dataclass
class Trial:
    """One run to disturb: its footage, its index, and when what happens."""

    footage: Path
    data: Path
    rng: random.Random

    def index(self, jobs: Jobs) -> str:
        """Index it; why it ended early, where it did."""
        try:
            index_footage(
                [self.footage], data=Folder(self.data), model="hash", cameras=CAMERAS, jobs=jobs
            )
        except (JobsFailed, SchedulerLost, StorageFailed) as error:
            return str(error)
        return ""

    def at_work(self) -> None:
        """Wait until the run has planned its work, and a little longer."""
        log = FootageLog(Folder(self.data))
        while not log.spans():
            time.sleep(0.05)
        time.sleep(self.rng.uniform(0.0, 1.0))

    def untold(self) -> int:
        """Files of the footage that the log tells nothing of."""
        told = {Path(span.path).name for span in FootageLog(Folder(self.data)).spans()}
        return sum(path.name not in told for path in self.footage.rglob("*.mp4"))

    def unmount(self) -> None:
        """Let go of the small disk that the index is on, where it is on one."""
        if self.data.is_mount():
            subprocess.run(["umount", str(self.data)], check=True)


def measure(quick: bool) -> list[Figure]:
    """Each way of disturbing, so many times."""
    commit_batch.MOST_TASKS, commit_batch.LEAST_S = 1, 0.0
    files, trials = (2, 1) if quick else (4, 3)
    ways: dict[str, Callable[[Trial], str]] = {
        "workers killed": workers_killed, "scheduler killed": scheduler_killed,
        "footage away": footage_away,
    }  # fmt: skip
    if _may_mount():
        ways["disk full"] = disk_full
    else:
        note("no small disk may be mounted here: a full one is left out")
    with tempfile.TemporaryDirectory() as name:
        footage = _drawn(Path(name) / "in", files)
        return list(_tried(ways, footage, Path(name), trials))


def _tried(
    ways: Mapping[str, Callable[[Trial], str]], footage: Path, folder: Path, trials: int
) -> Iterator[Figure]:
    whole = Trial(footage, folder / "undisturbed", random.Random(0))
    with open_jobs() as jobs:
        whole.index(jobs)
    expected = contents(whole.data)
    yield at_least("regions of the undisturbed index", len(expected[0]), "", 1)
    for way, disturb in ways.items():
        differ = untold = 0
        for seed in range(trials):
            trial = Trial(footage, folder / way / str(seed), random.Random(seed))
            try:
                ended = disturb(trial)
                untold, done = untold + trial.untold(), _states(trial)
                with open_jobs() as jobs:
                    again = trial.index(jobs)
                differ += bool(again) or contents(trial.data) != expected
            finally:
                trial.unmount()
            note(f"{way}, {seed}: {done}{f'; {ended}' if ended else ''}{again and '; ' + again}")
        yield at_most(f"{way}: of {trials} indexes, differ after a rerun", differ, "", 0)
        yield at_most(f"{way}: files not told of meanwhile", untold, "", 0)


def _states(trial: Trial) -> str:
    """How many spans were in which state when the disturbed run had ended."""
    states = [span.state for span in FootageLog(Folder(trial.data)).spans()]
    return ", ".join(f"{states.count(state)} {state}" for state in sorted(set(states)))


def workers_killed(trial: Trial) -> str:
    """One of two worker processes is killed, and again, while new ones take their place."""
    killed: list[int] = []

    def kill() -> None:
        trial.at_work()
        for _ in range(KILLS):
            workers = _workers()
            if workers:
                killed.append(trial.rng.choice(workers))
                os.kill(killed[-1], signal.SIGKILL)
            time.sleep(trial.rng.uniform(0.1, 1.0))

    with open_jobs(workers=WORKERS) as jobs, _meanwhile(kill):
        ended = trial.index(jobs)
    return f"{len(killed)} killed{ended and '; ' + ended}"


def _workers() -> list[int]:
    """The worker processes of this one, as the operating system lists them."""
    below = psutil.Process().children(recursive=True)
    told = {one.pid: Path(f"/proc/{one.pid}/cmdline") for one in below}
    return [
        pid for pid, path in told.items() if path.exists() and b"spawn_main" in path.read_bytes()
    ]


def scheduler_killed(trial: Trial) -> str:
    """The scheduler of an outside cluster is killed; its workers end, having nobody to ask."""
    with _cluster() as (scheduler, address, workers):

        def kill() -> None:
            trial.at_work()
            scheduler.kill()

        with open_jobs(scheduler=address) as jobs, _meanwhile(kill):
            ended = trial.index(jobs)
        for worker in workers:
            worker.wait(60)
        return ended


@contextmanager
def _cluster() -> Iterator[tuple[subprocess.Popen[bytes], str, list[subprocess.Popen[bytes]]]]:
    """A scheduler, its address and its workers, each a process of its own, as on many machines."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scheduler.json"
        local = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file))
        started = [_dask("scheduler", "--port", "0", *local)]
        try:
            while not file.exists() or not (told := file.read_text("utf-8")).endswith("}"):
                time.sleep(0.1)
            started += [_dask("worker", *local, "--nthreads", "1") for _ in range(WORKERS)]
            yield started[0], json.loads(told)["address"], started[1:]
        finally:
            for process in started:
                process.kill()
                process.wait()


def _dask(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def footage_away(trial: Trial) -> str:
    """The folder of the footage is not there any more, as if its disk had been taken out."""
    away = trial.footage.with_name("away")

    def take() -> None:
        trial.at_work()
        trial.footage.rename(away)

    try:
        with open_jobs() as jobs, _meanwhile(take):
            return trial.index(jobs)
    finally:
        away.rename(trial.footage)


def disk_full(trial: Trial) -> str:
    """The index is on a small disk, which is made larger only when the run has ended."""
    trial.data.mkdir(parents=True)
    size = DISK_KB - trial.rng.randrange(DISK_KB // 2)
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(trial.data)], check=True
    )
    with open_jobs() as jobs:
        ended = trial.index(jobs)
    subprocess.run(["mount", "-o", "remount,size=64m", str(trial.data)], check=True)
    return ended


@contextmanager
def _meanwhile(work: Callable[[], None]) -> Iterator[None]:
    """Something is done beside; over when that is."""
    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _drawn(folder: Path, files: int) -> Path:
    """So many files of each camera, each another one."""
    for shade, name in enumerate(NAMES):
        for number in range(files):
            path = folder / name / f"2022-04-27T21-{number:02d}-00+0700.mp4"
            path.parent.mkdir(parents=True, exist_ok=True)
            clip(path, FILE_S, 40 + 10 * number + 50 * shade)
    note(f"drawn: {files * len(NAMES)} files of {FILE_S:.0f} s")
    return folder


def _may_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
        try:
            mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
        except OSError:
            return False
        if mounted:
            subprocess.run(["umount", folder], check=True)
        return mounted


if __name__ == "__main__":
    run(measure)
