"""Hits whose truth is known, of words and of pictures: for fitting and for measuring."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from _districts import District, Looks, all_looks

from search.example import Example
from search.moment_id import MomentId
from search.question.understood import Understood

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
        right = [hit for hit in district.ask(looks, limit=_ASKED) if district.shown(hit, looks)]
        if right:
            example = right[int(rng.integers(len(right)))]
            judged += [_judged(district, hit, looks) for hit in _like(district, example, looks)]
    return judged


def _like(district: District, example: dict[str, Any], looks: Looks) -> list[dict[str, Any]]:
    left, top, right, bottom = example["best"]["box"]
    picture = Example(
        moment=MomentId.parse(example["id"]),
        pts_ms=example["pts_ms"],
        box=(left, top, right, bottom),
    )
    hits = district.ask(looks, understood=Understood(), example=picture, limit=DEPTH + 1)
    return [hit for hit in hits if _at(hit) != _at(example)][:DEPTH]


def _at(hit: dict[str, Any]) -> tuple[str, int]:
    return hit["footage"], hit["pts_ms"]


def _judged(district: District, hit: dict[str, Any], looks: Looks) -> Judged:
    right = bool(district.shown(hit, looks))
    return Judged(hit["why"][0]["score"], right, hit["relevance"])
