"""What a hit is worth by itself: many words more than one, what differs less, looks by the line."""

from dataclasses import fields, replace

import pytest

from indexer.ids import ReportId
from indexer.reports.report import Report
from indexer.reports.text_index import ReportQuery
from search.link_weights import ReportWeights, shipped_weights
from search.moments import group_moments
from search.plan import Plan
from search.question.understood import Understood
from search.relevance import Curve
from search.report_features import Told
from search.reports import Pictured, ReportHit
from search.worth import (
    CEILING,
    FLOOR,
    is_blind,
    is_for_looks,
    moment_worth,
    report_worth,
    with_against,
)
from tests.search.test_moments import hit

WEIGHTS = shipped_weights()
LINE = Curve((0.2, 0.6), (0.1, 0.9))
TEXTS = (
    "hai thanh niên đi xe máy đỏ giật điện thoại rồi bỏ chạy",
    "two young men on a red motorbike snatched a phone",
    "hai thanh niên đi xe máy đen giật điện thoại",
    "xe máy đậu trên vỉa hè",
    "quán karaoke ồn ào",
)


def plan_for(look_for: str) -> Plan:
    return Plan(Understood(look_for=look_for), (), None, ReportQuery(""), (), 10)


def hits_of(*texts: str) -> list[ReportHit]:
    return [
        ReportHit(Report(ReportId(str(n)), "tip", "zalo", text, 0), 1.0, ())
        for n, text in enumerate(texts)
    ]


def told(look_for: str, *texts: str) -> list[float]:
    return report_worth(hits_of(*texts), plan_for(look_for), WEIGHTS.reports)


def test_one_common_word_is_worth_little_even_if_it_is_the_best_there_is() -> None:
    (alone,) = told("cướp giật xe máy đỏ", "xe máy đậu trên vỉa hè")
    whole = told("cướp giật xe máy đỏ", *TEXTS)[0]
    assert alone < whole / 2


@pytest.mark.parametrize("look_for", ["cướp giật xe máy đỏ", "cuop giat xe may do",
                                      "red motorbike snatching"])  # fmt: skip
def test_what_tells_more_is_worth_more_in_either_language(look_for: str) -> None:
    vietnamese, english, black, parked, other = told(look_for, *TEXTS)
    assert min(vietnamese, english) > 1.5 * max(black, parked) and parked >= other


def test_moments_are_worth_what_the_line_says_less_where_more_is_asked_than_is_seen() -> None:
    moments = group_moments([hit(0, 0.6), hit(60_000, 0.4), hit(120_000, 0.2)])
    looks, deed, nothing = (
        moment_worth(moments, LINE, asked, WEIGHTS.moments)
        for asked in ("xe máy đỏ", "xe máy đỏ bỏ chạy", "đua xe ồn ào")
    )
    assert looks == sorted(looks, reverse=True) and looks[0] > looks[-1]
    assert all(low < high for low, high in zip(deed, looks, strict=True))
    assert max(nothing) < looks[0]


def test_without_a_line_the_best_is_not_called_sure() -> None:
    moments = group_moments([hit(0, 0.6), hit(60_000, 0.2)])
    assert moment_worth(moments, None, "xe máy đỏ", WEIGHTS.moments) == [CEILING, FLOOR]


@pytest.mark.parametrize(
    ("look_for", "looks", "blind"),
    [
        ("two people on a red motorbike", True, False),
        ("hai người đi chiếc xe máy đỏ", True, False),
        ("xe máy màu đỏ", True, False),
        ("red motorbike", True, False),
        ("hai người đi xe máy đỏ không đội mũ bảo hiểm", True, False),
        ("xe máy đỏ giật điện thoại", False, False),
        ("cướp giật", False, True),
        ("", False, False),
    ],
)
def test_what_a_question_asks_for(look_for: str, looks: bool, blind: bool) -> None:
    assert (is_for_looks(look_for), is_blind(look_for)) == (looks, blind)


def test_each_feature_of_a_report_has_the_weight_of_its_name() -> None:
    assert [one.name for one in fields(ReportWeights)] == ["bias", *Told._fields]


@pytest.mark.parametrize(
    ("text", "early", "against"),
    [
        ("xe máy đỏ giật điện thoại", False, set()),
        ("xe máy đỏ giật điện thoại", True, {"early"}),
        ("xe tải đỏ giật điện thoại", False, {"other_thing"}),
        ("xe máy đen giật điện thoại", False, {"other_colour"}),
        ("xe máy đỏ giật", False, {"lacking"}),
        (
            "xe tải đen tông vào lề",
            False,
            {"other_thing", "other_colour", "other_matter", "lacking", "silent"},
        ),
        ("xin hỏi thủ tục sang tên xe máy", False, {"other_matter", "quiet", "lacking"}),
    ],
)
def test_what_speaks_against_a_report_is_told_with_its_worth_otherwise(
    text: str, early: bool, against: set[str]
) -> None:
    (found,) = hits_of(text)
    ((judged, worth),) = with_against(
        [replace(found, early=early)], plan_for("xe máy đỏ giật điện thoại"), WEIGHTS.reports
    )
    assert {one.feature for one in judged.against} == against
    assert all(worth < one.otherwise < 1 for one in judged.against)


def test_without_all_that_speaks_against_it_a_report_is_worth_what_it_says_otherwise() -> None:
    found, plan = hits_of("xe máy đỏ giật điện thoại")[0], plan_for("xe máy đỏ giật điện thoại")
    ((early, worth),) = with_against([replace(found, early=True)], plan, WEIGHTS.reports)
    (single,) = early.against
    assert single.otherwise == pytest.approx(report_worth([found], plan, WEIGHTS.reports)[0])
    shown = Pictured(group_moments([hit(0, 0.6)])[0], 1, 0.5)
    both = replace(found, early=True, pictured=shown)
    ((seen, either),) = with_against([both], plan, WEIGHTS.reports)
    assert either == pytest.approx(1 - (1 - worth) / 2)
    assert seen.against[0].otherwise == pytest.approx(1 - (1 - single.otherwise) / 2)
    ((alone, by_picture),) = with_against([replace(both, told=False)], plan, WEIGHTS.reports)
    assert (alone.against, by_picture) == ((), 0.5)
