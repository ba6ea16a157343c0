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


def sketch_map(points: Sequence[Point], gazetteer: Gazetteer) -> Map | None:
    """The map around the points, north up; None where there is none to show.

    Equirectangular about the middle: over a district the error is far below a picture's line.
    """
    if not points:
        return None
    west, east = min(p.lon for p in points), max(p.lon for p in points)
    south, north = min(p.lat for p in points), max(p.lat for p in points)
    lat, lon = (south + north) / 2, (west + east) / 2
    across = METRES_PER_DEGREE * math.cos(math.radians(lat))
    wide_m = max((east - west) * across, (north - south) * METRES_PER_DEGREE * WIDTH / HEIGHT)
    wide_m = max(wide_m * (1 + 2 * MARGIN), SMALLEST_M)
    per_m = WIDTH / wide_m

    def place(at_lon: float, at_lat: float) -> tuple[float, float]:
        x = WIDTH / 2 + (at_lon - lon) * across * per_m
        y = HEIGHT / 2 - (at_lat - lat) * METRES_PER_DEGREE * per_m
        return round(x, 1), round(y, 1)

    half_lon, half_lat = wide_m / across / 2, wide_m * HEIGHT / WIDTH / METRES_PER_DEGREE / 2
    seen = box(lon - half_lon, lat - half_lat, lon + half_lon, lat + half_lat)
    lines = [
        (street.name, [place(*at[:2]) for at in part.coords])
        for street in gazetteer
        if street.kind == "street"
        for part in _parts(street.geometry.intersection(seen))
    ]
    return Map(
        marks=_marks((place(p.lon, p.lat), p.number) for p in points),
        streets=tuple(
            (name, " ".join(f"{x},{y}" for x, y in at), *at[len(at) // 2]) for name, at in lines
        ),
        scale_200m=200 * per_m,
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
