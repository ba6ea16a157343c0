"""Days of the Vietnamese lunar calendar, beside the days that printed calendars give."""

from datetime import date, datetime

import pytest

from indexer.folding import fold
from indexer.ids import LOCAL_ZONE
from indexer.times.grammar import find_times
from indexer.times.lunar import solar_date

NEW_YEARS = (
    "2000-02-05", "2007-02-17", "2010-02-14", "2015-02-19", "2020-01-25", "2021-02-12",
    "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2030-02-02",
)  # fmt: skip
"""First days of the year in Vietnam; in 2007 and 2030 a day before those of China."""
NOW = datetime(2024, 9, 1, 8, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize("day", NEW_YEARS)
def test_the_first_day_of_the_year(day: str) -> None:
    found = date.fromisoformat(day)
    assert solar_date(1, 1, found.year, found) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mùng 1 Tết", "2024-02-10"),
        ("mùng 3 Tết", "2024-02-12"),
        ("hôm mồng 5 tết", "2024-02-14"),
        ("mùng 3 Tết năm 2023", "2023-01-24"),
        ("mùng 2 Tết năm ngoái", "2023-01-23"),
        ("30 Tết", "2024-02-09"),
        ("29 Tết năm 2022", "2022-01-31"),
        ("third day of Tet", "2024-02-12"),
        ("on the 2nd day of Tet", "2024-02-11"),
        ("rằm tháng 7", "2024-08-18"),
        ("rằm tháng giêng", "2024-02-24"),
        ("mùng 10 tháng giêng", "2024-02-19"),
        ("23 tháng chạp", "2024-02-02"),
        ("mùng 3 tháng 3 âm lịch", "2024-04-11"),
        ("10/3 âm lịch", "2024-04-18"),
        ("trung thu", "2023-09-29"),
    ],
)
def test_a_lunar_date_is_the_latest_past_one(text: str, day: str) -> None:
    for said in (text, fold(text)):
        found = find_times(f"xe máy đỏ {said}", NOW)
        assert found.time.after is not None and found.time.after.date().isoformat() == day
        assert found.unresolved == ()


def test_a_part_of_a_lunar_day() -> None:
    found = find_times("tối mùng 3 Tết", NOW).time
    assert found.after == datetime(2024, 2, 12, 18, tzinfo=LOCAL_ZONE)
    assert found.before == datetime(2024, 2, 13, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize("text", ["31/2 âm lịch", "vào Tết", "sau Tết"])
def test_what_is_no_day_is_told(text: str) -> None:
    found = find_times(text, NOW)
    assert found.unresolved == (text,) and found.time.is_open


def test_a_day_that_a_short_month_has_not_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such lunar date"):
        solar_date(30, 1, 2024, NOW.date())
