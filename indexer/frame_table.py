"""The frame table: the Delta log that says which shards exist, and which tasks made them.

A shard's files are written before and are invisible until their commit; a commit holds whole tasks.
Each task's key is an application transaction, so two processes that do one task at once cannot both
commit it; and each commit names its tasks in its own metadata, where they are read back all at once
(asking the log for one application transaction costs a read of the whole log). The table's version
is the index's generation.
"""

import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pyarrow as pa
from deltalake import DeltaTable

from embeddings.encoder import Fingerprint
from indexer.delta import (
    Commit,
    commit_to,
    named_files,
    open_at,
    open_or_create,
    open_table,
    replaced_files,
    update,
)
from indexer.errors import Conflict, EncoderMismatch, StorageFailed
from indexer.folder import Folder
from indexer.shard import ShardEntry
from indexer.shard_actions import add_action, entries_of, remove_action
from indexer.shard_files import ROWS_SCHEMA

ATTEMPTS = 20
"""Commits tried while other processes commit the same tasks, or the first shard."""
GRACE = timedelta(hours=6)
"""How long files may lie uncommitted before a sweep takes them for a killed run's."""
KEPT_GENERATIONS = 8
"""Lists of shards kept in memory, of the generations last asked for."""

_SCHEMA = ROWS_SCHEMA.append(pa.field("day", pa.string(), nullable=False))
_TASKS = "truyvet.tasks"
_REPLACED = "truyvet.replaced"
_SWAPPED = "truyvet.swapped"
_TURN = "truyvet.frames"
"""An application transaction in every commit: none is made upon a generation that is no longer the
newest, so that no shard comes beside those of another encoder."""


