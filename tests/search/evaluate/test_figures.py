"""Figures from outcomes made by hand: breakdowns, forms that agree, strong hits for nothing."""

from typing import Any

import pytest

from search.evaluate.ask import Outcome, judged
from search.evaluate.figures import figures
from search.evaluate.key import Asked
from tests.search.evaluate.hits import BOX, asked, known, moment, passage, report

SMALL = known("nvq", 10, 14, passage((11, BOX), (12, BOX), height_px=30, hidden=0.5))
LARGE = known("nvq", 50, 54, passage((51, BOX), (52, BOX), height_px=120, light="day", rain="rain"))


def outcome(question: Asked, *hits: dict[str, Any], language: str = "en") -> Outcome:
    answer = {"hits": hits, "understood": {"language": language}, "partial": False,
              "model": {"name": "demo", "demonstration": True}}  # fmt: skip
    return judged(question, answer)


def rows(outcomes: list[Outcome], by: str) -> dict[str, tuple[int, float]]:
    told = figures(outcomes, 10)
    return {row.value: (row.questions, row.recall.value) for row in told.rows if row.by == by}


def test_questions_are_counted_under_their_best_look() -> None:
    both = outcome(asked(SMALL, LARGE), moment("nvq", 50, 53))
    small = outcome(asked(SMALL, kind="riders"), moment("tk", 50, 53))
    unknown = outcome(asked("r1"), report("r1"))
    made = [both, small, unknown]
    assert rows(made, "all") == {"all": (3, pytest.approx(0.5))}
    assert rows(made, "height") == {"24–48 px": (1, 0.0), "≥ 96 px": (1, 0.5)}
    assert rows(made, "light") == {"day": (1, 0.5), "night": (1, 0.0)}
    assert rows(made, "rain") == {"dry": (1, 0.0), "rain": (1, 0.5)}
    assert rows(made, "hidden") == {"four tenths or more": (1, 0.0), "under a tenth": (1, 0.5)}
    assert rows(made, "kind") == {"riders": (1, 0.0)}


@pytest.mark.parametrize(
    ("question", "understood", "told", "language"),
    [
        ("red motorbike near Nguyễn Văn Quá", "en", "", "en"),
        ("xe máy đỏ", "vi", "", "vi"),
        ("xe may do", "vi", "", "vi-plain"),
        ("Xe May Do", "vi", "", "vi-plain"),
        ("xe may do", "vi", "vi", "vi"),
    ],
)
def test_the_form_is_as_told_or_as_understood(
    question: str, understood: str, told: str, language: str
) -> None:
    one = outcome(asked(question=question, language=told), language=understood)
    assert one.language == language


def test_forms_agree_if_their_first_hits_do() -> None:
    def in_forms(group: str, *starts: float) -> list[Outcome]:
        return [
            outcome(asked(SMALL, group=group, language=form), moment("nvq", start, start + 3))
            for form, start in zip(("en", "vi", "vi-plain"), starts, strict=True)
        ]

    alone = outcome(asked(SMALL, group="g3", language="en"), moment("nvq", 0, 3))
    told = figures([*in_forms("g1", 10, 11, 10), *in_forms("g2", 10, 10, 90), alone], 10)
    assert told.groups == 2
    assert told.same_first is not None and told.same_first.value == 0.5
    assert figures([alone], 10).same_first is None


def test_where_nothing_is_relevant_a_strong_hit_is_one_as_good_as_right_ones_are() -> None:
    right = [outcome(asked(SMALL), moment("nvq", 10, 13, score=s)) for s in (0.5, 0.6, 0.7)]
    strong = outcome(asked(), moment("nvq", 10, 13, score=0.65))
    weak = outcome(asked(), moment("nvq", 10, 13, score=0.1))
    told = figures([*right, strong, weak, outcome(asked()), outcome(asked(), report("r1"))], 10)
    assert (told.unmet, told.strong) == (4, 1)
    assert told.strong_from is not None and 0.5 <= told.strong_from < 0.6
    assert rows([*right, strong], "all") == {"all": (3, 1.0)}


def test_wrong_first_hits_are_told_by_what_they_show() -> None:
    near = (("other colour", known("tk", 1, 5)),)
    made = [
        outcome(asked(SMALL, near_misses=near), moment("tk", 1, 4)),
        outcome(asked(SMALL, near_misses=near), moment("hhg", 1, 4)),
        outcome(asked(SMALL), report("r9")),
        outcome(asked(SMALL)),
        outcome(asked(SMALL), moment("nvq", 10, 13)),
    ]
    assert figures(made, 10).taken_for == {"other colour": 1, "something else": 1, "a report": 1}


def test_the_document_says_which_model_and_what_failed() -> None:
    one = outcome(asked(SMALL), moment("nvq", 10, 13))
    told = figures([one], 5).to_json()
    assert told["model"]["demonstration"] is True
    assert (told["k"], told["partial"]) == (5, 0)
    assert told["rows"][0]["recall"] == {"value": 1.0, "low": 1.0, "high": 1.0}
