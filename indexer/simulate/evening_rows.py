"""What cameras saw on an evening without pixels, as rows and vectors through the real writers."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import TypeVar

import numpy as np

from embeddings.encoder import Embeddings, Encoder
from indexer.folder import Folder
from indexer.footage_log import FootageLog, FootageSpan
from indexer.frame_table import FrameTable
from indexer.ids import CameraId, FootageId, to_ms
from indexer.index_model import remember_model
from indexer.progress import Progress
from indexer.region import Region
from indexer.shard import ShardEntry, write_shards
from indexer.simulate.cameras import Site
from indexer.simulate.looks import Look, Looks, size_class
from indexer.simulate.passages import Passage

_T = TypeVar("_T")
WHOLE_EVERY_S = 12
"""A whole picture of each camera so often; between them it is near enough the same."""
_WHOLE_BOX = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Drawn:
    """Rows that are written and not yet committed: shards by task, and the footage's spans."""

    shards: dict[str, tuple[ShardEntry, ...]]
    spans: list[FootageSpan]

    @property
    def rows(self) -> int:
        """How many there are."""
        return sum(span.regions for span in self.spans)


def commit(data: Folder, drawn: Drawn) -> int:
    """Make what was drawn visible, and note its footage; returns how many rows there are."""
    FrameTable(data).commit(drawn.shards)
    FootageLog(data).append(drawn.spans)
    return drawn.rows


class EveningRows:
    """Writes what cameras saw as shards, a camera's at a time."""

    def __init__(
        self,
        data: Folder,
        start: datetime,
        seconds: float,
        seed: int,
        encoder: Encoder,
        sites: Sequence[Site],
        looks: Looks | None = None,
        cameras_a_shard: int = 1,
    ) -> None:
        """Write into `data` what these cameras saw in [start, start + seconds)."""
        self._data, self._start_ms, self._seconds = data, to_ms(start), int(seconds)
        self._seed, self._encoder = seed, encoder
        self._sites = sites
        self._looks = looks or Looks(sites, start, seed, encoder)
        self._together = cameras_a_shard

    def write(self, passages: Iterable[Passage], involved: Set[str], progress: Progress) -> int:
        """Commit every camera's rows and note its footage; returns how many rows there are.

        Every look at an object in `involved`, by id, is drawn anew.
        """
        return commit(self._data, self.draw(passages, involved, progress))

    def draw(self, passages: Iterable[Passage], involved: Set[str], progress: Progress) -> Drawn:
        """Write every camera's rows, as yet invisible."""
        card = self._encoder.card
        remember_model(self._data, card.name, card.fingerprint)
        by_camera: dict[CameraId, list[Passage]] = {site.id: [] for site in self._sites}
        for passage in passages:
            by_camera[passage.site.id].append(passage)
        drawn = Drawn({}, [])
        with progress.stage("drawing what cameras saw", total=len(self._sites)) as stage:
            for cameras in _batched(enumerate(self._sites), self._together):
                parts = [
                    self._of_camera(number, site, by_camera[site.id], involved)
                    for number, site in cameras
                ]
                spans = [
                    self._span(site, len(regions))
                    for (_, site), (regions, _) in zip(cameras, parts, strict=True)
                ]
                together = list(chain.from_iterable(regions for regions, _ in parts))
                vectors = np.concatenate([vectors for _, vectors in parts])
                drawn.shards.update({span.task_key: () for span in spans})
                drawn.shards[spans[0].task_key] = write_shards(self._data, together, vectors, card)
                drawn.spans.extend(spans)
                stage.advance(len(spans))
        return drawn

    def _of_camera(
        self, number: int, site: Site, passages: Sequence[Passage], involved: Set[str]
    ) -> tuple[list[Region], Embeddings]:
        rng = np.random.default_rng([self._seed, number, 0xCA])
        seen = [
            (self._region(site, passage, look), _look(passage, look, involved))
            for passage in passages
            for look in passage.looks.tolist()
        ]
        wholes = [self._whole(site, at_s) for at_s in range(0, self._seconds, WHOLE_EVERY_S)]
        vectors = self._looks.before(number, [look for _, look in seen], len(wholes), rng)
        return [*(region for region, _ in seen), *wholes], vectors

    def _region(self, site: Site, passage: Passage, look: int) -> Region:
        pts_ms = int(passage.at_s[look]) * 1000
        left, top, right, bottom = passage.boxes[look].round(4).tolist()
        box = (left, top, right, bottom)
        return Region(site.id, self._start_ms + pts_ms, self._footage(site), pts_ms, box, "object")

    def _whole(self, site: Site, at_s: int) -> Region:
        at_ms = self._start_ms + at_s * 1000
        return Region(site.id, at_ms, self._footage(site), at_s * 1000, _WHOLE_BOX, "frame")

    def _hash(self, site: Site) -> str:
        told = f"evening {self._seed} {site.id} {self._start_ms} {self._seconds}"
        return hashlib.sha256(told.encode()).hexdigest()

    def _footage(self, site: Site) -> FootageId:
        return FootageId(self._hash(site)[:16])

    def _span(self, site: Site, regions: int) -> FootageSpan:
        length_ms = self._seconds * 1000
        return FootageSpan(
            task_key=f"evening-{self._hash(site)[:32]}",
            footage=self._footage(site),
            path=f"evening/never-filmed/{site.id}.mp4",
            sha256=self._hash(site),
            camera=site.id,
            start_ms=self._start_ms,
            span_after_ms=self._start_ms,
            span_before_ms=self._start_ms + length_ms,
            pts_after_ms=0,
            pts_before_ms=length_ms,
            sampled_frames=self._seconds,
            regions=regions,
            dropped=0,
            fingerprint=self._encoder.card.fingerprint,
            state="indexed",
            reason="",
            at_ms=self._start_ms + length_ms,
        )


def _look(passage: Passage, look: int, involved: Set[str]) -> Look:
    """What a box shows; what is in an incident is drawn anew for every look."""
    trip = passage.journey.trip
    fresh = f"{trip.id} {passage.site.id} {passage.at_s[look]}" if trip.id in involved else ""
    size = size_class(passage.height_px(look))
    return Look(trip.thing, size, bool(passage.away[look]), fresh)


def _batched(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
