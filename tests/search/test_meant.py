"""Nearness in meaning lifts what words find, lists what they do not: below the words as asked."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ids import ReportId
from indexer.reports.report import Report, ReportPlace
from indexer.reports.text_index import ReportQuery, TextHit
from search.link_weights import shipped_weights
from search.meant import lifted
from search.near_reports import NearReport
from search.plan import Plan
from search.question.understood import Understood
from search.reports import LEAST_MEANT, Meant, ReportHit, retrieve_reports
from search.worth import with_against
from tests.search.test_reports import GAZETTEER, NVQ, Texts

WEIGHTS = shipped_weights().reports
LOOK_FOR = "cướp giật xe máy đỏ"
WHOLE = "hai thanh niên đi xe máy đỏ cướp giật rồi bỏ chạy"
PART = "xe máy đỏ đậu trên vỉa hè"
APART = "bị dằng mất túi, tụi nó phóng con Wave đo đỏ"
OTHER_COLOUR = "bị dằng mất túi, tụi nó phóng chiếc xe máy trắng"


def plan(look_for: str = LOOK_FOR, *places: object) -> Plan:
    understood = Understood(look_for=look_for, places=places)  # type: ignore[arg-type]
    return Plan(understood, (), None, ReportQuery(look_for), places, 10)  # type: ignore[arg-type]


def hit(text: str, worth: float = 0.0, told: bool = True) -> ReportHit:
    meant = Meant(1, 0.8, worth) if worth else None
    report = Report(ReportId(text), "tip", "zalo", text, 0)
    return ReportHit(report, 1.0 if told else 0.0, (), meant=meant, told=told)


def worth(*hits: ReportHit, look_for: str = LOOK_FOR) -> list[float]:
    return [one for _, one in with_against(hits, plan(look_for), WEIGHTS)]


def test_what_is_only_meant_stands_below_the_words_as_asked_however_near() -> None:
    whole, part = worth(hit(WHOLE), hit(PART))
    assert whole > part
    words, near, apart = worth(hit(WHOLE), hit(PART, 0.99), hit(APART, 0.99, told=False))
    assert words == whole and part < near < whole and apart < whole
    assert apart > part, "and above what tells little"


def test_without_the_words_as_asked_meaning_may_come_first() -> None:
    part, apart = worth(hit(PART), hit(APART, 0.9, told=False))
    assert apart == pytest.approx(0.9, abs=0.01) and part < apart


def test_nothing_that_words_find_is_worth_less() -> None:
    before = worth(hit(WHOLE), hit(PART))
    *after, _ = worth(hit(WHOLE, 0.4), hit(PART, 0.4), hit(APART, 0.4, told=False))
    assert all(now > then for now, then in zip(after, before, strict=True))


def test_another_colour_speaks_against_what_is_meant_too() -> None:
    same, other = worth(hit(APART, 0.7, told=False), hit(OTHER_COLOUR, 0.7, told=False))
    assert other < same


def test_the_reason_says_what_is_left_of_it() -> None:
    ((judged, whole),) = with_against([hit(OTHER_COLOUR, 0.7, told=False)], plan(), WEIGHTS)
    assert judged.meant is not None and judged.meant.worth == pytest.approx(whole)
    assert judged.meant.rank == 1 and judged.meant.similarity == 0.8


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_lift_stays_between_its_own_and_the_top_and_keeps_the_order(
    own: float, near: float, nearer: float, top: float
) -> None:
    low, high = sorted((near, nearer))
    found = [lifted(own, Meant(1, 0.5, one), top) for one in (low, high)]
    assert own <= found[0] <= found[1] <= max(own, top) + 1e-12
    assert lifted(own, None, top) == own


def near(*ids: str, probability: float = 0.5) -> list[NearReport]:
    return [NearReport(ReportId(one), n, 0.9, probability) for n, one in enumerate(ids, 1)]


def found_of(texts: Sequence[Report], by_words: Sequence[str], by_meaning: list[NearReport],
             asked: Plan) -> list[ReportHit]:  # fmt: skip
    index = Texts(*(TextHit(ReportId(one), 5.0 - n) for n, one in enumerate(by_words)))
    known = {report.id: report for report in texts}

    def fetch(ids: Sequence[ReportId]) -> Mapping[ReportId, Report]:
        return {one: known[one] for one in ids if one in known}

    return retrieve_reports(asked, index, fetch, GAZETTEER, by_meaning)  # type: ignore[arg-type]


def at(text: str, lat: float | None = None, lon: float | None = None) -> Report:
    place = ReportPlace(lat=lat, lon=lon) if lat else None
    return Report(ReportId(text), "tip", "zalo", text, 0, place=place)


def test_what_is_near_is_added_in_place_alone_and_marked() -> None:
    texts = [at("words"), at("both"), at("near"), at("there", 10.8366, 106.6300),
             at("elsewhere", 10.8730, 106.6795)]  # fmt: skip
    hits = found_of(
        texts, ["words", "both"], near("near", "both", "there", "elsewhere", "gone"), plan("x", NVQ)
    )
    assert [(one.report.id, one.told, one.meant and one.meant.rank) for one in hits] == [
        ("words", True, None), ("both", True, 2), ("near", False, 1), ("there", False, 3),
    ]  # fmt: skip


def test_what_is_hardly_near_is_not_listed() -> None:
    assert found_of([at("a")], [], near("a", probability=LEAST_MEANT / 2), plan()) == []
