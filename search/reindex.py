"""The whole of a reindex of footage: plan, build, compare, swap; refused where it is not better."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from embeddings.encoder import Encoder
from embeddings.errors import EmbeddingError
from embeddings.models import open_encoder
from indexer.errors import Conflict, IndexerError, ReindexRefused
from indexer.folder import Folder
from indexer.footage_log import FootageLog, searched
from indexer.frame_table import FrameTable
from indexer.jobs.runner import Jobs
from indexer.progress import Progress
from indexer.reindex import ROW_BYTES, Plan, Rate, Reindex, reindexing
from indexer.shard import ShardEntry
from search.compare_shards import PROBES, Comparison, Side, compare
from search.index import Index
from search.settings import Settings

ATTEMPTS = 5
"""Times that footage which came meanwhile is taken along, before the swap is given up."""


@dataclass(frozen=True)
class Wishes:
    """How a reindex is to go: the share of the time it works, and what its result is tried by.

    `accept_worse` swaps although something is lost; `say` is told the plan in words.
    """

    share: float = 1.0
    probes: Sequence[str] = PROBES
    accept_worse: bool = False
    say: Callable[[str], None] = lambda text: None


def plan_reindex(
    settings: Settings, model: str, jobs: Jobs, progress: Progress, wishes: Wishes
) -> dict[str, Any]:
    """What a reindex would do, and how long it would take by the rate of its first span.

    That span is done and stays. Raises as `reindex_footage`.
    """
    with reindexing(settings.folder, model, jobs, progress) as reindex:
        plan = reindex.plan()
        rate = reindex.build(plan, wishes.share, most=1)
        return _plan_json(reindex, reindex.plan(), rate)


def reindex_footage(
    settings: Settings, model: str, jobs: Jobs, progress: Progress, wishes: Wishes
) -> dict[str, Any]:
    """Embed all indexed footage anew and put it in the place of what is searched.

    What a run that was stopped had done is not done again. Raises ReindexRefused where nothing
    would change or something would be worse; Conflict if footage keeps coming; EmbeddingError.
    """
    began = time.monotonic()
    with reindexing(settings.folder, model, jobs, progress) as reindex:
        for _ in range(ATTEMPTS):
            old = FrameTable(settings.folder).shards()
            _build_all(reindex, wishes)
            told = _compare(settings, reindex, old, wishes)
            try:
                generation = reindex.swap(old)
            except Conflict:
                continue
            return {
                "model": reindex.model,
                "fingerprint": reindex.card.fingerprint,
                "generation": generation,
                "comparison": told.to_json(),
                "seconds": round(time.monotonic() - began, 1),
            }
    raise Conflict(
        "footage kept being indexed, so the new index was never complete; what was built stays: "
        "run it again when indexing rests"
    )


def _build_all(reindex: Reindex, wishes: Wishes) -> None:
    """Build until nothing is left but what cannot be decoded any more."""
    plan, tried = reindex.plan(), set[str]()
    wishes.say(_plan_text(reindex, plan))
    while left := {task.key for task in plan.tasks} - tried:
        reindex.build(plan, wishes.share)
        tried |= left
        plan = reindex.plan()


def _compare(
    settings: Settings, reindex: Reindex, old: tuple[ShardEntry, ...], wishes: Wishes
) -> Comparison:
    """The comparison of both; ReindexRefused if nothing has changed, or what is worse."""
    before = _side(reindex.data, old, _old_encoder(settings, old))
    shards = FrameTable(reindex.beside).shards()
    after = _side(reindex.beside, shards, open_encoder(reindex.model))
    with reindex.progress.stage("comparing with the live index", total=1) as stage:
        told = compare(before, after, wishes.probes)
        stage.advance()
    if told.unchanged:
        raise ReindexRefused(
            f"{reindex.model!r} gives the very vectors that are there: nothing would change, so "
            "nothing was swapped"
        )
    if told.problems and not wishes.accept_worse:
        more = f" (and {len(told.problems) - 3} more)" if len(told.problems) > 3 else ""
        raise ReindexRefused(
            f"the new index would be worse, so nothing was swapped: "
            f"{'; '.join(told.problems[:3])}{more}. What was built stays: bring the footage back "
            "and run it again, or take the loss with --accept-worse"
        )
    return told


def _side(data: Folder, shards: tuple[ShardEntry, ...], encoder: Encoder | None) -> Side:
    fingerprint = shards[0].fingerprint if shards else None
    return Side(data, shards, tuple(searched(FootageLog(data).spans(), fingerprint)), encoder)


def _old_encoder(settings: Settings, old: Sequence[ShardEntry]) -> Encoder | None:
    """The encoder of the live index; None if its model is not there any more."""
    try:
        return Index(settings.model_copy(update={"model": None})).encoder(old[0].fingerprint)
    except (EmbeddingError, IndexerError):
        return None


def _plan_json(reindex: Reindex, plan: Plan, rate: Rate) -> dict[str, Any]:
    left_s = rate.left_s(plan)
    return {
        "model": reindex.model,
        "fingerprint": reindex.card.fingerprint,
        "footage": plan.footage,
        "regions": plan.regions,
        "left": {
            "spans": len(plan.tasks),
            "footage_s": round(plan.seconds_left),
            "regions": plan.regions_left,
            "bytes": plan.regions_left * (2 * reindex.card.dim + ROW_BYTES),
        },
        "rate": {
            "regions_per_s": round(rate.regions / max(rate.took_s, 1e-9), 1),
            "times_real_time": round(rate.footage_s / max(rate.took_s, 1e-9), 1),
        },
        "left_s": None if left_s is None else round(left_s, 1),
        "lost": [{"path": path, "reason": reason} for path, reason in plan.lost],
    }


def _plan_text(reindex: Reindex, plan: Plan) -> str:
    size = plan.regions_left * (2 * reindex.card.dim + ROW_BYTES)
    lost = f"; {len(plan.lost)} files are gone or have changed" if plan.lost else ""
    return (
        f"{plan.regions_left:,} of {plan.regions:,} regions of {plan.footage:,} files are left to "
        f"embed ({plan.seconds_left:,.0f} s of footage, about {size / 1e6:,.0f} MB){lost}"
    )
