"""How far a camera is from what a report calls its place, and along what."""

import pytest

from indexer.places.gazetteer import Gazetteer
from indexer.places.road_distance import RoadDistances
from indexer.places.street_graph import StreetGraph
from indexer.reports.report import ReportPlace
from search.distances import Distance, Distances, point_distance_m
from tests.indexer.places.test_street_graph import CROSS, NORTH, WEST, camera, degrees, street

LONE = camera("lone", -300, 900)
ALONGSIDE = street("alongside", (-450, 60), (450, 60))
"""A street beside the cross that meets it at one end only, a long way round."""
PLACES = Gazetteer([*CROSS, ALONGSIDE])
ROADS = RoadDistances(StreetGraph(PLACES, [WEST, NORTH, LONE]), PLACES)
KNOWING = Distances(PLACES, lambda: ROADS)


def at(x: float, y: float, *names: str) -> ReportPlace:
    lon, lat = degrees(x, y)
    return ReportPlace(lat=lat, lon=lon, place_ids=tuple(f"street:{name}" for name in names))


def test_by_road_round_the_corner_where_one_knows() -> None:
    corner = KNOWING.between(WEST, at(0, -200))
    straight = Distances(PLACES).between(WEST, at(0, -200))
    assert corner is not None and straight is not None
    assert corner.by == "streets" and corner.metres == pytest.approx(600, abs=5)
    assert straight.by == "straight" and straight.metres == pytest.approx(447, abs=5)


def test_a_named_street_counts_and_of_several_the_nearest() -> None:
    both = KNOWING.between(WEST, at(5_000, 5_000, "ns", "ew"))
    assert both is not None and both.metres < 10
    only = KNOWING.between(WEST, at(5_000, 5_000, "ns"))
    assert only is not None and only.metres == pytest.approx(400, abs=2)


def test_straight_where_a_camera_or_a_place_is_on_no_street() -> None:
    lone, field = KNOWING.between(LONE, at(0, 300)), KNOWING.between(WEST, at(-400, 900))
    assert lone is not None and field is not None
    assert (lone.by, field.by) == ("straight", "straight")
    assert KNOWING.between(WEST, ReportPlace(text="nhà tôi")) is None


def test_by_road_is_never_nearer_than_straight() -> None:
    for x, y in [(0, 0), (-390, 0), (0, 290), (30, 100)]:
        way, straight = (one.between(NORTH, at(x, y)) for one in (KNOWING, Distances(PLACES)))
        assert way is not None and straight is not None and way.metres >= straight.metres
    assert min(Distance(5.0), Distance(4.0, "streets")) == Distance(4.0, "streets")


def test_the_streets_are_asked_for_once_however_many_are_measured() -> None:
    asked: list[None] = []

    def roads() -> RoadDistances:
        asked.append(None)
        return ROADS

    several = Distances(PLACES, roads)
    assert all(several.between(one, at(x, 0)) for one in (WEST, NORTH) for x in range(-40, 40))
    assert len(asked) == 1


def test_great_circle_metres() -> None:
    assert point_distance_m(0, 0, 0, 1) == pytest.approx(111_195, rel=1e-3)
    assert point_distance_m(10.8365, 106.6299, 10.8365, 106.6299) == 0
