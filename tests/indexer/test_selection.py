"""Rows in scope, against a look at every row."""

import numpy as np
import pytest

from indexer.ids import Interval
from indexer.selection import RowKeys

SPAN_MS = 100_000
START_MS = 1_651_017_600_000


@pytest.fixture(params=[1, 7, 16, 40], ids=lambda most: f"up to {most} rows a list")
def shard(request: pytest.FixtureRequest) -> tuple[RowKeys, list[np.ndarray]]:
    """Keys of 300 lists, some of them empty, and the times of each list's rows."""
    rng = np.random.default_rng(request.param)
    times = [
        START_MS + np.sort(rng.integers(SPAN_MS, size=rng.integers(request.param + 1)))
        for _ in range(300)
    ]
    whole = Interval(START_MS, START_MS + SPAN_MS)
    return RowKeys([len(part) for part in times], np.concatenate(times), whole), times


@pytest.mark.parametrize("count", [1, 60, 300])
@pytest.mark.parametrize(
    ("after", "before"), [(0, SPAN_MS), (-5, 400), (30_000, 30_001), (50_000, SPAN_MS + 5)]
)
def test_a_stretch_holds_the_rows_of_its_lists_and_time(
    shard: tuple[RowKeys, list[np.ndarray]], count: int, after: int, before: int
) -> None:
    keys, times = shard
    lists = np.sort(np.random.default_rng(count).choice(300, count, replace=False))
    window = Interval(START_MS + after, START_MS + before)
    selection = keys.select(lists, [window])
    inside = (times[number] - START_MS for number in lists.tolist())
    held = [int(((after <= part) & (part < before)).sum()) for part in inside]
    assert selection.count == sum(held)
    assert [part.held.tolist() for part in selection.stretches] == ([held] if sum(held) else [])


@pytest.mark.parametrize("most", [1, 50, 10_000])
def test_pieces_hold_each_list_once_and_none_is_empty(
    shard: tuple[RowKeys, list[np.ndarray]], most: int
) -> None:
    keys, times = shard
    whole = keys.select(np.arange(300), [Interval(START_MS, START_MS + SPAN_MS)])
    pieces = [part for piece in whole.pieces(most) for part in piece.stretches]
    rows = {
        number: held
        for part in pieces
        for number, held in zip(part.lists.tolist(), part.held.tolist(), strict=True)
    }
    assert [rows.get(number, 0) for number in range(300)] == [len(part) for part in times]
    assert sum(len(part.lists) for part in pieces) == len(rows)
    assert all(part.count == part.held.sum() > 0 for part in pieces)


def test_rows_that_are_not_there_are_of_no_time() -> None:
    keys = RowKeys([2, 1], START_MS + np.array([5, 9, 7]), Interval(START_MS, START_MS + 10))
    assert keys.are_of(np.array([2, 0]), np.array([7, 5]))
    assert not keys.are_of(np.array([2, 0]), np.array([7, 6]))
    assert not keys.are_of(np.array([0, 3]), np.array([5, 0]))
    assert keys.are_of(np.empty(0, np.int64), np.empty(0, np.int64))
