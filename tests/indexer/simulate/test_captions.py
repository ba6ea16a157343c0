"""Captions are true, in the language asked for, and know what else they are true of."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.simulate.captions import (
    LANGUAGES,
    Language,
    as_rows,
    name_of,
    traits,
    truth,
    write_caption,
)
from indexer.simulate.things import COLOURS, TYPES, Thing, sample_thing

SEEDS = st.integers(0, 2**31 - 1)


@given(SEEDS, st.sampled_from(LANGUAGES))
def test_a_caption_is_true_of_what_it_was_written_for(seed: int, language: Language) -> None:
    rng = np.random.default_rng(seed)
    thing = sample_thing(rng)
    caption = write_caption(rng, "thing", thing, language)
    assert truth(as_rows([traits("thing", thing)]), as_rows([caption.claim])).all()
    assert caption.text == caption.text.strip()
    assert "{" not in caption.text
    assert "  " not in caption.text


@given(SEEDS)
def test_plain_vietnamese_has_no_marks(seed: int) -> None:
    rng = np.random.default_rng(seed)
    text = write_caption(rng, "thing", sample_thing(rng), "vi-plain").text
    assert text.isascii()
    assert text == unicodedata.normalize("NFD", text)


def caption_claims(text: str, thing: Thing, language: Language) -> set[object]:
    rng = np.random.default_rng(0)
    found = [write_caption(rng, "thing", thing, language) for _ in range(4000)]
    return {caption.claim for caption in found if caption.text == text}


def true_of(text: str, thing: Thing, language: Language, others: list[Thing]) -> list[bool]:
    claims = caption_claims(text, thing, language)
    assert len(claims) == 1, text
    rows = as_rows([traits("thing", other) for other in others])
    return truth(rows, as_rows(list(claims)))[:, 0].tolist()  # type: ignore[arg-type]


RED_TWO = Thing("motorbike", "red", 2, (True, True), shirts=("blue", "white"), seed=1)
RED_ONE = Thing("motorbike", "red", 1, (False,), shirts=("blue",), seed=2)
GREEN_VAN = Thing("van", "green", seed=3)
BLUE_VAN = Thing("van", "blue", seed=3)
RED_VAN = Thing("van", "red", seed=4)
IN_RED = Thing("person", "red", 1, (False,), shirts=("red",), seed=5)


@pytest.mark.parametrize(
    ("text", "language", "thing", "expected"),
    [
        ("red motorbike", "en", RED_TWO, [1, 1, 0, 0, 0]),
        ("xe máy đỏ", "vi", RED_TWO, [1, 1, 0, 0, 0]),
        ("xe may do", "vi-plain", RED_ONE, [1, 1, 0, 0, 0]),
        ("two people on a red motorbike", "en", RED_TWO, [1, 0, 0, 0, 0]),
        ("hai người đi xe máy đỏ", "vi", RED_TWO, [1, 0, 0, 0, 0]),
        ("van", "en", GREEN_VAN, [0, 0, 1, 1, 0]),
        ("red", "en", RED_VAN, [1, 1, 0, 0, 1]),
        ("red vehicle", "en", RED_VAN, [1, 1, 0, 0, 0]),
    ],
)
def test_captions_know_what_else_they_are_true_of(
    text: str, language: Language, thing: Thing, expected: list[int]
) -> None:
    others = [RED_TWO, RED_ONE, GREEN_VAN, BLUE_VAN, IN_RED]
    assert true_of(text, thing, language, others) == [bool(value) for value in expected]


def test_xanh_alone_is_blue_or_green() -> None:
    assert true_of("xe van xanh", BLUE_VAN, "vi", [BLUE_VAN, GREEN_VAN, RED_VAN]) == [
        True,
        True,
        False,
    ]


def test_whole_streets_are_no_things() -> None:
    rng = np.random.default_rng(1)
    claims = as_rows([write_caption(rng, "empty", None).claim for _ in range(20)])
    rows = as_rows([traits("empty", None), traits("traffic", None), traits("thing", RED_TWO)])
    assert truth(rows, claims).tolist() == [[True] * 20, [False] * 20, [False] * 20]
    named = as_rows([write_caption(rng, "thing", RED_TWO).claim for _ in range(20)])
    assert not truth(rows[:2], named).any()


def test_bare_phrases_are_the_most_common() -> None:
    rng = np.random.default_rng(2)
    bare = 0
    for _ in range(2000):
        thing = sample_thing(rng)
        bare += len(write_caption(rng, "thing", thing, "en").text.split()) <= 3
    assert bare > 1000


def test_every_class_has_its_own_name_in_every_language() -> None:
    for language in LANGUAGES:
        names = {name_of(kind, colour, language) for kind in TYPES for colour in COLOURS}
        assert len(names) == len(TYPES) * len(COLOURS)
    assert name_of("motorbike", "red", "vi") == "xe máy đỏ"
    assert name_of("motorbike", "red", "vi-plain") == "xe may do"
