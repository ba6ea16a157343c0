"""A folder that others drop files of reports into: each file is imported once, and when it changes.

What was imported is remembered in the data folder, `reports/watched/*.json`, one a folder and
source: names with size and time of change. The watched folder itself is left alone. Killed between
import and remembering, a file is imported again, which changes nothing.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from indexer.errors import BadReport
from indexer.folder import Folder
from indexer.reports.import_reports import ImportReport
from indexer.reports.submission import shown_path

SETTLED_S = 2.0
"""A file that was changed less long ago may still be written to."""
_MEDIA = (
    ".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".mp4", ".m4v", ".mov", ".3gp", ".mkv",
    ".webm", ".avi",
)  # fmt: skip
"""Endings of what reports name, which are no reports."""
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".swp")

Stamp = tuple[int, int]
"""A file's size in bytes and when it was changed (ns)."""
Import = Callable[[Path], ImportReport]


class Watch:
    """One folder, watched for one source."""

    def __init__(self, watched: Path, source: str, data: Folder) -> None:
        """Name all three; BadReport if the folder is none."""
        if not watched.is_dir():
            raise BadReport(f"{shown_path(watched)} is no folder that could be watched")
        self._watched = watched
        self._data = data
        told = f"{source}\n{shown_path(watched.resolve())}"
        self._name = f"reports/watched/{hashlib.sha256(told.encode()).hexdigest()[:16]}.json"

    def waiting(self, settled_s: float = SETTLED_S) -> list[Path]:
        """The files that are new or changed, by name, those just being written left for later."""
        known = self._known()
        now_ns = time.time_ns()
        return [
            path
            for path in self._files()
            if (stamp := _stamp(path)) is not None
            and known.get(shown_path(path)) != stamp
            and now_ns - stamp[1] >= settled_s * 1e9
        ]

    def take(self, path: Path, importing: Import) -> ImportReport:
        """Import a file, then remember it as it was before."""
        stamp = _stamp(path)
        done = importing(path)
        if stamp is not None:
            known = {**self._known(), shown_path(path): stamp}
            self._data.write(self._name, json.dumps(known, ensure_ascii=False).encode())
        return done

    def _files(self) -> Iterator[Path]:
        for path in sorted(self._watched.rglob("*")):
            parts = path.relative_to(self._watched).parts
            hidden = any(part.startswith(".") for part in parts)
            if (
                not hidden
                and not path.is_symlink()
                and path.suffix.lower() not in (*_UNFINISHED, *_MEDIA)
            ):
                yield path

    def _known(self) -> Mapping[str, Stamp]:
        if not self._data.exists(self._name):
            return {}
        told = json.loads(self._data.read(self._name))
        return {name: (size, at_ns) for name, (size, at_ns) in told.items()}


def _stamp(path: Path) -> Stamp | None:
    """None for what is no file, or is gone already."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if path.is_file() else None
