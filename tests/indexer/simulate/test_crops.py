"""Crops: seeded, square, showing their thing as an indexer's boxes would."""

import numpy as np
import pytest

from indexer.simulate.crops import (
    as_seen,
    back_shows,
    cut_box,
    draw_crop,
    draw_street,
    sample_thing_to_learn,
)
from indexer.simulate.draw import PinholeCamera
from indexer.simulate.things import COLOURS, TYPES, Thing, sample_thing

CAMERA = PinholeCamera(0, 0, 5, heading_deg=0, pitch_deg=20, focal_px=500, width=200, height=200)
NOTHING = np.zeros((200, 200), bool)


def rider(box: bool = False, bag: bool = True) -> Thing:
    return Thing("motorbike", "red", 1, (True,), box, bag, ("white",), seed=3)


def test_the_same_seed_draws_the_same_crop() -> None:
    first, again = (draw_crop(np.random.default_rng(9)) for _ in range(2))
    assert (first.picture == again.picture).all()
    assert first.thing == again.thing


@pytest.mark.parametrize("size_px", [48, 64])
def test_crops_are_square_pictures_of_the_thing_asked_for(size_px: int) -> None:
    rng = np.random.default_rng(1)
    for kind in TYPES:
        thing = sample_thing(rng, kind)
        crop = draw_crop(rng, size_px, thing)
        assert crop.picture.shape == (size_px, size_px, 3)
        assert crop.picture.dtype == np.uint8
        assert (crop.view, crop.thing) == ("thing", as_seen(thing, crop.back_shows))


@pytest.mark.parametrize("heading", [0, 60, 90, 270])
def test_a_backpack_shows_from_behind_and_from_the_side(heading: float) -> None:
    assert back_shows(CAMERA, rider(), (0, 13, heading), NOTHING)
    assert back_shows(CAMERA, rider(bag=False), (0, 13, heading), NOTHING)
    assert as_seen(rider(), True).bag


def test_no_backpack_shows_from_the_front_behind_a_box_or_behind_others() -> None:
    hidden = [
        back_shows(CAMERA, rider(), (0, 13, 180), NOTHING),
        back_shows(CAMERA, rider(box=True), (0, 13, 0), NOTHING),
        back_shows(CAMERA, rider(), (0, 13, 0), ~NOTHING),
        back_shows(CAMERA, rider(), (0, -13, 0), NOTHING),
        back_shows(CAMERA, sample_thing(np.random.default_rng(1), "car"), (0, 13, 0), NOTHING),
    ]
    assert hidden == [False] * 5
    assert as_seen(rider(), False) == rider(bag=False)


def test_of_crops_it_is_told_where_a_backpack_is_seen() -> None:
    rng = np.random.default_rng(6)
    crops = [draw_crop(rng, 64, rider()) for _ in range(40)]
    shown = [crop.back_shows for crop in crops]
    assert 0.3 < np.mean(shown) < 0.9
    assert [crop.thing is not None and crop.thing.bag for crop in crops] == shown


def test_the_colour_of_the_thing_is_in_the_middle_of_the_picture() -> None:
    rng = np.random.default_rng(2)
    for colour, channel in (("red", 0), ("blue", 2)):
        crops = [draw_crop(rng, 64, sample_thing(rng, "van", colour)) for _ in range(25)]  # type: ignore[arg-type]
        middles = np.array([crop.picture[20:44, 20:44].mean(axis=(0, 1)) for crop in crops])
        assert (middles.argmax(axis=1) == channel).mean() > 0.75


def test_some_crops_are_whole_streets_empty_or_busy() -> None:
    rng = np.random.default_rng(3)
    views = {draw_street(rng).view for _ in range(30)}
    assert views == {"empty", "traffic"}
    assert draw_street(rng).thing is None
    assert any(draw_crop(rng).thing is None for _ in range(80))


def test_what_is_learned_from_has_every_type_and_colour() -> None:
    rng = np.random.default_rng(4)
    things = [sample_thing_to_learn(rng) for _ in range(1500)]
    assert {(thing.type, thing.colour) for thing in things} == {
        (kind, colour) for kind in TYPES for colour in COLOURS
    }


def test_a_cut_box_stays_in_the_picture_and_keeps_most_of_the_thing() -> None:
    rng = np.random.default_rng(5)
    picture = np.zeros((90, 120, 3), np.uint8)
    picture[30:60, 50:80] = 255
    for _ in range(200):
        cut = cut_box(rng, picture, (50, 30, 80, 60))
        assert 0.6 * 900 <= (cut[:, :, 0] > 0).sum() <= 900
        assert cut.shape[0] >= 21 and cut.shape[1] >= 21
