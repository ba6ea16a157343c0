"""Streams of real servers cut into whole files: RTSP and HLS, lost ones, and their clocks."""

import time
from itertools import pairwise
from pathlib import Path

import av
import pytest

from indexer.errors import StreamLost
from indexer.video import stream
from indexer.video.stream import LeastDelay, Segment, record, shown_url
from tests.indexer.drawn_footage import FPS, clip
from tests.indexer.live.servers import http_server, write_hls


def taken(url: str) -> tuple[list[Segment], str]:
    """All segments of a stream, and why it ended."""
    found: list[Segment] = []
    with pytest.raises(StreamLost) as lost:
        for segment in record(url, lambda: time.time() * 1000, lambda: False):
            found.append(segment)
    return found, str(lost.value)


def test_hls_becomes_whole_files_that_follow_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "SEGMENT_MS", 2_000)
    write_hls(clip(tmp_path / "a.mp4", 5), tmp_path / "hls")
    with http_server(tmp_path / "hls") as address:
        segments, reason = taken(f"{address}/live.m3u8")
    assert reason.endswith("/live.m3u8 ended")
    assert [round(one.length_ms, -2) for one in segments] == [2_000, 2_000, 1_000]
    apart = [b.start_ms - a.end_ms for a, b in pairwise(segments)]
    assert all(abs(gap) <= 2 for gap in apart), "what comes in a burst is laid out in its own time"
    assert abs(segments[-1].end_ms - time.time() * 1000) < 20_000
    for number, one in enumerate(segments):
        path = tmp_path / f"{number}.mp4"
        path.write_bytes(one.content)
        with av.open(str(path)) as container:
            frames = list(container.decode(video=0))
        assert frames[0].key_frame and frames[0].pts == 0
        assert len(frames) == round(one.length_ms / 1000 * FPS)


def test_a_stream_that_is_not_there_is_lost_without_its_password() -> None:
    segments, reason = taken("rtsp://admin:secret@127.0.0.1:9/street")
    assert segments == [] and "127.0.0.1:9/street cannot be read" in reason
    assert "secret" not in reason and "admin" not in reason


def test_an_address_is_shown_without_user_and_query() -> None:
    assert shown_url("rtsp://u:p@cam.local:554/a?key=1") == "rtsp://cam.local:554/a"


def test_the_least_delay_tells_the_time() -> None:
    delay = LeastDelay()
    delay.begin()
    for pts_ms, now_ms in ((0, 10_900), (1_000, 11_200), (2_000, 12_700)):
        delay.see(pts_ms, now_ms)
    assert delay.utc_ms(0) == 10_200 and not delay.settled
    delay.begin()
    delay.see(3_000, 13_900)
    assert delay.settled
    assert delay.utc_ms(3_000) == 13_200, "the segment before still counts"
    delay.begin()
    delay.see(4_000, 14_900)
    assert delay.utc_ms(4_000) == 14_900, "and then no longer: clocks drift"
