"""Which way a vehicle was driving, and how a way begins and ends: bearings, clockwise from north.

What a camera sees shrinks as it drives off and grows as it comes. By a pinhole camera's geometry a
thing of one height that fills a share h of the picture's height is some `1 ∕ h` away, and
`(x − ½) ∕ (f · h)` to the right, in the same unit whatever its height; so two looks tell where it
was heading, once it is known where the camera looks. Of a box cut off by the picture's edge the
thing is at least as high as that, no more is known.
"""

import math
from collections.abc import Iterable, Sequence

from indexer.cameras import Camera
from indexer.region import Box
from search.folded import way_of
from search.moments import Moment

PICTURE = 16 / 9
"""Width over height of what cameras record."""
VIEW_DEG = 60.0
"""The angle of a lens where a camera does not say it."""
EDGE = 0.01
LEAST_MOVED = 0.08
"""A thing has moved if it is so much of its distance elsewhere; a box is known no better."""
LEG_M = 25.0
"""A way's bearing is that of its first or last so many metres."""
AHEAD_DEG = 100.0
"""A way that turns off by more than this goes back."""

_METRES_A_DEGREE = 111_195.0


def driving_deg(moment: Moment, camera: Camera) -> float | None:
    """The bearing in which the thing of a moment's best look drives; None where unseen."""
    if camera.heading_deg is None or moment.best.region.kind == "frame":
        return None
    track = sorted([(0, moment.best.region.box), *way_of(moment)])
    whole = _whole([box for _, box in track])
    if len(whole) < 2:
        return None
    (x, y), (x1, y1) = (_place(box, camera.view_deg or VIEW_DEG) for box in (whole[0], whole[-1]))
    if math.hypot(x1 - x, y1 - y) < LEAST_MOVED * math.hypot(x, y):
        return None
    return (camera.heading_deg + math.degrees(math.atan2(x1 - x, y1 - y))) % 360


def _whole(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that are not cut off, and those that are larger than these even so."""
    largest = max((box[3] - box[1] for box in boxes if _is_whole(box)), default=math.inf)
    return [box for box in boxes if _is_whole(box) or box[3] - box[1] > largest]


def _is_whole(box: Box) -> bool:
    return min(box[:2]) > EDGE and max(box[2:]) < 1 - EDGE


def _place(box: Box, view_deg: float) -> tuple[float, float]:
    """Where a thing is, to the right of and before the camera, in heights of its own."""
    focal = 0.5 / math.tan(math.radians(view_deg) / 2) * PICTURE
    away = focal / max(box[3] - box[1], 1e-3)
    return ((box[0] + box[2]) / 2 - 0.5) * PICTURE / focal * away, away


def leg_deg(corners: Sequence[tuple[float, float]], *, last: bool = False) -> float | None:
    """The bearing of the first (or last) leg of a way with these corners, (latitude, longitude)."""
    if last:
        back = leg_deg(corners[::-1])
        return None if back is None else (back + 180) % 360
    if not corners:
        return None
    for corner in corners[1:]:
        north, east = _apart_m(corners[0], corner)
        if math.hypot(north, east) >= LEG_M or corner is corners[-1]:
            return math.degrees(math.atan2(east, north)) % 360
    return None


def _apart_m(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    lat, lon = (b - a for a, b in zip(one, other, strict=True))
    return lat * _METRES_A_DEGREE, lon * _METRES_A_DEGREE * math.cos(math.radians(one[0]))


def against(bearings: Iterable[tuple[float | None, float | None]]) -> int:
    """Of pairs of bearings, of driving and of a way, how many go against each other."""
    return sum(
        1
        for driving, way in bearings
        if driving is not None and way is not None and turn_deg(driving, way) > AHEAD_DEG
    )


def turn_deg(one: float, other: float) -> float:
    """The angle between two bearings, 0 to 180."""
    return abs((one - other + 180) % 360 - 180)
