"""Which packets of a footage have to be decoded for one frame a step: `needed_packets`.

A frame needs only what comes before it, in the order of decoding, since its last key frame. So of
each group of pictures (a key frame and all up to the next) nothing after the last frame wanted is
decoded, and a group without one not at all.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from indexer.video.opened import VideoPacket

LONGEST_GROUP = 1_500
"""Packets held of one group: a minute at 25 frames/s. A longer one is decoded whole."""


@dataclass(frozen=True)
class Steps:
    """One frame wanted in each step of `every_ms`, of those in [after_ms, before_ms).

    Steps are counted from the footage's start; one begun before `after_ms` is not wanted.
    """

    after_ms: int
    before_ms: int
    every_ms: int

    @property
    def last(self) -> int:
        """The last step that is not wanted."""
        return -(-self.after_ms // self.every_ms) - 1

    def of(self, at_ms: int) -> int | None:
        """The step that a frame belongs to; None where it is outside."""
        inside = self.after_ms <= at_ms < self.before_ms
        return at_ms // self.every_ms if inside else None


def needed_packets(
    packets: Iterable[VideoPacket], at_ms: Callable[[VideoPacket], int], steps: Steps
) -> Iterator[tuple[VideoPacket, bool]]:
    """Packets to decode, in order, each with whether its own frame is wanted (the first of a step).

    `packets` begin with a key frame. Pictures shown before the key frame that they come after
    (those of open groups) are left out: what they need of the group before may not be decoded.
    """
    done = steps.last
    for group in _groups(packets):
        if at_ms(group[0]) >= steps.before_ms:
            return
        wanted = _wanted(group, at_ms, steps, done)
        if len(group) > LONGEST_GROUP:
            done = max([done, *wanted.values()])
            yield from ((packet, True) for packet in group)
        elif wanted:
            done = max(wanted.values())
            begin = _begin(group, at_ms)
            for index, packet in enumerate(group[: max(wanted) + 1]):
                if at_ms(packet) >= begin:
                    yield packet, index in wanted


def _wanted(
    group: list[VideoPacket], at_ms: Callable[[VideoPacket], int], steps: Steps, done: int
) -> dict[int, int]:
    """By place in the group: the frames that come first in their step, and which step that is."""
    begin = _begin(group, at_ms)
    wanted: dict[int, int] = {}
    for time, index in sorted((at_ms(packet), index) for index, packet in enumerate(group)):
        step = steps.of(time)
        if step is not None and step > done and time >= begin:
            wanted[index] = done = step
    return wanted


def _begin(group: list[VideoPacket], at_ms: Callable[[VideoPacket], int]) -> int:
    """When the group's key frame is shown; the rest of a very long group has no beginning."""
    return at_ms(group[0]) if group[0].is_keyframe else -1


def _groups(packets: Iterable[VideoPacket]) -> Iterator[list[VideoPacket]]:
    group: list[VideoPacket] = []
    for packet in packets:
        if group and (packet.is_keyframe or len(group) > LONGEST_GROUP):
            yield group
            group = []
        group.append(packet)
    if group:
        yield group
