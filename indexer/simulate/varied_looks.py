"""Embeddings of very many looks, no two alike: what one drawing differs by is known from others.

Millions of looks cannot each be drawn. The same things drawn on several streets tell how far a
picture of a thing lies from the thing's usual picture, by street and size; such differences, of the
encoder's own embeddings, are added to a look's one embedding. A camera looks down one of the
streets, so that what it sees resembles itself.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Embeddings, Encoder
from indexer.simulate.cameras import Site
from indexer.simulate.daylight import Sky
from indexer.simulate.looks import CLASSES_PX, Look, Looks, draw_look
from indexer.simulate.things import sample_thing

_SCENES = 8
_THINGS = 12
"""Things drawn on every street, for each size class."""
_TRIES = 4
_MOST_KNOWN = 20_000
"""Looks kept at hand at most, some 20 MB; all are forgotten then, and drawn again as needed."""
_CALM = 0.63
"""How much of what drawn whole pictures of a street differ by is left: more and nearer things are
drawn on them than pass. Fitted to a filmed district (`scripts/bench unfilmed`)."""
_Floats = NDArray[np.float32]


class VariedLooks(Looks):
    """Looks in one light of an unfilmed district; the same seed, sky and encoder give the same.

    They are drawn and encoded in batches that hang on nothing but the thing: whatever was drawn
    before gives the same bytes.
    """

    def __init__(self, sites: Sequence[Site], sky: Sky, seed: int, encoder: Encoder) -> None:
        """Build streets as these cameras would see them in that light, and draw things on each."""
        super().__init__(sites, sky, seed, encoder, _SCENES, cameras_a_scene=1)
        rng = np.random.default_rng([seed, 0xD1])
        streets = len(self._scenes)
        self._apart = np.stack([self._differences(size, rng) for size in range(len(CLASSES_PX))])
        wholes = self._whole.reshape(-1, streets, self._whole.shape[1])
        self._usual = wholes.mean(axis=0)
        self._wholes_apart = ((wholes - self._usual) * _CALM).astype(np.float32)

    def before(
        self,
        camera: int,
        usual: Embeddings,
        sizes: NDArray[np.int64],
        streets: int,
        rng: np.random.Generator,
    ) -> Embeddings:
        """Of a camera, by its number: what it sees of its looks, then so many whole pictures."""
        scene = camera % len(self._scenes)
        things = usual + _mixed(self._apart[:, scene], sizes, rng)
        pool = self._wholes_apart[None, :, scene]
        wholes = self._usual[scene] + _mixed(pool, np.zeros(streets, np.int64), rng)
        return _unit(np.concatenate([things, wholes]))

    def of(self, looks: Sequence[Look]) -> Embeddings:
        """The embedding of each look, (n, dim), unit rows; a new thing is drawn in every size."""
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        for look in looks:
            if look not in self._known:
                sizes = [replace(look, size=size) for size in range(len(CLASSES_PX))]
                rows = self._encode(self._crop(one) for one in sizes)
                self._known |= zip(sizes, rows, strict=True)
        known = [self._known[look] for look in looks]
        return np.array(known, np.float32).reshape(len(looks), self._encoder.card.dim)

    def _differences(self, size: int, rng: np.random.Generator) -> _Floats:
        """What each of some things differs by on each street from itself on all: (streets, n, dim).

        Where a street shows none of that size, those of another street stand for it.
        """
        things = [Look(sample_thing(rng), size, bool(n % 2)) for n in range(_THINGS)]
        rows = self._encode(
            self._on(scene, look, rng) for look in things for scene in range(len(self._scenes))
        ).reshape(len(things), len(self._scenes), -1)
        apart: _Floats = (rows - rows.mean(axis=1, keepdims=True)).swapaxes(0, 1)
        spread = len(self._scenes) / max(len(self._scenes) - 1, 1)
        return (apart * math.sqrt(spread)).astype(np.float32)

    def _on(self, scene: int, look: Look, rng: np.random.Generator) -> NDArray[np.uint8]:
        for turn in range(_TRIES * len(self._scenes)):
            chosen = self._scenes[(scene + turn // _TRIES) % len(self._scenes)]
            picture = draw_look(rng, chosen, look, self._size_px)
            if picture is not None:
                return picture
        return self._crop(look)


def _mixed(pools: _Floats, chosen: NDArray[np.int64], rng: np.random.Generator) -> _Floats:
    """Of each pool `chosen` (n,) of `pools` (m, k, dim), two mixed at a chance angle: (n, dim).

    The mixture varies as much as the pool does.
    """
    count, size = len(chosen), pools.shape[1]
    first, second = (pools[chosen, rng.integers(size, size=count)] for _ in range(2))
    angle = rng.uniform(0, math.pi / 2, (count, 1)).astype(np.float32)
    mixed: _Floats = first * np.cos(angle) + second * np.sin(angle)
    return mixed


def _unit(rows: _Floats) -> Embeddings:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / lengths, np.float32)