class FrameTable:
    """The shards of one data folder. Safe for several threads and processes."""

    def __init__(self, data: Folder) -> None:
        """Name the table; it comes into being with the first commit."""
        self._data = data
        self._folder = data.child("frames")
        self._lock = threading.RLock()
        self._table: DeltaTable | None = None
        self._shards: dict[int, tuple[ShardEntry, ...]] = {}
        self._tasks: set[str] = set()
        self._tasks_version = -1

    def generation(self) -> int:
        """The newest generation; −1 if nothing was ever committed."""
        with self._lock:
            table = self._newest()
            return -1 if table is None else table.version()

    def shards(self, generation: int | None = None) -> tuple[ShardEntry, ...]:
        """The shards of the newest generation, or of an older one, by day and stem.

        Raises StorageFailed for a generation that never was.
        """
        with self._lock:
            table = self._newest()
            if table is None:
                return ()
            wanted = table.version() if generation is None else generation
            if wanted not in self._shards:
                at = table if wanted == table.version() else open_at(self._folder, wanted)
                self._shards[wanted] = entries_of(at)
                for old in sorted(self._shards)[:-KEPT_GENERATIONS]:
                    self._shards.pop(old if old != wanted else max(self._shards))
            return self._shards[wanted]

    def region_count(self, generation: int | None = None) -> int:
        """How many regions the shards of a generation hold."""
        return sum(entry.rows for entry in self.shards(generation))

    def fingerprint(self) -> Fingerprint | None:
        """The encoder all shards were made with; None while there is no shard."""
        return next((entry.fingerprint for entry in self.shards()), None)

    def committed(self, task_keys: Iterable[str]) -> set[str]:
        """Which of these tasks are committed, those without any region included."""
        return self.tasks().intersection(task_keys)

    def commit(self, tasks: Mapping[str, Sequence[ShardEntry]]) -> int:
        """Commit whole tasks, those already committed left out; returns the generation then.

        A task without shards is noted too, so that it is not done again. Raises EncoderMismatch,
        StorageFailed (files missing, disk full), and Conflict when others keep being faster.
        """
        for _ in range(ATTEMPTS):
            try:
                return self._commit_missing(tasks)
            except Conflict:
                continue
        raise Conflict(
            f"other processes keep committing the same tasks to {self._folder.uri}; "
            "let them end, then run it again"
        )

    def replace(self, old: Sequence[ShardEntry], new: Sequence[ShardEntry]) -> int:
        """Put new shards in the place of old ones in one commit; returns the generation then.

        The old files stay, for the generations that name them. Raises Conflict if an old one is no
        longer there or another process replaces it at the same time, StorageFailed.
        """
        with self._lock:
            for _ in range(ATTEMPTS):
                seen = self.generation()
                held = {entry.stem for entry in self.shards()}
                if not {entry.stem for entry in old} <= held:
                    break
                self._check_encoder(new)
                with suppress(Conflict):
                    return self._exchange(old, new, {_REPLACED: str(len(old))}, seen)
            raise Conflict(f"another process merged shards of {self._folder.uri} first")

    def swap(
        self, old: Sequence[ShardEntry], new: Sequence[ShardEntry], tasks: Iterable[str] = ()
    ) -> int:
        """Put new shards, of any one encoder, in the place of all there are, `old`, in one commit.

        `tasks` are those the new shards were made by. Raises Conflict if there are other shards
        than `old` by now; StorageFailed.
        """
        with self._lock:
            seen = self.generation()
            if set(self.shards()) != set(old):
                raise Conflict(f"shards were added to {self._folder.uri} or merged meanwhile")
            if len({entry.fingerprint for entry in new}) != 1:
                raise EncoderMismatch("shards of one encoder are needed to take others' place")
            words = {_SWAPPED: "1", _TASKS: json.dumps(sorted(tasks))}
            return self._exchange(old, new, words, seen)

    def before_swap(self) -> tuple[ShardEntry, ...]:
        """The shards that the latest swap took out; none if there never was one."""
        with self._lock:
            table = self._newest()
            for words in table.history() if table is not None else []:
                if _SWAPPED in words:
                    return self.shards(int(words["version"]) - 1)
            return ()

    def tasks(self) -> set[str]:
        """The keys of all tasks that were ever committed."""
        with self._lock:
            table = self._newest()
            if table is not None:
                self._read_tasks(table)
            return set(self._tasks)

    def forget(self, older_than: timedelta) -> list[str]:
        """Remove files of shards that were replaced longer ago; returns their names.

        Generations that name them can no longer be asked for those shards.
        """
        with self._lock:
            table = self._newest()
            rows = replaced_files(table, self._folder, older_than) if table is not None else []
            names = [name for path in rows for name in _files_at(path)]
            gone = [name for name in names if self._data.exists(name)]
            for name in gone:
                self._data.remove(name)
            return gone

    def sweep(self, older_than: timedelta = GRACE) -> list[str]:
        """Remove files that no commit ever named, last written longer ago; returns their names.

        With `timedelta(0)`, only while no other process indexes into this folder.
        """
        with self._lock:
            table = self._newest()
            known = _known_files(table) if table is not None else set()
            before = datetime.now(UTC) - older_than
            strays = [
                name
                for name in self._shard_files()
                if name not in known and self._data.modified(name) <= before
            ]
            for name in strays:
                self._data.remove(name)
            return strays

    def _newest(self) -> DeltaTable | None:
        """The table brought up to the newest commit of anyone."""
        if self._table is None:
            self._table = open_table(self._folder)
        else:
            update(self._table, self._folder)
        return self._table

    def _commit_missing(self, tasks: Mapping[str, Sequence[ShardEntry]]) -> int:
        with self._lock:
            self._table = self._newest() or open_or_create(self._folder, _SCHEMA, ["day"])
            seen = self._table.version()
            done = self.committed(tasks)
            new = {key: shards for key, shards in tasks.items() if key not in done}
            if new:
                self._commit(self._prepare(new), seen)
            return self.generation()

    def _prepare(self, tasks: Mapping[str, Sequence[ShardEntry]]) -> Commit:
        """The commit of these tasks upon the newest generation."""
        entries = {entry.stem: entry for shards in tasks.values() for entry in shards}
        self._check_encoder(entries.values())
        self._check_files(entries.values())
        return Commit(
            adds=[add_action(entry) for entry in entries.values()],
            app_ids=[_TURN, *sorted(tasks)],
            metadata={_TASKS: json.dumps(sorted(tasks))},
        )

    def _exchange(
        self,
        old: Sequence[ShardEntry],
        new: Sequence[ShardEntry],
        words: Mapping[str, str],
        seen: int,
    ) -> int:
        """One commit that takes out the old shards and brings in the new ones."""
        self._check_files(new)
        commit = Commit(
            adds=[add_action(entry) for entry in new if entry not in old],
            app_ids=[_TURN],
            metadata=words,
            removes=[remove_action(entry) for entry in old if entry not in new],
        )
        self._commit(commit, seen)
        return self.generation()

    def _commit(self, commit: Commit, seen: int) -> None:
        """Commit upon the generation that was `seen` when all was decided, or raise Conflict."""
        assert self._table is not None, "a generation of it was seen"
        if self._table.version() != seen:
            raise Conflict(f"another process committed to {self._folder.uri} first; try again")
        commit_to(self._table, self._folder, commit)

    def _read_tasks(self, table: DeltaTable) -> None:
        """Take in the tasks of the commits not read yet."""
        unread = table.version() - self._tasks_version
        for words in table.history(unread) if unread else []:
            self._tasks.update(json.loads(words.get(_TASKS, "[]")))
        self._tasks_version = table.version()

    def _check_encoder(self, entries: Iterable[ShardEntry]) -> None:
        given = {entry.fingerprint for entry in entries}
        held = self.fingerprint()
        if len(given | ({held} - {None})) > 1:
            raise EncoderMismatch(
                f"{self._data.uri} holds regions of encoder {(held or min(given))[:12]}, and these "
                f"are of {max(given - {held})[:12]}: vectors of two encoders cannot be compared; "
                "index with the model the folder was made with (leave --model out), or make all of "
                "it anew with `truyvet reindex --model NAME`"
            )

    def _check_files(self, entries: Iterable[ShardEntry]) -> None:
        for entry in entries:
            for name, size in (
                (entry.rows_name, entry.rows_bytes),
                (entry.vectors_name, entry.vectors_bytes),
            ):
                if self._data.size(name) != size:
                    raise StorageFailed(
                        f"{name} in {self._data.uri} is not whole, so it was not committed; "
                        "run the same again"
                    )

    def _shard_files(self) -> list[str]:
        """All files where shards lie, Delta's own log left out."""
        frames = (f"frames/{name}" for name in self._folder.names())
        vectors = (f"vectors/{name}" for name in self._data.child("vectors").names())
        return [*(name for name in frames if "/_delta_log/" not in name), *vectors]


def _known_files(table: DeltaTable) -> set[str]:
    """Names of the files of every shard that any commit named, those since removed included."""
    return {name for path in named_files(table) for name in _files_at(path)}


def _files_at(path: str) -> tuple[str, str, str]:
    """A shard's files by its path in the table: rows, vectors, quantised codes if it has some."""
    beside = f"vectors/{path.removesuffix('.parquet')}"
    return f"frames/{path}", f"{beside}.faiss", f"{beside}.quantised"
