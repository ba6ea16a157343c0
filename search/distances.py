"""How far a camera is from what a report calls its place: by road where one knows, else straight.

A way that is more than `MISSING` times as long as the straight one says that a street between is
not known (`indexer.places.street_graph`): then the straight one counts.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from indexer.cameras import Camera
from indexer.places.gazetteer import Gazetteer
from indexer.places.geometry import distance_m
from indexer.places.road_distance import RoadDistances
from indexer.places.street_graph import LOOK_M, MISSING, By
from indexer.reports.report import ReportPlace


@dataclass(frozen=True, order=True)
class Distance:
    """Metres, and what they are measured along."""

    metres: float
    by: By = "straight"


class Distances:
    """Distances from cameras to what reports call their place, each worked out once."""

    def __init__(
        self, gazetteer: Gazetteer, roads: Callable[[], RoadDistances] | None = None
    ) -> None:
        """Measure to the places of this gazetteer, by `roads` (asked for once) where they lead."""
        self._gazetteer = gazetteer
        self._roads = cache(roads) if roads else None
        self._known: dict[tuple[str, ReportPlace], Distance | None] = {}

    def between(self, camera: Camera, place: ReportPlace) -> Distance | None:
        """To the nearest of the places named, or to the point; None where there is neither."""
        key = (camera.id, place)
        if key not in self._known:
            self._known[key] = min(self._measured(camera, place), default=None)
        return self._known[key]

    def _measured(self, camera: Camera, place: ReportPlace) -> Iterator[Distance]:
        named = [self._gazetteer.get(ident) for ident in place.place_ids]
        roads = self._roads() if self._roads else None
        for one in named:
            if one is not None:
                straight_m = distance_m(one, camera.lat, camera.lon)
                yield _shorter(straight_m, roads.to_place(camera.id, one.id) if roads else math.inf)
        if not any(named) and place.lat is not None and place.lon is not None:
            straight_m = point_distance_m(camera.lat, camera.lon, place.lat, place.lon)
            by_road = roads.to_point(camera.id, place.lat, place.lon) if roads else math.inf
            yield _shorter(straight_m, by_road)


def point_distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle metres between two points (haversine, mean Earth radius 6,371,008.8 m)."""
    a, b = math.radians(lat), math.radians(other_lat)
    half_lat, half_lon = (b - a) / 2, math.radians(other_lon - lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(a) * math.cos(b) * math.sin(half_lon) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(chord))


def _shorter(straight_m: float, by_road_m: float) -> Distance:
    """By road, never less than straight; straight where no known way is nearly as short."""
    if by_road_m <= max(MISSING * straight_m, 2 * LOOK_M):
        return Distance(max(by_road_m, straight_m), "streets")
    return Distance(straight_m)
