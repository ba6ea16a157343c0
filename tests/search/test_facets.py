"""Which sorts the reports of an answer are of, and narrowing to some of them."""

from datetime import date

import pytest

from indexer.ids import Interval, ReportId
from indexer.places.gazetteer import builtin_gazetteer
from indexer.reports.report import Report, ReportPlace
from search.errors import UnknownName
from search.facets import Narrowing, day_of, facets_of, wards_of

DAY_MS = 86_400_000
MIDNIGHT_MS = 1_651_078_800_000
"""28 April 2022 begins, in Ho Chi Minh City."""
GAZETTEER = builtin_gazetteer()


def told(
    ident: str, at_ms: int = MIDNIGHT_MS, place: ReportPlace | None = None, text: str = "xe đỏ"
) -> Report:
    return Report(ReportId(ident), "tip", "zalo", text, 0, Interval(at_ms, at_ms + 1), place)


REPORTS = [
    told("before", MIDNIGHT_MS - 1, ReportPlace(lat=10.84, lon=106.63), "giật điện thoại"),
    told("after", MIDNIGHT_MS, ReportPlace(place_ids=("ward:26791@2025-07-01",))),
    told("later", 1_767_200_400_000, ReportPlace(lat=10.84, lon=106.63)),
    Report(ReportId("unsaid"), "post", "facebook", "mất xe", MIDNIGHT_MS + DAY_MS),
]


def test_reports_are_counted_by_sort_the_most_first_days_in_order() -> None:
    facets = facets_of(REPORTS, GAZETTEER)
    assert list(facets["kind"].items()) == [("tip", 3), ("post", 1)]
    assert facets["channel"] == {"zalo": 3, "facebook": 1}
    assert facets["category"] == {"other": 2, "snatching": 1, "theft": 1}
    assert list(facets["day"]) == ["2022-04-27", "2022-04-28", "2022-04-29", "2026-01-01"]
    assert facets["ward"]["Phường Đông Hưng Thuận"] == 2


def test_a_ward_counts_for_the_days_on_which_there_was_one() -> None:
    before, named, later, unsaid = wards_of(REPORTS, GAZETTEER)
    assert len(before) == 1 and later == ("Phường Đông Hưng Thuận",)
    assert named == () and unsaid == ()
    assert wards_of([], GAZETTEER) == []


def test_days_are_local_and_cut_the_time_that_is_asked_for() -> None:
    assert [day_of(report).day for report in REPORTS[:2]] == [27, 28]
    days = Narrowing.of([], ["2022-04-28", "2022-04-27"], GAZETTEER)
    whole = Interval(MIDNIGHT_MS - DAY_MS, MIDNIGHT_MS)
    assert days.intervals([])[0] == whole
    evening = Interval(MIDNIGHT_MS - 1000, MIDNIGHT_MS + 500)
    assert days.intervals([evening]) == (
        Interval(MIDNIGHT_MS - 1000, MIDNIGHT_MS), Interval(MIDNIGHT_MS, MIDNIGHT_MS + 500),
    )  # fmt: skip
    assert days.intervals([Interval(0, 1)]) == ()
    assert Narrowing().intervals([evening]) == (evening,)


def test_narrowing_keeps_what_each_facet_counted() -> None:
    facets = facets_of(REPORTS, GAZETTEER)
    for ward, count in facets["ward"].items():
        assert sum(Narrowing.of([ward], [], GAZETTEER).keeps(REPORTS, GAZETTEER)) == count
    for day, count in facets["day"].items():
        narrowed = Narrowing.of([], [day], GAZETTEER)
        assert narrowed.days == (date.fromisoformat(day),)
        assert sum(narrowed.keeps(REPORTS, GAZETTEER)) == count
    assert Narrowing().keeps(REPORTS, GAZETTEER) == [True] * 4 and not Narrowing()


@pytest.mark.parametrize(("wards", "days"), [(["Atlantis"], []), ([], ["yesterday"])])
def test_what_is_not_known_is_an_error(wards: list[str], days: list[str]) -> None:
    with pytest.raises(UnknownName, match=r"Atlantis|yesterday"):
        Narrowing.of(wards, days, GAZETTEER)
