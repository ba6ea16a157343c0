"""Folding is one character to one character and forgets accents."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.folding import fold, nfc


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Văn Quá", "nguyen van qua"),
        ("Đường ĐÔNG HƯNG THUẬN", "duong dong hung thuan"),
        (unicodedata.normalize("NFD", "Hóc Môn"), "hoc mon"),
        ("xe máy đỏ 21h", "xe may do 21h"),
    ],
)
def test_known(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_offsets_carry_over(text: str) -> None:
    assert len(fold(text)) == len(nfc(text))
