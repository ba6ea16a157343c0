"""`TimeWindow.intervals`: the clock each day, weekdays, bounds."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indexer.ids import LOCAL_ZONE, Interval, from_ms, to_ms
from indexer.times.window import Daily, TimeWindow, merge_intervals


def _at(text: str) -> int:
    return to_ms(datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE))


def _span(after: str, before: str) -> Interval:
    return Interval(_at(after), _at(before))


WEEK = _span("2022-04-25T00:00", "2022-05-02T00:00")


def test_open_window_is_the_whole() -> None:
    assert TimeWindow().intervals(WEEK) == [WEEK]


def test_daily_to_the_end_of_the_day() -> None:
    window = TimeWindow(daily=Daily("21:00", "24:00"))
    assert window.intervals(_span("2022-04-27T00:00", "2022-04-28T22:00")) == [
        _span("2022-04-27T21:00", "2022-04-28T00:00"),
        _span("2022-04-28T21:00", "2022-04-28T22:00"),
    ]


def test_daily_over_midnight_begins_the_evening_before() -> None:
    window = TimeWindow(daily=Daily("22:00", "06:00"))
    assert window.intervals(_span("2022-04-27T00:00", "2022-04-27T23:00")) == [
        _span("2022-04-27T00:00", "2022-04-27T06:00"),
        _span("2022-04-27T22:00", "2022-04-27T23:00"),
    ]


def test_weekdays_are_of_the_day_a_window_starts() -> None:
    friday_night = TimeWindow(daily=Daily("22:00", "02:00"), weekdays=(5,))
    assert friday_night.intervals(WEEK) == [_span("2022-04-29T22:00", "2022-04-30T02:00")]


def test_weekdays_without_daily_are_whole_days() -> None:
    weekend = TimeWindow(weekdays=(6, 7))
    assert weekend.intervals(WEEK) == [_span("2022-04-30T00:00", "2022-05-02T00:00")]


def test_bounds_outside_leave_nothing() -> None:
    later = TimeWindow(after=from_ms(WEEK.before_ms))
    assert later.intervals(WEEK) == []


MINUTES = st.integers(0, 7 * 24 * 60).map(lambda m: WEEK.after_ms + m * 60_000)


@given(st.integers(0, 23), st.integers(0, 23), MINUTES)
def test_a_moment_is_inside_exactly_when_its_clock_is(start: int, end: int, moment: int) -> None:
    daily = Daily(f"{start:02}:00", f"{end:02}:00" if end else "24:00")
    wide = Interval(WEEK.after_ms - 86_400_000, WEEK.before_ms + 86_400_000)
    hits = [
        p for p in TimeWindow(daily=daily).intervals(wide) if p.after_ms <= moment < p.before_ms
    ]
    clock = from_ms(moment).astimezone(LOCAL_ZONE).hour
    last = end or 24
    expected = start <= clock < last if start < last else clock >= start or clock < last
    assert bool(hits) == expected


@given(st.lists(st.tuples(MINUTES, st.integers(0, 10_000_000)), max_size=8))
def test_merged_intervals_are_apart_and_ascending(parts: list[tuple[int, int]]) -> None:
    merged = merge_intervals(Interval(a, a + length) for a, length in parts)
    assert all(left.before_ms < right.after_ms for left, right in pairwise(merged))
    assert timedelta(milliseconds=sum(p.before_ms - p.after_ms for p in merged)) <= timedelta(
        milliseconds=sum(length for _, length in parts)
    )
