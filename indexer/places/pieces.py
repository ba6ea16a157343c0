"""Pieces of one place: those of a name that lie close together, however many features they are."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from shapely import STRtree, unary_union
from shapely.geometry import MultiLineString
from shapely.geometry.base import BaseGeometry

from indexer.ids import PlaceId
from indexer.places.place import OneWay, Place

_ONE_DEGREES = 0.00135
"""Places of one name no farther apart than this (some 150 m) are pieces of one."""


def parted(places: Sequence[Place]) -> list[list[Place]]:
    """The places in groups of those that are close to another of their group, in order."""
    shapes = [place.geometry for place in places]
    pairs = STRtree(shapes).query(shapes, predicate="dwithin", distance=_ONE_DEGREES)
    first = list(range(len(places)))
    for one, other in pairs.T.tolist():
        _join(first, one, other)
    groups: dict[int, list[Place]] = {}
    for index, place in enumerate(places):
        groups.setdefault(_root(first, index), []).append(place)
    return list(groups.values())


def _join(first: list[int], one: int, other: int) -> None:
    low, high = sorted((_root(first, one), _root(first, other)))
    first[high] = low


def _root(first: list[int], index: int) -> int:
    while first[index] != index:
        index = first[index]
    return index


def joined(places: Iterable[Place]) -> list[Place]:
    """Places of which several may have one id, made of their names: pieces joined, others numbered.

    Pieces of a street that differ in the direction they allow stay apart, and so does a unit of
    other days.
    """
    by_id: dict[PlaceId, list[Place]] = {}
    for place in places:
        by_id.setdefault(place.id, []).append(place)
    return [one for alike in by_id.values() for one in _numbered(alike)]


def _numbered(alike: Sequence[Place]) -> Sequence[Place]:
    if len(alike) == 1:
        return alike
    groups = [
        [place for place in group if _sort(place) == sort]
        for group in parted(alike)
        for sort in dict.fromkeys(map(_sort, group))
    ]
    return [
        replace(_whole(group), id=PlaceId(f"{group[0].id}-{number}" if number > 1 else group[0].id))
        for number, group in enumerate(groups, start=1)
    ]


def _sort(place: Place) -> tuple[OneWay | None, date | None, date | None]:
    return place.one_way, place.since, place.until


def _whole(pieces: Sequence[Place]) -> Place:
    """One place of all its pieces, lines in the direction that they have."""
    if len(pieces) == 1:
        return pieces[0]
    shapes = [piece.geometry for piece in pieces]
    aliases = dict.fromkeys(alias for piece in pieces for alias in piece.aliases)
    return replace(pieces[0], geometry=_together(shapes), aliases=tuple(aliases))


def _together(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    lines = [line for shape in shapes for line in getattr(shape, "geoms", [shape])]
    if all(line.geom_type == "LineString" for line in lines):
        return MultiLineString(lines)
    return unary_union(shapes)
