"""Phrases that differ in one thing: the bank's order, and which of them are true of what."""

import re

import numpy as np
import pytest

from indexer.simulate.captions import LANGUAGES, Language
from indexer.simulate.contrasts import (
    NAMES,
    TRAITS,
    marks_of,
    phrases,
    trait_column,
    trait_phrase,
    traits_of,
)
from indexer.simulate.things import COLOURS, Thing, sample_thing


def bike(riders: int, helmets: tuple[bool, ...], box: bool = False, bag: bool = False) -> Thing:
    return Thing("motorbike", "red", riders, helmets, box, bag, ("white",) * riders)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bank_names_each_class_and_each_trait_by_colour(language: Language) -> None:
    bank = phrases(np.random.default_rng(1), language)
    assert len(bank) == len(NAMES) + len(TRAITS) * (1 + len(COLOURS))
    assert len(set(bank[: len(NAMES)])) == len(NAMES) == 56
    red = int(trait_column(COLOURS.index("red")))
    shade = {"en": "red", "vi": "đỏ", "vi-plain": "do"}[language]
    assert all(shade in re.findall(r"\w+", phrase) for phrase in bank[red : red + len(TRAITS)])
    assert int(trait_column(-1)) == len(NAMES)


def test_phrases_of_one_trait_say_it() -> None:
    rng = np.random.default_rng(2)
    said = {trait_phrase("two", "red", "en", rng) for _ in range(40)}
    assert len(said) > 5
    assert all("red" in phrase for phrase in said)
    assert trait_phrase("two", "red", "vi") == "hai người đi xe máy đỏ"
    assert all(any(w in phrase for w in ("two", "2 ")) for phrase in said)


def test_marks() -> None:
    things = [bike(2, (True, False)), bike(1, (False,), box=True), None,
              sample_thing(np.random.default_rng(3), "bus", "green")]  # fmt: skip
    marks = marks_of(things, [True, False, False, False])
    assert marks.name[2] == -1 and NAMES[marks.name[3]] == ("bus", "green")
    assert marks.traits.tolist() == [
        [False, True, False, False, False, False, False],
        [True, False, False, False, True, True, False],
        [False] * 7,
        [False] * 7,
    ]
    bag = TRAITS.index("bag")
    assert marks.told[:, bag].tolist() == [True, False, False, False]
    assert np.delete(marks.told, bag, axis=1).all()
    assert traits_of(bike(3, (True, True, True), bag=True))[2:4] == (True, True)
