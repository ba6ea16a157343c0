"""Cameras with flaws: few, seeded; a wrong clock is put right by the camera's entry."""

import json
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np

from indexer.cameras import Cameras, read_cameras
from indexer.catalog import place_footage
from indexer.ids import LOCAL_ZONE, CameraId, to_ms
from indexer.simulate.cameras import place_cameras
from indexer.simulate.flaws import NO_FLAWS, Dirt, Sway
from indexer.simulate.rain import Rain, rains_on
from indexer.simulate.simulate import simulate

START = datetime(2022, 4, 27, 14, 0, tzinfo=LOCAL_ZONE)
ID = CameraId("q12-x-01")
STREET = np.random.default_rng(1).integers(40, 200, (180, 320, 3)).astype(np.uint8)


def test_small_districts_are_plain_and_large_ones_have_every_flaw() -> None:
    sites = place_cameras(16, 5)
    assert all(site.flaws == NO_FLAWS for site in sites[:7])
    assert sum(site.flaws.clock_offset_ms != 0 for site in sites) == 2
    assert sum(site.flaws.shakes for site in sites) == sum(site.flaws.dirty for site in sites) == 1
    assert [site.flaws for site in place_cameras(16, 5)] == [site.flaws for site in sites]


def test_footage_of_a_wrong_clock_is_placed_at_its_true_time(tmp_path: Path) -> None:
    made = simulate(tmp_path, 8, 0.02, seed=5, start=START, width=320, height=180)
    cameras = Cameras(read_cameras(made.cameras))
    placed = [place_footage(path, cameras) for path in made.footage]
    assert {footage.start_ms for footage in placed} == {to_ms(START)}
    names = {path.name for path in made.footage}
    assert len(names) == 2, "the clock of one camera runs off"
    seen = [json.loads(line)["sightings"] for line in made.objects.read_text().splitlines()]
    assert {s["boxes"][0]["at"][:16] for part in seen for s in part if s["boxes"]} == {
        "2022-04-27T14:00"
    }


def test_a_shaking_picture_moves_a_little_and_comes_back() -> None:
    sway = Sway(ID, 1, 720, 10)
    square = np.zeros((40, 40, 3), np.uint8)
    square[15:25, 15:25] = 255
    middles = np.array([
        np.argwhere(sway.moved(square, frame)[..., 0] > 127).mean(axis=0) for frame in range(60)
    ])  # fmt: skip
    assert 0.5 < np.ptp(middles, axis=0).max() < 5
    assert np.abs(middles.mean(axis=0) - 19.5).max() < 1
    again = Sway(ID, 1, 720, 10).moved(square, 7)
    assert np.array_equal(again, sway.moved(square, 7))


def test_dirt_stays_where_it_is_and_leaves_most_of_the_picture() -> None:
    dirty = Dirt(ID, 1, 320, 180).over(STREET, 0.8)
    touched = np.abs(dirty.astype(int) - STREET).max(axis=2) > 4
    assert 0.002 < touched.mean() < 0.3
    assert np.array_equal(dirty, Dirt(ID, 1, 320, 180).over(STREET, 0.8))
    assert not np.array_equal(dirty, Dirt(ID, 2, 320, 180).over(STREET, 0.8))


def test_rain_falls_on_about_half_of_the_cameras_never_twice_alike() -> None:
    wet = [rains_on(site, seed) for seed in range(4) for site in place_cameras(16, seed)]
    assert 0.3 < np.mean(wet) < 0.7
    rain, again = (Rain(3, 320, 180, is_dark=True) for _ in range(2))
    frames = [rain.fall(STREET) for _ in range(40)]
    assert not any(np.array_equal(one, then) for one, then in pairwise(frames))
    assert all(np.array_equal(one, again.fall(STREET)) for one in frames)
    assert frames[0].std() < STREET.std()
