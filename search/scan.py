"""The scan of the rows in scope, over all shards that have any: the best of each.

Every row is compared; where that would take too long (`search.cost`), large shards are looked
through in their quantised codes first. Which rows their codes promise most is decided over all of
these shards together, and only those rows are compared. What is found so has a recall.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexerError
from indexer.quantised import candidates
from indexer.shard import ShardEntry
from indexer.shard_reader import Rows, Scores, Selection, ShardReader
from search.cost import compared, is_wide, pays
from search.open_shards import OpenShard

Vector = NDArray[np.float32]
"""One unit row, shape (dim,)."""
Failures = dict[ShardEntry, str]
"""Shards that could not be read, and why."""


@dataclass(frozen=True, order=True)
class Recall:
    """The share of the `at` best rows that a search finds, measured when the index was made."""

    share: float
    at: int


@dataclass(frozen=True, eq=False)
class Selected:
    """The rows of one shard that are in scope."""

    entry: ShardEntry
    reader: ShardReader
    selection: Selection


@dataclass(frozen=True, eq=False)
class Scan:
    """How many rows of one shard were in scope, and the best of them by number, best first."""

    entry: ShardEntry
    reader: ShardReader
    in_scope: int
    scores: Scores
    rows: Rows
    recall: Recall | None = None


@dataclass(frozen=True, eq=False)
class _Promising:
    """The rows in scope of one shard whose codes promise most, with their scores by the codes."""

    entry: ShardEntry
    part: Selected
    recall: Recall
    scores: Scores
    rows: Rows


_From = TypeVar("_From", ShardEntry, OpenShard, Selected, _Promising)
_To = TypeVar("_To")


def each(
    parts: Sequence[_From],
    work: Callable[[_From], _To],
    failed: Failures,
    threads: Executor | None = None,
) -> list[_To]:
    """Work on each part, several at once where there are threads; of one that fails, note why."""

    def tried(part: _From) -> tuple[ShardEntry, _To | IndexerError]:
        entry = part if isinstance(part, ShardEntry) else part.entry
        try:
            return entry, work(part)
        except IndexerError as error:
            return entry, error

    done: list[_To] = []
    for entry, result in (threads.map if threads and len(parts) > 1 else map)(tried, parts):
        if isinstance(result, IndexerError):
            failed[entry] = str(result)
        else:
            done.append(result)
    return done


def scan_all(
    query: Vector, selected: Sequence[Selected], k: int, failed: Failures, threads: Executor
) -> list[Scan]:
    """The k best rows of each shard that may be among the k best of all.

    Where very many are in scope, several shards are scanned at once.
    """
    if not is_wide(sum(part.selection.count for part in selected), len(query)):
        return each(selected, lambda part: _compare_all(query, part, k), failed)
    coded = [part for part in selected if part.reader.quantised() is not None]
    if not pays(sum(part.selection.count for part in coded), k, len(coded)):
        coded = []
    whole = [part for part in selected if part not in coded]
    return [
        *each(whole, lambda part: _compare_all(query, part, k), failed, threads),
        *_scan_codes(query, coded, k, failed, threads),
    ]


def _compare_all(query: Vector, part: Selected, k: int) -> Scan:
    found = part.reader.search(query, part.selection, k)
    return Scan(part.entry, part.reader, part.selection.count, *found)


def _scan_codes(
    query: Vector, coded: Sequence[Selected], k: int, failed: Failures, threads: Executor
) -> list[Scan]:
    """By way of the codes: of each shard what its recall was measured with, of these the best."""

    def promising(part: Selected) -> _Promising:
        codes = part.reader.quantised()
        assert codes is not None, "looked at before"
        recall = Recall(codes.recall, codes.recall_at)
        found = part.reader.promising(query, part.selection, candidates(k))
        return _Promising(part.entry, part, recall, *found)

    seen = each(coded, promising, failed, threads)
    least = _least([one.scores for one in seen], compared(k, len(seen)))

    def compare(one: _Promising) -> Scan:
        rows = one.rows[one.scores >= least]
        found = one.part.reader.compare(query, rows, k)
        return Scan(one.entry, one.part.reader, one.part.selection.count, *found, one.recall)

    return each(seen, compare, failed, threads)


def _least(scores: Sequence[Scores], count: int) -> float:
    """What the last of the `count` best of all scores is, minus infinity where they are fewer."""
    every = np.concatenate([np.empty(0, np.float32), *scores])
    if len(every) <= count:
        return -np.inf
    return float(np.partition(every, len(every) - count)[len(every) - count])
