"""Cursors go back only to the question they came from."""

import pytest

from search.cursor import Cursor
from search.errors import BadQuestion


def test_round_trip_and_advance() -> None:
    cursor = Cursor("q", 4, 2).advanced(20)
    assert Cursor.parse(str(cursor), "q") == Cursor("q", 4, 2, 20)


@pytest.mark.parametrize("text", ["", "x", "e30", "bnVsbA", "💥", str(Cursor("q", 1, 1, -5))])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(BadQuestion):
        Cursor.parse(text, "q")


def test_another_question_is_refused() -> None:
    with pytest.raises(BadQuestion, match="another question"):
        Cursor.parse(str(Cursor("q", 1, 1)), "other")
