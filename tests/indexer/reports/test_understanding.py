"""Time and place filled in from what a report says."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from indexer.folder import Folder
from indexer.ids import LOCAL_ZONE, Interval, ReportId, local_iso, to_ms
from indexer.places.gazetteer import Gazetteer, load_gazetteer
from indexer.reports.report import Report, ReportPlace
from indexer.reports.understanding import past_interval, understand
from indexer.times.window import Daily, TimeWindow


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


RECEIVED = to_ms(at("2022-04-27T21:40"))


def shown(interval: Interval | None) -> tuple[str, str] | None:
    if interval is None:
        return None
    return local_iso(interval.after_ms)[:16], local_iso(interval.before_ms)[:16]


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (TimeWindow(), None),
        (
            TimeWindow(at("2022-04-26T18:00"), at("2022-04-27T00:00")),
            ("2022-04-26T18:00", "2022-04-27T00:00"),
        ),
        (
            TimeWindow(at("2022-04-27T18:00"), at("2022-04-28T00:00")),
            ("2022-04-27T18:00", "2022-04-27T21:40"),
        ),
        (TimeWindow(at("2022-04-27T20:00")), ("2022-04-27T20:00", "2022-04-27T21:40")),
        (TimeWindow(before=at("2022-04-27T20:00")), None),
        (TimeWindow(at("2022-04-28T20:00"), at("2022-04-28T21:00")), None),
        (TimeWindow(at("2020-01-01T00:00"), at("2020-01-02T00:00")), ("2020-01-01T00:00",
                                                                        "2020-01-02T00:00")),
        (TimeWindow(daily=Daily("21:00", "22:00")), ("2022-04-27T21:00", "2022-04-27T21:40")),
        (TimeWindow(daily=Daily("06:00", "07:00")), ("2022-04-27T06:00", "2022-04-27T07:00")),
        (TimeWindow(daily=Daily("22:00", "23:00")), ("2022-04-26T22:00", "2022-04-26T23:00")),
        (TimeWindow(daily=Daily("22:00", "05:00")), ("2022-04-26T22:00", "2022-04-27T05:00")),
        (
            TimeWindow(daily=Daily("18:00", "24:00"), weekdays=(1,)),
            ("2022-04-25T18:00", "2022-04-26T00:00"),
        ),
        (TimeWindow(weekdays=(3,)), ("2022-04-27T00:00", "2022-04-27T21:40")),
    ],
)  # fmt: skip
def test_a_time_becomes_the_last_one_past(
    time: TimeWindow, expected: tuple[str, str] | None
) -> None:
    assert shown(past_interval(time, RECEIVED)) == expected


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return load_gazetteer(Folder(tmp_path_factory.mktemp("places")))


def report(text: str, **given: object) -> Report:
    plain = Report(ReportId("a"), "tip", "zalo", text, RECEIVED)
    return replace(plain, **given)  # type: ignore[arg-type]


def place_of(text: str, gazetteer: Gazetteer) -> ReportPlace:
    place = understand(report(text), gazetteer).place
    assert place is not None, text
    return place


def test_a_street_is_its_middle_and_a_radius_that_covers_it(gazetteer: Gazetteer) -> None:
    place = place_of("xe máy đỏ trên đường Nguyễn Văn Quá", gazetteer)
    assert place.place_ids == ("street:nguyen-van-qua",)
    assert place.name == "Nguyễn Văn Quá" and place.text == ""
    assert place.lat is not None and place.lon is not None and place.radius_m is not None
    assert 10.830 < place.lat < 10.844 and 106.625 < place.lon < 106.636
    assert 900 < place.radius_m < 1_800


def test_a_street_beats_the_ward_and_district_it_lies_in(gazetteer: Gazetteer) -> None:
    text = "trên đường Nguyễn Văn Quá, phường Đông Hưng Thuận, Quận 12"
    assert place_of(text, gazetteer).place_ids == ("street:nguyen-van-qua",)


def test_where_they_went_is_not_where_it_was(gazetteer: Gazetteer) -> None:
    text = "hai người trên đường Nguyễn Văn Quá chạy về hướng Hóc Môn"
    assert place_of(text, gazetteer).place_ids == ("street:nguyen-van-qua",)


def test_a_junction_is_where_its_streets_meet(gazetteer: Gazetteer) -> None:
    place = place_of("ngã tư Nguyễn Văn Quá - Trường Chinh", gazetteer)
    assert len(place.place_ids) == 2
    assert place.radius_m is not None and place.radius_m < 500


def test_given_time_and_point_are_left_alone(gazetteer: Gazetteer) -> None:
    given = report(
        "lúc 9 giờ tối ở Nguyễn Văn Quá",
        occurred=Interval(1, 2),
        place=ReportPlace("nhà tôi", 10.8, 106.6),
    )
    assert understand(given, gazetteer) == given


def test_a_place_given_in_words_is_read_before_the_text(gazetteer: Gazetteer) -> None:
    given = report("thấy ở Trường Chinh", place=ReportPlace("đường Nguyễn Văn Quá"))
    understood = understand(given, gazetteer)
    assert understood.understood_place and understood.place is not None
    assert understood.place.text == "đường Nguyễn Văn Quá"
    assert understood.place.place_ids == ("street:nguyen-van-qua",)


def test_clock_time_without_a_date(gazetteer: Gazetteer) -> None:
    understood = understand(report("khoảng 21h có tiếng va chạm lớn"), gazetteer)
    assert understood.understood_time
    assert shown(understood.occurred) == ("2022-04-27T20:30", "2022-04-27T21:30")


def test_nothing_to_read_changes_nothing(gazetteer: Gazetteer) -> None:
    plain = report("cống nghẹt")
    assert understand(plain, gazetteer) == plain


def test_a_text_of_any_kind_is_no_failure(gazetteer: Gazetteer, tmp_path: Path) -> None:
    for text in ("", "🔥", "25h 99/99", "lúc " * 500, "a" * 20_000):
        assert understand(report(text), gazetteer).text == text
