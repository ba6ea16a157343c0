"""The plan of a search: which cameras and windows of time, which reports, and how many of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.cameras import Camera, Cameras
from indexer.ids import CameraId, Interval
from indexer.places.gazetteer import Gazetteer
from indexer.places.geometry import cameras_at
from indexer.places.place import PlaceRef
from indexer.region import Region
from indexer.reports.category import CATEGORIES, QUIET, Category, category_of
from indexer.reports.report import REPORT_KINDS
from indexer.reports.text_index import ReportQuery
from search.errors import UnknownName
from search.facets import EVERYTHING, Narrowing
from search.question.understood import SOURCES, Source, Understood
from search.request import SearchRequest

NEVER = Interval(0, 1)
"""A window no report lies in: for a bounded question where all reports are of another time."""


@dataclass(frozen=True)
class Extents:
    """The stretches of time that hold any indexed footage, and anything a report tells of."""

    footage: Interval | None
    reports: Interval | None


@dataclass(frozen=True)
class FrameScope:
    """Rows a frame search may see: these cameras, in these ascending, disjoint intervals."""

    cameras: tuple[CameraId, ...]
    intervals: tuple[Interval, ...]

    def holds(self, region: Region) -> bool:
        """Whether a region is in scope."""
        at_ms = region.captured_at_ms
        timely = any(part.after_ms <= at_ms < part.before_ms for part in self.intervals)
        return timely and region.camera in self.cameras


@dataclass(frozen=True)
class Plan:
    """What will be searched. `frames` or `reports` is None where the source was not asked for.

    `pictures` says whether reports are found by what is attached to them, too.
    """

    understood: Understood
    cameras: tuple[Camera, ...]
    frames: FrameScope | None
    reports: ReportQuery | None
    places: tuple[PlaceRef, ...]
    limit: int
    narrowing: Narrowing = EVERYTHING
    pictures: bool = False


def plan_search(
    request: SearchRequest,
    understood: Understood,
    cameras: Cameras,
    gazetteer: Gazetteer,
    extents: Extents,
) -> Plan:
    """Decide the scope; windows of time are cut to what the index holds at all.

    Raises UnknownName for a camera, unit, source, kind or place id that is not known.
    """
    _check_names(request, understood, cameras, gazetteer)
    sources = _sources(request, understood)
    chosen = _cameras(request, understood, cameras, gazetteer)
    windows = _windows(understood, extents.footage)
    narrowing = Narrowing.of(request.wards, request.days, gazetteer)
    scope = FrameScope(tuple(camera.id for camera in chosen), windows)
    return Plan(
        understood=understood,
        cameras=chosen,
        frames=scope if "footage" in sources else None,
        reports=_report_query(request, understood, extents, narrowing)
        if "reports" in sources
        else None,
        places=understood.places,
        limit=request.limit,
        narrowing=narrowing,
        pictures="reports" in sources or _bare_example(request),
    )


def _bare_example(request: SearchRequest) -> bool:
    """Whether something is to look like an example, and nothing says where alone it may be."""
    return request.example is not None and not request.sources and not request.kinds


def _check_names(
    request: SearchRequest, understood: Understood, cameras: Cameras, gazetteer: Gazetteer
) -> None:
    for camera in request.cameras:
        cameras.get(CameraId(camera))
    for source in request.sources:
        _known(source, SOURCES, "source")
    for kind in request.kinds:
        _known(kind, ("moment", *REPORT_KINDS), "kind")
    known_categories(request.categories)
    for unit in request.units:
        if gazetteer.get(unit) is None:
            raise UnknownName(f"unknown unit {unit!r}; use an id such as ward:26791@2025-07-01")
    for place in understood.places:
        _check_place(place, cameras, gazetteer)


def _check_place(place: PlaceRef, cameras: Cameras, gazetteer: Gazetteer) -> None:
    if place.kind == "camera":
        cameras.get(CameraId((place.id or place.name).removeprefix("camera:")))
    elif not gazetteer.meant(place):
        told = repr(place.id) if place.id else f"{place.kind} {place.name!r}"
        raise UnknownName(f"unknown place {told}; import it with `truyvet places import`")


def known_categories(names: Sequence[str]) -> tuple[Category, ...]:
    """Categories by their names; UnknownName for one there is not."""
    for name in names:
        _known(name, CATEGORIES, "category")
    return tuple(category for category in CATEGORIES if category in names)


def _known(name: str, known: Sequence[str], what: str) -> None:
    if name not in known:
        raise UnknownName(f"unknown {what} {name!r}; known are {', '.join(known)}")


def _sources(request: SearchRequest, understood: Understood) -> tuple[Source, ...]:
    asked = [s for s in understood.sources if not request.sources or s in request.sources]
    if request.kinds and "moment" not in request.kinds:
        asked = [s for s in asked if s != "footage"]
    if request.kinds == ("moment",):
        asked = [s for s in asked if s != "reports"]
    return tuple(asked)


def _cameras(
    request: SearchRequest, understood: Understood, cameras: Cameras, gazetteer: Gazetteer
) -> tuple[Camera, ...]:
    chosen: list[Camera] = list(cameras)
    if understood.places:
        chosen = cameras_at(understood.places, chosen, gazetteer)
    if request.cameras:
        chosen = [camera for camera in chosen if camera.id in request.cameras]
    if request.units:
        units = [_unit_ref(unit, gazetteer) for unit in request.units]
        chosen = cameras_at(units, chosen, gazetteer)
    return tuple(chosen)


def _unit_ref(unit: str, gazetteer: Gazetteer) -> PlaceRef:
    place = gazetteer.get(unit)
    assert place is not None, "checked by _check_names"
    return PlaceRef(place.name, place.kind, "in", None, place.id)


def _windows(understood: Understood, extent: Interval | None) -> tuple[Interval, ...]:
    return tuple(understood.time.intervals(extent)) if extent else ()


def _report_query(
    request: SearchRequest, understood: Understood, extents: Extents, narrowing: Narrowing
) -> ReportQuery:
    windows = () if understood.time.is_open else _windows(understood, extents.reports) or (NEVER,)
    narrowed = narrowing.intervals(windows)
    return ReportQuery(
        words=understood.look_for,
        by_meaning=True,
        intervals=narrowed or ((NEVER,) if windows else ()),
        exclude=understood.exclude,
        kinds=tuple(kind for kind in REPORT_KINDS if kind in request.kinds),
        channels=request.channels,
        categories=known_categories(request.categories),
        quiet=() if asks_for_quiet(understood.look_for, request.categories) else QUIET,
    )


def asks_for_quiet(look_for: str, categories: Sequence[str]) -> bool:
    """Whether it is about paperwork or thanks that somebody asks: then these are not drowned."""
    return bool(categories) or category_of(look_for) in QUIET
