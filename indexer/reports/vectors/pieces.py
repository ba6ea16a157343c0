"""A text in pieces that an encoder reads whole: halved at the ends of sentences, else of words."""

import re
from collections.abc import Callable, Iterator, Sequence

ReadsWhole = Callable[[Sequence[str]], Sequence[bool]]
MOST_PIECES = 64
"""Of one text; what comes behind them is found by its words alone."""
_ENDS = (re.compile(r"(?<=[.!?…;\n])\s+"), re.compile(r"\s+"))
"""Where a text may be parted, the better places first."""


def in_pieces(texts: Sequence[str], reads_whole: ReadsWhole) -> list[tuple[str, ...]]:
    """Of each text its pieces, in order; a single word is never parted, however long."""
    return [parts[:MOST_PIECES] for parts in _parted(texts, reads_whole)]


def _parted(texts: Sequence[str], reads_whole: ReadsWhole) -> Iterator[tuple[str, ...]]:
    fits = reads_whole(texts)
    halved = [(text,) if fit else _halves(text) for text, fit in zip(texts, fits, strict=True)]
    again = [half for halves in halved if len(halves) > 1 for half in halves]
    rest = _parted(again, reads_whole) if again else iter(())
    for halves in halved:
        yield halves if len(halves) == 1 else (*next(rest), *next(rest))


def _halves(text: str) -> tuple[str, ...]:
    """Both halves of a text; itself alone where it is one word."""
    text = text.strip()
    for end in _ENDS:
        if gaps := list(end.finditer(text)):
            gap = min(gaps, key=lambda one: abs(one.start() - len(text) / 2))
            return text[: gap.start()], text[gap.end() :]
    return (text,)
