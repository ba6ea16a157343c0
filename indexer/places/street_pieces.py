"""The lines of streets cut into pieces where they cross, meet, or have a foot on them.

Lines of different streets that cross are taken to meet: known streets say nothing of bridges. An
end that touches no other street is joined to the nearest one within `JOIN_M`, since lines are known
only roughly; a join only shortens ways, so that nothing that can be reached is lost.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from indexer.places.place import OneWay, Place
from indexer.places.plane import Plane

JOIN_M = 200.0
"""An end within this of another street meets it: built-in lines are good to some hundred metres."""

Node = tuple[int, int]
"""A point where pieces meet: centimetres east and north on the plane."""
Line = tuple[tuple[float, float], ...]
"""(n, 2): metres east and north on the plane."""


@dataclass(frozen=True)
class Piece:
    """A stretch of one street between two nodes; a join between streets has no street.

    Lengths are whole millimetres, at least one, so that a way is as long from either end.
    """

    street: Place | None
    start: Node
    end: Node
    length_mm: int
    line: Line
    one_way: OneWay | None = None


@dataclass(frozen=True)
class StreetLine:
    """One unbroken line of a street, in metres on the plane."""

    street: Place
    line: LineString


def node(point: Point) -> Node:
    """The node at a point in metres."""
    return round(point.x * 100), round(point.y * 100)


def street_lines(places: Iterable[Place], plane: Plane) -> list[StreetLine]:
    """The lines of all streets and alleys that have any."""
    return [
        StreetLine(place, part)
        for place in places
        if place.kind in ("street", "alley")
        for part in _parts(plane.shape(place.geometry))
        if part.length > 0
    ]


def street_pieces(lines: Sequence[StreetLine], feet: Iterable[tuple[int, Point]]) -> list[Piece]:
    """All pieces and joins; `feet` are further points to cut at, with the number of their line."""
    if not lines:
        return []
    cutting = _Cutting(lines)
    for number, point in feet:
        cutting.cut(number, point)
    return [*cutting.joins, *cutting.pieces()]


class _Cutting:
    """Where each line is cut: metres along it by node."""

    def __init__(self, lines: Sequence[StreetLine]) -> None:
        self._lines = lines
        self._shapes = [one.line for one in lines]
        self._tree = shapely.STRtree(self._shapes)
        self._cuts: list[dict[Node, float]] = [{} for _ in lines]
        self.joins: list[Piece] = []
        for number, line in enumerate(self._shapes):
            self._cuts[number][node(Point(line.coords[0]))] = 0.0
            self._cuts[number].setdefault(node(Point(line.coords[-1])), line.length)
        self._cross()
        self._join()

    def cut(self, number: int, point: Point) -> Node:
        """Cut a line at its point nearest to another, if it is not cut there already."""
        line = self._shapes[number]
        along = line.project(point)
        here = node(line.interpolate(along))
        self._cuts[number].setdefault(here, along)
        return here

    def pieces(self) -> Iterator[Piece]:
        for one, cuts in zip(self._lines, self._cuts, strict=True):
            ends = [*sorted(cuts.items(), key=lambda cut: (cut[1], cut[0]))]
            if len(cuts) > 1 and one.line.is_ring:
                ends.append((ends[0][0], one.line.length))
            for (start, low), (end, high) in pairwise(ends):
                line = _coordinates(substring(one.line, low, high))
                length = max(1, round((high - low) * 1000))
                yield Piece(one.street, start, end, length, line, one.street.one_way)

    def _cross(self) -> None:
        for first, second in self._tree.query(self._shapes, predicate="intersects").T.tolist():
            if first >= second:
                continue
            crossing = self._shapes[first].intersection(self._shapes[second])
            for point in _points(crossing):
                for number in (first, second):
                    along = self._shapes[number].project(point)
                    self._cuts[number].setdefault(node(point), along)

    def _join(self) -> None:
        for number, line in enumerate(self._shapes):
            for end in (Point(line.coords[0]), Point(line.coords[-1])):
                near = self._tree.query(end, predicate="dwithin", distance=JOIN_M).tolist()
                others = [other for other in near if other != number]
                if others:
                    nearest = min(others, key=lambda other: self._shapes[other].distance(end))
                    self._join_end(end, nearest)

    def _join_end(self, end: Point, other: int) -> None:
        gap = self._shapes[other].distance(end)
        foot = self.cut(other, end)
        if foot != node(end):
            line = (*_coordinates(end), (foot[0] / 100, foot[1] / 100))
            self.joins.append(Piece(None, node(end), foot, max(1, round(gap * 1000)), line))


def _parts(geometry: BaseGeometry) -> list[LineString]:
    parts = getattr(geometry, "geoms", [geometry])
    return [part for part in parts if part.geom_type == "LineString" and not part.is_empty]


def _points(crossing: BaseGeometry) -> Iterator[Point]:
    """The points of a crossing; of a stretch that two streets share, its ends."""
    for part in getattr(crossing, "geoms", [crossing]):
        if part.geom_type == "Point":
            yield part
        elif not part.is_empty:
            yield from (Point(part.coords[0]), Point(part.coords[-1]))


def _coordinates(geometry: BaseGeometry) -> Line:
    return tuple((float(x), float(y)) for x, y in shapely.get_coordinates(geometry))
