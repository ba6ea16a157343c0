"""`truyvet serve`: the page and the API."""

import argparse
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from search.cli.console import Console
from search.errors import SearchError
from search.settings import Settings

if TYPE_CHECKING:
    from search.service import Service
    from search.state.database import State

HOST, PORT = "127.0.0.1", 8000
_STOP_S = 15.0
"""How long a stopping server waits for a round of watches; what is cut off is done next time."""


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command to the grammar."""
    serve = commands.add_parser(
        "serve", parents=[common], help="serve the page and the API",
        description="Serves this machine only, until API keys exist (`truyvet keys add NAME`).",
    )  # fmt: skip
    serve.add_argument("--host", default=HOST, help=f"address to listen on (default {HOST})")
    serve.add_argument("--port", type=int, default=PORT, help=f"default {PORT}; 0: any free one")
    serve.add_argument(
        "--no-watches", action="store_true",
        help="leave the cases' watches to `truyvet watch run`",
    )  # fmt: skip
    serve.set_defaults(command=run_serve)


def run_serve(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Serve until stopped."""
    import uvicorn

    from search.api.app import bind_allowed, create_app
    from search.api.jobs import Desk
    from search.jobs.request import roots_of
    from search.jobs.runner import spawn
    from search.service import Service
    from search.state.database import open_state

    with open_state(settings.state_url) as state:
        bind_allowed(arguments.host, state)
        listening = _listen(arguments.host, arguments.port)
        service = Service(settings, state)
        desk = Desk(roots_of(settings.job_roots), partial(spawn, settings))
        app = create_app(service, state, host=arguments.host, desk=desk)
        if state.jobs.counts().get("waiting"):
            spawn(settings)
        warm_up(service)
        stop = threading.Event()
        taking = threading.Thread(target=service.intake.run, args=(stop,), name="intake")
        taking.start()
        shown = f"http://{arguments.host}:{listening.getsockname()[1]}"
        console.say(f"page and API at [bold]{shown}[/] (Ctrl-C stops)")
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        try:
            with _watching(service, state, settings, arguments.no_watches):
                uvicorn.Server(config).run(sockets=[listening])
        finally:
            stop.set()
            taking.join()
    return 0


@contextmanager
def _watching(
    service: "Service", state: "State", settings: Settings, left_out: bool
) -> Iterator[None]:
    """Run the watches beside the server, so that whoever makes one is told without more ado."""
    from search.watches.rounds import Rounds
    from search.watches.send import Sender

    stopped = threading.Event()
    rounds = Rounds(service, state, Sender(settings))
    running = threading.Thread(target=rounds.until, args=[stopped], name="watches", daemon=True)
    if not left_out:
        running.start()
    try:
        yield
    finally:
        stopped.set()
        if not left_out:
            running.join(_STOP_S)


def warm_up(service: "Service") -> threading.Thread:
    """Load the encoder while the first asker still writes; where that fails, questions say why."""
    loading = threading.Thread(target=service.ready, name="warm-up", daemon=True)
    loading.start()
    return loading


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        raise SearchError(
            f"cannot listen on {host}:{port}: {error}; choose another --port"
        ) from error
    return listening
