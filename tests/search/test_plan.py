"""A question into a scope: cameras, windows of time, reports; unknown names are errors."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from shapely.geometry import LineString

from indexer.cameras import Camera, Cameras
from indexer.errors import UnknownCamera
from indexer.ids import LOCAL_ZONE, CameraId, Interval, PlaceId, to_ms
from indexer.places.gazetteer import Gazetteer, builtin_gazetteer
from indexer.places.place import Place, PlaceRef
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
    assert planned.reports.words == "xe máy đỏ" and planned.reports.by_meaning


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


def test_a_name_that_no_place_has_is_an_error() -> None:
    for place in (
        PlaceRef("Phố Không Có Thật", "street", "near", 200),
        PlaceRef("Nguyễn Văn Quá", "ward", "in"),
        PlaceRef("112 Phố Không Có Thật", "point", "near", 200),
    ):
        with pytest.raises(UnknownName, match="unknown place"):
            plan(Understood(places=(place,)))
    with pytest.raises(UnknownCamera):
        plan(Understood(places=(PlaceRef("who", "camera", "near"),)))


def test_a_place_without_an_id_is_named_by_its_street() -> None:
    house = PlaceRef("112 Nguyễn Văn Quá", "point", "near", 200)
    assert [camera.id for camera in plan(Understood(places=(house,))).cameras] == ["nvq"]


def test_a_camera_named_in_the_question_is_the_only_one() -> None:
    ref = PlaceRef("nvq", "camera", "near", 200, PlaceId("camera:nvq"))
    assert [camera.id for camera in plan(Understood(places=(ref,))).cameras] == ["nvq"]


def test_a_name_that_two_streets_share_means_both() -> None:
    line = LineString([(106.6794, 10.8729), (106.6796, 10.8731)])
    other = Place(PlaceId("street:nguyen-van-qua-2"), "Nguyễn Văn Quá", "street", line)
    both = Gazetteer([*GAZETTEER, other])
    shared = PlaceRef("Nguyễn Văn Quá", "street", "near", 200)
    for place, cameras in ((shared, ["hhg", "nvq"]), (NVQ, ["nvq"])):
        understood = Understood(places=(place,))
        request = SearchRequest(understood=understood)
        planned = plan_search(request, understood, CAMERAS, both, EXTENTS)
        assert [camera.id for camera in planned.cameras] == cameras


def test_of_streets_that_share_a_name_the_asker_s_units_choose() -> None:
    line = LineString([(106.6794, 10.8729), (106.6796, 10.8731)])
    other = Place(PlaceId("street:nguyen-van-qua-2"), "Nguyễn Văn Quá", "street", line)
    understood = Understood(places=(PlaceRef("Nguyễn Văn Quá", "street", "near", 200),))
    for unit, cameras in (
        ("ward:26788@1997-04-01", ["nvq"]),
        ("ward:26767@1997-04-01", ["hhg"]),
        ("district:quan-12", ["hhg", "nvq"]),
    ):
        request = SearchRequest(understood=understood, units=(unit,))
        planned = plan_search(request, understood, CAMERAS, Gazetteer([*GAZETTEER, other]), EXTENTS)
        assert [found.id for found in planned.cameras] == cameras, unit


_DAY = datetime(2022, 4, 27, tzinfo=LOCAL_ZONE)
_CHANGES = {
    "place": Understood(places=(NVQ,)),
    "relation": Understood(places=(replace(NVQ, relation="toward", radius_m=None),)),
    "radius": Understood(places=(replace(NVQ, radius_m=20_000.0),)),
    "after": Understood(time=TimeWindow(after=_DAY + timedelta(hours=23))),
    "before": Understood(time=TimeWindow(before=_DAY + timedelta(hours=21))),
    "daily": Understood(time=TimeWindow(daily=Daily("22:00", "23:00"))),
    "weekdays": Understood(time=TimeWindow(weekdays=(4,))),
}


@pytest.mark.parametrize(
    ("field", "cameras", "windows"),
    [
        ("place", ["nvq"], [("20:00", "26:00")]),
        ("relation", ["hhg", "nvq"], [("20:00", "26:00")]),
        ("radius", ["hhg", "nvq"], [("20:00", "26:00")]),
        ("after", ["hhg", "nvq"], [("23:00", "26:00")]),
        ("before", ["hhg", "nvq"], [("20:00", "21:00")]),
        ("daily", ["hhg", "nvq"], [("22:00", "23:00")]),
        ("weekdays", ["hhg", "nvq"], [("24:00", "26:00")]),
    ],
)
def test_each_field_that_bounds_the_search_is_obeyed_exactly(
    field: str, cameras: list[str], windows: list[tuple[str, str]]
) -> None:
    planned = plan(_CHANGES[field])
    assert planned.frames is not None
    assert [camera.id for camera in planned.cameras] == cameras
    assert planned.frames.intervals == tuple(
        Interval(*(to_ms(_DAY) + int(end[:2]) * 3_600_000 for end in window)) for window in windows
    )


def test_reports_are_narrowed_to_days_within_the_time_asked_and_to_channels() -> None:
    evenings = Understood(time=TimeWindow(daily=Daily("21:00", "24:00")))
    planned = plan(evenings, days=("2022-04-27",), channels=("zalo",)).reports
    assert planned is not None and planned.channels == ("zalo",)
    assert planned.intervals == (Interval(at("2022-04-27T21:00"), at("2022-04-28T00:00")),)
    whole = plan(Understood(), days=("2022-04-27",)).reports
    assert whole is not None
    assert whole.intervals == (Interval(at("2022-04-27T00:00"), at("2022-04-28T00:00")),)
    apart = plan(evenings, days=("2022-06-01",)).reports
    assert apart is not None and apart.intervals == (NEVER,)
    with pytest.raises(UnknownName, match="Atlantis"):
        plan(Understood(), wards=("Atlantis",))
