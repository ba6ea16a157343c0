"""`truyvet serve`: the page and the API."""

import argparse
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from search.cli.console import Console
from search.cli.keep import positive
from search.cli.serving import counted_together, serve_in_one, serve_in_several
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
    serve.add_argument(
        "--processes", type=positive, default=1, metavar="N",
        help="answer in so many processes, for many askers at a time; each loads the encoder "
        "(default 1)",
    )  # fmt: skip
    serve.set_defaults(command=run_serve)


def run_serve(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Serve until stopped."""
    with ExitStack() as over:
        if arguments.processes > 1:
            over.enter_context(counted_together())
        return _serve(arguments, settings, console)


def _serve(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    from search.api.app import bind_allowed
    from search.jobs.runner import spawn
    from search.service import Service
    from search.state.database import open_state

    with open_state(settings.state_url) as state:
        bind_allowed(arguments.host, state)
        listening = _listen(arguments.host, arguments.port)
        service = Service(settings, state)
        if state.jobs.counts().get("waiting"):
            spawn(settings)
        shown = f"http://{arguments.host}:{listening.getsockname()[1]}"
        console.say(f"page and API at [bold]{shown}[/] (Ctrl-C stops)")
        with (
            _taking_in(service, elsewhere=arguments.processes > 1),
            _watching(service, state, settings, arguments.no_watches),
        ):
            if arguments.processes == 1:
                serve_in_one(service, state, settings, arguments.host, listening)
            else:
                serve_in_several(arguments.processes, settings, arguments.host, listening)
    return 0


@contextmanager
def _taking_in(service: "Service", elsewhere: bool) -> Iterator[None]:
    """Import what webhooks bring, here or (`elsewhere`) to other processes, beside the server."""
    stop = threading.Event()
    taking = threading.Thread(target=service.intake.run, args=(stop, elsewhere), name="intake")
    taking.start()
    try:
        yield
    finally:
        stop.set()
        taking.join()


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
