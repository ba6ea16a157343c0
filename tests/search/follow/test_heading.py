"""Which way a vehicle drove, by two looks at it, and ways that go against it."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.cameras import Camera
from indexer.ids import CameraId, Interval
from indexer.places.street_graph import Way
from indexer.region import Box
from search.follow.heading import PICTURE, VIEW_DEG, against, driving_deg, leg_deg, turn_deg
from search.follow.reach import Reached
from search.follow.trail import AGAINST, steps_on
from search.moments import Moment
from tests.search.test_folded import START_MS, look

NORTH = Camera(CameraId("c1"), "c1", 10.8, 106.6, heading_deg=0.0)
FOCAL = 0.5 / math.tan(math.radians(VIEW_DEG) / 2)
ONE = np.eye(4, dtype=np.float32)[0]


def box(right_m: float, ahead_m: float, high_m: float = 1.5, down: float = 0.6) -> Box:
    """Where a pinhole camera sees a thing."""
    x, tall = 0.5 + FOCAL * right_m / ahead_m, FOCAL * PICTURE * high_m / ahead_m
    wide = 0.5 * tall / PICTURE
    return x - wide / 2, down - tall / 2, x + wide / 2, down + tall / 2


def passing(first: Box, second: Box) -> Moment:
    best, later = look("c1", 10_000, first, ONE), look("c1", 11_000, second, ONE)
    return Moment(best, 9_000, 12_000, beside=(later,))


@pytest.mark.parametrize(
    ("first", "second", "bearing"),
    [((2, 20), (2, 30), 0), ((2, 30), (2, 20), 180), ((-6, 25), (6, 25), 90)],
    ids=["drives off", "comes", "crosses to the right"],
)
def test_growing_is_coming(
    first: tuple[float, float], second: tuple[float, float], bearing: float
) -> None:
    found = driving_deg(passing(box(*first), box(*second)), NORTH)
    assert found is not None and turn_deg(found, bearing) < 1


PLACES = st.tuples(st.floats(-8, 8), st.floats(18, 60))


@given(PLACES, PLACES, st.floats(0, 359), st.floats(1, 3))
def test_two_looks_tell_the_way_wherever_the_camera_looks(
    first: tuple[float, float], second: tuple[float, float], heading: float, high_m: float
) -> None:
    (x, y), (x1, y1) = first, second
    assume(math.hypot(x1 - x, y1 - y) > 0.1 * max(math.hypot(x, y), math.hypot(x1, y1)))
    boxes = [box(*at, high_m=high_m) for at in (first, second)]
    assume(all(min(one[:2]) > 0.02 and max(one[2:]) < 0.98 for one in boxes))
    found = driving_deg(passing(*boxes), replace(NORTH, heading_deg=heading))
    truth = heading + math.degrees(math.atan2(x1 - x, y1 - y))
    assert found is not None and turn_deg(found, truth) < 0.1


def test_nothing_is_told_where_it_is_not_known() -> None:
    drives = passing(box(2, 20), box(2, 30))
    assert driving_deg(drives, replace(NORTH, heading_deg=None)) is None
    assert driving_deg(replace(drives, beside=()), NORTH) is None
    assert driving_deg(passing(box(2, 20), box(2, 20.5)), NORTH) is None, "it stands"
    other = replace(drives.beside[0], embedding=np.eye(4, dtype=np.float32)[1])
    assert driving_deg(replace(drives, beside=(other,)), NORTH) is None, "something else"


def test_what_is_cut_off_is_at_least_as_near_as_it_shows() -> None:
    left, top, right, _ = box(2, 12)
    cut = passing(box(2, 20), (left, top + 0.3, right, 1.0))
    found = driving_deg(cut, NORTH)
    assert found is not None and turn_deg(found, 180) < 30
    assert driving_deg(passing(box(2, 20), (left, 0.95, right, 1.0)), NORTH) is None


def test_the_legs_of_a_way_have_bearings() -> None:
    north_then_east = [(10.80, 106.60), (10.8001, 106.60), (10.81, 106.60), (10.81, 106.61)]
    assert leg_deg(north_then_east) == pytest.approx(0, abs=0.1)
    assert leg_deg(north_then_east, last=True) == pytest.approx(90, abs=0.1)
    assert leg_deg([]) is None
    assert leg_deg([(10.8, 106.6)]) is None


def test_a_way_is_against_where_it_turns_back() -> None:
    assert against([(10.0, 350.0), (90.0, 180.0)]) == 0
    assert against([(10.0, 190.0), (90.0, 270.0)]) == 2
    assert against([(None, 190.0), (90.0, None)]) == 0


def test_a_step_back_weighs_less() -> None:
    def there(camera: str) -> tuple[Reached, Moment]:
        seen = look(camera, 60_000, box(2, 20), ONE)
        way = Way(600_000, "streets")
        window = Interval(START_MS, START_MS + 600_000)
        reached = Reached(Camera(CameraId(camera), camera, 10.8, 106.6), way, window)
        return reached, Moment(replace(seen, score=0.9), 59_000, 61_000)

    reach = [there("c1"), there("c2")]
    alike = {one.camera.id: [moment] for one, moment in reach}
    ways = [one for one, _ in reach]
    same = steps_on(START_MS, ways, alike)
    back = steps_on(START_MS, ways, alike, lambda one, _: int(one.camera.id == "c1"))
    assert [step.camera for step in same] == ["c1", "c2"]
    assert [step.camera for step in back] == ["c2", "c1"]
    assert back[1].weight == pytest.approx(AGAINST * same[0].weight)
    assert [step.against for step in back] == [0, 1]
