"""How far a point is from a place, and which cameras stand where a question says.

Distances are taken on a plane that touches the Earth nearby: within a city exact to 0.1 %.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from indexer.cameras import Camera
from indexer.places.gazetteer import Gazetteer
from indexer.places.place import Place, PlaceRef, Relation
from indexer.places.relations import default_radius_m

_METRES_A_DEGREE = 111_195.0
"""Of latitude, on a sphere of the Earth's mean radius (6,371,008.8 m)."""
_MEET_M = 300.0
"""Two streets of a junction whose lines come no nearer than this do not meet."""
_ON_M = default_radius_m("on") or 0.0
"""What is this near to a street is on it, and neither north nor south of it."""
_SIDE_COS = 0.5
"""A point is north of a place if it lies within 60° of due north of it, seen from the place."""
_DETOUR = 1.3
"""A way through the streets is this much longer than the straight one."""
_SIDES: dict[Relation, tuple[int, int]] = {
    "north_of": (0, 1),
    "south_of": (0, -1),
    "east_of": (1, 0),
    "west_of": (-1, 0),
}
"""Unit vectors, x east, y north."""
_PAIRS: tuple[tuple[Relation, ...], ...] = (
    ("junction", "junction"), ("between", "between"), ("from", "toward"),
)  # fmt: skip
"""Relations of two references that belong together."""

Points = NDArray[np.object_]
"""(n,): shapely points, in metres."""
Offsets = NDArray[np.float64]
"""(n, 2): from the nearest point of a place to each of n points, metres east and north."""


def distance_m(place: Place, lat: float, lon: float) -> float:
    """Metres from a point to the street's line, the boundary (0 inside) or the point of a place."""
    plane = _Plane(lat)
    return float(shapely.distance(plane.shape(place.geometry), plane.points([(lon, lat)])[0]))


def cameras_at(
    refs: Sequence[PlaceRef], cameras: Iterable[Camera], gazetteer: Gazetteer
) -> list[Camera]:
    """The cameras at any of the places, in their order.

    Two neighbours with the relation `junction` or `between`, and a `from` with the `toward` after
    it, belong together. A reference to a place that is not known constrains nothing, nor does a
    direction (`toward`) alone, which says where something went and not where it was; if there is
    nothing else, all cameras are meant. A house number or an alley has the geometry of its street.
    """
    chosen = list(cameras)
    scopes = [scope for scope in _scopes(refs, gazetteer) if scope.constrains]
    if not scopes or not chosen:
        return chosen
    held = np.any([scope.holds(chosen) for scope in scopes], axis=0)
    return [camera for camera, is_held in zip(chosen, held, strict=True) if is_held]


class _Plane:
    """Metres east and north on the plane that touches the Earth at a latitude."""

    def __init__(self, lat: float) -> None:
        self._scale = np.array([math.cos(math.radians(lat)), 1.0]) * _METRES_A_DEGREE

    def shape(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry in degrees, in metres."""
        return shapely.transform(geometry, lambda degrees: degrees * self._scale)

    def points(self, lon_lat: Sequence[tuple[float, float]]) -> Points:
        """Points in degrees, in metres."""
        return np.asarray(shapely.points(np.array(lon_lat) * self._scale))


@dataclass(frozen=True)
class _Scope:
    """One reference, or two that belong together, with their geometry in degrees."""

    refs: tuple[PlaceRef, ...]
    shapes: tuple[BaseGeometry, ...]

    @property
    def relation(self) -> Relation:
        return self.refs[0].relation

    @property
    def radius_m(self) -> float:
        told = self.refs[0].radius_m
        return told if told is not None else default_radius_m(self.relation) or 0.0

    @property
    def constrains(self) -> bool:
        return len(self.refs) == 2 or self.relation != "toward"

    def holds(self, cameras: Sequence[Camera]) -> NDArray[np.bool_]:
        """Which of the cameras stand there, (n,)."""
        if self.refs[0].kind == "camera":
            ident = (self.refs[0].id or self.refs[0].name).removeprefix("camera:")
            return np.array([camera.id == ident for camera in cameras])
        plane = _Plane(self.shapes[0].centroid.y)
        points = plane.points([(camera.lon, camera.lat) for camera in cameras])
        shapes = [plane.shape(geometry) for geometry in self.shapes]
        if len(shapes) == 2:
            return self._pair(shapes[0], shapes[1], points)
        return self._one(shapes[0], points)

    def _one(self, shape: BaseGeometry, points: Points) -> NDArray[np.bool_]:
        offsets = _offsets(shape, points)
        away_m = np.hypot(*offsets.T)
        is_near = np.asarray(away_m <= self.radius_m)
        if self.relation not in _SIDES:
            return is_near
        forward_m = offsets @ np.array(_SIDES[self.relation])
        is_beside = np.asarray((away_m > _ON_M) & (forward_m >= _SIDE_COS * away_m))
        return np.asarray(is_near & is_beside)

    def _pair(self, first: BaseGeometry, second: BaseGeometry, points: Points) -> NDArray[np.bool_]:
        if self.relation == "junction":
            return np.asarray(_away(_meeting(first, second), points) <= self.radius_m)
        if self.relation == "between":
            return _between(_offsets(first, points), _offsets(second, points), self.radius_m)
        way_m = _away(first, points) + _away(second, points)
        return np.asarray(way_m <= _DETOUR * first.distance(second) + 2 * self.radius_m)


def _scopes(refs: Sequence[PlaceRef], gazetteer: Gazetteer) -> Iterator[_Scope]:
    index = 0
    while index < len(refs):
        size = 2 if tuple(ref.relation for ref in refs[index : index + 2]) in _PAIRS else 1
        places = [(ref, gazetteer.resolve(ref)) for ref in refs[index : index + size]]
        known = [(ref, place) for ref, place in places if place or ref.kind == "camera"]
        if known:
            shapes = tuple(place.geometry for _, place in known if place)
            yield _Scope(tuple(ref for ref, _ in known), shapes)
        index += size


def _between(first: Offsets, second: Offsets, radius_m: float) -> NDArray[np.bool_]:
    """Whether two places lie on opposite sides of a point, and near it.

    On opposite sides: more than a right angle apart, or one of them right here.
    """
    away_m = np.sort([np.hypot(*first.T), np.hypot(*second.T)], axis=0)
    is_opposite = (first * second).sum(axis=1) < 0
    is_here = away_m[0] <= _ON_M
    return np.asarray((away_m[1] <= radius_m) & (is_opposite | is_here))


def _meeting(first: BaseGeometry, second: BaseGeometry) -> BaseGeometry:
    """Where two streets cross; else their nearest points, and the gap between if it is small."""
    crossing = first.intersection(second)
    if not crossing.is_empty:
        return crossing
    nearest = shapely.MultiPoint(nearest_points(first, second))
    return nearest.convex_hull if first.distance(second) <= _MEET_M else nearest


def _away(shape: BaseGeometry, points: Points) -> NDArray[np.float64]:
    metres: NDArray[np.float64] = shapely.distance(shape, points)
    return metres


def _offsets(shape: BaseGeometry, points: Points) -> Offsets:
    ends = shapely.get_coordinates(shapely.shortest_line(shape, points)).reshape(-1, 2, 2)
    offsets: Offsets = ends[:, 1] - ends[:, 0]
    return offsets
