"""Things are valid, seeded, and of the colours their names say."""

import colorsys
from collections import Counter

import numpy as np
import pytest

from indexer.simulate.things import COLOURS, TYPES, Thing, sample_paint, sample_thing


def test_the_same_seed_brings_the_same_traffic() -> None:
    first, again = np.random.default_rng(4), np.random.default_rng(4)
    assert [sample_thing(first) for _ in range(50)] == [sample_thing(again) for _ in range(50)]


def test_what_is_asked_for_is_what_comes() -> None:
    rng = np.random.default_rng(0)
    for kind in TYPES:
        for colour in COLOURS:
            thing = sample_thing(rng, kind, colour)
            assert (thing.type, thing.colour) == (kind, colour)


def test_most_traffic_is_motorbikes_and_about_a_third_carry_two() -> None:
    rng = np.random.default_rng(1)
    things = [sample_thing(rng) for _ in range(3000)]
    kinds = Counter(thing.type for thing in things)
    riders = Counter(thing.riders for thing in things if thing.type == "motorbike")
    assert 0.55 < kinds["motorbike"] / len(things) < 0.70
    assert 0.25 < riders[2] / kinds["motorbike"] < 0.38
    assert set(kinds) == set(TYPES)


def test_a_walker_wears_its_colour_and_only_riders_of_motorbikes_wear_helmets() -> None:
    rng = np.random.default_rng(2)
    for _ in range(300):
        thing = sample_thing(rng)
        assert len(thing.helmets) == len(thing.shirts) == thing.riders
        if thing.type == "person":
            assert thing.shirts == (thing.colour,)
        if thing.type != "motorbike":
            assert not any(thing.helmets)


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "boat", "colour": "red"},
        {"type": "car", "colour": "mauve"},
        {"type": "motorbike", "colour": "red", "riders": 1},
        {"type": "motorbike", "colour": "red", "riders": 4, "helmets": (True,) * 4,
         "shirts": ("red",) * 4},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no such thing|riders need"):
        Thing(**wrong)  # type: ignore[arg-type]


def test_shades_of_different_names_stay_apart() -> None:
    rng = np.random.default_rng(3)
    for colour, hue in {"red": 0, "orange": 23, "yellow": 50, "green": 126, "blue": 220}.items():
        for _ in range(40):
            red, green, blue = sample_paint(rng, colour)  # type: ignore[arg-type]
            seen = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)[0] * 360
            assert min(abs(seen - hue), 360 - abs(seen - hue)) <= 32
    levels = {name: np.mean([np.mean(sample_paint(rng, name)) for _ in range(30)])  # type: ignore[arg-type]
              for name in ("black", "grey", "white")}  # fmt: skip
    assert levels["black"] < 40 < 90 < levels["grey"] < 120 < 225 < levels["white"]


def test_white_and_grey_are_told_apart_in_half_a_shadow() -> None:
    rng = np.random.default_rng(4)
    whites, greys, blacks = (
        [max(sample_paint(rng, colour)) for _ in range(300)]
        for colour in ("white", "grey", "black")
    )
    assert min(whites) > 1.75 * max(greys)
    assert min(greys) > 2 * max(blacks)
