"""Whether a district without pixels looks to a search as a filmed one does: cosines, side by side.

One small district is filmed and indexed; another of the same hour and length is made without
footage, of more cameras, so that each sees as much traffic. Of both: cosines of things, and of
whole pictures, within a camera and between cameras, and of things to questions by type and colour.
Each figure is how far the two lie apart.
"""

import tempfile
from pathlib import Path

from _bench import Figure, at_most, note, run
from _cosines import cosines
from _districts import make_district
from _kept import kept_folder

from embeddings.models import DEFAULT_MODEL, open_encoder
from indexer.simulate.unfilmed import simulate_unfilmed

SEED, FILMED, UNFILMED, MINUTES, QUICK_MINUTES = 101, 8, 40, 3.0, 1.0
MEAN_APART, DEVIATION_APART = 0.1, 0.05


def measure(quick: bool) -> list[Figure]:
    """Means and standard deviations, filmed and not."""
    minutes = QUICK_MINUTES if quick else MINUTES
    encoder = open_encoder(DEFAULT_MODEL)
    with (
        kept_folder(f"district-{SEED}-{FILMED}-{minutes:g}") as filmed,
        tempfile.TemporaryDirectory() as made,
    ):
        make_district(filmed, SEED, FILMED, minutes)
        unfilmed = Path(made)
        simulate_unfilmed(unfilmed, UNFILMED, minutes, SEED)
        ours, theirs = (cosines(folder, encoder) for folder in (unfilmed, filmed))
    figures = []
    for name, real in theirs.items():
        made = ours[name]
        note(f"{name}: {made.mean:.3f} ± {made.deviation:.3f}, "
             f"filmed {real.mean:.3f} ± {real.deviation:.3f}")  # fmt: skip
        apart = abs(made.mean - real.mean)
        figures.append(at_most(f"{name}: means apart", apart, "", MEAN_APART))
        apart = abs(made.deviation - real.deviation)
        figures.append(at_most(f"{name}: deviations apart", apart, "", DEVIATION_APART))
    return figures


if __name__ == "__main__":
    run(measure)
