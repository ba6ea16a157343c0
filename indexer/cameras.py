"""Cameras: where each stands, read from GeoJSON or CSV and kept in the data folder."""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from indexer.errors import BadPlaces, UnknownCamera
from indexer.folder import Folder
from indexer.folding import nfc
from indexer.ids import LOCAL_ZONE, CameraId, to_ms

CAMERAS_FILE = "cameras.json"
FARTHEST_M = 5_000.0
"""No street camera tells one vehicle from another farther away than this."""
WORST_DRIFT_PPM = 10_000.0
"""Over a quarter of an hour a day: no clock, but a mistake."""
STREAMS = ("rtsp://", "rtsps://", "rtmp://", "rtmps://", "http://", "https://")
"""Beginnings of a live stream's address."""

LONG_NAMES = {"latitude": "lat", "longitude": "lon"}
"""Other names of a CSV's columns."""
NUMBERS = ("lat", "lon", "heading_deg", "range_m", "view_deg", "clock_drift_ppm")
"""Columns that hold a number with a fraction."""


@dataclass(frozen=True)
class Camera:
    """One camera: WGS 84 degrees, heading clockwise from north, clock offset in milliseconds.

    `range_m` is how far it can tell one vehicle from another, in metres, and `view_deg` the angle
    of its lens, side to side; with the heading they say what it sees.
    `clock_offset_ms` is what must be added to the camera's own clock to get true time; a clock that
    also drifts needs so much more for each second since `clock_set_at_ms` (UTC), in millionths.
    `stream` is the address of its live stream; it may hold a password, and is shown nowhere.
    """

    id: CameraId
    name: str
    lat: float
    lon: float
    street: str = ""
    ward: str = ""
    district: str = ""
    heading_deg: float | None = None
    range_m: float | None = None
    view_deg: float | None = None
    clock_offset_ms: int = 0
    clock_drift_ppm: float = 0.0
    clock_set_at_ms: int | None = None
    stream: str = ""

    def clock_correction_ms(self, at_ms: int) -> int:
        """What must be added to its clock when that says `at_ms` (as if UTC) to get true time."""
        if self.clock_set_at_ms is None:
            return self.clock_offset_ms
        drifted = (at_ms - self.clock_set_at_ms) * self.clock_drift_ppm / 1_000_000
        return self.clock_offset_ms + round(drifted)


class Cameras:
    """All cameras of a data folder, by id."""

    def __init__(self, cameras: Iterable[Camera]) -> None:
        """Hold the given cameras; a later one of the same id replaces an earlier one."""
        latest = {camera.id: camera for camera in cameras}
        self._by_id = dict(sorted(latest.items()))

    def __iter__(self) -> Iterator[Camera]:
        """All cameras, by id."""
        return iter(self._by_id.values())

    def __len__(self) -> int:
        """How many cameras there are."""
        return len(self._by_id)

    def __contains__(self, camera: object) -> bool:
        """Whether a camera of that id is known."""
        return camera in self._by_id

    def get(self, camera: CameraId) -> Camera:
        """The camera of that id, or UnknownCamera."""
        if camera not in self._by_id:
            raise UnknownCamera(
                f"unknown camera {camera!r}; import it first with `truyvet cameras import FILE`"
            )
        return self._by_id[camera]


def load_cameras(data: Folder) -> Cameras:
    """The cameras kept in the data folder; none if none were imported."""
    if not data.exists(CAMERAS_FILE):
        return Cameras([])
    return Cameras(Camera(**row) for row in json.loads(data.read(CAMERAS_FILE)))


def import_cameras(data: Folder, cameras: Iterable[Camera]) -> Cameras:
    """Add cameras to the data folder, replacing those of the same id; returns all of them."""
    merged = Cameras([*load_cameras(data), *cameras])
    text = json.dumps([asdict(camera) for camera in merged], ensure_ascii=False, indent=1)
    data.write(CAMERAS_FILE, text.encode())
    return merged


