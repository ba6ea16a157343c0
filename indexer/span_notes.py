"""What the footage log is told of a file or a span: indexed, missing, or in quarantine and why."""

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from indexer.catalog import Footage
from indexer.footage_log import FootageSpan, SpanState
from indexer.ids import CameraId, FootageId
from indexer.span import IndexedSpan, SpanTask


def indexed_note(task: SpanTask, result: IndexedSpan) -> FootageSpan:
    """A span whose regions are committed."""
    counts = (result.sampled, result.regions, result.dropped)
    return _span(task.footage, task.key, task.after_ms, task.before_ms, "indexed", "",
                 task.fingerprint, counts)  # fmt: skip


def missing_notes(task: SpanTask) -> Iterator[FootageSpan]:
    """After a span a hole in the footage; after its last one what only its header tells of."""
    footage, video = task.footage, task.footage.video
    for hole in video.holes:
        if hole.after_ms == task.before_ms:
            reason = f"the file has no picture for {(hole.before_ms - hole.after_ms) / 1000:.0f} s"
            yield _span(footage, f"{task.key}-hole", hole.after_ms, hole.before_ms, "missing",
                        reason, task.fingerprint)  # fmt: skip
    if task.before_ms == video.length_ms and video.lost_ms:
        told_ms = video.length_ms + video.lost_ms
        reason = f"the file ends {video.lost_ms / 1000:.0f} s before its header says"
        yield _span(footage, f"{task.key}-lost", video.length_ms, told_ms, "missing", reason,
                    task.fingerprint)  # fmt: skip


def lagging_note(task: SpanTask) -> FootageSpan:
    """A span that is known of and waits for its turn."""
    return _span(task.footage, task.key, task.after_ms, task.before_ms, "lagging",
                 "waits to be indexed", task.fingerprint)  # fmt: skip


def unreachable_note(camera: CameraId, after_ms: int, before_ms: int, reason: str) -> FootageSpan:
    """A stretch of captured time (UTC ms) in which a camera's stream could not be read."""
    digest = hashlib.sha256(f"{camera}:{after_ms}".encode()).hexdigest()
    blank = _file("", reason)
    return replace(
        blank,
        task_key=f"down-{digest[:32]}",
        camera=camera,
        span_after_ms=after_ms,
        span_before_ms=before_ms,
        state="unreachable",
    )


def failed_note(task: SpanTask, reason: str) -> FootageSpan:
    """A span that could not be indexed."""
    return _span(task.footage, task.key, task.after_ms, task.before_ms, "quarantined", reason,
                 task.fingerprint)  # fmt: skip


def duplicate_note(footage: Footage, other: str) -> FootageSpan:
    """A file with the bytes of another.

    It carries no hash: success of the other file, whose hash is the same, is not its own.
    """
    return _file(footage.path, f"holds the same bytes as {other}, which is indexed instead")


def bad_file_note(path: Path, reason: str) -> FootageSpan:
    """A file that could not be placed, its name as far as it can be written."""
    return _file(os.fsencode(path).decode("utf-8", "backslashreplace"), reason)


def _file(path: str, reason: str) -> FootageSpan:
    digest = hashlib.sha256(path.encode()).hexdigest()
    return FootageSpan(
        task_key=f"file-{digest[:32]}",
        footage=FootageId(""),
        path=path,
        sha256="",
        camera=CameraId(""),
        start_ms=None,
        span_after_ms=None,
        span_before_ms=None,
        pts_after_ms=None,
        pts_before_ms=None,
        sampled_frames=0,
        regions=0,
        dropped=0,
        fingerprint="",
        state="quarantined",
        reason=reason,
        at_ms=_now_ms(),
    )


def _span(
    footage: Footage,
    key: str,
    after_ms: int,
    before_ms: int,
    state: SpanState,
    reason: str,
    fingerprint: str,
    counts: tuple[int, int, int] = (0, 0, 0),
) -> FootageSpan:
    sampled, regions, dropped = counts
    return FootageSpan(
        task_key=key,
        footage=footage.id,
        path=footage.path,
        sha256=footage.sha256,
        camera=footage.camera,
        start_ms=footage.start_ms,
        span_after_ms=footage.start_ms + after_ms,
        span_before_ms=footage.start_ms + before_ms,
        pts_after_ms=after_ms,
        pts_before_ms=before_ms,
        sampled_frames=sampled,
        regions=regions,
        dropped=dropped,
        fingerprint=fingerprint,
        state=state,
        reason=reason,
        at_ms=_now_ms(),
        clock_correction_ms=footage.clock_correction_ms,
    )


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
