"""The shards a retriever has open: mapped into memory once, let go when no search asks for them.

Cameras have numbers here, so that a question looks each of its cameras up once and not once a
shard.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.folder import Folder
from indexer.frame_table import KEPT_GENERATIONS
from indexer.ids import CameraId
from indexer.shard import ShardEntry
from indexer.shard_reader import ShardReader
from search.bounds import Bounds

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class OpenShard:
    """A shard's reader, and by a camera's number its list in that shard, −1 where it has none.

    Last stands another −1, for all cameras that were numbered later.
    """

    entry: ShardEntry
    reader: ShardReader
    lists: Numbers

    def lists_of(self, numbers: Numbers) -> Numbers:
        """The lists of those of these cameras that the shard has."""
        found = self.lists.take(numbers, mode="clip")
        return found[found >= 0]


class OpenShards:
    """Open shards by stem. Safe for several threads."""

    def __init__(self, data: Folder) -> None:
        """Of this folder; none is open yet."""
        self._data = data
        self._lock = threading.Lock()
        self._open: dict[str, OpenShard] = {}
        self._numbers: dict[CameraId, int] = {}
        self._asked: list[Bounds] = []

    def keep(self, shards: Sequence[ShardEntry]) -> Bounds:
        """Note that these are searched now, and close what the last generations searched lack.

        A generation is known by its list of shards itself, as the frame table hands it out. A
        search that still reads a shard closed here holds it until it is done.
        """
        last = self._asked[-1:]
        if last and last[0].entries is shards:
            return last[0]
        with self._lock:
            known = next((asked for asked in self._asked if asked.entries is shards), None)
            bounds = known or Bounds.of(shards)
            earlier = [asked for asked in self._asked if asked is not known]
            self._asked = [*earlier[1 - KEPT_GENERATIONS :], bounds]
            kept = {entry.stem for asked in self._asked for entry in asked.entries}
            self._open = {stem: shard for stem, shard in self._open.items() if stem in kept}
            return bounds

    def open(self, entry: ShardEntry) -> OpenShard:
        """A shard, opened if it is not; raises DamagedShard, StorageFailed."""
        if known := self._open.get(entry.stem):
            return known
        with self._lock:
            if entry.stem not in self._open:
                reader = ShardReader(self._data, entry)
                own = [*map(self._number, reader.cameras())]
                lists = np.full(len(self._numbers) + 1, -1)
                lists[own] = np.arange(len(own))
                self._open[entry.stem] = OpenShard(entry, reader, lists)
            return self._open[entry.stem]

    def numbers_of(self, cameras: Sequence[CameraId]) -> Numbers:
        """The numbers of these cameras, each once; those that no open shard has get new ones."""
        numbers = dict.fromkeys(map(self._numbers.get, cameras))
        if None in numbers:
            with self._lock:
                numbers = dict.fromkeys(map(self._number, cameras))
        return np.array([*numbers], np.int64)

    def _number(self, camera: CameraId) -> int:
        return self._numbers.setdefault(camera, len(self._numbers))

    def __len__(self) -> int:
        """How many are open."""
        return len(self._open)
