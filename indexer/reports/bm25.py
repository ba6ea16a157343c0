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
    """What the formula needs of all reports: how many rows there are, and each report's norm.

    `norms`, by number, is what a count is held against: it grows with the words of a report.
    """

    rows: int
    norms: Floats

    @staticmethod
    def of(lengths: npt.NDArray[np.int32], there: npt.NDArray[np.bool_]) -> "Bm25":
        """From how many words each report has, by number, and whether there is such a one."""
        rows = 2 * int(there.sum())
        mean = float(lengths.sum(where=there)) / max(rows, 1) or 1.0
        return Bm25(rows, np.asarray(_K1 * (1 - _B + _B * lengths / mean), dtype=np.float64))

    def scores(
        self, numbers: npt.NDArray[np.int64], counts: npt.NDArray[np.int64], weight: float
    ) -> Floats:
        """What one word is worth to each of all the reports that have it, by how often they do."""
        idf = math.log((self.rows - len(numbers) + 0.5) / (len(numbers) + 0.5))
        often = np.asarray(counts * weight, dtype=np.float64)
        return max(idf, _LEAST_IDF) * (often * (_K1 + 1) / (often + self.norms[numbers]))
