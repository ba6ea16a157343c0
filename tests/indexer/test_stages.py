"""Stages that run ahead of each other: the same items in order, errors where they are used."""

import threading
import weakref
from collections.abc import Iterator

import pytest

from indexer.stages import StageSeconds, ahead


def test_items_are_made_in_order_one_ahead_of_their_use() -> None:
    made: list[int] = []
    second = threading.Event()

    def making() -> Iterator[int]:
        for number in range(3):
            made.append(number)
            if number == 1:
                second.set()
            yield number

    items = ahead(making())
    assert next(items) == 0
    assert second.wait(10), "the second is made while the first is used"
    assert list(items) == [1, 2] and made == [0, 1, 2]


def test_what_making_raises_is_raised_where_it_would_be_used() -> None:
    def making() -> Iterator[int]:
        yield 1
        raise OSError("torn")

    items = ahead(making())
    assert next(items) == 1
    with pytest.raises(OSError, match="torn"):
        next(items)


def test_an_empty_stage_ends_at_once() -> None:
    assert list(ahead(iter(()))) == []


class Window:
    """Something large."""


def test_what_is_done_with_is_let_go_before_the_next_is_made() -> None:
    made: list[weakref.ref[Window]] = []
    alive: list[int] = []

    def making() -> Iterator[Window]:
        for _ in range(3):
            alive.append(sum(one() is not None for one in made))
            window = Window()
            made.append(weakref.ref(window))
            yield window
            del window

    names = map(type, StageSeconds().counted("decode", making()))
    assert list(names) == [Window] * 3 and alive == [0, 0, 0]


def test_the_slowest_stage_is_named() -> None:
    both = StageSeconds(decode=1.0, encode=0.5) + StageSeconds(encode=1.0)
    assert (both.decode, both.encode, both.slowest) == (1.0, 1.5, "encode")
    assert StageSeconds().slowest is None
    assert list(both.counted("motion", [1, 2])) == [1, 2] and both.motion > 0
