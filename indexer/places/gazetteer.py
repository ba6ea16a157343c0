"""The places that are known: the built-in ones and those imported into the data folder."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

from shapely import STRtree, unary_union
from shapely.geometry import Point

from indexer.cameras import CAMERAS_FILE, Camera, load_cameras
from indexer.folder import Folder
from indexer.folding import fold
from indexer.ids import PlaceId
from indexer.places.imported import (
    PLACES_FILE,
    merge_places,
    read_imported,
    read_places,
    write_imported,
)
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
    def units(self) -> tuple[Place, ...]:
        """The wards and districts."""
        return tuple(place for place in self if place.kind in ("ward", "district"))

    @cached_property
    def units_tree(self) -> STRtree:
        """The same by where they lie."""
        return STRtree([unit.geometry for unit in self.units])

    @cached_property
    def names(self) -> Names:
        """All names and their spellings, made ready for finding them in a text."""
        return Names(self)

    def meant(self, ref: PlaceRef) -> tuple[Place, ...]:
        """The places that a reference means: one, or all that share the name it gives.

        An id beats the name. A house number or an alley ("112 Tô Ký", "Hẻm 45 Nguyễn Văn Quá") has
        no id and is the street in its name. Nothing if nothing of that name is known.
        """
        if ref.id is not None:
            place = self.get(ref.id)
            return (place,) if place else ()
        return self.named_alike(ref)

    def named_alike(self, ref: PlaceRef) -> tuple[Place, ...]:
        """The places with the name and kind that a reference gives, whatever its id."""
        kind = "street" if ref.kind in ("point", "alley") else ref.kind
        named = [place for place in self.names.named(ref.name) if place.kind == kind]
        return tuple(place for place in named if fold(place.name) == fold(named[0].name))

    def resolve(self, ref: PlaceRef) -> Place | None:
        """The place that a reference means, or the street that gives it its geometry.

        Where several share the name, the first of them with the geometry of all; None if nothing
        of that name is known.
        """
        places = self.meant(ref)
        if len(places) < 2:
            return places[0] if places else None
        return replace(places[0], geometry=unary_union([place.geometry for place in places]))


def load_gazetteer(data: Folder) -> Gazetteer:
    """The built-in places, those imported into the data folder, and its cameras by their ids.

    The folder need not exist yet. While its files stay the same it is the same gazetteer.
    """
    with _LOADING:
        files = tuple(data.read(name) if data.exists(name) else b"" for name in _FILES)
        if files not in _LOADED:
            places = merge_places(builtin_gazetteer(), read_imported(data))
            cameras = [_camera_place(camera) for camera in load_cameras(data)]
            _LOADED.clear()
            _LOADED[files] = Gazetteer([*places, *cameras]) if any(files) else builtin_gazetteer()
        return _LOADED[files]


_FILES = (PLACES_FILE, CAMERAS_FILE)
_LOADED: dict[tuple[bytes, ...], Gazetteer] = {}
"""The gazetteer last loaded, by the content of its files: getting one ready takes a while."""
_LOADING = Lock()


def _camera_place(camera: Camera) -> Place:
    """The camera where its id is said; its name is often a street's and means that."""
    ident = PlaceId(f"camera:{camera.id}")
    return Place(ident, camera.id, "camera", Point(camera.lon, camera.lat))


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
