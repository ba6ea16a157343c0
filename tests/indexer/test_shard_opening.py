"""What FAISS is made to do with an opened shard."""

from pathlib import Path

import numpy as np
import pytest

from embeddings.hash_encoder import HashEncoder
from indexer.folder import Folder
from indexer.ids import CameraId, FootageId
from indexer.region import Region
from indexer.shard import ShardEntry, write_shards
from indexer.shard_opening import open_rows, open_vectors

START_MS = 1_651_017_600_000


@pytest.fixture
def written(tmp_path: Path) -> tuple[Folder, ShardEntry]:
    """One row of each of forty cameras."""
    data, whole = Folder(tmp_path), (0.0, 0.0, 1.0, 1.0)
    regions = [
        Region(CameraId(f"c{n:02d}"), START_MS + n, FootageId(f"{n:016x}"), n, whole, "frame")
        for n in range(40)
    ]
    encoder = HashEncoder(dim=8)
    vectors = encoder.encode_texts([str(number) for number in range(40)])
    (entry,) = write_shards(data, regions, vectors, encoder.card)
    return data, entry


def test_lists_are_read_in_the_order_they_lie_in(written: tuple[Folder, ShardEntry]) -> None:
    data, entry = written
    _, index = open_vectors(data, entry, open_rows(data, entry)[0])
    distances, lists = index.quantizer.search(np.empty((1, 0), np.float32), 40)
    assert lists[0].tolist() == [*range(40)]
    assert distances[0].tolist() == [0.0] * 40
