"""One span of a footage into shards: decode → sample → regions → encode → write (`index_span`).

A span is the unit of one task. It is read window by window, so that memory is bounded whatever the
footage's length; spans and windows follow from the length alone, so that the same footage always
gives the same tasks and the same regions.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from embeddings.encoder import Embeddings, Encoder, EncoderCard, Fingerprint, Picture
from embeddings.models import open_encoder
from embeddings.picture_size import SPARE
from indexer.attached import source_at
from indexer.catalog import Footage
from indexer.errors import BadFootage
from indexer.folder import Folder
from indexer.region import Box, Region, RegionKind
from indexer.regions import PARTS, find_boxes
from indexer.sampling import Look, keep_looks
from indexer.shard import ShardEntry, write_shards
from indexer.stages import StageSeconds, ahead
from indexer.video.decode import SampledPicture, SampleMode, sample_pictures

SPAN_MS = 300_000
"""About the length of a span: some twenty seconds of work."""
WINDOW_MS = 60_000
"""About the length of a window: whatever stands for half of it counts as background."""
EVERY_MS = 1_000
"""One picture a second: a vehicle is before a camera for some seconds."""
SLACK_MS = 200
"""How far from its second a picture may be, where that spares decoding: from one to the next it is
at most so much more than a second."""
ENCODED_AT_ONCE = 256
"""Looks given to the encoder at once, across windows: a multiple of any encoder's own batch."""
METHOD = 4
"""Raised when the same footage would give other regions; part of a task's key."""


@dataclass(frozen=True)
class SpanTask:
    """A stretch [after_ms, before_ms) of a footage's pts, to be embedded by an encoder.

    `sampling` says which of its pictures are looked at, and `method` how it is worked on: an older
    one only names what was done.
    """

    footage: Footage
    after_ms: int
    before_ms: int
    fingerprint: Fingerprint
    sampling: SampleMode = "steady"
    method: int = METHOD

    @property
    def length_s(self) -> float:
        """Its length in seconds."""
        return (self.before_ms - self.after_ms) / 1000

    @property
    def key(self) -> str:
        """The task's name: equal for equal work, whatever the file is called."""
        told: dict[str, Any] = {
            "footage": self.footage.sha256,
            "camera": self.footage.camera,
            "start_ms": self.footage.start_ms,
            "pts_ms": [self.after_ms, self.before_ms],
            "encoder": self.fingerprint,
            "method": self.method,
        }
        if self.sampling != "steady":
            told["sampling"] = self.sampling
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        return f"span-{digest[:32]}"


@dataclass(frozen=True)
class IndexedSpan:
    """What became of a span: its shards, the pictures sampled, regions kept and looks dropped.

    `stages` says what it was that took so long.
    """

    shards: tuple[ShardEntry, ...]
    sampled: int
    regions: int
    dropped: int
    stages: StageSeconds


def split(
    footage: Footage, fingerprint: Fingerprint, sampling: SampleMode = "steady"
) -> list[SpanTask]:
    """The spans of a footage, side by side from its start to its end, none over a hole."""
    return [
        SpanTask(footage, after, before, fingerprint, sampling)
        for part in footage.video.filmed
        for after, before in pairwise(_edges(part.after_ms, part.before_ms, SPAN_MS))
    ]


def _edges(after_ms: int, before_ms: int, about_ms: int) -> list[int]:
    """Edges, whole seconds from its beginning, that part a stretch evenly by about a length."""
    parts = max(1, round((before_ms - after_ms) / about_ms))
    inner = (after_ms + round((before_ms - after_ms) / parts * n, -3) for n in range(1, parts))
    return [after_ms, *map(int, inner), before_ms]


def index_span(
    task: SpanTask, data: str, model: str, overlap: bool = False, home: str | None = None
) -> IndexedSpan:
    """Do one task; its shards are in the folder `data` when this returns, not yet committed.

    Attachments are read from the data folder `home`, by default the same.

    With `overlap`, its stages run side by side, for where there are more cores than tasks; what
    comes out is the same. Raises BadFootage if nothing in it can be decoded, StorageFailed, and
    what the encoder raises.
    """
    encoder, stages = shared_encoder(model), StageSeconds()
    is_still = task.footage.video.frames == 1
    beside: Callable[[Iterator[Any]], Iterator[Any]] = ahead if overlap else iter
    windows = beside(stages.counted("decode", _windows(task, Folder(home or data))))
    keep = partial(_keep, encoder=encoder, still=is_still)
    kept = beside(stages.counted("motion", map(keep, windows)))
    batch = _Batch(encoder)
    sampled = dropped = 0
    for window in kept:
        with stages.at_work("encode"):
            batch.add(window.looks)
        sampled, dropped = sampled + window.sampled, dropped + window.dropped
    if not sampled:
        raise BadFootage("nothing in it can be decoded; is the file whole?")
    with stages.at_work("encode"):
        rows = batch.rows()
    regions = [_region(task.footage, look) for look in batch.looks]
    with stages.at_work("write"):
        shards = write_shards(Folder(data), regions, rows, encoder.card)
    return IndexedSpan(shards, sampled, len(regions), dropped, stages)


@dataclass(frozen=True)
class _Window:
    """What is kept of one window: looks at the encoder's size, how many were dropped."""

    looks: list[Look]
    sampled: int
    dropped: int


def _windows(task: SpanTask, home: Folder) -> Iterator[list[SampledPicture]]:
    """The pictures of each window; a file that is damaged in one of them is read on in the next."""
    path, gap_ms = source_at(task.footage.path, home), task.footage.video.key_gap_ms
    for after, before in pairwise(_edges(task.after_ms, task.before_ms, WINDOW_MS)):
        found = sample_pictures(path, after, before, EVERY_MS, gap_ms, task.sampling, SLACK_MS)
        yield list(found)


def _keep(pictures: Sequence[SampledPicture], encoder: Encoder, still: bool) -> _Window:
    kind: RegionKind = "part" if still else "object"
    enough_px = SPARE * encoder.card.picture_size_px
    looks, dropped = keep_looks(pictures, _boxes(pictures, still), kind, enough_px)
    fitted = [replace(look, picture=encoder.fit(look.picture)) for look in looks]
    return _Window(fitted, len(pictures), dropped)


def _boxes(pictures: Sequence[SampledPicture], still: bool) -> list[list[Box]]:
    """What moves in footage; of a still, where nothing moves, parts of it."""
    if still:
        return [list(PARTS) for _ in pictures]
    return find_boxes([one.small for one in pictures])


class _Batch:
    """Looks of all windows, encoded many at once; their pixels go as soon as they are."""

    def __init__(self, encoder: Encoder) -> None:
        self.looks: list[Look] = []
        self._encoder = encoder
        self._rows: list[Embeddings] = []
        self._waiting: list[Look] = []

    def add(self, looks: Sequence[Look]) -> None:
        self._waiting += looks
        whole = len(self._waiting) // ENCODED_AT_ONCE * ENCODED_AT_ONCE
        self._encode(whole)

    def rows(self) -> Embeddings:
        """The rows of all looks, in their order."""
        self._encode(len(self._waiting))
        return np.concatenate(self._rows)

    def _encode(self, count: int) -> None:
        if count:
            ready, self._waiting = self._waiting[:count], self._waiting[count:]
            self._rows.append(self._encoder.encode_pictures([look.picture for look in ready]))
            self.looks += [replace(look, picture=_NO_PIXELS) for look in ready]


_NO_PIXELS: Picture = np.empty((0, 0, 3), np.uint8)


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
