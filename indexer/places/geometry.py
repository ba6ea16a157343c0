"""How far a point is from a place, and which cameras see what is where a question says.

A camera is as near to a place as what it sees is, where its heading and range are known; else as
near as it stands. North or south of a place it is by where it stands.

Distances are taken on a plane that touches the Earth nearby: within a city exact to 0.1 %.
"""

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
from indexer.places.plane import Plane, Shapes
from indexer.places.relations import default_radius_m

_MEET_M = 300.0
"""Two streets of a junction whose lines come no nearer than this do not meet."""
_ON_M = default_radius_m("on") or 0.0
"""What is this near to a street is on it, and neither north nor south of it."""
_SIDE_COS = 0.5
"""A point is north of a place if it lies within 60° of due north of it, seen from the place."""
DETOUR = 1.3
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

Offsets = NDArray[np.float64]
"""(n, 2): from the nearest point of a place to each of n shapes, metres east and north."""


def distance_m(place: Place, lat: float, lon: float) -> float:
    """Metres from a point to the street's line, the boundary (0 inside) or the point of a place."""
    plane = Plane(lat)
    return float(shapely.distance(plane.shape(place.geometry), plane.points([(lon, lat)])[0]))


def cameras_at(
    refs: Sequence[PlaceRef], cameras: Iterable[Camera], gazetteer: Gazetteer
) -> list[Camera]:
    """The cameras that see any of the places, in their order.

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


@dataclass(frozen=True)
class _Scope:
    """One reference, or two that belong together, with their geometry in degrees."""

    refs: tuple[PlaceRef, ...]
    shapes: tuple[BaseGeometry, ...]

    @property
    def relation(self) -> Relation:
        return self.refs[0].relation

    @property
    def radii_m(self) -> tuple[float, ...]:
        """How far a view may be from each."""
        told = [ref.radius_m for ref in self.refs if ref.radius_m is not None]
        usual = min(told, default=default_radius_m(self.relation) or 0.0)
        return tuple(usual if ref.radius_m is None else ref.radius_m for ref in self.refs)

    @property
    def radius_m(self) -> float:
        """The least of them: two that belong together bound each other."""
        return min(self.radii_m)

    @property
    def constrains(self) -> bool:
        return len(self.refs) == 2 or self.relation != "toward"

    def holds(self, cameras: Sequence[Camera]) -> NDArray[np.bool_]:
        """Which of the cameras see what is there, (n,)."""
        if self.refs[0].kind == "camera":
            ident = (self.refs[0].id or self.refs[0].name).removeprefix("camera:")
            return np.array([camera.id == ident for camera in cameras])
        plane = Plane(self.shapes[0].centroid.y)
        shapes = [plane.shape(geometry) for geometry in self.shapes]
        if self.relation in _SIDES:
            return self._beside(shapes[0], plane.stands(cameras))
        views = plane.views(cameras)
        if len(shapes) == 2:
            return self._pair(shapes[0], shapes[1], views)
        return np.asarray(_away(shapes[0], views) <= self.radius_m)

    def _beside(self, shape: BaseGeometry, stands: Shapes) -> NDArray[np.bool_]:
        offsets = _offsets(shape, stands)
        away_m = np.hypot(*offsets.T)
        forward_m = offsets @ np.array(_SIDES[self.relation])
        is_near = (away_m > _ON_M) & (away_m <= self.radius_m)
        return np.asarray(is_near & (forward_m >= _SIDE_COS * away_m))

    def _pair(self, first: BaseGeometry, second: BaseGeometry, views: Shapes) -> NDArray[np.bool_]:
        if self.relation == "junction":
            return np.asarray(_away(_meeting(first, second), views) <= self.radius_m)
        if self.relation == "between":
            return _between(_offsets(first, views), _offsets(second, views), self.radii_m)
        way_m = _away(first, views) + _away(second, views)
        return np.asarray(way_m <= DETOUR * first.distance(second) + 2 * self.radius_m)


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


def _between(first: Offsets, second: Offsets, radii_m: Sequence[float]) -> NDArray[np.bool_]:
    """Whether two places lie on opposite sides of a view, and each within its radius.

    On opposite sides: more than a right angle apart, or one of them right here.
    """
    away_m = np.array([np.hypot(*first.T), np.hypot(*second.T)])
    is_near = (away_m <= np.array([radii_m]).T).all(axis=0)
    is_opposite = (first * second).sum(axis=1) < 0
    is_here = away_m.min(axis=0) <= _ON_M
    return np.asarray(is_near & (is_opposite | is_here))


def _meeting(first: BaseGeometry, second: BaseGeometry) -> BaseGeometry:
    """Where two streets cross; else their nearest points, and the gap between if it is small."""
    crossing = first.intersection(second)
    if not crossing.is_empty:
        return crossing
    nearest = shapely.MultiPoint(nearest_points(first, second))
    return nearest.convex_hull if first.distance(second) <= _MEET_M else nearest


def _away(shape: BaseGeometry, others: Shapes) -> NDArray[np.float64]:
    metres: NDArray[np.float64] = shapely.distance(shape, others)
    return metres


def _offsets(shape: BaseGeometry, others: Shapes) -> Offsets:
    ends = shapely.get_coordinates(shapely.shortest_line(shape, others)).reshape(-1, 2, 2)
    offsets: Offsets = ends[:, 1] - ends[:, 0]
    return offsets
