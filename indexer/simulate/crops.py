"""Pictures to learn from: moving things cut out of drawn streets as an indexer would cut them.

A crop is the padded box of one thing, pressed into a square; some show whole streets instead,
with nothing or with much traffic on them. Everything follows from the generator given.
"""

import math
from dataclasses import dataclass, replace
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.simulate.backdrops import Road, draw_backdrop
from indexer.simulate.draw import Box, Light, PinholeCamera, draw_thing
from indexer.simulate.things import COLOURS, TYPES, Thing, Type, sample_thing

Picture = NDArray[np.uint8]
View = Literal["thing", "empty", "traffic"]

_LONGEST_PX = 150
_STREETS = 0.06
_SHOWS_PX, _SHOWS_SHARE = 12, 0.02
"""A backpack is seen where it shows on so many pixels, and on such a share of the thing's box."""
_LENGTH_M: dict[Type, float] = {
    "motorbike": 1.9, "bicycle": 1.9, "person": 1.6,
    "car": 4.2, "van": 4.9, "truck": 6.6, "bus": 9.2,
}  # fmt: skip
_SHARES: dict[Type, float] = {
    "motorbike": 0.26, "bicycle": 0.11, "person": 0.13,
    "car": 0.15, "van": 0.12, "truck": 0.12, "bus": 0.11,
}  # fmt: skip
"""Motorbikes most, as on the street; the rest often enough to be learned."""
_RIDERS = {1: 0.45, 2: 0.40, 3: 0.15}
"""Two on a motorbike nearly as often as one, so that both are learned."""
_BAGS = 0.35
"""How many motorbikes have a bag on a back: more than on the street, so that it is learned."""
_HIDDEN = 0.3
"""A thing of whose box others hide more than this share is no crop of that thing."""


@dataclass(frozen=True)
class Crop:
    """A square picture (size, size, 3) RGB and what is seen on it; no `thing` on whole streets.

    `long_px` is the longer side of the thing's box before the crop was pressed into the square; 0
    for whole streets. `back_shows` says whether a backpack would be seen if one were worn; where
    it would not, the thing counts as one without, and nothing can be told of it.
    """

    picture: Picture
    view: View
    thing: Thing | None
    long_px: int = 0
    back_shows: bool = False


def draw_crop(rng: np.random.Generator, size_px: int = 64, thing: Thing | None = None) -> Crop:
    """One crop: of the given thing, or of whatever the generator brings."""
    if thing is None and rng.random() < _STREETS:
        return draw_street(rng, size_px)
    return _draw_thing_crop(rng, size_px, thing or sample_thing_to_learn(rng))


def sample_thing_to_learn(rng: np.random.Generator) -> Thing:
    """Types by shares that teach them all, colours evenly, bags often."""
    kind = TYPES[int(rng.choice(len(TYPES), p=[_SHARES[kind] for kind in TYPES]))]
    riders = None
    if kind == "motorbike":
        riders = int(rng.choice(list(_RIDERS), p=list(_RIDERS.values())))
    thing = sample_thing(rng, kind, COLOURS[int(rng.integers(len(COLOURS)))], riders)
    return replace(thing, bag=rng.random() < _BAGS) if kind == "motorbike" else thing


def sample_light(rng: np.random.Generator) -> Light:
    """Day more often than dusk and night under street lamps."""
    hour = rng.random()
    sun: dict[str, Any] = {
        "sun_azimuth_deg": float(rng.uniform(0, 360)),
        "sun_height_deg": float(rng.uniform(38, 80)),
    }
    if hour < 0.58:
        tint = tuple((1 + rng.normal(0, 0.03, 3)).tolist())
        return Light(float(rng.uniform(0.72, 1.1)), tint, float(rng.uniform(0.0, 0.5)), **sun)
    warm = float(rng.uniform(0.0, 1.0)) * (1.0 if hour > 0.7 else 0.4)
    tint = (1.0 + 0.05 * warm, 1.0 - 0.10 * warm, 1.0 - 0.34 * warm)
    level = float(rng.uniform(0.45, 0.75) if hour < 0.7 else rng.uniform(0.26, 0.85))
    return Light(level, tint, float(rng.uniform(0.0, 0.35)), **sun, headlights=True)


