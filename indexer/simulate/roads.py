"""The graph of the district's streets: where they meet, and ways over several of them.

Streets that end near one another are joined by short links, and a few links stand for the small
streets between, so that there is more than one way. No camera stands on a link.
"""

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from indexer.ids import PlaceId
from indexer.simulate.network import (
    HA_HUY_GIAP,
    HIGHWAY_1A,
    HIGHWAY_22,
    LE_VAN_KHUONG,
    NGUYEN_ANH_THU,
    NGUYEN_VAN_QUA,
    PHAN_VAN_HON,
    QUANG_TRUNG,
    STREETS,
    TO_KY,
    TRUONG_CHINH,
    Line,
    Street,
    joined,
    junctions,
    to_degrees,
)

_TOUCH_M = 5.0
"""Lines this near to one another meet without a link."""
_LINK_MPS, _LINK_MOTORBIKES = 6.5, 4.0
_WHIM = 0.35
"""How far drivers' minds differ on a street: the spread of a log-normal factor on its seconds."""
_SMALL_STREETS = (
    (QUANG_TRUNG, 324.0, HIGHWAY_1A, 4100.0),
    (TRUONG_CHINH, 2134.0, HIGHWAY_1A, 2090.0),
    (NGUYEN_VAN_QUA, 1150.0, TRUONG_CHINH, 1250.0),
    (NGUYEN_VAN_QUA, 1980.0, HIGHWAY_1A, 3400.0),
    (PHAN_VAN_HON, 900.0, TRUONG_CHINH, 900.0),
    (TO_KY, 900.0, HIGHWAY_22, 900.0),
    (HIGHWAY_1A, 4900.0, NGUYEN_ANH_THU, 2900.0),
    (HIGHWAY_1A, 5700.0, NGUYEN_ANH_THU, 4300.0),
    (LE_VAN_KHUONG, 1300.0, HA_HUY_GIAP, 2400.0),
)
"""Small streets between larger ones: from where on which street to where on which."""


class Spot(NamedTuple):
    """A point of a street, in metres along it."""

    street: Street
    along_m: float


@dataclass(frozen=True)
class Leg:
    """A part of a route on one street; `starts_m` is in metres along the route.

    Where `to_m` is less than `from_m`, the street is taken against its metres.
    """

    street: Street
    from_m: float
    to_m: float
    starts_m: float

    @property
    def length_m(self) -> float:
        """Metres from one end to the other."""
        return abs(self.to_m - self.from_m)


@dataclass(frozen=True)
class Route:
    """A way over several streets, as one line and as its legs in order, at least one."""

    line: Line
    legs: tuple[Leg, ...]


@lru_cache(maxsize=1)
def links() -> tuple[Street, ...]:
    """The short links and small streets, by number."""
    ends = [*_gaps(), *((Spot(a, a_m), Spot(b, b_m)) for a, a_m, b, b_m in _SMALL_STREETS)]
    return tuple(_link(number, *pair) for number, pair in enumerate(ends, 1))


@lru_cache(maxsize=1)
def crossings() -> tuple[tuple[Spot, Spot], ...]:
    """Pairs of spots that are one place on two streets, links among them."""
    by_id = {street.id: street for street in STREETS}
    touching = [
        (Spot(by_id[one.first], one.first_m), Spot(by_id[one.second], one.second_m))
        for one in junctions()
        if one.gap_m <= _TOUCH_M
    ]
    ends = [*_gaps(), *((Spot(a, a_m), Spot(b, b_m)) for a, a_m, b, b_m in _SMALL_STREETS)]
    for link, (first, second) in zip(links(), ends, strict=True):
        touching += [(first, Spot(link, 0.0)), (Spot(link, link.line.length_m), second)]
    return tuple(touching)


