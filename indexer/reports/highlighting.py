"""Pieces of a report's text around the words that were looked for, as safe HTML.

Text indexes do not highlight themselves: what they index is not the text but its words.
"""

import html
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import overload

from indexer.folding import nfc
from indexer.reports.asked import Asked
from indexer.reports.meanings import meanings_in
from indexer.reports.shorthand import expansion
from indexer.reports.words import WORD, Term, bare, text_terms

PIECES = 3
"""Pieces shown of one report at most."""
CONTEXT = 60
"""Characters shown before and after a match."""
Span = tuple[int, int]
_WORDS_KEPT = 20_000


class Highlights(Sequence[str]):
    """The pieces of a text, made when first looked at: of thousands of hits few are shown."""

    def __init__(self, text: str, asked: Asked) -> None:
        self._text, self._asked = text, asked

    @cached_property
    def _pieces(self) -> tuple[str, ...]:
        return highlights(self._text, self._asked)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return self._pieces[at]

    def __len__(self) -> int:
        return len(self._pieces)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._pieces == tuple(other)

    def __hash__(self) -> int:
        return hash(self._pieces)


def highlights(text: str, asked: Asked) -> tuple[str, ...]:
    """The first pieces with matches: `<em>` around each, everything else HTML-escaped.

    A word that carries other accents than the one looked for is not marked; other words of the
    same meaning are, where it was looked for by meaning.
    """
    composed = nfc(text)
    spans = {*_matches(composed, asked.terms), *_meant(composed, set(asked.meanings))}
    return tuple(_piece(composed, group) for group in _groups(sorted(spans))[:PIECES])


def _matches(text: str, terms: Sequence[Term]) -> Iterator[Span]:
    """A word matches if it is written like a term, or if one of the two is left bare.

    What is short for words matches if one of them does.
    """
    accented = {term.accented for term in terms}
    folded = {term.folded for term in terms}
    left_bare = {term.folded for term in terms if term.is_bare}
    bare_text = bare(text)
    for match in WORD.finditer(text):
        start, end = match.span()
        as_written, as_bare = match[0].lower(), bare_text[start:end]
        fits = as_bare in (folded if as_written == as_bare else left_bare)
        if fits or _means(as_written, accented, left_bare):
            yield start, end


def _meant(text: str, meanings: set[str]) -> Iterator[Span]:
    """The words of phrases that have one of the meanings."""
    if not meanings:
        return
    words, spans = list[Term](), list[Span]()
    for match in WORD.finditer(text):
        read = _terms_of(match[0])
        words += read
        spans += [match.span()] * len(read)
    for start, end, named in meanings_in(words):
        if not meanings.isdisjoint(named):
            yield from spans[start:end]


@lru_cache(maxsize=_WORDS_KEPT)
def _terms_of(word: str) -> list[Term]:
    return text_terms(word)


def _means(word: str, accented: set[str], left_bare: set[str]) -> bool:
    """Whether a word is looked for as it is written, or one of those that it is short for."""
    meant = (expansion(word) or "").split()
    written = word in accented or not accented.isdisjoint(meant)
    return written or not left_bare.isdisjoint(map(bare, meant))


def _groups(spans: Sequence[Span]) -> list[list[Span]]:
    """Matches whose contexts would touch are shown in one piece, up to a few contexts long."""
    groups: list[list[Span]] = []
    for span in spans:
        near = groups and span[0] - groups[-1][-1][1] <= CONTEXT
        if near and span[1] - groups[-1][0][0] <= 4 * CONTEXT:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _piece(text: str, spans: Sequence[Span]) -> str:
    start, end = _word_start(text, spans[0][0]), _word_end(text, spans[-1][1])
    parts = ["…" if start else ""]
    at = start
    for first, last in spans:
        marked = html.escape(text[first:last])
        parts += [html.escape(text[at:first]), f"<em>{marked}</em>"]
        at = last
    parts += [html.escape(text[at:end]), "…" if end < len(text) else ""]
    return "".join(parts)


def _word_start(text: str, match: int) -> int:
    if match <= CONTEXT:
        return 0
    space = text.find(" ", match - CONTEXT, match)
    return match - CONTEXT if space < 0 else space + 1


def _word_end(text: str, match: int) -> int:
    if match + CONTEXT >= len(text):
        return len(text)
    space = text.rfind(" ", match, match + CONTEXT)
    return match + CONTEXT if space < 0 else space
