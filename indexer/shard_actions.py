"""Shards as files of the frame table: what Delta's log says of each, and back again."""

import json
import time
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from deltalake import DeltaTable
from deltalake.transaction import AddAction, RemoveAction

from embeddings.encoder import Fingerprint
from indexer.delta import active_files
from indexer.ids import CameraId
from indexer.shard import ShardEntry


def entries_of(table: DeltaTable) -> tuple[ShardEntry, ...]:
    """The shards of a table, by day and stem."""
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


def add_action(entry: ShardEntry) -> AddAction:
    """The action that brings a shard into the table, with what is pruned by as statistics."""
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
        path=_path(entry),
        size=entry.rows_bytes,
        partition_values={"day": entry.day},
        modification_time=int(time.time() * 1000),
        data_change=True,
        stats=json.dumps(statistics),
    )


def remove_action(entry: ShardEntry) -> RemoveAction:
    """The action that takes a replaced shard out of the table; its files stay."""
    return RemoveAction(
        path=_path(entry),
        data_change=False,
        deletion_timestamp=int(time.time() * 1000),
        size=entry.rows_bytes,
        partition_values={"day": entry.day},
    )


def _path(entry: ShardEntry) -> str:
    return entry.rows_name.removeprefix("frames/")
