"""Streets as a graph: where they meet, where cameras stand on them, one-ways, what is not known."""

import json
from pathlib import Path

import pytest
from shapely.geometry import LineString

from indexer.cameras import Camera
from indexer.errors import BadPlaces
from indexer.folder import Folder
from indexer.ids import CameraId, PlaceId
from indexer.places.gazetteer import builtin_gazetteer, import_places, load_gazetteer
from indexer.places.geometry import DETOUR
from indexer.places.place import OneWay, Place
from indexer.places.street_graph import StreetGraph

LAT, LON = 10.84, 106.63
DEGREE_M = 111_195.0


def degrees(x: float, y: float) -> tuple[float, float]:
    """Metres east and north of the middle, as (longitude, latitude)."""
    return LON + x / DEGREE_M / 0.98215, LAT + y / DEGREE_M


def street(name: str, *corners: tuple[float, float], one_way: OneWay | None = None) -> Place:
    line = LineString([degrees(*corner) for corner in corners])
    return Place(PlaceId(f"street:{name}"), name, "street", line, one_way=one_way)


def camera(name: str, x: float, y: float, **more: float | str) -> Camera:
    lon, lat = degrees(x, y)
    return Camera(CameraId(name), name, lat, lon, **more)  # type: ignore[arg-type]


CROSS = [street("ew", (-500, 0), (500, 0)), street("ns", (0, -500), (0, 500))]
WEST, NORTH, EAST = camera("w", -400, 5), camera("n", 5, 300), camera("e", 450, -5)


def test_ways_go_round_the_corner_and_pass_cameras() -> None:
    graph = StreetGraph(CROSS, [WEST, NORTH, EAST])
    assert (graph.streets, graph.junctions, graph.attached) == (2, 1, 3)
    ways = graph.ways(WEST.id, 5_000).by_camera
    assert ways[NORTH.id].length_m == pytest.approx(700, abs=2)
    assert ways[NORTH.id].by == "streets" and ways[NORTH.id].passed == ()
    between = StreetGraph(CROSS, [WEST, EAST, camera("m", 100, 0)]).ways(WEST.id, 5_000)
    assert between.by_camera[EAST.id].passed == ("m",)
    assert between.streets == {"ew", "ns"}
    first, *inner, last = graph.line(ways[NORTH.id])
    assert first == pytest.approx((WEST.lat, WEST.lon), abs=1e-4)
    assert last == pytest.approx((NORTH.lat, NORTH.lon), abs=1e-4)
    assert any(point == pytest.approx((LAT, LON), abs=1e-5) for point in inner)


def test_a_way_is_as_long_from_either_end_and_no_longer_than_asked() -> None:
    graph = StreetGraph(CROSS, [WEST, NORTH, EAST])
    there, back = graph.ways(WEST.id, 5_000), graph.ways(NORTH.id, 5_000, backward=True)
    assert there.by_camera[NORTH.id] == back.by_camera[WEST.id]
    assert graph.line(there.by_camera[NORTH.id]) == graph.line(back.by_camera[WEST.id])
    assert NORTH.id not in graph.ways(WEST.id, 690).by_camera
    assert graph.ways(CameraId("nowhere"), 5_000).by_camera == {}


@pytest.mark.parametrize(("one_way", "open_"), [("forward", True), ("backward", False)])
def test_a_one_way_street_is_gone_one_way(one_way: OneWay, open_: bool) -> None:
    streets = [
        street("ew", (-500, 0), (500, 0), one_way=one_way),
        street("round", (-500, 0), (-500, -90), (500, -90), (500, 0)),
    ]
    graph = StreetGraph(streets, [WEST, EAST])
    there = graph.ways(WEST.id, 5_000).by_camera[EAST.id]
    back = graph.ways(EAST.id, 5_000).by_camera[WEST.id]
    assert (there.length_m < back.length_m) is open_
    assert {there.by, back.by} == {"streets"}
    assert max(there.length_m, back.length_m) == pytest.approx(850 + 2 * 90 + 2 * 75, abs=210)
    before = graph.ways(EAST.id, 5_000, backward=True).by_camera[WEST.id]
    assert before.length_mm == there.length_mm


def test_where_no_street_is_known_ways_are_straight() -> None:
    far = camera("far", 3_000, 3_000)
    for places in ([], CROSS):
        way = StreetGraph(places, [WEST, far]).ways(WEST.id, 20_000).by_camera[far.id]
        assert way.by == "straight" and way.passed == ()
        straight = ((3_400) ** 2 + (2_995) ** 2) ** 0.5
        assert way.length_m == pytest.approx(DETOUR * straight, rel=0.01)
    assert StreetGraph([], [WEST]).attached == 0


def test_an_end_that_touches_nothing_joins_the_nearest_street() -> None:
    stub = street("stub", (250, 60), (250, 400))
    graph = StreetGraph([*CROSS, stub], [WEST, camera("s", 250, 350)])
    way = graph.ways(WEST.id, 5_000).by_camera[CameraId("s")]
    assert way.by == "streets" and way.length_m == pytest.approx(1_000, abs=3)


def test_a_camera_stands_on_the_street_it_names_or_looks_at() -> None:
    named = camera("named", 40, 30, street="Ew")
    looking = camera("looking", 20, 25, heading_deg=180.0)
    assert StreetGraph(CROSS, [named]).watched == {"ew"}
    assert StreetGraph(CROSS, [looking]).watched == {"ew"}
    assert StreetGraph(CROSS, [camera("plain", 20, 25)]).watched == {"ns"}
    assert StreetGraph(CROSS, [camera("off", 250, 250)]).attached == 0


def test_the_built_in_streets_make_a_graph() -> None:
    graph = StreetGraph(builtin_gazetteer(), [])
    assert graph.streets > 10 and graph.junctions > 5


def test_one_ways_are_imported_and_kept(tmp_path: Path) -> None:
    file, data = tmp_path / "streets.geojson", Folder(tmp_path / "data")
    line = {"type": "LineString", "coordinates": [[LON, LAT], [LON, LAT + 0.01]]}

    def write(oneway: object) -> None:
        properties = {"id": "street:x", "name": "Đường Thử", "oneway": oneway}
        feature = {"type": "Feature", "properties": properties, "geometry": line}
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))

    for told, meant in (("yes", "forward"), (True, "forward"), ("-1", "backward"), ("no", None)):
        write(told)
        import_places(data, file)
        place = load_gazetteer(data).get("street:x")
        assert place is not None and place.one_way == meant
    write("sometimes")
    with pytest.raises(BadPlaces, match="oneway"):
        import_places(data, file)
