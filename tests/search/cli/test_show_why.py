"""Reasons in words: every kind of them is said, hits by their rank where they are shown."""

import pytest

from search.cli.show_why import _AGAINST, reasons
from search.report_features import AGAINST

LINK = {"by": "link", "report": "r1", "distance_m": 7, "apart_s": 0, "looks": 0.81, "adds": 0.06}
SAID = [
    ({"by": "frames", "rank": 1, "score": 0.55, "worth": 0.49},
     "no. 1 by picture (0.55, worth 0.49)"),
    ({"by": "similar", "rank": 2, "score": 0.9}, "no. 2 by likeness (0.90)"),
    (LINK, "fits hit 2: 7 m, same time, 81% as described: +0.06"),
    ({**LINK, "report": "r9", "looks": None, "adds": 0.001, "apart_s": 240},
     "fits report r9: 7 m, 4 min"),
    ({**LINK, "report": None, "moment": "m9", "distance_m": None, "looks": None},
     "fits moment m9: distance not known, same time: +0.06"),
    ({**LINK, "along": "streets", "looks": None, "distance_m": 1250},
     "fits hit 2: 1,250 m by road, same time: +0.06"),
    ({**LINK, "along": "straight", "looks": None},
     "fits hit 2: 7 m in a straight line, same time: +0.06"),
    ({"by": "then", "moment": "m2", "score": 0.3, "distance_m": 0, "apart_s": 30},
     "then Tô Ký 01: same place, 30 s later"),
    ({"by": "meaning", "rank": 3, "score": 0.831, "worth": 0.412},
     "no. 3 by meaning, whatever the words (0.83, worth 0.41)"),
    ({"by": "against", "feature": "other_thing", "otherwise": 0.616},
     "but tells of another kind of vehicle (worth 0.62 otherwise)"),
    ({"by": "against", "feature": "early", "otherwise": 0.3},
     "but came in before the time asked about (worth 0.30 otherwise)"),
    ({"by": "against", "feature": "quiet", "otherwise": 0.004}, "but is paperwork or praise"),
    ({"by": "marks", "mark": "accepted", "rank_before": 7}, "accepted, no. 7 without the marks"),
    ({"by": "marks", "mark": None, "rank_before": None}, "not found without the marks"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "said"), SAID)
def test_a_reason_is_said(why: dict[str, object], said: str) -> None:
    hit = {"id": "m1", "rank": 1, "why": [why], "then": {"camera": {"name": "Tô Ký 01"}}}
    assert reasons(hit, [hit, {"id": "r1", "rank": 2}]) == [said]


@pytest.mark.parametrize("feature", AGAINST)
def test_all_that_speaks_against_is_said_in_words_of_its_own(feature: str) -> None:
    why = {"by": "against", "feature": feature, "otherwise": 0.5}
    (said,) = reasons({"id": "r1", "rank": 1, "why": [why]}, [])
    assert said.startswith(f"but {_AGAINST[feature]} (")


def test_a_near_copy_names_what_it_tells_again() -> None:
    copy = {"id": "r3", "rank": 3, "why": [], "copy_of": "r1"}
    said = "near-copy of hit 2, so ranked lower"
    assert reasons(copy, [copy, {"id": "r1", "rank": 2}]) == [said]
