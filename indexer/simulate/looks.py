"""Embeddings of what was never filmed: each of a crop drawn at that size and light, then encoded.

Drawing and encoding every look of an evening would take hours. A look is therefore drawn once for
each thing, size class and way it faces, and used for every look alike. What is `fresh` (all that
belongs to an incident) is drawn anew each time. Vectors are the encoder's own, of pictures; none is
made up.
"""

import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Embeddings, Encoder
from indexer.simulate.cameras import Site
from indexer.simulate.crops import cut_box, to_film
from indexer.simulate.daylight import Sky
from indexer.simulate.draw import Box, Picture, draw_thing
from indexer.simulate.scene_crops import draw_whole, light_in
from indexer.simulate.scenes import Scene, build_scene
from indexer.simulate.things import Thing, sample_thing

CLASSES_PX = (38, 54, 84, 130, 200)
"""Heights in pixels of a picture of 720, a size class each; a look is drawn at the nearest."""
_TALL_M = {
    "motorbike": 1.7, "car": 1.5, "van": 2.0, "truck": 2.9, "bus": 3.1, "bicycle": 1.7,
    "person": 1.7,
}  # fmt: skip
_SCENES, _CAMERAS_A_SCENE = 4, 10
"""Streets that crops are drawn on: at most so many, one for every few cameras."""
_NEAR_M, _FAR_M = 7.0, 75.0
_COMPANY = 0.35
"""How often something else is about in a crop."""
_WHOLE = 12
"""Whole pictures of each street that are drawn, with more or less traffic."""
_BATCH = 256
_CROP_PX = 64
"""The side of a crop for an encoder that does not say what it takes."""
WIDTH, HEIGHT = 1280, 720


@dataclass(frozen=True)
class Look:
    """What one box shows: a thing, its size class, and whether it drives away from the camera.

    Equal looks have one embedding; `fresh` tells those apart that must not share one.
    """

    thing: Thing
    size: int
    away: bool
    fresh: str = ""


def size_classes(heights_px: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of the size class nearest to each height (n,), by ratio."""
    ratios = np.array(CLASSES_PX) / np.maximum(heights_px, 1)[:, None]
    return np.asarray(np.abs(np.log(ratios)).argmin(axis=1), np.int64)


class Looks:
    """The embeddings of one evening's looks; the same seed, sky and encoder give the same."""

    def __init__(
        self,
        sites: Sequence[Site],
        sky: Sky,
        seed: int,
        encoder: Encoder,
        scenes: int = _SCENES,
        cameras_a_scene: int = _CAMERAS_A_SCENE,
    ) -> None:
        """Build a few streets, at most `scenes`, as these cameras would see them in that light."""
        count = min(scenes, max(1, len(sites) // cameras_a_scene))
        chosen = sites[:: max(1, len(sites) // count)][:count]
        self._scenes = [build_scene(site, sky, seed, WIDTH, HEIGHT) for site in chosen]
        self._seed, self._encoder = seed, encoder
        self._size_px = encoder.card.picture_size_px or _CROP_PX
        self._known: dict[Look, NDArray[np.float32]] = {}
        self._whole = self._encode([self._street(number) for number in range(_WHOLE * count)])

    def before(
        self,
        camera: int,
        usual: Embeddings,
        sizes: NDArray[np.int64],
        streets: int,
        rng: np.random.Generator,
    ) -> Embeddings:
        """Of a camera, by its number: what it sees of its looks, then so many whole pictures.

        `usual` (n, dim) has its looks' embeddings (`of`), `sizes` (n,) their size classes.
        """
        return np.concatenate([usual, self.of_streets(streets, rng)])

    def of(self, looks: Sequence[Look]) -> Embeddings:
        """The embedding of each look, (n, dim), unit rows; new ones are drawn and encoded."""
        new = [look for look in dict.fromkeys(looks) if look not in self._known]
        rows = self._encode([self._crop(look) for look in new])
        fresh = dict(zip(new, rows, strict=True))
        self._known |= {look: row for look, row in fresh.items() if not look.fresh}
        known = (fresh.get(look, self._known.get(look)) for look in looks)
        return np.array(list(known), np.float32).reshape(len(looks), self._encoder.card.dim)

    def of_streets(self, count: int, rng: np.random.Generator) -> Embeddings:
        """Embeddings of whole pictures of streets, (count, dim), drawn by chance."""
        return self._whole[rng.integers(len(self._whole), size=count)]

    def _encode(self, pictures: Iterable[Picture]) -> Embeddings:
        """A batch at a time, so that memory is bounded."""
        held, rows = list[Picture](), list[Embeddings]()
        for picture in pictures:
            held.append(picture)
            if len(held) == _BATCH:
                rows.append(self._encoder.encode_pictures(held))
                held = []
        rows.append(self._encoder.encode_pictures(held))
        return np.concatenate(rows).astype(np.float32)

    def _crop(self, look: Look) -> Picture:
        told = f"{look.size}{look.away}{look.fresh}".encode()
        rng = np.random.default_rng([self._seed, look.thing.seed, zlib.crc32(told)])
        while True:
            scene = self._scenes[int(rng.integers(len(self._scenes)))]
            picture = draw_look(rng, scene, look, self._size_px)
            if picture is not None:
                return picture

    def _street(self, number: int) -> Picture:
        rng = np.random.default_rng([self._seed, number, 0x57])
        return draw_whole(rng, self._scenes[number % len(self._scenes)], self._size_px)


def draw_look(rng: np.random.Generator, scene: Scene, look: Look, size_px: int) -> Picture | None:
    """The crop (size_px, size_px, 3) of a thing on a street, at the height of its size class.

    Where it would stand too near to be whole in the picture, it stands a little farther off; None
    where it cannot be seen at all.
    """
    target = CLASSES_PX[look.size] * float(rng.uniform(0.85, 1.18))
    far_m = scene.view.focal_px * _TALL_M[look.thing.type] / target
    half = scene.setting.ground.half_width_m
    x = (1 if look.away else -1) * float(rng.uniform(0.8, half - 0.6))
    y = min(math.sqrt(max(far_m**2 - scene.view.z**2, _NEAR_M**2)), _FAR_M)
    heading = (0.0 if look.away else 180.0) + float(rng.normal(0, 5))
    beside = x + float(rng.choice([-1, 1])) * float(rng.uniform(1.5, 3))
    company = sample_thing(rng) if rng.random() < _COMPANY else None
    while y <= _FAR_M:
        canvas, light = scene.picture.copy(), light_in(scene, x, y)
        if company is not None:
            draw_thing(canvas, scene.view, company, beside, y + 4, heading, light)
        box = draw_thing(canvas, scene.view, look.thing, x, y, heading, light)
        if box is not None and _is_whole(box):
            return to_film(rng, cut_box(rng, canvas, box), size_px, light)
        y *= 1.2
    return None


def _is_whole(box: Box) -> bool:
    left, top, right, bottom = box
    inside = left > 0 and top > 0 and right < WIDTH - 1 and bottom < HEIGHT - 1
    return inside and min(right - left, bottom - top) >= 8
