"""Files that arrive in a folder, and are whole: `Arrivals`; and indexing them as they do."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from indexer.catalog import find_files
from indexer.index_run import IndexReport

POLL_S = 1.0
"""Between two looks: a file is taken a look or two after it was last written to."""

_Seal = tuple[int, int]
"""A file's size and when it was last written to: while these change it is being written."""


class Arrivals:
    """The files below one folder; each is told once it has not changed between two looks.

    A file that changes later is told again. Polling works where notices of the file system do not:
    on shares and in containers.
    """

    def __init__(self, folder: Path) -> None:
        """Watch this folder, which may come and go."""
        self._folder = folder
        self._last: dict[Path, _Seal] = {}
        self._told: dict[Path, _Seal] = {}

    @property
    def reachable(self) -> bool:
        """Whether the folder is there."""
        return self._folder.is_dir()

    def ready(self) -> list[Path]:
        """Files that are whole and were not told of since they last changed."""
        seals = {path: seal for path in find_files([self._folder]) if (seal := _seal(path))}
        still = {path: seal for path, seal in seals.items() if self._last.get(path) == seal}
        self._last = seals
        new = {path: seal for path, seal in still.items() if self._told.get(path) != seal}
        self._told |= new
        return sorted(new)


def _seal(path: Path) -> _Seal | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns) if status.st_size else None


def index_arrivals(
    ready: Callable[[], list[Path]],
    index: Callable[[Sequence[Path]], IndexReport],
    stop: threading.Event,
) -> Iterator[IndexReport]:
    """What became of each lot of files, indexed as they are ready, until `stop`."""
    while not stop.is_set():
        if paths := ready():
            yield index(paths)
        else:
            stop.wait(POLL_S)
