"""Cameras from GeoJSON and CSV, and what is refused."""

import json
from pathlib import Path

import pytest

from indexer.cameras import Camera, import_cameras, load_cameras, read_cameras
from indexer.errors import BadPlaces, UnknownCamera
from indexer.folder import Folder
from indexer.ids import CameraId


def _feature(**properties: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [106.63, 10.84]},
        "properties": properties,
    }


def _geojson(path: Path, *features: object) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_geojson(tmp_path: Path) -> None:
    file = _geojson(
        tmp_path / "c.geojson", _feature(id="a", name="Chợ", heading_deg=-90, clock_offset_ms=500)
    )
    camera = Camera(CameraId("a"), "Chợ", 10.84, 106.63, heading_deg=270.0, clock_offset_ms=500)
    assert read_cameras(file) == [camera]


def test_a_clock_that_drifts_and_a_stream(tmp_path: Path) -> None:
    told = {"clock_drift_ppm": 100, "clock_set_at": "2022-04-27T21:00:00", "clock_offset_ms": 500}
    file = _geojson(tmp_path / "c.geojson", _feature(id="a", stream="rtsp://cam/1", **told))
    (camera,) = read_cameras(file)
    set_at_ms = camera.clock_set_at_ms
    assert set_at_ms == 1_651_068_000_000 and camera.stream == "rtsp://cam/1"
    assert camera.clock_correction_ms(set_at_ms) == 500
    assert camera.clock_correction_ms(set_at_ms + 10_000_000) == 1_500
    assert camera.clock_correction_ms(set_at_ms - 10_000_000) == -500


@pytest.mark.parametrize(
    "told",
    [
        {"clock_drift_ppm": 100},
        {"clock_set_at": "2022-04-27"},
        {"clock_drift_ppm": 1e6, "clock_set_at": "2022-04-27"},
        {"clock_drift_ppm": 5, "clock_set_at": "noon"},
        {"stream": "file:///etc/passwd"},
        {"stream": "rtsp://"},
    ],
    ids=str,
)
def test_clocks_and_streams_that_cannot_be_are_refused(
    tmp_path: Path, told: dict[str, object]
) -> None:
    with pytest.raises(BadPlaces):
        read_cameras(_geojson(tmp_path / "c.geojson", _feature(id="a", **told)))


@pytest.mark.parametrize(
    "text",
    [
        "id;name;lat;lon;heading_deg\r\nc-1;Cổng chợ;10,85;106,62;90,5\r\n",
        "id\tname\tlatitude\tlongitude\theading_deg\nc-1\tCổng chợ\t10.85\t106.62\t90.5\n",
        'id,name,lat,lon,heading_deg\nc-1,"Cổng chợ",10.85,106.62,90.5\n',
    ],
)
def test_csv_as_spreadsheets_write_it(tmp_path: Path, text: str) -> None:
    file = tmp_path / "c.csv"
    file.write_text(text, encoding="utf-8")
    (camera,) = read_cameras(file)
    assert (camera.id, camera.name, camera.lat, camera.lon) == ("c-1", "Cổng chợ", 10.85, 106.62)
    assert camera.heading_deg == 90.5


def test_csv_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_bytes("\ufeffid,name,lat,lon,street\nb,Cổng,10.8,106.6,Tô Ký\n".encode())
    assert read_cameras(file) == [Camera(CameraId("b"), "Cổng", 10.8, 106.6, street="Tô Ký")]


def test_import_replaces_by_id_and_lasts(tmp_path: Path) -> None:
    data = Folder(tmp_path / "data")
    import_cameras(data, [Camera(CameraId("a"), "old", 1, 2), Camera(CameraId("b"), "b", 1, 2)])
    import_cameras(data, [Camera(CameraId("a"), "new", 1, 2)])
    assert [camera.name for camera in load_cameras(data)] == ["new", "b"]


def test_an_unknown_camera_says_how_to_import(tmp_path: Path) -> None:
    with pytest.raises(UnknownCamera, match="truyvet cameras import"):
        load_cameras(Folder(tmp_path)).get(CameraId("nowhere"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a file of cameras"),
        (b"\xff\xfe\x00", "not a file of cameras"),
        (b"[]", "not a file of cameras"),
        (b'{"features": []}', "holds no camera"),
        (b'{"features": [{"geometry": {"type": "LineString", "coordinates": []}}]}', "Point"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "bad.geojson"
    file.write_bytes(content)
    with pytest.raises(BadPlaces, match=reason):
        read_cameras(file)


@pytest.mark.parametrize("bad", [{"id": ""}, {"id": "a/b"}, {"name": "no id"}])
def test_bad_ids_are_refused(tmp_path: Path, bad: dict[str, object]) -> None:
    with pytest.raises(BadPlaces, match="id"):
        read_cameras(_geojson(tmp_path / "bad.geojson", _feature(**bad)))


@pytest.mark.parametrize("bad", [{"range_m": 0}, {"range_m": "far"}, {"view_deg": 361}])
def test_a_view_that_cannot_be_is_refused(tmp_path: Path, bad: dict[str, object]) -> None:
    with pytest.raises(BadPlaces, match=next(iter(bad)) if bad != {"range_m": "far"} else "far"):
        read_cameras(_geojson(tmp_path / "bad.geojson", _feature(id="a", **bad)))


def test_what_a_camera_sees(tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_text("id,lat,lon,heading_deg,range_m,view_deg\nb,10.8,106.6,-10,80,\n")
    [camera] = read_cameras(file)
    assert (camera.heading_deg, camera.range_m, camera.view_deg) == (350.0, 80.0, None)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadPlaces, match="no such file"):
        read_cameras(tmp_path / "none.csv")
