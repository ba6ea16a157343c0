"""The street network: real extents, metres that fit, junctions where streets meet."""

import numpy as np
import pytest

from indexer.simulate.cameras import place_cameras
from indexer.simulate.network import (
    NGUYEN_VAN_QUA,
    QUANG_TRUNG,
    STREETS,
    joined,
    junctions,
    to_degrees,
    to_metres,
)


def test_nguyen_van_qua_lies_in_its_known_extent() -> None:
    lats, lons = np.array(NGUYEN_VAN_QUA.points).T
    assert (lats.min(), lats.max()) == (10.8273, 10.8467)
    assert (lons.min(), lons.max()) == (106.6267, 106.6341)
    assert NGUYEN_VAN_QUA.line.length_m == pytest.approx(2300, abs=60)


def test_degrees_and_metres_agree_both_ways() -> None:
    assert to_degrees(*to_metres(10.8377, 106.6305)) == pytest.approx((10.8377, 106.6305))


@pytest.mark.parametrize("street", STREETS, ids=lambda street: street.code)
def test_a_pose_right_of_the_way_is_found_again_beside_the_line(street) -> None:
    along = street.line.length_m * 0.37
    pose = street.line.pose(along, 6.0)
    foot, gap = street.line.nearest(pose.x, pose.y)
    assert gap == pytest.approx(6.0, abs=0.2)
    assert foot == pytest.approx(along, abs=2.0)


def test_right_of_a_northbound_way_is_east() -> None:
    middle, right = NGUYEN_VAN_QUA.line.pose(1300), NGUYEN_VAN_QUA.line.pose(1300, 5)
    assert 0 < middle.heading_deg < 45
    assert right.x > middle.x


def test_turned_round_a_line_runs_from_its_other_end() -> None:
    line = NGUYEN_VAN_QUA.line
    there, back = line.pose(400), line.reversed().pose(line.length_m - 400)
    assert (back.x, back.y) == pytest.approx((there.x, there.y))
    assert (back.heading_deg - there.heading_deg) % 360 == pytest.approx(180)


def test_nguyen_van_qua_meets_truong_chinh_and_quang_trung() -> None:
    met = {junction.second for junction in junctions() if junction.first == NGUYEN_VAN_QUA.id}
    assert met == {"street:truong-chinh", "street:quang-trung"}


def test_joined_lines_are_as_long_as_their_parts_and_the_gap() -> None:
    both = joined(NGUYEN_VAN_QUA.line, QUANG_TRUNG.line)
    parts = NGUYEN_VAN_QUA.line.length_m + QUANG_TRUNG.line.length_m
    assert parts < both.length_m < parts + 200


def test_the_first_cameras_stand_on_nguyen_van_qua_and_more_only_add() -> None:
    few, many = place_cameras(4, 5), place_cameras(40, 5)
    assert [site.id for site in few[:3]] == ["q12-nvq-01", "q12-nvq-02", "q12-nvq-03"]
    assert many[:4] == few
    assert len({site.id for site in many}) == 40


def test_cameras_stand_at_the_kerb_and_look_along_a_straight_road() -> None:
    for site in place_cameras(60, 5):
        _, gap = site.street.line.nearest(site.x, site.y)
        assert gap == pytest.approx(site.street.half_width_m + 1.2, abs=0.3)
        ahead_m = site.along_m + (60 if site.ahead else -60)
        if 0 < ahead_m < site.street.line.length_m:
            there = site.street.line.pose(ahead_m).heading_deg + (0 if site.ahead else 180)
            assert abs((there - site.road_deg + 180) % 360 - 180) < 12
