"""What a place is taken for where the text does not say: its relation and its radius.

| said                                   | street | house number, landmark | ward, district |
|----------------------------------------|--------|------------------------|----------------|
| only the name; khu vực, area           | near   | near                   | in             |
| with "đường", "street"; at, on, in     | on     | near                   | in             |
| near, around, within so many metres    | near   | near                   | near           |

An alley is a narrow street and is meant exactly: `on`, unless near is said. A name alone is often
all that a caller gives of a neighbourhood, so it casts the wider net; so does a junction or a
stretch "between" of which only one end is known.
"""

from typing import Literal, get_args

from indexer.places.place import PlaceKind, Relation

Said = Relation | Literal["at", "area", "street"] | None
"""A relation as said: "at" is ở, tại, at; "area" khu vực; "street" only đường or street itself."""

DIRECTED: tuple[Said, ...] = ("north_of", "south_of", "east_of", "west_of")
"""Relations to one side of a place; a radius bounds them and does not make them `near`."""

_RADIUS_M: dict[Relation, float] = {
    "on": 30.0,
    "near": 200.0,
    "junction": 60.0,
    "between": 2_000.0,
    "from": 500.0,
    "north_of": 1_000.0,
    "south_of": 1_000.0,
    "east_of": 1_000.0,
    "west_of": 1_000.0,
}


_RELATIONS: dict[Said, Relation] = {
    relation: relation for relation in get_args(Relation) if relation not in ("on", "in")
}
"""Those that hold for places of any kind."""


def default_radius_m(relation: Relation) -> float | None:
    """Metres around a place where the text gives none; None: the boundary, or no limit at all.

    Between two places it is how far either may be; on the way from one to another, the width.
    """
    return _RADIUS_M.get(relation)


def settled(said: Said, kind: PlaceKind) -> Relation:
    """The relation meant by what was said of a place of that kind."""
    relation = _RELATIONS.get(said)
    if relation is not None:
        return relation
    if kind in ("ward", "district"):
        return "in"
    if kind in ("point", "landmark", "camera") or said == "area":
        return "near"
    return "near" if said is None and kind == "street" else "on"
