"""A sentence from which what has been understood is taken out, bit by bit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

Span = tuple[int, int]
GAP = "\x00"
"""Stands for each character taken out, where the borders matter."""
_GAPS = re.compile(f"{GAP}+")


@dataclass(frozen=True)
class Masked:
    """Composed text and the spans already understood; offsets never change."""

    text: str
    spans: tuple[Span, ...] = field(default=())

    def without(self, spans: Iterable[Span]) -> "Masked":
        """With more spans taken out."""
        return Masked(self.text, (*self.spans, *spans))

    @cached_property
    def blanked(self) -> str:
        """The text with blanks for what was taken out."""
        return self.filled(" ")

    @cached_property
    def gapped(self) -> str:
        """The text with GAP for what was taken out."""
        return self.filled(GAP)

    @property
    def pieces(self) -> list[str]:
        """What is left, piece by piece."""
        return [piece for piece in _GAPS.split(self.gapped) if piece.strip()]

    def filled(self, filler: str) -> str:
        """The text with a character in place of each one taken out."""
        text = self.text
        for start, end in self.spans:
            text = text[:start] + filler * (end - start) + text[end:]
        return text
