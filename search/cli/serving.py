"""The server of `truyvet serve`: in this process, or in several that share one socket.

What runs beside it (watches, what webhooks bring) stays with the process that was started; those
that answer hold nothing that another would have to know: keys, cases, jobs and the account of who
looked are in the state, the index in the data folder.
"""

import atexit
import multiprocessing
import os
import signal
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from search.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from search.service import Service
    from search.state.database import State

_HUNG_S = 60
"""A process that does not say a word for so long is replaced; large models load for a while."""

_INTERRUPT = {signal.SIGINT}


def serve_in_one(
    service: "Service", state: "State", settings: Settings, host: str, listening: socket.socket
) -> None:
    """Serve in this process until stopped."""
    import uvicorn

    app = _app(service, state, settings, host)
    uvicorn.Server(_config(app)).run(sockets=[listening])


def serve_in_several(number: int, settings: Settings, host: str, listening: socket.socket) -> None:
    """Serve in `number` processes until stopped; one that dies is replaced."""
    from uvicorn.supervisors import Multiprocess

    class Processes(Multiprocess):
        def init_processes(self) -> None:
            with _interrupts_held():
                super().init_processes()

        def keep_subprocess_alive(self) -> None:
            with _interrupts_held():
                super().keep_subprocess_alive()

    app = partial(_app_of_a_process, settings, host)
    config = _config(app, factory=True, workers=number, timeout_worker_healthcheck=_HUNG_S)
    Processes(config, sockets=[listening]).run()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits, and a process begun in here hears none until it can end in good order."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPT)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPT)


@contextmanager
def counted_together() -> Iterator[None]:
    """Several processes count for `/metrics` together; before anything that counts is imported."""
    with tempfile.TemporaryDirectory(prefix="truyvet-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        try:
            yield
        finally:
            del os.environ["PROMETHEUS_MULTIPROC_DIR"]


def warm_up(service: "Service") -> threading.Thread:
    """Load the encoder while the first asker still writes; where that fails, questions say why."""
    loading = threading.Thread(target=service.ready, name="warm-up", daemon=True)
    loading.start()
    return loading


def _app_of_a_process(settings: Settings, host: str) -> "FastAPI":
    from search.service import Service
    from search.state.database import open_state

    signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPT)  # the server listens for it by now
    threading.Thread(target=_end_with_parent, daemon=True).start()
    held = ExitStack()
    atexit.register(held.close)
    state = held.enter_context(open_state(settings.state_url))
    return _app(Service(settings, state), state, settings, host)


def _end_with_parent() -> None:
    """Killed outright, the process that was started cannot end those that answer."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _app(service: "Service", state: "State", settings: Settings, host: str) -> "FastAPI":
    from search.api.app import create_app
    from search.api.jobs import Desk
    from search.jobs.request import roots_of
    from search.jobs.runner import spawn

    warm_up(service)
    desk = Desk(roots_of(settings.job_roots), partial(spawn, settings))
    return create_app(service, state, host=host, desk=desk)


def _config(app: Any, **more: Any) -> Any:
    import uvicorn

    return uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, **more)
