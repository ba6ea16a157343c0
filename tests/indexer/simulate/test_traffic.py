"""Traffic: repeatable, each thing at one place at a time, at speeds that are possible."""

import itertools
from datetime import datetime

import numpy as np
import pytest

from indexer.ids import LOCAL_ZONE
from indexer.simulate.cameras import place_cameras
from indexer.simulate.network import NGUYEN_VAN_QUA, TRUONG_CHINH
from indexer.simulate.sightings import sightings
from indexer.simulate.traffic import street_traffic, without_conflicts
from indexer.simulate.view import view_of

EVENING = datetime(2022, 4, 27, 21, 0, tzinfo=LOCAL_ZONE)


@pytest.fixture(scope="module")
def trips():
    return street_traffic(NGUYEN_VAN_QUA, EVENING, 120, seed=3)


def test_the_same_seed_brings_the_same_traffic(trips) -> None:
    assert street_traffic(NGUYEN_VAN_QUA, EVENING, 120, seed=3) == trips


def test_another_seed_brings_other_traffic(trips) -> None:
    assert street_traffic(NGUYEN_VAN_QUA, EVENING, 120, seed=4) != trips


def test_every_kind_of_thing_is_on_the_street_and_most_are_motorbikes(trips) -> None:
    riding = [trip.thing.type for trip in trips if trip.thing.type != "person"]
    assert {"motorbike", "car", "bicycle"} <= set(riding)
    assert riding.count("motorbike") > len(riding) / 2


def test_nights_are_quieter_than_afternoons(trips) -> None:
    late = street_traffic(NGUYEN_VAN_QUA, EVENING.replace(hour=2), 120, seed=3)
    rush = street_traffic(NGUYEN_VAN_QUA, EVENING.replace(hour=17), 120, seed=3)
    assert len(late) < len(trips) < len(rush)


def test_speeds_are_possible(trips) -> None:
    for trip in trips:
        at = np.linspace(trip.starts_s, trip.ends_s, 50)
        speed = np.hypot(*np.diff(trip.poses(at)[:, :2], axis=0).T) / np.diff(at)
        fastest = 2.0 if trip.thing.type == "person" else 20.0
        assert 0.5 < np.median(speed) < fastest


def test_vehicles_of_one_path_keep_their_distance(trips) -> None:
    by_path: dict[str, list] = {}
    for trip in trips:
        by_path.setdefault(trip.id.rsplit("-", 1)[0], []).append(trip)
    for path in by_path.values():
        for first, second in itertools.pairwise(path):
            if first.ends_s > second.starts_s and first.thing.type not in ("person", "bicycle"):
                gap = first.along_m(np.array([second.starts_s + 0.01]))
                assert gap[0] >= 2.5


def test_what_conflicts_with_the_first_is_left_out(trips) -> None:
    one = trips[len(trips) // 2]
    rest = without_conflicts(trips, [one])
    assert one not in rest
    assert len(trips) - 12 < len(rest) < len(trips)


def test_a_vehicle_passes_camera_after_camera_in_the_order_of_the_street(trips) -> None:
    sites = place_cameras(3, 3)
    passed: dict[str, list[float]] = {}
    for site in sites:
        for sighting in sightings(site, view_of(site, 640, 360), trips, 1200, 10):
            if sighting.trip.id.startswith("nvq-n") and sighting.trip.thing.type == "motorbike":
                passed.setdefault(sighting.trip.id, []).append(sighting.frames.mean() / 10)
    followed = [times for times in passed.values() if len(times) == 3]
    assert followed
    for times in followed:
        assert times == sorted(times)
        assert 20 < times[1] - times[0] < 90


def test_a_wide_road_keeps_traffic_on_its_right_side() -> None:
    for trip in street_traffic(TRUONG_CHINH, EVENING, 30, seed=3):
        assert all(lateral > 0 for _, _, lateral in trip.knots)
