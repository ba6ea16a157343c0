"""A district's rows of a trained model: things it has embedded, as the cameras of streets see them.

The demonstration model embeds drawn vehicles and people in every size; each look of a camera is one
of these embeddings, moved as the same model tells one street from another
(`indexer.simulate.varied_looks`), so rows vary along as few directions as the model knows. Whole
pictures of the street are among them. Questions are its embeddings of words.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from _cosines import TYPES
from _rows import ROWS_A_CAMERA, District, Unit

from embeddings.encoder import Encoder
from embeddings.models import DEFAULT_MODEL, open_encoder
from indexer.simulate.cameras import place_cameras
from indexer.simulate.daylight import sky_at
from indexer.simulate.looks import CLASSES_PX, Look
from indexer.simulate.simulate import DEFAULT_START
from indexer.simulate.things import COLOURS, sample_thing
from indexer.simulate.varied_looks import VariedLooks

THINGS, STREETS, SEED = 100, 8, 1
WHOLE = ROWS_A_CAMERA // 8
"""Rows of each camera that are whole pictures."""


@dataclass(frozen=True)
class TrainedDistrict(District):
    """As `District`, its rows and questions those of a model; `dim` must be the model's."""

    @cached_property
    def encoder(self) -> Encoder:
        """The model."""
        return open_encoder(DEFAULT_MODEL)

    @cached_property
    def looks(self) -> VariedLooks:
        """Streets, and what the model makes of things on them."""
        sites = place_cameras(STREETS, SEED)
        return VariedLooks(sites, sky_at(DEFAULT_START), SEED, self.encoder)

    @cached_property
    def known(self) -> Unit:
        """Embeddings of things in every size, (THINGS * sizes, dim)."""
        rng = np.random.default_rng(6)
        things = [sample_thing(rng) for _ in range(THINGS)]
        sizes = range(len(CLASSES_PX))
        return self.looks.of([Look(one, n, bool(n % 2)) for one, n in product(things, sizes)])

    @cached_property
    def words(self) -> Unit:
        """What is asked for: every colour of some kinds of vehicle."""
        asked = [f"{colour} {kind}" for kind, colour in product(TYPES, COLOURS)]
        return self.encoder.encode_texts(asked)

    def _query(self, rng: np.random.Generator) -> Unit:
        query: Unit = self.words[int(rng.integers(len(self.words)))]
        return query

    def _seen(self, number: int) -> Unit:
        rng = np.random.default_rng([5, self.day, number])
        chosen = rng.integers(len(self.known), size=ROWS_A_CAMERA - WHOLE)
        sizes = chosen % len(CLASSES_PX)
        seen = self.looks.before(number, self.known[chosen], sizes, WHOLE, rng)
        return rng.permutation(seen)
