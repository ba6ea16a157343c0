"""A sketch of where and when: points on the streets around them, and marks on a line of time.

Plain numbers for an SVG picture; `report.html` draws them.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from indexer.places.gazetteer import Gazetteer

WIDTH, HEIGHT = 720.0, 420.0
"""Of the map, in units of its picture."""
MARGIN = 0.15
"""Shown around the points, as a share of their extent."""
SMALLEST_M = 600.0
"""Width of what the map shows at least, in metres."""
METRES_PER_DEGREE = 111_195.0
"""Of latitude, on a sphere of 6,371 km."""


@dataclass(frozen=True)
class Point:
    """Something to show: its number, and where it is (WGS 84)."""

    number: int
    lat: float
    lon: float


@dataclass(frozen=True)
class Map:
    """Marks (x, y, numbers), streets as polylines with their names, and the length of 200 m."""

    marks: tuple[tuple[float, float, str], ...]
    streets: tuple[tuple[str, str, float, float], ...]
    scale_200m: float


class Sheet:
    """A picture's sheet laid over some points, north up.

    Equirectangular about their middle: over a district the error is far below a picture's line.
    """

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        """Lay it over (latitude, longitude) points, at least one."""
        lats, lons = zip(*points, strict=True)
        west, east, south, north = min(lons), max(lons), min(lats), max(lats)
        self._lat, self._lon = (south + north) / 2, (west + east) / 2
        self._across = METRES_PER_DEGREE * math.cos(math.radians(self._lat))
        high_m = (north - south) * METRES_PER_DEGREE
        wide_m = max((east - west) * self._across, high_m * WIDTH / HEIGHT)
        self._wide_m: float = max(wide_m * (1 + 2 * MARGIN), SMALLEST_M)

    @property
    def per_m(self) -> float:
        """Units of the picture in a metre."""
        return WIDTH / self._wide_m

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point lies in the picture."""
        x = WIDTH / 2 + (lon - self._lon) * self._across * self.per_m
        y = HEIGHT / 2 - (lat - self._lat) * METRES_PER_DEGREE * self.per_m
        return round(x, 1), round(y, 1)

    def streets(self, gazetteer: Gazetteer) -> list[tuple[str, list[tuple[float, float]]]]:
        """The streets on the sheet: names and corners."""
        half_lon = self._wide_m / self._across / 2
        half_lat = self._wide_m * HEIGHT / WIDTH / METRES_PER_DEGREE / 2
        west, south = self._lon - half_lon, self._lat - half_lat
        seen = box(west, south, west + 2 * half_lon, south + 2 * half_lat)
        return [
            (street.name, [self.place(at[1], at[0]) for at in part.coords])
            for street in gazetteer
            if street.kind == "street"
            for part in _parts(street.geometry.intersection(seen))
        ]


def polyline(corners: Iterable[tuple[float, float]]) -> str:
    """Corners as an SVG polyline takes them."""
    return " ".join(f"{x},{y}" for x, y in corners)


def sketch_map(points: Sequence[Point], gazetteer: Gazetteer) -> Map | None:
    """The map around the points; None where there is none to show."""
    if not points:
        return None
    sheet = Sheet([(point.lat, point.lon) for point in points])
    return Map(
        marks=_marks((sheet.place(p.lat, p.lon), p.number) for p in points),
        streets=tuple(
            (name, polyline(at), *at[len(at) // 2]) for name, at in sheet.streets(gazetteer)
        ),
        scale_200m=200 * sheet.per_m,
    )


def sketch_times(times_ms: Iterable[int]) -> list[float]:
    """Where each time stands between the first and the last, in percent."""
    times = list(times_ms)
    first, length = min(times, default=0), max(times, default=0) - min(times, default=0)
    return [50.0 if length == 0 else round((at - first) / length * 100, 2) for at in times]


def _marks(
    placed: Iterable[tuple[tuple[float, float], int]],
) -> tuple[tuple[float, float, str], ...]:
    """One mark for each place, with the numbers of all that stand there."""
    numbers: dict[tuple[float, float], list[str]] = {}
    for at, number in placed:
        numbers.setdefault(at, []).append(str(number))
    return tuple((*at, ", ".join(held)) for at, held in numbers.items())


def _parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    """The lines of what may be one, several or none."""
    parts = getattr(geometry, "geoms", [geometry])
    return [part for part in parts if part.geom_type == "LineString" and not part.is_empty]
