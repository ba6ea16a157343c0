"""The encoder without meaning: equal in, equal out; unit rows; nothing else in common."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.hash_encoder import HashEncoder


def picture(shade: int, height: int = 4, width: int = 6) -> np.ndarray:
    return np.full((height, width, 3), shade, np.uint8)


@given(st.lists(st.text(), min_size=1, max_size=8))
def test_texts_become_unit_rows_that_depend_on_the_text_alone(texts: list[str]) -> None:
    encoder = HashEncoder(32)
    rows = encoder.encode_texts(texts)
    assert rows.shape == (len(texts), 32) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.array_equal(rows[-1], encoder.encode_texts([texts[-1]])[0])


def test_pictures_differ_by_their_bytes_and_their_size() -> None:
    encoder = HashEncoder()
    rows = encoder.encode_pictures([picture(1), picture(1), picture(2), picture(1, 6, 4)])
    assert np.array_equal(rows[0], rows[1])
    apart = rows[[0, 2, 3]] @ rows[[0, 2, 3]].T
    assert np.abs(apart - np.eye(3)).max() < 0.6


def test_no_input_gives_no_rows() -> None:
    assert HashEncoder(8).encode_texts([]).shape == (0, 8)
    assert HashEncoder(8).encode_pictures([]).shape == (0, 8)


def test_the_width_is_in_the_fingerprint() -> None:
    assert HashEncoder(8).card.fingerprint != HashEncoder(16).card.fingerprint
    assert HashEncoder(8).card == HashEncoder(8).card
    with pytest.raises(ValueError, match="at least 1"):
        HashEncoder(0)
