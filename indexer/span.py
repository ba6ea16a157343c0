"""One span of a footage into shards: decode → sample → regions → encode → write (`index_span`).

A span is the unit of one task. It is read window by window, so that memory is bounded whatever the
footage's length; spans and windows follow from the length alone, so that the same footage always
gives the same tasks and the same regions.
"""

import hashlib
import json
import threading
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from embeddings.encoder import Embeddings, Encoder, EncoderCard, Fingerprint
from embeddings.models import open_encoder
from indexer.catalog import Footage
from indexer.errors import BadFootage
from indexer.folder import Folder
from indexer.region import Region
from indexer.regions import find_boxes
from indexer.sampling import Look, keep_looks
from indexer.shard import ShardEntry, write_shards
from indexer.video.decode import sample_pictures

SPAN_MS = 300_000
"""About the length of a span: some twenty seconds of work."""
WINDOW_MS = 60_000
"""About the length of a window: whatever stands for half of it counts as background."""
EVERY_MS = 1_000
"""One picture a second: a vehicle is before a camera for some seconds."""
METHOD = 1
"""Raised when the same footage would give other regions; part of a task's key."""


@dataclass(frozen=True)
class SpanTask:
    """A stretch [after_ms, before_ms) of a footage's pts, to be embedded by an encoder."""

    footage: Footage
    after_ms: int
    before_ms: int
    fingerprint: Fingerprint

    @property
    def length_s(self) -> float:
        """Its length in seconds."""
        return (self.before_ms - self.after_ms) / 1000

    @property
    def key(self) -> str:
        """The task's name: equal for equal work, whatever the file is called."""
        told = {
            "footage": self.footage.sha256,
            "camera": self.footage.camera,
            "start_ms": self.footage.start_ms,
            "pts_ms": [self.after_ms, self.before_ms],
            "encoder": self.fingerprint,
            "method": METHOD,
        }
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        return f"span-{digest[:32]}"


@dataclass(frozen=True)
class IndexedSpan:
    """What became of a span: its shards, the pictures sampled, regions kept and looks dropped."""

    shards: tuple[ShardEntry, ...]
    sampled: int
    regions: int
    dropped: int


def split(footage: Footage, fingerprint: Fingerprint) -> list[SpanTask]:
    """The spans of a footage, side by side from its start to its end."""
    edges = _edges(0, footage.video.length_ms, SPAN_MS)
    return [SpanTask(footage, after, before, fingerprint) for after, before in pairwise(edges)]


def _edges(after_ms: int, before_ms: int, about_ms: int) -> list[int]:
    """Edges, whole seconds inside, that part a stretch into even parts of about a length."""
    parts = max(1, round((before_ms - after_ms) / about_ms))
    inner = (after_ms + round((before_ms - after_ms) / parts * n, -3) for n in range(1, parts))
    return [after_ms, *map(int, inner), before_ms]


def index_span(task: SpanTask, data: str, model: str) -> IndexedSpan:
    """Do one task; its shards are in the folder `data` when this returns, not yet committed.

    Raises BadFootage if nothing in it can be decoded, StorageFailed, and what the encoder raises.
    """
    encoder = shared_encoder(model)
    looks: list[Look] = []
    rows: list[Embeddings] = []
    sampled = dropped = 0
    for after, before in pairwise(_edges(task.after_ms, task.before_ms, WINDOW_MS)):
        pictures, kept, fewer = _window(task, after, before)
        rows.append(encoder.encode_pictures([look.picture for look in kept]))
        looks += [_without_pixels(look) for look in kept]
        sampled, dropped = sampled + pictures, dropped + fewer
    if not sampled:
        raise BadFootage("nothing in it can be decoded; is the file whole?")
    regions = [_region(task.footage, look) for look in looks]
    shards = write_shards(Folder(data), regions, np.concatenate(rows), encoder.card)
    return IndexedSpan(shards, sampled, len(regions), dropped)


def _window(task: SpanTask, after_ms: int, before_ms: int) -> tuple[int, list[Look], int]:
    """How many pictures were sampled, the looks kept, and how many looks were dropped."""
    video = task.footage.video
    pictures = list(
        sample_pictures(Path(task.footage.path), after_ms, before_ms, EVERY_MS, video.key_gap_ms)
    )
    kept, dropped = keep_looks(pictures, find_boxes([one.picture for one in pictures]))
    return len(pictures), kept, dropped


def _without_pixels(look: Look) -> Look:
    return Look(look.pts_ms, look.box, look.kind, np.empty((0, 0, 3), np.uint8), look.still_ms)


def _region(footage: Footage, look: Look) -> Region:
    return Region(
        camera=footage.camera,
        captured_at_ms=footage.start_ms + look.pts_ms,
        footage=footage.id,
        pts_ms=look.pts_ms,
        box=look.box,
        kind=look.kind,
        still_ms=look.still_ms,
    )


_encoders: dict[str, Encoder] = {}
_opening = threading.Lock()


def shared_encoder(model: str) -> Encoder:
    """The encoder of that name, opened once in a process.

    Raises UnknownModel, UnusableCheckpoint.
    """
    with _opening:
        if model not in _encoders:
            _encoders[model] = open_encoder(model)
        return _encoders[model]


def encoder_card(model: str) -> EncoderCard:
    """The card of an encoder, told by the process that will use it."""
    return shared_encoder(model).card
