"""Which packets of a footage have to be decoded for one frame a step: `needed_packets`.

A frame needs only what comes before it, in the order of decoding, since its last key frame. So of
each group of pictures (a key frame and all up to the next) nothing after the last frame wanted is
decoded, and a group without one not at all. Where a step's frame may be shown a little before or
after the step's moment, the one that needs least is taken: a key frame close by, or else the
earliest, since each frame further from its key frame needs one more.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.video.opened import VideoPacket

LONGEST_GROUP = 1_500
"""Packets held of one group: a minute at 25 frames/s. A longer one is decoded whole."""

AtMs = Callable[[VideoPacket], int]
"""When a packet's frame is shown, in milliseconds since the footage's start."""


@dataclass(frozen=True)
class Steps:
    """One frame wanted for each moment of a grid, of those in [after_ms, before_ms).

    The moments are every `every_ms` from the footage's start. A frame is shown within `slack_ms`
    of its moment; where there is none so close, it is the next one. From each to the next it is
    at most `every_ms` + `slack_ms`, and a frame. Half a step is too much slack.
    """

    after_ms: int
    before_ms: int
    every_ms: int
    slack_ms: int = 0

    def __post_init__(self) -> None:
        """ValueError if the slack is half a step or more: two steps would share their frames."""
        if not 0 <= 2 * self.slack_ms < self.every_ms:
            raise ValueError(f"{self.slack_ms} ms of slack in steps of {self.every_ms} ms")

    @property
    def first(self) -> int:
        """The first step wanted."""
        return -(-self.after_ms // self.every_ms)

    @property
    def end(self) -> int:
        """The first step that is not wanted any more."""
        return -(-self.before_ms // self.every_ms)

    @property
    def earliest_ms(self) -> int:
        """No frame before it is wanted."""
        return max(0, self.first * self.every_ms - self.slack_ms)


@dataclass(frozen=True)
class _Group:
    """A key frame's packet and all up to the next, in the order of decoding.

    `later` are the times of the key frames after it that matter to it. Part of a very long group
    has none, and no beginning unless it is the first.
    """

    packets: Sequence[VideoPacket]
    later: Sequence[int]
    whole: bool


def needed_packets(
    packets: Iterable[VideoPacket], at_ms: AtMs, steps: Steps
) -> Iterator[tuple[VideoPacket, bool]]:
    """Packets to decode, in order, each with whether its own frame is wanted for a step.

    `packets` begin with a key frame at or before the earliest frame wanted; which are wanted does
    not depend on where they begin or on which steps are. Pictures shown before the key frame that
    they come after (those of open groups) are left out: what they need of the group before may not
    be decoded.
    """
    step = steps.first
    for group in _groups(packets, at_ms, steps.every_ms):
        if step >= steps.end:
            return
        step, wanted = _wanted(group, at_ms, steps, step)
        if not group.whole:
            yield from ((packet, index in wanted) for index, packet in enumerate(group.packets))
        elif wanted:
            begin = at_ms(group.packets[0])
            for index, packet in enumerate(group.packets[: max(wanted) + 1]):
                if at_ms(packet) >= begin:
                    yield packet, index in wanted


def _wanted(group: _Group, at_ms: AtMs, steps: Steps, step: int) -> tuple[int, set[int]]:
    """The first step left to the groups after it, and which of its packets are wanted."""
    begin = at_ms(group.packets[0]) if group.packets[0].is_keyframe else -1
    shown = sorted((at_ms(packet), index) for index, packet in enumerate(group.packets))
    shown = [one for one in shown if one[0] >= begin]
    slack_ms = steps.slack_ms if group.whole else 0
    wanted: set[int] = set()
    while step < steps.end:
        moment_ms = step * steps.every_ms
        if group.later and group.later[0] <= moment_ms + slack_ms:
            break
        shown = [one for one in shown if one[0] >= moment_ms - slack_ms]
        if not shown:
            break
        if shown[0][0] < moment_ms + steps.every_ms - slack_ms:
            near = [one for one in shown if one[0] <= max(moment_ms, begin)]
            late_ms = _late_ms(group, begin, step + 1, steps)
            wanted.add(_cheapest(near or shown[:1], moment_ms - slack_ms + late_ms))
        step += 1
    return step, wanted


def _cheapest(near: Sequence[tuple[int, int]], earliest_ms: int) -> int:
    """The first in the order of decoding of those from a time on; else the one shown last."""
    timely = [index for at, index in near if at >= earliest_ms]
    return min(timely, default=near[-1][1])


def _late_ms(group: _Group, begin: int, step: int, steps: Steps) -> int:
    """How long after its moment the key frame comes that a step will be taken from."""
    if not group.whole:
        return 0
    moment_ms = step * steps.every_ms
    near = (key for key in (begin, *group.later) if key <= moment_ms + steps.slack_ms)
    return max(0, max(near, default=0) - moment_ms)


def _groups(packets: Iterable[VideoPacket], at_ms: AtMs, ahead_ms: int) -> Iterator[_Group]:
    """Groups in order, each when the packets so long after the next one's beginning are read."""
    read: deque[list[VideoPacket]] = deque()
    for packet in packets:
        if not read or packet.is_keyframe or len(read[-1]) > LONGEST_GROUP:
            read.append([])
        read[-1].append(packet)
        while len(read) > 1 and at_ms(packet) >= at_ms(read[1][0]) + ahead_ms:
            yield _group(read, at_ms)
    while read:
        yield _group(read, at_ms)


def _group(read: deque[list[VideoPacket]], at_ms: AtMs) -> _Group:
    """The first of those read, taken off."""
    packets = read.popleft()
    whole = packets[0].is_keyframe and len(packets) <= LONGEST_GROUP
    later = [at_ms(one[0]) for one in read if one[0].is_keyframe]
    return _Group(packets, later if whole else (), whole)
