"""`find_times`: what phrases mean, where they stand, and what cannot be read."""

import time as clock
import unicodedata
from datetime import datetime
from typing import Any

import pytest

from indexer.folding import fold, nfc
from indexer.ids import LOCAL_ZONE
from indexer.times.grammar import find_times
from tests.indexer.times.phrases import (
    BARE,
    CLOCKS,
    CONTRACT,
    DATES,
    NOW_TEXT,
    RANGES,
    RELATIVE,
    WEEKDAYS,
    time,
)

NOW = datetime.fromisoformat(NOW_TEXT)
ALL = [*CONTRACT, *CLOCKS, *RANGES, *DATES, *RELATIVE, *WEEKDAYS, *BARE]


@pytest.mark.parametrize(("phrase", "expected"), ALL)
def test_what_a_phrase_means(phrase: str, expected: dict[str, Any]) -> None:
    found = find_times(phrase, NOW)
    assert found.time.to_json() == expected
    assert found.unresolved == ()


@pytest.mark.parametrize(("phrase", "expected"), [*CONTRACT, *RANGES, *WEEKDAYS])
def test_inside_a_sentence_and_decomposed(phrase: str, expected: dict[str, Any]) -> None:
    sentence = unicodedata.normalize("NFD", f"Thấy hai xe máy đỏ {phrase}, chạy nhanh.")
    assert find_times(sentence, NOW).time.to_json() == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [row for row in [*CONTRACT, *CLOCKS, *DATES, *RELATIVE] if row[0] not in ("sau nửa đêm",)],
)
def test_without_accents(phrase: str, expected: dict[str, Any]) -> None:
    assert find_times(fold(phrase), NOW).time.to_json() == expected


@pytest.mark.parametrize(
    "text",
    [
        "2 người", "112 Tô Ký", "QL22", "59-X1 123.45", "59X1-12345", "quận 12", "Q12", "xe 16 chỗ",
        "3 bánh", "0903 123 456", "0903.123.456", "028 3891 2345", "1A", "hẻm 45/3/2", "số 12/3",
        "hai thanh niên", "người thứ hai", "năm người", "lần thứ ba", "ngày 2 lần", "ngã tư",
        "áo tối màu", "trời tối", "bữa tối", "đèn sáng", "áo sáng màu", "ngược chiều",
        "đường một chiều", "hai chiều", "chợ đêm", "night market", "in the sun", "xe may 2 nguoi",
        "toi thay xe may do", "noi rang xe do", "sang duong", "người ngồi sau", "trước nhà tôi",
        "sau xe tải", "behind 3 cars", "after 9 cars", "around 20 people", "at 5 shops", "10.5 km",
        "5G", "5 phút", "from Tô Ký to Quang Trung", "a second car", "the march of people", "",
        "tiền 500.000 đồng", "đứng trước cổng trường", "vừa rồi nó chạy", "hàng ngày", "sáu xe máy",
    ],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    found = find_times(text, NOW)
    assert found.time.is_open, found
    assert found.unresolved == ()


@pytest.mark.parametrize(
    ("text", "unresolved"),
    [
        ("red motorbike before the crash", "before the crash"),
        ("xe máy đỏ sau vụ tai nạn", "sau vụ tai nạn"),
        ("20 phút trước vụ tai nạn", "20 phút trước vụ tai nạn"),
        ("after the robbery on Tô Ký", "after the robbery"),
        ("lúc 25 giờ", "lúc 25 giờ"),
        ("25h", "25h"),
        ("ngày 31/2", "ngày 31/2"),
        ("ngày 31 tháng 4", "ngày 31 tháng 4"),
        ("February 30", "February 30"),
        ("vào Tết", "vào Tết"),
        ("hôm nọ", "hôm nọ"),
        ("recently", "recently"),
        ("mấy ngày gần đây", "mấy ngày gần đây"),
        ("a few days ago", "a few days ago"),
        ("vào giờ cao điểm", "vào giờ cao điểm"),
        ("đầu tháng 4", "đầu tháng 4"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, unresolved: str) -> None:
    found = find_times(text, NOW)
    assert found.unresolved == (unresolved,)
    assert found.time.is_open


def test_of_two_that_contradict_each_other_the_first_counts() -> None:
    found = find_times("tối 27/4 ở chợ. Rồi sáng 20/3 ở nhà", NOW)
    assert found.time.to_json() == time("2022-04-27T18:00", "2022-04-28T00:00")
    assert found.unresolved == ("sáng 20/3",)


def test_what_is_said_apart_belongs_together() -> None:
    found = find_times("xe máy đỏ tối 27/4 chạy trên đường, khoảng 9 giờ", NOW)
    assert found.time.to_json() == time("2022-04-27T20:30", "2022-04-27T21:30")


def test_spans_hold_the_words_of_time_only() -> None:
    text = "Thấy xe máy đỏ vào khoảng 9 giờ tối ngày 27/4, và xe tải sau 23h"
    found = find_times(text, NOW)
    assert [nfc(text)[start:end] for start, end in found.spans] == [
        "vào khoảng 9 giờ tối ngày 27/4",
        "sau 23h",
    ]


def test_a_night_that_has_begun_is_tonight() -> None:
    now = datetime.fromisoformat("2022-04-28T02:00:00+07:00")
    assert find_times("đêm nay", now).time.to_json() == time("2022-04-27T22:00", "2022-04-28T05:00")


def test_now_in_another_zone_is_the_same_moment() -> None:
    utc = datetime.fromisoformat("2022-04-27T20:00:00+00:00")
    local = utc.astimezone(LOCAL_ZONE)
    assert find_times("hôm qua", utc) == find_times("hôm qua", local)
    assert find_times("hôm qua", utc).time.to_json() == time("2022-04-27T00:00", "2022-04-28T00:00")


@pytest.mark.parametrize(
    "piece",
    ["lúc ", "9 ", "9-", "27/4, ", "thứ bảy và ", "mỗi ", "sáng chiều tối ", "of the ", "hơn 9h ",
     "between 9 and ", "in the last 2 ", "Hôm nay tôi đi chợ lúc 9 giờ sáng. ", "sau 9 giờ tối "],
)  # fmt: skip
def test_the_work_grows_with_the_length(piece: str) -> None:
    def took(characters: int) -> float:
        text = (piece * characters)[:characters]
        return min(_timed(text) for _ in range(3))

    assert took(20_000) < 40 * took(2_000) + 0.05


def _timed(text: str) -> float:
    started = clock.thread_time()
    find_times(text, NOW)
    return clock.thread_time() - started
