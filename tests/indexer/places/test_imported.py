"""Importing places from GeoJSON."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import LineString

from indexer.errors import BadPlaces
from indexer.folder import Folder
from indexer.ids import LOCAL_ZONE
from indexer.places.gazetteer import import_places, load_gazetteer
from indexer.places.grammar import find_places

LINE = {"type": "LineString", "coordinates": [[106.60, 10.80], [106.61, 10.81]]}
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[106.6, 10.8], [106.7, 10.8], [106.7, 10.9], [106.6, 10.9], [106.6, 10.8]]],
}
POINT = {"type": "Point", "coordinates": [106.6, 10.8]}


@pytest.fixture
def data(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "data")


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def file_of(folder: Path, *features: Any) -> Path:
    path = folder / "places.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_kinds_follow_from_the_shape_the_id_or_what_is_said(tmp_path: Path, data: Folder) -> None:
    count = import_places(
        data,
        file_of(
            tmp_path,
            feature(LINE, name="Nguyễn Thị Kiểu"),
            feature(SQUARE, id="ward:26800@2025-07-01", name="Phường Mới", since="2025-07-01"),
            feature(SQUARE, name="Quận 13", kind="district", until="2025-07-01"),
            feature(POINT, name="Gigamall", aliases=["Giga Mall"]),
        ),
    )
    gazetteer = load_gazetteer(data)
    assert count == 4
    street = gazetteer.get("street:nguyen-thi-kieu")
    assert street is not None and street.kind == "street"
    ward = gazetteer.get("ward:26800@2025-07-01")
    assert ward is not None and (ward.kind, ward.since) == ("ward", date(2025, 7, 1))
    district = gazetteer.get("district:quan-13")
    assert district is not None and district.until == date(2025, 7, 1)
    mall = gazetteer.get("landmark:gigamall")
    assert mall is not None and mall.aliases == ("Giga Mall",)


def test_an_imported_place_is_found_in_texts(tmp_path: Path, data: Folder) -> None:
    import_places(data, file_of(tmp_path, feature(LINE, name="Nguyễn Thị Kiểu", aliases="NTK2")))
    at = datetime(2026, 1, 1, tzinfo=LOCAL_ZONE)
    for text in ("gần nguyen thi kieu", "near NTK2", "ng thị kiểu"):
        (ref,) = find_places(text, load_gazetteer(data), at).refs
        assert ref.id == "street:nguyen-thi-kieu"


def test_a_builtin_place_gets_the_geometry_and_the_names(tmp_path: Path, data: Folder) -> None:
    named = feature(LINE, id="street:to-ky", name="Đường Tô Ký", aliases=["Tỉnh lộ 15"])
    import_places(data, file_of(tmp_path, named))
    place = load_gazetteer(data).get("street:to-ky")
    assert place is not None and place.name == "Tô Ký"
    assert place.aliases == ("Đường Tô Ký", "Tỉnh lộ 15")
    assert place.geometry == LineString([(106.60, 10.80), (106.61, 10.81)])


def test_a_later_import_replaces_by_id_and_keeps_the_others(tmp_path: Path, data: Folder) -> None:
    import_places(data, file_of(tmp_path, feature(LINE, name="A"), feature(LINE, name="B")))
    import_places(data, file_of(tmp_path, feature(POINT, id="street:a", name="C", kind="landmark")))
    gazetteer = load_gazetteer(data)
    a, b = gazetteer.get("street:a"), gazetteer.get("street:b")
    assert a is not None and (a.name, a.kind) == ("C", "landmark")
    assert b is not None and b.name == "B"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "not a GeoJSON"),
        ("{", "not a GeoJSON"),
        ("[]", "not a GeoJSON FeatureCollection"),
        ("null", "not a GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "not a GeoJSON FeatureCollection"),
        ('{"features": [7]}', "feature 1"),
        ("[" * 100_000, "not a GeoJSON"),
    ],
)
def test_a_file_that_is_no_geojson(tmp_path: Path, data: Folder, content: str, reason: str) -> None:
    path = tmp_path / "bad.geojson"
    path.write_text(content)
    with pytest.raises(BadPlaces, match=reason) as caught:
        import_places(data, path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (feature(LINE), "has no name"),
        (feature(LINE, name=" / "), "has no name"),
        ({"type": "Feature", "properties": {"name": "A"}}, "'geometry' is missing"),
        (feature(None, name="A"), "needs a geometry"),
        (feature({"type": "GeometryCollection", "geometries": []}, name="A"), "needs a geometry"),
        (feature({"type": "LineString", "coordinates": []}, name="A"), "empty geometry"),
        (feature({"type": "LineString", "coordinates": [[1, 2]]}, name="A"), "feature 2"),
        (feature({"type": "LineString", "coordinates": [["x", 2], [3, 4]]}, name="A"), "feature 2"),
        (feature({"type": "LineString", "coordinates": [[0, 0], [605000, 1190000]]}, name="A"),
         "outside of longitude and latitude"),
        (feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, name="A"), "feature 2"),
        (feature(POINT, name="A", kind="planet"), "unknown kind 'planet'"),
        (feature(POINT, name="A", kind="street"), "a street must be LineString"),
        (feature(LINE, id="ward:1@2025-07-01", name="A"), "a ward must be Polygon"),
        (feature(LINE, name="A", aliases=7), "aliases must be a list"),
        (feature(SQUARE, name="A", since="last year"), "since must be a date"),
    ],
)  # fmt: skip
def test_a_feature_that_is_no_place(
    tmp_path: Path, data: Folder, bad: dict[str, Any], reason: str
) -> None:
    path = file_of(tmp_path, feature(LINE, name="Tốt"), bad)
    with pytest.raises(BadPlaces, match="feature 2") as caught:
        import_places(data, path)
    assert reason in str(caught.value) and "\n" not in str(caught.value)
    assert load_gazetteer(data).get("street:tot") is None


def test_a_missing_file_and_bytes_that_are_no_text(tmp_path: Path, data: Folder) -> None:
    with pytest.raises(BadPlaces, match="no such file"):
        import_places(data, tmp_path / "none.geojson")
    (tmp_path / "bytes.geojson").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadPlaces, match="not a GeoJSON"):
        import_places(data, tmp_path / "bytes.geojson")
    with pytest.raises(BadPlaces, match="not a GeoJSON"):
        import_places(data, tmp_path)


def test_a_damaged_store_says_what_to_do(data: Folder) -> None:
    data.write("places.json", b"{")
    with pytest.raises(BadPlaces, match="import the places again"):
        load_gazetteer(data)


def test_a_crossing_outline_is_mended(tmp_path: Path, data: Folder) -> None:
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    import_places(data, file_of(tmp_path, feature(bow, name="Nơ")))
    place = load_gazetteer(data).get("ward:no")
    assert place is not None and place.geometry.is_valid


def line(left: float, bottom: float = 10.80) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [[left, bottom], [left + 0.01, bottom]]}


def test_features_of_one_name_without_ids_are_joined_or_numbered(
    tmp_path: Path, data: Folder
) -> None:
    """Pieces of one street are one; a street of that name elsewhere, or against it, is another."""
    import_places(
        data,
        file_of(
            tmp_path,
            feature(line(106.60), name="Bến Lội"),
            feature(line(106.70), name="Bến Lội", aliases="BL"),
            feature(line(106.61), name="Bến Lội"),
            feature(line(106.62), name="Bến Lội", oneway="yes"),
        ),
    )
    gazetteer = load_gazetteer(data)
    whole, against, other = (
        gazetteer.get(f"street:ben-loi{number}") for number in ("", "-2", "-3")
    )
    assert whole is not None and against is not None and other is not None
    assert whole.geometry.bounds == (106.60, 10.80, 106.62, 10.80)
    assert (whole.one_way, against.one_way) == (None, "forward")
    assert (other.geometry.bounds[0], other.aliases) == (106.70, ("BL",))


ORDINARY = ("Xa lộ Hà Nội", "Hòa Bình", "Bình An", "Quang Trung", "Thống Nhất", "Hoa Lan")


@pytest.fixture
def named(tmp_path: Path, data: Folder) -> Folder:
    """Streets whose names are ordinary words too."""
    lines = [
        feature(line(107 + i / 10), id=f"street:own-{i}", name=n) for i, n in enumerate(ORDINARY)
    ]
    import_places(data, file_of(tmp_path, *lines))
    return data


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("xe máy đỏ trên xa lộ Hà Nội", "Xa lộ Hà Nội"),
        ("xe may do tren xa lo ha noi", "Xa lộ Hà Nội"),
        ("red motorbike on Hanoi highway", "Xa lộ Hà Nội"),
        ("xe đỏ XLHN", "Xa lộ Hà Nội"),
        ("xe đỏ đường Hoà Bình", "Hòa Bình"),
        ("xe do duong hoa binh", "Hòa Bình"),
        ("xe đỏ gần hòa bình", "Hòa Bình"),
        ("red car near Hoa Binh", "Hòa Bình"),
        ("xe đỏ gần Bình An", "Bình An"),
        ("xe đỏ đường bình an", "Bình An"),
        ("xe đỏ đường thống nhất", "Thống Nhất"),
        ("xe đỏ đường Hoa Lan", "Hoa Lan"),
        ("xe đỏ ở Quang Trung", "Quang Trung"),
    ],
)
def test_streets_called_by_ordinary_words_are_found(named: Folder, text: str, name: str) -> None:
    (ref,) = find_places(text, load_gazetteer(named), datetime.now(LOCAL_ZONE)).refs
    assert ref.name == name


@pytest.mark.parametrize(
    "text",
    [
        "mọi người sống trong hòa bình",
        "song trong hoa binh",
        "biểu tình hòa bình",
        "áo in chữ hoà bình",
        "đám đông về hòa bình",
        "về nhà bình an",
        "ve nha binh an",
        "mong cháu bình an trở về",
        "sống trong bình an",
        "anh Quang Trung chạy xe đỏ",
        "ong quang trung di xe do",
        "hai bên thống nhất đền tiền",
        "nguoi ban hoa lan",
    ],
)
def test_the_ordinary_words_are_no_streets(named: Folder, text: str) -> None:
    found = find_places(text, load_gazetteer(named), datetime.now(LOCAL_ZONE))
    assert (found.refs, found.unresolved) == ((), ())
