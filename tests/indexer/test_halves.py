"""Stored 16-bit floats, made 32-bit floats again."""

import numpy as np

from indexer.halves import as_floats


def test_every_finite_half_is_the_same_bit_for_bit() -> None:
    every = np.arange(1 << 16, dtype="<u2").view("<f2")
    every = every[np.isfinite(every)]
    wanted = every.astype(np.float32)
    assert np.array_equal(as_floats(every).view(np.uint32), wanted.view(np.uint32))


def test_any_shape_and_layout_is_kept() -> None:
    halves = np.linspace(-1, 1, 60).astype("<f2").reshape(5, 12)
    assert np.array_equal(as_floats(halves[:, ::2]), halves[:, ::2].astype(np.float32))
    assert as_floats(halves[:0]).shape == (0, 12)
