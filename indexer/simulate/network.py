"""Streets of Quận 12: a small network of polylines by name and place, and ways along it.

The lines were written anew for the simulator: their ends and extents follow the public extents of
each street (rounded to about 10 m), the bends between are plausible, not surveyed.
"""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.ids import PlaceId

ORIGIN = (10.8450, 106.6350)
"""Latitude and longitude of the local metric frame's origin, x east, y north."""
_METRES_PER_LAT = 110_574.0
"""Metres in a degree of latitude near the equator (WGS 84)."""
_METRES_PER_LON = 111_320.0 * math.cos(math.radians(ORIGIN[0]))
_JOIN_M = 200.0
"""Ends of streets this near to one another's line meet; the gap is part of the junction."""
LANE_M = 3.3
STRIP_M = 2.4
"""Widths of a car lane and of the strip that motorbikes keep to, beside the kerb."""


class Pose(NamedTuple):
    """A point of the local frame in metres, and where one looks there, clockwise from north."""

    x: float
    y: float
    heading_deg: float


class Junction(NamedTuple):
    """Where two streets meet: metres along each, and the metres between the two lines."""

    first: PlaceId
    first_m: float
    second: PlaceId
    second_m: float
    gap_m: float


class Line:
    """A polyline in the local frame, addressed by metres along it."""

    def __init__(self, points: NDArray[np.float64]) -> None:
        """Take (n, 2) points in metres, n ≥ 2, no two neighbours equal."""
        self.points = points
        steps = np.hypot(*np.diff(points, axis=0).T)
        self._along = np.concatenate([[0.0], np.cumsum(steps)])

    def __eq__(self, other: object) -> bool:
        """Whether the other is a line through the same points."""
        return isinstance(other, Line) and np.array_equal(self.points, other.points)

    def __hash__(self) -> int:
        """As equality has it."""
        return hash(self.points.tobytes())

    @property
    def length_m(self) -> float:
        """Metres from one end to the other."""
        return float(self._along[-1])

    @cached_property
    def _ways(self) -> NDArray[np.float64]:
        """The unit vector of each straight piece, (n − 1, 2)."""
        ways: NDArray[np.float64] = np.diff(self.points, axis=0) / np.diff(self._along)[:, None]
        return ways

    def pose(self, along_m: float, lateral_m: float = 0.0) -> Pose:
        """The point `along_m` from the start and `lateral_m` to the right of the way."""
        x, y, heading = self.poses(np.array([along_m]), np.array([lateral_m]))[0]
        return Pose(float(x), float(y), float(heading))

    def poses(
        self, along_m: NDArray[np.float64], lateral_m: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Many poses at once, (n, 3): x, y, heading in degrees."""
        legs = np.clip(np.searchsorted(self._along, along_m) - 1, 0, len(self.points) - 2)
        ways, rest = self._ways[legs], along_m - self._along[legs]
        x = self.points[legs, 0] + ways[:, 0] * rest + ways[:, 1] * lateral_m
        y = self.points[legs, 1] + ways[:, 1] * rest - ways[:, 0] * lateral_m
        return np.stack([x, y, np.degrees(np.arctan2(ways[:, 0], ways[:, 1])) % 360], axis=1)

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Metres along the line of its point nearest to (x, y), and the metres between."""
        starts, steps = self.points[:-1], np.diff(self.points, axis=0)
        squares = (steps**2).sum(axis=1)
        share = np.clip(((np.array([x, y]) - starts) * steps).sum(axis=1) / squares, 0, 1)
        feet = starts + steps * share[:, None]
        gaps = np.hypot(feet[:, 0] - x, feet[:, 1] - y)
        leg = int(gaps.argmin())
        return float(self._along[leg] + share[leg] * math.sqrt(squares[leg])), float(gaps[leg])

    def bends_m(self) -> list[float]:
        """Metres along the line of every corner."""
        return [float(along) for along in self._along[1:-1]]

    def reversed(self) -> "Line":
        """The same line from its other end."""
        return Line(self.points[::-1].copy())


@dataclass(frozen=True)
class Street:
    """One street: points in degrees from one end to the other, and how busy and fast it is.

    `lanes` counts the car lanes of each direction; `motorbikes_per_min` is the flow each way by
    day; `ward` the old ward (before July 2025) that most of it lies in.
    """

    id: PlaceId
    code: str
    name: str
    aliases: tuple[str, ...]
    ward: str
    lanes: int
    speed_mps: float
    motorbikes_per_min: float
    points: tuple[tuple[float, float], ...]

    @cached_property
    def line(self) -> Line:
        """The street's middle line in the local frame."""
        return Line(np.array([to_metres(lat, lon) for lat, lon in self.points]))

    @property
    def half_width_m(self) -> float:
        """From the middle line to the kerb."""
        return self.lanes * LANE_M + STRIP_M


def to_metres(lat: float, lon: float) -> tuple[float, float]:
    """Degrees (WGS 84) to metres of the local frame; good to 0.1 % within the district."""
    return (lon - ORIGIN[1]) * _METRES_PER_LON, (lat - ORIGIN[0]) * _METRES_PER_LAT


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Metres of the local frame to latitude and longitude."""
    return ORIGIN[0] + y / _METRES_PER_LAT, ORIGIN[1] + x / _METRES_PER_LON


def _street(
    slug: str,
    code: str,
    name: str,
    aliases: str,
    ward: str,
    size: tuple[int, float, float],
    points: str,
) -> Street:
    degrees = (tuple(float(part) for part in point.split(",")) for point in points.split())
    return Street(
        id=PlaceId(f"street:{slug}"),
        code=code,
        name=name,
        aliases=tuple(alias.strip() for alias in aliases.split(";")),
        ward=ward,
        lanes=size[0],
        speed_mps=size[1],
        motorbikes_per_min=size[2],
        points=tuple((lat, lon) for lat, lon in degrees),
    )


NGUYEN_VAN_QUA = _street(
    "nguyen-van-qua", "nvq", "Nguyễn Văn Quá", "Đường Nguyễn Văn Quá; NVQ",
    "Phường Đông Hưng Thuận", (1, 8.5, 13.0),
    "10.8273,106.6267 10.8318,106.6281 10.8365,106.6299 10.8415,106.6322 10.8467,106.6341",
)  # fmt: skip
QUANG_TRUNG = _street(
    "quang-trung", "qt", "Quang Trung", "Đường Quang Trung", "Phường Đông Hưng Thuận",
    (1, 8.5, 14.0),
    "10.8481,106.6346 10.8490,106.6335 10.8498,106.6322",
)  # fmt: skip
TRUONG_CHINH = _street(
    "truong-chinh", "tc", "Trường Chinh", "Đường Trường Chinh", "Phường Tân Thới Nhất",
    (2, 11.0, 18.0),
    "10.8263,106.6260 10.8310,106.6229 10.8368,106.6190 10.8425,106.6154",
)  # fmt: skip
TO_KY = _street(
    "to-ky", "tk", "Tô Ký", "Đường Tô Ký", "Phường Trung Mỹ Tây",
    (1, 9.0, 14.0),
    "10.8529,106.6263 10.8570,106.6232 10.8612,106.6194 10.8652,106.6162",
)  # fmt: skip
PHAN_VAN_HON = _street(
    "phan-van-hon", "pvh", "Phan Văn Hớn", "Đường Phan Văn Hớn", "Phường Tân Thới Nhất",
    (1, 8.5, 12.0),
    "10.8273,106.6241 10.8295,106.6190 10.8317,106.6133 10.8337,106.6081",
)  # fmt: skip
HIGHWAY_1A = _street(
    "quoc-lo-1a", "ql1a", "Quốc lộ 1A", "QL1A; QL 1A; Quốc lộ 1; Xa lộ Đại Hàn",
    "Phường Tân Thới Hiệp", (2, 12.0, 14.0),
    "10.8279,106.6038 10.8350,106.6091 10.8437,106.6137 10.8486,106.6206 10.8527,106.6268"
    " 10.8562,106.6341 10.8601,106.6420 10.8621,106.6485 10.8616,106.6770 10.8602,106.6955"
    " 10.8622,106.7143",
)  # fmt: skip
HIGHWAY_22 = _street(
    "quoc-lo-22", "ql22", "Quốc lộ 22", "QL22; QL 22; Xuyên Á", "Phường Trung Mỹ Tây",
    (2, 12.0, 14.0),
    "10.8437,106.6140 10.8495,106.6106 10.8553,106.6072",
)  # fmt: skip
NGUYEN_ANH_THU = _street(
    "nguyen-anh-thu", "nat", "Nguyễn Ảnh Thủ", "Nguyễn Ánh Thủ; Đường Nguyễn Ảnh Thủ",
    "Phường Hiệp Thành", (1, 9.0, 13.0),
    "10.8558,106.6075 10.8605,106.6120 10.8654,106.6168 10.8738,106.6312 10.8826,106.6480",
)  # fmt: skip
LE_VAN_KHUONG = _street(
    "le-van-khuong", "lvk", "Lê Văn Khương", "Đường Lê Văn Khương", "Phường Thới An",
    (1, 9.0, 13.0),
    "10.8627,106.6484 10.8700,106.6498 10.8790,106.6490 10.8826,106.6483 10.8910,106.6471",
)  # fmt: skip
HA_HUY_GIAP = _street(
    "ha-huy-giap", "hhg", "Hà Huy Giáp", "Đường Hà Huy Giáp", "Phường Thạnh Xuân",
    (1, 9.5, 13.0),
    "10.8518,106.6783 10.8616,106.6767 10.8730,106.6795 10.8870,106.6842 10.9001,106.6891",
)  # fmt: skip

STREETS = (
    NGUYEN_VAN_QUA, QUANG_TRUNG, TRUONG_CHINH, TO_KY, PHAN_VAN_HON,
    HIGHWAY_1A, HIGHWAY_22, NGUYEN_ANH_THU, LE_VAN_KHUONG, HA_HUY_GIAP,
)  # fmt: skip
"""All streets, those of the story first."""


@lru_cache(maxsize=1)
def junctions() -> tuple[Junction, ...]:
    """Where an end of one street comes within reach of another street's line."""
    return tuple(
        junction
        for index, first in enumerate(STREETS)
        for second in STREETS[index + 1 :]
        if (junction := _meeting(first, second)) is not None
    )


def _meeting(first: Street, second: Street) -> Junction | None:
    candidates = []
    for own, other, swapped in ((first, second, False), (second, first, True)):
        for along in [*np.arange(0, own.line.length_m, 20.0).tolist(), own.line.length_m]:
            pose = own.line.pose(along)
            foot, gap = other.line.nearest(pose.x, pose.y)
            candidates.append((gap, foot, along) if swapped else (gap, along, foot))
    gap, first_m, second_m = min(candidates)
    return Junction(first.id, first_m, second.id, second_m, gap) if gap <= _JOIN_M else None


def joined(*parts: Line) -> Line:
    """One line through the given ones, each joined to the next by a straight piece."""
    points = np.concatenate([part.points for part in parts])
    apart = np.hypot(*np.diff(points, axis=0).T) > 0.01
    return Line(points[np.concatenate([[True], apart])])
