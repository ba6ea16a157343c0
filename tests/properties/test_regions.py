"""Finding what moves takes short cuts; each gives what the plain way gives."""

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from indexer import regions

sizes = st.tuples(st.integers(1, 40), st.integers(1, 40))


def _noise(seed: int, shape: tuple[int, ...], low: int = 0, high: int = 256) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(low, high, shape).astype(np.uint8)


@given(st.integers(0, 999), st.integers(1, 300), st.sampled_from([1, 4, 256]))
def test_the_median_over_time_is_that_of_sorting(seed: int, count: int, levels: int) -> None:
    pictures = _noise(seed, (count, 3, 4, 3), 0, levels)
    expected = np.sort(pictures, axis=0)[(count - 1) // 2]
    assert np.array_equal(regions.median_picture(list(pictures)), expected)


def test_pictures_larger_than_a_stretch_have_the_median_of_sorting() -> None:
    pictures = _noise(3, (4, 150, 160, 3))
    assert pictures[0].size > regions._STRETCH
    assert np.array_equal(regions.median_picture(list(pictures)), np.sort(pictures, axis=0)[1])


@given(st.integers(0, 999), sizes, st.lists(st.integers(-3, 3), min_size=3, max_size=3))
def test_a_picture_is_made_as_bright_as_the_background_by_the_median(
    seed: int, size: tuple[int, int], shift: list[int]
) -> None:
    """Whether the light has changed or not, and whether the middle is one value or between two."""
    background = _noise(seed, (*size, 3), 20, 200)
    noise = np.random.default_rng(seed + 1).integers(-2, 3, background.shape)
    picture = (background + noise + shift).astype(np.uint8)
    by = np.median(background.astype(int) - picture, axis=(0, 1))
    expected = np.clip(np.arange(256)[:, None] + by, 0, 255).astype(np.uint8)
    even, difference = regions._compared(picture, background)
    assert np.array_equal(even, expected[picture, [0, 1, 2]])
    assert np.array_equal(difference, np.abs(even.astype(int) - background).max(axis=2))


@given(st.integers(0, 999), sizes, st.sampled_from([1, 3, 6, 256]))
def test_a_median_is_the_middle_value_however_it_is_counted(
    seed: int, size: tuple[int, int], levels: int
) -> None:
    values = _noise(seed, size, 0, levels)
    assert regions._median(values) == np.median(values)


@given(st.integers(0, 999), st.sampled_from([0.0, 0.002, 0.02, 0.3]))
def test_parts_are_those_of_the_whole_mask(seed: int, share: float) -> None:
    """Specks and blocks, some of them at the edges of the picture."""
    rng = np.random.default_rng(seed)
    mask = (rng.random((60, 80)) < share).astype(np.uint8)
    for top, left in rng.integers(-4, 78, (rng.integers(0, 4), 2)).tolist():
        mask[max(0, top) : top + 9, max(0, left) : left + 7] = 1
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    ellipse = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 9))
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, ellipse)
    _, _, parts, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    assert sorted(regions._parts(mask)) == sorted(parts[1:].tolist())
