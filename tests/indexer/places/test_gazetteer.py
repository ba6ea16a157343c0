"""The built-in places, and their names."""

from datetime import date, datetime
from pathlib import Path

import pytest
from shapely.geometry import Point

from indexer.cameras import Camera, import_cameras
from indexer.folder import Folder
from indexer.ids import LOCAL_ZONE, CameraId, PlaceId
from indexer.places.gazetteer import Gazetteer, builtin_gazetteer, load_gazetteer
from indexer.places.grammar import find_places
from indexer.places.names import is_slip
from indexer.places.place import Place, PlaceRef
from indexer.places.units import FOUNDED, REFORM
from indexer.simulate.network import STREETS

AT = datetime(2022, 4, 27, 21, tzinfo=LOCAL_ZONE)


def test_a_data_folder_that_does_not_exist_has_the_builtin_places(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    assert load_gazetteer(Folder(folder)) is builtin_gazetteer()
    assert not folder.exists()


def test_ids_are_distinct_and_say_the_kind() -> None:
    places = list(builtin_gazetteer())
    assert len({place.id for place in places}) == len(places) == len(builtin_gazetteer())
    for place in places:
        assert place.id.startswith(f"{place.kind}:")
        assert builtin_gazetteer().get(place.id) is place
    assert builtin_gazetteer().get("street:nowhere") is None


def test_the_simulated_streets_are_built_in_where_the_simulator_draws_them() -> None:
    for street in STREETS:
        place = builtin_gazetteer().get(street.id)
        assert place is not None and place.name == street.name
        for lat, lon in street.points:
            assert place.geometry.distance(Point(lon, lat)) < 0.001, street.id


def test_units_before_and_since_the_reform() -> None:
    wards = [place for place in builtin_gazetteer() if place.kind == "ward"]
    new = [place for place in wards if place.since == REFORM]
    old = [place for place in wards if place.since == FOUNDED]
    assert (len(new), len(old)) == (9, 23)
    assert all(place.until is None for place in new)
    assert all(place.until == date(2025, 7, 1) for place in old)
    for place in wards:
        assert place.id == f"ward:{place.id[5:10]}@{place.since}"
        assert place.geometry.is_valid and place.geometry.area > 0


def test_a_code_used_again_is_another_unit() -> None:
    gazetteer = builtin_gazetteer()
    then, now = gazetteer.get("ward:26791@1997-04-01"), gazetteer.get("ward:26791@2025-07-01")
    assert then is not None and then.name == "Phường Tân Thới Nhất"
    assert now is not None and now.name == "Phường Đông Hưng Thuận"


def test_the_old_wards_are_parts_of_the_new_ones() -> None:
    wards = [place for place in builtin_gazetteer() if place.kind == "ward"]
    old = sum(place.geometry.area for place in wards if place.until)
    new = sum(place.geometry.area for place in wards if not place.until)
    districts = [place for place in builtin_gazetteer() if place.kind == "district"]
    assert old == pytest.approx(new)
    assert sum(place.geometry.area for place in districts) == pytest.approx(new, rel=1e-3)


@pytest.mark.parametrize("ward", ["ward:26791@2025-07-01", "ward:26788@1997-04-01"])
def test_nguyen_van_qua_lies_in_dong_hung_thuan_then_and_now(ward: str) -> None:
    street, area = builtin_gazetteer().get("street:nguyen-van-qua"), builtin_gazetteer().get(ward)
    assert street is not None and area is not None
    inside = street.geometry.intersection(area.geometry).length
    assert inside > 0.95 * street.geometry.length


@pytest.mark.parametrize(
    ("ref", "ident"),
    [
        (PlaceRef("112 Tô Ký", "point", "near"), "street:to-ky"),
        (PlaceRef("Hẻm 45 Nguyễn Văn Quá", "alley", "on"), "street:nguyen-van-qua"),
        (PlaceRef("nguyen van qua", "street", "on"), "street:nguyen-van-qua"),
        (PlaceRef("Quang Trung", "street", "on"), "street:quang-trung"),
        (PlaceRef("Phường Đông Hưng Thuận", "ward", "in"), "ward:26791@2025-07-01"),
        (PlaceRef("Quận 12", "district", "in"), "district:quan-12"),
        (PlaceRef("elsewhere", "street", "on", None, PlaceId("street:to-ky")), "street:to-ky"),
    ],
)
def test_a_reference_is_resolved_by_id_or_else_by_name(ref: PlaceRef, ident: str) -> None:
    place = builtin_gazetteer().resolve(ref)
    assert place is not None and place.id == ident


@pytest.mark.parametrize(
    "ref",
    [
        PlaceRef("112 Trần Hưng Đạo", "point", "near"),
        PlaceRef("Tô Ký", "ward", "in"),
        PlaceRef("Tô Ký", "street", "on", None, PlaceId("street:gone")),
        PlaceRef("", "street", "on"),
    ],
)
def test_an_unknown_reference_is_nothing(ref: PlaceRef) -> None:
    assert builtin_gazetteer().resolve(ref) is None


def test_a_gazetteer_may_be_empty() -> None:
    empty = Gazetteer([])
    assert list(empty) == [] and empty.resolve(PlaceRef("Tô Ký", "street", "on")) is None


def test_a_later_place_of_the_same_id_replaces_the_earlier() -> None:
    first = Place(PlaceId("street:a"), "A", "street", Point(0, 0))
    second = Place(PlaceId("street:a"), "B", "street", Point(0, 0))
    assert [place.name for place in Gazetteer([first, second])] == ["B"]


@pytest.mark.parametrize(
    ("written", "right", "is_given_name", "expected"),
    [
        ("qau", "qua", True, True),
        ("quaa", "qua", True, True),
        ("quy", "qua", True, False),
        ("quan", "qua", True, False),
        ("khuog", "khuong", True, True),
        ("trinh", "chinh", True, True),
        ("nguen", "nguyen", False, True),
        ("tran", "truong", False, False),
        ("van", "vam", False, False),
    ],
)
def test_a_slip_is_told_from_another_name(
    written: str, right: str, is_given_name: bool, expected: bool
) -> None:
    assert is_slip(written, right, is_given_name=is_given_name) is expected


def test_a_camera_is_named_by_its_id(tmp_path: Path) -> None:
    data = Folder(tmp_path)
    ids = ("q12-nvq-03", "cam-012", "45", "gate")
    import_cameras(data, [Camera(CameraId(i), "Nguyễn Văn Quá", 10.84, 106.63) for i in ids])
    gazetteer = load_gazetteer(data)
    assert load_gazetteer(data) is gazetteer
    for text, expected in (
        ("xe đỏ trên camera cam-012 sau 21h", ["cam-012"]),
        ("red car at Q12-NVQ-03", ["q12-nvq-03"]),
        ("cam 45 hôm qua", ["45"]),
        ("xe 45 chỗ", []),
        ("the gate is open", []),
        ("camera gate", ["gate"]),
    ):
        refs = find_places(text, gazetteer, AT).refs
        assert [(ref.kind, ref.name) for ref in refs] == [("camera", name) for name in expected]
    import_cameras(data, [Camera(CameraId("new-1"), "", 10.84, 106.63)])
    assert find_places("new-1", load_gazetteer(data), AT).refs


def test_a_street_that_shares_its_name_is_told_by_its_district() -> None:
    gazetteer = builtin_gazetteer()
    for text, expected in (
        ("gần Quang Trung", [None]),
        ("Quang Trung, Quận 12", ["street:quang-trung"]),
        ("Quang Trung, Hóc Môn", ["street:quang-trung-hoc-mon"]),
        ("ngã tư Tô Ký - Quang Trung", ["street:to-ky", "street:quang-trung"]),
    ):
        refs = find_places(text, gazetteer, AT).refs
        assert [ref.id for ref in refs] == expected
    shared = gazetteer.meant(PlaceRef("Quang Trung", "street", "near"))
    assert [place.id for place in shared] == ["street:quang-trung", "street:quang-trung-hoc-mon"]
