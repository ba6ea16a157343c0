"""Places, and how a question or a report refers to them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from shapely.geometry.base import BaseGeometry

from indexer.ids import PlaceId

PlaceKind = Literal["street", "alley", "ward", "district", "landmark", "camera", "point"]
Relation = Literal[
    "on", "near", "in", "junction", "between", "from", "toward",
    "north_of", "south_of", "east_of", "west_of",
]  # fmt: skip
OneWay = Literal["forward", "backward"]
"""The direction of travel that a street allows, along its line or against it."""


@dataclass(frozen=True)
class Place:
    """One place of the gazetteer; geometry in WGS 84 (x = longitude, y = latitude).

    `since` and `until` bound the days on which an administrative unit was valid, [since, until).
    `one_way` is known only of streets, None meaning both ways or not known.
    """

    id: PlaceId
    name: str
    kind: PlaceKind
    geometry: BaseGeometry
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    one_way: OneWay | None = None


@dataclass(frozen=True)
class PlaceRef:
    """A place as a question names it: which one, in what relation, within what radius.

    `id` is None where the name is not in the gazetteer (a house number, an alley).
    """

    name: str
    kind: PlaceKind
    relation: Relation
    radius_m: float | None = None
    id: PlaceId | None = None

    def to_json(self) -> dict[str, Any]:
        """The contract's form of a place."""
        return {
            "name": self.name,
            "kind": self.kind,
            "relation": self.relation,
            "radius_m": self.radius_m,
            "id": self.id,
        }
