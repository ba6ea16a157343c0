"""What every frame retriever does, wherever the shards lie."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from embeddings.encoder import Embeddings
from embeddings.hash_encoder import HashEncoder
from indexer.folder import Folder
from indexer.ids import CameraId, FootageId, Interval
from indexer.region import Region
from indexer.shard import ShardEntry, write_shards
from search.frames import FrameRetriever, LocalFrames
from search.plan import FrameScope

DIM = 16
DAY_MS = 86_400_000
START_MS = 1_651_017_600_000  # 2022-04-27T00:00Z
CAMERAS = tuple(CameraId(f"c{number}") for number in range(6))
EVERYTHING = FrameScope(CAMERAS, (Interval(START_MS, START_MS + 2 * DAY_MS),))


@dataclass(frozen=True)
class Stored:
    """A retriever, the shards it may be asked of, and all that is in them."""

    retriever: FrameRetriever
    data: Folder
    entries: list[ShardEntry]
    regions: list[Region]
    vectors: Embeddings

    def inside(self, scope: FrameScope) -> list[int]:
        return [
            number
            for number, region in enumerate(self.regions)
            if region.camera in scope.cameras
            and any(p.after_ms <= region.captured_at_ms < p.before_ms for p in scope.intervals)
        ]


PLACES: dict[str, Callable[[Path], Folder]] = {
    "local disk": Folder,
    "object storage": lambda _: Folder(f"memory://frames-{uuid4().hex}"),
}


@pytest.fixture(params=PLACES)
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Stored:
    data = PLACES[request.param](tmp_path)
    rng = np.random.default_rng(8)
    regions = [
        Region(
            camera=CAMERAS[int(rng.integers(len(CAMERAS)))],
            captured_at_ms=START_MS + int(rng.integers(2 * DAY_MS)),
            footage=FootageId(f"{number % 7:016x}"),
            pts_ms=number,
            box=(0.0, 0.0, 1.0, 1.0),
            kind="frame",
        )
        for number in range(400)
    ]
    encoder = HashEncoder(dim=DIM)
    vectors = encoder.encode_texts([str(number) for number in range(len(regions))])
    parts = [slice(start, None, 3) for start in range(3)]
    entries = [
        entry
        for part in parts
        for entry in write_shards(data, regions[part], vectors[part], encoder.card)
    ]
    return Stored(LocalFrames(data), data, entries, regions, vectors)


SCOPES = {
    "everything": EVERYTHING,
    "one camera": FrameScope(CAMERAS[2:3], EVERYTHING.intervals),
    "an hour of each day": FrameScope(
        CAMERAS,
        tuple(
            Interval(START_MS + day * DAY_MS, START_MS + day * DAY_MS + DAY_MS // 24)
            for day in range(2)
        ),
    ),
    "over midnight": FrameScope(
        CAMERAS[:3], (Interval(START_MS + DAY_MS - 7_200_000, START_MS + DAY_MS + 7_200_000),)
    ),
    "windows that overlap": FrameScope(
        CAMERAS,
        (
            Interval(START_MS, START_MS + DAY_MS // 2),
            Interval(START_MS + DAY_MS // 4, START_MS + DAY_MS),
        ),
    ),
}


@pytest.mark.parametrize("name", SCOPES)
@pytest.mark.parametrize("k", [1, 10, 1_000])
def test_the_best_in_scope_exactly(stored: Stored, name: str, k: int) -> None:
    scope, query = SCOPES[name], stored.vectors[11]
    held = stored.vectors.astype(np.float16).astype(np.float32) @ query
    truth = sorted(stored.inside(scope), key=lambda number: -float(held[number]))[:k]
    found = stored.retriever.search(query, stored.entries, scope, k)
    assert [hit.region for hit in found.hits] == [stored.regions[number] for number in truth]
    assert [hit.score for hit in found.hits] == pytest.approx([held[n] for n in truth], abs=1e-5)
    assert found.in_scope == found.searched == len(stored.inside(scope))
    assert found.failed == ()
    assert found.exhausted == (k >= len(stored.inside(scope)))


def test_a_hit_brings_its_own_row(stored: Stored) -> None:
    found = stored.retriever.search(stored.vectors[5], stored.entries, EVERYTHING, 20)
    assert found.hits[0].region == stored.regions[5]
    for hit in found.hits:
        own = stored.vectors[stored.regions.index(hit.region)]
        assert np.allclose(hit.embedding, own, atol=1e-3)


@pytest.mark.parametrize(
    "scope",
    [
        FrameScope((), EVERYTHING.intervals),
        FrameScope(CAMERAS, ()),
        FrameScope((CameraId("elsewhere"),), EVERYTHING.intervals),
        FrameScope(CAMERAS, (Interval(0, START_MS),)),
        FrameScope(CAMERAS, (Interval(START_MS + 5, START_MS + 5),)),
    ],
)
def test_nothing_in_scope_is_nothing_found(stored: Stored, scope: FrameScope) -> None:
    found = stored.retriever.search(stored.vectors[0], stored.entries, scope, 10)
    assert (found.hits, found.in_scope, found.searched, found.failed) == ((), 0, 0, ())


def test_only_the_shards_given_are_searched(stored: Stored) -> None:
    first = stored.entries[:1]
    found = stored.retriever.search(stored.vectors[0], first, EVERYTHING, 1_000)
    assert found.searched == len(found.hits) == first[0].rows


def test_the_order_of_shards_changes_nothing(stored: Stored) -> None:
    query = stored.vectors[3]
    there = stored.retriever.search(query, stored.entries, EVERYTHING, 50)
    assert stored.retriever.search(query, stored.entries[::-1], EVERYTHING, 50) == there


def test_a_shard_that_is_gone_is_named_and_the_rest_answers(stored: Stored) -> None:
    gone = stored.entries[0]
    stored.data.remove(gone.vectors_name)
    found = stored.retriever.search(stored.vectors[0], stored.entries, EVERYTHING, 1_000)
    (reason,) = found.failed
    assert gone.stem in reason
    assert found.in_scope == len(stored.regions)
    assert found.searched == len(found.hits) == len(stored.regions) - gone.rows
