"""Merging: the many small shards of a day become few large ones, each of its own cameras.

Shards are merged in tiers: those of about one size together, once there are FAN_IN of them, so
that a row is written again once a tier and not once a merge. A day that is over is merged whole.
Rows and vectors are copied bit for bit, and a merged shard takes the place of its parts in one
commit: searches at older generations go on with the old files.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from indexer.errors import Conflict
from indexer.folder import Folder
from indexer.frame_table import FrameTable
from indexer.ids import CameraId
from indexer.progress import NoProgress, Progress
from indexer.region import Region, sort_key
from indexer.shard import ShardEntry, write_shard
from indexer.shard_files import region_table
from indexer.shard_reader import ShardReader

MERGED_ROWS = 1 << 18
"""Rows of a merged shard, all of which are in memory while it is made."""
LARGE_ROWS = MERGED_ROWS // 2
"""Shards of so many rows are large enough and stay as they are."""
FAN_IN = 4
"""Shards of one tier that are merged at once; a tier's shards are FAN_IN times the one below's."""


@dataclass(frozen=True)
class Merged:
    """What became of one day's shards that were merged together."""

    day: str
    before: int
    after: int
    rows: int


def merge(
    data: Folder,
    table: FrameTable,
    today: date | None = None,
    progress: Progress | None = None,
) -> list[Merged]:
    """Merge what is to be merged of every day, each group in a commit of its own.

    `today` (UTC) is the day that still grows. A group that another process merges at the same time
    is left to it. Raises DamagedShard, which leaves that group as it was, and StorageFailed.
    """
    growing = (today or datetime.now(UTC).date()).isoformat()
    groups = list(_groups(table.shards(), growing))
    done: list[Merged] = []
    with (progress or NoProgress()).stage("merging shards", len(groups)) as stage:
        for group in groups:
            try:
                done.append(_merge_group(data, table, group))
            except Conflict:
                stage.note(f"{group[0].day} is merged by another process")
            stage.advance()
    return done


def _groups(shards: Sequence[ShardEntry], growing: str) -> Iterator[list[ShardEntry]]:
    """The shards to merge together: of a day that is over all small ones, else tier by tier."""
    days: dict[str, list[ShardEntry]] = defaultdict(list)
    for entry in shards:
        if entry.rows < LARGE_ROWS:
            days[entry.day].append(entry)
    for day, small in sorted(days.items()):
        if day < growing:
            yield from [small] if len(small) > 1 else []
        else:
            yield from (tier for tier in _tiers(small).values() if len(tier) >= FAN_IN)


def _tiers(small: Sequence[ShardEntry]) -> Mapping[int, list[ShardEntry]]:
    tiers: dict[int, list[ShardEntry]] = defaultdict(list)
    for entry in small:
        tiers[int(math.log(max(entry.rows, 1), FAN_IN))].append(entry)
    return tiers


def _merge_group(data: Folder, table: FrameTable, group: Sequence[ShardEntry]) -> Merged:
    readers = [ShardReader(data, entry) for entry in group]
    parts = list(_camera_parts(readers))
    new = [_write_part(data, readers, cameras) for cameras in parts]
    table.replace(group, new)
    rows = sum(entry.rows for entry in group)
    return Merged(group[0].day, len(group), len(new), rows)


def _camera_parts(readers: Sequence[ShardReader]) -> Iterator[list[CameraId]]:
    """All cameras in their order, in parts of at most MERGED_ROWS rows, or one camera."""
    counts: dict[CameraId, int] = defaultdict(int)
    for reader in readers:
        for camera, count in reader.cameras().items():
            counts[camera] += count
    part: list[CameraId] = []
    rows = 0
    for camera in sorted(counts):
        if part and rows + counts[camera] > MERGED_ROWS:
            yield part
            part, rows = [], 0
        part.append(camera)
        rows += counts[camera]
    yield part


def _write_part(
    data: Folder, readers: Sequence[ShardReader], cameras: Sequence[CameraId]
) -> ShardEntry:
    """One merged shard of these cameras."""
    regions: list[Region] = []
    parts = []
    for reader in readers:
        own, vectors = reader.fetch(reader.rows_of(cameras))
        regions += own
        parts.append(vectors.astype("<f2"))
    codes = np.concatenate(parts)
    order = sorted(range(len(regions)), key=lambda number: sort_key(regions[number]))
    entry = readers[0].entry
    return write_shard(
        data,
        date.fromisoformat(entry.day),
        region_table([regions[number] for number in order]),
        np.ascontiguousarray(codes[order]),
        entry.fingerprint,
    )
