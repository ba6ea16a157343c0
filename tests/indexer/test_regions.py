"""Boxes of what moves before a camera that stands still."""

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.region import Box, overlap
from indexer.regions import FEWEST_PICTURES, find_boxes

WIDTH, HEIGHT = 640, 360
Picture = NDArray[np.uint8]


def street(seed: int = 0, brightness: float = 0.0) -> Picture:
    """Houses, road and grain; the grain differs with the seed."""
    fixed = np.random.default_rng(5)
    blocks = fixed.integers(60, 170, (HEIGHT // 20, WIDTH // 20, 3)).repeat(20, 0).repeat(20, 1)
    grain = np.random.default_rng(seed).normal(brightness, 2.5, blocks.shape)
    return np.clip(blocks + grain, 0, 255).astype(np.uint8)


def put(picture: Picture, box: Box, colour: tuple[int, int, int]) -> Picture:
    left, top, right, bottom = _pixels(box)
    picture[top:bottom, left:right] = colour
    return picture


def shade(picture: Picture, box: Box, share: float) -> Picture:
    left, top, right, bottom = _pixels(box)
    part = picture[top:bottom, left:right]
    picture[top:bottom, left:right] = (part * share).astype(np.uint8)
    return picture


def _pixels(box: Box) -> tuple[int, int, int, int]:
    return (round(box[0] * WIDTH), round(box[1] * HEIGHT),
            round(box[2] * WIDTH), round(box[3] * HEIGHT))  # fmt: skip


def path(number: int) -> Box:
    return (0.05 + number * 0.1, 0.5, 0.11 + number * 0.1, 0.65)


def test_a_passing_thing_is_boxed_where_it_is() -> None:
    pictures = [put(street(n), path(n), (220, 40, 40)) for n in range(8)]
    for number, boxes in enumerate(find_boxes(pictures)):
        assert len(boxes) == 1, number
        assert overlap(boxes[0], path(number)) > 0.55
        assert boxes[0][0] <= path(number)[0] and boxes[0][2] >= path(number)[2]


def test_an_empty_street_and_one_that_grows_dark_have_none() -> None:
    assert find_boxes([street(n) for n in range(6)]) == [[]] * 6
    assert find_boxes([street(n, brightness=-6.0 * n) for n in range(6)]) == [[]] * 6


def test_what_stands_throughout_is_background() -> None:
    parked = (0.3, 0.2, 0.4, 0.3)
    pictures = [
        put(put(street(n), parked, (30, 30, 200)), path(n), (220, 40, 40)) for n in range(6)
    ]
    assert all(overlap(box, parked) < 0.3 for boxes in find_boxes(pictures) for box in boxes)


def test_a_shadow_is_no_thing() -> None:
    shadow = (0.5, 0.7, 0.6, 0.8)
    pictures = [shade(street(n), shadow, 0.7) if n == 2 else street(n) for n in range(6)]
    assert find_boxes(pictures) == [[]] * 6


def test_what_is_small_and_far_is_boxed_with_a_margin() -> None:
    """A motorbike of 24 pixels in 720, as it is in this picture of half the size."""
    far = (0.5, 0.5, 0.5 + 6 / WIDTH, 0.5 + 12 / HEIGHT)
    pictures = [put(street(n), far, (200, 40, 40)) if n == 2 else street(n) for n in range(6)]
    ((left, top, right, bottom),) = find_boxes(pictures)[2]
    assert left < far[0] and top < far[1] and right > far[2] and bottom > far[3]
    assert right - left < 2.2 * (far[2] - far[0])


def test_a_burnt_in_clock_is_no_thing_and_what_waits_for_a_while_is_one() -> None:
    """Digits come and go at one place; a car that stops for a fifth of the time stands once."""
    clock, waiting = (0.1, 0.05, 0.13, 0.1), (0.5, 0.5, 0.6, 0.6)
    pictures = [street(n) for n in range(20)]
    for number in (1, 2, 5, 8, 9, 13, 17):
        put(pictures[number], clock, (250, 250, 250))
    for number in range(4, 9):
        put(pictures[number], waiting, (200, 40, 40))
    found = find_boxes(pictures)
    assert [len(boxes) for boxes in found] == [int(4 <= n < 9) for n in range(20)]


def test_two_things_are_two_boxes_the_larger_first() -> None:
    large, small = (0.1, 0.2, 0.3, 0.5), (0.7, 0.7, 0.75, 0.8)
    pictures = [street(n) for n in range(5)]
    put(put(pictures[3], large, (20, 200, 40)), small, (230, 220, 20))
    boxes = find_boxes(pictures)[3]
    assert [overlap(b, t) > 0.5 for b, t in zip(boxes, (large, small), strict=True)] == [True, True]


def test_the_same_window_gives_the_same_boxes() -> None:
    pictures = [put(street(n), path(n), (220, 40, 40)) for n in range(5)]
    assert find_boxes(pictures) == find_boxes([picture.copy() for picture in pictures])


@pytest.mark.parametrize("count", range(FEWEST_PICTURES))
def test_too_few_pictures_say_nothing(count: int) -> None:
    assert find_boxes([street(n) for n in range(count)]) == [[]] * count


def test_a_picture_that_changes_altogether_is_no_thing() -> None:
    pictures = [street(n) for n in range(5)]
    pictures[2][:] = np.random.default_rng(1).integers(0, 255, pictures[2].shape)
    assert find_boxes(pictures)[2] == []
