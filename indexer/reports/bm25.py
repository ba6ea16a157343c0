"""BM25 as SQLite's FTS5 counts it, over arrays (https://sqlite.org/fts5.html#the_bm25_function).

Beside each report an empty one is counted, so that a word that most reports have still says
something: in a few dozen tips that is every word that matters.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_K1, _B = 1.2, 0.75
_LEAST_IDF = 1e-6
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Bm25:
    """What the formula needs of all reports: how many there are, and their mean words."""

    rows: int
    mean_length: float

    @staticmethod
    def of(reports: int, words: int) -> "Bm25":
        """Of so many reports with so many words together."""
        rows = 2 * reports
        return Bm25(rows, words / rows if rows else 0.0)

    def scores(self, counts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int32]) -> Floats:
        """What one word is worth to each of the reports that have it: how often, of how many."""
        idf = math.log((self.rows - len(counts) + 0.5) / (len(counts) + 0.5))
        norm = _K1 * (1 - _B + _B * lengths / self.mean_length)
        scores: Floats = max(idf, _LEAST_IDF) * (counts * (_K1 + 1) / (counts + norm))
        return scores