def read_cameras(path: Path) -> list[Camera]:
    """Cameras from a GeoJSON FeatureCollection of Points or a CSV with id, name, lat, lon.

    A CSV's separator is a comma, a semicolon (then with decimal commas too) or a tab.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = _from_csv(text) if path.suffix.lower() == ".csv" else _from_geojson(text)
        cameras = [_camera(row) for row in rows]
    except FileNotFoundError:
        raise BadPlaces(f"{path}: no such file") from None
    except (
        OSError,
        UnicodeDecodeError,
        json.JSONDecodeError,
        KeyError,
        TypeError,
        ValueError,
    ) as error:
        raise BadPlaces(f"{path}: not a file of cameras: {_reason(error)}") from error
    if not cameras:
        raise BadPlaces(f"{path}: holds no camera")
    return cameras


def _from_csv(text: str) -> list[dict[str, Any]]:
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=separator)
    return [_named_in_full(row, decimal="," if separator == ";" else ".") for row in rows]


def _named_in_full(row: Mapping[str, Any], decimal: str) -> dict[str, Any]:
    """A CSV's row under the names used here, its numbers with a point."""
    named = {LONG_NAMES.get(key, key): value for key, value in row.items()}
    told = {key: value.replace(decimal, ".") for key in NUMBERS if (value := named.get(key))}
    return {**named, **told}


def _from_geojson(text: str) -> list[dict[str, Any]]:
    features = json.loads(text)["features"]
    return [_flat(feature) for feature in features]


def _flat(feature: Mapping[str, Any]) -> dict[str, Any]:
    if feature["geometry"]["type"] != "Point":
        raise ValueError(f"a camera must be a Point, not {feature['geometry']['type']}")
    lon, lat = feature["geometry"]["coordinates"][:2]
    properties = dict(feature["properties"])
    properties.setdefault("id", feature.get("id"))
    return {**properties, "lat": lat, "lon": lon}


def _camera(row: Mapping[str, Any]) -> Camera:
    ident = nfc(str(row["id"] or "")).strip()
    if not ident or "/" in ident:
        raise ValueError(f"a camera needs an id without '/', not {row['id']!r}")
    lat, lon = float(row["lat"]), float(row["lon"])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"camera {ident}: {lat}, {lon} is no latitude, longitude")
    heading = _number(row, "heading_deg")
    return Camera(
        id=CameraId(ident),
        name=_text(row, "name") or ident,
        lat=lat,
        lon=lon,
        street=_text(row, "street"),
        ward=_text(row, "ward"),
        district=_text(row, "district"),
        heading_deg=None if heading is None else heading % 360,
        range_m=_number(row, "range_m", FARTHEST_M),
        view_deg=_number(row, "view_deg", 360.0),
        clock_offset_ms=int(row.get("clock_offset_ms") or 0),
        stream=_stream(row),
        **_drift(row),
    )


def _drift(row: Mapping[str, Any]) -> dict[str, Any]:
    """How fast the clock drifts and since when; both or neither."""
    drift, since = _number(row, "clock_drift_ppm"), _text(row, "clock_set_at")
    if drift is None and not since:
        return {}
    if drift is None or not since or abs(drift) > WORST_DRIFT_PPM:
        raise ValueError(
            f"a clock that drifts needs clock_drift_ppm (at most {WORST_DRIFT_PPM:g} either way) "
            "and clock_set_at, the time at which clock_offset_ms was right"
        )
    moment = datetime.fromisoformat(since)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_ZONE)
    return {"clock_drift_ppm": drift, "clock_set_at_ms": to_ms(aware)}


def _stream(row: Mapping[str, Any]) -> str:
    address = _text(row, "stream")
    if address and (not address.startswith(STREAMS) or not urlsplit(address).hostname):
        raise ValueError(f"a stream's address begins with one of {', '.join(STREAMS)} and a host")
    return address


def _number(row: Mapping[str, Any], key: str, most: float | None = None) -> float | None:
    """The number under a key, None where there is none; with `most` it lies in (0, most]."""
    if row.get(key) in (None, ""):
        return None
    number = float(row[key])
    if not math.isfinite(number) or (most is not None and not 0 < number <= most):
        bounds = "a finite number" if most is None else f"more than 0 and at most {most:g}"
        raise ValueError(f"{key} must be {bounds}, not {row[key]!r}")
    return number


def _text(row: Mapping[str, Any], key: str) -> str:
    return nfc(str(row.get(key) or "")).strip()


def _reason(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
