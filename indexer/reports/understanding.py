"""What a report's text says of when and where, filled in where the report does not say itself.

Times are read as past ones, seen from when the report came in. A place becomes a point with a
radius that covers it: a street of two kilometres is its middle and a good kilometre.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from shapely import get_coordinates
from shapely.geometry import MultiPoint, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points, unary_union

from indexer.ids import LOCAL_ZONE, Interval, from_ms, to_ms
from indexer.places.gazetteer import Gazetteer
from indexer.places.grammar import find_places
from indexer.places.place import Place, PlaceKind, PlaceRef, Relation
from indexer.reports.report import Report, ReportPlace
from indexer.times.grammar import find_times
from indexer.times.window import TimeWindow

_LOOK_BACK_MS = 8 * 24 * 3_600_000
"""A clock time or a weekday without a date is looked for in the week before the report."""
_ON_THE_MOVE: tuple[Relation, ...] = ("toward", "from")
"""Relations that say where something went or came from."""
_FINEST_FIRST: tuple[tuple[PlaceKind, ...], ...] = (
    ("point", "camera", "landmark", "alley", "street"),
    ("ward",),
    ("district",),
)
_METRES_A_DEGREE = 111_195.0
"""Of latitude, on a sphere of the Earth's mean radius (6,371,008.8 m)."""

_POINTS_KEPT = 4_096

Named = tuple[PlaceRef, Place]
"""A place as a text refers to it, and as the gazetteer knows it."""


def understand(report: Report, gazetteer: Gazetteer) -> Report:
    """The report with time and place read from its text, where it gives none itself."""
    if report.deleted:
        return report
    if report.occurred is None:
        occurred = _occurred(report)
        report = replace(report, occurred=occurred, understood_time=occurred is not None)
    if report.place is None or report.place.lat is None:
        place = _place(report, gazetteer)
        report = replace(report, place=place or report.place, understood_place=place is not None)
    return report


def _occurred(report: Report) -> Interval | None:
    received = from_ms(report.received_at_ms).astimezone(LOCAL_ZONE)
    return past_interval(find_times(report.text, now=received).time, report.received_at_ms)


def past_interval(time: TimeWindow, received_at_ms: int) -> Interval | None:
    """The time a report tells of as one interval that ends, at the latest, when it came in.

    A clock window or weekday without a date is the last one begun before that. A time with an end
    but no start says too little, as does one that lies in the future.
    """
    if time.is_open or (time.after is None and time.before is not None):
        return None
    start = to_ms(time.after) if time.after else received_at_ms - _LOOK_BACK_MS
    if start >= received_at_ms:
        return None
    parts = time.intervals(Interval(start, received_at_ms))
    if not parts:
        return None
    first = parts[0] if time.after else parts[-1]
    return Interval(first.after_ms, parts[-1].before_ms)


def _place(report: Report, gazetteer: Gazetteer) -> ReportPlace | None:
    """Read from the words the report gives for its place, or else from its text."""
    told = report.place or ReportPlace()
    at = from_ms(report.received_at_ms).astimezone(LOCAL_ZONE)
    given = ", ".join(part for part in (told.text, told.ward) if part)
    for text in (given, report.text):
        refs = find_places(text, gazetteer, at).refs if text else ()
        found = _point(refs, gazetteer)
        if found is not None:
            return replace(found, text=told.text, ward=told.ward)
    return None


@lru_cache(maxsize=_POINTS_KEPT)
def _point(refs: tuple[PlaceRef, ...], gazetteer: Gazetteer) -> ReportPlace | None:
    """Where these places are; reports of one district name the same few streets all the time."""
    return _covering(_where(refs, gazetteer))


def _where(refs: Sequence[PlaceRef], gazetteer: Gazetteer) -> list[Named]:
    """The places where it was: of areas, only the smallest, and only if nothing in them is named.

    Where something came from stands in for where it was, if nothing else does; where it went does
    not.
    """
    known = [(ref, place) for ref in refs for place in gazetteer.meant(ref)]
    for relations in (None, "from"):
        here = [
            (ref, place)
            for ref, place in known
            if (ref.relation == relations if relations else ref.relation not in _ON_THE_MOVE)
        ]
        for kinds in _FINEST_FIRST:
            if chosen := [(ref, place) for ref, place in here if place.kind in kinds]:
                return chosen
    return []


def _covering(named: Sequence[Named]) -> ReportPlace | None:
    """A point in the middle of the places, and the radius in metres that covers them."""
    if not named:
        return None
    places = [place for _, place in named]
    geometry = _geometry(named)
    middle = nearest_points(geometry, geometry.envelope.centroid)[0]
    slack_m = max(ref.radius_m or 0.0 for ref, _ in named)
    return ReportPlace(
        lat=round(middle.y, 6),
        lon=round(middle.x, 6),
        radius_m=round(_reach_m(middle, geometry) + slack_m, 1),
        place_ids=tuple(dict.fromkeys(place.id for place in places)),
        name=", ".join(dict.fromkeys(place.name for place in places)),
    )


def _geometry(named: Sequence[Named]) -> BaseGeometry:
    """Of a junction, where its two streets are nearest to each other; else all there is."""
    streets = [place.geometry for ref, place in named if ref.relation == "junction"]
    if len(streets) == 2:
        return MultiPoint(nearest_points(*streets))
    return unary_union([place.geometry for _, place in named])


def _reach_m(middle: Point, geometry: BaseGeometry) -> float:
    """Metres from the middle to the farthest corner, on a plane that touches the Earth there."""
    shrink = math.cos(math.radians(middle.y))
    offsets = get_coordinates(geometry) - (middle.x, middle.y)
    return float(np.hypot(offsets[:, 0] * shrink, offsets[:, 1]).max()) * _METRES_A_DEGREE
