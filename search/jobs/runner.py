"""The runner: a process of its own that does waiting jobs, one after another, then ends.

It outlives the server that started it. A job is told to stop as by Ctrl-C, which leaves everything
whole; a runner that is told to end (SIGTERM) puts its job back, to be gone on with by the next.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from embeddings.errors import EmbeddingError
from indexer.errors import IndexerError
from indexer.progress import Progress
from search.errors import SearchError
from search.jobs.job import Job, State
from search.jobs.progress import JobProgress
from search.jobs.queue import JobQueue
from search.settings import Settings

BEAT_S = 1.0
_LOG = "jobs.log"

Work = Callable[[Mapping[str, Any], Settings, Progress], dict[str, Any]]


def run_waiting(settings: Settings, queue: JobQueue, work: Work) -> int:
    """Do jobs until none waits, or another runner is at it; how many. In the main thread."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    done = 0
    while (job := queue.take()) is not None:
        _run(job, settings, queue, work)
        done += 1
    return done


def spawn(settings: Settings) -> None:
    """Start a runner that outlives this process; where another is at work it ends at once."""
    told = settings.model_dump(exclude_none=True)
    env = os.environ | {f"TRUYVET_{name.upper()}": str(value) for name, value in told.items()}
    with _log(settings).open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "search.cli.main", "jobs", "run"],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    threading.Thread(target=process.wait, daemon=True).start()


def _log(settings: Settings) -> Path:
    """Where a runner's words go that are about no job in particular."""
    if not settings.folder.is_local:
        return Path(os.devnull)
    path = settings.folder.local_path(_LOG)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _run(job: Job, settings: Settings, queue: JobQueue, work: Work) -> None:
    """One job, to one of its ends."""
    progress = JobProgress()
    pulse = _Pulse(job.id, queue, progress)
    try:
        with pulse:
            result = work(job.request, settings, progress)
    except KeyboardInterrupt:
        state: State = "cancelled" if pulse.told_to_stop else "waiting"
        queue.end(job.id, state, progress.to_json())
        if state == "waiting":
            raise
    except (SearchError, IndexerError, EmbeddingError) as error:
        queue.end(job.id, "failed", progress.to_json(), reason=str(error))
    except Exception as error:
        queue.end(job.id, "failed", progress.to_json(), reason=_unforeseen(error))
        raise
    else:
        queue.end(job.id, "done", progress.to_json(), result)


def _unforeseen(error: Exception) -> str:
    return f"{type(error).__name__}, which was not foreseen; {_LOG} in the data folder says where"


class _Pulse:
    """Says every second that the job lives, and interrupts the main thread when it is to stop."""

    def __init__(self, job: int, queue: JobQueue, progress: JobProgress) -> None:
        self.told_to_stop = False
        self._job, self._queue, self._progress = job, queue, progress
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._beat, name="pulse", daemon=True)

    def __enter__(self) -> "_Pulse":
        self._thread.start()
        return self

    def __exit__(self, *failed: object) -> None:
        with self._lock:
            self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(BEAT_S):
            try:
                stop = self._queue.beat(self._job, self._progress.to_json())
            except SearchError:
                continue
            with self._lock:
                if stop and not self._over.is_set():
                    self.told_to_stop = True
                    self._over.set()
                    main = threading.main_thread().ident
                    assert main is not None, "it runs"
                    signal.pthread_kill(main, signal.SIGINT)
