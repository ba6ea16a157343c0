"""Codebooks: what codes tell of rows, how much they lose, and which layout fits which rows."""

import numpy as np
import pytest

from indexer.codebooks import BITS, ENOUGH, Codebooks, Floats, learn

DIM, ROWS = 64, 3_000


def rows_along(directions: int, noise: float = 0.0, seed: int = 2) -> Floats:
    """Rows that differ along so many directions, the last a tenth as far as the first."""
    rng = np.random.default_rng(seed)
    axes = np.linalg.qr(rng.standard_normal((DIM, DIM)))[0][:directions]
    strengths = np.geomspace(1, 0.1, directions)
    rows = rng.standard_normal((ROWS, directions)) * strengths @ axes
    return (rows + noise * rng.standard_normal((ROWS, DIM))).astype(np.float32)


def told(codebooks: Codebooks, rows: Floats) -> Floats:
    """The rows as their codes tell them, every step's words added up and turned back."""
    joined, steps = codebooks.joined(), len(codebooks.steps)
    words = joined.decode(codebooks.codes(rows))
    turned: Floats = words.reshape(len(rows), steps, -1).sum(axis=1)
    return turned @ codebooks.rotation


@pytest.mark.parametrize("directions", [3, 10, DIM])
def test_loss_is_the_share_of_the_rows_that_codes_do_not_tell(directions: int) -> None:
    rows, others = rows_along(directions), rows_along(directions)[::-1][:500]
    codebooks = learn(rows)
    for asked in (rows, np.ascontiguousarray(others)):
        left = asked - told(codebooks, asked)
        expected = (left**2).sum() / (asked**2).sum()
        assert codebooks.loss(asked) == pytest.approx(expected, abs=1e-5)


def test_a_query_given_once_a_step_scores_as_the_rows_that_the_codes_tell() -> None:
    rows = rows_along(10)
    codebooks = learn(rows)
    query = np.random.default_rng(1).standard_normal(DIM).astype(np.float32)
    asked = np.tile(codebooks.rotation @ query, len(codebooks.steps))
    scores = codebooks.joined().decode(codebooks.codes(rows)) @ asked
    assert np.allclose(scores, told(codebooks, rows) @ query, atol=1e-4)
    assert np.corrcoef(scores, rows @ query)[0, 1] > 0.995


def test_few_directions_are_coded_in_steps_and_many_in_pairs() -> None:
    few, many = learn(rows_along(6)), learn(rows_along(DIM, noise=1.0))
    assert len(few.steps) > 1 and few.loss(rows_along(6)) <= ENOUGH
    assert len(few.rotation) < DIM and few.joined().code_size < many.joined().code_size
    assert many.rotation.shape == (DIM, DIM) and len(many.steps) == 1
    assert many.joined().code_size == DIM * BITS // 2 // 8


@pytest.mark.parametrize("directions", [2, 5, 12, 24, 40])
def test_no_layout_is_larger_than_four_bits_for_every_two_dimensions(directions: int) -> None:
    assert learn(rows_along(directions)).joined().code_size <= DIM // 4


def test_turning_keeps_lengths_and_lets_components_vary_alike() -> None:
    codebooks = learn(rows_along(DIM, noise=0.1))
    assert np.allclose(codebooks.rotation @ codebooks.rotation.T, np.eye(DIM), atol=1e-2)
    turned = rows_along(DIM, noise=0.1) @ codebooks.rotation.T
    for half in (turned[:, ::2], turned[:, 1::2]):
        spread = half.std(axis=0)
        assert spread.max() < 2 * spread.min()
    assert turned[:, ::2].var() > 2 * turned[:, 1::2].var()


@pytest.mark.parametrize("dim", [2, 6, 10, 34])
def test_any_even_width_can_be_coded(dim: int) -> None:
    rows = np.random.default_rng(4).standard_normal((400, dim)).astype(np.float32)
    for some in (rows, np.zeros_like(rows), rows[:, :1] * np.eye(dim, dtype=np.float32)[0]):
        codebooks = learn(np.ascontiguousarray(some))
        assert len(codebooks.codes(some)) == len(some)
        assert codebooks.joined().code_size == codebooks.codes(some).shape[1]
        assert 0 <= codebooks.loss(some) < 0.2


def test_the_same_rows_make_the_same_codebooks() -> None:
    first, second = (learn(rows_along(9)) for _ in range(2))
    assert np.array_equal(first.rotation, second.rotation)
    rows = rows_along(9)
    assert np.array_equal(first.codes(rows), second.codes(rows))
    assert np.array_equal(told(first, rows), told(second, rows))
