"""Many days of a made district, written as the service leaves them, in steps that can be repeated.

Each day lies in merged shards of some cameras each, as `truyvet merge` makes them, so that no more
than one shard's rows are ever in memory. A shard that was committed is not made again.
"""

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from _bench import note
from _rows import ROWS_A_CAMERA, District

from indexer.folder import Folder
from indexer.frame_table import FrameTable
from indexer.merge import MERGED_ROWS
from indexer.shard import ShardEntry

SPARE_BYTES = 15_000_000_000
"""Left free on the disk, whatever happens."""
_TOLD = "told.json"


@dataclass(frozen=True)
class Month:
    """`days` days of a district in a folder; one day of the district is `District(…, day=n)`."""

    district: District
    days: int
    folder: Path

    @property
    def data(self) -> Folder:
        """The data folder."""
        return Folder(self.folder / "data")

    @property
    def rows(self) -> int:
        """How many rows are written."""
        return FrameTable(self.data).region_count()

    def on(self, day: int) -> District:
        """The district of one of its days."""
        return replace(self.district, day=day)

    def build(self, stop_after_s: float) -> bool:
        """Make what is missing; whether all of it is there, False where the time was over first.

        Raises SystemExit where the disk has not enough room.
        """
        table, began = FrameTable(self.data), time.monotonic()
        missing = [part for part in self._parts() if not table.committed([_key(*part)])]
        for number, (day, cameras) in enumerate(missing):
            if time.monotonic() - began > stop_after_s:
                note(f"{len(missing) - number} shards are still to be made")
                return False
            self._check_room()
            self._make(table, day, cameras)
        return True

    def shards(self) -> tuple[tuple[ShardEntry, ...], tuple[ShardEntry, ...]]:
        """Those of the first day, and all."""
        every = FrameTable(self.data).shards()
        return tuple(entry for entry in every if entry.day == every[0].day), every

    def made_per_s(self) -> float:
        """Rows made, written and committed a second, of all steps together."""
        told = self._told()
        return told["rows"] / told["seconds"]

    def stored_bytes(self) -> int:
        """Of all files of the data folder."""
        return sum(self.data.size(name) or 0 for name in self.data.names())

    def _parts(self) -> Iterator[tuple[int, range]]:
        """Day and cameras of each shard."""
        each = MERGED_ROWS // ROWS_A_CAMERA
        for day in range(self.days):
            for first in range(0, self.district.cameras, each):
                yield day, range(first, min(first + each, self.district.cameras))

    def _make(self, table: FrameTable, day: int, cameras: range) -> None:
        district = self.on(day)
        vectors = district.seen(cameras)
        began = time.perf_counter()
        entries = district.write(self.data, district.rows_seen_by(cameras), vectors)
        table.commit({_key(day, cameras): entries})
        seconds = time.perf_counter() - began
        told = self._told()
        told = {"rows": told["rows"] + len(vectors), "seconds": told["seconds"] + seconds}
        (self.folder / _TOLD).write_text(json.dumps(told))
        note(f"day {day + 1}, cameras {cameras.start}–{cameras.stop - 1}: {seconds:.0f} s")

    def _told(self) -> dict[str, float]:
        """Rows written by the steps so far, and the seconds it took."""
        path = self.folder / _TOLD
        return json.loads(path.read_text()) if path.exists() else {"rows": 0.0, "seconds": 0.0}

    def _check_room(self) -> None:
        free = shutil.disk_usage(self.folder).free
        if free < SPARE_BYTES:
            raise SystemExit(
                f"only {free / 1e9:.0f} GB are free where {self.folder} is, and "
                f"{SPARE_BYTES / 1e9:.0f} GB are to be left: name another folder in "
                "TRUYVET_BENCH_FOLDER, or fewer days in TRUYVET_BENCH_DAYS"
            )


def _key(day: int, cameras: range) -> str:
    return f"day {day}, cameras {cameras.start}–{cameras.stop - 1}"
