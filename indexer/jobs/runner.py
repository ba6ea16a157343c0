"""Tasks on threads, on processes of this machine, or on an outside Dask cluster."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, Generic, TypeVar
from uuid import uuid4

import dask
from dask.utils import funcname
from distributed import Client, LocalCluster, as_completed
from distributed.client import Future

from embeddings.errors import EmbeddingError
from indexer.errors import IndexerError, JobsFailed, SchedulerLost

TRIES = 3
"""How often a task may take its process with it before it is given up."""
PAUSE_S = 0.5
"""Before the second try; doubled before each further one."""
AHEAD = 3
"""Tasks handed out ahead for each thread of the cluster, so that none waits for work."""

KEEP_UP_S = 2.0
"""How often it is looked whether as many processes are there as are wanted."""

_DEATHS = ("KilledWorker",)

Task = TypeVar("Task")
Result = TypeVar("Result")


class Done(Generic[Task, Result]):
    """One task and what became of it: its result, or the error it ended with."""

    def __init__(self, task: Task, future: Future[Any], tries: int = 1) -> None:
        """Hold a task that ended, or wait here for it to end. SchedulerLost where none can tell."""
        self.task = task
        self._future = future
        self._tries = tries
        error = future.exception()
        if future.cancelled():
            raise SchedulerLost(
                "the connection to the Dask scheduler was lost; what was done by then is kept: "
                "start it again and run the same command"
            )
        self.died = type(error).__name__ in _DEATHS

    def result(self) -> Result:
        """The result; raises what the task raised, JobsFailed where its worker died."""
        error = self._future.exception()
        if error is None:
            return self._future.result()  # type: ignore[no-any-return]
        if self.died:
            raise JobsFailed(
                "the process that worked on it died, perhaps for lack of memory "
                f"(tried {self._tries} times); try fewer --workers"
            ) from error
        raise error


class Jobs:
    """Runs functions on tasks. Functions and tasks must be picklable; `open_jobs` makes one."""

    def __init__(self, client: Client, outside: bool) -> None:
        """Run on this client's cluster; `outside` where other machines may be among it."""
        self._client = client
        self.outside = outside

    def call(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """Run one function somewhere on the cluster and wait for what it returns."""
        done: Done[None, Result] = Done(None, self._submit(function, *arguments))
        return done.result()

    def run(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[Done[Task, Result]]:
        """Run the function on every task; each as it ends, in any order.

        A task whose process died is tried again after all others, alone, so that it takes no other
        with it: `TRIES` times in all, with longer and longer pauses. Raises SchedulerLost.
        """
        died: list[Task] = []
        for done in self._run_once(function, tasks):
            if done.died:
                died.append(done.task)
            else:
                yield done
        for task in died:
            yield self._try_again(function, task)

    def _try_again(self, function: Callable[[Task], Result], task: Task) -> Done[Task, Result]:
        done: Done[Task, Result]
        for tries in range(1, TRIES):
            time.sleep(PAUSE_S * 2 ** (tries - 1))
            future = self._submit(function, task)
            done = Done(task, future, tries + 1)
            if not done.died:
                break
        return done

    def _run_once(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[Done[Task, Result]]:
        waiting = iter(tasks)
        running = {self._submit(function, task): task for task in islice(waiting, self._at_once())}
        ended = as_completed(list(running), loop=self._client.loop)
        try:
            for future in ended:
                task = running.pop(future)
                for following in islice(waiting, 1):
                    submitted = self._submit(function, following)
                    running[submitted] = following
                    ended.add(submitted)
                yield Done(task, future)
        finally:
            self._client.cancel(list(running))

    def _submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        key = f"{funcname(function)}-{uuid4()}"  # by which the dashboard shows what it is
        return self._client.submit(_plainly, function, *arguments, key=key, pure=False, retries=0)

    @property
    def threads(self) -> int:
        """How many tasks can be at work at the same time."""
        return max(1, sum(map(int, self._client.nthreads().values())))

    def _at_once(self) -> int:
        return self.threads * AHEAD


def _plainly(function: Callable[..., Result], *arguments: Any) -> Result:
    """Run it; an error of ours without what it came from.

    Not all that may have been can be pickled (PyAV's errors of the system cannot), and what cannot
    makes Dask send some other error in place of ours.
    """
    try:
        return function(*arguments)
    except (IndexerError, EmbeddingError) as error:
        error.__cause__ = error.__context__ = None
        raise


@contextmanager
def open_jobs(workers: int | None = None, scheduler: str | None = None) -> Iterator[Jobs]:
    """Threads of this process; with `workers`, so many processes; or the scheduler's cluster.

    Raises JobsFailed where the scheduler cannot be reached or no process can be started.
    """
    with dask.config.set(_SETTINGS):
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        cluster = None if scheduler else _local_cluster(workers)
        try:
            with _kept_up(cluster, workers), _client(scheduler or cluster) as client:
                yield Jobs(client, outside=scheduler is not None)
        finally:
            if cluster is not None:
                with suppress(TimeoutError):  # one just being started anew ends with this process
                    cluster.close(timeout=10)


_SETTINGS = {
    "distributed.worker.daemon": True,
    "distributed.comm.timeouts.connect": "15s",
    "distributed.scheduler.allowed-failures": 0,
    "distributed.deploy.lost-worker-timeout": "30s",
    "distributed.admin.log-format": "%(message)s",
}


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes begun in here do not hear Ctrl-C: it is this one's to end them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kept = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, kept)


def _local_cluster(workers: int | None) -> LocalCluster:
    threads = os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()
    kind: dict[str, Any] = (
        {"processes": False, "n_workers": 1, "threads_per_worker": threads, "memory_limit": 0}
        if workers is None
        else {"processes": True, "n_workers": workers, "threads_per_worker": 1}
    )
    try:
        with _deaf_to_interrupts():
            return LocalCluster(
                dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL, **kind
            )
    except (OSError, TimeoutError) as error:
        raise JobsFailed(f"cannot start workers: {error}; try fewer --workers") from error


@contextmanager
def _kept_up(cluster: LocalCluster | None, workers: int | None) -> Iterator[None]:
    """New processes where Dask gives one up: killed as it starts, or long in starting anew."""
    if cluster is None or workers is None:
        yield
        return
    over = threading.Event()

    def keep_up() -> None:
        while not over.wait(KEEP_UP_S):
            cluster.scale(workers)

    keeper = threading.Thread(target=keep_up, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


@contextmanager
def _client(where: Any) -> Iterator[Client]:
    try:
        client = Client(where, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise JobsFailed(
            f"cannot reach the Dask scheduler {where}: {error}; "
            "start it (`dask scheduler`), or leave --scheduler out"
        ) from error
    with client:
        yield client
