"""Rows that were hit, over row groups small enough to have several."""

import numpy as np
import pyarrow as pa
import pytest

from indexer import shard_files
from indexer.hit_rows import HitRows
from indexer.ids import CameraId, FootageId
from indexer.region import Region
from indexer.shard_files import Header, region_table, rows_file

COUNT = 10
REGIONS = [
    Region(
        CameraId("c"),
        1_651_000_000_000 + number,
        FootageId(f"f{number // 4}"),
        number,
        (0.1, 0.2, 0.3, 0.4 + number / 100),
        "object" if number % 3 else "frame",
        number * 7,
    )
    for number in range(COUNT)
]


@pytest.fixture(params=[1, 3, 10, 64])
def hit_rows(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> HitRows:
    """The rows of ten regions, so many in a row group."""
    monkeypatch.setattr(shard_files, "_ROW_GROUP", request.param)
    same = {"vectors_bytes": 1, "vectors_sha256": "x", "fingerprint": "f", "dim": 8}
    header = Header(REGIONS[0].captured_at_ms, 8, ("c",), (COUNT,), "x")
    content = rows_file(region_table(REGIONS), np.arange(COUNT) * 11, same, header)
    return HitRows(pa.BufferReader(content))


@pytest.mark.parametrize("asked", [[], [4], [9, 0, 5, 5, 2], list(range(COUNT))])
def test_rows_come_in_the_order_asked_for(hit_rows: HitRows, asked: list[int]) -> None:
    rows = np.array(asked, np.int64)
    wanted = [REGIONS[number] for number in asked]
    found = hit_rows.records(rows)
    told = [(r.footage, r.pts_ms, r.box, r.kind, r.still_ms) for r in wanted]
    assert list(zip(*hit_rows.seen(found), strict=True)) == told
    assert found["checksum"].tolist() == [number * 11 for number in asked]
