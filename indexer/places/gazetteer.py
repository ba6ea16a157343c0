"""The places that are known: the built-in ones and those imported into the data folder."""

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from indexer.folder import Folder
from indexer.ids import PlaceId
from indexer.places.imported import merge_places, read_imported, read_places, write_imported
from indexer.places.landmarks import builtin_landmarks
from indexer.places.names import Names
from indexer.places.place import Place, PlaceRef
from indexer.places.streets import builtin_streets
from indexer.places.units import builtin_units


class Gazetteer:
    """Places by id and by name; immutable. Of places with one name the earlier ranks higher."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Hold the given places; a later one of the same id replaces an earlier one."""
        self._by_id = {place.id: place for place in places}

    def __iter__(self) -> Iterator[Place]:
        """All places, the built-in ones first."""
        return iter(self._by_id.values())

    def __len__(self) -> int:
        """How many places there are."""
        return len(self._by_id)

    def get(self, ident: str) -> Place | None:
        """The place of that id, or None."""
        return self._by_id.get(PlaceId(ident))

    @cached_property
    def names(self) -> Names:
        """All names and their spellings, made ready for finding them in a text."""
        return Names(self)

    def resolve(self, ref: PlaceRef) -> Place | None:
        """The place that a reference means, or the street that gives it its geometry.

        An id beats the name. A house number or an alley ("112 Tô Ký", "Hẻm 45 Nguyễn Văn Quá") has
        no id and is the street in its name. None if nothing of that name is known.
        """
        if ref.id is not None:
            return self.get(ref.id)
        kind = "street" if ref.kind in ("point", "alley") else ref.kind
        named = self.names.named(ref.name)
        return next((place for place in named if place.kind == kind), None)


def load_gazetteer(data: Folder) -> Gazetteer:
    """The built-in places and what was imported into the data folder, which need not exist yet."""
    imported = read_imported(data)
    if not imported:
        return builtin_gazetteer()
    return Gazetteer(merge_places(builtin_gazetteer(), imported))


@lru_cache(maxsize=1)
def builtin_gazetteer() -> Gazetteer:
    """The places of Quận 12 and Hóc Môn that are always known."""
    return Gazetteer([*builtin_streets(), *builtin_units(), *builtin_landmarks()])


def import_places(data: Folder, file: Path) -> int:
    """Add the places of a GeoJSON file to the data folder, by id; returns how many it held.

    One with the id of a built-in place puts its geometry in the place of the built-in one and adds
    its names. Raises BadPlaces for a file that cannot be read as places; then nothing is added.
    """
    places = read_places(file)
    earlier = {place.id: place for place in read_imported(data)}
    write_imported(data, list((earlier | {place.id: place for place in places}).values()))
    return len(places)
