"""Fits the relevance line of the demonstration model on simulated districts of known truth.

    scripts/fit_relevance --out search/calibrations/demo.json

Districts of the seeds are simulated, indexed, and asked for every type of thing in every colour, by
words and by a picture of one; isotonic regression makes probabilities of the scores. The same seeds
give the same districts, questions and curves. With --districts they are kept and used again.
"""

import argparse
import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from _districts import make_district, open_district
from _judged import DEPTH, Judged, found_by_pictures, found_by_words

from embeddings.models import open_encoder
from search.relevance import LEAST_HITS, Curve

SEEDS = (101, 102, 103)
CAMERAS, MINUTES = 8, 3
MODEL = "demo"
HALF = "demo@bf16"
"""Its scores are the same but for rounding (`scripts/bench ingest` tells by how much)."""


def main() -> None:
    """Read the arguments, fit, write."""
    parser = argparse.ArgumentParser(
        prog="scripts/fit_relevance",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--districts", type=Path, metavar="DIR", help="keep districts here")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = arguments.districts or stack.enter_context(tempfile.TemporaryDirectory())
        told = fitted(Path(folder))
    arguments.out.write_text(
        json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def fitted(folder: Path) -> dict[str, Any]:
    """The calibration as it is stored, with how it came about."""
    words: list[Judged] = []
    pictures: list[Judged] = []
    for seed in SEEDS:
        made = make_district(folder / f"{seed}-{CAMERAS}x{MINUTES}", seed, CAMERAS, MINUTES)
        with open_district(made) as district:
            words += found_by_words(district)
            pictures += found_by_pictures(district, seed)
    return {
        "model": MODEL,
        "fingerprint": open_encoder(MODEL).card.fingerprint,
        "also": {HALF: open_encoder(HALF).card.fingerprint},
        "provenance": {
            "command": "scripts/fit_relevance --out search/calibrations/demo.json",
            "method": "isotonic regression of hits being right on their scores",
            "footage": f"simulated districts, {CAMERAS} cameras × {MINUTES} min each",
            "seeds": list(SEEDS),
            "questions": "every type of thing in every colour, in three spellings by turns",
            "hits_of_each": DEPTH,
            "least_hits_of_a_point": LEAST_HITS,
            "hits": {"words": len(words), "pictures": len(pictures)},
        },
        "words": _curve(words),
        "pictures": _curve(pictures),
    }


def _curve(judged: list[Judged]) -> dict[str, list[float]]:
    curve = Curve.fit([one.score for one in judged], [one.right for one in judged])
    return {"scores": list(curve.scores), "probabilities": list(curve.probabilities)}


if __name__ == "__main__":
    main()
