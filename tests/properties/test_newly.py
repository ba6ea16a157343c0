"""A search of what is new reads each region in scope of a new span, and no other."""

from collections.abc import Sequence

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.footage_log import FootageSpan
from indexer.ids import CameraId, FootageId, Interval
from indexer.region import Region
from indexer.shard import ShardEntry
from indexer.times.window import merge_intervals
from search.frames import FrameHit, FrameHits, Vector
from search.newly import NewFrames
from search.plan import FrameScope

CAMERAS = ("a", "b", "c")
DAY = 100
ZERO = np.zeros(1, np.float32)


class Scan:
    """A frame retriever over regions in memory: a region scores by its time."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self.regions = regions

    def search(
        self, query: Vector, shards: Sequence[ShardEntry], scope: FrameScope, k: int
    ) -> FrameHits:
        held = [region for region in self.regions if scope.holds(region)]
        hits = sorted((FrameHit(r, float(r.pts_ms), ZERO) for r in held), key=lambda h: -h.score)
        return FrameHits(tuple(hits[:k]), in_scope=len(held), searched=len(held))


def region(camera: str, footage: int, at_ms: int) -> Region:
    return Region(
        camera=CameraId(camera), captured_at_ms=at_ms, footage=FootageId(f"{footage:016x}"),
        pts_ms=at_ms, box=(0.0, 0.0, 1.0, 1.0), kind="frame",
    )  # fmt: skip


def span(camera: str, footage: int, after: int, length: int) -> FootageSpan:
    return FootageSpan(
        task_key=f"{camera}{footage}{after}", footage=FootageId(f"{footage:016x}"), path="",
        sha256="", camera=CameraId(camera), start_ms=0, span_after_ms=after,
        span_before_ms=after + length, pts_after_ms=after, pts_before_ms=after + length,
        sampled_frames=0, regions=0, dropped=0, fingerprint="", state="indexed", reason="", at_ms=0,
    )  # fmt: skip


cameras = st.sampled_from(CAMERAS)
footages = st.integers(0, 2)
"""Footage of any camera may show the same time as another's."""
regions = st.lists(st.builds(region, cameras, footages, st.integers(0, DAY)), max_size=30)
spans = st.lists(
    st.builds(span, cameras, footages, st.integers(0, DAY), st.integers(1, 40)), max_size=6
)
intervals = st.lists(
    st.builds(lambda after, length: Interval(after, after + length),
              st.integers(0, DAY), st.integers(1, 60)), max_size=4,
).map(lambda parts: tuple(merge_intervals(iter(parts))))  # fmt: skip
scopes = st.builds(FrameScope, st.lists(cameras, unique=True).map(tuple), intervals)


@example(
    held=[region("a", 0, 0)],
    new=[span("a", 1, 0, 1), span("b", 0, 0, 1)],
    scope=FrameScope((CameraId("a"),), (Interval(0, 1),)),
    k=1,
)
@given(regions, spans, scopes, st.integers(1, 40))
def test_what_is_new_and_in_scope_is_found(
    held: list[Region], new: list[FootageSpan], scope: FrameScope, k: int
) -> None:
    def is_new(one: Region) -> bool:
        return any(
            s.camera == one.camera
            and s.footage == one.footage
            and s.pts_after_ms is not None
            and s.pts_before_ms is not None
            and s.pts_after_ms <= one.pts_ms < s.pts_before_ms
            for s in new
        )

    wanted = [one for one in held if scope.holds(one) and is_new(one)]
    found = NewFrames(Scan(held), new).search(ZERO, (), scope, len(held) + k)
    assert sorted(hit.region.pts_ms for hit in found.hits) == sorted(r.pts_ms for r in wanted)
    assert found.exhausted and found.in_scope == found.searched == len(wanted)
    few = NewFrames(Scan(held), new).search(ZERO, (), scope, k)
    assert len(few.hits) <= k
