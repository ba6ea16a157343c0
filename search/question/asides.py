"""What is said to the one who is asked: "could you check if …", "… coi giùm tui nha".

The words' kinds in their order (`request_words`) tell what opens and closes a request; between the
two stands what to look for. Nothing is an aside that would leave nothing to look for, unless all of
the question is asking ("anything at Tô Ký last night?").
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.folding import fold
from search.question.lexicon import mentions
from search.question.masked import GAP, Masked, Span
from search.question.request_words import RISKY, Kind, kinds

_TOKEN = re.compile(
    rf"(?P<gap>{GAP}[{GAP}\s]*)|(?P<stop>[,.;:!?…()\"“”]+|(?<=\s)[-–—]+(?=\s))"
    r"|(?P<word>[^\W_]+(?:[-'’/.,]+[^\W_]+)*)"
)
_LONGEST = 5
"""Words of the longest phrase of asking."""
_ABOUT_THE_ASKER = re.compile(r"^[g,_]*(?:O[^,]*|(?:w[fO]?){1,4}h),[,_]*(?=[^,_])")
_FORMALLY = re.compile(
    r"^(?P<before>[^A]{0,6}?)A[Afpsagb]*(?P<between>[wpsf]{0,6}?)v[vbBpfgq]*?(?=[^vbBpfgq]|$)"
)
_OPENING = re.compile(
    r"^(?:[gpaqbBvmfAO,_]|(?<=[ap])s|(?<=[psa])k)*"
    r"(?:[vqA][,_]*|g[,_]*|a[,_]+|(?<=[psa])k|[bB]p?|m|(?<=[ps])b)"
)
_ASKED = re.compile(r"[vqAgke]")
_CLOSING_CLAUSE = re.compile(r"[,_](?P<clause>[gpsavkbBmeqfAO]+)[,_]*$")
_CLOSING = re.compile(r"(?:[aA][fpsagbBv]*v[pgbBef]*|v?[be]*B[Bbepg]*|q?g[pg]*)(?:[,_]f*)*$")


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    kind: str
    told: str


def find_asides(left: Masked, language: str) -> list[Span]:
    """Where the asides stand in what is left of a question."""
    tokens = list(_tokens(left.gapped, language))
    first = _opened(tokens, left.text)
    last = _closed(tokens, first)
    spans = [(one[0].start, one[-1].end) for one in (tokens[:first], tokens[last:]) if one]
    return spans


def _tokens(text: str, language: str) -> Iterator[_Token]:
    accented = any(unicodedata.combining(c) for c in unicodedata.normalize("NFD", text))
    known = kinds(language, accented)
    lowered = (text.lower() if accented else fold(text)).replace("’", "'")
    found = list(_TOKEN.finditer(lowered))
    at = 0
    while at < len(found):
        kind, count = _kind(found, at, known)
        start, end = found[at].start(), found[at + count - 1].end()
        yield _Token(start, end, kind, lowered[start:end])
        at += count


def _kind(found: list[re.Match[str]], at: int, known: dict[str, Kind]) -> tuple[str, int]:
    if not found[at]["word"]:
        return ("_" if found[at]["gap"] else ","), 1
    for count in range(_LONGEST, 0, -1):
        words = found[at : at + count]
        if len(words) == count and all(word["word"] for word in words):
            kind = known.get(" ".join(word[0] for word in words))
            if kind:
                return kind, count
    return ("h" if found[at][0] == "here" else "w"), 1


def _opened(tokens: list[_Token], text: str) -> int:
    """How many tokens open the question."""
    told, first = "".join(token.kind for token in tokens), 0
    while (clause := _ABOUT_THE_ASKER.match(told[first:])) and not _tells(
        tokens[first : first + clause.end()], text
    ):
        first += clause.end()
    formal = _FORMALLY.match(told[first:])
    if formal and not _tells(tokens[first : first + formal.end()], text):
        first += formal.end()
    opening = _OPENING.match(told[first:])
    if opening and _ASKED.search(opening[0]):
        first += opening.end()
    return first


def _closed(tokens: list[_Token], first: int) -> int:
    """Where the closing begins."""
    told, last = "".join(token.kind for token in tokens), len(tokens)
    while last > first:
        clause = _CLOSING_CLAUSE.search(told, first, last)
        if clause and _ASKED.search(clause["clause"].replace("ap", "v")):
            last = clause.start()
            continue
        closing = _CLOSING.search(told, first, last)
        start = closing.start() if closing else last
        start += _doubtful(tokens[start:last])
        if start >= last:
            break
        last = start
    return last


def _doubtful(closing: list[_Token]) -> int:
    """How many of its first particles may as well be the end of what is looked for."""
    if not closing or closing[0].told not in RISKY:
        return 0
    words = [token for token in closing if token.kind not in ",_f"]
    if len(words) == 1:
        return len(closing)
    return 1 if words[1].kind == "g" else 0


def _tells(tokens: list[_Token], text: str) -> bool:
    """Whether they name what cameras see."""
    return bool(tokens) and bool(mentions(text[tokens[0].start : tokens[-1].end]))
