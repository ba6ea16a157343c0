"""Real footage for benches: files of TRUYVET_EXTRA_DATA, played as often as a bench needs."""

import hashlib
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import av
from av.packet import Packet
from av.video.stream import VideoStream

from indexer.catalog import Footage
from indexer.errors import BadFootage
from indexer.ids import CameraId, FootageId
from indexer.video.probe import probe

SUFFIXES = {".mp4", ".mkv", ".avi", ".mov", ".ts"}
REAL_FILES = 3
LEAST_MS = 2_000
START_MS = 1_650_000_000_000
"""When it is taken to begin, UTC; nothing depends on it."""


def real_files() -> list[Path]:
    """A few files of TRUYVET_EXTRA_DATA, those that can be opened; none where it is not set."""
    extra = os.environ.get("TRUYVET_EXTRA_DATA")
    files = (
        sorted(p for p in Path(extra).rglob("*") if p.suffix.lower() in SUFFIXES) if extra else []
    )
    return list(islice(filter(_opens, files), REAL_FILES))


def _opens(path: Path) -> bool:
    try:
        return probe(path).length_ms >= LEAST_MS
    except BadFootage:
        return False


def repeated(source: Path, path: Path, least_s: float) -> Footage:
    """A file's packets over and over into another, which is so long at least; no frame changes."""
    with av.open(os.fspath(path), "w", format="mp4") as out:
        with av.open(os.fspath(source)) as read:
            made = out.add_stream_from_template(read.streams.video[0])
        for packet in _played(source, least_s):
            packet.stream = made
            out.mux(packet)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Footage(
        str(path), FootageId(digest[-16:]), digest, CameraId("real"), START_MS, probe(path)
    )


def _played(source: Path, least_s: float) -> Iterator["Packet[VideoStream]"]:
    """Its packets, and again, each time shown after the last of the time before."""
    shift = ends = 0
    tick_s = 0.0
    while ends * tick_s < least_s:
        with av.open(os.fspath(source)) as read:
            stream = read.streams.video[0]
            tick_s = float(stream.time_base or 0)
            zero = stream.start_time or 0
            for packet in read.demux(stream):
                if packet.pts is not None and packet.dts is not None:
                    packet.pts, packet.dts = packet.pts - zero + shift, packet.dts - zero + shift
                    ends = max(ends, packet.pts + (packet.duration or 1))
                    yield packet
        shift = ends
