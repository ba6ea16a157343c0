"""Two sets of shards of the same footage, by two encoders, compared: is the newer one as good.

Counted are regions and covered time, camera by camera; asked are the same questions of both, and
regions of the newer one are looked for by their own vectors.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from embeddings.encoder import Encoder
from indexer.folder import Folder
from indexer.footage_log import FootageSpan
from indexer.ids import CameraId, Interval, local_iso
from indexer.region import Region
from indexer.shard import ShardEntry, verify_shard
from indexer.shard_reader import ShardReader
from indexer.times.window import merge_intervals
from search.coverage import covered, uncovered
from search.frames import FrameHit, LocalFrames
from search.moments import Moment, group_moments
from search.plan import FrameScope

PROBES = (
    "red motorbike", "white car", "a truck", "a person on foot", "xe máy đỏ", "ô tô trắng",
)  # fmt: skip
"""Asked of both where no others are given."""
LEAST_SHARE = 0.95
"""A camera that keeps fewer of its regions has lost some: what moves does not depend on the
encoder, but how regions are found may have improved since."""
DEPTH, SHOWN = 400, 10
"""Regions looked at for a probe, and the best moments of them that are compared."""
SAMPLES = 24
_FOUND = 0.999
"""The least dot product of a vector with itself, as stored in 16 bits."""
_EQUAL = 1e-4
"""Vectors that differ less in every component are the same; those of another precision do not."""


@dataclass(frozen=True)
class Side:
    """One set of shards, where it lies, what of which footage it holds, and its encoder.

    The encoder is None where it cannot be opened any more.
    """

    data: Folder
    shards: tuple[ShardEntry, ...]
    spans: tuple[FootageSpan, ...]
    encoder: Encoder | None

    @cached_property
    def frames(self) -> LocalFrames:
        """What searches it."""
        return LocalFrames(self.data)

    @cached_property
    def regions(self) -> Mapping[CameraId, int]:
        """How many regions each camera has."""
        counts: Counter[CameraId] = Counter()
        for entry in self.shards:
            counts.update(ShardReader(self.data, entry).cameras())
        return counts


@dataclass(frozen=True)
class Probe:
    """A question, how many of the best moments it has in each, and how many are the same."""

    question: str
    before: int | None
    after: int
    shared: int | None


@dataclass(frozen=True)
class Comparison:
    """What was compared; `problems` says in words where the newer shards are worse.

    `unchanged` says that all vectors looked at are what they were.
    """

    regions_before: int
    regions_after: int
    probes: tuple[Probe, ...]
    unchanged: bool
    problems: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The comparison as commands print it."""
        return asdict(self)


def compare(before: Side, after: Side, questions: Sequence[str] = PROBES) -> Comparison:
    """Compare two sides; every byte of the newer one is read. Raises DamagedShard."""
    for entry in after.shards:
        verify_shard(after.data, entry)
    probes = tuple(_probe(before, after, question) for question in questions)
    samples = list(_samples(after))
    problems = [
        *_fewer(before.regions, after.regions),
        *_uncovered(before.spans, after.spans),
        *_silent(probes),
        *_not_found(after, samples),
    ]
    return Comparison(
        sum(entry.rows for entry in before.shards),
        sum(entry.rows for entry in after.shards),
        probes,
        _unchanged(before, samples),
        tuple(problems),
    )


def _fewer(before: Mapping[CameraId, int], after: Mapping[CameraId, int]) -> Iterator[str]:
    for camera, count in sorted(before.items()):
        if after.get(camera, 0) < LEAST_SHARE * count:
            yield f"camera {camera}: {after.get(camera, 0):,} regions instead of {count:,}"


def _uncovered(before: Iterable[FootageSpan], after: Iterable[FootageSpan]) -> Iterator[str]:
    held, now = _stretches(before), _stretches(after)
    for camera, stretches in sorted(held.items()):
        for part in stretches:
            for gap in uncovered(part, now.get(camera, [])):
                since, until = local_iso(gap.after_ms), local_iso(gap.before_ms)
                yield f"camera {camera}: {since} – {until} would no longer be searched"


def _stretches(spans: Iterable[FootageSpan]) -> dict[CameraId, list[Interval]]:
    held: dict[CameraId, list[Interval]] = {}
    for span in spans:
        part = covered(span)
        if span.state == "indexed" and part is not None:
            held.setdefault(span.camera, []).append(part)
    return {camera: merge_intervals(iter(parts)) for camera, parts in held.items()}


def _probe(before: Side, after: Side, question: str) -> Probe:
    then, now = _moments(before, question), _moments(after, question) or []
    if then is None:
        return Probe(question, None, len(now), None)
    same = sum(any(_overlap(one, other) for other in now) for one in then)
    return Probe(question, len(then), len(now), same)


def _moments(side: Side, question: str) -> list[Moment] | None:
    """The best moments of a side for a question; None where it cannot be asked."""
    if side.encoder is None:
        return None
    query = side.encoder.encode_texts([question])[0]
    found = side.frames.search(query, side.shards, _everything(side), DEPTH)
    return group_moments(found.hits)[:SHOWN]


def _everything(side: Side) -> FrameScope:
    first = min((entry.min_captured_at_ms for entry in side.shards), default=0)
    last = max((entry.max_captured_at_ms for entry in side.shards), default=0)
    return FrameScope(tuple(sorted(side.regions)), (Interval(first, last + 1),))


def _overlap(one: Moment, other: Moment) -> bool:
    return one.camera == other.camera and one.captured.overlaps(other.captured)


def _silent(probes: Iterable[Probe]) -> Iterator[str]:
    for probe in probes:
        if probe.before and not probe.after:
            yield f"{probe.question!r} found {probe.before} moments and now finds none"


def _samples(side: Side) -> Iterator[FrameHit]:
    """Some regions of a side and their vectors, the same at every call."""
    chosen = np.linspace(0, len(side.shards) - 1, min(SAMPLES, len(side.shards))).astype(int)
    each = -(-SAMPLES // max(len(chosen), 1))
    for number in chosen.tolist():
        reader = ShardReader(side.data, side.shards[number])
        count = reader.entry.rows
        rows = np.linspace(0, count - 1, min(each, count)).astype(np.int64)
        for region, vector in zip(*reader.fetch(rows), strict=True):
            yield FrameHit(region, 1.0, vector)


def _not_found(side: Side, samples: Sequence[FrameHit]) -> Iterator[str]:
    for sample in samples:
        best = _at(side, sample.region, sample.embedding, 1)
        if not best or best[0].score < _FOUND:
            region = sample.region
            yield (
                f"a region of camera {region.camera} at {local_iso(region.captured_at_ms)} is not "
                "found by its own vector"
            )


def _unchanged(before: Side, samples: Sequence[FrameHit]) -> bool:
    """Whether every sampled region has in `before` the vector that it has now."""
    return bool(samples) and all(_same_before(before, sample) for sample in samples)


def _same_before(before: Side, sample: FrameHit) -> bool:
    if not before.shards or before.shards[0].dim != len(sample.embedding):
        return False
    held = _at(before, sample.region, sample.embedding, DEPTH)
    same = (hit for hit in held if hit.region == sample.region)
    return any(np.allclose(hit.embedding, sample.embedding, atol=_EQUAL) for hit in same)


def _at(side: Side, region: Region, query: np.ndarray, k: int) -> tuple[FrameHit, ...]:
    """The best regions of one camera at one moment."""
    at = Interval(region.captured_at_ms, region.captured_at_ms + 1)
    scope = FrameScope((region.camera,), (at,))
    return side.frames.search(query, side.shards, scope, k).hits