def _draw_thing_crop(rng: np.random.Generator, size_px: int, thing: Thing) -> Crop:
    """Draw a thing some metres before the camera, others around it, and cut its padded box."""
    box: Box | None = None
    while box is None:
        camera, road = _aim(rng, thing)
        light = sample_light(rng)
        picture = draw_backdrop(rng, camera, road, light)
        heading = road.bearing_deg + (180 if rng.random() < 0.5 else 0) + rng.normal(0, 9)
        behind, before = _neighbours(rng, road)
        for other, place in behind:
            draw_thing(picture, camera, other, *place, light)
        box = draw_thing(picture, camera, thing, 0.0, road.y, heading, light)
        if box and before:
            alone = picture.copy()
            for other, place in before:
                draw_thing(picture, camera, other, *place, light)
            covered = differ(alone, picture)
            box = None if _part(covered, box).mean() > _HIDDEN else box
        else:
            covered = np.zeros(picture.shape[:2], bool)
    shows = back_shows(camera, thing, (0.0, road.y, heading), covered)
    cut = to_film(rng, cut_box(rng, picture, box), size_px, light)
    return Crop(cut, "thing", as_seen(thing, shows), longer_side(box), shows)


def back_shows(
    camera: PinholeCamera,
    thing: Thing,
    place: tuple[float, float, float],
    covered: NDArray[np.bool_],
) -> bool:
    """Whether a backpack would be seen on a motorbike at x, y and heading, had its rider one.

    `covered` (height, width) is what others hide. Looked at in even light, before a grey wall.
    False for anything else: only motorbikes are asked for one.
    """
    if thing.type != "motorbike" or not thing.riders:
        return False
    bare, worn = (np.full((camera.height, camera.width, 3), 128, np.uint8) for _ in range(2))
    box = draw_thing(bare, camera, replace(thing, bag=False), *place, _EVEN)
    wider = draw_thing(worn, camera, replace(thing, bag=True), *place, _EVEN)
    if box is None or wider is None:
        return False
    shows = differ(_part(bare, wider), _part(worn, wider)) & ~_part(covered, wider)
    return int(shows.sum()) >= max(_SHOWS_PX, _SHOWS_SHARE * _part(covered, box).size)


def as_seen(thing: Thing, shows: bool) -> Thing:
    """The thing, without its bag where that is not seen."""
    hidden = thing.type == "motorbike" and thing.bag and not shows
    return replace(thing, bag=False) if hidden else thing


def longer_side(box: Box) -> int:
    """The longer side of a box in pixels."""
    return max(box[2] - box[0], box[3] - box[1])


def _part(picture: NDArray[Any], box: Box) -> NDArray[Any]:
    """The picture or mask inside the box, not copied."""
    return picture[box[1] : box[3], box[0] : box[2]]


def differ(before: Picture, after: Picture) -> NDArray[np.bool_]:
    """Where two pictures differ by more than a shadow's edge (height, width)."""
    return np.asarray(cv2.absdiff(before, after).max(axis=2) > 12)


def _aim(rng: np.random.Generator, thing: Thing) -> tuple[PinholeCamera, Road]:
    """A camera 4–9 m up that looks at a thing (0, y) so that it is 16–300 px, 150 at most here."""
    height, away = float(rng.uniform(4, 9)), float(rng.uniform(7, 45))
    turned = rng.normal(0, 28) if rng.random() < 0.7 else rng.uniform(-90, 90)
    road = Road(away, float(turned), -float(rng.uniform(1.2, 9)), float(rng.uniform(1.2, 9)))
    long_px = float(np.clip(math.exp(rng.uniform(math.log(17), math.log(300))), 17, 88))
    side = int(np.clip(long_px * rng.uniform(1.7, 2.0), 34, _LONGEST_PX))
    distance = math.hypot(away, height)
    shown_m = _LENGTH_M[thing.type] * (0.72 + 0.28 * abs(math.sin(math.radians(turned))))
    pitch = math.degrees(math.atan2(height - 0.7, away))
    focal = long_px / shown_m * distance
    return PinholeCamera(0.0, 0.0, height, 0.0, pitch, focal, side, side), road


def _neighbours(
    rng: np.random.Generator, road: Road
) -> tuple[list[tuple[Thing, tuple[float, float, float]]], ...]:
    """Other things about, behind (farthest first) and before; mostly none."""
    behind: list[tuple[Thing, tuple[float, float, float]]] = []
    before: list[tuple[Thing, tuple[float, float, float]]] = []
    for _ in range(int(rng.choice(4, p=(0.58, 0.27, 0.10, 0.05)))):
        across = rng.uniform(1.3, 5.0) * (1 if rng.random() < 0.5 else -1)
        along = rng.uniform(-2.5, 9) + (4 if rng.random() < 0.3 else 0)
        if road.y - along < 5:
            continue
        x, y, _ = road.point(along, across)
        heading = road.bearing_deg + (180 if across < 0 else 0) + rng.normal(0, 8)
        (behind if y > road.y else before).append(
            (_CROWD[int(rng.integers(len(_CROWD)))], (x, y, heading))
        )
    return sorted(behind, key=lambda item: -item[1][1]), sorted(
        before, key=lambda item: -item[1][1]
    )


