"""An encoder without meaning: the same input always gives the same row, unlike ones unrelated rows.

For tests and for measuring everything around the encoder. Nothing is learned and nothing is loaded.
"""

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np

from embeddings.encoder import Embeddings, EncoderCard, Fingerprint, Picture


class HashEncoder:
    """Rows from the input's SHAKE-256 digest, uniform in a cube, then scaled to unit length."""

    def __init__(self, dim: int = 64) -> None:
        """`dim` is the width of a row; it is part of the fingerprint."""
        if dim < 1:
            raise ValueError(f"dim must be at least 1, not {dim}")
        kind = f"hash-encoder/1/dim={dim}"
        self._card = EncoderCard(
            name="hash",
            fingerprint=Fingerprint(hashlib.sha256(kind.encode()).hexdigest()),
            dim=dim,
            picture_size_px=0,
        )

    @property
    def card(self) -> EncoderCard:
        """The card; `picture_size_px` is 0, since pictures are not resized."""
        return self._card

    def fit(self, picture: Picture) -> Picture:
        """A copy, of the same size."""
        return picture.copy()

    def encode_pictures(self, pictures: Sequence[Picture]) -> Embeddings:
        """One unit row a picture, shape (n, dim), from its size and its bytes."""
        return self._rows(f"{p.shape}".encode() + p.tobytes() for p in pictures)

    def encode_texts(self, texts: Sequence[str]) -> Embeddings:
        """One unit row a text, shape (n, dim)."""
        return self._rows(text.encode("utf-8", "surrogatepass") for text in texts)

    def reads_whole(self, texts: Sequence[str]) -> list[bool]:
        """Every text is."""
        return [True] * len(texts)

    def _rows(self, inputs: Iterable[bytes]) -> Embeddings:
        digests = [hashlib.shake_256(data).digest(4 * self._card.dim) for data in inputs]
        whole = np.frombuffer(b"".join(digests), "<u4").reshape(-1, self._card.dim)
        rows = (whole.astype(np.float64) + 0.5) / 2**31 - 1.0
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows.astype(np.float32)
