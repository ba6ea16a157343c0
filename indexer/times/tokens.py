"""Tokens of a sentence that may speak of time, and the rules that rewrite runs of them.

A rule is a regular expression over tags: `number hour (number minute?)?`. What it matches is
replaced by what its builder makes of it, or left as it is where the builder declines (None).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Token:
    """Something at [start, end) of the composed text; `value` is what its tag says it is.

    `bare` tells that it was typed without the accents it has, and so may be another word.
    """

    tag: str
    value: Any
    start: int
    end: int
    bare: bool = False


Run = list[Token]
"""Tokens that follow each other, between two tokens `word` or `stop` that say what stands there."""
Build = Callable[[Sequence[Token], datetime], "Token | Run | None"]


@dataclass(frozen=True)
class Rule:
    """A pattern over tags and what is made of its match."""

    pattern: re.Pattern[str]
    build: Build


def rule(pattern: str, build: Build) -> Rule:
    """A rule whose pattern names tags as words and is otherwise a regular expression."""
    return Rule(tag_pattern(pattern), build)


def tag_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern whose words are tags; spaces mean nothing."""
    return re.compile(re.sub(r"[a-z_]+", r"(?:<\g<0>>)", pattern).replace(" ", ""))


def rewrite(run: Run, rules: Sequence[Rule], now: datetime) -> Run:
    """The run after each rule in turn, each applied to all its matches from left to right."""
    run = list(run)
    for one in rules:
        pieces = list(matches(run, one.pattern))
        for first, last in reversed(pieces):
            built = one.build(run[first:last], now)
            if built is not None:
                run[first:last] = built if isinstance(built, list) else [built]
    return run


def matches(run: Sequence[Token], pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where a pattern matches: [first, last) of the run's tokens, left to right, apart."""
    line, index = "", {0: 0}
    for number, token in enumerate(run, 1):
        line += f"<{token.tag}>"
        index[len(line)] = number
    for match in pattern.finditer(line):
        if match.end() > match.start():
            yield index[match.start()], index[match.end()]


def joined(tag: str, value: Any, piece: Sequence[Token], bare: bool = False) -> Token:
    """One token in place of several."""
    return Token(tag, value, piece[0].start, piece[-1].end, bare)


def first(piece: Sequence[Token], tag: str) -> Token | None:
    """The first token of that tag, if there is one."""
    return next((token for token in piece if token.tag == tag), None)


def values(piece: Sequence[Token], tag: str) -> list[Any]:
    """The values of all tokens of that tag."""
    return [token.value for token in piece if token.tag == tag]
