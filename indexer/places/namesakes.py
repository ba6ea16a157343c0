"""Places that share a name: which a name may mean, and in which wards and districts each lies.

Pieces of one street that lie close together are one of them, however many places they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shapely import unary_union
from shapely.geometry.base import BaseGeometry

from indexer.ids import PlaceId
from indexer.places.gazetteer import Gazetteer
from indexer.places.mention import is_valid
from indexer.places.pieces import parted
from indexer.places.place import Place, PlaceRef

_LEAST_SHARE = 0.2
"""A place lies in a unit if at least this share of its length or area does."""


@dataclass(frozen=True)
class Namesake:
    """One of the places that share a name: its pieces, and the names of the units it lies in.

    `units` are districts, then wards, those with the greater share first.
    """

    ids: tuple[PlaceId, ...]
    geometry: BaseGeometry
    units: tuple[str, ...]

    @property
    def at(self) -> tuple[float, float]:
        """Latitude and longitude of a point of it."""
        point = self.geometry.representative_point()
        return point.y, point.x


def namesakes(ref: PlaceRef, gazetteer: Gazetteer, day: date) -> tuple[Namesake, ...]:
    """The places that the name of a reference may mean, if there are several; else none.

    Whether the reference has an id makes no difference. Wards are told as they were called on the
    day; districts always, since people go on naming them.
    """
    if ref.kind == "camera":
        return ()
    places = gazetteer.named_alike(ref)
    groups = parted(places) if len(places) > 1 else []
    return tuple(_namesake(group, gazetteer, day) for group in groups) if len(groups) > 1 else ()


def share_in(geometry: BaseGeometry, area: BaseGeometry) -> float:
    """The share of a place that lies in an area, 0 to 1, of its area or length or points."""
    inside = geometry.intersection(area)
    for whole, part in ((geometry.area, inside.area), (geometry.length, inside.length)):
        if whole > 0:
            return float(part / whole)
    return 0.0 if inside.is_empty else 1.0


def lies_in(geometry: BaseGeometry, area: BaseGeometry) -> bool:
    """Whether enough of a place lies in an area for it to be told as being there."""
    return geometry.intersects(area) and share_in(geometry, area) >= _LEAST_SHARE


def _namesake(places: Iterable[Place], gazetteer: Gazetteer, day: date) -> Namesake:
    pieces = list(places)
    geometry = unary_union([place.geometry for place in pieces])
    ids = tuple(place.id for place in pieces)
    return Namesake(ids, geometry, tuple(_units_of(geometry, gazetteer, day)))


def _units_of(geometry: BaseGeometry, gazetteer: Gazetteer, day: date) -> list[str]:
    """Names of the districts and wards that a place lies in, the coarser and greater first."""
    near = gazetteer.units_tree.query(geometry, predicate="intersects")
    units = [gazetteer.units[index] for index in sorted(near.tolist())]
    told = [
        (unit.kind != "district", -share, unit.name)
        for unit in units
        if unit.kind == "district" or is_valid(unit, day)
        if (share := share_in(geometry, unit.geometry)) >= _LEAST_SHARE
    ]
    return [name for _, _, name in sorted(told)]
