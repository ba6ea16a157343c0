"""Trails over any streets: only cameras in time, slack only adds, forward mirrors backward."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.cameras import Camera
from indexer.footage_log import FootageSpan
from indexer.ids import CameraId, FootageId, Interval
from indexer.places.place import Place
from indexer.places.street_graph import StreetGraph
from indexer.region import Region
from search.follow.pace import Pace
from search.follow.reach import Departure, Footage, reached
from search.follow.trail import Branch, Step, cameras_of, grow, steps_on
from search.frames import FrameHit
from search.moments import Moment
from tests.indexer.places.test_street_graph import camera, street

WITHIN_MS = 600_000
START_MS = 1_651_068_000_000
SEEN = Interval(START_MS, START_MS + 3_000)

grids = st.integers(-12, 12).map(lambda step: step * 100.0)
points = st.tuples(grids, grids)


@st.composite
def places(draw: st.DrawFn) -> list[Place]:
    lines = draw(st.lists(st.lists(points, min_size=2, max_size=4, unique=True), max_size=6))
    ways = st.sampled_from([None, None, "forward", "backward"])
    return [street(f"s{n}", *line, one_way=draw(ways)) for n, line in enumerate(lines)]


cameras = st.lists(points, min_size=2, max_size=7, unique=True).map(
    lambda at: [camera(f"c{number}", x + 3, y - 2) for number, (x, y) in enumerate(at)]
)
paces = st.builds(
    Pace,
    slowest_kmh=st.floats(2, 20),
    fastest_kmh=st.floats(25, 120),
    slack=st.floats(0, 1),
)  # fmt: skip


def reach_of(
    graph: StreetGraph, known: list[Camera], at: CameraId, seen: Interval, pace: Pace,
    backward: bool = False,
) -> dict[CameraId, Interval]:  # fmt: skip
    ways = graph.ways(at, pace.farthest_m(WITHIN_MS), backward=backward)
    by_id = {one.id: one for one in known}
    found = reached(Departure(at, seen, WITHIN_MS), ways, by_id, pace, backward)
    return {one.camera.id: one.window for one in found}


@settings(max_examples=40, deadline=None)
@given(places(), cameras, paces, st.floats(0, 2))
def test_more_slack_never_takes_a_camera_or_a_second_away(
    streets: list[Place], known: list[Camera], pace: Pace, more: float
) -> None:
    graph = StreetGraph(streets, known)
    wider = Pace(pace.slowest_kmh, pace.fastest_kmh, pace.slack + more)
    tight = reach_of(graph, known, known[0].id, SEEN, pace)
    loose = reach_of(graph, known, known[0].id, SEEN, wider)
    for ident, window in tight.items():
        assert loose[ident].after_ms <= window.after_ms
        assert loose[ident].before_ms >= window.before_ms


@settings(max_examples=40, deadline=None)
@given(places(), cameras, paces, st.integers(-WITHIN_MS, WITHIN_MS), st.integers(0, 9_000))
def test_backward_mirrors_forward(
    streets: list[Place], known: list[Camera], pace: Pace, later_ms: int, long_ms: int
) -> None:
    graph = StreetGraph(streets, known)
    here, there = known[0].id, known[1].id
    other = Interval(START_MS + later_ms, START_MS + later_ms + long_ms)

    def meets(window: Interval | None, seen: Interval) -> bool:
        return window is not None and (
            window.after_ms <= seen.before_ms and seen.after_ms <= window.before_ms
        )

    forward = reach_of(graph, known, here, SEEN, pace).get(there)
    backward = reach_of(graph, known, there, other, pace, backward=True).get(here)
    assert meets(forward, other) == meets(backward, SEEN)


@settings(max_examples=40, deadline=None)
@given(places(), cameras, paces, st.data())
def test_a_trail_holds_only_cameras_that_can_be_reached_in_time(
    streets: list[Place], known: list[Camera], pace: Pace, data: st.DataObject
) -> None:
    graph, by_id = StreetGraph(streets, known), {one.id: one for one in known}
    moments = {
        one.id: [
            moment_of(one, START_MS + at * 1000, score)
            for at, score in data.draw(
                st.lists(st.tuples(st.integers(0, 600), st.floats(-1, 1)), max_size=4)
            )
        ]
        for one in known
    }

    def onward(came: Departure, path: frozenset[CameraId], at: int) -> list[Step]:
        ways = graph.ways(came.camera, pace.farthest_m(came.within_ms))
        reach = [r for r in reached(came, ways, by_id, pace) if r.camera.id not in path]
        alike = {
            one.camera.id: [
                m for m in moments[one.camera.id]
                if one.window.after_ms <= m.best.region.captured_at_ms <= one.window.before_ms
            ]
            for one in reach
        }  # fmt: skip
        return steps_on(came.seen.before_ms, reach, alike)

    steps, branches = grow(Departure(known[0].id, SEEN, WITHIN_MS), onward, 4, 3)
    assert cameras_of(branches) <= {one.id for one in known[1:]}
    check(graph, known, pace, known[0].id, SEEN, branches, {known[0].id})
    assert sum(step.share for step in steps) < 1
    assert [s.weight for s in steps] == sorted((s.weight for s in steps), reverse=True)


def check(
    graph: StreetGraph, known: list[Camera], pace: Pace, at: CameraId, seen: Interval,
    branches: tuple[Branch, ...], path: set[CameraId],
) -> None:  # fmt: skip
    windows = reach_of(graph, known, at, seen, pace)
    for branch in branches:
        moment, ident = branch.step.moment, branch.step.camera
        assert moment is not None and ident not in path
        when = moment.best.region.captured_at_ms
        assert windows[ident].after_ms <= when <= windows[ident].before_ms
        assert when <= SEEN.before_ms + WITHIN_MS
        check(graph, known, pace, ident, moment.captured, branch.next, path | {ident})


def moment_of(one: Camera, at_ms: int, score: float) -> Moment:
    region = Region(one.id, at_ms, FootageId("0" * 16), at_ms - START_MS, (0, 0, 1, 1), "frame")
    pts = region.pts_ms
    return Moment(FrameHit(region, score, np.zeros(1, np.float32)), pts, pts)


@settings(max_examples=40, deadline=None)
@given(places(), cameras)
def test_ways_are_no_shorter_than_the_streets_allow(
    streets: list[Place], known: list[Camera]
) -> None:
    graph = StreetGraph(streets, known)
    for at in known:
        forward = graph.ways(at.id, 1e6).by_camera
        backward = graph.ways(at.id, 1e6, backward=True).by_camera
        assert set(forward) <= {one.id for one in known} - {at.id}
        for ident, way in forward.items():
            mirrored = graph.ways(ident, 1e6, backward=True).by_camera[at.id]
            assert mirrored.length_mm == way.length_mm and mirrored.by == way.by
        assert all(way.length_mm >= 0 for way in backward.values())


def test_footage_tells_what_of_a_window_it_has() -> None:
    known = [camera("a", 0, 0), camera("b", 300, 0)]
    span = FootageSpan(
        task_key="t", footage=FootageId("0" * 16), path="x", sha256="", camera=known[1].id,
        start_ms=START_MS, span_after_ms=START_MS, span_before_ms=START_MS + 60_000,
        pts_after_ms=0, pts_before_ms=60_000, sampled_frames=1, regions=1, dropped=0,
        fingerprint="", state="indexed", reason="", at_ms=0,
    )  # fmt: skip
    graph = StreetGraph([], known)
    ways = graph.ways(known[0].id, 9_000)
    departure = Departure(known[0].id, SEEN, WITHIN_MS)
    (one,) = reached(departure, ways, {c.id: c for c in known}, Pace())
    seen, blind = Footage([span]), Footage([])
    assert seen.sees(one) and not blind.sees(one)
    assert [gap.after_ms for gap in seen.gaps(one)] == [START_MS + 60_000]
    assert [gap.after_ms for gap in blind.gaps(one)] == [None]
