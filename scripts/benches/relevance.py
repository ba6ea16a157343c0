"""Relevance: what a probability of the answer is worth, on districts it was not fitted on.

Districts are simulated, indexed with the demonstration model and asked for every type of thing in
every colour, by words and by a picture of one. A hit is right if its box is that of such a thing.
The reliability diagram says, for hits of about each probability, how many were right (the bar),
beside what was said (the mark); the expected calibration error (Naeini and others 2015; ten bins of
equal width) is the mean distance of the two. Seeds and sizes are others than those of
`scripts/fit_relevance`. With TRUYVET_BENCH_FOLDER districts are kept, as `feedback` does.
"""

from collections.abc import Sequence

import numpy as np
from _bench import Figure, at_least, at_most, note, run
from _districts import kept_district
from _judged import Judged, found_by_pictures, found_by_words

from search.relevance import LIKELY

SEEDS = (201, 202, 203)
CAMERAS, MINUTES = 8, 3.0
QUICK_CAMERAS, QUICK_MINUTES = 3, 0.75
BINS = 10
WIDTH = 40
"""Columns of the diagram, for a probability of 1."""
MOST_ERROR = 0.05


def measure(quick: bool) -> list[Figure]:
    """Simulate, index, ask, compare."""
    words: list[Judged] = []
    pictures: list[Judged] = []
    size = (QUICK_CAMERAS, QUICK_MINUTES) if quick else (CAMERAS, MINUTES)
    for seed in SEEDS[:1] if quick else SEEDS:
        with kept_district(seed, *size) as district:
            words += found_by_words(district)
            pictures += found_by_pictures(district, seed)
    return [*_figures("words", words), *_figures("a picture", pictures)]


def _figures(by: str, judged: Sequence[Judged]) -> list[Figure]:
    said = np.array([one.relevance for one in judged], float)
    right = np.array([one.right for one in judged], bool)
    likely = said >= LIKELY
    _show_diagram(by, said, right)
    return [
        at_most(f"calibration error, by {by}", _error(said, right), "", MOST_ERROR),
        at_least(f"right of what is called likely, by {by}", _share(right[likely]), "", LIKELY),
        at_most(f"right of what is called weak, by {by}", _share(right[~likely]), "", LIKELY),
    ]


def _bin(said: np.ndarray) -> np.ndarray:
    return np.minimum((said * BINS).astype(int), BINS - 1)


def _error(said: np.ndarray, right: np.ndarray) -> float:
    """Mean over hits of how far their bin's mean probability is from its share of right ones."""
    bins = _bin(said)
    kept = [bins == number for number in range(BINS) if (bins == number).any()]
    return float(sum(b.mean() * abs(said[b].mean() - right[b].mean()) for b in kept))


def _show_diagram(by: str, said: np.ndarray, right: np.ndarray) -> None:
    """The reliability diagram: a bar of the share that was right, a mark where it should end."""
    note(f"by {by}: {len(said)} hits\n  probability    hits   said   right")
    for number in range(BINS):
        inside = _bin(said) == number
        if inside.any():
            told, was = float(said[inside].mean()), float(right[inside].mean())
            note(
                f"  {number / BINS:.1f} to {(number + 1) / BINS:.1f}  {inside.sum():8,}  "
                f"{told:.3f}   {was:.3f}  {_bar(told, was)}"
            )


def _bar(said: float, right: float) -> str:
    bar = ("█" * round(right * WIDTH)).ljust(WIDTH, "·")
    at = min(round(said * WIDTH), WIDTH - 1)
    return f"{bar[:at]}│{bar[at + 1 :]}"


def _share(right: np.ndarray) -> float:
    return float(right.mean()) if len(right) else 0.0


if __name__ == "__main__":
    run(measure)
