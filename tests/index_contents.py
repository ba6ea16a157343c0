"""All that an index holds, to be compared with another: the regions and their vectors."""

from pathlib import Path

import numpy as np

from indexer.folder import Folder
from indexer.frame_table import FrameTable
from indexer.region import Region
from indexer.shard import verify_shard
from indexer.shard_reader import ShardReader


def contents(data: Path) -> tuple[list[Region], list[bytes]]:
    """All regions in order, and the bytes of their vectors; every shard is whole."""
    folder = Folder(data)
    regions, vectors = [], []
    for entry in FrameTable(folder).shards():
        verify_shard(folder, entry)
        reader = ShardReader(folder, entry)
        rows = np.arange(entry.rows)
        regions += reader.regions(rows)
        vectors += [row.tobytes() for row in reader.vectors(rows)]
    order = sorted(range(len(regions)), key=lambda n: (regions[n].captured_at_ms, regions[n].box))
    return [regions[n] for n in order], [vectors[n] for n in order]


def check_no_strays(data: Path) -> None:
    """Every file of a shard is known to the log, and the other way round."""
    entries = FrameTable(Folder(data)).shards()
    named = {name for entry in entries for name in (entry.rows_name, entry.vectors_name)}
    kept = {
        str(path.relative_to(data))
        for part in ("frames", "vectors")
        for path in (data / part).rglob("*")
        if path.is_file() and "_delta_log" not in path.parts
    }
    assert kept == named, "files that the log does not know, or the other way round"
