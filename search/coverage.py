"""What of a question's scope is not indexed: cameras without footage, gaps, files that failed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.cameras import Camera
from indexer.footage_log import FootageSpan
from indexer.ids import Interval, local_iso
from indexer.times.window import merge_intervals

IGNORED_GAP_MS = 1_000
"""Between two files that follow each other a second may be missing; that is not called a gap."""


@dataclass(frozen=True)
class Gap:
    """A stretch of one camera that a search did not see, and why."""

    camera: str
    after_ms: int | None
    before_ms: int | None
    reason: str

    def to_json(self) -> dict[str, Any]:
        """The contract's form of `not_indexed`."""
        return {
            "camera": self.camera,
            "after": None if self.after_ms is None else local_iso(self.after_ms),
            "before": None if self.before_ms is None else local_iso(self.before_ms),
            "reason": self.reason,
        }


@dataclass(frozen=True)
class ScopeCoverage:
    """Cameras in scope, how many have anything indexed in scope, and what is missing."""

    cameras: int
    cameras_indexed: int
    not_indexed: tuple[Gap, ...]

    def beside(self, gaps: Sequence[Gap]) -> "ScopeCoverage":
        """The same, with what is missing of no camera."""
        return replace(self, not_indexed=(*self.not_indexed, *gaps))


def scope_coverage(
    cameras: Sequence[Camera], intervals: Sequence[Interval], spans: Iterable[FootageSpan]
) -> ScopeCoverage:
    """Compare a scope with the footage log; intervals ascending and disjoint, UTC ms."""
    by_camera: dict[str, list[FootageSpan]] = {}
    for span in spans:
        by_camera.setdefault(span.camera, []).append(span)
    gaps: list[Gap] = []
    indexed = 0
    for camera in cameras:
        missing = _gaps(camera.id, intervals, by_camera.get(camera.id, []))
        whole = len(missing) == 1 and missing[0].after_ms is None
        indexed += not whole
        gaps.extend(missing)
    return ScopeCoverage(len(cameras), indexed, tuple(gaps))


def footage_extent(spans: Iterable[FootageSpan]) -> Interval | None:
    """From the first to the last captured moment of anything indexed; None if nothing is."""
    held = [covered(span) for span in spans if span.state == "indexed"]
    known = [part for part in held if part is not None]
    if not known:
        return None
    return Interval(min(p.after_ms for p in known), max(p.before_ms for p in known))


def _gaps(camera: str, intervals: Sequence[Interval], spans: list[FootageSpan]) -> list[Gap]:
    held = merge_intervals(
        part for span in spans if span.state == "indexed" and (part := covered(span))
    )
    if not any(part.overlaps(window) for part in held for window in intervals):
        return [Gap(camera, None, None, _reason(spans) or "no footage indexed in this time")]
    return [
        Gap(camera, gap.after_ms, gap.before_ms, _reason_of(gap, spans))
        for window in intervals
        for gap in uncovered(window, held)
    ]


def uncovered(window: Interval, held: Sequence[Interval]) -> list[Interval]:
    """What of a window lies in none of the stretches held, ascending and disjoint."""
    edges = [window.after_ms]
    for part in held:
        if part.overlaps(window):
            edges += [max(part.after_ms, window.after_ms), min(part.before_ms, window.before_ms)]
    edges.append(window.before_ms)
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [Interval(a, b) for a, b in pairs if b - a > IGNORED_GAP_MS]


def _reason_of(gap: Interval, spans: list[FootageSpan]) -> str:
    touching = [s for s in spans if (part := covered(s)) and part.overlaps(gap)]
    return _reason(touching) or "no footage"


def _reason(spans: Iterable[FootageSpan]) -> str:
    reasons = [span.reason for span in spans if span.state != "indexed" and span.reason]
    return "; ".join(dict.fromkeys(reasons))


def covered(span: FootageSpan) -> Interval | None:
    """The stretch of captured time a span stands for; None if its times are not known."""
    if span.span_after_ms is None or span.span_before_ms is None:
        return None
    return Interval(span.span_after_ms, span.span_before_ms)
