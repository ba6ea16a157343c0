"""A text as a row of folded words, each knowing where it stands: `Q.12` → `q`, `12`."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from indexer.folding import fold, nfc

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_TIGHT = re.compile(r"[^\S\n]*[\"'“”‘’«»(\[:–—-]*[^\S\n]*\Z")
_DOTTED = re.compile(r"\.?[^\S\n]*\Z")
_IN_NAME = re.compile(r"[^\S\n]{0,3}(?:[-_]|\r?\n)?[^\S\n]{0,3}\Z")
_ABBREVIATION_LENGTH = 2
"""A full stop after a word this short ends no sentence: `p.`, `Q.`, `đ.`, `Ng.`, `TT.`"""
_ABBREVIATIONS = frozenset(("dist", "hwy", "str", "ave", "nat", "dir", "opp", "adj"))
_LAST_WORDS = frozenset(("on", "in", "up", "it", "me", "us", "so", "is", "no", "go", "do"))
"""Words as short that do end one: "with its lights on."."""

_TITLE_LENGTH, _TITLE_SHARE = 5, 0.2
"""A text of so many words with fewer than this share in small letters is written as a title."""


class Token(NamedTuple):
    """A run of letters or of digits: folded, and [start, end) in the composed text."""

    text: str
    start: int
    end: int


class Written:
    """A text, composed (`text`) and folded (`folded`, of the same length), and its tokens."""

    def __init__(self, text: str) -> None:
        """Compose, fold and split the text."""
        self.text = nfc(text)
        self.folded = fold(text)
        self.tokens = split(self.folded)

    @cached_property
    def words(self) -> list[str]:
        """The folded text of every token."""
        return [token.text for token in self.tokens]

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def has_capitals(self) -> bool:
        """Whether capital letters say anything.

        Not in a text without, all of, or in a title; nor do abbreviations and the first word.
        """
        words = [
            self.text[token.start : token.end] for token in self.tokens if token.text.isalpha()
        ]
        small = sum(not word[0].isupper() for word in words)
        if len(words) >= _TITLE_LENGTH and small < _TITLE_SHARE * len(words):
            return False
        telling = words if len(words) < 2 else words[1:]
        return not self.text.isupper() and any(
            word[0].isupper() and (len(word) == 1 or not word.isupper()) for word in telling
        )

    def token_at(self, character: int) -> int:
        """The first token that begins at or after a character."""
        return bisect_left(self._starts, character)

    def raw(self, index: int) -> str:
        """The token as written."""
        token = self.tokens[index]
        return self.text[token.start : token.end]

    def lower(self, index: int) -> str:
        """The token in small letters, with its accents."""
        return self.raw(index).lower()

    def capital(self, index: int) -> bool:
        """Whether the token begins with a capital letter or a digit."""
        return not self.text[self.tokens[index].start].islower()

    def gap(self, index: int) -> str:
        """What stands between the token before and this one."""
        before = self.tokens[index - 1].end if index > 0 else 0
        after = self.tokens[index].start if index < len(self.tokens) else len(self.text)
        return self.text[before:after]

    def adjoins(self, index: int) -> bool:
        """Whether only spaces, quotes or a dash part this token from the one before."""
        if index <= 0 or index >= len(self.tokens):
            return False
        gap = self.gap(index)
        return _TIGHT.match(gap) is not None or self._is_dotted(index)

    def in_one_name(self, index: int) -> bool:
        """Whether the token may go on with a name that the one before belongs to."""
        return _IN_NAME.match(self.gap(index)) is not None or self._is_dotted(index)

    def _is_dotted(self, index: int) -> bool:
        before = self.tokens[index - 1].text
        short = len(before) <= _ABBREVIATION_LENGTH or before in _ABBREVIATIONS
        return short and before not in _LAST_WORDS and _DOTTED.match(self.gap(index)) is not None


def split(folded: str) -> list[Token]:
    """The tokens of a folded text, in order."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(folded)]


def spelled_alike(written: str, right: str) -> bool:
    """Whether a word has the right accents, be it that a mark stands over the wrong vowel."""
    return written == right or sorted(_marks(written)) == sorted(_marks(right))


def says_accents(written: Sequence[str]) -> bool:
    """Whether any of the words has an accent, so that the others mean to have none."""
    return any(not word.isascii() for word in written)


def _marks(word: str) -> str:
    return unicodedata.normalize("NFD", word)
