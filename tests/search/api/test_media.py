"""Bytes by ranges, as RFC 9110 has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from search.api import media
from search.api.media import RecentVideos, byte_range, media_response

DATA = bytes(range(100))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-", range(100)),
        ("bytes=0-0", range(1)),
        ("bytes=10-19", range(10, 20)),
        ("bytes=90-500", range(90, 100)),
        ("bytes=-5", range(95, 100)),
        ("bytes=-500", range(100)),
        ("bytes=5-2", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("lines=0-1", None),
        ("bytes=x-1", None),
    ],
)
def test_the_range_that_was_asked_for(header: str, expected: range | None) -> None:
    assert byte_range(header, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-120", "bytes=-0"])
def test_a_range_of_nothing_is_empty(header: str) -> None:
    part = byte_range(header, 100)
    assert part is not None and not part
    response = media_response(DATA, "video/mp4", Headers({"range": header}))
    assert response.status_code == 416
    assert response.headers["content-range"] == "bytes */100"


@given(st.text(max_size=30), st.integers(1, 1000))
def test_whatever_is_asked_for_lies_inside(header: str, size: int) -> None:
    for asked in (header, f"bytes={header}"):
        part = byte_range(asked, size)
        assert part is None or not part or (0 <= part.start < part.stop <= size)


def test_bytes_that_are_known_are_not_sent_again() -> None:
    tag = media_response(DATA, "video/mp4", Headers()).headers["etag"]
    again = media_response(DATA, "video/mp4", Headers({"if-none-match": tag}))
    assert (again.status_code, again.body) == (304, b"")


def test_a_range_of_other_bytes_is_answered_with_all() -> None:
    stale = Headers({"range": "bytes=10-19", "if-range": '"other"'})
    assert media_response(DATA, "video/mp4", stale).status_code == 200
    tag = media_response(DATA, "video/mp4", Headers()).headers["etag"]
    fresh = Headers({"range": "bytes=10-19", "if-range": tag})
    assert media_response(DATA, "video/mp4", fresh).body == DATA[10:20]


def test_the_oldest_videos_go_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make(moment: str) -> bytes:
        made.append(moment)
        return bytes(40)

    monkeypatch.setattr(media, "KEPT_BYTES", 100)
    videos = RecentVideos(make)
    for moment in ("a", "b", "a", "c", "a", "b"):
        assert videos.get(moment) == bytes(40)
    assert made == ["a", "b", "c", "b"]
