"""The asker's area: the wards and districts whose places are meant where several share a name.

It only says which of them is meant. Where something is searched is said by places and filters.
"""

from collections.abc import Sequence
from datetime import date

from indexer.folding import fold
from indexer.places.gazetteer import Gazetteer
from indexer.places.place import Place
from search.errors import UnknownName
from search.question.which import Area

_UNITS = ("ward", "district")


def unit_of(told: str, gazetteer: Gazetteer) -> Place:
    """The ward or district of that id or name ("Quận 12").

    Of units that had the same name one after the other it is the latest. UnknownName if there is
    none, or if it may be several.
    """
    place = gazetteer.get(told)
    if place is not None and place.kind in _UNITS:
        return place
    named = [unit for unit in gazetteer.names.named(told) if unit.kind in _UNITS]
    meant = [unit for unit in named if fold(unit.name) == fold(told)] or named
    if not meant:
        raise UnknownName(
            f"unknown ward or district {told!r}; give its name, such as Quận 12, or its id"
        )
    if len({fold(unit.name) for unit in meant}) > 1:
        which = ", ".join(f"{unit.name} ({unit.id})" for unit in meant)
        raise UnknownName(f"{told!r} may be {which}; give one of these names or ids")
    return max(meant, key=lambda unit: unit.since or date.min)


def units_of(told: Sequence[str], gazetteer: Gazetteer) -> Area:
    """The wards and districts of these ids or names; UnknownName as `unit_of`."""
    return tuple(unit_of(one, gazetteer) for one in told)


def area_of(
    filtered: Sequence[str], of_key: Sequence[str], own: Sequence[str], gazetteer: Gazetteer
) -> Area:
    """The units a search is filtered by, else those of the asker's key, else the program's `own`.

    UnknownName for a unit of the last two that is not known; the plan checks filters.
    """
    if filtered:
        return tuple(place for ident in filtered if (place := gazetteer.get(ident)))
    return units_of(of_key or own, gazetteer)
