"""Every file of a data folder against what is known of it: hashes, and what the logs say.

Shards: all bytes by their SHA-256, and what the frame table's log says of each by what is in it.
The footage log's files carry their hash in their names; a row of the report log carries a digest.
A commit of ours names the hash of the one before it, so that changed words in a log are found, too.
"""

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

import pyarrow.parquet as pq

from indexer.delta import PREVIOUS, active_files, open_table
from indexer.errors import IndexerError
from indexer.folder import Folder
from indexer.frame_table import FrameTable
from indexer.ids import from_ms
from indexer.parquet import read_columns
from indexer.progress import Progress
from indexer.reports.row import digest, to_report
from indexer.shard import ShardEntry, damaged, verify_shard
from indexer.shard_reader import ShardReader

_JSON = (
    "cameras.json", "places.json", "model.json", "report-vectors.json", "reports/text-index.json",
)  # fmt: skip
_LOGS = ("frames", "footage", "reports/log")


@dataclass(frozen=True)
class Verified:
    """How many shards and files were checked, the shards that are damaged, and other faults."""

    shards: int
    files: int
    damaged: tuple[str, ...]
    faults: tuple[str, ...]


def verify(data: Folder, progress: Progress) -> Verified:
    """Read everything; a fault names its file, and its shard where it is one's. Never raises."""
    shards, faults, broken = _shards(data)
    with progress.stage("checking shards", total=len(shards)) as stage:
        for entry in shards:
            broken += _told(partial(_check_shard, data, entry))
            stage.advance()
    checks: list[Callable[[], None]] = [
        *(partial(_check_log, data.child(log)) for log in _LOGS),
        *(partial(_check_json, data, name) for name in _JSON),
        *_rows_checks(data),
    ]
    with progress.stage("checking logs", total=len(checks)) as stage:
        for check in checks:
            faults += _told(check)
            stage.advance()
    return Verified(len(shards), len(checks), tuple(broken), tuple(faults))


def _shards(data: Folder) -> tuple[tuple[ShardEntry, ...], list[str], list[str]]:
    """The shards that are searched and those that a rollback would bring back."""
    try:
        table = FrameTable(data)
        kept = {e.stem: e for e in table.before_swap() if data.exists(e.rows_name)}
        return tuple((kept | {e.stem: e for e in table.shards()}).values()), [], []
    except (IndexerError, ValueError, KeyError, TypeError) as error:
        return (), [f"{data.uri}/frames: its log cannot be read: {_line(error)}"], []


def _check_shard(data: Folder, entry: ShardEntry) -> None:
    verify_shard(data, entry)
    reader = ShardReader(data, entry)
    cameras = tuple(reader.cameras())
    with data.open(entry.rows_name) as source:
        file = pq.ParquetFile(source)
        times = read_columns(file, ["captured_at_ms"]).column(0).to_numpy()
        held = file.read_row_group(
            0, ["fingerprint", "dim", "vectors_sha256"], use_threads=False
        ).slice(0, 1)
    (same,) = held.to_pylist()
    logged = {
        "fingerprint": entry.fingerprint, "dim": entry.dim, "vectors_sha256": entry.vectors_sha256,
    }  # fmt: skip
    span = (int(times.min()), int(times.max()))
    if (cameras[0], cameras[-1], *span) != (
        entry.min_camera, entry.max_camera, entry.min_captured_at_ms, entry.max_captured_at_ms,
    ) or same != logged or from_ms(span[0]).date().isoformat() != entry.day:  # fmt: skip
        raise damaged(data, entry, "the log says other things of it than are in it")


def _check_log(folder: Folder) -> None:
    """Every commit is there and can be read, and is the one that the next one names."""
    names = [n for n in folder.child("_delta_log").names() if n.endswith(".json")]
    previous = ""
    for number, name in enumerate(names):
        where = f"{folder.uri}/_delta_log/{name}"
        if name != f"{number:020d}.json":
            raise ValueError(f"{where}: commit {number} is missing before it")
        content = folder.child("_delta_log").read(name)
        told = _commit_words(where, content).get(PREVIOUS)
        if told not in (None, previous):
            raise ValueError(f"{folder.uri}: commit {number - 1} is not what was written")
        previous = hashlib.sha256(content).hexdigest()


def _commit_words(where: str, content: bytes) -> dict[str, str]:
    try:
        actions = [json.loads(line) for line in content.decode().split("\n") if line.strip()]
        words: dict[str, str] = next((a["commitInfo"] for a in actions if "commitInfo" in a), {})
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise ValueError(f"{where}: cannot be read: {_line(error)}") from error
    return words


def _check_json(data: Folder, name: str) -> None:
    if data.exists(name):
        try:
            json.loads(data.read(name))
        except ValueError as error:
            raise ValueError(f"{data.uri}/{name}: is not what was written: {error}") from error


def _rows_checks(data: Folder) -> Iterator[Callable[[], None]]:
    """A check for each file of the footage log and the report log."""
    for log, check in (("footage", _check_named), ("reports/log", _check_digests)):
        folder = data.child(log)
        try:
            table = open_table(folder)
            files = active_files(table) if table is not None else []
        except (IndexerError, ValueError):
            continue  # said by `_check_log`
        for file in files:
            yield partial(check, folder, file["path"])


def _check_named(folder: Folder, path: str) -> None:
    found = hashlib.sha256(folder.read(path)).hexdigest()
    if not found.startswith(PurePosixPath(path).stem.rpartition("-")[2]):
        raise ValueError(f"{folder.uri}/{path}: is not what was written (its SHA-256 differs)")


def _check_digests(folder: Folder, path: str) -> None:
    try:
        rows = read_columns(io.BytesIO(folder.read(path)), None).to_pylist()
        wrong = [row["id"] for row in rows if digest(to_report(row)) != row["digest"]]
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise ValueError(f"{folder.uri}/{path}: cannot be read: {_line(error)}") from error
    if wrong:
        raise ValueError(f"{folder.uri}/{path}: report {wrong[0]} is not what was written")


def _told(check: Callable[[], None]) -> list[str]:
    """What a check finds, in words."""
    try:
        check()
    except (IndexerError, ValueError, KeyError, TypeError, OSError) as error:
        return [_line(error)]
    return []


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
