"""How much of what passed before the cameras is in at least one region: by size, light and rain."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from _filmed import Filmed, Passing

from indexer.region import Box, Region

LEAST_PX = 24
"""Smaller things are not asked after."""
BANDS = ((24, 48), (48, 96), (96, 10_000))
COVERED = 0.5
"""A region shows a thing if it holds so much of the thing's box …"""
LARGEST = 12.0
"""… and is at most so many times as large: the thing is not lost in it."""

SLACK_MS = 60
"""A box and a picture so near in time are of the same moment."""


@dataclass(frozen=True)
class Passed:
    """One thing that passed: how high it was at most, in what conditions, and if it was seen.

    `shown` is whether any of the pictures that are looked at shows half of it or more.
    """

    height_px: int
    light: str
    rain: bool
    shown: bool
    seen: bool

    @property
    def group(self) -> dict[str, str]:
        """The rows of the table it counts in."""
        low, high = next(band for band in BANDS if band[0] <= self.height_px < band[1])
        size = f"{low}–{high} px" if high < 10_000 else f"≥ {low} px"
        return {
            "all": "",
            "height": size,
            "light": self.light,
            "rain": "rain" if self.rain else "dry",
        }


def judge(filmed: Filmed, regions: Sequence[Region], looked_ms: Sequence[int]) -> Iterator[Passed]:
    """All things that were at least 24 pixels high in some second; seen in one region, or not.

    `looked_ms` are the times, since the footage's start, of the pictures that are looked at.
    """
    start_ms = filmed.footage.start_ms
    objects = [region for region in regions if region.kind == "object"]
    for thing in filmed.passing:
        boxes = _large(thing, filmed.footage.video.height)
        if any((at - start_ms + SLACK_MS) % 1000 <= 2 * SLACK_MS for at, _, _ in boxes):
            heights = [height for _, _, height in boxes]
            seen = any(_shows(region, at, box) for at, box, _ in boxes for region in objects)
            clear = [at for at, _, _ in boxes if thing.hidden[at] <= 1 - COVERED]
            shown = any(abs(at - start_ms - one) <= SLACK_MS for at in clear for one in looked_ms)
            yield Passed(max(heights), thing.light, thing.rain, shown, seen)


def _large(thing: Passing, picture_px: int) -> list[tuple[int, Box, int]]:
    sized = [(at, box, round((box[3] - box[1]) * picture_px)) for at, box in thing.boxes.items()]
    return [one for one in sized if one[2] >= LEAST_PX]


def _shows(region: Region, at_ms: int, box: Box) -> bool:
    """Whether the region is of that moment (or of a standing scene then) and holds the box."""
    begin, end = (
        region.captured_at_ms - SLACK_MS,
        region.captured_at_ms + region.still_ms + SLACK_MS,
    )
    if not begin <= at_ms <= end:
        return False
    wide = min(region.box[2], box[2]) - max(region.box[0], box[0])
    high = min(region.box[3], box[3]) - max(region.box[1], box[1])
    inside = max(wide, 0.0) * max(high, 0.0)
    return inside >= COVERED * _area(box) and _area(region.box) <= LARGEST * _area(box)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def table(things: Iterable[Passed]) -> dict[tuple[str, str], tuple[int, float]]:
    """By heading and row: how many things, and the share of them seen."""
    rows: dict[tuple[str, str], list[bool]] = {}
    for thing in things:
        for row in thing.group.items():
            rows.setdefault(row, []).append(thing.seen)
    return {row: (len(seen), sum(seen) / len(seen)) for row, seen in sorted(rows.items())}
