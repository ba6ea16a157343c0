"""Imported places: read from GeoJSON files, kept in the data folder.

`DATA/places.json` is a GeoJSON FeatureCollection of all imported places; every import writes it
anew, atomically.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

from shapely import GEOSException
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from indexer.errors import BadPlaces
from indexer.folder import Folder
from indexer.folding import fold, nfc
from indexer.ids import PlaceId
from indexer.places.pieces import joined
from indexer.places.place import OneWay, Place, PlaceKind
from indexer.places.tokens import split

PLACES_FILE = "places.json"
_KIND_OF_SHAPE: Mapping[str, PlaceKind] = {
    "LineString": "street",
    "MultiLineString": "street",
    "Polygon": "ward",
    "MultiPolygon": "ward",
    "Point": "landmark",
    "MultiPoint": "landmark",
}
"""The kind of a place that says neither itself nor by its id what it is."""
_LINES, _AREAS = ("LineString", "MultiLineString"), ("Polygon", "MultiPolygon")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "street": _LINES,
    "alley": _LINES,
    "ward": _AREAS,
    "district": _AREAS,
}
"""Shapes that a kind must have; the others may have any."""
_ONE_WAYS: Mapping[OneWay, str] = {"forward": "yes", "backward": "-1"}
_TOLD_WAYS: Mapping[str, OneWay | None] = {
    **dict.fromkeys(("", "no", "false", "0"), None),
    **dict.fromkeys(("yes", "true", "1"), "forward"),
    **dict.fromkeys(("-1", "reverse"), "backward"),
}  # fmt: skip
"""What files say of `oneway`, in lower case."""


def read_places(file: Path) -> list[Place]:
    """The places of a GeoJSON file; BadPlaces, naming the feature, if one cannot be used."""
    try:
        return _places(json.loads(file.read_text(encoding="utf-8-sig")), str(file))
    except FileNotFoundError:
        raise BadPlaces(f"{file}: no such file") from None
    except (OSError, ValueError, RecursionError) as error:
        raise BadPlaces(
            f"{file}: not a GeoJSON file of streets, wards or landmarks: {error}"
        ) from error


def read_imported(data: Folder) -> list[Place]:
    """The places imported so far; none if the data folder does not exist."""
    if not data.exists(PLACES_FILE):
        return []
    path = data.path(PLACES_FILE)
    try:
        return _places(json.loads(data.read(PLACES_FILE)), path) if data.size(PLACES_FILE) else []
    except ValueError as error:
        raise BadPlaces(
            f"{path}: damaged ({error}); remove it and import the places again"
        ) from error


def write_imported(data: Folder, places: Iterable[Place]) -> None:
    """Keep these places, and only these, as the imported ones."""
    features = [_feature(place) for place in places]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    data.write(PLACES_FILE, text.encode())


def merge_places(builtin: Iterable[Place], imported: Iterable[Place]) -> list[Place]:
    """Both; of one id the imported geometry and dates, the names of both."""
    merged = {place.id: place for place in builtin}
    for place in imported:
        known = merged.get(place.id)
        merged[place.id] = _merge(known, place) if known else place
    return list(merged.values())


def _merge(known: Place, new: Place) -> Place:
    names = dict.fromkeys((*known.aliases, new.name, *new.aliases))
    names.pop(known.name, None)
    return replace(
        known,
        geometry=new.geometry,
        aliases=tuple(names),
        since=new.since or known.since,
        until=new.until or known.until,
        one_way=new.one_way,
    )


def _places(document: Any, where: str) -> list[Place]:
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise BadPlaces(f"{where}: not a GeoJSON FeatureCollection with features")
    named: list[Place] = []
    unnamed: list[Place] = []
    for number, feature in enumerate(features, start=1):
        try:
            (named if _ident(feature) else unnamed).append(_place(feature))
        except (
            KeyError,
            TypeError,
            ValueError,
            AttributeError,
            IndexError,
            GEOSException,
        ) as error:
            raise BadPlaces(f"{where}: feature {number}: {_reason(error)}") from error
    return [*named, *joined(unnamed)]


def _ident(feature: Mapping[str, Any]) -> str:
    """The id that a feature has; empty if it is to be made of its name."""
    return _text((feature.get("properties") or {}).get("id") or feature.get("id"))


def _place(feature: Mapping[str, Any]) -> Place:
    properties = feature.get("properties") or {}
    name = _text(properties.get("name"))
    if not split(fold(name)):
        raise ValueError("has no name")
    geometry = _geometry(feature["geometry"])
    ident = _ident(feature)
    kind = _kind(properties, ident, geometry)
    return Place(
        id=PlaceId(ident or f"{kind}:{slug(name)}"),
        name=name,
        kind=kind,
        geometry=geometry,
        aliases=_aliases(properties.get("aliases")),
        since=_day(properties.get("since"), "since"),
        until=_day(properties.get("until"), "until"),
        one_way=_one_way(properties.get("oneway")),
    )


def slug(name: str) -> str:
    """A name as ids spell it: `Nguyễn Văn Quá` → `nguyen-van-qua`."""
    return "-".join("".join(c if c.isalnum() else " " for c in fold(name)).split())


def _kind(properties: Mapping[str, Any], ident: str, geometry: BaseGeometry) -> PlaceKind:
    """As the place itself says, or its id (`street:…`), or its shape."""
    told = _text(properties.get("kind"))
    prefix = ident.partition(":")[0] if ":" in ident else ""
    kind = told or (prefix if prefix in get_args(PlaceKind) else _KIND_OF_SHAPE[geometry.geom_type])
    if kind not in get_args(PlaceKind):
        raise ValueError(f"unknown kind {kind!r}; known are {', '.join(get_args(PlaceKind))}")
    if geometry.geom_type not in _NEEDED.get(kind, _KIND_OF_SHAPE):
        raise ValueError(f"a {kind} must be {' or '.join(_NEEDED[kind])}, not {geometry.geom_type}")
    checked: PlaceKind = kind  # type: ignore[assignment]  # a member of PlaceKind, as just seen
    return checked


def _geometry(data: Mapping[str, Any]) -> BaseGeometry:
    if not isinstance(data, dict) or data.get("type") not in _KIND_OF_SHAPE:
        known = ", ".join(_KIND_OF_SHAPE)
        raise ValueError(f"needs a geometry of one of the types {known}")
    geometry = shape(data)
    if geometry.is_empty:
        raise ValueError("has an empty geometry")
    left, bottom, right, top = geometry.bounds
    if not (-180 <= left <= right <= 180 and -90 <= bottom <= top <= 90):
        raise ValueError("lies outside of longitude and latitude; WGS 84 degrees are needed")
    return geometry if geometry.is_valid else geometry.buffer(0)


def _aliases(value: Any) -> tuple[str, ...]:
    """A list of names, or names with semicolons between them."""
    if value is None:
        return ()
    names = value.split(";") if isinstance(value, str) else value
    if not isinstance(names, list):
        raise ValueError("aliases must be a list of names")
    return tuple(text for name in names if (text := _text(name)))


def _day(value: Any, what: str) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        raise ValueError(f"{what} must be a date such as 2025-07-01, not {value!r}") from None


def _one_way(value: Any) -> OneWay | None:
    """As OpenStreetMap tells it: `yes`, `no`, `-1` (against the line)."""
    told = "" if value is None else str(value).strip().lower()
    if told not in _TOLD_WAYS:
        raise ValueError(f"oneway must be yes, no or -1, not {value!r}")
    return _TOLD_WAYS[told]


def _text(value: Any) -> str:
    return nfc(str(value)).strip() if value is not None else ""


def _feature(place: Place) -> dict[str, Any]:
    properties = {
        "id": place.id,
        "name": place.name,
        "aliases": list(place.aliases),
        "kind": place.kind,
        "since": place.since and place.since.isoformat(),
        "until": place.until and place.until.isoformat(),
        "oneway": place.one_way and _ONE_WAYS[place.one_way],
    }
    return {"type": "Feature", "properties": properties, "geometry": mapping(place.geometry)}


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{text} is missing" if isinstance(error, KeyError) else text
