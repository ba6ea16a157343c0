"""The graph of the known streets, with cameras on it: the shortest ways from one to the others.

A camera stands on the graph where what it sees is nearest to its street. Known streets are never
all streets: where the shortest known way is more than `MISSING` times as long as the straight one
(a grid makes it √2 at most), a street that is not known is taken to lie between, and the way counts
as the straight one times `DETOUR`. The same holds where no street is known at all. Every way says
which it is.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

import networkx as nx
import numpy as np
import shapely
from shapely.geometry import Point

from indexer.cameras import Camera
from indexer.folding import fold
from indexer.ids import CameraId
from indexer.places.geometry import DETOUR
from indexer.places.place import Place
from indexer.places.plane import Plane
from indexer.places.street_pieces import (
    Node,
    Piece,
    StreetLine,
    node,
    street_lines,
    street_pieces,
)

MISSING = 2.0
NAMED_M, NEAR_M = 300.0, 100.0
"""A camera stands on the street it names if that is this near, else on the nearest one this near:
positions are often those of a junction or a house."""
LOOK_M = 30.0
"""How far ahead of itself a camera looks at its street, where its range is not known."""

By = Literal["streets", "straight"]


@dataclass(frozen=True)
class Way:
    """The shortest way between two cameras, in the direction of travel.

    `passed` are the cameras whose street point lies on it, ends left out; `path` its nodes.
    """

    length_mm: int
    by: By
    passed: tuple[CameraId, ...] = ()
    path: tuple[Node, ...] = field(default=(), compare=False, repr=False)

    @property
    def length_m(self) -> float:
        """The length in metres."""
        return self.length_mm / 1000


@dataclass(frozen=True)
class Ways:
    """The ways from (or to) one camera, by the other camera; the names of streets within reach."""

    by_camera: Mapping[CameraId, Way]
    streets: frozenset[str]


class StreetGraph:
    """Streets as a graph, and where cameras stand on it. Immutable; safe for several threads.

    `plane` has its metres, `roads` every street both ways, `nodes` where on it each camera stands.
    """

    def __init__(self, places: Iterable[Place], cameras: Sequence[Camera]) -> None:
        """Join the streets among the places, with the cameras on them."""
        middle = float(np.median([camera.lat for camera in cameras])) if cameras else 0.0
        self.plane = Plane(middle)
        stands = self.plane.stands(cameras) if cameras else ()
        self._stands = {c.id: s for c, s in zip(cameras, stands, strict=True)}
        lines = street_lines(places, self.plane)
        feet = _feet(cameras, self._stands, lines)
        pieces = street_pieces(lines, feet.values())
        self.nodes = {camera: node(_foot(lines, *foot)) for camera, foot in feet.items()}
        self._directed, self.roads = _graphs(pieces)
        self._cameras_at: dict[Node, list[CameraId]] = {}
        for camera, at in sorted(self.nodes.items()):
            self._cameras_at.setdefault(at, []).append(camera)
        self.watched = frozenset(lines[number].street.name for number, _ in feet.values())
        self.streets = len({line.street.id for line in lines})
        self.junctions = sum(1 for at in self.roads if len(self.roads[at]) > 2)

    @property
    def attached(self) -> int:
        """How many cameras stand on a known street."""
        return len(self.nodes)

    def ways(self, camera: CameraId, most_m: float, *, backward: bool = False) -> Ways:
        """The shortest ways of at most `most_m` from a camera, or `backward` those to it.

        Streets are those with a point this near over known streets. A camera that the graph was not
        made with has none.
        """
        if camera not in self._stands:
            return Ways({}, frozenset())
        most_mm = int(most_m * 1000)
        far_mm = int(most_mm * MISSING / DETOUR + LOOK_M * 2000)  # what a straight way depends on
        found = _Found(self._directed, self.nodes.get(camera), far_mm, backward)
        either = found
        if self._directed is not self.roads:
            either = _Found(self.roads, self.nodes.get(camera), far_mm, backward)
        ways = {
            other: way
            for other in self._stands
            if other != camera and (way := self._way(camera, other, found, either, most_mm))
        }
        return Ways(ways, found.streets(most_mm))

    def line(self, way: Way) -> tuple[tuple[float, float], ...]:
        """The corners of a way as (latitude, longitude); none of a straight one."""
        corners: list[tuple[float, float]] = []
        for start, end in pairwise(way.path):
            piece: Piece = self.roads.edges[start, end]["piece"]
            corners += piece.line if piece.start == start else piece.line[::-1]
        degrees = self.plane.degrees(corners).round(6).tolist()
        return tuple((lat, lon) for lon, lat in dict.fromkeys(map(tuple, degrees)))

    def _way(
        self, camera: CameraId, other: CameraId, found: "_Found", either: "_Found", most_mm: int
    ) -> Way | None:
        straight_mm = round(self._stands[camera].distance(self._stands[other]) * 1000)
        at = self.nodes.get(other)
        known_mm = either.lengths.get(at, math.inf) if at is not None else math.inf
        if known_mm <= max(MISSING * straight_mm, LOOK_M * 2000):
            is_near = at is not None and found.lengths.get(at, math.inf) <= most_mm
            return self._by_streets(camera, other, found, at) if is_near else None
        length_mm = round(DETOUR * straight_mm)
        return Way(length_mm, "straight") if length_mm <= most_mm else None

    def _by_streets(
        self, camera: CameraId, other: CameraId, found: "_Found", at: Node | None
    ) -> Way:
        assert at is not None, "checked by the caller"
        path = found.path(at)
        passed = (c for step in path for c in self._cameras_at.get(step, ()))
        between = tuple(c for c in passed if c not in (camera, other))
        return Way(found.lengths[at], "streets", between, tuple(path))


class _Found:
    """What a shortest-path search from one node found: lengths, and the ways back."""

    def __init__(self, graph: Any, source: Node | None, most_mm: int, backward: bool) -> None:
        self._graph, self._backward = graph, backward
        searched = graph.reverse(copy=False) if backward and graph.is_directed() else graph
        self._before: Mapping[Node, list[Node]] = {}
        self.lengths: Mapping[Node, int] = {}
        if source is not None:
            self._before, self.lengths = nx.dijkstra_predecessor_and_distance(
                searched, source, cutoff=most_mm, weight="length_mm"
            )

    def path(self, end: Node) -> list[Node]:
        """The nodes of the shortest way, in the direction of travel; of equal ones, always one."""
        path = [end]
        while before := self._before[path[-1]]:
            path.append(min(before))
        return path if self._backward else path[::-1]

    def streets(self, most_mm: int) -> frozenset[str]:
        """The names of all streets with a node within reach."""
        return frozenset(
            piece.street.name
            for at, length_mm in self.lengths.items()
            if length_mm <= most_mm
            for _, _, piece in self._graph.edges(at, data="piece")
            if piece.street is not None
        )


def _graphs(pieces: Iterable[Piece]) -> tuple[Any, Any]:
    """The graph as it may be driven, and with every street both ways; one where they are equal."""
    directed, either = nx.DiGraph(), nx.DiGraph()
    any_one_way = False
    for piece in pieces:
        any_one_way |= piece.one_way is not None
        for start, end, against in (
            (piece.start, piece.end, "backward"),
            (piece.end, piece.start, "forward"),
        ):
            _add(either, start, end, piece)
            if piece.one_way != against:
                _add(directed, start, end, piece)
    return (directed, either) if any_one_way else (either, either)


def _add(graph: Any, start: Node, end: Node, piece: Piece) -> None:
    """The shorter of two pieces between the same nodes stays."""
    known = graph.get_edge_data(start, end)
    if known is None or piece.length_mm < known["length_mm"]:
        graph.add_edge(start, end, length_mm=piece.length_mm, piece=piece)


def _feet(
    cameras: Sequence[Camera], stands: Mapping[CameraId, Point], lines: Sequence[StreetLine]
) -> dict[CameraId, tuple[int, Point]]:
    """For each camera on a known street, the number of its line and what it looks at there."""
    tree = shapely.STRtree([line.line for line in lines])
    feet: dict[CameraId, tuple[int, Point]] = {}
    for camera in cameras:
        stand = stands[camera.id]
        looked_at = _looked_at(camera, stand)
        near = tree.query(stand, predicate="dwithin", distance=NAMED_M).tolist()
        distances = {number: lines[number].line.distance(looked_at) for number in near}
        named = [number for number in near if _is_named(camera, lines[number].street)]
        nearest = [n for n in near if lines[n].line.distance(stand) <= NEAR_M]
        if choice := named or nearest:
            feet[camera.id] = min(choice, key=lambda number: (distances[number], number)), looked_at
    return feet


def _is_named(camera: Camera, street: Place) -> bool:
    names = {fold(name) for name in (street.name, *street.aliases)}
    return bool(camera.street) and fold(camera.street) in names


def _looked_at(camera: Camera, stand: Point) -> Point:
    if camera.heading_deg is None:
        return stand
    bearing, ahead_m = math.radians(camera.heading_deg), min(camera.range_m or LOOK_M, LOOK_M)
    return Point(stand.x + ahead_m * math.sin(bearing), stand.y + ahead_m * math.cos(bearing))


def _foot(lines: Sequence[StreetLine], number: int, point: Point) -> Point:
    line = lines[number].line
    foot: Point = line.interpolate(line.project(point))
    return foot