def cut_box(rng: np.random.Generator, picture: Picture, box: Box) -> Picture:
    """The box with its margins: loose and lopsided, now and then short of a side."""
    height, width = picture.shape[:2]
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    square = rng.random() < 0.55
    extra = (max(wide, high) - np.array([wide, high])) / 2 if square else np.zeros(2)
    loose = float(rng.choice([0.05, 0.14, 0.26]))
    margins = np.abs(rng.normal(loose, 0.07, 4)) * (wide, high, wide, high)
    if rng.random() < 0.10:
        margins[int(rng.integers(4))] -= rng.uniform(0.1, 0.28) * min(wide, high)
    margins += (extra[0], extra[1], extra[0], extra[1])
    left, right = (
        max(0, int(left - margins[0])),
        min(width, math.ceil(right + margins[2])),
    )
    top, bottom = (
        max(0, int(top - margins[1])),
        min(height, math.ceil(bottom + margins[3])),
    )
    return picture[top : max(bottom, top + 4), left : max(right, left + 4)]


def draw_street(rng: np.random.Generator, size_px: int = 64) -> Crop:
    """A whole street: empty, or with the traffic of a busy hour."""
    side, height = 112, float(rng.uniform(4, 9))
    camera = PinholeCamera(
        float(rng.uniform(-5, 5)), 0.0, height, float(rng.normal(0, 10)),
        float(rng.uniform(9, 24)), side * float(rng.uniform(0.7, 1.3)), side, side,
    )  # fmt: skip
    road = Road(
        9.0,
        float(rng.normal(0, 6)),
        -float(rng.uniform(4, 9)),
        float(rng.uniform(4, 9)),
    )
    light = sample_light(rng)
    picture = draw_backdrop(rng, camera, road, light)
    busy = rng.random() < 0.5
    places = [(rng.uniform(2, 34), rng.uniform(road.left_m, road.right_m)) for _ in range(9)]
    for along, right in sorted(places, reverse=True) if busy else []:
        x, y, _ = road.point(along, right)
        heading = road.bearing_deg + (0 if right > 0 else 180)
        draw_thing(
            picture,
            camera,
            _CROWD[int(rng.integers(len(_CROWD)))],
            x,
            y,
            heading,
            light,
        )
    return Crop(to_film(rng, picture, size_px, light), "traffic" if busy else "empty", None)


def to_film(rng: np.random.Generator, picture: Picture, size_px: int, light: Light) -> Picture:
    """What lens, sensor and codec do: exposure, blur, noise, compression, the final size."""
    gain = rng.uniform(0.85, 1.2) * min(max(_EXPOSED / float(picture.mean()), 1.0), 1.8)
    white = np.clip(gain * (1 + rng.normal(0, 0.025, 3)), 0.6, 2)
    haze = rng.uniform(0, 26) if rng.random() < 0.4 else 0.0
    taken = cv2.multiply(np.ascontiguousarray(picture), (*white.tolist(), 1.0))  # type: ignore[call-overload]
    if haze:
        taken = cv2.addWeighted(taken, 1 - haze / 160, taken, 0.0, haze)
    if rng.random() < 0.45:
        taken = cv2.GaussianBlur(taken, (0, 0), float(rng.uniform(0.4, 1.3)))
    noise = rng.uniform(0, 4 if not light.headlights else 9)
    if noise > 1:
        top, left = rng.integers(0, 160, 2)
        height, width = taken.shape[:2]
        rough = np.resize(_NOISE[top : top + height, left : left + width], taken.shape)
        taken = cv2.add(taken, rough * noise, dtype=cv2.CV_8U)
    if rng.random() < 0.6:
        quality = int(rng.integers(28, 92))
        _, coded = cv2.imencode(".jpg", taken, [cv2.IMWRITE_JPEG_QUALITY, quality])
        taken = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    shrinks = min(taken.shape[:2]) > size_px
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC if rng.random() < 0.7 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(taken, (size_px, size_px), interpolation=how), np.uint8)


_EVEN = Light(sun=0.0)
_EXPOSED = 52.0
"""Mean brightness below which a camera opens up."""
_CROWD = [sample_thing(np.random.default_rng(index)) for index in range(160)]
"""Who else is about; few enough that their shapes stay at hand."""
_NOISE = np.random.default_rng(7).normal(0, 1, (320, 320, 3)).astype(np.float32)
