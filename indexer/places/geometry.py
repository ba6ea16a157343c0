"""How far a point is from a place, and which cameras stand where a question says.

Distances are taken on a plane that touches the Earth at the point asked about: within a city
exact to 0.1 %.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shapely import get_coordinates
from shapely.affinity import affine_transform
from shapely.geometry import MultiPoint, Point
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


def distance_m(place: Place, lat: float, lon: float) -> float:
    """Metres from a point to the street's line, the boundary (0 inside) or the point of a place."""
    return math.hypot(*_offset_m(place.geometry, lat, lon))


def cameras_at(
    refs: Sequence[PlaceRef], cameras: Iterable[Camera], gazetteer: Gazetteer
) -> list[Camera]:
    """The cameras at any of the places, in their order.

    Two neighbours with the relation `junction` or `between`, and a `from` with the `toward` after
    it, belong together. A reference to a place that is not known constrains nothing, nor does a
    direction (`toward`) alone, which says where something went and not where it was; if there is
    nothing else, all cameras are meant. A house number or an alley has the geometry of its street.
    """
    scopes = [scope for scope in _scopes(refs, gazetteer) if scope.constrains]
    if not scopes:
        return list(cameras)
    return [camera for camera in cameras if any(scope.holds(camera) for scope in scopes)]


@dataclass(frozen=True)
class _Scope:
    """One reference, or two that belong together, with their geometry."""

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
        if self.refs[0].kind == "camera":
            return True
        return bool(self.shapes) and self.relation != "toward"

    def holds(self, camera: Camera) -> bool:
        """Whether the camera stands there."""
        if self.refs[0].kind == "camera":
            ident = self.refs[0].id or self.refs[0].name
            return camera.id == ident.removeprefix("camera:")
        if len(self.shapes) == 2:
            return self._holds_pair(camera)
        x, y = _offset_m(self.shapes[0], camera.lat, camera.lon)
        away_m = math.hypot(x, y)
        side = _SIDES.get(self.relation)
        if side is None:
            return away_m <= self.radius_m
        forward_m = x * side[0] + y * side[1]
        return 0 < away_m <= self.radius_m and forward_m >= _SIDE_COS * away_m

    def _holds_pair(self, camera: Camera) -> bool:
        first, second = self.shapes
        if self.relation == "junction":
            meeting = _meeting(first, second, camera)
            return math.hypot(*_offset_m(meeting, camera.lat, camera.lon)) <= self.radius_m
        to_first = _offset_m(first, camera.lat, camera.lon)
        to_second = _offset_m(second, camera.lat, camera.lon)
        if self.relation == "between":
            return _lies_between(to_first, to_second, self.radius_m)
        way_m = math.hypot(*to_first) + math.hypot(*to_second)
        return way_m <= _DETOUR * _gap_m(first, second, camera) + 2 * self.radius_m


def _scopes(refs: Sequence[PlaceRef], gazetteer: Gazetteer) -> Iterator[_Scope]:
    index = 0
    while index < len(refs):
        pair = refs[index : index + 2]
        size = 2 if _together([ref.relation for ref in pair]) else 1
        members = tuple(pair[:size])
        places = (gazetteer.resolve(ref) for ref in members if ref.kind != "camera")
        yield _Scope(members, tuple(place.geometry for place in places if place))
        index += size


def _together(relations: Sequence[Relation]) -> bool:
    pairs = (("junction", "junction"), ("between", "between"), ("from", "toward"))
    return tuple(relations) in pairs


def _lies_between(
    first: tuple[float, float], second: tuple[float, float], radius_m: float
) -> bool:
    """Whether two places, by their offsets from a point, lie on opposite sides of it, and near.

    On opposite sides: more than a right angle apart, or one of them right here.
    """
    on_m = default_radius_m("on") or 0.0
    nearer_m, farther_m = sorted((math.hypot(*first), math.hypot(*second)))
    opposite = first[0] * second[0] + first[1] * second[1] < 0
    return farther_m <= radius_m and (opposite or nearer_m <= on_m)


def _meeting(first: BaseGeometry, second: BaseGeometry, camera: Camera) -> BaseGeometry:
    """Where two streets cross; else their nearest points, and the gap between if it is small."""
    crossing = first.intersection(second)
    if not crossing.is_empty:
        return crossing
    nearest = MultiPoint(nearest_points(first, second))
    return nearest.convex_hull if _gap_m(first, second, camera) <= _MEET_M else nearest


def _gap_m(first: BaseGeometry, second: BaseGeometry, camera: Camera) -> float:
    near, far = nearest_points(first, second)
    return math.hypot(*_offset_m(far, near.y, near.x))


def _offset_m(geometry: BaseGeometry, lat: float, lon: float) -> tuple[float, float]:
    """From the nearest point of the geometry to the point: metres east and north."""
    east_m = _METRES_A_DEGREE * math.cos(math.radians(lat))
    shift = [east_m, 0, 0, _METRES_A_DEGREE, -lon * east_m, -lat * _METRES_A_DEGREE]
    here = affine_transform(geometry, shift)
    foot = get_coordinates(nearest_points(here, Point(0, 0))[0])[0]
    return -float(foot[0]), -float(foot[1])
