"""A district's rows without pixels: cameras × one day, for the bench of frame search.

What one camera sees is mostly its own background: rows of one camera have a cosine of about 0.8.
The rest is one of a few dozen kinds of object, and noise; a question asks for one of the kinds.
With `learned`, vectors that a model learned for names of things, kinds and backgrounds are of them:
no longer at right angles to each other.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import EncoderCard
from embeddings.hash_encoder import HashEncoder
from indexer.folder import Folder
from indexer.ids import CameraId, FootageId, Interval
from indexer.region import Region
from indexer.shard import ShardEntry, write_shards
from search.plan import FrameScope

DAY_MS = 86_400_000
START_MS = 1_651_017_600_000  # 2022-04-27T00:00Z
ROWS_A_CAMERA = 500
KINDS = 64
_SHIFT = 28
"""A day has fewer milliseconds than 2 to this."""
_BACKGROUND, _OBJECT, _NOISE = 0.8, 0.12, 0.08
"""Shares of a row's squared length."""

Rows = NDArray[np.int64]
Unit = NDArray[np.float32]

SHARES: dict[str, tuple[float, float]] = {
    "A": (0.01, 3 * 3_600_000),
    "B": (0.1, 6 * 3_600_000),
    "C": (1.0, 3 * 3_600_000),
    "D": (1.0, DAY_MS),
    "E": (0.0, 10 * 60_000),
}
"""By scope: the share of the cameras (0: a single one), and for how many milliseconds."""


@dataclass(frozen=True)
class Question:
    """A query, shape (dim,), and its scope: as the index takes it, and as camera numbers."""

    query: Unit
    scope: FrameScope
    cameras: Rows
    window: Interval
    every_camera: bool


