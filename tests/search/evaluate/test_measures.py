"""Recall, first hit, nDCG against values worked out by hand, and what must hold of any ranking."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.evaluate.measures import estimate, first_is_right, ndcg_at, recall_at

RELEVANT = 6
FOUND = st.lists(st.frozensets(st.integers(0, RELEVANT - 1), max_size=3), max_size=15)


def finds(*hits: str) -> list[frozenset[int]]:
    """`"01", "", "2"`: the first hit finds numbers 0 and 1, the second is wrong."""
    return [frozenset(int(digit) for digit in hit) for hit in hits]


@pytest.mark.parametrize(
    ("found", "relevant", "k", "recall"),
    [
        (finds("0", "", "1"), 4, 10, 2 / 4),
        (finds("0", "", "1"), 4, 2, 1 / 2),
        (finds("0", "0", "0"), 2, 10, 1 / 2),
        (finds("01", "2"), 3, 1, 1.0),
        (finds("", "", "0"), 20, 3, 1 / 3),
        ([], 3, 10, 0.0),
    ],
)
def test_recall_is_what_was_found_of_what_could_be(
    found: list[frozenset[int]], relevant: int, k: int, recall: float
) -> None:
    assert recall_at(found, relevant, k) == pytest.approx(recall)


def test_the_first_hit_counts_alone() -> None:
    assert first_is_right(finds("0", "")) == 1
    assert first_is_right(finds("", "0")) == 0
    assert first_is_right([]) == 0


@pytest.mark.parametrize(
    ("found", "relevant", "ndcg"),
    [
        (finds("0", "1"), 2, 1.0),
        (finds("", "0"), 1, 1 / math.log2(3)),
        (finds("0", "0", "1"), 2, (1 + 1 / 2) / (1 + 1 / math.log2(3))),
        (finds("0", "", "1"), 3, (1 + 1 / 2) / (1 + 1 / math.log2(3) + 1 / 2)),
        ([], 2, 0.0),
    ],
)
def test_ndcg(found: list[frozenset[int]], relevant: int, ndcg: float) -> None:
    assert ndcg_at(found, relevant) == pytest.approx(ndcg)


@given(FOUND, st.integers(1, 12))
def test_measures_lie_between_nothing_and_all(found: list[frozenset[int]], k: int) -> None:
    for value in (recall_at(found, RELEVANT, k), ndcg_at(found, RELEVANT, k)):
        assert 0 <= value <= 1


@given(FOUND, st.integers(0, 14))
def test_a_right_hit_moved_up_never_makes_ndcg_less(found: list[frozenset[int]], at: int) -> None:
    if at + 1 < len(found) and not found[at] and len(found[at + 1]) == 1:
        swapped = [*found[:at], found[at + 1], found[at], *found[at + 2 :]]
        assert ndcg_at(swapped, RELEVANT) >= ndcg_at(found, RELEVANT) - 1e-12


@given(FOUND)
def test_reading_on_never_finds_less(found: list[frozenset[int]]) -> None:
    recalls = [recall_at(found, RELEVANT, k) for k in range(RELEVANT, 15)]
    assert recalls == sorted(recalls)


def test_an_estimate_repeats_and_holds_its_mean() -> None:
    values, groups = [1.0, 0.0, 1.0, 1.0, 0.0, 1.0], [0, 1, 2, 3, 4, 5]
    first = estimate(values, groups)
    assert first == estimate(values, groups)
    assert first.value == pytest.approx(4 / 6)
    assert first.low < first.value < first.high


def test_the_same_question_in_other_words_makes_nothing_surer() -> None:
    alone = estimate([1.0, 0.0, 1.0, 0.0], [0, 1, 2, 3])
    thrice = estimate([1.0, 0.0, 1.0, 0.0] * 3, [0, 1, 2, 3] * 3)
    taken_apart = estimate([1.0, 0.0, 1.0, 0.0] * 3, range(12))
    assert (thrice.low, thrice.high) == (alone.low, alone.high)
    assert taken_apart.high - taken_apart.low < thrice.high - thrice.low


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(1)
    covered = 0
    for _ in range(120):
        made = estimate((rng.random(60) < 0.7).astype(float).tolist(), range(60))
        covered += made.low <= 0.7 <= made.high
    assert covered / 120 > 0.85
