"""Which of several places that share a name is meant: told, and taken from the asker's area.

A question in words that says no more than the name is taken for the one place of that name that
lies in a ward or district it names besides, or else in the asker's area, if just one does; where
none or several do, all of them are searched. Every such name is told with all that it may mean and
what of that is searched, so that the asker can choose. A question that comes back understood is
obeyed as it stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import chain

from shapely import unary_union
from shapely.geometry.base import BaseGeometry

from indexer.ids import LOCAL_ZONE, PlaceId
from indexer.places.elsewhere import known_elsewhere
from indexer.places.gazetteer import Gazetteer
from indexer.places.namesakes import Namesake, lies_in, namesakes
from indexer.places.place import Place, PlaceRef
from search.errors import UnknownName
from search.question.shared import Candidate, Elsewhere, SharedName
from search.question.understood import Understood

MOST_CANDIDATES = 30
"""Candidates of one name that are listed; numbered streets have hundreds in a large city."""
PAIRED = ("junction", "between", "from", "toward")
"""Relations of two references that belong together, so that neither can become several."""
Area = Sequence[Place]
"""The wards and districts of an asker; none where nothing is known of that."""


def settled(understood: Understood, gazetteer: Gazetteer, area: Area, now: datetime) -> Understood:
    """A question just parsed: shared names taken from the asker's area, and told."""
    own = _bounds(area)
    taken, day = understood, _day(understood, now)
    for bounds in (_bounds(_named_area(understood, gazetteer)), own):
        if bounds is not None:
            refs = [_taken(ref, gazetteer, bounds, day) for ref in taken.places]
            taken = replace(taken, places=tuple(chain.from_iterable(refs)))
    if taken.then is not None:
        later = settled(taken.then.question, gazetteer, area, now)
        taken = replace(taken, then=replace(taken.then, question=later))
    return _told(taken, gazetteer, own, now)


def with_shared(
    understood: Understood, gazetteer: Gazetteer, area: Area, now: datetime
) -> Understood:
    """A question as it came back: obeyed as it is, its shared names told as they are searched."""
    told = _told(understood, gazetteer, _bounds(area), now)
    if told.then is None:
        return told
    later = with_shared(told.then.question, gazetteer, area, now)
    return replace(told, then=replace(told.then, question=later))


def _told(
    understood: Understood, gazetteer: Gazetteer, own: BaseGeometry | None, now: datetime
) -> Understood:
    """With what is known of the names in it."""
    elsewhere = [Elsewhere(words, known_elsewhere(words)) for words in understood.unresolved]
    return replace(
        understood,
        shared=tuple(_shared(understood, gazetteer, own, now)),
        elsewhere=tuple(place for place in elsewhere if place.units),
    )


def chosen(understood: Understood, ident: str) -> Understood:
    """The question with a shared name, also of what came next, taken for the place of that id.

    UnknownName if no name in the question is shared with it.
    """
    taken = _chosen(understood, ident)
    if taken is None:
        known = ", ".join(_ids(understood))
        which = f"it may be {known}" if known else "no name in it is shared by several"
        raise UnknownName(f"no place of the question may be {ident!r}: {which}")
    return taken


def _chosen(understood: Understood, ident: str) -> Understood | None:
    for shared in understood.shared:
        for candidate in shared.candidates:
            if ident in candidate.ids:
                return _with_choice(understood, shared, candidate)
    if understood.then is None:
        return None
    later = _chosen(understood.then.question, ident)
    return later and replace(understood, then=replace(understood.then, question=later))


def _ids(understood: Understood) -> Iterator[str]:
    """The ids of all candidates."""
    for shared in understood.shared:
        yield from (ident for one in shared.candidates for ident in one.ids)
    if understood.then is not None:
        yield from _ids(understood.then.question)


def _with_choice(understood: Understood, shared: SharedName, taken: Candidate) -> Understood:
    places = [
        each
        for ref in understood.places
        for each in (_pieces(ref, taken.ids) if _is_of(ref, shared) else [ref])
    ]
    told = [replace(one, searched=one is taken) for one in shared.candidates]
    names = [
        replace(shared, candidates=tuple(told)) if one is shared else one
        for one in understood.shared
    ]
    return replace(understood, places=tuple(dict.fromkeys(places)), shared=tuple(names))


def _is_of(ref: PlaceRef, shared: SharedName) -> bool:
    return (ref.name, ref.kind) == (shared.name, shared.kind)


def _named_area(understood: Understood, gazetteer: Gazetteer) -> Area:
    """The wards and districts that the question says it is in."""
    refs = [ref for ref in understood.places if ref.relation == "in" and ref.id is not None]
    return [place for ref in refs if (place := gazetteer.resolve(ref)) is not None]


def _bounds(area: Area) -> BaseGeometry | None:
    return unary_union([place.geometry for place in area]) if area else None


def _day(understood: Understood, now: datetime) -> date:
    """The day that a question speaks of: its end, for units are told as they were then."""
    at = understood.time.before or understood.time.after or now
    return at.astimezone(LOCAL_ZONE).date()


def _taken(
    ref: PlaceRef, gazetteer: Gazetteer, bounds: BaseGeometry, day: date
) -> Sequence[PlaceRef]:
    """The reference, or the only one of its name in the area, piece by piece."""
    if ref.id is not None:
        return [ref]
    inside = [one for one in namesakes(ref, gazetteer, day) if lies_in(one.geometry, bounds)]
    return _pieces(ref, inside[0].ids) if len(inside) == 1 else [ref]


def _pieces(ref: PlaceRef, ids: Sequence[PlaceId]) -> Sequence[PlaceRef]:
    """References to all pieces of a place; to the first alone where two references are a pair."""
    told = ids[:1] if ref.relation in PAIRED else ids
    return [replace(ref, id=ident) for ident in told]


def _shared(
    understood: Understood, gazetteer: Gazetteer, bounds: BaseGeometry | None, now: datetime
) -> Iterator[SharedName]:
    """The names that are shared, each once, with what of them is searched."""
    day = _day(understood, now)
    for name, kind in dict.fromkeys((ref.name, ref.kind) for ref in understood.places):
        refs = [ref for ref in understood.places if (ref.name, ref.kind) == (name, kind)]
        found = namesakes(refs[0], gazetteer, day)
        if found:
            told = [_candidate(one, refs, bounds) for one in found]
            told.sort(key=lambda candidate: not candidate.own_area)
            more = max(0, len(told) - MOST_CANDIDATES)
            yield SharedName(name, kind, tuple(told[:MOST_CANDIDATES]), more)


def _candidate(one: Namesake, refs: Sequence[PlaceRef], bounds: BaseGeometry | None) -> Candidate:
    lat, lon = one.at
    return Candidate(
        ids=one.ids,
        units=one.units,
        lat=lat,
        lon=lon,
        own_area=bounds is not None and lies_in(one.geometry, bounds),
        searched=any(ref.id is None or ref.id in one.ids for ref in refs),
    )
