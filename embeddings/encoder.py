"""The encoder seam: what every encoder can do, and the card that says which one it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NewType, Protocol

import numpy as np
from numpy.typing import NDArray

Fingerprint = NewType("Fingerprint", str)
"""SHA-256 (hex) over architecture, weights, preprocessing and precision."""

Picture = NDArray[np.uint8]
"""One picture, shape (height, width, 3), RGB."""

Embeddings = NDArray[np.float32]
"""Unit-length rows, shape (n, dim)."""


@dataclass(frozen=True)
class EncoderCard:
    """Which encoder this is. Two encoders may share an index only if fingerprints are equal."""

    name: str
    fingerprint: Fingerprint
    dim: int
    picture_size_px: int
    demonstration: bool = False


class Encoder(Protocol):
    """Turns pictures and texts into rows of one space, where a higher dot product is closer."""

    @property
    def card(self) -> EncoderCard:
        """The card of this encoder."""
        ...

    def fit(self, picture: Picture) -> Picture:
        """A picture made as small as this encoder sees it, a copy: its row stays the same."""
        ...

    def encode_pictures(self, pictures: Sequence[Picture]) -> Embeddings:
        """Embed pictures of any size; returns shape (len(pictures), dim), unit rows."""
        ...

    def encode_texts(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts; returns shape (len(texts), dim), unit rows."""
        ...

    def reads_whole(self, texts: Sequence[str]) -> list[bool]:
        """Whether each text is within what the encoder reads; of a longer one the end is cut."""
        ...
