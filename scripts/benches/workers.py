"""Workers: how much faster more of them are, and what handing out the work costs.

Speed-up: the same footage, stored as cameras store it, indexed by one process and by two, decoding
and motion alone (the encoder `hash` costs nothing), each process on a core of its own; and on any
core, where the decoder of a process uses what is free of the others. Handing out: tasks that only
wait, on two processes; what is not waiting is the scheduler's. A day of 2,000 cameras: 200 workers
of an outside Dask scheduler, their tasks waiting for four seconds or more, all ends committed as
`footage index` does; how much of their time the workers were at work while there was work to hand
out, and how often the log grew.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from _bench import Figure, at_least, at_most, median, note, run
from _filmed import Size, film
from distributed import get_worker

from embeddings.encoder import Fingerprint
from indexer.catalog import Footage
from indexer.commit_batch import CommitBatch
from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.frame_table import FrameTable
from indexer.ids import CameraId, FootageId
from indexer.jobs.runner import Jobs, open_jobs
from indexer.span import IndexedSpan, SpanTask, encoder_card, index_span, split
from indexer.stages import StageSeconds
from indexer.video.probe import FootageProbe

SIZE = Size(1920, 1080, 25)
LEAST_SPEED_UP = 1.8
MOST_OVERHEAD = 0.03
LEAST_BUSY = 0.9
LEAST_EACH_S = 2.0
WORKERS, CAMERAS = 200, 2_000
SLEEP_S = (4.0, 6.0)
CLUSTER = """
import sys
import dask
from distributed import LocalCluster

dask.config.set({
    "distributed.admin.tick.interval": "2s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.worker.profile.enabled": False,
})
with LocalCluster(
    n_workers=int(sys.argv[1]), threads_per_worker=1, processes=False, dashboard_address=None,
    memory_limit=0, protocol="tcp",
) as cluster:
    print(cluster.scheduler_address, flush=True)
    sys.stdin.read()
"""
"""One process of many workers: what each does to watch itself, fine on a machine of its own, is
done less often."""


def measure(quick: bool) -> list[Figure]:
    """All three."""
    return [*speed_up(quick), *handing_out(quick), *day(quick)]


def speed_up(quick: bool) -> list[Figure]:
    """The same spans on one process and on two, in turns."""
    cameras, seconds, rounds = (2, 10, 2) if quick else (4, 20, 3)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        filmed = film(Path(name) / "filmed", 14, cameras, seconds, SIZE)
        clusters = {n: stack.enter_context(open_jobs(workers=n)) for n in (1, 2)}
        card = clusters[1].call(encoder_card, "hash")
        tasks = [task for one in filmed for task in split(one.footage, card.fingerprint)] * 2
        took: dict[tuple[int, bool], list[float]] = {
            (n, pinned): [] for pinned in (True, False) for n in clusters
        }
        for number in range(rounds + 1):
            for (n, pinned), seconds_taken in took.items():
                data = Path(name) / f"{number}-{n}-{pinned}"
                seconds_taken.append(_indexing_s(clusters[n], tasks, data, pinned))

    def figure(pinned: bool, name: str) -> Figure:
        one, two = took[1, pinned][1:], took[2, pinned][1:]
        ratio = median(a / b for a, b in zip(one, two, strict=True))
        speed = 2 * cameras * seconds / median(two)
        least = LEAST_SPEED_UP if pinned else 1.0
        goal = f"ratio ≥ {least:g}"
        return Figure(name, speed, "× real time", "one process", ratio, goal, ratio >= least)

    return [
        figure(True, "two processes of a core each, decoding and motion"),
        figure(False, "the same on any core"),
    ]


def _indexing_s(jobs: Jobs, tasks: Sequence[SpanTask], data: Path, pinned: bool) -> float:
    work = partial(_index_span, data=str(data), pinned=pinned)
    began = time.perf_counter()
    for done in jobs.run(work, tasks):
        done.result()
    return time.perf_counter() - began


def _index_span(task: SpanTask, data: str, pinned: bool) -> IndexedSpan:
    """One task, on the worker's own core alone or on any; threads that it starts stay there."""
    cores = sorted(os.sched_getaffinity(os.getppid()))
    own = int(get_worker().name) % len(cores)
    os.sched_setaffinity(0, {cores[own]} if pinned else cores)
    return index_span(task, data=data, model="hash")


def handing_out(quick: bool) -> list[Figure]:
    """Waiting tasks on two processes: how much longer it takes than the waiting."""
    tasks = [0.5] * (20 if quick else 80)
    with open_jobs(workers=2) as jobs:
        list(jobs.run(time.sleep, [0.01] * 20))
        began = time.perf_counter()
        list(jobs.run(time.sleep, tasks))
        took = time.perf_counter() - began
    share = took * 2 / sum(tasks) - 1
    return [at_most("scheduler's share of tasks of half a second", share, "", MOST_OVERHEAD)]


@dataclass(frozen=True)
class Slept:
    """When a task was at work, by the clock."""

    began: float
    ended: float


def day(quick: bool) -> list[Figure]:
    """A day of many cameras, scaled down in number, on many workers."""
    count = 800 if quick else 3_000
    tasks = [_task(number) for number in range(count)]
    note(f"starting {WORKERS} workers")
    with tempfile.TemporaryDirectory() as name, _many() as scheduler:
        table, log = FrameTable(Folder(name)), FootageLog(Folder(name))
        batch, slept = CommitBatch(table, log), list[Slept]()
        began = time.perf_counter()
        with open_jobs(scheduler=scheduler) as jobs:
            for done in jobs.run(sleep, tasks):
                batch.take(done)
                slept.append(_slept(done.result()))
            batch.commit()
        each_s = (time.perf_counter() - began) / (log.generation() + 1)
    return [
        at_least(f"{WORKERS} workers at work while there was work", _busy(slept), "", LEAST_BUSY),
        at_least("seconds for each version of the log", each_s, "s", LEAST_EACH_S),
    ]


@contextmanager
def _many() -> Iterator[str]:
    """The address of a scheduler with many workers, all in a process of their own."""
    command = [sys.executable, "-c", CLUSTER, str(WORKERS)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, **pipes) as cluster:  # type: ignore[call-overload]
        yield cluster.stdout.readline().strip()
        cluster.stdin.close()


def sleep(task: SpanTask) -> IndexedSpan:
    """Do as if a span had been indexed: wait; its stages tell when."""
    began = time.time()
    time.sleep(random.Random(task.key).uniform(*SLEEP_S))
    return IndexedSpan((), 1, 0, 0, StageSeconds(decode=began, motion=time.time()))


def _slept(result: IndexedSpan) -> Slept:
    return Slept(result.stages.decode, result.stages.motion)


def _busy(slept: Sequence[Slept]) -> float:
    """The share of all workers' time at work, from the first task's start to the last one's."""
    first, last = min(one.began for one in slept), max(one.began for one in slept)
    inside = sum(min(one.ended, last) - one.began for one in slept if one.began < last)
    return inside / (WORKERS * (last - first))


def _task(number: int) -> SpanTask:
    video = FootageProbe(60_000, 60_000, 1_500, 1920, 1080, 2_000, None)
    digest = f"{number:064x}"
    footage = Footage(
        f"/footage/{number}.mp4", FootageId(digest[-16:]), digest,
        CameraId(f"camera-{number % CAMERAS}"), 1_650_000_000_000 + 60_000 * (number // CAMERAS),
        video,
    )  # fmt: skip
    return SpanTask(footage, 0, 60_000, Fingerprint("0" * 64))


if __name__ == "__main__":
    run(measure)
