"""What both Delta tables need: opening, committing files written before, errors one can act on."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Schema, Transaction
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from indexer.errors import Conflict, StorageFailed
from indexer.folder import Folder, with_advice

KEPT = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}
"""Old generations stay readable, what each commit says of itself stays in the log, and the log goes
on naming files that were replaced, so that nothing takes them for strays."""


PREVIOUS = "truyvet.previous"
"""In the words of a commit: the hash of the one before it, so that a changed one is found."""


@dataclass(frozen=True)
class Commit:
    """What one commit adds and takes out: files; and ids no two commits at once may share.

    `metadata` are words of its own.
    """

    adds: Sequence[AddAction]
    app_ids: Sequence[str]
    metadata: Mapping[str, str]
    removes: Sequence[RemoveAction] = ()


def open_table(folder: Folder) -> DeltaTable | None:
    """The table as it is now; None if there is none yet."""
    with as_table_error(folder):
        try:
            return DeltaTable(folder.delta_uri)
        except TableNotFoundError:
            return None


def open_or_create(folder: Folder, schema: pa.Schema, partition_by: Sequence[str]) -> DeltaTable:
    """The table as it is now, made empty (generation 0) if there is none."""
    with as_table_error(folder):
        try:
            return DeltaTable(folder.delta_uri)
        except TableNotFoundError:
            return DeltaTable.create(
                folder.delta_uri,
                Schema.from_arrow(schema),
                mode="ignore",
                partition_by=list(partition_by),
                configuration=KEPT,
            )


def open_at(folder: Folder, version: int) -> DeltaTable:
    """The table as it was at `version`; raises StorageFailed if it never was."""
    with as_table_error(folder):
        return DeltaTable(folder.delta_uri, version=version)


def update(table: DeltaTable, folder: Folder) -> None:
    """Take in what anyone committed since the table was opened."""
    with as_table_error(folder):
        table.update_incremental()


def commit_to(table: DeltaTable, folder: Folder, commit: Commit) -> None:
    """Append one commit to the log. Raises Conflict if another was faster, StorageFailed."""
    words = dict(commit.metadata) | {PREVIOUS: _digest_of(folder, table.version())}
    with as_table_error(folder):
        table.create_write_transaction(
            [*commit.adds, *commit.removes],
            "append",
            table.schema(),
            table.metadata().partition_columns,
            commit_properties=CommitProperties(
                custom_metadata=words,
                app_transactions=[Transaction(app_id, 1) for app_id in commit.app_ids],
            ),
        )


def _digest_of(folder: Folder, version: int) -> str:
    """SHA-256, hex, of a commit as it is written."""
    return hashlib.sha256(folder.read(f"_delta_log/{version:020d}.json")).hexdigest()


def active_files(table: DeltaTable) -> list[dict[str, Any]]:
    """One mapping an active file: path, size_bytes, num_records, min.…, max.…, partition.…."""
    rows: list[dict[str, Any]] = pa.table(table.get_add_actions(flatten=True)).to_pylist()
    return rows


def named_files(table: DeltaTable) -> set[str]:
    """Paths of the files in the table, and of those that were in it once and still lie there."""
    removed = table.vacuum(retention_hours=0, dry_run=True, enforce_retention_duration=False)
    return {file["path"] for file in active_files(table)}.union(removed)


def replaced_files(table: DeltaTable, folder: Folder, older_than: timedelta) -> list[str]:
    """Paths of the files that were taken out of the table longer ago, in whole hours."""
    hours = int(older_than / timedelta(hours=1))
    with as_table_error(folder):
        paths = table.vacuum(hours, dry_run=True, enforce_retention_duration=False)
    held = {file["path"] for file in active_files(table)}
    return sorted(set(paths) - held)


@contextmanager
def as_table_error(folder: Folder) -> Iterator[None]:
    """Turn what deltalake raises into Conflict or StorageFailed, saying where and what to do."""
    try:
        yield
    except (DeltaError, OSError) as error:
        number = _system_number(error)
        if isinstance(error, CommitFailedError) and number is None:
            raise Conflict(f"another process committed to {folder.uri} first; try again") from error
        reason = os.strerror(number) if number else " ".join(str(error).split())
        where = f"cannot use the table {folder.uri}: {reason}"
        raise StorageFailed(with_advice(where, number)) from error


def _system_number(error: Exception) -> int | None:
    """The operating system's error number, which deltalake tells only in its text."""
    told = re.search(r"os error (\d+)", str(error))
    return int(told[1]) if told else None
