"""Distances to places, and the cameras that stand there."""

from dataclasses import replace

import pytest
from shapely.geometry import LineString, Point, Polygon

from indexer.cameras import Camera
from indexer.ids import CameraId, PlaceId
from indexer.places.gazetteer import Gazetteer, builtin_gazetteer
from indexer.places.geometry import cameras_at, distance_m
from indexer.places.place import Place, PlaceKind, PlaceRef, Relation

LAT, LON = 10.84, 106.63
NORTH = 1 / 111_195.0
EAST = NORTH / 0.98216
"""Degrees in a metre, here (cos 10.84° = 0.98216)."""


def lon_lat(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a point x metres east and y metres north of the origin."""
    return LON + x * EAST, LAT + y * NORTH


def place(kind: PlaceKind, name: str, *points: tuple[float, float]) -> Place:
    corners = [lon_lat(*point) for point in points]
    if kind == "landmark":
        return Place(PlaceId(f"landmark:{name}"), name, kind, Point(corners[0]))
    if kind == "ward":
        return Place(PlaceId(f"ward:{name}"), name, kind, Polygon(corners))
    return Place(PlaceId(f"street:{name}"), name, kind, LineString(corners))


def camera(name: str, x: float, y: float) -> Camera:
    lon, lat = lon_lat(x, y)
    return Camera(CameraId(name), name, lat, lon)


LONG = place("street", "Đường Dài", (0, -1000), (0, 1000))
CROSS = place("street", "Đường Ngang", (-1000, 0), (1000, 0))
BESIDE = place("street", "Đường Bên", (600, -1000), (600, 1000))
SQUARE = place("ward", "Ô Vuông", (-500, -500), (500, -500), (500, 500), (-500, 500))
MARKET = place("landmark", "Chợ Mới", (300, 300))
GAZETTEER = Gazetteer([LONG, CROSS, BESIDE, SQUARE, MARKET])


def ref(of: Place, relation: Relation, radius_m: float | None = None) -> PlaceRef:
    return PlaceRef(of.name, of.kind, relation, radius_m, of.id)


@pytest.mark.parametrize(
    ("of", "at", "metres"),
    [
        (LONG, (120, 50), 120),
        (LONG, (0, 700), 0),
        (LONG, (0, 1300), 300),
        (SQUARE, (100, 100), 0),
        (SQUARE, (800, 900), 500),
        (MARKET, (300, 700), 400),
    ],
)
def test_metres_to_a_place(of: Place, at: tuple[float, float], metres: float) -> None:
    lon, lat = lon_lat(*at)
    assert distance_m(of, lat, lon) == pytest.approx(metres, abs=0.5)


def test_metres_agree_with_the_great_circle() -> None:
    street = builtin_gazetteer().get("street:nguyen-van-qua")
    assert street is not None
    assert distance_m(street, 10.8467, 106.6341 + 0.01) == pytest.approx(1092, rel=2e-3)


@pytest.mark.parametrize(
    ("refs", "expected"),
    [
        ([ref(LONG, "on")], "a b"),
        ([ref(LONG, "on", 100)], "a b c"),
        ([ref(LONG, "near")], "a b c d"),
        ([ref(LONG, "near", 100)], "a b c"),
        ([ref(SQUARE, "in")], "a c d h"),
        ([ref(SQUARE, "near")], "a c d e h"),
        ([ref(MARKET, "near", 450)], "a c d h"),
        ([ref(LONG, "junction"), ref(CROSS, "junction")], "a"),
        ([ref(LONG, "junction", 150), ref(CROSS, "junction", 150)], "a c d"),
        ([ref(LONG, "between"), ref(BESIDE, "between")], "a b c d e h"),
        ([ref(LONG, "between", 400), ref(BESIDE, "between", 400)], "h"),
        ([ref(LONG, "between", 400), ref(BESIDE, "between", 2000)], "a b c d h"),
        ([ref(LONG, "between", 2000), ref(BESIDE, "between", 400)], "e h"),
        ([ref(LONG, "junction", 150), ref(CROSS, "junction", 20)], "a"),
        ([ref(LONG, "north_of", 2000)], "f"),
        ([ref(CROSS, "north_of")], "b c h"),
        ([ref(CROSS, "south_of")], "d e"),
        ([ref(LONG, "east_of", 650)], "c d e h"),
        ([ref(LONG, "west_of")], "g"),
        ([ref(LONG, "from", 100)], "a b c"),
        ([ref(LONG, "toward")], "a b c d e f g h"),
        ([ref(LONG, "on"), ref(SQUARE, "toward")], "a b"),
        ([ref(MARKET, "from", 20), ref(BESIDE, "toward")], "h"),
        ([ref(LONG, "on"), ref(MARKET, "near", 20)], "a b h"),
        ([], "a b c d e f g h"),
    ],
)
def test_cameras_at_places(refs: list[PlaceRef], expected: str) -> None:
    cameras = [
        camera("a", 5, 5), camera("b", -20, 900), camera("c", 80, 50), camera("d", 120, -40),
        camera("e", 590, -100), camera("f", 30, 2500), camera("g", -900, 0), camera("h", 300, 300),
    ]  # fmt: skip
    assert " ".join(each.id for each in cameras_at(refs, cameras, GAZETTEER)) == expected


def test_streets_that_do_not_quite_touch_meet_in_the_gap() -> None:
    short = place("street", "Đường Cụt", (100, 0), (900, 0))
    gazetteer = Gazetteer([LONG, short])
    refs = [ref(LONG, "junction"), ref(short, "junction")]
    cameras = [camera("gap", 50, 0), camera("along", 400, 0)]
    assert [each.id for each in cameras_at(refs, cameras, gazetteer)] == ["gap"]


def test_streets_far_apart_meet_nowhere_between() -> None:
    refs = [ref(LONG, "junction"), ref(BESIDE, "junction")]
    cameras = [camera("between", 300, 0)]
    assert cameras_at(refs, cameras, GAZETTEER) == []


@pytest.mark.parametrize(
    ("heading_deg", "range_m", "view_deg", "sees"),
    [
        (270.0, 120.0, None, True),
        (270.0, 60.0, None, False),
        (90.0, 120.0, None, False),
        (270.0, None, None, False),
        (None, 120.0, None, False),
        (0.0, 120.0, 40.0, False),
        (0.0, 120.0, None, True),
        (0.0, 120.0, 170.0, True),
        (0.0, 100.0, 360.0, True),
    ],
)
def test_a_camera_is_on_the_street_it_looks_at(
    heading_deg: float | None, range_m: float | None, view_deg: float | None, sees: bool
) -> None:
    lon, lat = lon_lat(100, 500)
    looking = Camera(
        CameraId("looking"), "", lat, lon,
        heading_deg=heading_deg, range_m=range_m, view_deg=view_deg,
    )  # fmt: skip
    assert bool(cameras_at([ref(LONG, "on")], [looking], GAZETTEER)) is sees


def test_a_camera_before_a_junction_sees_it_and_stays_north_of_the_street() -> None:
    lon, lat = lon_lat(0, 150)
    south = Camera(CameraId("south"), "", lat, lon, heading_deg=180, range_m=200)
    junction = [ref(LONG, "junction"), ref(CROSS, "junction")]
    assert cameras_at(junction, [south], GAZETTEER) == [south]
    assert cameras_at(junction, [replace(south, heading_deg=0.0)], GAZETTEER) == []
    assert cameras_at([ref(CROSS, "north_of")], [south], GAZETTEER) == [south]


def test_a_camera_by_its_id() -> None:
    cameras = [camera("cong-1", 0, 0), camera("cong-2", 5000, 5000)]
    named = PlaceRef("Cổng 2", "camera", "near", None, PlaceId("camera:cong-2"))
    assert [each.id for each in cameras_at([named], cameras, GAZETTEER)] == ["cong-2"]
    plain = PlaceRef("cong-1", "camera", "near")
    assert [each.id for each in cameras_at([plain], cameras, GAZETTEER)] == ["cong-1"]


def test_a_house_number_is_its_street_and_an_unknown_one_constrains_nothing() -> None:
    cameras = [camera("here", 10, 0), camera("there", 5000, 0)]
    known = PlaceRef("112 Đường Dài", "point", "near", 200)
    unknown = PlaceRef("112 Đường Khác", "point", "near", 200)
    assert [each.id for each in cameras_at([known], cameras, GAZETTEER)] == ["here"]
    assert cameras_at([unknown], cameras, GAZETTEER) == cameras
    assert [each.id for each in cameras_at([unknown, known], cameras, GAZETTEER)] == ["here"]


def test_half_a_junction_is_the_street_that_is_known() -> None:
    gone = PlaceRef("x", "street", "junction", 60, PlaceId("street:gone"))
    cameras = [camera("here", 10, 400), camera("there", 5000, 0)]
    assert cameras_at([ref(LONG, "junction"), gone], cameras, GAZETTEER) == cameras[:1]
    assert cameras_at([gone, ref(LONG, "junction")], cameras, GAZETTEER) == cameras[:1]


def test_no_cameras_at_all() -> None:
    assert cameras_at([ref(LONG, "on")], [], GAZETTEER) == []
