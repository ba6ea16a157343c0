"""Pictures: the same each time, red where the key says red, lit by the hour."""

from datetime import datetime

import cv2
import numpy as np
import pytest

from indexer.ids import LOCAL_ZONE
from indexer.simulate.cameras import place_cameras
from indexer.simulate.daylight import sky_at
from indexer.simulate.network import NGUYEN_VAN_QUA
from indexer.simulate.render import Shot, pictures
from indexer.simulate.scenes import build_scene
from indexer.simulate.sightings import sightings
from indexer.simulate.stories import tell_story
from indexer.simulate.view import view_of

SIZE = (640, 360)
SITE = place_cameras(1, 1)[0]
EVENING = datetime(2022, 4, 27, 21, 0, tzinfo=LOCAL_ZONE)


def shot(start: datetime, frame_count: int = 60) -> Shot:
    story = tell_story(10, 1, [NGUYEN_VAN_QUA])
    seen = tuple(sightings(SITE, view_of(SITE, *SIZE), [story.riders], frame_count, 10))
    return Shot(SITE, seen, start, frame_count, 10, *SIZE, seed=1)


@pytest.mark.parametrize("hour", [10, 18, 21])
def test_at_the_riders_box_the_picture_is_red(hour) -> None:
    filmed = shot(EVENING.replace(hour=hour))
    (seen,) = filmed.sightings
    row = int((seen.boxes[:, 3] - seen.boxes[:, 1] > 0.13).argmax())
    frames = list(pictures(filmed))
    left, top, right, bottom = (seen.boxes[row] * np.array([*SIZE, *SIZE])).astype(int)
    crop = frames[seen.frames[row]][top:bottom, left:right]
    hue, saturation, value = cv2.split(cv2.cvtColor(crop, cv2.COLOR_RGB2HSV))
    red = ((hue < 9) | (hue > 171)) & (saturation > 120) & (value > 50)
    assert red.mean() > 0.04
    empty = build_scene(SITE, sky_at(filmed.start), 1, *SIZE).picture[top:bottom, left:right]
    hue, saturation, value = cv2.split(cv2.cvtColor(empty, cv2.COLOR_RGB2HSV))
    assert (((hue < 9) | (hue > 171)) & (saturation > 120) & (value > 50)).mean() < 0.01


def test_the_same_shot_gives_the_same_pictures() -> None:
    first, second = (list(pictures(shot(EVENING, 12))) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_only_boxes_the_key_names_and_the_clock_change() -> None:
    filmed = shot(EVENING, 60)
    (seen,) = filmed.sightings
    before, after = build_scene(SITE, sky_at(EVENING), 1, *SIZE).picture, list(pictures(filmed))[50]
    changed = (cv2.absdiff(before, after).max(axis=2) > 40).astype(np.uint8)
    row = int(np.flatnonzero(seen.frames == 50)[0])
    left, top, right, bottom = (seen.boxes[row] * np.array([*SIZE, *SIZE])).astype(int)
    margin = bottom - top
    changed[max(top - margin, 0) : bottom + 2 * margin, max(left - margin, 0) : right + margin] = 0
    changed[:30] = changed[-30:] = 0
    assert changed.sum() == 0


def test_day_is_brighter_than_night_and_dusk_between() -> None:
    means = [
        build_scene(SITE, sky_at(EVENING.replace(hour=hour)), 1, *SIZE).picture.mean()
        for hour in (10, 18, 21)
    ]
    assert means[0] > means[1] + 10
    assert means[1] > means[2]
    assert means[2] > 25


def test_another_seed_builds_another_street() -> None:
    first, second = (build_scene(SITE, sky_at(EVENING), seed, *SIZE).picture for seed in (1, 2))
    assert (first != second).mean() > 0.5
