"""The sketch of where and when: north is up, to scale, with the streets around and no others."""

import math

import pytest

from indexer.places.gazetteer import builtin_gazetteer
from search.cases.sketch import HEIGHT, WIDTH, Map, Point, sketch_map, sketch_times

GAZETTEER = builtin_gazetteer()
NVQ, NORTH, EAST = (
    Point(1, 10.8365, 106.6299), Point(2, 10.8446, 106.6299), Point(3, 10.8365, 106.6399),
)  # fmt: skip


def drawn(*points: Point) -> Map:
    found = sketch_map(points, GAZETTEER)
    assert found is not None
    return found


def test_nothing_to_show_is_no_map() -> None:
    assert sketch_map([], GAZETTEER) is None


def test_north_is_up_and_east_is_right() -> None:
    places = {numbers: (x, y) for x, y, numbers in drawn(NVQ, NORTH, EAST).marks}
    assert places["2"][1] < places["1"][1] and places["2"][0] == places["1"][0]
    assert places["3"][0] > places["1"][0] and places["3"][1] == places["1"][1]
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places.values())


def test_distances_are_to_scale() -> None:
    sketch = drawn(NVQ, NORTH)
    (_, y1, _), (_, y2, _) = sketch.marks
    metres = math.radians(NORTH.lat - NVQ.lat) * 6_371_000
    assert (y1 - y2) / sketch.scale_200m * 200 == pytest.approx(metres, rel=0.01)


def test_streets_around_are_drawn_and_others_are_not() -> None:
    names = {name for name, *_ in drawn(NVQ).streets}
    assert "Nguyễn Văn Quá" in names and "Hà Huy Giáp" not in names


def test_pins_of_one_camera_share_a_mark() -> None:
    sketch = drawn(NVQ, Point(4, NVQ.lat, NVQ.lon), NORTH)
    assert sorted(numbers for _, _, numbers in sketch.marks) == ["1, 4", "2"]


def test_times_stand_between_the_first_and_the_last() -> None:
    assert (
        sketch_times([]) == []
        and sketch_times([7]) == [50.0]
        and sketch_times([5, 5]) == [50.0] * 2
    )
    assert sketch_times([1000, 2000, 5000]) == [0.0, 25.0, 100.0]
