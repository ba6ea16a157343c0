"""The words to look for as one stretch of what is left of a question, weighed by what was learnt.

How likely a stretch begins and ends at an edge between words is a sum of weights of what stands
around it (`edge_features`), learnt from the labelled questions (`scripts/fit_asides`). The rules of
the other modules stand unless another edge is far likelier than theirs: they know the voices that
they were written for, what was learnt goes on in voices that nobody foresaw.
"""

import gzip
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from search.question.asides.edge_features import Piece, features_of, read_pieces
from search.question.asides.words import is_accented, read_words
from search.question.masked import Masked, Span

SHIPPED = Path(__file__).parents[2] / "weights" / "asides.json.gz"
STEPS = 20
"""Steps of a weight to one unit of log-odds; weights are whole steps."""
SURE = 70
"""Steps by which an edge must be likelier than the rules' to be taken: some thirty times."""
JOINING_TEXT = """
    a an the any some of on in at near by from with and or to for is was were there seen who
    during that which có ở tại gần bị về là thì mà và với của trên trong vào lúc từ đã thấy bởi
    co o tai gan bi ve la thi ma va voi cua tren trong vao luc tu da thay
"""
JOINING = frozenset(JOINING_TEXT.split())
"""Words that make no difference at either end of a stretch."""
_ARTICLES = ("a", "an", "the")
_OF = ("của", "cua")
_SUFFERS = ("bị", "bi")
_WAS = ("was", "were", "got")
_WHO = ("i", "we", "he", "she", "they")

Weights = Mapping[str, complex]
"""Of each feature what it adds to a beginning, and as the imaginary part to an end."""
Edges = tuple[int, int]
"""Of a stretch the edge before its first piece and that after its last; equal if it is empty."""


@cache
def shipped_weights() -> dict[str, Weights]:
    """The weights that ship with the package: of English, of Vietnamese, of it without accents."""
    return {
        form: {feature: complex(begins, ends) for feature, (begins, ends) in table.items()}
        for form, table in json.loads(gzip.decompress(SHIPPED.read_bytes())).items()
    }


def form_of(text: str, language: str) -> str:
    """Which weights a text needs."""
    return language if language == "en" or is_accented(text) else "plain"


def weighed(
    left: Masked, language: str, ruled: Sequence[Span], taken: Sequence[Span]
) -> list[Span]:
    """The asides of a question: the rules' (`ruled`), or all outside of a likelier stretch.

    `taken` are the rules' asides and the words that only lead on to what was taken out.
    """
    text = left.gapped
    form = form_of(text, language)
    pieces = read_pieces(text, read_words(text, language), form)
    if not pieces or [*ruled] == [(0, len(text))]:
        return [*ruled]
    begins, ends = sums(features_of(pieces), shipped_weights()[form])
    theirs = edges_of(pieces, taken)
    chosen = _chosen(begins, ends, theirs, _joined(pieces))
    return [*ruled] if chosen == theirs else _outside(chosen, pieces, len(text), ruled)


def _joined(pieces: Sequence[Piece]) -> set[int]:
    """The edges that part what belongs together, and become none by what was learnt.

    Whose it is ("xe máy … của ông già"), and to whom it was done ("em bị giật", "I was hit").
    """
    found: set[int] = set()
    for at in range(len(pieces) - 1, -1, -1):
        if pieces[at].lowered in _OF or (pieces[at].is_border and at + 1 in found):
            found.add(at)
    for before, (at, piece) in pairwise(enumerate(pieces)):
        is_done = piece.lowered in _SUFFERS and not before[1].is_border
        if is_done or (piece.lowered in _WAS and before[1].lowered in _WHO):
            found |= {at, at + 1}
    return found


def _chosen(
    begins: Sequence[int], ends: Sequence[int], theirs: Edges, joined: Container[int]
) -> Edges:
    """The rules' stretch with an edge of the likeliest one wherever that is far likelier."""
    best = likeliest(begins, ends)
    if best[0] == best[1] or theirs[0] == theirs[1]:
        gain = _worth(best, begins, ends) - _worth(theirs, begins, ends)
        return best if gain > 2 * SURE else theirs
    is_sooner = begins[best[0]] - begins[theirs[0]] > SURE and best[0] not in joined
    is_later = ends[best[1]] - ends[theirs[1]] > SURE and best[1] not in joined
    start = best[0] if is_sooner else theirs[0]
    end = best[1] if is_later else theirs[1]
    return (start, end) if start < end else theirs


def sums(edges: Iterable[Sequence[str]], weights: Weights) -> tuple[list[int], list[int]]:
    """What each edge is worth as a beginning, and as an end, by its features."""
    worth = [sum(filter(None, map(weights.get, features)), 0j) for features in edges]
    return [int(each.real) for each in worth], [int(each.imag) for each in worth]


def likeliest(begins: Sequence[int], ends: Sequence[int]) -> Edges:
    """The likeliest stretch; an empty one begins at the last edge and ends at the first."""
    last = len(begins) - 1
    best, worth, start = (last, last), begins[last] + ends[0], 0
    for end in range(1, last + 1):
        start = end - 1 if begins[end - 1] > begins[start] else start
        if begins[start] + ends[end] > worth:
            best, worth = (start, end), begins[start] + ends[end]
    return best


def _worth(edges: Edges, begins: Sequence[int], ends: Sequence[int]) -> int:
    start, end = edges
    return begins[-1] + ends[0] if start == end else begins[start] + ends[end]


def edges_of(pieces: Sequence[Piece], taken: Iterable[Span]) -> Edges:
    """The stretch of what is not taken, without joining words, marks and gaps at its ends."""
    spans = [*taken]
    kept = [
        at
        for at, piece in enumerate(pieces)
        if not piece.is_border
        and piece.lowered not in JOINING
        and not any(start <= piece.start and piece.end <= end for start, end in spans)
    ]
    return (kept[0], kept[-1] + 1) if kept else (len(pieces), len(pieces))


def _outside(
    edges: Edges, pieces: Sequence[Piece], length: int, ruled: Sequence[Span]
) -> list[Span]:
    """All that is outside of a stretch, and of the rules' asides those within it."""
    start, end = edges
    if start == end:
        return [(0, length)]
    while start and pieces[start - 1].lowered in _ARTICLES:
        start -= 1
    first, last = pieces[start].start, pieces[end - 1].end
    inner = [(begin, stop) for begin, stop in ruled if begin > 0 and stop < length]
    within = [(begin, stop) for begin, stop in inner if first <= begin and stop <= last]
    around = [(0, first), *within, (last, length)]
    return [(begin, stop) for begin, stop in around if begin < stop]