class Roads:
    """The graph as one driver sees it: the quickest ways, streets they dislike counted longer."""

    def __init__(self, whim: int | None = None) -> None:
        """All drivers of one `whim` choose alike; with none, the quickest way is taken."""
        self._factors = _factors(whim)
        marks: dict[PlaceId, set[float]] = {}
        for spot in (end for pair in crossings() for end in pair):
            marks.setdefault(spot.street.id, set()).add(spot.along_m)
        self._marks = {ident: sorted(along) for ident, along in marks.items()}
        self._near: dict[_Node, list[tuple[float, _Node]]] = {}
        for street in (*STREETS, *links()):
            for low, high in pairwise(self._marks.get(street.id, [])):
                self._join(Spot(street, low), Spot(street, high), high - low)
        for first, second in crossings():
            self._join(first, second, 0.0)
        self._streets = {street.id: street for street in (*STREETS, *links())}
        self._trees: dict[_Node, _Tree] = {}

    def route(self, start: Spot, end: Spot) -> Route | None:
        """The quickest way from one spot to another; None where none leads there, or it is here."""
        spots = self._spots(start, end)
        return route_through(spots) if spots is not None and any(_stretches(spots)) else None

    def seconds(self, start: Spot, end: Spot) -> float:
        """How long the quickest way takes at the streets' own speeds; inf where there is none."""
        return min((cost for cost, _, _ in self._ways(start, end)), default=math.inf)

    def _spots(self, start: Spot, end: Spot) -> list[Spot] | None:
        best = min(self._ways(start, end), key=lambda way: way[0], default=None)
        if best is None:
            return None
        _, first, last = best
        if first is None or last is None:
            return [start, end]
        between = [
            Spot(self._streets[node.street], node.along_m) for node in self._path(first, last)
        ]
        return [start, *between, end]

    def _ways(
        self, start: Spot, end: Spot
    ) -> Iterator[tuple[float, "_Node | None", "_Node | None"]]:
        """Cost, first and last node of each way: straight along, or by any two junctions."""
        if start.street.id == end.street.id:
            yield self._cost(start.street, abs(start.along_m - end.along_m)), None, None
        for own in self._marks.get(start.street.id, []):
            first = _Node(start.street.id, own)
            tree, out = self._tree(first), self._cost(start.street, abs(own - start.along_m))
            for other in self._marks.get(end.street.id, []):
                last = _Node(end.street.id, other)
                if last in tree:
                    home = self._cost(end.street, abs(other - end.along_m))
                    yield out + tree[last][0] + home, first, last

    def _path(self, first: "_Node", last: "_Node") -> list["_Node"]:
        tree, path = self._tree(first), [last]
        while path[-1] != first:
            path.append(tree[path[-1]][1])
        return path[::-1]

    def _tree(self, root: "_Node") -> "_Tree":
        if root not in self._trees:
            self._trees[root] = _quickest(root, self._near)
        return self._trees[root]

    def _join(self, first: Spot, second: Spot, metres: float) -> None:
        cost = self._cost(first.street, metres)
        here, there = (_Node(spot.street.id, spot.along_m) for spot in (first, second))
        self._near.setdefault(here, []).append((cost, there))
        self._near.setdefault(there, []).append((cost, here))

    def _cost(self, street: Street, metres: float) -> float:
        return metres / street.speed_mps * self._factors[street.id]


class _Node(NamedTuple):
    street: PlaceId
    along_m: float


_Tree = dict[_Node, tuple[float, _Node]]
"""For each node that can be reached: its cost, and the node before it."""


def route_through(spots: Sequence[Spot]) -> Route:
    """The route through spots, each on the street of the one before it or at one place with it."""
    legs: list[Leg] = []
    parts: list[Line] = []
    starts_m = 0.0
    for street, from_m, to_m in _stretches(spots):
        part = _part(street.line, from_m, to_m)
        if parts:
            starts_m += math.dist(parts[-1].points[-1], part.points[0])
        legs.append(Leg(street, from_m, to_m, starts_m))
        parts.append(part)
        starts_m += abs(to_m - from_m)
    return Route(joined(*parts), tuple(legs))


def _stretches(spots: Sequence[Spot]) -> Iterator[tuple[Street, float, float]]:
    """Spots that follow each other on one street as one stretch; those of no length left out."""
    held = [spots[0]]
    for spot in [*spots[1:], None]:
        if spot is not None and spot.street.id == held[-1].street.id:
            held.append(spot)
            continue
        if abs(held[-1].along_m - held[0].along_m) >= 1.0:
            yield held[0].street, held[0].along_m, held[-1].along_m
        if spot is not None:
            held = [spot]


def _part(line: Line, from_m: float, to_m: float) -> Line:
    low, high = sorted((from_m, to_m))
    inner = [along for along in line.bends_m() if low + 0.5 < along < high - 0.5]
    marks = np.array([low, *inner, high])
    points = line.poses(marks, np.zeros(len(marks)))[:, :2]
    return Line(points if from_m < to_m else points[::-1].copy())


def _quickest(root: _Node, near: dict[_Node, list[tuple[float, _Node]]]) -> _Tree:
    """Dijkstra's shortest paths from one node."""
    tree: _Tree = {}
    queue = [(0.0, root, root)]
    while queue:
        cost, node, before = heapq.heappop(queue)
        if node not in tree:
            tree[node] = (cost, before)
            for more, other in near.get(node, []):
                heapq.heappush(queue, (cost + more, other, node))
    return tree


def _factors(whim: int | None) -> dict[PlaceId, float]:
    streets = (*STREETS, *links())
    if whim is None:
        return {street.id: 1.0 for street in streets}
    drawn = np.random.default_rng([whim, 0x3A]).lognormal(0.0, _WHIM, len(streets))
    return {street.id: float(one) for street, one in zip(streets, drawn, strict=True)}


def _gaps() -> list[tuple[Spot, Spot]]:
    by_id = {street.id: street for street in STREETS}
    return [
        (Spot(by_id[one.first], one.first_m), Spot(by_id[one.second], one.second_m))
        for one in junctions()
        if one.gap_m > _TOUCH_M
    ]


def _link(number: int, first: Spot, second: Spot) -> Street:
    ends = [spot.street.line.pose(spot.along_m) for spot in (first, second)]
    degrees = [to_degrees(pose.x, pose.y) for pose in ends]
    return Street(
        id=PlaceId(f"street:loi-noi-{number:02d}"),
        code=f"ln{number:02d}",
        name=f"Lối nối {number:02d}",
        aliases=(),
        ward=first.street.ward,
        lanes=1,
        speed_mps=_LINK_MPS,
        motorbikes_per_min=_LINK_MOTORBIKES,
        points=tuple((round(lat, 6), round(lon, 6)) for lat, lon in degrees),
    )
