"""Live streams of cameras into footage: recorded, reconnected, their gaps noted.

Each camera's stream is read by a thread of its own and kept as short files with sidecars, in a
folder of its own below one; what comes after is the same as with any other footage. While a stream
cannot be read, and when it comes back, the gap is noted for the footage log.
"""

import json
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

from indexer.cameras import Camera
from indexer.errors import StorageFailed, StreamLost
from indexer.footage_log import FootageSpan
from indexer.ids import LOCAL_ZONE, from_ms
from indexer.span_notes import unreachable_note
from indexer.video.stream import Segment, record

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
"""Before a lost stream is tried again: doubled each time, up to the longest."""
LEAST_GAP_MS = 1_500
"""Between two connections less may be missing; that is not called a gap."""

Kept = TypeVar("Kept")


class LiveCameras:
    """Threads that record streams; what they kept and noted is collected by one who indexes."""

    def __init__(self, cameras: Sequence[Camera], folder: Path) -> None:
        """Record these cameras, which have a `stream` each, below this folder."""
        self._cameras = [camera for camera in cameras if camera.stream]
        self._folder = folder
        self._files: SimpleQueue[Path] = SimpleQueue()
        self._notes: SimpleQueue[FootageSpan] = SimpleQueue()
        self._broken: SimpleQueue[Exception] = SimpleQueue()

    @contextmanager
    def recording(self, stop: threading.Event) -> Iterator[None]:
        """Record for as long as the context lasts."""
        threads = [
            threading.Thread(target=self._record, args=(camera, stop), name=f"live-{camera.id}")
            for camera in self._cameras
        ]
        for thread in threads:
            thread.daemon = True
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join(timeout=2)

    def files(self) -> list[Path]:
        """Files that are whole since the last time; raises what a camera's thread ended with."""
        for error in _drained(self._broken):
            raise error
        return _drained(self._files)

    def notes(self) -> list[FootageSpan]:
        """Gaps that opened, grew or closed since the last time; of each the latest."""
        latest = {note.task_key: note for note in _drained(self._notes)}
        return list(latest.values())

    def _record(self, camera: Camera, stop: threading.Event) -> None:
        try:
            _Connection(camera, self._folder, self._files, self._notes).run(stop)
        except Exception as error:
            self._broken.put(error)  # told by who collects: a thread cannot


class _Connection:
    """One camera's stream, opened again and again."""

    def __init__(
        self,
        camera: Camera,
        folder: Path,
        files: "SimpleQueue[Path]",
        notes: "SimpleQueue[FootageSpan]",
    ) -> None:
        self._camera, self._folder = camera, folder / camera.id
        self._files, self._notes = files, notes
        self._seen_until_ms = round(_now_ms())
        self._reason = "its stream was not read yet"

    def run(self, stop: threading.Event) -> None:
        pause_s = FIRST_PAUSE_S
        while not stop.is_set():
            try:
                for segment in record(self._camera.stream, _now_ms, stop.is_set):
                    self._take(segment)
                    pause_s = FIRST_PAUSE_S
            except StreamLost as error:
                self._reason = str(error)
            if not stop.is_set():
                self._note_gap(round(_now_ms()))
                stop.wait(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    def _take(self, segment: Segment) -> None:
        self._note_gap(segment.start_ms)
        self._files.put(_keep(segment, self._camera, self._folder))
        self._seen_until_ms = segment.end_ms

    def _note_gap(self, until_ms: int) -> None:
        if until_ms - self._seen_until_ms > LEAST_GAP_MS:
            gap = (self._seen_until_ms, until_ms)
            self._notes.put(unreachable_note(self._camera.id, *gap, self._reason))


def _keep(segment: Segment, camera: Camera, folder: Path) -> Path:
    """Write a segment and its sidecar, the sidecar first; both whole or not at all."""
    start = from_ms(segment.start_ms).astimezone(LOCAL_ZONE)
    path = folder / f"{start:%Y-%m-%dT%H-%M-%S}-{start.microsecond // 1000:03d}{start:%z}.mp4"
    told = {"camera": camera.id, "start": start.isoformat(), "clock_offset_ms": 0}
    _write(path.with_suffix(".json"), json.dumps(told, ensure_ascii=False).encode())
    _write(path, segment.content)
    return path


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise StorageFailed(f"cannot write {path}: {error.strerror or error}") from error


def _drained(queue: "SimpleQueue[Kept]") -> list[Kept]:
    found: list[Kept] = []
    while True:
        try:
            found.append(queue.get_nowait())
        except Empty:
            return found


def _now_ms() -> float:
    return time.time() * 1000


def unknown_files(folder: Path, known: Callable[[], set[str]]) -> list[Path]:
    """Files of an earlier run that were never indexed."""
    there = [path for path in sorted(folder.rglob("*.mp4")) if not path.name.startswith(".")]
    paths = known() if there else set()
    return [path for path in there if os.path.normpath(Path.cwd() / path) not in paths]
