"""Metres by road: along streets and round corners, from streets, points and areas alike."""

import math

import pytest
from shapely.geometry import Point, box

from indexer.ids import PlaceId
from indexer.places.gazetteer import Gazetteer
from indexer.places.place import Place, PlaceKind
from indexer.places.road_distance import FAR_M, RoadDistances
from indexer.places.street_graph import StreetGraph
from tests.indexer.places.test_street_graph import CROSS, EAST, NORTH, WEST, camera, degrees, street

LONG = street("long", (400, -100), (400, FAR_M + 600))
AWAY = camera("away", 9_000, 9_000)


def place(ident: str, kind: PlaceKind, *corners: tuple[float, float]) -> Place:
    ends = [degrees(*corner) for corner in corners]
    geometry = Point(ends[0]) if len(ends) == 1 else box(*ends[0], *ends[1])
    return Place(PlaceId(ident), ident, kind, geometry)


PLACES = Gazetteer([
    *CROSS, LONG, place("shop", "landmark", (-100, 30)), place("field", "landmark", (-300, 1_000)),
    place("block", "ward", (-50, -50), (50, 50)),
])  # fmt: skip
ROADS = RoadDistances(StreetGraph(PLACES, [WEST, NORTH, EAST, AWAY]), PLACES)


def test_a_street_is_reached_where_it_meets_the_way() -> None:
    assert ROADS.to_place(NORTH.id, PLACES.get("street:ns").id) == 0  # type: ignore[union-attr]
    assert ROADS.to_place(WEST.id, PlaceId("street:ns")) == pytest.approx(400, abs=2)
    assert ROADS.to_place(EAST.id, PlaceId("street:ns")) == pytest.approx(450, abs=2)


def test_a_point_is_reached_over_either_end_of_its_street_the_way_to_it_counted() -> None:
    assert ROADS.to_place(WEST.id, PlaceId("shop")) == pytest.approx(300 + 30, abs=2)
    assert ROADS.to_place(EAST.id, PlaceId("shop")) == pytest.approx(550 + 30, abs=2)
    lon, lat = degrees(-100, 30)
    assert ROADS.to_point(NORTH.id, lat, lon) == pytest.approx(100 + 300 + 30, abs=2)


def test_an_area_is_reached_at_its_first_junction() -> None:
    assert ROADS.to_place(WEST.id, PlaceId("block")) == pytest.approx(400, abs=2)


def test_what_no_street_passes_or_is_too_far_or_unknown_has_none() -> None:
    lon, lat = degrees(400, FAR_M + 500)
    none = [ROADS.to_place(WEST.id, PlaceId("field")), ROADS.to_place(WEST.id, PlaceId("gone")),
            ROADS.to_place(AWAY.id, PlaceId("street:ns")),
            ROADS.to_point(WEST.id, lat, lon)]  # fmt: skip
    assert none == [math.inf] * 4
