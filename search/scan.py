"""The scan of the rows in scope, over all shards that have any: the best of each.

Every row is compared; where that would take too long (`search.cost`), large shards are looked
through in their quantised codes first. Which rows their codes promise most is decided over all of
these shards together, and only those rows are compared. What is found so has a recall.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexerError
from indexer.list_search import Found
from indexer.quantised import candidates
from indexer.selection import Rows, Selection
from indexer.shard import ShardEntry
from indexer.shard_reader import Scores, ShardReader
from search.cost import compared, is_wide, pays, piece_rows
from search.turns import Turns

Vector = NDArray[np.float32]
"""One unit row, shape (dim,)."""
PIECES_A_CORE = 4
"""Into more pieces nothing is split: so few leave a core idle for a short time at most."""
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


@dataclass(slots=True, eq=False)
class _Compared:
    """What was found in a shard, or in a piece of it, of the rows in scope there."""

    entry: ShardEntry
    reader: ShardReader
    in_scope: int
    found: list[Found]


@dataclass(frozen=True, eq=False)
class _Promising:
    """The rows in scope of one shard whose codes promise most, with their scores by the codes."""

    entry: ShardEntry
    part: Selected
    recall: Recall
    scores: Scores
    rows: Rows


_From = TypeVar("_From", ShardEntry, Selected, _Compared, _Promising)
_To = TypeVar("_To")


def each(
    parts: Sequence[_From],
    work: Callable[[_From], _To],
    failed: Failures,
    turns: Turns | None = None,
) -> list[_To]:
    """Work on each part, several at once where there are turns; of one that fails, note why."""
    attempt = partial(_tried, work)
    results = turns.map(attempt, parts) if turns and len(parts) > 1 else map(attempt, parts)
    done: list[_To] = []
    for part, result in zip(parts, results, strict=True):
        if isinstance(result, IndexerError):
            failed[part if isinstance(part, ShardEntry) else part.entry] = str(result)
        else:
            done.append(result)
    return done


def _tried(work: Callable[[_From], _To], part: _From) -> _To | IndexerError:
    try:
        return work(part)
    except IndexerError as error:
        return error


def scan_all(
    query: Vector, selected: Sequence[Selected], k: int, failed: Failures, turns: Turns
) -> list[Scan]:
    """The k best rows of each shard that may be among the k best of all."""
    rows = sum([part.selection.count for part in selected])
    if not is_wide(rows, len(query)):
        return _scan_whole(query, selected, k, failed, turns)
    coded = [part for part in selected if part.reader.quantised() is not None]
    if not pays(sum(part.selection.count for part in coded), k, len(coded)):
        coded = []
    whole = [part for part in selected if part not in coded]
    return [
        *_scan_whole(query, whole, k, failed, turns),
        *_scan_codes(query, coded, k, failed, turns),
    ]


def _scan_whole(
    query: Vector, selected: Sequence[Selected], k: int, failed: Failures, turns: Turns
) -> list[Scan]:
    """Every row; where they are many, in pieces and several of these at once."""

    def compare(part: Selected) -> _Compared:
        found = part.reader.scan(query, part.selection, k)
        return _Compared(part.entry, part.reader, part.selection.count, [found])

    def choose(one: _Compared) -> Scan:
        return Scan(one.entry, one.reader, one.in_scope, *one.reader.best(one.found, k))

    rows, few = sum([part.selection.count for part in selected]), piece_rows(len(query))
    if rows <= few:
        seen = each(selected, compare, failed)
    else:
        most = max(few, rows // (PIECES_A_CORE * turns.cores))
        seen = each(_pieces(selected, most), compare, failed, turns)
    return each(_joined(seen, failed), choose, failed)


def _pieces(selected: Sequence[Selected], rows: int) -> list[Selected]:
    """The same in pieces of about so many rows, or of a whole shard where it has fewer."""
    return [
        replace(part, selection=piece) for part in selected for piece in part.selection.pieces(rows)
    ]


def _joined(pieces: Sequence[_Compared], failed: Failures) -> list[_Compared]:
    """The pieces of each shard as one; a shard of which one piece failed has failed."""
    joined: list[_Compared] = []
    for one in pieces:
        if joined and joined[-1].entry is one.entry:
            joined[-1].in_scope += one.in_scope
            joined[-1].found += one.found
        elif not failed or one.entry not in failed:
            joined.append(one)
    return joined


def _scan_codes(
    query: Vector, coded: Sequence[Selected], k: int, failed: Failures, turns: Turns
) -> list[Scan]:
    """By way of the codes: of each shard what its recall was measured with, of these the best."""

    def promising(part: Selected) -> _Promising:
        codes = part.reader.quantised()
        assert codes is not None, "looked at before"
        recall = Recall(codes.recall, codes.recall_at)
        found = part.reader.promising(query, part.selection, candidates(k))
        return _Promising(part.entry, part, recall, *found)

    seen = each(coded, promising, failed, turns)
    least = _least([one.scores for one in seen], compared(k, len(seen)))

    def compare(one: _Promising) -> Scan:
        rows = one.rows[one.scores >= least]
        found = one.part.reader.compare(query, rows, k)
        return Scan(one.entry, one.part.reader, one.part.selection.count, *found, one.recall)

    return each(seen, compare, failed, turns)


def _least(scores: Sequence[Scores], count: int) -> float:
    """What the last of the `count` best of all scores is, minus infinity where they are fewer."""
    every = np.concatenate([np.empty(0, np.float32), *scores])
    if len(every) <= count:
        return -np.inf
    return float(np.partition(every, len(every) - count)[len(every) - count])
