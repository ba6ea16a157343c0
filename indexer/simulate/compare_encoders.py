"""Encoders beside each other on the same drawn crops: what they know, and how fast they are.

Drawings are not streets: this says whether an encoder works, understands each language, and what
it costs on this machine. How good it is on footage, `truyvet eval` says where answers are known.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.encoder import Embeddings, Encoder, EncoderCard
from indexer.simulate.captions import LANGUAGES, Language, name_of
from indexer.simulate.contrasts import NAMES
from indexer.simulate.crops import draw_crop, sample_thing_to_learn

CROPS, SIZE_PX, SEED = 256, 96, 11


@dataclass(frozen=True)
class Compared:
    """One encoder: `right` is the share of crops whose type and colour it names, by language.

    By chance it would be one in 56. Rates are pictures and texts a second, with loading left out.
    """

    card: EncoderCard
    right: dict[Language, float]
    pictures_per_s: float
    texts_per_s: float

    @property
    def bytes_a_region(self) -> int:
        """What a vector takes on disk, in 16-bit floats."""
        return 2 * self.card.dim


def compare_encoders(encoders: Sequence[Encoder], crops: int = CROPS) -> list[Compared]:
    """Show every encoder the same crops and ask it for the 56 phrases of type and colour."""
    rng = np.random.default_rng(SEED)
    drawn = [draw_crop(rng, SIZE_PX, sample_thing_to_learn(rng)) for _ in range(crops)]
    pictures = [crop.picture for crop in drawn]
    named = [(crop.thing.type, crop.thing.colour) for crop in drawn if crop.thing]
    true = np.array([NAMES.index(name) for name in named])
    return [_compared(encoder, pictures, true) for encoder in encoders]


def _compared(encoder: Encoder, pictures: list[np.ndarray], true: np.ndarray) -> Compared:
    encoder.encode_pictures(pictures[:1])
    began = time.perf_counter()
    seen = encoder.encode_pictures(pictures)
    shown = time.perf_counter()
    right = {language: _right(encoder, seen, true, language) for language in LANGUAGES}
    asked = time.perf_counter()
    texts = len(LANGUAGES) * len(NAMES)
    return Compared(
        encoder.card, right, len(pictures) / (shown - began), texts / max(asked - shown, 1e-9)
    )


def _right(encoder: Encoder, seen: Embeddings, true: np.ndarray, language: Language) -> float:
    phrases = [name_of(kind, colour, language) for kind, colour in NAMES]
    guesses = (seen @ encoder.encode_texts(phrases).T).argmax(axis=1)
    return round(float(np.mean(guesses == true)), 4)
