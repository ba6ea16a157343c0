"""Tokens of a sentence that may speak of time, and the rules that rewrite runs of them.

A rule is a regular expression over tags: `number hour (number minute?)?`. What it matches is
replaced by what its builder makes of it, or left as it is where the builder declines (None).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
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
    """A pattern over tags and what is made of its match; `needs` are tags it cannot do without."""

    pattern: re.Pattern[str]
    needs: frozenset[str]
    build: Build


def rule(pattern: str, build: Build) -> Rule:
    """A rule whose pattern names tags as words and is otherwise a regular expression.

    Spaces mean nothing. `needs` is only there for speed: most rules are ruled out by it.
    """
    compiled = re.compile(_TAG.sub(r"(?:<\g<0>>)", pattern).replace(" ", ""))
    flat = pattern
    while (flatter := _GROUP.sub("", flat)) != flat:
        flat = flatter
    return Rule(compiled, frozenset(_TAG.findall(_OPTIONAL.sub("", flat))), build)


_TAG = re.compile(r"[a-z_]+")
_GROUP = re.compile(r"\([^()]*\)[?*+]*")
_OPTIONAL = re.compile(r"[a-z_]+\s*[?*]\+?")


class Rules:
    """Rules in the order in which they are applied."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Hold them."""
        self._rules = tuple(rules)
        self._usable = lru_cache(8192)(self._having)

    def rewrite(self, run: Run, now: datetime) -> Run:
        """The run after each rule in turn, each applied to all its matches from left to right."""
        run, first = list(run), 0
        while True:
            tags = [token.tag for token in run]
            line = f"<{'><'.join(tags)}>"
            usable = (at for at in self._usable(frozenset(tags)) if at >= first)
            changed = next((at for at in usable if _apply(self._rules[at], run, line, now)), None)
            if changed is None:
                return run
            first = changed + 1

    def _having(self, tags: frozenset[str]) -> tuple[int, ...]:
        """Which rules have what they need in a run of such tags."""
        return tuple(at for at, each in enumerate(self._rules) if each.needs <= tags)


def _apply(rule: Rule, run: Run, line: str, now: datetime) -> bool:
    """Whether a rule changes the run, whose tags the line has; it does so in place."""
    changed = False
    for start, end in reversed([match.span() for match in rule.pattern.finditer(line)]):
        first, last = line.count("<", 0, start), line.count("<", 0, end)
        built = rule.build(run[first:last], now) if first < last else None
        if built is not None:
            run[first:last] = built if isinstance(built, list) else [built]
            changed = True
    return changed


def joined(tag: str, value: Any, piece: Sequence[Token], bare: bool = False) -> Token:
    """One token in place of several; a comma before them is none of its words."""
    start = next((token.start for token in piece if token.tag != "comma"), piece[0].start)
    return Token(tag, value, start, piece[-1].end, bare)


def first(piece: Sequence[Token], tag: str) -> Token | None:
    """The first token of that tag, if there is one."""
    return next((token for token in piece if token.tag == tag), None)


def values(piece: Sequence[Token], tag: str) -> list[Any]:
    """The values of all tokens of that tag."""
    return [token.value for token in piece if token.tag == tag]
