"""Similar: what words do to a picture, on districts nothing was tuned on.

Districts are simulated and indexed with the demonstration model. A picture of a thing in one colour
is searched with, once as it is and once with words that take its colour away and add another's
("+ white − red"). Counted is how many of the first five hits are things of the same type, in the
colour of the picture and in the one that was added.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from _bench import Figure, at_least, compared, run
from _districts import District, Looks, english, kept_district
from _judged import a_right_hit, like

from indexer.simulate.things import COLOURS, TYPES, Colour, Type

SEEDS = (201, 202, 203)
CAMERAS, MINUTES = 8, 3.0
QUICK_CAMERAS, QUICK_MINUTES = 3, 0.75
FIRST = 5
EACH = 4
"""Pairs of colours for each type and district, drawn by chance."""


@dataclass(frozen=True)
class Outcome:
    """Shares of the first hits that are right: by the picture alone, and with words added."""

    picture: float
    turned: float
    turned_by_chance: float


def measure(quick: bool) -> list[Figure]:
    """Simulate, index, search with pictures and words."""
    outcomes: list[Outcome] = []
    size = (QUICK_CAMERAS, QUICK_MINUTES) if quick else (CAMERAS, MINUTES)
    for seed in SEEDS[:1] if quick else SEEDS:
        with kept_district(seed, *size) as district:
            outcomes += outcomes_in(district, seed)
    return figures(outcomes)


def figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    """Means over all pairs."""
    picture, turned, chance = (
        float(np.mean([getattr(one, name) for one in outcomes]))
        for name in ("picture", "turned", "turned_by_chance")
    )
    against = f"the picture alone, {chance:.3f}"
    return [
        at_least("pairs of colours", len(outcomes), "", 1),
        at_least("first five right, picture alone", picture, "", 0.5),
        compared(
            "first five of the added colour", turned, "", against, turned / max(chance, 1e-3), 2
        ),
    ]


def outcomes_in(district: District, seed: int) -> Iterator[Outcome]:
    """Pairs of colours in which each type was seen often enough, drawn by chance."""
    rng = np.random.default_rng(seed)
    for kind in TYPES:
        seen = [c for c in COLOURS if len(district.stretches(_looks(kind, c))) >= FIRST]
        pairs = list(permutations(seen, 2))
        for number in rng.permutation(len(pairs))[:EACH].tolist():
            own, added = (_looks(kind, colour) for colour in pairs[number])
            if shown := a_right_hit(district, own, rng):
                plain = like(district, shown)[:FIRST]
                turned = like(district, shown, f"+ {added.colour} − {own.colour}")[:FIRST]
                judged = ((plain, own), (turned, added), (plain, added))
                yield Outcome(*(_share(district, hits, looks) for hits, looks in judged))


def _looks(kind: Type, colour: Colour) -> Looks:
    return Looks(english(kind, colour), "en", kind, colour)


def _share(district: District, hits: Sequence[dict[str, object]], looks: Looks) -> float:
    return float(np.mean([district.is_right(hit, looks) for hit in hits]))


if __name__ == "__main__":
    run(measure)
