"""Short phrases looked up by where they end or begin in a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from indexer.folding import fold, nfc
from indexer.places.tokens import Written, split

Meaning = TypeVar("Meaning")
NEEDS_ACCENTS = "!"
"""Marks a phrase that without its accents would be other common words (đến, đen)."""


@dataclass(frozen=True)
class _Phrase(Generic[Meaning]):
    words: tuple[str, ...]
    accented: tuple[str, ...]
    needs_accents: bool
    meaning: Meaning

    def is_at(self, written: Written, start: int) -> bool:
        """Whether it stands there: each word with exactly its accents, or, if it may, none."""
        said = [written.lower(index) for index in range(start, start + len(self.words))]
        return all(
            word == right or (word == bare and not self.needs_accents)
            for word, right, bare in zip(said, self.accented, self.words, strict=True)
        )


class Phrases(Generic[Meaning]):
    """Phrases, each with its meaning; the longest one there is wins."""

    def __init__(self, entries: Iterable[tuple[Meaning, str]]) -> None:
        """Take meanings with their phrases, parted by semicolons."""
        self._phrases: dict[tuple[str, ...], list[_Phrase[Meaning]]] = {}
        for meaning, phrases in entries:
            for text in phrases.split(";"):
                phrase = _phrase(text.strip(), meaning)
                self._phrases.setdefault(phrase.words, []).append(phrase)
        self._longest = max(map(len, self._phrases), default=0)
        self._first = {words[0] for words in self._phrases}
        self._last = {words[-1] for words in self._phrases}

    def ending(self, written: Written, end: int) -> tuple[int, Meaning] | None:
        """The phrase whose last token is just before `end`: its first token, and its meaning."""
        if end < 1 or written.words[end - 1] not in self._last:
            return None
        for size in range(min(self._longest, end), 0, -1):
            found = self._at(written, end - size, size)
            if found:
                return end - size, found.meaning
        return None

    def starting(self, written: Written, start: int) -> tuple[int, Meaning] | None:
        """The phrase that begins with token `start`: the token after it, and its meaning."""
        if start >= len(written.words) or written.words[start] not in self._first:
            return None
        for size in range(min(self._longest, len(written.words) - start), 0, -1):
            found = self._at(written, start, size)
            if found:
                return start + size, found.meaning
        return None

    def _at(self, written: Written, start: int, size: int) -> _Phrase[Meaning] | None:
        words = tuple(written.words[start : start + size])
        for phrase in self._phrases.get(words, ()):
            together = all(
                written.in_one_name(i) or written.gap(i) == "/"
                for i in range(start + 1, start + size)
            )
            if together and phrase.is_at(written, start):
                return phrase
        return None


def _phrase(text: str, meaning: Meaning) -> _Phrase[Meaning]:
    composed = nfc(text.removeprefix(NEEDS_ACCENTS)).lower()
    accented = tuple(composed[token.start : token.end] for token in split(fold(composed)))
    words = tuple(fold(word) for word in accented)
    return _Phrase(words, accented, text.startswith(NEEDS_ACCENTS), meaning)
