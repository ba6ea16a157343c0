"""A region: what one vector shows."""

from dataclasses import dataclass
from typing import Literal

from indexer.ids import CameraId, FootageId

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of the picture."""

RegionKind = Literal["frame", "object"]


@dataclass(frozen=True)
class Region:
    """The whole frame, or one moving object's box in it.

    `captured_at_ms` is UTC; `pts_ms` is the time inside the footage; `still_ms` is for how long
    after it nothing changed, so that its near-duplicates were dropped.
    """

    camera: CameraId
    captured_at_ms: int
    footage: FootageId
    pts_ms: int
    box: Box
    kind: RegionKind
    still_ms: int = 0


def sort_key(region: Region) -> tuple[str, int, str, int, Box]:
    """The order of rows in a shard: (camera, captured_at, footage, pts, box)."""
    return (region.camera, region.captured_at_ms, region.footage, region.pts_ms, region.box)
