"""Reports weighed by place and time: at it, not said, elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from indexer.ids import LOCAL_ZONE, Interval, PlaceId, ReportId, to_ms
from indexer.places.gazetteer import builtin_gazetteer
from indexer.places.place import PlaceRef
from indexer.reports.report import Report, ReportPlace
from indexer.reports.text_index import ReportQuery, TextHit
from indexer.times.window import Daily, TimeWindow
from search.plan import Plan
from search.question.understood import Understood
from search.reports import UNKNOWN_SHARE, place_share, retrieve_reports, time_share

GAZETTEER = builtin_gazetteer()
NVQ = PlaceRef("Nguyễn Văn Quá", "street", "near", 200, PlaceId("street:nguyen-van-qua"))
HOC_MON = PlaceRef("Hóc Môn", "district", "toward", None, PlaceId("district:hoc-mon"))
NINE = TimeWindow(daily=Daily("21:00", "24:00"))


def told(text: str, **place: object) -> Report:
    return Report(
        ReportId(text), "tip", "zalo", text, 0, place=ReportPlace(**place) if place else None
    )  # type: ignore[arg-type]


def plan(*places: PlaceRef, time: TimeWindow | None = None) -> Plan:
    understood = Understood(places=places, time=time or TimeWindow())
    return Plan(understood, (), None, ReportQuery(""), places, 10)


@pytest.mark.parametrize(
    ("place", "share"),
    [
        (None, UNKNOWN_SHARE),
        (ReportPlace(text="nhà tôi"), UNKNOWN_SHARE),
        (ReportPlace(place_ids=("street:nguyen-van-qua",)), 1.0),
        (ReportPlace(lat=10.8366, lon=106.6300), 1.0),
        (ReportPlace(lat=10.8730, lon=106.6795), 0.0),
        (ReportPlace(lat=10.8730, lon=106.6795, radius_m=9_000), 1.0),
    ],
)
def test_the_share_of_a_place(place: ReportPlace | None, share: float) -> None:
    assert place_share(place, [NVQ], GAZETTEER) == share


def test_a_house_number_is_on_its_street_and_no_other() -> None:
    house = PlaceRef("112 Nguyễn Văn Quá", "point", "near", 200)
    assert place_share(ReportPlace(lat=10.8366, lon=106.6300), [house], GAZETTEER) == 1.0
    assert place_share(ReportPlace(lat=10.8730, lon=106.6795), [house], GAZETTEER) == 0.0


def test_where_something_went_says_nothing_of_where_it_was() -> None:
    there = ReportPlace(lat=10.8366, lon=106.6300)
    assert place_share(there, [HOC_MON], GAZETTEER) == 1.0
    assert place_share(there, [NVQ, HOC_MON], GAZETTEER) == 1.0
    assert place_share(ReportPlace(lat=10.8730, lon=106.6795), [NVQ, HOC_MON], GAZETTEER) == 0.0


def at(text: str) -> int:
    return to_ms(datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE))


def test_the_share_of_a_time() -> None:
    evening = Interval(at("2022-04-27T20:30"), at("2022-04-27T21:30"))
    morning = Interval(at("2022-04-27T08:00"), at("2022-04-27T09:00"))
    asked = plan(time=NINE)
    assert time_share(evening, asked) == 1.0
    assert time_share(None, asked) == UNKNOWN_SHARE
    assert time_share(morning, asked) == 0.0
    assert time_share(morning, plan()) == 1.0


class Texts:
    """A text index that finds what it is told to."""

    def __init__(self, *hits: TextHit) -> None:
        self._hits = list(hits)

    def search(self, query: ReportQuery, limit: int) -> list[TextHit]:
        return self._hits[:limit]


def test_weighed_sorted_and_those_elsewhere_left_out() -> None:
    reports = [told("vague"), told("there", lat=10.8366, lon=106.6300),
               told("elsewhere", lat=10.8730, lon=106.6795)]  # fmt: skip
    by_id = {report.id: report for report in reports}

    def fetch(ids: Sequence[ReportId]) -> Mapping[ReportId, Report]:
        return {ident: by_id[ident] for ident in ids if ident in by_id}

    index = Texts(*(TextHit(r.id, 10.0) for r in reports), TextHit(ReportId("gone"), 99.0))
    hits = retrieve_reports(plan(NVQ), index, fetch, GAZETTEER)  # type: ignore[arg-type]
    assert [(hit.report.id, hit.score) for hit in hits] == [("there", 10.0), ("vague", 6.0)]
    none = replace(plan(NVQ), reports=None)
    assert retrieve_reports(none, index, fetch, GAZETTEER) == []  # type: ignore[arg-type]
