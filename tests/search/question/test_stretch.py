"""The stretch of words to look for: what tells its edges, and when it beats the rules'."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.places.gazetteer import builtin_gazetteer
from search.question.asides.edge_features import features_of, read_pieces
from search.question.asides.stretch import (
    JOINING,
    SURE,
    edges_of,
    form_of,
    likeliest,
    shipped_weights,
    sums,
    weighed,
)
from search.question.asides.words import read_words
from search.question.masked import GAP, Masked
from search.question.parse import parse_question
from tests.questions import labels

NOW = datetime.fromisoformat("2023-06-20T08:30:00+07:00")
STEPS = st.integers(-50, 50)
BOTH = st.lists(st.tuples(STEPS, STEPS), min_size=1, max_size=12)


@given(BOTH)
def test_the_likeliest_stretch_is_that_of_trying_all(pairs: list[tuple[int, int]]) -> None:
    begins, ends = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    last = len(pairs) - 1
    worths = [begins[i] + ends[j] for i in range(last) for j in range(i + 1, last + 1)]
    start, end = likeliest(begins, ends)
    worth = begins[last] + ends[0] if start == end else begins[start] + ends[end]
    assert worth == max([*worths, begins[last] + ends[0]])


@given(st.text(max_size=60), st.sampled_from(["en", "vi"]))
def test_every_edge_has_as_many_features_of_each_kind(text: str, language: str) -> None:
    pieces = read_pieces(text, read_words(text, language), form_of(text, language))
    edges = [*features_of(pieces)]
    assert len(edges) == len(pieces) + 1
    assert len({sum(name[0] not in "cbaxyzvw" for name in edge) for edge in edges}) == 1
    assert all(len(set(edge)) == len(edge) for edge in edges)


@given(st.text(max_size=60), st.sampled_from(["en", "vi"]))
def test_asides_stay_in_the_text_and_apart(text: str, language: str) -> None:
    last = 0
    for start, end in weighed(Masked(text), language, [], []):
        assert last <= start < end <= len(text)
        last = end


def test_there_are_weights_of_every_form() -> None:
    forms = [form_of(text, language) for text, language in (("a", "en"), ("à", "vi"), ("a", "vi"))]
    assert forms == ["en", "vi", "plain"] and set(shipped_weights()) == set(forms)
    assert all(len(table) > 1_000 for table in shipped_weights().values())


def test_worth_is_the_sum_of_what_features_weigh() -> None:
    weights = {"a": complex(3, -2), "b": complex(-1, 5)}
    assert sums([["a", "b", "?"], []], weights) == ([2, 0], [3, 0])


def test_joining_words_are_those_of_the_labels() -> None:
    assert JOINING == labels.EDGES


def test_the_rules_stretch_has_no_joining_words_at_its_ends() -> None:
    text = f"find a red car on {GAP * 4}"
    pieces = read_pieces(text, read_words(text, "en"), "en")
    assert edges_of(pieces, [(0, 5)]) == (2, 4)
    assert edges_of(pieces, [(0, len(text))]) == (len(pieces), len(pieces))


def test_the_rules_stand_unless_an_edge_is_far_likelier(monkeypatch: pytest.MonkeyPatch) -> None:
    def weighed_with(worth: int) -> list[tuple[int, int]]:
        table = {"Xcar": complex(worth, 0)}
        monkeypatch.setattr("search.question.asides.stretch.shipped_weights", lambda: {"en": table})
        return weighed(Masked("hello red car"), "en", [(0, 6)], [(0, 6)])

    assert weighed_with(SURE) == [(0, 6)]
    assert weighed_with(SURE + 1) == [(0, 10)]


@pytest.mark.parametrize(
    ("text", "look_for"),
    [
        ("Our own camera was off that day, so kindly check for a kid on a pink scooter, To Ky",
         "kid on a pink scooter"),
        ("The insurer will only pay with proof of a lorry scraping my gate on To Ky",
         "lorry scraping my gate"),
        ("tui con nit me xe, cho tui xem sieu xe mau cam no po o to ky", "sieu xe mau cam no po"),
    ],
)  # fmt: skip
def test_who_asks_and_why_is_told_in_voices_without_a_rule(text: str, look_for: str) -> None:
    assert parse_question(text, NOW, builtin_gazetteer()).look_for == look_for
