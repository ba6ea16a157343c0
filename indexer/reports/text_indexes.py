"""The text indexes of one data folder: the one that answers, the one before it, one being built.

A new index is built beside the one that answers; one atomic step then makes it the one that
answers. One for a while (`passing`) never answers, and is gone after use. SQLite's are files, and
`text-index.json` names the two that count; in Elasticsearch two aliases do. `FollowingIndex` is a
text index that is always the one that answers.
"""

import json
import re
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from indexer.errors import ReindexRefused
from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.reports.dead_letters import Refused
from indexer.reports.report import Report
from indexer.reports.sqlite_index import SqliteReportIndex
from indexer.reports.text_index import Facets, ReportIndex, ReportQuery, TextHit

LOOK_S = 1.0
"""For so long the index that answered last is asked again without looking for a newer one: it
stays whole when it is swapped out."""
_FIRST = "text.sqlite"
_POINTER = "text-index.json"
_FILE = re.compile(r"(text(?:-\d+)?\.sqlite)(?:-wal|-shm)?")


class TextIndexes(Protocol):
    """Text indexes by name. Raises TextIndexFailed, StorageFailed."""

    def current(self) -> str:
        """The one that answers."""
        ...

    def previous(self) -> str | None:
        """The one that answered before it, kept whole; None if there is none."""
        ...

    def open(self, name: str) -> ReportIndex:
        """The index of that name, made empty where there is none."""
        ...

    def begin(self) -> str:
        """The name of a new index; what an earlier, unfinished one left is removed."""
        ...

    def swap(self, name: str) -> None:
        """Make it the one that answers, in one step; the one before it is kept, older ones go."""
        ...

    def passing(self) -> AbstractContextManager[ReportIndex]:
        """An empty index beside them, which ranks as they do and is gone after use."""
        ...


class SqliteTextIndexes:
    """Files of a local folder."""

    def __init__(self, folder: Folder) -> None:
        """Keep them in this folder."""
        self._folder = folder

    def current(self) -> str:
        """The file that answers."""
        return self._pointer()[0]

    def previous(self) -> str | None:
        """The file that answered before."""
        return self._pointer()[1]

    def open(self, name: str) -> SqliteReportIndex:
        """Open a file."""
        return SqliteReportIndex(self._folder.local_path(name))

    def begin(self) -> str:
        """A file of a number that none has."""
        kept = {name for name in self._pointer() if name}
        self._remove_but(kept)
        numbers = [int(Path(name).stem.partition("-")[2] or 1) for name in kept]
        return f"text-{max(numbers) + 1}.sqlite"

    def swap(self, name: str) -> None:
        """Write the pointer; then remove the files that it no longer names."""
        kept = (name, self.current())
        self._folder.write(_POINTER, json.dumps(dict(zip(_PLACES, kept, strict=True))).encode())
        self._remove_but(set(kept))

    def passing(self) -> AbstractContextManager[SqliteReportIndex]:
        """A file in a folder of its own."""
        return passing_file()

    def _pointer(self) -> tuple[str, str | None]:
        if not self._folder.exists(_POINTER):
            return _FIRST, None
        told = json.loads(self._folder.read(_POINTER))
        return told["current"], told["previous"]

    def _remove_but(self, kept: set[str]) -> None:
        for name in self._folder.names():
            found = _FILE.fullmatch(name)
            if found and found[1] not in kept:
                self._folder.remove(name)


_PLACES = ("current", "previous")


@contextmanager
def passing_file() -> Iterator[SqliteReportIndex]:
    """An empty index in a temporary file, gone after use."""
    with tempfile.TemporaryDirectory(prefix="truyvet-past-") as folder:
        made = SqliteReportIndex(Path(folder) / _FIRST)
        try:
            yield made
        finally:
            made.close()


class FollowingIndex:
    """The text index that answers, also after another has been put in its place.

    Safe for several threads.
    """

    def __init__(self, indexes: TextIndexes) -> None:
        """Open the one that answers now."""
        self.indexes = indexes
        self._lock = threading.Lock()
        self._name = indexes.current()
        self._index = indexes.open(self._name)
        self._looked = time.monotonic()
        self._outlived: list[ReportIndex] = []

    def settled(self) -> ReportIndex:
        """The very index that answers now, whatever is put in its place later."""
        return self._now(within_s=0.0)

    def add(self, reports: Sequence[Report], generation: int) -> Sequence[Refused]:
        """Add or replace reports in the one that answers."""
        return self.settled().add(reports, generation)

    def remove(self, reports: Iterable[ReportId], generation: int) -> None:
        """Take reports out of the one that answers."""
        self.settled().remove(reports, generation)

    def search(self, query: ReportQuery, limit: int) -> list[TextHit]:
        """The best reports."""
        return self._now().search(query, limit)

    def count(self, query: ReportQuery) -> int:
        """How many reports are in the scope of the query."""
        return self._now().count(query)

    def facets(self, query: ReportQuery) -> Facets:
        """What the reports in scope are."""
        return self._now().facets(query)

    def generation(self) -> int:
        """The log generation that the one that answers has reached."""
        return self._now().generation()

    def clear(self) -> None:
        """Empty the one that answers."""
        self.settled().clear()

    def close(self) -> None:
        """Let go of it, and of those that answered before and may still have been in use."""
        with self._lock:
            for index in (self._index, *self._outlived):
                index.close()

    def _now(self, within_s: float | None = None) -> ReportIndex:
        with self._lock:
            if time.monotonic() - self._looked >= (LOOK_S if within_s is None else within_s):
                name = self.indexes.current()
                if name != self._name:
                    self._outlived.append(self._index)
                    self._index, self._name = self.indexes.open(name), name
                self._looked = time.monotonic()
            return self._index


def roll_back_text(indexes: TextIndexes) -> str:
    """Make the index before the latest swap answer again; its name. Done again, it returns.

    Raises ReindexRefused where there is none.
    """
    before = indexes.previous()
    if before is None:
        raise ReindexRefused("the text index was never reindexed: there is nothing to go back to")
    indexes.swap(before)
    return before
