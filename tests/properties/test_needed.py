"""One frame of every second, decoding as little as can be: the rate, the gaps, any cut the same."""

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.video import needed
from indexer.video.needed import Steps, needed_packets
from indexer.video.opened import VideoPacket

SECOND = 1_000


@dataclass(frozen=True)
class Packet:
    """What choosing needs of one: when its frame is shown, and whether it begins a group."""

    at_ms: int
    is_keyframe: bool


Stream = list[Packet]


def in_groups(lengths: list[int], frame_ms: float, start_ms: int = 0) -> Stream:
    """Frames at an even rate, in groups of so many; each needs the one before."""
    keys = {0, *accumulate(lengths)}
    count = sum(lengths)
    return [Packet(start_ms + round(n * frame_ms), n in keys) for n in range(count)]


def reordered(stream: Stream) -> Stream:
    """As with B frames: of each three after a key frame, the third is decoded first."""
    keys = [n for n, one in enumerate(stream) if one.is_keyframe]
    decoded: Stream = []
    for begin, end in pairwise([*keys, len(stream)]):
        decoded.append(stream[begin])
        for at in range(begin + 1, end, 3):
            *between, last = stream[at : min(at + 3, end)]
            decoded += [last, *between]
    return decoded


def chosen(stream: Stream, steps: Steps) -> tuple[list[int], int]:
    """When the frames wanted are shown, and how many are decoded: read as from a file."""
    keys = [n for n, one in enumerate(stream) if one.is_keyframe]
    begin = max([0, *(n for n in keys if stream[n].at_ms <= steps.earliest_ms)])
    packets = cast(list[VideoPacket], stream[begin:])
    found = list(needed_packets(packets, lambda one: cast(Any, one).at_ms, steps))
    return sorted(cast(Any, one).at_ms for one, wanted in found if wanted), len(found)


lengths = st.lists(st.integers(1, 90), min_size=1, max_size=12)
rates = st.sampled_from([8.0, 10.0, 12.5, 15.0, 24_000 / 1001, 25.0, 25.02, 30_000 / 1001, 30.0])
slacks = st.sampled_from([0, 100, 200, 400])
streams = st.builds(
    lambda groups, rate, mixed: (reordered if mixed else list)(in_groups(groups, 1_000 / rate)),
    lengths, rates, st.booleans(),
)  # fmt: skip


@given(streams, slacks)
def test_every_second_has_one_frame_near_it(stream: Stream, slack_ms: int) -> None:
    end_ms = max(one.at_ms for one in stream)
    found, _ = chosen(stream, Steps(0, end_ms + 1, SECOND, slack_ms))
    frame_ms = 125
    assert len(found) in (end_ms // SECOND, end_ms // SECOND + 1), "the last may have none left"
    for step, at in enumerate(found):
        assert -slack_ms <= at - step * SECOND <= max(slack_ms, frame_ms)


@given(streams, slacks)
def test_none_is_much_more_than_a_second_after_the_one_before(stream: Stream, slack: int) -> None:
    end_ms = max(one.at_ms for one in stream)
    found, _ = chosen(stream, Steps(0, end_ms + 1, SECOND, slack))
    for before, after in pairwise(found):
        assert SECOND - 2 * max(slack, 125) <= after - before <= SECOND + slack + 125


@given(streams, slacks, st.sets(st.integers(0, 100)))
def test_however_it_is_cut_the_frames_are_the_same(
    stream: Stream, slack_ms: int, cuts: set[int]
) -> None:
    end_ms = max(one.at_ms for one in stream) + 1
    whole, _ = chosen(stream, Steps(0, end_ms, SECOND, slack_ms))
    edges = [0, *(cut * SECOND for cut in sorted(cuts) if 0 < cut * SECOND < end_ms), end_ms]
    parts = [
        at
        for after, before in pairwise(edges)
        for at in chosen(stream, Steps(after, before, SECOND, slack_ms))[0]
    ]
    assert parts == whole


@given(lengths, rates, slacks)
def test_slack_never_costs_a_frame_more(groups: list[int], rate: float, slack_ms: int) -> None:
    stream = in_groups(groups, 1_000 / rate)
    end_ms = stream[-1].at_ms + 1
    _, exact = chosen(stream, Steps(0, end_ms, SECOND))
    _, near = chosen(stream, Steps(0, end_ms, SECOND, slack_ms))
    assert near <= exact


def test_what_it_spares() -> None:
    """A key frame every two seconds of 25 frames: 21 of each 50 decoded, and not 26."""
    stream = in_groups([50] * 10, 40)
    assert chosen(stream, Steps(0, 20_000, SECOND))[1] == 260
    found, count = chosen(stream, Steps(0, 20_000, SECOND, 200))
    assert count == 210
    assert found[:4] == [0, 800, 2_000, 2_800]


def test_a_late_key_frame_is_taken_and_the_one_before_it_is_not_early() -> None:
    stream = in_groups([28, 52], 40)
    found, _ = chosen(stream, Steps(0, 3_200, SECOND, 200))
    assert found == [0, 1_120, 1_800, 2_800]
    stream = in_groups([53, 27], 40)
    found, _ = chosen(stream, Steps(0, 3_200, SECOND, 200))
    assert found == [0, 920, 2_120, 2_800]


@given(st.integers(0, 40), st.sampled_from([0, 200]))
def test_where_few_frames_are_shown_each_second_has_the_next(gap: int, slack_ms: int) -> None:
    """A recorder that stores a frame only now and then, every second or less often."""
    stream = in_groups([4] * 6, SECOND + 50 * gap)
    end_ms = stream[-1].at_ms + SECOND
    found, _ = chosen(stream, Steps(0, end_ms, SECOND, slack_ms))
    assert found == [one.at_ms for one in stream]


@pytest.mark.parametrize("slack_ms", [0, 200])
def test_a_very_long_group_has_its_seconds_too(
    slack_ms: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needed, "LONGEST_GROUP", 60)
    stream = in_groups([200, 50], 40)
    found, _ = chosen(stream, Steps(0, 10_000, SECOND, slack_ms))
    assert found == [*range(0, 8_000, SECOND), 8_000, 9_000 - slack_ms]


def test_half_a_step_is_too_much_slack() -> None:
    with pytest.raises(ValueError, match="500 ms of slack"):
        Steps(0, 10_000, SECOND, 500)
