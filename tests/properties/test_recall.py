"""The recall that quantised codes state, against every row, for rows of any few or many directions.

Made hard by few candidates, so that something is missed. The queries are others than those that the
recall was measured with, of the same three kinds; what is said must hold for the hardest of them.
"""

from unittest.mock import patch

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from indexer import quantised
from indexer.quantised import MEASURED_AT, QuantisedLists, quantise

DIM, ROWS, ASKED = 32, 2_000, 96
CHANCE = 0.06
"""The means of 64 and of 96 queries differ by less."""
Floats = NDArray[np.float32]


def seen(directions: int, fall: float, cameras: int, seed: int) -> tuple[Floats, list[int]]:
    """Unit rows that differ along so many directions, the last `fall` times as far as the first."""
    rng = np.random.default_rng(seed)
    axes = rng.standard_normal((directions, DIM)) * np.geomspace(1, fall, directions)[:, None]
    counts = rng.multinomial(ROWS - cameras, np.ones(cameras) / cameras) + 1
    rows = rng.standard_normal((ROWS, directions)) @ axes
    rows += np.repeat(2 * rng.standard_normal((cameras, directions)) @ axes, counts, axis=0)
    rows += 0.01 * rng.standard_normal((ROWS, DIM))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype("<f2").astype(np.float32), counts.tolist()


@given(
    st.integers(2, DIM), st.sampled_from([0.1, 0.5, 1.0]), st.integers(1, 9), st.integers(0, 999)
)
@example(2, 1.0, 1, 0)
@example(DIM, 1.0, 9, 0)
@settings(max_examples=12, deadline=None)
def test_what_is_said_is_found(directions: int, fall: float, cameras: int, seed: int) -> None:
    rows, counts = seen(directions, fall, cameras, seed)
    with (
        patch.object(quantised, "LEAST_ROWS", 1),
        patch.object(quantised, "LEAST_RECALL", 0.0),
        patch.object(quantised, "CANDIDATES_A_HIT", 1),
    ):
        made = quantise(rows.astype("<f2"), counts, np.arange(ROWS))
    assert made is not None
    content, told = made
    lists = QuantisedLists(content)
    of_row = np.repeat(np.arange(cameras), counts)
    means = np.stack([rows[of_row == number].mean(axis=0) for number in range(cameras)])
    rng = np.random.default_rng(seed + 1)
    some = rng.choice(ROWS, ASKED, replace=False)
    kinds = (rows[some], rows[some] - means[of_row[some]], rng.standard_normal((ASKED, DIM)))
    found = [np.mean([_share(lists, rows, query) for query in kind]) for kind in kinds]
    assert abs(told.recall - min(found)) < CHANCE


def _share(lists: QuantisedLists, rows: Floats, query: Floats) -> float:
    """Of the best rows of all, the share that the codes name; of equal rows any will do."""
    unit = (query / np.linalg.norm(query)).astype(np.float32)
    scores = rows @ unit
    _, found = lists.search(unit, np.arange(lists.count), None, MEASURED_AT)
    least = np.sort(scores)[-MEASURED_AT]
    return float(np.mean(scores[found] >= least - 1e-6))
