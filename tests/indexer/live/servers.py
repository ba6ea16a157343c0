"""Real servers of live streams on loopback: RTSP by GStreamer, HLS over plain HTTP."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import av

SYSTEM_PYTHON = "/usr/bin/python3"
_NEEDED = (
    "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer"
)


def has_rtsp_server() -> bool:
    """Whether the system has GStreamer's RTSP server with its Python bindings."""
    try:
        done = subprocess.run([SYSTEM_PYTHON, "-c", _NEEDED], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


@contextmanager
def rtsp_server(file: Path, port: int = 0) -> Iterator[int]:
    """Serves a file as rtsp://127.0.0.1:PORT/street, killed at the end; yields the port."""
    script = Path(__file__).with_name("rtsp_server.py")
    server = subprocess.Popen(
        [SYSTEM_PYTHON, script, file, str(port)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


@contextmanager
def http_server(folder: Path) -> Iterator[str]:
    """Serves a folder; yields the address it begins with."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


def write_hls(source: Path, folder: Path) -> Path:
    """A playlist and its segments of one second, packets copied."""
    folder.mkdir()
    playlist = folder / "live.m3u8"
    options = {"hls_time": "1", "hls_list_size": "0"}
    with av.open(str(source)) as read, av.open(str(playlist), "w", "hls", options=options) as out:
        stream = out.add_stream_from_template(read.streams.video[0])
        for packet in read.demux(video=0):
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    return playlist
