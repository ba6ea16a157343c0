"""What a text says of places: which ones, in what relation, within what radius.

First the names are found (`names`), then the words around each are read (`mention`), then what
belongs together is put together (`grouping`), and last what looks like a place and is none that is
known is reported (`unresolved`). Relations and radii that are not said: `relations`. Everything
works on the composed text and its accent-folded double; time is linear in the length of the text.
"""

from dataclasses import dataclass
from datetime import date, datetime

from indexer.ids import LOCAL_ZONE
from indexer.places.gazetteer import Gazetteer
from indexer.places.grouping import Group, group
from indexer.places.mention import is_valid, read_mention
from indexer.places.place import PlaceRef
from indexer.places.tokens import Written
from indexer.places.unresolved import find_unresolved


@dataclass(frozen=True)
class FoundPlaces:
    """Places of a text, and what it says in place of them.

    `spans` are [start, end) in `nfc(text)`, ascending and apart: the words for the places with
    their relations, and the words that stay `unresolved`, which stand there as written. A
    junction has two `refs` and one span.
    """

    refs: tuple[PlaceRef, ...]
    spans: tuple[tuple[int, int], ...]
    unresolved: tuple[str, ...]


class NamedPlaces:
    """The names of places in a text, found once, whatever the time that it speaks of."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        """Find the names; any text will do, one without places has none."""
        self._written = Written(text)
        self._matches = gazetteer.names.find(self._written)
        named = (spelling.place for match in self._matches for spelling in match.spellings)
        self._dated = [place for place in named if place.since or place.until]
        self._found: dict[tuple[bool, ...], FoundPlaces] = {}

    def at(self, moment: datetime) -> FoundPlaces:
        """The places that the text names when it speaks of that time.

        Units that were valid then are preferred, and nothing else depends on it.
        """
        day = moment.astimezone(LOCAL_ZONE).date()
        valid = tuple(is_valid(place, day) for place in self._dated)
        if valid not in self._found:
            self._found[valid] = self._read(day)
        return self._found[valid]

    def _read(self, day: date) -> FoundPlaces:
        matches = self._matches
        mentions = [
            mention
            for before, match, following in zip(
                [None, *matches], matches, [*matches[1:], None], strict=False
            )
            if (mention := read_mention(self._written, match, day, before, following))
        ]
        groups = group(self._written, mentions)
        unknown = find_unresolved(self._written, groups)
        spans = [(each.start, each.end) for each in groups] + [(u.start, u.end) for u in unknown]
        return FoundPlaces(
            refs=_distinct(groups),
            spans=tuple(_joined(spans)),
            unresolved=tuple(dict.fromkeys(each.phrase for each in unknown)),
        )


def find_places(text: str, gazetteer: Gazetteer, at: datetime) -> FoundPlaces:
    """The places that a text names when it speaks of the time `at`."""
    return NamedPlaces(text, gazetteer).at(at)


def _distinct(groups: list[Group]) -> tuple[PlaceRef, ...]:
    """The references of all groups, what is said twice only once."""
    distinct = dict.fromkeys(each.refs() for each in groups)
    return tuple(ref for refs in distinct for ref in refs)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order; those that touch or overlap become one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif start < end:
            joined.append((start, end))
    return joined
