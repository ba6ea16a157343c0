"""The frame retriever over real shards: exact in scope; a damaged shard is named."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from embeddings.hash_encoder import HashEncoder
from indexer.folder import Folder
from indexer.frame_table import KEPT_GENERATIONS
from indexer.ids import CameraId, FootageId, Interval
from indexer.region import Region
from indexer.shard import ShardEntry, write_shards
from search import scan
from search.bounds import prune
from search.frames import LocalFrames
from search.plan import FrameScope

DAY_MS = 86_400_000
START_MS = 1_651_017_600_000  # 2022-04-27T00:00Z
CARD = HashEncoder(dim=16).card


def rows(seed: int, count: int = 300) -> tuple[list[Region], np.ndarray]:
    rng = np.random.default_rng(seed)
    regions = [
        Region(
            camera=CameraId(f"c{rng.integers(5)}"),
            captured_at_ms=START_MS + int(rng.integers(2 * DAY_MS)),
            footage=FootageId(f"{seed:016x}"),
            pts_ms=number,
            box=(0.0, 0.0, 1.0, 1.0),
            kind="frame",
        )
        for number in range(count)
    ]
    vectors = rng.normal(size=(count, 16)).astype(np.float32)
    return regions, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def stored(tmp_path: Path) -> tuple[Folder, list[ShardEntry], list[Region], np.ndarray]:
    data = Folder(tmp_path)
    parts = [rows(seed) for seed in (1, 2, 3)]
    entries = [entry for part in parts for entry in write_shards(data, *part, CARD)]
    regions = [region for part in parts for region in part[0]]
    return data, entries, regions, np.concatenate([vectors for _, vectors in parts])


def test_equals_brute_force_over_the_rows_in_scope(
    stored: tuple[Folder, list[ShardEntry], list[Region], np.ndarray],
) -> None:
    data, entries, regions, vectors = stored
    query = vectors[17]
    scope = FrameScope(
        (CameraId("c1"), CameraId("c3"), CameraId("nowhere")),
        (
            Interval(START_MS, START_MS + DAY_MS // 3),
            Interval(START_MS + DAY_MS, START_MS + 2 * DAY_MS),
        ),
    )
    inside = [
        number
        for number, region in enumerate(regions)
        if region.camera in scope.cameras
        and any(part.after_ms <= region.captured_at_ms < part.before_ms for part in scope.intervals)
    ]
    stored_rows = vectors.astype(np.float16).astype(np.float32)
    truth = sorted(inside, key=lambda number: -float(stored_rows[number] @ query))[:20]
    found = LocalFrames(data).search(query, entries, scope, 20)
    assert found.in_scope == found.searched == len(inside)
    assert [hit.region for hit in found.hits] == [regions[number] for number in truth]
    assert np.allclose(found.hits[0].embedding, stored_rows[truth[0]], atol=1e-3)


def test_pruning_drops_only_shards_without_rows_in_scope(
    stored: tuple[Folder, list[ShardEntry], list[Region], np.ndarray],
) -> None:
    _, entries, _, _ = stored
    day = FrameScope((CameraId("c1"),), (Interval(START_MS, START_MS + 1_000),))
    assert {entry.day for entry in prune(entries, day)} <= {"2022-04-27"}
    assert prune(entries, FrameScope((), day.intervals)) == []
    assert prune(entries, FrameScope((CameraId("z"),), day.intervals)) == []


def test_a_damaged_shard_is_named_and_the_rest_answers(
    stored: tuple[Folder, list[ShardEntry], list[Region], np.ndarray],
) -> None:
    data, entries, _, vectors = stored
    broken = entries[0]
    (path,) = [name for name in data.names() if name.endswith(f"{broken.stem}.faiss")]
    file = data.local_path(path)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    scope = FrameScope(
        tuple(CameraId(f"c{n}") for n in range(5)), (Interval(START_MS, START_MS + 2 * DAY_MS),)
    )
    found = LocalFrames(data).search(vectors[0], entries, scope, 1_000)
    assert len(found.failed) == 1 and broken.stem in found.failed[0]
    assert found.searched == sum(entry.rows for entry in entries) - broken.rows
    assert found.in_scope == sum(entry.rows for entry in entries)


def test_shards_of_generations_no_longer_asked_for_are_closed(
    stored: tuple[Folder, list[ShardEntry], list[Region], np.ndarray],
) -> None:
    data, entries, _, vectors = stored
    frames, everything = (
        LocalFrames(data),
        FrameScope(
            tuple(CameraId(f"c{n}") for n in range(5)), (Interval(START_MS, START_MS + 2 * DAY_MS),)
        ),
    )
    old, new = entries[:4], entries[4:]
    frames.search(vectors[0], old, everything, 10)
    for _ in range(3):
        frames.search(vectors[0], new, everything, 10)
    assert len(frames.shards) == len(entries), "the older generation may still be asked for"
    frames.search(vectors[0], old, everything, 10)
    later = [new[:1] for _ in range(KEPT_GENERATIONS - 1)]
    for generation in later:
        frames.search(vectors[0], generation, everything, 10)
    assert len(frames.shards) == len(old) + 1
    frames.search(vectors[0], new[:1] + new[:0], everything, 10)
    assert len(frames.shards) == 1
    assert frames.search(vectors[0], old, everything, 10).failed == ()


def test_many_at_once_are_answered_as_one_is(
    stored: tuple[Folder, list[ShardEntry], list[Region], np.ndarray],
) -> None:
    data, entries, _, vectors = stored
    frames, everything = (
        LocalFrames(data),
        FrameScope(
            tuple(CameraId(f"c{n}") for n in range(5)), (Interval(START_MS, START_MS + 2 * DAY_MS),)
        ),
    )
    alone = [LocalFrames(data).search(query, entries, everything, 15) for query in vectors[:40]]
    with ThreadPoolExecutor(16) as pool:
        found = pool.map(lambda query: frames.search(query, entries, everything, 15), vectors[:40])
        assert list(found) == alone


EVERYTHING = FrameScope(
    tuple(CameraId(f"c{n}") for n in range(5)), (Interval(START_MS, START_MS + 2 * DAY_MS),)
)


def test_pieces_scanned_at_once_find_what_one_scan_finds(
    stored: tuple[Folder, list[ShardEntry], list[Region], np.ndarray],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data, entries, _, vectors = stored
    whole = [LocalFrames(data).search(query, entries, EVERYTHING, 15) for query in vectors[:20]]
    monkeypatch.setattr(scan, "piece_rows", lambda dim: 40)
    frames = LocalFrames(data)
    assert [frames.search(query, entries, EVERYTHING, 15) for query in vectors[:20]] == whole
    assert whole[0].in_scope == sum(entry.rows for entry in entries)


def test_a_shard_one_piece_of_which_fails_is_named_once_and_not_answered_from(
    stored: tuple[Folder, list[ShardEntry], list[Region], np.ndarray],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data, entries, regions, vectors = stored
    monkeypatch.setattr(scan, "piece_rows", lambda dim: 40)
    broken = entries[0]
    file = data.local_path(broken.vectors_name)
    content = bytearray(file.read_bytes())
    content[-1] ^= 1  # of the id of its last row
    file.write_bytes(content)
    found = LocalFrames(data).search(vectors[0], entries, EVERYTHING, 1_000)
    assert len(found.failed) == 1 and broken.stem in found.failed[0]
    assert found.searched == len(found.hits) == len(regions) - broken.rows
    assert found.in_scope == len(regions)
