"""What stands around each edge between two words, for `stretch` to weigh.

An edge lies before each word, mark or gap of a text, and one after the last. Its features are
names, each with a letter for what it tells of: the words on either side (lowered, folded), their
kinds (`kinds`), what of the lexicon they name, where in the text and its clauses the edge lies.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.folding import fold
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


@dataclass(frozen=True)
class Piece:
    """A word, a mark (`,`) or a gap (`_`) at [start, end), with its kind and what it names."""

    start: int
    end: int
    lowered: str
    folded: str
    kind: str
    sort: str
    capital: bool

    @property
    def is_border(self) -> bool:
        """Whether it is a mark or a gap."""
        return self.kind in (",", "_")


_OUTSIDE = (
    Piece(0, 0, "<", "<", "<", "", False),
    Piece(0, 0, ">", ">", ">", "", False),
)


def read_pieces(text: str, words: Sequence[Word]) -> list[Piece]:
    """The pieces of a text whose taken-out parts are GAPs, with the kinds of its `words`."""
    found, kinds = list(_PIECE.finditer(text)), _kinds(words, text)
    sorts = _sorts(text)
    return [_piece(match, kinds, sorts) for match in found]


def _piece(match: re.Match[str], kinds: dict[int, str], sorts: dict[int, str]) -> Piece:
    start, end = match.span()
    if match["gap"]:
        return Piece(start, end, "_", "_", "_", "", False)
    told = _DIGIT.sub("0", match[0].lower())
    kind = "," if match["mark"] else kinds.get(start, "'")
    return Piece(start, end, told, fold(told), kind, sorts.get(start, ""), match[0][0].isupper())


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
        yield (
            *_beside(padded[at : at + 2 * _WINDOW]),
            *_where(at, len(pieces), begins, ends, padded[at + 2].kind, padded[at + 3].kind),
            *_of_clauses(at, pieces, clauses),
        )


def _beside(around: Sequence[Piece]) -> Iterator[str]:
    """Of the three pieces before and the three after an edge."""
    c, b, a, x, y, z = around
    yield from (f"a{a.lowered}", f"x{x.lowered}", f"b{b.lowered}", f"y{y.lowered}")
    yield from (f"A{a.folded}", f"X{x.folded}", f"B{b.folded}", f"Y{y.folded}")
    yield from (f"C{c.folded}", f"Z{z.folded}")
    yield from (f"1{a.folded} {x.folded}", f"2{x.folded} {y.folded}", f"3{b.folded} {a.folded}")
    yield f"4{b.folded} {a.folded} {x.folded}"
    yield from (f"k{a.kind}", f"K{x.kind}", f"5{a.kind}{x.kind}", f"6{b.kind}{a.kind}{x.kind}")
    yield from (f"7{c.kind}{b.kind}{a.kind}{x.kind}{y.kind}", f"8{a.kind}{x.kind}{y.kind}")
    yield from (f"9{b.kind}{a.kind}", f"0{x.kind}{y.kind}")
    yield from (f"s{a.sort}|{x.sort}|{y.sort}", f"S{x.sort}")
    yield from (f"m{a.kind} {x.folded}", f"M{a.folded} {x.kind}", f"c{x.capital}{a.kind}")


def _where(
    at: int, count: int, begins: int, ends: int, before: str, after: str
) -> Iterator[str]:
    """Of where an edge lies, from either end and from what is named first and last."""
    yield from (f"p{min(at, _MANY)}", f"q{min(count - at, _MANY)}")
    side = "<" if at < begins else ">" if at > begins else "="
    yield from (f"d{side}{before}", f"D{max(-_FAR, min(_FAR, begins - at))}")
    side = ">" if at > ends + 1 else "<" if at <= ends else "="
    yield from (f"e{side}{after}", f"E{max(-_FAR, min(_FAR, at - 1 - ends))}")


@dataclass(frozen=True)
class _Clauses:
    """The clause of each piece, and of each clause what it names and its pronouns."""

    of: tuple[int, ...]
    names: tuple[str, ...]
    pronouns: tuple[str, ...]


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
    )


def _of_clauses(at: int, pieces: Sequence[Piece], clauses: _Clauses) -> Iterator[str]:
    """Of the clause that goes on after an edge, and of the one before it."""
    clause = clauses.of[at]
    before = pieces[at - 1].kind if at else "<"
    after = pieces[at].kind if at < len(pieces) else ">"
    yield from (f"n{clauses.names[clause]}|{before}", f"o{clauses.pronouns[clause]}|{before}")
    earlier = clauses.of[at - 1] if at else None
    names = "" if earlier is None else clauses.names[earlier]
    pronouns = "" if earlier is None else clauses.pronouns[earlier]
    yield from (f"N{names}|{after}", f"O{pronouns}|{after}")
    yield f"l{min(clause, _FAR)}/{min(len(clauses.names), _MANY)}"
