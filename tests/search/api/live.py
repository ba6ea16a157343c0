"""The API and page of a service on a real server at a port of this machine."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from search.api.app import create_app
from search.api.service import SearchService
from search.state.database import State


@contextmanager
def served(service: SearchService, state: State) -> Iterator[str]:
    """Serve until the block ends; yields the address.

    The socket listens before the server starts, so a caller that comes early waits in its queue.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(create_app(service, state), log_level="error", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
