"""Wards, communes and districts: those valid before 1 July 2025, and those since.

A unit is its code *and* the day since which it was valid, for some codes were used again for
another ward: `ward:26791@1997-04-01` is Tân Thới Nhất, `ward:26791@2025-07-01` Đông Hưng Thuận.
All old units have 1 April 1997 as their day: Nghị định 03-CP of 6 January 1997 founded Quận 12 then
out of communes of Hóc Môn (a few wards were split off later; nobody asks about footage that old).

Of the old units no boundary is at hand. An old ward is that part of its successor which lies nearer
to its own middle than to that of any other old ward there (a Voronoi cell); the middles are
approximate too. A camera within a few hundred metres of an old boundary may be told to the wrong
side. The old districts are the union of their successors, as exact as these.
"""

from datetime import date
from functools import lru_cache

from shapely import union_all, voronoi_polygons
from shapely.geometry import MultiPoint, Point
from shapely.geometry.base import BaseGeometry

from indexer.ids import PlaceId
from indexer.places.boundaries import boundary
from indexer.places.place import Place, PlaceKind

REFORM = date(2025, 7, 1)
"""The day on which the city's districts ceased and the new wards and communes began."""
FOUNDED = date(1997, 4, 1)
"""The day on which Quận 12 began; taken as the first day of every old unit."""


@lru_cache(maxsize=1)
def builtin_units() -> tuple[Place, ...]:
    """All units: districts, then wards and communes since the reform, then those before it."""
    new = tuple(_new_ward(code, name) for code, name, _ in _NEW)
    old = tuple(_old_ward(*row) for row in _OLD)
    return (*(_district(*row) for row in _DISTRICTS), *new, *old)


def _new_ward(code: str, name: str) -> Place:
    return _unit(f"ward:{code}@{REFORM}", name, "ward", boundary(code), since=REFORM)


def _old_ward(code: str, name: str, successor: str, lat: float, lon: float) -> Place:
    geometry = _cell(Point(lon, lat), successor)
    return _unit(f"ward:{code}@{FOUNDED}", name, "ward", geometry, since=FOUNDED, until=REFORM)


def _district(slug: str, name: str) -> Place:
    parts = [boundary(code) for code, _, district in _NEW if district == slug]
    geometry = union_all(parts)
    return _unit(f"district:{slug}", name, "district", geometry, since=FOUNDED, until=REFORM)


def _cell(middle: Point, successor: str) -> BaseGeometry:
    """The part of the successor nearer to this middle than to its neighbours'."""
    middles = [Point(lon, lat) for _, _, into, lat, lon in _OLD if into == successor]
    whole = boundary(successor)
    cells = voronoi_polygons(MultiPoint(middles), extend_to=whole)
    (cell,) = [part for part in cells.geoms if part.contains(middle)]
    return cell.intersection(whole)


def _unit(
    ident: str,
    name: str,
    kind: PlaceKind,
    geometry: BaseGeometry,
    since: date,
    until: date | None = None,
) -> Place:
    aliases = ("HM",) if name in _HOC_MON else ()
    return Place(PlaceId(ident), name, kind, geometry, aliases, since, until)


_HOC_MON = ("Huyện Hóc Môn", "Xã Hóc Môn", "Thị trấn Hóc Môn")
"""The units that are shortened to HM."""


_DISTRICTS = (("quan-12", "Quận 12"), ("hoc-mon", "Huyện Hóc Môn"))
"""Slug and name of the districts that were."""

_NEW = (
    ("26767", "Phường An Phú Đông", "quan-12"),
    ("26773", "Phường Thới An", "quan-12"),
    ("26782", "Phường Tân Thới Hiệp", "quan-12"),
    ("26785", "Phường Trung Mỹ Tây", "quan-12"),
    ("26791", "Phường Đông Hưng Thuận", "quan-12"),
    ("27559", "Xã Hóc Môn", "hoc-mon"),
    ("27568", "Xã Đông Thạnh", "hoc-mon"),
    ("27577", "Xã Xuân Thới Sơn", "hoc-mon"),
    ("27592", "Xã Bà Điểm", "hoc-mon"),
)
"""Code, name and former district of the units since the reform."""

_OLD = (
    ("26764", "Phường Thạnh Xuân", "26773", 10.8790, 106.6690),
    ("26767", "Phường Thạnh Lộc", "26767", 10.8735, 106.6860),
    ("26770", "Phường Hiệp Thành", "26782", 10.8815, 106.6390),
    ("26773", "Phường Thới An", "26773", 10.8790, 106.6560),
    ("26776", "Phường Tân Chánh Hiệp", "26785", 10.8645, 106.6280),
    ("26779", "Phường An Phú Đông", "26767", 10.8590, 106.7030),
    ("26782", "Phường Tân Thới Hiệp", "26782", 10.8625, 106.6435),
    ("26785", "Phường Trung Mỹ Tây", "26785", 10.8555, 106.6145),
    ("26787", "Phường Tân Hưng Thuận", "26791", 10.8380, 106.6200),
    ("26788", "Phường Đông Hưng Thuận", "26791", 10.8370, 106.6330),
    ("26791", "Phường Tân Thới Nhất", "26791", 10.8300, 106.6130),
    ("27559", "Thị trấn Hóc Môn", "27559", 10.8885, 106.5935),
    ("27562", "Xã Tân Hiệp", "27559", 10.9050, 106.5850),
    ("27565", "Xã Nhị Bình", "27568", 10.9120, 106.6800),
    ("27568", "Xã Đông Thạnh", "27568", 10.9030, 106.6450),
    ("27571", "Xã Tân Thới Nhì", "27577", 10.8980, 106.5590),
    ("27574", "Xã Thới Tam Thôn", "27568", 10.8910, 106.6190),
    ("27577", "Xã Xuân Thới Sơn", "27577", 10.8780, 106.5560),
    ("27580", "Xã Tân Xuân", "27559", 10.8760, 106.6010),
    ("27583", "Xã Xuân Thới Đông", "27577", 10.8670, 106.5900),
    ("27586", "Xã Trung Chánh", "27592", 10.8560, 106.6060),
    ("27589", "Xã Xuân Thới Thượng", "27592", 10.8560, 106.5640),
    ("27592", "Xã Bà Điểm", "27592", 10.8420, 106.5960),
)
"""Code and name of the units before the reform, the code of the successor that holds the middle,
and latitude and longitude of the middle, approximate."""
