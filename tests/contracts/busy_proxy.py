"""A proxy on loopback before Elasticsearch that turns requests away, as a busy cluster does."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Answer = tuple[int, list[tuple[str, str]], bytes]
"""Status, headers, body."""


class BusyProxy:
    """Answers the first requests whose path has a part with a status; hands on all others."""

    def __init__(self, url: str, turned_away: dict[str, list[int]]) -> None:
        self.waiting = {part: list(statuses) for part, statuses in turned_away.items()}
        self.said: Counter[int] = Counter()
        self._lock = threading.Lock()
        self._node = urlsplit(url)

    def turned_away(self, path: str) -> int | None:
        with self._lock:
            for part, statuses in self.waiting.items():
                if part in path and statuses:
                    self.said[statuses[0]] += 1
                    return statuses.pop(0)
        return None

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        connection = HTTPConnection(self._node.hostname or "", self._node.port)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()


@contextmanager
def busy_proxy(url: str, turned_away: dict[str, list[int]]) -> Iterator[tuple[str, BusyProxy]]:
    """The proxy's URL, and what it said."""
    proxy = BusyProxy(url, turned_away)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status = proxy.turned_away(self.path)
            if status is not None:
                told = [
                    ("X-Elastic-Product", "Elasticsearch"),
                    ("Content-Type", "application/json"),
                ]
                self._answer(status, told, b'{"error": {"type": "busy"}, "status": %d}' % status)
                return
            kept = {
                k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")
            }
            self._answer(*proxy.ask(self.command, self.path, kept, body))

        def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    for verb in ("GET", "POST", "PUT", "HEAD", "DELETE"):
        setattr(Handler, f"do_{verb}", Handler._any)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
