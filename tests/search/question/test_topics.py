"""What words of asides are about, in each form of language."""

from search.question.asides.topics import topics_of


def test_a_phrase_is_one_topic_on_each_of_its_words() -> None:
    assert topics_of(["ngân", "hàng", "xyz"], "vi") == ["r", "r", ""]
    assert topics_of(["ngan", "hang"], "plain") == ["r", "r"]
    assert topics_of(["ngan"], "plain") == [""]


def test_a_word_of_two_topics_has_both_letters_and_none_twice() -> None:
    assert set(topics_of(["claim"], "en")[0]) == {"c", "d"}
    assert all(len(set(told)) == len(told) for told in topics_of(["lead", "notice", "tip"], "en"))


def test_accents_part_words_where_a_text_has_them() -> None:
    assert topics_of(["ngan", "hang"], "vi") == ["", ""]
