"""Hits whose truth is known, of words and of pictures: for fitting and for measuring."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from _districts import District, Looks, all_looks

from search.example import Example, read_phrases
from search.moment_id import MomentId
from search.question.understood import Understood
from search.request import SearchRequest

DEPTH = 20
"""Hits of each question: what a person looks at."""
_ASKED = 60


@dataclass(frozen=True)
class Judged:
    """A hit: its score, whether it is right, and the probability it came with, if any."""

    score: float
    right: bool
    relevance: float | None


def found_by_words(district: District) -> list[Judged]:
    """The first hits for every type in every colour."""
    return [
        _judged(district, hit, looks)
        for looks in all_looks()
        for hit in district.ask(looks, limit=DEPTH)
    ]


def found_by_pictures(district: District, seed: int) -> list[Judged]:
    """The first hits that look like a right hit of each, drawn by chance; itself left out."""
    rng = np.random.default_rng(seed)
    judged: list[Judged] = []
    for looks in all_looks():
        if shown := a_right_hit(district, looks, rng):
            judged += [_judged(district, hit, looks) for hit in like(district, shown)]
    return judged


def a_right_hit(
    district: District, looks: Looks, rng: np.random.Generator
) -> dict[str, Any] | None:
    """One of the hits that show what was asked for, drawn by chance; None if none does."""
    hits = district.ask(looks, limit=_ASKED)
    right = [hit for hit in hits if district.is_right(hit, looks)]
    return right[int(rng.integers(len(right)))] if right else None


def like(district: District, shown: dict[str, Any], words: str = "") -> list[dict[str, Any]]:
    """The first hits that look like what a hit shows, with words added; itself left out."""
    left, top, right, bottom = shown["best"]["box"]
    example = Example(
        moment=MomentId.parse(shown["id"]),
        pts_ms=shown["pts_ms"],
        box=(left, top, right, bottom),
        phrases=read_phrases(words),
    )
    request = SearchRequest(understood=Understood(), example=example, limit=DEPTH + 1)
    hits = district.service.search(request)["hits"]
    return [hit for hit in hits if _at(hit) != _at(shown)][:DEPTH]


def _at(hit: dict[str, Any]) -> tuple[str, int]:
    return hit["footage"], hit["pts_ms"]


def _judged(district: District, hit: dict[str, Any], looks: Looks) -> Judged:
    right = district.is_right(hit, looks)
    return Judged(hit["why"][0]["score"], right, hit["relevance"])
