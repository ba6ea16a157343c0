import itertools

import numpy as np
import pytest

from indexer.simulate.network import NGUYEN_VAN_QUA, STREETS, TO_KY
from indexer.simulate.roads import Roads, Spot, crossings, links


def test_every_street_can_be_reached_from_every_other() -> None:
    roads = Roads()
    for first, second in itertools.permutations(STREETS, 2):
        route = roads.route(Spot(first, 10.0), Spot(second, second.line.length_m - 10))
        assert route is not None
        assert route.legs[0].street is first and route.legs[-1].street is second


def test_a_crossing_is_one_place_on_two_streets() -> None:
    for first, second in crossings():
        here, there = (spot.street.line.pose(spot.along_m) for spot in (first, second))
        assert np.hypot(here.x - there.x, here.y - there.y) <= 5.0


def test_legs_follow_one_another_on_the_route_s_line() -> None:
    route = Roads(3).route(Spot(NGUYEN_VAN_QUA, 1_200.0), Spot(TO_KY, 900.0))
    assert route is not None
    for leg in route.legs:
        for along_m, metre in ((leg.from_m, 0.0), (leg.to_m, leg.length_m)):
            pose, street = (
                route.line.pose(leg.starts_m + metre),
                leg.street.line.pose(along_m),
            )
            assert np.hypot(pose.x - street.x, pose.y - street.y) < 0.5
    last = route.legs[-1]
    assert last.starts_m + last.length_m == pytest.approx(route.line.length_m, abs=0.5)


def test_no_way_is_quicker_than_the_quickest() -> None:
    start, end = Spot(NGUYEN_VAN_QUA, 300.0), Spot(TO_KY, 1_500.0)
    best = Roads().seconds(start, end)
    for whim in range(4):
        route = Roads(whim).route(start, end)
        assert route is not None
        assert sum(leg.length_m / leg.street.speed_mps for leg in route.legs) >= best - 2


def test_links_are_named_apart_and_touch_what_they_join() -> None:
    assert len({link.id for link in links()}) == len(links())
    assert all(link.line.length_m > 5 for link in links())


def test_there_is_no_way_to_where_one_is() -> None:
    assert Roads().route(Spot(TO_KY, 100.0), Spot(TO_KY, 100.2)) is None
    first, second = crossings()[0]
    assert Roads().route(first, second) is None
