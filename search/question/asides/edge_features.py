"""What stands around each edge between two words, for `stretch` to weigh.

An edge lies before each word, mark or gap of a text, and one after the last. Its features are
names, each with a letter for what it tells of: the words on either side (lowered, folded), their
kinds (`kinds`), what of the lexicon they name, what they are about (`topics`), where in the text
and its clauses the edge lies.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.folding import fold
from search.question.asides.topics import topics_of
from search.question.asides.words import Word
from search.question.lexicon import mentions
from search.question.masked import GAP

_PIECE = re.compile(
    rf"(?P<gap>{GAP}[{GAP}\s]*)|(?P<word>[^\W_]+(?:[-./:’'…]+[^\W_]+)*)|(?P<mark>[^\w\s{GAP}])"
)
_DIGIT = re.compile(r"\d")
_PRONOUNS_TEXT = """
    i we my our me us em toi tui minh con chau e he she they you anh chi
"""
_PRONOUNS = frozenset(_PRONOUNS_TEXT.split())
_FAR, _MANY = 4, 6
"""How far from what is seen, and from either end, still makes a difference."""
_WINDOW = 3
"""Pieces on either side."""


class Piece(NamedTuple):
    """A word, a mark (`,`) or a gap (`_`) at [start, end), with its kind and what it names."""

    start: int
    end: int
    lowered: str
    folded: str
    kind: str
    sort: str
    capital: bool
    topics: str = ""

    @property
    def is_border(self) -> bool:
        """Whether it is a mark or a gap."""
        return self.kind in (",", "_")


_OUTSIDE = (
    Piece(0, 0, "<", "<", "<", "", False, "<"),
    Piece(0, 0, ">", ">", ">", "", False, ">"),
)


def read_pieces(text: str, words: Sequence[Word], form: str) -> list[Piece]:
    """The pieces of a text whose taken-out parts are GAPs, with the kinds of its `words`.

    `form` is "en", "vi", or "plain" for Vietnamese without accents.
    """
    found, kinds = list(_PIECE.finditer(text)), _kinds(words, text)
    sorts = _sorts(text)
    pieces = [_piece(match, kinds, sorts) for match in found]
    told = [piece.folded if form == "plain" else piece.lowered for piece in pieces]
    about = topics_of(told, form)
    return [piece._replace(topics=topics) for piece, topics in zip(pieces, about, strict=True)]


def _piece(match: re.Match[str], kinds: dict[int, str], sorts: dict[int, str]) -> Piece:
    start, end = match.span()
    if match["gap"]:
        return Piece(start, end, "_", "_", "_", "", False)
    told = _DIGIT.sub("0", match[0].lower())
    kind = "," if match["mark"] else kinds.get(start, "'")
    folded = told if told.isascii() else fold(told)
    return Piece(start, end, told, folded, kind, sorts.get(start, ""), match[0][0].isupper())


def _kinds(words: Sequence[Word], text: str) -> dict[int, str]:
    """The kind of each word by where it begins; of one inside a phrase with a stroke after it."""
    found: dict[int, str] = {}
    for word in words:
        for match in _PIECE.finditer(text, word.start, word.end):
            is_first = match.start() == word.start
            found[match.start()] = word.kind if is_first else f"{word.kind}'"
    return found


def _sorts(text: str) -> dict[int, str]:
    """What each word that the lexicon knows names, by where the word begins."""
    found: dict[int, str] = {}
    for mention in mentions(text):
        for word in _PIECE.finditer(text, mention.start, mention.end):
            found[word.start()] = mention.concept.sort
    return found


def features_of(pieces: Sequence[Piece]) -> Iterator[tuple[str, ...]]:
    """The features of each edge, from the one before the first piece to that after the last."""
    first, last = _OUTSIDE
    padded = [first] * _WINDOW + [*pieces] + [last] * _WINDOW
    clauses = _clauses(pieces)
    seen = [at for at, piece in enumerate(pieces) if piece.sort]
    begins, ends = (seen[0], seen[-1]) if seen else (len(pieces), -1)
    for at in range(len(pieces) + 1):
        around = padded[at : at + 2 * _WINDOW]
        yield (
            *_words_beside(around),
            *_kinds_beside(around),
            *_where(at, len(pieces), begins, ends, around[2].kind, around[3].kind),
            *_of_clauses(at, around[2].kind, around[3].kind, clauses),
            *_about(at, around, clauses),
            *(f"{letter}{piece.lowered}" for letter, piece in zip("cbaxyz", around, strict=True)
              if piece.lowered != piece.folded),
        )  # fmt: skip


def _words_beside(around: Sequence[Piece]) -> tuple[str, ...]:
    """Of the folded words among the three pieces before and the three after an edge."""
    c, b, a, x, y, z = (piece.folded for piece in around)
    return (
        f"A{a}", f"X{x}", f"B{b}", f"Y{y}", f"C{c}", f"Z{z}",
        f"1{a} {x}", f"2{x} {y}", f"3{b} {a}", f"4{b} {a} {x}",
        f"m{around[2].kind} {x}", f"M{a} {around[3].kind}",
    )  # fmt: skip


def _kinds_beside(around: Sequence[Piece]) -> tuple[str, ...]:
    """Of their kinds, and of what they name."""
    c, b, a, x, y, _ = (piece.kind for piece in around)
    before, after, later = (piece.sort for piece in around[2:5])
    return (
        f"k{a}", f"K{x}", f"5{a}{x}", f"6{b}{a}{x}", f"7{c}{b}{a}{x}{y}", f"8{a}{x}{y}",
        f"9{b}{a}", f"0{x}{y}", f"s{before}|{after}|{later}", f"S{after}",
        f"u{around[3].capital}{a}",
    )  # fmt: skip


def _where(at: int, count: int, begins: int, ends: int, before: str, after: str) -> tuple[str, ...]:
    """Of where an edge lies, from either end and from what is named first and last."""
    opens = "<" if at < begins else ">" if at > begins else "="
    closes = ">" if at > ends + 1 else "<" if at <= ends else "="
    return (
        f"p{min(at, _MANY)}", f"q{min(count - at, _MANY)}",
        f"d{opens}{before}", f"D{max(-_FAR, min(_FAR, begins - at))}",
        f"e{closes}{after}", f"E{max(-_FAR, min(_FAR, at - 1 - ends))}",
    )  # fmt: skip


@dataclass(frozen=True)
class _Clauses:
    """The clause of each piece, and of each clause what it names and its pronouns.

    Of each edge what its clause is about, before and after it.
    """

    of: tuple[int, ...]
    names: tuple[str, ...]
    pronouns: tuple[str, ...]
    about_before: tuple[str, ...]
    about_after: tuple[str, ...]


def _clauses(pieces: Sequence[Piece]) -> _Clauses:
    of: list[int] = []
    named: list[set[str]] = [set()]
    spoken: list[set[str]] = [set()]
    for piece in pieces:
        of.append(len(named) - 1)
        named[-1] |= {piece.sort} - {""}
        spoken[-1] |= {piece.folded} & _PRONOUNS
        if piece.is_border:
            named.append(set())
            spoken.append(set())
    return _Clauses(
        (*of, len(named) - 1),
        tuple(",".join(sorted(each)) for each in named),
        tuple(",".join(sorted(each)) for each in spoken),
        ("", *_about_so_far(pieces)),
        (*reversed([*_about_so_far(pieces[::-1])]), ""),
    )


def _about_so_far(pieces: Sequence[Piece]) -> Iterator[str]:
    """Of each piece what it and those before it in its clause are about; a border ends one."""
    letters: dict[str, None] = {}
    for piece in pieces:
        if piece.is_border:
            letters = {}
        letters |= dict.fromkeys(piece.topics)
        yield "".join(letters)


def _about(at: int, around: Sequence[Piece], clauses: _Clauses) -> tuple[str, ...]:
    """Of what the words beside an edge are about, and its clause before and after it."""
    b, a, x, y = (piece.topics for piece in around[1:5])
    return (
        f"i{a}|{x}", f"I{x}|{y}", f"h{b}|{a}", f"H{around[3].kind}{x}|{a}",
        *(f"v{letter}" for letter in clauses.about_before[at]),
        *(f"w{letter}" for letter in clauses.about_after[at]),
    )  # fmt: skip


def _of_clauses(at: int, before: str, after: str, clauses: _Clauses) -> tuple[str, ...]:
    """Of the clause that goes on after an edge, and of the one before it."""
    clause, earlier = clauses.of[at], clauses.of[at - 1] if at else 0
    return (
        f"n{clauses.names[clause]}|{before}", f"o{clauses.pronouns[clause]}|{before}",
        f"N{clauses.names[earlier]}|{after}", f"O{clauses.pronouns[earlier]}|{after}",
        f"l{min(clause, _FAR)}/{min(len(clauses.names), _MANY)}",
    )  # fmt: skip
