"""What cameras saw on an evening without pixels, as rows and vectors through the real writers."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

import numpy as np
import pyarrow as pa

from embeddings.encoder import Encoder
from indexer.folder import Folder
from indexer.footage_log import FootageLog, FootageSpan
from indexer.frame_table import FrameTable
from indexer.ids import CameraId, FootageId, from_ms, to_ms
from indexer.index_model import remember_model
from indexer.progress import Progress
from indexer.shard import DAY_MS, ShardEntry, write_shard
from indexer.shard_files import Codes
from indexer.simulate.camera_rows import CameraRows, NumberedLooks, Seen, region_table, sorted_rows
from indexer.simulate.cameras import Site
from indexer.simulate.daylight import sky_at
from indexer.simulate.looks import Looks
from indexer.simulate.passages import Passage

_T = TypeVar("_T")
WHOLE_EVERY_S = 12
"""A whole picture of each camera so often; between them it is near enough the same."""


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
        self._looks = looks or Looks(sites, sky_at(start), seed, encoder)
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
                spans, shards = self._of_cameras(cameras, by_camera, involved)
                drawn.shards.update({span.task_key: () for span in spans})
                drawn.shards[spans[0].task_key] = shards
                drawn.spans.extend(spans)
                stage.advance(len(spans))
        return drawn

    def _of_cameras(
        self,
        cameras: Sequence[tuple[int, Site]],
        passages: Mapping[CameraId, Sequence[Passage]],
        involved: Set[str],
    ) -> tuple[list[FootageSpan], tuple[ShardEntry, ...]]:
        """Write the rows of some cameras, given with their numbers, together."""
        known = NumberedLooks()
        seen = {site.id: known.of_passages(passages[site.id], involved) for _, site in cameras}
        wholes_s = np.arange(0, self._seconds, WHOLE_EVERY_S)
        rows = {
            number: sorted_rows(site.id, self._footage(site), seen[site.id], wholes_s)
            for number, site in sorted(cameras, key=lambda one: one[1].id)
        }
        codes = self._codes(rows, seen, known)
        spans = [self._span(site, len(rows[number])) for number, site in cameras]
        return spans, self._write(region_table([*rows.values()], self._start_ms), codes)

    def _codes(
        self,
        rows: Mapping[int, CameraRows],
        seen: Mapping[CameraId, Seen],
        known: NumberedLooks,
    ) -> Codes:
        """The vectors of the rows of cameras, by number, as stored: (n, dim)."""
        numbers = np.unique(np.concatenate([one.numbers for one in seen.values()]))
        usual = self._looks.of(known.looks(numbers.tolist()))
        codes = np.empty((sum(map(len, rows.values())), usual.shape[1]), "<f2")
        start = 0
        for number, own in rows.items():
            rng = np.random.default_rng([self._seed, number, 0xCA])
            shown = seen[own.camera]
            looks = usual[np.searchsorted(numbers, shown.numbers)]
            wholes = len(own) - len(looks)
            vectors = self._looks.before(number, looks, shown.sizes, wholes, rng)
            codes[start : start + len(own)] = vectors[own.order]
            start += len(own)
        return codes

    def _write(self, rows: pa.Table, codes: Codes) -> tuple[ShardEntry, ...]:
        """A shard of each UTC day."""
        days = rows["captured_at_ms"].to_numpy() // DAY_MS
        return tuple(
            write_shard(
                self._data,
                from_ms(day * DAY_MS).date(),
                rows.filter(pa.array(days == day)).combine_chunks(),
                codes if (days == day).all() else codes[days == day],
                self._encoder.card.fingerprint,
            )
            for day in np.unique(days).tolist()
        )

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


def _batched(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
