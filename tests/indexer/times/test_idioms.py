"""Set ways of saying a time, each as the plainer words for it."""

from datetime import datetime

import pytest

from indexer.times.grammar import find_times

NOW = datetime.fromisoformat("2025-10-15T14:20:00+07:00")
"""A Wednesday."""


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("a fortnight ago", "two weeks ago"),
        ("in the last fortnight", "in the last two weeks"),
        ("on Sunday gone", "on Sunday"),
        ("on Tuesday last", "last Tuesday"),
        ("the Tuesday before last", "on 7 October"),
        ("a week ago today", "on 8 October"),
        ("over the weekend", "from 11 to 12 October"),
        ("in the first week of October", "from 1 to 7 October"),
        ("in the last week of September", "from 24 to 30 September"),
        ("October 3-5", "from 3 to 5 October"),
        ("since the start of the week", "since 13 October"),
        ("in the early hours of this morning", "in the small hours of today"),
        ("about 11.20 yesterday", "at 11:20 yesterday"),
        ("at seven thirty this morning", "at 7:30 this morning"),
        ("nine in the evening yesterday", "at 21:00 yesterday"),
        ("on Saturday 11th at 9pm", "on 11 October at 9pm"),
        ("September last year", "September 2024"),
        ("ten to midnight", "at 23:50"),
        ("Mon-Fri 07:00-09:00", "Monday to Friday 07:00-09:00"),
        ("yesterday 1730 to 1815", "yesterday from 17:30 to 18:15"),
    ],
)
def test_it_means_what_the_plainer_words_mean(said: str, plain: str) -> None:
    found, same = (find_times(f"a red car {text}", NOW) for text in (said, plain))
    assert found.time == same.time and not found.time.is_open
    assert found.unresolved == ()


@pytest.mark.parametrize(
    "text", ["evening joggers", "2 tonnes over 3.5 t", "gone missing", "4-5 males"]
)
def test_these_are_no_times(text: str) -> None:
    assert find_times(f"seen there, {text}", NOW).time.is_open
