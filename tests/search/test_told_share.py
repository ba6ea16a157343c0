"""How much of what a report leaves open lies where and when a question asks."""

from datetime import datetime

import pytest

from indexer.ids import LOCAL_ZONE, Interval
from indexer.places.gazetteer import builtin_gazetteer
from indexer.places.place import PlaceRef
from indexer.reports.report import ReportPlace
from indexer.times.window import Daily, TimeWindow
from search.told_share import AskedArea, time_within

GAZETTEER = builtin_gazetteer()
HOUR_MS = 3_600_000
NINE = datetime(2022, 4, 27, 21, tzinfo=LOCAL_ZONE)
NINE_MS = round(NINE.timestamp() * 1000)


def street(name: str) -> PlaceRef:
    (place,) = GAZETTEER.meant(PlaceRef(name, "street", "near"))
    return PlaceRef(name, "street", "near", 200.0, place.id)


def told(*names: str) -> ReportPlace:
    return ReportPlace(place_ids=tuple(str(street(name).id) for name in names))


ASKED = AskedArea([street("Nguyễn Văn Quá")], GAZETTEER)


def test_of_a_long_street_that_passes_only_the_part_there_counts() -> None:
    assert ASKED.share(told("Nguyễn Văn Quá")) == pytest.approx(1.0)
    passing = ASKED.share(told("Trường Chinh"))
    assert passing is not None and 0 < passing < 0.3
    assert ASKED.share(told("Hà Huy Giáp")) == 0


def test_where_it_was_is_the_first_place_told_and_the_others_are_passed() -> None:
    into = told("Hà Huy Giáp", "Nguyễn Văn Quá")
    assert ASKED.share(into) == 0 and ASKED.passed(into) == pytest.approx(1.0)
    out_of = told("Nguyễn Văn Quá", "Hà Huy Giáp")
    assert ASKED.share(out_of) == pytest.approx(1.0) and ASKED.passed(out_of) == 0
    crossing = ReportPlace(lat=10.8365, lon=106.6299, radius_m=60.0, place_ids=into.place_ids)
    assert ASKED.share(crossing) == pytest.approx(1.0) and ASKED.passed(crossing) == 0
    assert ASKED.passed(None) == AskedArea([], GAZETTEER).passed(into) == 0


def test_of_a_name_that_streets_share_each_may_be_meant_and_none_is_passed() -> None:
    places = GAZETTEER.meant(PlaceRef("Quang Trung", "street", "near"))
    shared = ReportPlace(place_ids=tuple(str(place.id) for place in places))
    for place in places:
        asked = AskedArea([PlaceRef(place.name, "street", "near", 200.0, place.id)], GAZETTEER)
        share = asked.share(shared)
        assert share is not None and 0.3 < share < 0.7
        assert asked.passed(shared) == 0


def test_a_point_counts_by_how_well_it_is_known() -> None:
    sure, vague, far = (
        ASKED.share(ReportPlace(lat=lat, lon=106.6299, radius_m=radius_m))
        for lat, radius_m in ((10.8365, 20.0), (10.8365, 2_000.0), (10.9, 20.0))
    )
    assert sure == pytest.approx(1.0) and far == 0
    assert vague is not None and 0 < vague < 0.5


def test_what_is_not_told_is_none_and_what_is_not_asked_is_whole() -> None:
    assert ASKED.share(None) is ASKED.share(ReportPlace(text="nhà tôi")) is None
    toward = PlaceRef("Hóc Môn", "district", "toward")
    assert AskedArea([], GAZETTEER).share(None) == 1.0
    assert AskedArea([toward], GAZETTEER).share(told("Hà Huy Giáp")) == 1.0


def test_the_share_of_time_within_the_window() -> None:
    asked = TimeWindow(after=NINE)
    evening = Interval(NINE_MS - 3 * HOUR_MS, NINE_MS + HOUR_MS)
    assert time_within(evening, asked) == pytest.approx(0.25)
    assert time_within(Interval(NINE_MS, NINE_MS), asked) == 1.0
    assert time_within(Interval(NINE_MS - HOUR_MS, NINE_MS), asked) == 0.0
    assert time_within(evening, TimeWindow(daily=Daily("20:00", "21:00"))) == pytest.approx(0.25)
    assert time_within(None, asked) is None
    assert time_within(None, TimeWindow()) == 1.0
