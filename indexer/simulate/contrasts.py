"""Phrases that differ in one thing only: what a picture is told apart by.

A bank of them holds, in one language, the name of every type and colour and, for motorbikes in
each colour and in none, who rides and what they carry. A batch is scored against the whole bank,
so that every picture meets every rival of its own name at every step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from indexer.folding import fold
from indexer.simulate.captions import Language, name_of
from indexer.simulate.things import COLOURS, TYPES, Colour, Thing
from indexer.simulate.words import (
    EN_COUNTS,
    EN_RIDING,
    EN_TYPES,
    VI_COLOURS,
    VI_COUNTS,
    VI_RIDING,
    VI_TYPES,
    Trait,
    Words,
)

NAMES = tuple((kind, colour) for kind in TYPES for colour in COLOURS)
"""The 56 pairs of type and colour, in the bank's order."""
TRAITS: tuple[Trait, ...] = get_args(Trait)
RIDERS, HEADS, LOADS = slice(0, 3), slice(3, 5), slice(5, 7)
"""Of the traits: one to three riders; all helmets, none; a box, a bag.

Riders exclude one another, and so do heads.
"""


@dataclass(frozen=True)
class Marks:
    """What is true of each of n pictures, as columns of the bank.

    `name` (n,) is the index in `NAMES`, −1 for whole streets; `colour` (n,) the index in `COLOURS`;
    `traits` (n, 7) is true where the trait holds, all false for what is no motorbike; `told`
    (n, 7) where the picture lets one tell.
    """

    name: NDArray[np.int64]
    colour: NDArray[np.int64]
    traits: NDArray[np.bool_]
    told: NDArray[np.bool_]


def marks_of(things: Sequence[Thing | None], backs: Sequence[bool]) -> Marks:
    """The marks of things, None for whole streets, and of whom a backpack would be seen."""
    told = np.ones((len(things), len(TRAITS)), bool)
    told[:, TRAITS.index("bag")] = backs
    return Marks(
        np.array([NAMES.index((t.type, t.colour)) if t else -1 for t in things]),
        np.array([COLOURS.index(t.colour) if t else -1 for t in things]),
        np.array([traits_of(t) for t in things], bool),
        told,
    )


def traits_of(thing: Thing | None) -> tuple[bool, ...]:
    """Which of the `TRAITS` a motorbike has; none for anything else."""
    if thing is None or thing.type != "motorbike":
        return (False,) * len(TRAITS)
    riders = tuple(thing.riders == count for count in (1, 2, 3))
    return (*riders, all(thing.helmets), not any(thing.helmets), thing.box, thing.bag)


def phrases(rng: np.random.Generator, language: Language) -> list[str]:
    """The bank: 56 names, then 7 traits of a motorbike in no colour and in each of the 8."""
    names = [name_of(kind, colour, language) for kind, colour in NAMES]
    shades = (None, *COLOURS)
    return names + [
        trait_phrase(trait, colour, language, rng) for colour in shades for trait in TRAITS
    ]


def trait_column(colour: NDArray[np.int64] | int) -> NDArray[np.int64] | int:
    """Where the traits of that colour begin in the bank; −1 is no colour."""
    return len(NAMES) + (colour + 1) * len(TRAITS)


def trait_phrase(
    trait: Trait, colour: Colour | None, language: Language, rng: np.random.Generator | None = None
) -> str:
    """A phrase for a motorbike with that trait: the usual wording, or any that `rng` picks."""
    english = language == "en"
    noun = _usual(rng, (EN_TYPES if english else VI_TYPES)["motorbike"])
    shade = colour if english else VI_COLOURS[colour][0] if colour else None
    named = f"{shade} {noun}" if english else f"{noun} {shade}"
    riding = EN_RIDING if english else VI_RIDING
    counts = EN_COUNTS if english else VI_COUNTS
    count = {"one": 1, "two": 2, "three": 3}.get(trait, 1)
    form = riding["count" if trait in ("one", "two", "three") else trait]  # type: ignore[index]
    text = _usual(rng, form).format(x=named if shade else noun, k=_usual(rng, counts[count]))
    return fold(text) if language == "vi-plain" else text


def _usual(rng: np.random.Generator | None, words: Words) -> str:
    """One of the words, the first of them half of the time; without `rng` always."""
    return words[0] if rng is None or rng.random() < 0.5 else words[int(rng.integers(len(words)))]
