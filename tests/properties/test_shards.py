"""Shards, against a scan of all rows: in scope, the best, in order, all of them counted.

Components of rows are 0 or ±½ and those of queries eighths, so that every dot product is exact in
16 and 32 bits: equal scores are equal, and ties are frequent.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.encoder import Embeddings
from embeddings.hash_encoder import HashEncoder
from indexer.folder import Folder
from indexer.ids import CameraId, FootageId, Interval
from indexer.region import Region, sort_key
from indexer.shard import ShardEntry, verify_shard, write_shards
from indexer.shard_reader import ShardReader
from search.bounds import prune
from search.frames import LocalFrames
from search.plan import FrameScope

DIM = 8
CARD = HashEncoder(dim=DIM).card
DAY_MS = 86_400_000
START_MS = 1_651_017_600_000  # 2022-04-27T00:00Z
CAMERAS = [CameraId(f"c{number}") for number in range(5)]


@dataclass(frozen=True)
class Rows:
    """Regions of one day, sorted as a shard sorts them, and their rows, (n, DIM)."""

    regions: tuple[Region, ...]
    vectors: Embeddings

    def in_scope(self, scope: FrameScope) -> list[int]:
        return [
            number
            for number, region in enumerate(self.regions)
            if region.camera in scope.cameras
            and any(p.after_ms <= region.captured_at_ms < p.before_ms for p in scope.intervals)
        ]

    def best(self, query: np.ndarray, scope: FrameScope, k: int) -> list[tuple[float, int]]:
        scores = self.vectors.astype(np.float16).astype(np.float32) @ query
        ranked = sorted((-float(scores[number]), number) for number in self.in_scope(scope))
        return [(-score, number) for score, number in ranked[:k]]


@st.composite
def unit_rows(draw: st.DrawFn) -> tuple[float, ...]:
    """Four of the components are ±½, the others nothing: exactly of unit length."""
    chosen = draw(st.permutations(range(DIM)))[:4]
    signs = draw(st.tuples(*[st.sampled_from((-0.5, 0.5))] * 4))
    row = dict(zip(chosen, signs, strict=True))
    return tuple(row.get(number, 0.0) for number in range(DIM))


@st.composite
def stored_rows(draw: st.DrawFn) -> Rows:
    """Up to 60 regions at few times, before few cameras, with few different rows."""
    pool = draw(st.lists(unit_rows(), min_size=1, max_size=4))
    offsets = st.one_of(st.integers(0, 40), st.integers(0, DAY_MS - 1))
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(CAMERAS), offsets, st.integers(0, 3)),
            min_size=1,
            max_size=60,
            unique=True,
        )
    )
    found = [
        Region(camera, START_MS + at, FootageId(f"{pts:016x}"), pts, (0.0, 0.0, 1.0, 1.0), "frame")
        for camera, at, pts in keys
    ]
    chosen = draw(st.lists(st.sampled_from(pool), min_size=len(found), max_size=len(found)))
    return Rows(tuple(sorted(found, key=sort_key)), np.array(chosen, np.float32))


edges = st.one_of(st.integers(-5, 45), st.integers(-5, DAY_MS + 5)).map(lambda at: START_MS + at)
windows = st.tuples(edges, edges).map(lambda pair: Interval(*sorted(pair)))
scopes = st.builds(
    FrameScope,
    st.lists(st.sampled_from([*CAMERAS, CameraId("elsewhere")]), max_size=6).map(tuple),
    st.lists(windows, max_size=4).map(tuple),
)
queries = st.lists(st.integers(-16, 16), min_size=DIM, max_size=DIM).map(
    lambda eighths: np.array(eighths, np.float32) / 8
)
wanted = st.integers(0, 70)


@contextmanager
def written(rows: Rows) -> Iterator[tuple[Folder, ShardEntry]]:
    with tempfile.TemporaryDirectory() as folder:
        data = Folder(folder)
        (entry,) = write_shards(data, rows.regions, rows.vectors, CARD)
        yield data, entry


@settings(max_examples=60, deadline=None)
@given(stored_rows(), st.lists(st.tuples(scopes, queries, wanted), min_size=1, max_size=6))
def test_a_search_is_a_scan_of_the_rows_in_scope(
    rows: Rows, asked: list[tuple[FrameScope, np.ndarray, int]]
) -> None:
    with written(rows) as (data, entry):
        reader = ShardReader(data, entry)
        for scope, query, k in asked:
            selection = reader.select(reader.lists_of(scope.cameras), scope.intervals)
            scores, numbers = reader.search(query, selection, k)
            expected = rows.best(query, scope, k)
            assert list(zip(scores.tolist(), numbers.tolist(), strict=True)) == expected
            assert selection.count == len(rows.in_scope(scope))


@settings(max_examples=40, deadline=None)
@given(stored_rows(), scopes, queries, wanted, st.integers(1, 70))
def test_pieces_together_are_the_whole(
    rows: Rows, scope: FrameScope, query: np.ndarray, k: int, most: int
) -> None:
    with written(rows) as (data, entry):
        reader = ShardReader(data, entry)
        whole = reader.select(reader.lists_of(scope.cameras), scope.intervals)
        pieces = whole.pieces(most)
        assert [one.count for one in pieces if not one.count] == []
        assert sum(one.count for one in pieces) == whole.count
        found = [reader.scan(query, one, k) for one in pieces]
        scores, numbers = reader.best(found, k)
        expected = rows.best(query, scope, k)
        assert list(zip(scores.tolist(), numbers.tolist(), strict=True)) == expected


@settings(max_examples=30, deadline=None)
@given(stored_rows(), st.randoms(use_true_random=False))
def test_what_is_stored_comes_back_by_row(rows: Rows, random: Random) -> None:
    with written(rows) as (data, entry):
        verify_shard(data, entry)
        reader = ShardReader(data, entry)
        numbers = np.arange(entry.rows)
        random.shuffle(numbers)
        assert reader.regions(numbers) == [rows.regions[number] for number in numbers]
        assert np.array_equal(reader.vectors(numbers), rows.vectors[numbers])


@settings(max_examples=30, deadline=None)
@given(stored_rows(), st.data())
def test_the_order_of_writing_changes_nothing(rows: Rows, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(rows.regions))))
    shuffled = Rows(tuple(rows.regions[n] for n in order), rows.vectors[list(order)])
    with written(rows) as (_, first), written(shuffled) as (_, second):
        assert first == second


@settings(max_examples=40, deadline=None)
@given(stored_rows(), scopes, queries, st.integers(1, 70), st.integers(1, 59), st.booleans())
def test_shards_together_find_what_one_would(
    rows: Rows, scope: FrameScope, query: np.ndarray, k: int, cut: int, backwards: bool
) -> None:
    parts = [(rows.regions[:cut], rows.vectors[:cut]), (rows.regions[cut:], rows.vectors[cut:])]
    with tempfile.TemporaryDirectory() as folder:
        data = Folder(folder)
        entries = [entry for part in parts for entry in write_shards(data, *part, CARD)]
        entries = entries[::-1] if backwards else entries
        found = LocalFrames(data).search(query, entries, scope, k)
    expected = [(score, rows.regions[number]) for score, number in rows.best(query, scope, k)]
    assert [(hit.score, hit.region) for hit in found.hits] == expected
    assert found.in_scope == found.searched == len(rows.in_scope(scope))


@settings(max_examples=40, deadline=None)
@given(stored_rows(), scopes)
def test_a_shard_is_passed_over_only_if_nothing_in_it_is_in_scope(
    rows: Rows, scope: FrameScope
) -> None:
    with written(rows) as (_, entry):
        assert prune([entry], scope) or not rows.in_scope(scope)
