"""What the footage log is told of attachments that are no footage yet, or cannot become any."""

import time
from dataclasses import replace

from indexer.footage_log import FootageSpan
from indexer.ids import Interval
from indexer.reports.attachment import Attachment


def waiting_note(attachment: Attachment, told: Interval | int) -> FootageSpan:
    """An attachment that is kept and not looked into yet; `told` is its report's time (UTC ms)."""
    return FootageSpan(
        task_key=f"attached-{attachment.digest[:32]}",
        footage=attachment.footage,
        path=attachment.camera,
        sha256=attachment.digest,
        camera=attachment.camera,
        start_ms=told if isinstance(told, int) else told.after_ms,
        span_after_ms=None,
        span_before_ms=None,
        pts_after_ms=None,
        pts_before_ms=None,
        sampled_frames=0,
        regions=0,
        dropped=0,
        fingerprint="",
        state="lagging",
        reason="waits to be indexed",
        at_ms=_now_ms(),
    )


def unusable_note(waiting: FootageSpan, reason: str) -> FootageSpan:
    """An attachment that waited and is none that can be used."""
    return replace(waiting, state="quarantined", reason=reason, at_ms=_now_ms())


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
