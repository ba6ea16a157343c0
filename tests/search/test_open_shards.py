"""Cameras by number, whenever they are first heard of."""

from pathlib import Path

import numpy as np

from embeddings.hash_encoder import HashEncoder
from indexer.folder import Folder
from indexer.ids import CameraId, FootageId
from indexer.region import Region
from indexer.shard import ShardEntry, write_shards
from search.open_shards import OpenShards

START_MS = 1_651_017_600_000
DAY_MS = 86_400_000
FIRST, SECOND, ELSEWHERE = map(CameraId, ("a", "b", "elsewhere"))


def write(data: Folder, day: int, *cameras: CameraId) -> ShardEntry:
    """One row of each camera on that day."""
    encoder, at = HashEncoder(dim=8), START_MS + day * DAY_MS
    regions = [
        Region(camera, at, FootageId(f"{day:016x}"), 0, (0.0, 0.0, 1.0, 1.0), "frame")
        for camera in cameras
    ]
    (entry,) = write_shards(data, regions, encoder.encode_texts(cameras), encoder.card)
    return entry


def test_cameras_asked_for_before_and_after_their_shard_is_opened(tmp_path: Path) -> None:
    data = Folder(tmp_path)
    one, both = write(data, 0, SECOND), write(data, 1, FIRST, SECOND)
    shards = OpenShards(data)
    asked = (ELSEWHERE, SECOND, SECOND)
    early = shards.numbers_of(asked)
    assert len(early) == 2
    assert shards.open(one).lists_of(early).tolist() == [0]
    assert shards.open(both).lists_of(early).tolist() == [1]
    assert np.array_equal(shards.numbers_of(asked), early)
    later = shards.numbers_of((FIRST, SECOND))
    assert shards.open(one).lists_of(later).tolist() == [0]
    assert sorted(shards.open(both).lists_of(later).tolist()) == [0, 1]
