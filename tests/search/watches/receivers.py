"""Real servers on loopback that messages are sent to: a webhook's, and a mail server."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Hook:
    """A webhook's server: what it was sent, and what it answers."""

    url: str = ""
    status: int = 204
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def hook() -> Iterator[Hook]:
    """Serve a webhook; a redirect leads to `/elsewhere`."""
    told = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            told.got.append((self.path, headers, body))
            self.send_response(told.status)
            if 300 <= told.status < 400:
                self.send_header("Location", f"{told.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        told.url = f"http://127.0.0.1:{port}"
        yield told


@dataclass
class Post:
    """A mail server: where it is, and the (sender, receiver, message) that it took."""

    url: str = ""
    refuses: bool = False
    got: list[tuple[str, str, bytes]] = field(default_factory=list)


@contextmanager
def post_office() -> Iterator[Post]:
    """Serve SMTP (RFC 5321), as much of it as sending takes."""
    told = Post()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 here")
            sender = receiver = ""
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "MAIL":
                    sender = line.partition("<")[2].partition(">")[0]
                if verb == "RCPT":
                    receiver = line.partition("<")[2].partition(">")[0]
                if verb == "DATA":
                    self._say("354 go on")
                    told.got.append((sender, receiver, self._message()))
                if verb == "QUIT":
                    return self._say("221 bye")
                self._say("550 no such user" if verb == "RCPT" and told.refuses else "250 ok")
            return None

        def _message(self) -> bytes:
            lines = iter(self.rfile.readline, b".\r\n")
            return b"".join(line.removeprefix(b".") for line in lines)

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with _served(Server(("127.0.0.1", 0), Handler)) as port:
        told.url = f"smtp://127.0.0.1:{port}"
        yield told


@contextmanager
def _served(server: socketserver.TCPServer) -> Iterator[int]:
    with server:
        running = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
        running.start()
        yield server.server_address[1]
        server.shutdown()
        running.join()
