"""How much of what a report leaves open lies where and when a question asks: shares, 0 to 1.

"On Quốc lộ 1A" names fourteen kilometres, "in the evening" six hours. Whoever asks for a side
street that crosses the one, or for a quarter of the other, asks for a small share of it; and if all
of it were equally likely, that share is how probable it is that the report tells of there and then.
"""

import math
from collections.abc import Sequence
from itertools import groupby

import shapely
from shapely.geometry.base import BaseGeometry

from indexer.folding import fold
from indexer.ids import Interval
from indexer.places.gazetteer import Gazetteer
from indexer.places.place import Place, PlaceRef
from indexer.places.plane import Plane
from indexer.reports.report import ReportPlace
from indexer.times.window import TimeWindow

EDGE_M = 150.0
"""This much beyond a question's radius still counts: lines of streets are good to some 100 m."""
POINT_M = 50.0
"""A point that a report gives is known no better than this."""
JUNCTION_M = 400.0
"""Places that are this near to each other are told as one: where two streets meet."""


class AskedArea:
    """Where a question asks for, on a plane; each place that reports tell is measured once."""

    def __init__(self, asked: Sequence[PlaceRef], gazetteer: Gazetteer) -> None:
        """The places asked for, with their radius; where something went (`toward`) is none."""
        self._gazetteer = gazetteer
        self._plane, self._area = _area(asked, gazetteer)
        self._known: dict[ReportPlace, tuple[float, ...]] = {}

    def share(self, told: ReportPlace | None) -> float | None:
        """Of the place that a report tells, the share within; None where it tells of none.

        Of several places that it names, the first: that is where it was. 1 where nothing is asked.
        """
        if self._area is None:
            return 1.0
        return next(iter(self._shares(told)), None)

    def passed(self, told: ReportPlace | None) -> float:
        """How much more of a place named later lies within: "on Hà Huy Giáp, then into Tô Ký"."""
        shares = self._shares(told)
        return max(shares) - shares[0] if shares else 0.0

    def _shares(self, told: ReportPlace | None) -> tuple[float, ...]:
        """Of each place that a report names, in order; none where nothing is asked or told."""
        if self._area is None or told is None:
            return ()
        if told not in self._known:
            self._known[told] = tuple(_within(one, self._area) for one in self._shapes(told))
        return self._known[told]

    def _shapes(self, told: ReportPlace) -> list[BaseGeometry]:
        known = (self._gazetteer.get(ident) for ident in told.place_ids)
        named = groupby((place for place in known if place is not None), _name)
        shapes = [
            self._plane.shape(shapely.union_all([place.geometry for place in alike]))
            for _, alike in named
        ]
        is_junction = len(shapes) > 1 and (told.radius_m or math.inf) <= JUNCTION_M
        if (shapes and not is_junction) or told.lat is None or told.lon is None:
            return shapes
        (point,) = self._plane.points([(told.lon, told.lat)])
        return [point.buffer(max(told.radius_m or 0.0, POINT_M))]


def _name(place: Place) -> tuple[str, str]:
    """What places have in common that one name may mean: a report then names them all as one."""
    return place.kind, fold(place.name)


def time_within(occurred: Interval | None, asked: TimeWindow) -> float | None:
    """Of the time that a report tells, the share within the question's; None if it tells none."""
    if asked.is_open:
        return 1.0
    if occurred is None:
        return None
    told = Interval(occurred.after_ms, max(occurred.before_ms, occurred.after_ms + 1))
    inside = sum(part.before_ms - part.after_ms for part in asked.intervals(told))
    return min(1.0, inside / (told.before_ms - told.after_ms))


def _area(asked: Sequence[PlaceRef], gazetteer: Gazetteer) -> tuple[Plane, BaseGeometry | None]:
    meant = [
        (place.geometry, ref.radius_m or 0.0)
        for ref in asked
        if ref.relation != "toward" and (place := gazetteer.resolve(ref)) is not None
    ]
    if not meant:
        return Plane(0.0), None
    plane = Plane(meant[0][0].centroid.y)
    return plane, shapely.union_all(
        [plane.shape(geometry).buffer(radius_m + EDGE_M) for geometry, radius_m in meant]
    )


def _within(told: BaseGeometry, area: BaseGeometry) -> float:
    """The share of a shape that lies in an area: of its surface, its length, or the point."""
    inside = told.intersection(area)
    for size in ("area", "length"):
        if whole := getattr(told, size):
            return min(1.0, float(getattr(inside, size) / whole))
    return float(not inside.is_empty)
