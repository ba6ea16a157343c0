"""The key is tied to the pixels: where it has a thing's box, the thing's colour is in the footage.

And where it says that something is hidden, less of it is there.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from indexer.ids import LOCAL_ZONE
from indexer.simulate.simulate import simulate

MORNING = datetime(2022, 4, 27, 7, 30, tzinfo=LOCAL_ZONE)
SIZE = (640, 360)
LEAST_PX = 24
"""Of 360: half of that in the classes of the key, which go by 720."""

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def hue(low: int, high: int) -> Callable[[Pixels], Mask]:
    """Saturated pixels whose hue (OpenCV's, 0–180) lies there; low beyond high goes over red."""

    def of(hsv: Pixels) -> Mask:
        inside = (hsv[..., 0] >= low) & (hsv[..., 0] <= high)
        if low > high:
            inside = (hsv[..., 0] >= low) | (hsv[..., 0] <= high)
        return inside & (hsv[..., 1] > 90) & (hsv[..., 2] > 40)

    return of


LOOKS: dict[str, Callable[[Pixels], Mask]] = {
    "red": hue(172, 8),
    "orange": hue(6, 17),
    "yellow": hue(19, 33),
    "green": hue(42, 84),
    "blue": hue(97, 124),
    "black": lambda hsv: hsv[..., 2] < 55,
}
"""White and grey are the streets' own colours: they say nothing."""
LEAST_SHARE = 0.004
"""Of a box: three riders hide most of their motorbike."""


@dataclass(frozen=True)
class Boxed:
    """One box of the key: what it holds, its pixels, and the same place when nothing is there."""

    thing: dict[str, Any]
    hidden: float
    crop: Pixels
    empty: Pixels

    @property
    def gained(self) -> float:
        """How much more of the box has the thing's colour than without it."""
        looks = LOOKS[self.thing["colour"]]
        with_it, without = (
            looks(np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2HSV), np.uint8))
            for part in (self.crop, self.empty)
        )
        return float(with_it.mean() - without.mean())


@pytest.fixture(scope="module", params=[False, True], ids=["dry", "rain"])
def boxes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Boxed]:
    """All boxes of a short busy morning that are large and whole enough to look into."""
    folder = tmp_path_factory.mktemp("morning")
    made = simulate(
        folder, 3, 0.3, seed=21, start=MORNING, width=SIZE[0], height=SIZE[1], rain=request.param
    )
    pictures = {path.parent.name: decoded(path) for path in made.footage}
    empty = {
        camera: np.median(shown, axis=0).astype(np.uint8) for camera, shown in pictures.items()
    }
    found = []
    for line in made.objects.read_text(encoding="utf-8").splitlines():
        thing = json.loads(line)
        if thing["role"] != "parked" and thing["colour"] in LOOKS:
            for sighting in thing["sightings"]:
                found += [
                    boxed(thing, box, pictures[sighting["camera"]], empty[sighting["camera"]])
                    for box in sighting["boxes"]
                    if box["clear"] and box["height_px"] >= LEAST_PX
                ]
    assert len(found) > 100
    return found


def decoded(path: Path) -> list[Pixels]:
    """The frame of every whole second."""
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in frames[::10]]


def boxed(
    thing: dict[str, Any], box: dict[str, Any], pictures: list[Pixels], empty: Pixels
) -> Boxed:
    second = round((datetime.fromisoformat(box["at"]) - MORNING).total_seconds())
    left, top, right, bottom = (np.array(box["box"]) * (*SIZE, *SIZE)).round().astype(int).tolist()
    part = np.s_[top:bottom, left:right]
    return Boxed(thing, box["hidden"], pictures[second][part], empty[part])


@settings(max_examples=150, deadline=None)
@given(number=st.integers(0, 10_000))
def test_at_a_box_of_the_key_its_colour_is_in_the_footage(boxes: list[Boxed], number: int) -> None:
    whole = [box for box in boxes if box.hidden < 0.3]
    box = whole[number % len(whole)]
    assert box.gained > LEAST_SHARE, box.thing


def test_there_is_less_of_any_other_colour(boxes: list[Boxed]) -> None:
    hues = ["red", "green", "blue"]
    cars = [box for box in boxes if box.thing["colour"] in hues and box.thing["type"] == "car"]
    others = [
        Boxed(box.thing | {"colour": colour}, box.hidden, box.crop, box.empty).gained
        for box in cars
        for colour in hues
        if colour != box.thing["colour"]
    ]
    assert np.mean(others) < 0.1 * np.mean([box.gained for box in cars])


def test_hidden_things_show_less_of_their_colour(boxes: list[Boxed]) -> None:
    saturated = [b for b in boxes if b.thing["colour"] != "black"]
    hidden = [b.gained for b in saturated if b.hidden > 0.75]
    whole = [b.gained for b in saturated if b.hidden < 0.1]
    assert len(hidden) >= 3
    assert np.mean(hidden) < 0.6 * np.mean(whole)
