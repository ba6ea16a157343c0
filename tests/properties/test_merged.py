"""Any shards, before and after any merge, against a scan of all rows: exactly, and through codes.

Regions lie around midnight; clocks run backwards (a later picture of a footage has an earlier
time), cameras were renamed between footages, and rows are there many times. With so few rows every
one of them is a candidate, so what is found through quantised codes is the scan's answer too.
"""

import tempfile
from collections.abc import Sequence
from datetime import date
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.hash_encoder import HashEncoder
from indexer import quantised
from indexer.folder import Folder
from indexer.frame_table import FrameTable
from indexer.ids import CameraId, FootageId, Interval
from indexer.merge import merge
from indexer.region import Region
from indexer.shard import ShardEntry, verify_shard, write_shards
from search import cost
from search.frames import FrameHits, LocalFrames
from search.plan import FrameScope
from tests.properties.test_shards import DIM, queries, unit_rows

CARD = HashEncoder(dim=DIM).card
MIDNIGHT_MS = 1_651_104_000_000  # 2022-04-28T00:00Z
NAMES = [CameraId(name) for name in ("old-1", "new-1", "c2", "c3")]
Part = list[tuple[Region, tuple[float, ...]]]


@st.composite
def parts(draw: st.DrawFn) -> list[Part]:
    """Up to five footages, each of one camera as it was called then, with its rows."""
    pool = draw(st.lists(unit_rows(), min_size=1, max_size=4))
    found: list[Part] = []
    for number in range(draw(st.integers(1, 5))):
        camera = draw(st.sampled_from(NAMES))
        offsets = draw(st.lists(st.integers(-30, 30), min_size=1, max_size=30))
        footage = FootageId(f"{number:016x}")
        found.append(
            [
                (
                    Region(camera, MIDNIGHT_MS + at, footage, pts, (0.0, 0.0, 1.0, 1.0), "frame"),
                    draw(st.sampled_from(pool)),
                )
                for pts, at in enumerate(offsets)
            ]
        )
    return found


edges = st.integers(-35, 35).map(lambda at: MIDNIGHT_MS + at)
scopes = st.builds(
    FrameScope,
    st.lists(st.sampled_from([*NAMES, CameraId("elsewhere")]), max_size=5).map(tuple),
    st.lists(st.tuples(edges, edges).map(lambda pair: Interval(*sorted(pair))), max_size=3).map(
        tuple
    ),
)


def expected(
    rows: Sequence[tuple[Region, tuple[float, ...]]], query: np.ndarray, scope: FrameScope, k: int
) -> list[tuple[float, Region]]:
    """A scan of everything; equal scores stand by camera, time, footage and box."""
    inside = [
        (float(np.array(vector, np.float32) @ query), region)
        for region, vector in rows
        if region.camera in scope.cameras
        and any(p.after_ms <= region.captured_at_ms < p.before_ms for p in scope.intervals)
    ]
    return sorted(inside, key=lambda hit: (-hit[0], *_place(hit[1])))[:k]


def _place(region: Region) -> tuple[str, int, str, int]:
    return (region.camera, region.captured_at_ms, region.footage, region.pts_ms)


def agree(found: FrameHits, wanted: list[tuple[float, Region]]) -> None:
    """The same hits in the same order."""
    assert found.failed == ()
    assert [(hit.score, hit.region) for hit in found.hits] == wanted


@settings(max_examples=40, deadline=None)
@given(parts(), st.lists(st.tuples(scopes, queries, st.integers(1, 80)), min_size=1, max_size=4))
def test_merged_or_not_the_answer_is_a_scan(
    footages: list[Part], asked: list[tuple[FrameScope, np.ndarray, int]]
) -> None:
    rows = [row for part in footages for row in part]
    with tempfile.TemporaryDirectory() as folder, patch.object(quantised, "LEAST_ROWS", 40):
        data, table = Folder(folder), FrameTable(Folder(folder))
        for number, part in enumerate(footages):
            vectors = np.array([vector for _, vector in part], np.float32)
            shards = write_shards(data, [region for region, _ in part], vectors, CARD)
            table.commit({f"t{number}": shards})
        generations = [table.shards()]
        merge(data, table, date(2022, 5, 1))
        generations.append(table.shards())
        assert len(generations[1]) == len({entry.day for entry in generations[0]})
        for shards in generations:
            _check(data, shards, rows, asked)


def _check(
    data: Folder,
    shards: Sequence[ShardEntry],
    rows: Sequence[tuple[Region, tuple[float, ...]]],
    asked: Sequence[tuple[FrameScope, np.ndarray, int]],
) -> None:
    frames = LocalFrames(data)
    for entry in shards:
        verify_shard(data, entry)
    for scope, query, k in asked:
        wanted = expected(rows, query, scope, k)
        agree(frames.search(query, shards, scope, k), wanted)
        with patch.object(cost, "BUDGET_MS", 0.0), patch.object(cost, "CANDIDATE_ROWS", 0):
            found = frames.search(query, shards, scope, k)
        agree(found, wanted)
        coded = any(data.exists(entry.quantised_name) for entry in shards)
        assert coded or found.recall is None
