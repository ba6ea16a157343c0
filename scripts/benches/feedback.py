"""Feedback: what three accepts and three rejects are worth, on districts nothing was tuned on.

Districts are simulated, indexed with the demonstration model and asked for things, with words that
say all that is looked for, or leave out the colour, the type or the riders: what the asker means
then shows only in the marks. The first three right moments are accepted, the first three wrong
ones rejected, and it is searched again. Counted is recall@20 of when and where such things were
seen, the marked moments and what they show left out, before and after; how much of the gap to the
best recall that 20 hits can have was closed, and of the gap to what the best order of the moments
found could have (some things are in no moment: they were not seen, or something else was seen
better); and whether any accepted moment fell.

Drawing and indexing a district takes most of the time. With TRUYVET_BENCH_FOLDER, a folder to
keep districts in, only the first run draws them; `relevance` and `similar` ask the same ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any, Literal

import numpy as np
from _bench import Figure, at_least, at_most, note, run, tell
from _districts import District, Looks, Stretch, all_looks, english, kept_district

from indexer.simulate.key import COLOUR_WORDS, TYPE_WORDS
from indexer.simulate.things import COLOURS, TYPES
from search.marks import Marks

SEEDS = (201, 202, 203)
CAMERAS, MINUTES = 8, 3.0
QUICK_CAMERAS, QUICK_MINUTES = 6, 1.0
MARKS = 3
DEPTH = 20
LOOKED_THROUGH = 100
"""Hits looked through for moments to mark; a question without enough of both is left out."""
FEWEST = 4
"""Stretches there must be: three to accept, and one to find."""
LEAST_CLOSED = 0.3

Said = Literal["all", "no colour", "no type", "no riders"]


@dataclass(frozen=True)
class Outcome:
    """Of one question: recall before and after, the best there can be, and if any accepted fell.

    `ordered` is the best that any order of the moments found before or after could have.
    """

    said: Said
    before: float
    after: float
    best: float
    ordered: float
    fell: bool


def measure(quick: bool) -> list[Figure]:
    """Simulate, index, ask, mark, ask again."""
    outcomes: list[Outcome] = []
    size = (QUICK_CAMERAS, QUICK_MINUTES) if quick else (CAMERAS, MINUTES)
    for seed in SEEDS[:1] if quick else SEEDS:
        with kept_district(seed, *size) as district:
            own = list(outcomes_in(district))
        note(f"of district {seed} alone:")
        tell(figures(own))
        outcomes += own
    return figures(outcomes)


def figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    """The share of the gap that was closed, over all questions and by what their words said."""
    before, after = (np.mean([getattr(o, name) for o in outcomes]) for name in ("before", "after"))
    parts = {
        said: [o for o in outcomes if o.said == said] for said in sorted({o.said for o in outcomes})
    }
    return [
        at_least("questions", len(outcomes), "", 1),
        at_least("recall@20 after, of " + f"{before:.3f} before", float(after), "", float(before)),
        at_least("gap closed", _closed(outcomes), "", LEAST_CLOSED),
        at_least("gap closed, to the best order", _closed(outcomes, "ordered"), "", LEAST_CLOSED),
        *(
            at_least(f"gap closed, {said} said ({len(own)})", _closed(own), "", 0)
            for said, own in parts.items()
        ),
        at_most("questions in which an accepted moment fell", sum(o.fell for o in outcomes), "", 0),
    ]


def _closed(outcomes: Sequence[Outcome], to: str = "best") -> float:
    """The sum of what was won over the sum of what could be."""
    won = sum(o.after - o.before for o in outcomes)
    return float(won / max(sum(getattr(o, to) - o.before for o in outcomes), 1e-9))


def questions() -> Iterator[tuple[Said, Looks]]:
    """Everything that is looked for, and what the words say of it."""
    for looks in all_looks():
        yield "all", looks
    for number, (kind, colour) in enumerate(product(TYPES, COLOURS)):
        language = "vi" if number % 2 else "en"
        bare = TYPE_WORDS[kind].removesuffix(" áo") if number % 2 else kind
        yield "no colour", Looks(bare, language, kind, colour)
        if kind != "person":
            thing = f"xe {COLOUR_WORDS[colour]}" if number % 2 else f"{colour} vehicle"
            yield "no type", Looks(thing, language, kind, colour)
    for colour in COLOURS:
        yield "no riders", Looks(english("motorbike", colour), "en", "motorbike", colour, riders=2)


def outcomes_in(district: District) -> Iterator[Outcome]:
    """Every question of a district that has enough right and wrong moments to mark."""
    for said, looks in questions():
        stretches = district.stretches(looks)
        if len(stretches) >= FEWEST and (outcome := _outcome(district, said, looks, stretches)):
            yield outcome


def _outcome(
    district: District, said: Said, looks: Looks, stretches: Sequence[Stretch]
) -> Outcome | None:
    hits = district.ask(looks, limit=LOOKED_THROUGH)
    right = [hit for hit in hits if district.is_right(hit, looks)][:MARKS]
    wrong = [hit for hit in hits if not district.is_right(hit, looks)][:MARKS]
    left = set(range(len(stretches))) - _found(right, stretches)
    if len(right) < MARKS or len(wrong) < MARKS or not left:
        return None
    accept, reject = ([hit["id"] for hit in marked] for marked in (right, wrong))

    def found(listed: Sequence[dict[str, Any]], most: int = DEPTH) -> set[int]:
        unmarked = [hit for hit in listed if hit["id"] not in {*accept, *reject}][:most]
        good = [hit for hit in unmarked if district.is_right(hit, looks)]
        return _found(good, stretches) & left

    after = district.ask(looks, limit=LOOKED_THROUGH, marks=Marks.of(accept, reject))
    ranks = {hit["id"]: hit["rank"] for hit in after}
    fell = any(ranks[hit["id"]] > hit["rank"] for hit in right)
    first, then = (len(found(listed)) / len(left) for listed in (hits, after))
    anywhere = found(hits, LOOKED_THROUGH) | found(after, LOOKED_THROUGH)
    best = max(min(1.0, DEPTH / len(left)), first, then)
    ordered = max(min(len(anywhere), DEPTH) / len(left), first, then)
    return Outcome(said, first, then, best, ordered, fell)


def _found(hits: Sequence[dict[str, Any]], stretches: Sequence[Stretch]) -> set[int]:
    """The stretches that share time with right moments, by number."""
    return {
        number
        for number, stretch in enumerate(stretches)
        for hit in hits
        if hit["camera"]["id"] == stretch.camera
        and datetime.fromisoformat(hit["start"]) < stretch.end
        and stretch.start < datetime.fromisoformat(hit["end"])
    }


if __name__ == "__main__":
    run(measure)
