"""Times, whatever the text: never an error, spans that fit, sentences that agree."""

import unicodedata
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.folding import nfc
from indexer.ids import LOCAL_ZONE
from indexer.times.grammar import find_times
from indexer.times.vocabulary import VOCABULARY

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
WORDS = sorted({" ".join(entry.words) for entries in VOCABULARY.values() for entry in entries})
FIGURES = st.one_of(
    st.integers(0, 2100).map(str),
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: f"{pair[0]}/{pair[1]}"),
    st.tuples(st.integers(0, 30), st.integers(0, 70)).map(lambda pair: f"{pair[0]}h{pair[1]:02}"),
    st.tuples(st.integers(0, 30), st.sampled_from(["h", "am", "pm", "giờ", "rưỡi"])).map(
        lambda pair: f"{pair[0]} {pair[1]}"
    ),
)
SPEECH = st.lists(st.one_of(st.sampled_from(WORDS), FIGURES, st.sampled_from(",.-–")), max_size=14)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), SPEECH.map(" ".join)), MOMENTS)
def test_any_text_is_read_without_error(text: str, now: datetime) -> None:
    found = find_times(text, now)
    length = len(nfc(text))
    assert all(0 <= start < end <= length for start, end in found.spans)
    assert all(
        left[1] <= right[0] for left, right in zip(found.spans, found.spans[1:], strict=False)
    )
    time = found.time
    assert time.after is None or time.before is None or time.after < time.before
    assert time.is_open or found.spans


@given(SPEECH.map(" ".join), MOMENTS)
def test_composition_does_not_matter(text: str, now: datetime) -> None:
    assert find_times(unicodedata.normalize("NFD", text), now) == find_times(text, now)


@given(st.integers(0, 23), st.integers(0, 59), MOMENTS)
def test_a_clock_is_read_in_every_form(hour: int, minute: int, now: datetime) -> None:
    forms = [f"{hour}:{minute:02}", f"{hour}h{minute:02}", f"{hour} giờ {minute:02}"]
    found = {find_times(f"lúc {form}", now).time for form in forms}
    assert len(found) == 1
    (window,) = found
    assert window.daily is not None
    start = int(window.daily.start[:2]) * 60 + int(window.daily.start[3:])
    assert (start + 30) % 1440 == hour * 60 + minute


@given(st.dates(datetime(2000, 1, 1).date(), datetime(2080, 12, 31).date()), MOMENTS)
def test_a_full_date_is_that_day_in_every_form(day: datetime, now: datetime) -> None:
    forms = [
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day:%Y-%m-%d}",
    ]
    midnight = datetime(day.year, day.month, day.day, tzinfo=LOCAL_ZONE)
    for form in forms:
        time = find_times(form, now).time
        assert (time.after, time.before) == (midnight, midnight + timedelta(days=1)), form


@given(st.integers(1, 28), st.integers(1, 12), MOMENTS)
def test_a_date_without_a_year_is_the_latest_past_one(day: int, month: int, now: datetime) -> None:
    time = find_times(f"ngày {day}/{month}", now).time
    assert time.after is not None
    assert (time.after.day, time.after.month) == (day, month)
    local = now.astimezone(LOCAL_ZONE)
    assert time.after <= local < time.after.replace(year=time.after.year + 1)