@dataclass(frozen=True)
class District:
    """Sizes of a made district; the same for the same sizes.

    `learned` is a folder of vectors (`*.npy`, each (n, dim)) to make rows of, or None. On another
    `day`, the first being 0, the same cameras see other things.
    """

    cameras: int
    dim: int
    learned: Path | None = None
    day: int = 0

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return self.cameras * ROWS_A_CAMERA

    @property
    def start_ms(self) -> int:
        """When its day begins, UTC ms."""
        return START_MS + self.day * DAY_MS

    @cached_property
    def card(self) -> EncoderCard:
        """A card of that width."""
        return HashEncoder(self.dim).card

    @cached_property
    def times(self) -> Rows:
        """When each row was captured, UTC ms, shape (cameras, ROWS_A_CAMERA), ascending."""
        rng = np.random.default_rng([2, self.day])
        return self.start_ms + np.sort(rng.integers(DAY_MS, size=(self.cameras, ROWS_A_CAMERA)))

    @cached_property
    def keys(self) -> Rows:
        """Camera and time of every row as one number, ascending."""
        numbers = np.arange(self.cameras)[:, None] << _SHIFT
        keys: Rows = (numbers | (self.times - self.start_ms)).reshape(-1)
        return keys

    @cached_property
    def kinds(self) -> Unit:
        """What each kind of object looks like, (kinds, dim)."""
        if self.learned is None:
            return _units(np.random.default_rng(3), KINDS, self.dim)
        rows = [np.load(file) for file in sorted(self.learned.glob("*.npy"))]
        found = np.concatenate([part for part in rows if part.shape[1] == self.dim])
        return _unit(found.astype(np.float32))

    def camera(self, number: int) -> CameraId:
        """The id of a camera; ids sort as their numbers do."""
        return CameraId(f"q12-{number:05d}")

    def parts(self) -> Iterator[Unit]:
        """All rows, those of a hundred cameras at once."""
        for first in range(0, self.cameras, 100):
            last = min(first + 100, self.cameras)
            yield self.seen(range(first, last))

    def slices(self, count: int) -> Iterator[Rows]:
        """The day in so many parts: the numbers of the rows of each."""
        part = (self.times.reshape(-1) - self.start_ms) * count // DAY_MS
        return (np.flatnonzero(part == number) for number in range(count))

    def write(self, data: Folder, rows: Rows, vectors: Unit) -> tuple[ShardEntry, ...]:
        """Write these rows as one shard; `vectors` are theirs, or those of all rows."""
        whole, times, base = (0.0, 0.0, 1.0, 1.0), self.times.reshape(-1), self.day * self.cameras
        regions = [
            Region(self.camera(n), at, FootageId(f"{base + n:016x}"), row, whole, "object")
            for n, row, at in zip(
                *(part.tolist() for part in np.divmod(rows, ROWS_A_CAMERA)),
                times[rows].tolist(),
                strict=True,
            )
        ]
        every = len(rows) == len(vectors)
        return write_shards(data, regions, vectors if every else vectors[rows], self.card)

    def row_of(self, region: Region) -> int:
        """The number of a row that was written."""
        camera = int(region.footage, 16) - self.day * self.cameras
        return camera * ROWS_A_CAMERA + region.pts_ms

    def ask(self, scope: str, number: int) -> Question:
        """The numbered question of a scope, each with other cameras and another time."""
        rng = np.random.default_rng([7, ord(scope), number])
        share, length_ms = SHARES[scope]
        count = max(1, round(self.cameras * share))
        chosen = np.sort(rng.choice(self.cameras, count, replace=False))
        after = self.start_ms + int(rng.integers(DAY_MS - length_ms + 1))
        window = Interval(after, after + int(length_ms))
        names = tuple(self.camera(number) for number in chosen.tolist())
        return Question(self._query(rng), FrameScope(names, (window,)), chosen, window, share == 1)

    def rows_of(self, asked: Question) -> Rows:
        """The numbers of all rows in scope, ascending: two searches for each camera."""
        base = asked.cameras << _SHIFT
        lows, highs = (
            np.searchsorted(self.keys, base | edge - self.start_ms)
            for edge in (asked.window.after_ms, asked.window.before_ms)
        )
        lengths = highs - lows
        skipped = np.repeat(lows - (np.cumsum(lengths) - lengths), lengths)
        numbers: Rows = skipped + np.arange(lengths.sum())
        return numbers

    def _query(self, rng: np.random.Generator) -> Unit:
        kind = self.kinds[int(rng.integers(len(self.kinds)))]
        query: Unit = _unit(kind + 0.5 * _units(rng, 1, self.dim)[0])
        return query

    @staticmethod
    def rows_seen_by(cameras: range) -> Rows:
        """The numbers of the rows of some cameras that follow each other."""
        return np.arange(cameras.start * ROWS_A_CAMERA, cameras.stop * ROWS_A_CAMERA)

    def seen(self, cameras: Iterable[int]) -> Unit:
        """The rows of some cameras, camera by camera, shape (n, dim)."""
        return np.concatenate([self._seen(number) for number in cameras])

    def _seen(self, number: int) -> Unit:
        rng = np.random.default_rng([5, self.day, number])
        kinds = self.kinds[rng.integers(len(self.kinds), size=ROWS_A_CAMERA)]
        noise = _units(rng, ROWS_A_CAMERA, self.dim)
        background = self._background(number)
        rows = math.sqrt(_BACKGROUND) * background + math.sqrt(_OBJECT) * kinds
        return _unit(rows + math.sqrt(_NOISE) * noise)

    def _background(self, number: int) -> Unit:
        """What a camera always sees, the same every day, shape (1, dim)."""
        rng = np.random.default_rng([4, number])
        if self.learned is None:
            return _units(rng, 1, self.dim)
        mixed: Unit = _unit(self.kinds[rng.integers(len(self.kinds), size=5)].sum(axis=0))
        return mixed[None]


def _units(rng: np.random.Generator, count: int, dim: int) -> Unit:
    return _unit(rng.standard_normal((count, dim), dtype=np.float32))


def _unit(rows: Unit) -> Unit:
    lengths = np.sqrt(np.einsum("...i,...i->...", rows, rows))
    unit: Unit = (rows / lengths[..., None]).astype(np.float32, copy=False)
    return unit
