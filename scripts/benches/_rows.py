"""A district's rows without pixels: cameras × one day, for the bench of frame search.

What one camera sees is mostly its own background: rows of one camera have a cosine of about 0.8.
The rest is one of a few dozen kinds of object, and noise; a question asks for one of the kinds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

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


@dataclass(frozen=True)
class District:
    """Sizes of a made district; the same for the same sizes."""

    cameras: int
    dim: int
    shards: int

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return self.cameras * ROWS_A_CAMERA

    @cached_property
    def card(self) -> EncoderCard:
        """A card of that width."""
        return HashEncoder(self.dim).card

    @cached_property
    def times(self) -> Rows:
        """When each row was captured, UTC ms, shape (cameras, ROWS_A_CAMERA), ascending."""
        rng = np.random.default_rng(2)
        return START_MS + np.sort(rng.integers(DAY_MS, size=(self.cameras, ROWS_A_CAMERA)))

    @cached_property
    def keys(self) -> Rows:
        """Camera and time of every row as one number, ascending."""
        numbers = np.arange(self.cameras)[:, None] << _SHIFT
        keys: Rows = (numbers | (self.times - START_MS)).reshape(-1)
        return keys

    @cached_property
    def kinds(self) -> Unit:
        """What each kind of object looks like, (KINDS, dim)."""
        return _units(np.random.default_rng(3), KINDS, self.dim)

    def camera(self, number: int) -> CameraId:
        """The id of a camera; ids sort as their numbers do."""
        return CameraId(f"q12-{number:05d}")

    def parts(self) -> Iterator[tuple[range, Unit]]:
        """Cameras that one shard holds, and their rows' vectors, one part after the other."""
        edges = np.linspace(0, self.cameras, self.shards + 1).astype(int).tolist()
        for first, last in pairwise(edges):
            yield range(first, last), np.concatenate([self._seen(n) for n in range(first, last)])

    def write(self, data: Folder, cameras: range, vectors: Unit) -> tuple[ShardEntry, ...]:
        """Write one part as a shard."""
        whole = (0.0, 0.0, 1.0, 1.0)
        regions = [
            Region(self.camera(number), at, FootageId(f"{number:016x}"), row, whole, "object")
            for number in cameras
            for row, at in enumerate(self.times[number].tolist())
        ]
        return write_shards(data, regions, vectors, self.card)

    def ask(self, scope: str, number: int) -> Question:
        """The numbered question of a scope, each with other cameras and another time."""
        rng = np.random.default_rng([7, ord(scope), number])
        share, length_ms = SHARES[scope]
        count = max(1, round(self.cameras * share))
        chosen = np.sort(rng.choice(self.cameras, count, replace=False))
        after = START_MS + int(rng.integers(DAY_MS - length_ms + 1))
        window = Interval(after, after + int(length_ms))
        names = tuple(self.camera(number) for number in chosen.tolist())
        return Question(self._query(rng), FrameScope(names, (window,)), chosen, window)

    def rows_of(self, asked: Question) -> Rows:
        """The numbers of all rows in scope, ascending: two searches for each camera."""
        base = asked.cameras << _SHIFT
        after, before = asked.window.after_ms - START_MS, asked.window.before_ms - START_MS
        lows, highs = (np.searchsorted(self.keys, base | edge) for edge in (after, before))
        lengths = highs - lows
        skipped = np.repeat(lows - (np.cumsum(lengths) - lengths), lengths)
        numbers: Rows = skipped + np.arange(lengths.sum())
        return numbers

    def _query(self, rng: np.random.Generator) -> Unit:
        asked = self.kinds[int(rng.integers(KINDS))] + 0.5 * _units(rng, 1, self.dim)[0]
        query: Unit = (asked / np.linalg.norm(asked)).astype(np.float32)
        return query

    def _seen(self, number: int) -> Unit:
        rng = np.random.default_rng([5, number])
        kinds = self.kinds[rng.integers(KINDS, size=ROWS_A_CAMERA)]
        noise = _units(rng, ROWS_A_CAMERA, self.dim)
        rows = (
            np.sqrt(_BACKGROUND) * _units(rng, 1, self.dim)
            + np.sqrt(_OBJECT) * kinds
            + np.sqrt(_NOISE) * noise
        )
        unit: Unit = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return unit


def _units(rng: np.random.Generator, count: int, dim: int) -> Unit:
    rows = rng.standard_normal((count, dim), dtype=np.float32)
    unit: Unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit
