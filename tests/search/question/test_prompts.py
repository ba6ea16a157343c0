"""Prompts for the encoder, words for the text search, and the caption between the languages."""

import pytest

from indexer.folding import fold
from search.question.caption import caption_of, whole_caption
from search.question.lexicon import mentions
from search.question.prompts import prompts


def test_english_is_told_as_it_is_and_in_templates() -> None:
    assert prompts("red motorbike", "en") == [
        "red motorbike",
        "a photo of red motorbike",
        "red motorbike on the street",
    ]


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("red motorbike", "xe máy màu đỏ"),
        ("two people on a green motorbike", "hai người đi chiếc xe máy xanh lá"),
        ("red motorbike without helmet", "xe máy đỏ không đội mũ bảo hiểm"),
        ("white motorbike with a box", "xe máy trắng chở thùng hàng"),
        ("person in orange", "người mặc áo cam"),
    ],
)
def test_what_the_lexicon_knows_whole_is_told_alike_in_each_form(
    english: str, vietnamese: str
) -> None:
    assert prompts(vietnamese, "vi") == prompts(english, "en")
    assert prompts(fold(vietnamese), "vi") == prompts(english, "en")


@pytest.mark.parametrize(
    "phrase", ["xe máy đỏ áo đen", "hai người trong ô tô", "xe máy đỏ chạy nhanh", "trộm chó"]
)
def test_a_caption_that_leaves_something_out_is_not_whole(phrase: str) -> None:
    assert whole_caption(phrase) == ""
    assert prompts(phrase, "vi")[0] == phrase


def test_other_vietnamese_is_told_in_english_too() -> None:
    assert prompts("xe máy đỏ áo đen", "vi") == [
        "xe máy đỏ áo đen",
        "ảnh xe máy đỏ áo đen",
        "xe máy đỏ áo đen trên đường",
        "red motorbike",
    ]


def test_accents_left_out_are_put_back() -> None:
    assert prompts("xe may do chay nhanh", "vi")[:2] == [
        "xe may do chay nhanh",
        "xe máy đỏ chay nhanh",
    ]


def test_what_the_lexicon_does_not_know_is_told_as_it_is() -> None:
    assert prompts("người bán vé số", "vi")[0] == "người bán vé số"
    assert prompts("59-X1 123.45", "vi")[0] == "59-X1 123.45"


@pytest.mark.parametrize(
    ("phrase", "caption"),
    [
        ("hai thanh niên đi xe máy đỏ", "two people on a red motorbike"),
        ("hai thanh nien di xe may do", "two people on a red motorbike"),
        ("xe máy màu xanh dương", "blue motorbike"),
        ("ô tô đen", "black car"),
        ("o to den", "black car"),
        ("xe tải trắng", "white truck"),
        ("người đi bộ áo đỏ", "person in red"),
        ("xe máy không đội mũ bảo hiểm", "motorbike without helmet"),
        ("xe máy chở thùng hàng", "motorbike with a box"),
        ("hai thanh niên áo đen đi xe máy đỏ", "two people on a red motorbike"),
        ("red motorcycle", "red motorbike"),
        ("trộm chó", ""),
        ("", ""),
    ],
)
def test_caption(phrase: str, caption: str) -> None:
    assert caption_of(mentions(phrase)) == caption


def test_other_accents_are_other_words() -> None:
    assert all(mention.spelling != "đỏ" for mention in mentions("độ xe"))
    assert [mention.spelling for mention in mentions("chị đỡ bà")] == ["chị", "bà"]


@pytest.mark.parametrize(
    "phrase, named",
    [
        ("xe đỏ", ["vehicle", "red"]),
        ("xe đò", ["bus"]),
        ("xe đò đỏ", ["bus", "red"]),
        ("hai người đi xe đỏ", ["two people", "vehicle", "red"]),
    ],
)
def test_a_longer_phrase_with_other_accents_hides_no_shorter_one(
    phrase: str, named: list[str]
) -> None:
    assert [mention.concept.english[0] for mention in mentions(phrase)] == named
