"""What of a scope is not indexed is said, camera by camera."""

from indexer.cameras import Camera
from indexer.footage_log import FootageSpan
from indexer.ids import CameraId, FootageId, Interval
from search.coverage import footage_extent, scope_coverage


def span(
    camera: str, after: int | None, before: int | None, state: str = "indexed", reason: str = ""
) -> FootageSpan:
    return FootageSpan(
        task_key=f"{camera}:{after}:{state}",
        footage=FootageId("0" * 16),
        path=f"{camera}.mp4",
        sha256="0" * 64,
        camera=CameraId(camera),
        start_ms=after,
        span_after_ms=after,
        span_before_ms=before,
        pts_after_ms=0,
        pts_before_ms=1,
        sampled_frames=1,
        regions=1,
        dropped=0,
        fingerprint="f",
        state=state,  # type: ignore[arg-type]
        reason=reason,
        at_ms=0,
    )


CAMERAS = [Camera(CameraId(name), name, 10.8, 106.6) for name in ("a", "b", "c")]
WINDOW = (Interval(0, 100_000),)


def test_whole_partial_and_none() -> None:
    spans = [
        span("a", 0, 60_000),
        span("a", 60_000, 100_000),
        span("b", 20_000, 50_000),
        span("b", 50_000, 80_000, "quarantined", "truncated at 0:50"),
    ]
    found = scope_coverage(CAMERAS, WINDOW, spans)
    assert (found.cameras, found.cameras_indexed) == (3, 2)
    assert [(g.camera, g.after_ms, g.before_ms, g.reason) for g in found.not_indexed] == [
        ("b", 0, 20_000, "no footage"),
        ("b", 50_000, 100_000, "truncated at 0:50"),
        ("c", None, None, "no footage indexed in this time"),
    ]


def test_a_second_between_two_files_is_no_gap() -> None:
    spans = [span("a", 0, 50_000), span("a", 51_000, 100_000)]
    assert scope_coverage(CAMERAS[:1], WINDOW, spans).not_indexed == ()


def test_extent_is_of_what_is_indexed() -> None:
    spans = [span("a", 10, 20), span("b", 5, 15), span("c", 0, 99, "quarantined")]
    assert footage_extent(spans) == Interval(5, 20)
    assert footage_extent([]) is None
