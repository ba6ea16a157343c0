"""Shards that may hold rows in scope, of many, against a look at each of them alone."""

from hypothesis import given
from hypothesis import strategies as st

from embeddings.encoder import Fingerprint
from indexer.ids import CameraId, Interval
from indexer.shard import ShardEntry
from search.bounds import Bounds
from search.plan import FrameScope

CAMERAS = [CameraId(f"c{number}") for number in range(6)]
ordered_cameras = st.tuples(*[st.sampled_from(CAMERAS)] * 2).map(sorted)
ordered_times = st.tuples(*[st.integers(0, 40)] * 2).map(sorted)


def shard(number: int, cameras: list[CameraId], times: list[int]) -> ShardEntry:
    hashes = (f"{number:064x}",) * 2
    return ShardEntry(
        hashes[0], "2022-04-27", 1, *cameras, *times, 1, *hashes[:1], 1, hashes[1],
        Fingerprint("f"), 8,
    )  # fmt: skip


shards = st.lists(st.tuples(ordered_cameras, ordered_times), max_size=12).map(
    lambda drawn: [shard(number, *each) for number, each in enumerate(drawn)]
)
scopes = st.builds(
    FrameScope,
    st.lists(st.sampled_from(CAMERAS), max_size=4).map(tuple),
    st.lists(ordered_times.map(lambda edges: Interval(*edges)), max_size=4).map(tuple),
)


@given(shards, scopes)
def test_those_are_found_that_overlap_in_time_and_in_the_order_of_cameras(
    entries: list[ShardEntry], scope: FrameScope
) -> None:
    expected = {
        entry.stem
        for entry in entries
        if any(entry.min_camera <= camera <= entry.max_camera for camera in scope.cameras)
        and any(
            part.after_ms <= entry.max_captured_at_ms and entry.min_captured_at_ms < part.before_ms
            for part in scope.intervals
        )
    }
    found = [entry.stem for entry in Bounds.of(entries).within(scope)]
    assert len(found) == len(set(found)) and set(found) == expected
