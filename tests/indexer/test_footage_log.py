"""The footage log tells what was newly indexed between two of its versions."""

from dataclasses import replace
from pathlib import Path

from indexer.folder import Folder
from indexer.footage_log import FootageLog, FootageSpan
from indexer.ids import CameraId, FootageId


def span(task: str, footage: str, pts_after_ms: int = 0) -> FootageSpan:
    return FootageSpan(
        task_key=task, footage=FootageId(footage), path=f"/{footage}.mp4", sha256=footage * 4,
        camera=CameraId("nvq"), start_ms=1000, span_after_ms=1000 + pts_after_ms,
        span_before_ms=61_000 + pts_after_ms, pts_after_ms=pts_after_ms,
        pts_before_ms=60_000 + pts_after_ms, sampled_frames=60, regions=9, dropped=0,
        fingerprint="f", state="indexed", reason="", at_ms=1,
    )  # fmt: skip


def test_what_is_noted_between_two_versions_is_new_once(tmp_path: Path) -> None:
    log = FootageLog(Folder(tmp_path))
    assert log.noted(-1, log.generation()) == []
    first = log.append([span("a", "one"), span("b", "one", 60_000)])
    second = log.append([span("c", "two"), replace(span("d", "bad"), state="quarantined")])
    assert [one.task_key for one in log.noted(-1, first)] == ["a", "b"]
    assert [one.task_key for one in log.noted(first, second)] == ["c"]
    assert log.noted(second, second) == []


def test_a_stretch_noted_again_is_not_new_again(tmp_path: Path) -> None:
    log = FootageLog(Folder(tmp_path))
    first = log.append([span("a", "one")])
    moved = replace(span("a", "one"), path="/elsewhere.mp4")
    reindexed = replace(span("other encoder", "one"), fingerprint="g")
    second = log.append([moved, reindexed, span("c", "two")])
    assert [one.task_key for one in log.noted(first, second)] == ["c"]
    then = FootageLog(Folder(tmp_path)).noted(-1, first)
    assert [one.path for one in then] == ["/one.mp4"], "as it was noted then"


def test_what_failed_first_is_new_when_it_succeeds(tmp_path: Path) -> None:
    log = FootageLog(Folder(tmp_path))
    failed = log.append([replace(span("a", "one"), state="quarantined")])
    done = log.append([span("a", "one")])
    assert [one.state for one in log.noted(failed, done)] == ["indexed"]
