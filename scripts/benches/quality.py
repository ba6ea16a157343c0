"""Quality: how good the answers are, on unseen districts, beside a search of whole frames alone.

Three districts by day, at dusk and by night, 8 cameras each and ten minutes together, half of the
cameras in the rain: their questions are asked in three forms each, a third of them about things of
24 to 48 pixels. Then the same is asked of the same index with only the whole frames searched, not
the regions in them. A hit is right if its best look shows what the key says is there. What was
missed is counted by its cause. With TRUYVET_BENCH_FOLDER the districts are kept there.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from _bench import Figure, at_least, compared, note, run
from _causes import causes
from _districts import DISTRICT, make_district
from _kept import kept_folder

from indexer.folder import Folder
from indexer.ids import LOCAL_ZONE
from indexer.progress import NoProgress
from indexer.shard import ShardEntry
from search import service
from search.evaluate.ask import Outcome, ask_all
from search.evaluate.figures import Figures, figures, height_band
from search.evaluate.key import read_key
from search.evaluate.measures import Estimate
from search.frames import FrameHits, LocalFrames
from search.gather import MOST_K
from search.plan import FrameScope
from search.scan import Vector
from search.settings import Settings
from search.state.database import open_state

K = 10
HOURS = {2041: 14, 2042: 18, 2043: 21}
"""Seeds that nothing was trained or tuned on, and the hour at which each district is filmed."""
SMALL = "24–48 px"


@dataclass(frozen=True)
class WholeFrames:
    """The frame retriever, without the regions in the frames."""

    data: Folder

    def search(
        self, query: Vector, shards: Sequence[ShardEntry], scope: FrameScope, k: int
    ) -> FrameHits:
        """The k best whole frames in scope."""
        found = LocalFrames(self.data).search(query, shards, scope, MOST_K)
        frames = [hit for hit in found.hits if hit.region.kind == "frame"]
        return FrameHits(tuple(frames[:k]), found.in_scope, len(frames), found.failed)


def measure(quick: bool) -> list[Figure]:
    """Simulate, index, ask twice, judge."""
    ours: list[Outcome] = []
    theirs: list[Outcome] = []
    lost: Counter[str] = Counter()
    for seed in list(HOURS)[2:] if quick else HOURS:
        with kept_folder(f"quality-{seed}-{'quick' if quick else 'whole'}") as folder:
            data = make_district(
                folder, seed, 8, 0.1 if quick else 10 / len(HOURS), rain=True,
                start=datetime(2022, 4, 27, HOURS[seed], tzinfo=LOCAL_ZONE),
                questions=8 if quick else 36,
            )  # fmt: skip
            asked = ask_district(data, seed)
            ours += asked
            lost += _lost(data, asked)
            with _whole_frames_alone():
                theirs += ask_district(data, seed)
    told = figures(ours, K)
    _note(told)
    for cause, count in lost.most_common():
        note(f"not among the first {K}: {count:4} stretches, {cause}")
    return [*_against_goals(told, ours, quick), *_against_frames(told, figures(theirs, K))]


def ask_district(data: Path, seed: int) -> list[Outcome]:
    """The outcome of every question that is asked in three forms."""
    key = [
        replace(asked, group=f"{seed} {asked.group}")
        for asked in read_key(data / DISTRICT)
        if asked.group
    ]
    with open_state(f"sqlite:///{data / 'state.sqlite'}") as state:
        opened = service.Service(Settings(data=str(data)), state)
        return ask_all(key, opened.search, K, "bench", NoProgress())


def _lost(data: Path, outcomes: Sequence[Outcome]) -> Counter[str]:
    """Why stretches that belong in the answers are not in them."""
    with open_state("sqlite://") as state:
        return causes(outcomes, service.Service(Settings(data=str(data)), state))


@contextmanager
def _whole_frames_alone() -> Iterator[None]:
    kept = service.LocalFrames
    service.LocalFrames = WholeFrames  # type: ignore[misc,assignment]
    try:
        yield
    finally:
        service.LocalFrames = kept  # type: ignore[misc]


def _against_goals(told: Figures, outcomes: Sequence[Outcome], quick: bool) -> list[Figure]:
    every = told.rows[0]
    met = [one for one in outcomes if one.asked.relevant]
    small = sum(height_band(one) == SMALL for one in met) / len(met)
    same = told.same_first.value if told.same_first else 0.0
    asked = [] if quick else [
        at_least("questions", every.questions, "", 300),
        at_least(f"of them about {SMALL}", small, "", 0.33),
    ]  # fmt: skip
    return [
        *asked,
        at_least("first hit is right", every.first.value, "", 0.80),
        at_least(f"recall@{K}", every.recall.value, "", 0.90),
        at_least("same first hit in three forms", same, "", 0.90),
    ]


def _against_frames(ours: Figures, theirs: Figures) -> Iterator[Figure]:
    """First hits and recall beside whole frames', over all and by the height of what was asked for.

    Whole frames are often right by luck: a moment of one is long, and anything may be in it.
    """
    beside = {(row.by, row.value): row for row in theirs.rows}
    for row in ours.rows:
        if row.by in ("all", "height"):
            other = beside[row.by, row.value]
            which = f"{'all' if row.by == 'all' else row.value} ({row.questions})"
            yield _beside(f"first hit is right, {which}", row.first, other.first)
            yield _beside(f"recall@{K}, {which}", row.recall, other.recall)


def _beside(name: str, ours: Estimate, theirs: Estimate) -> Figure:
    against = f"whole frames, {theirs.value:.3f}"
    ratio = ours.value / max(theirs.value, 1e-9)
    return compared(name, ours.value, "", against, ratio, 1.0)


def _note(told: Figures) -> None:
    """The whole breakdown, for who reads along."""
    for row in told.rows:
        note(
            f"{row.by:>9} {row.value:<20} {row.questions:>4} questions  recall@{K} "
            f"{_said(row.recall)}  first {_said(row.first)}  nDCG {_said(row.ndcg)}"
        )
    note(f"nothing relevant: {told.unmet} questions, {told.strong} strong first hits")
    note(f"wrong first hits show: {told.taken_for}")


def _said(estimate: Estimate) -> str:
    return f"{estimate.value:.3f} ({estimate.low:.2f}–{estimate.high:.2f})"


if __name__ == "__main__":
    run(measure)
