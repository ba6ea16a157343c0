"""Turns: free cores help, cores in use do not, and every turn comes back."""

import threading

import pytest

from search.turns import Turns

PATIENCE_S = 30.0


def test_a_free_core_helps_and_the_order_is_kept() -> None:
    turns, both = Turns(2), threading.Barrier(2)

    def work(number: int) -> int:
        both.wait(PATIENCE_S)  # passed only by two at once
        return number * number

    with turns:
        assert turns.map(work, range(6)) == [0, 1, 4, 9, 16, 25]


def test_a_core_that_another_search_uses_does_not_help() -> None:
    turns, held, done = Turns(2), threading.Event(), threading.Event()

    def other() -> None:
        with turns:
            held.set()
            done.wait(PATIENCE_S)

    thread = threading.Thread(target=other)
    thread.start()
    held.wait(PATIENCE_S)
    with turns:
        names = turns.map(lambda _: threading.current_thread().name, range(20))
    done.set()
    thread.join()
    assert set(names) == {threading.current_thread().name}


@pytest.mark.parametrize("wrong", [0, 3])
def test_an_error_is_raised_and_every_turn_comes_back(wrong: int) -> None:
    turns, both = Turns(2), threading.Barrier(2)

    def work(number: int) -> int:
        if number == wrong:
            raise ValueError("no")
        return number

    with turns, pytest.raises(ValueError, match="no"):
        turns.map(work, range(4))
    with turns:
        assert turns.map(lambda _: both.wait(PATIENCE_S), range(2)) != [None, None]
    assert turns.map(str, []) == []
