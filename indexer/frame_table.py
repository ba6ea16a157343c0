"""The frame table: the Delta log that says which shards exist, and which tasks made them.

A shard's files are written before and are invisible until their commit; a commit holds whole tasks.
Each task's key is an application transaction, so two processes that do one task at once cannot both
commit it; and each commit names its tasks in its own metadata, where they are read back all at once
(asking the log for one application transaction costs a read of the whole log). The table's version
is the index's generation.
"""

import json
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.transaction import AddAction

from embeddings.encoder import Fingerprint
from indexer.delta import (
    Commit,
    active_files,
    commit_to,
    named_files,
    open_at,
    open_or_create,
    open_table,
    update,
)
from indexer.errors import Conflict, EncoderMismatch, StorageFailed
from indexer.folder import Folder
from indexer.ids import CameraId
from indexer.shard import ShardEntry
from indexer.shard_files import ROWS_SCHEMA

ATTEMPTS = 20
"""Commits tried while other processes commit the same tasks, or the first shard."""
GRACE = timedelta(hours=6)
"""How long files may lie uncommitted before a sweep takes them for a killed run's."""
KEPT_GENERATIONS = 8
"""Lists of shards kept in memory, of the generations last asked for."""

_SCHEMA = ROWS_SCHEMA.append(pa.field("day", pa.string(), nullable=False))
_TASKS = "truyvet.tasks"
_FIRST = "truyvet.encoder"
"""The application transaction of the commit that brings the first shard, and so the encoder."""


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
                self._shards[wanted] = _entries(at)
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
        with self._lock:
            table = self._newest()
            if table is not None:
                self._read_tasks(table)
            return self._tasks.intersection(task_keys)

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
            done = self.committed(tasks)
            new = {key: shards for key, shards in tasks.items() if key not in done}
            if new:
                commit_to(self._table, self._folder, self._prepare(new))
            return self.generation()

    def _prepare(self, tasks: Mapping[str, Sequence[ShardEntry]]) -> Commit:
        """The commit of these tasks upon the newest generation."""
        entries = {entry.stem: entry for shards in tasks.values() for entry in shards}
        self._check_encoder(entries.values())
        self._check_files(entries.values())
        first = [_FIRST] if entries and not self.shards() else []
        return Commit(
            adds=[_add_action(entry) for entry in entries.values()],
            app_ids=[*first, *sorted(tasks)],
            metadata={_TASKS: json.dumps(sorted(tasks))},
        )

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
                "index with the model the folder was made with, or into a new folder (--data DIR)"
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


def _entries(table: DeltaTable) -> tuple[ShardEntry, ...]:
    entries = [_entry(file) for file in active_files(table)]
    return tuple(sorted(entries, key=lambda entry: (entry.day, entry.stem)))


def _entry(file: Mapping[str, Any]) -> ShardEntry:
    stem = PurePosixPath(file["path"]).stem
    return ShardEntry(
        stem=stem,
        day=file["partition.day"],
        rows=file["num_records"],
        min_camera=CameraId(file["min.camera"]),
        max_camera=CameraId(file["max.camera"]),
        min_captured_at_ms=file["min.captured_at_ms"],
        max_captured_at_ms=file["max.captured_at_ms"],
        rows_bytes=file["size_bytes"],
        rows_sha256=stem,
        vectors_bytes=file["min.vectors_bytes"],
        vectors_sha256=file["min.vectors_sha256"],
        fingerprint=Fingerprint(file["min.fingerprint"]),
        dim=file["min.dim"],
    )


def _add_action(entry: ShardEntry) -> AddAction:
    same: dict[str, Any] = {
        "vectors_bytes": entry.vectors_bytes,
        "vectors_sha256": entry.vectors_sha256,
        "fingerprint": entry.fingerprint,
        "dim": entry.dim,
    }
    low = {"camera": entry.min_camera, "captured_at_ms": entry.min_captured_at_ms, **same}
    high = {"camera": entry.max_camera, "captured_at_ms": entry.max_captured_at_ms, **same}
    statistics = {
        "numRecords": entry.rows,
        "minValues": low,
        "maxValues": high,
        "nullCount": dict.fromkeys(low, 0),
    }
    return AddAction(
        path=entry.rows_name.removeprefix("frames/"),
        size=entry.rows_bytes,
        partition_values={"day": entry.day},
        modification_time=int(time.time() * 1000),
        data_change=True,
        stats=json.dumps(statistics),
    )


def _known_files(table: DeltaTable) -> set[str]:
    """Names of both files of every shard that any commit named, those since removed included."""
    rows = [f"frames/{path}" for path in named_files(table)]
    vectors = [
        f"vectors/{path.removeprefix('frames/').removesuffix('.parquet')}.faiss" for path in rows
    ]
    return {*rows, *vectors}
