"""A question into a scope: cameras, windows of time, reports; unknown names are errors."""

from datetime import datetime

import pytest

from indexer.cameras import Camera, Cameras
from indexer.errors import UnknownCamera
from indexer.ids import LOCAL_ZONE, CameraId, Interval, PlaceId, to_ms
from indexer.places.gazetteer import builtin_gazetteer
from indexer.places.place import PlaceRef
from indexer.times.window import Daily, TimeWindow
from search.errors import UnknownName
from search.plan import NEVER, Extents, Plan, plan_search
from search.question.understood import Understood
from search.request import SearchRequest

GAZETTEER = builtin_gazetteer()
CAMERAS = Cameras(
    [
        Camera(CameraId("nvq"), "nvq", 10.8365, 106.6299, street="Nguyễn Văn Quá"),
        Camera(CameraId("hhg"), "hhg", 10.8730, 106.6795, street="Hà Huy Giáp"),
    ]
)
NVQ = PlaceRef("Nguyễn Văn Quá", "street", "near", 200, PlaceId("street:nguyen-van-qua"))


def at(text: str) -> int:
    return to_ms(datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE))


EXTENTS = Extents(
    footage=Interval(at("2022-04-27T20:00"), at("2022-04-28T02:00")),
    reports=Interval(at("2022-04-26T00:00"), at("2022-04-29T00:00")),
)


def plan(understood: Understood, extents: Extents = EXTENTS, **filters: tuple[str, ...]) -> Plan:
    request = SearchRequest(understood=understood, **filters)  # type: ignore[arg-type]
    return plan_search(request, understood, CAMERAS, GAZETTEER, extents)


def test_a_place_chooses_cameras_by_where_they_stand() -> None:
    planned = plan(Understood(places=(NVQ,)))
    assert [camera.id for camera in planned.cameras] == ["nvq"]
    assert planned.frames is not None and planned.frames.cameras == ("nvq",)


def test_no_place_means_all_cameras() -> None:
    assert [camera.id for camera in plan(Understood()).cameras] == ["hhg", "nvq"]


def test_windows_are_cut_to_what_there_is() -> None:
    planned = plan(Understood(time=TimeWindow(daily=Daily("21:00", "24:00"))))
    assert planned.frames is not None
    assert planned.frames.intervals == (Interval(at("2022-04-27T21:00"), at("2022-04-28T00:00")),)
    assert planned.reports is not None and len(planned.reports.intervals) == 3


def test_an_open_time_leaves_reports_without_a_time_in_scope() -> None:
    planned = plan(Understood(look_for="xe máy đỏ"))
    assert planned.reports is not None and planned.reports.intervals == ()
    assert "motorbike" in planned.reports.words and "xe máy đỏ" in planned.reports.words


def test_a_time_in_which_there_is_nothing_finds_nothing() -> None:
    year = TimeWindow(
        datetime(2020, 1, 1, tzinfo=LOCAL_ZONE), datetime(2021, 1, 1, tzinfo=LOCAL_ZONE)
    )
    planned = plan(Understood(time=year))
    assert planned.frames is not None and planned.frames.intervals == ()
    assert planned.reports is not None and planned.reports.intervals == (NEVER,)
    empty = plan(Understood(), Extents(None, None))
    assert empty.frames is not None and empty.frames.intervals == ()


def test_sources_and_kinds_bound_what_is_searched() -> None:
    assert plan(Understood(sources=("reports",))).frames is None
    assert plan(Understood(sources=("footage",))).reports is None
    assert plan(Understood(), sources=("footage",)).reports is None
    assert plan(Understood(), kinds=("moment",)).reports is None
    tips = plan(Understood(), kinds=("tip",))
    assert tips.frames is None and tips.reports is not None and tips.reports.kinds == ("tip",)


def test_filters_narrow_cameras_further() -> None:
    assert [c.id for c in plan(Understood(), cameras=("hhg",)).cameras] == ["hhg"]
    assert plan(Understood(places=(NVQ,)), cameras=("hhg",)).cameras == ()
    wards = [p.id for p in GAZETTEER if p.kind == "ward" and p.name.endswith("Đông Hưng Thuận")]
    assert [c.id for c in plan(Understood(), units=(wards[-1],)).cameras] == ["nvq"]


@pytest.mark.parametrize(
    "filters",
    [{"sources": ("radio",)}, {"kinds": ("rumour",)}, {"units": ("ward:0@1900-01-01",)}],
)
def test_an_unknown_name_is_an_error(filters: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(UnknownName, match="unknown"):
        plan(Understood(), **filters)


def test_an_unknown_camera_or_place_is_an_error() -> None:
    with pytest.raises(UnknownCamera):
        plan(Understood(), cameras=("who",))
    nowhere = PlaceRef("x", "street", "near", 200, PlaceId("street:nowhere"))
    with pytest.raises(UnknownName, match="unknown place"):
        plan(Understood(places=(nowhere,)))
    camera = PlaceRef("x", "camera", "near", None, PlaceId("camera:who"))
    with pytest.raises(UnknownCamera):
        plan(Understood(places=(camera,)))


def test_a_place_without_an_id_is_named_by_its_street() -> None:
    house = PlaceRef("112 Nguyễn Văn Quá", "point", "near", 200)
    assert [camera.id for camera in plan(Understood(places=(house,))).cameras] == ["nvq"]
