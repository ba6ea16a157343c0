"""All indexed footage embedded anew, beside the live index: plan, build, swap; and back again.

The new shards are built in a data folder of their own, `reindex/FINGERPRINT` below the live one,
by the same tasks and commits as any indexing: a run that ends anywhere is taken up by the next.
Searches go on in the old shards until one commit of the frame table puts the new ones in their
place; the old ones stay for past answers, and for `roll_back`.

Vectors are all that is kept of a region, so its pixels are decoded from the footage again, where
the footage log says it lies.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, product
from pathlib import Path
from typing import get_args

from embeddings.encoder import EncoderCard, Fingerprint
from embeddings.models import settled_name
from indexer.attached import placed
from indexer.catalog import Footage, sha256_of
from indexer.commit_batch import CommitBatch
from indexer.errors import BadFootage, ReindexRefused
from indexer.folder import Folder
from indexer.footage_log import FootageLog, FootageSpan
from indexer.frame_table import FrameTable
from indexer.ids import FootageId
from indexer.index_model import remember_model
from indexer.jobs.runner import Jobs
from indexer.progress import Progress
from indexer.reports.attachment import attachment_of
from indexer.run_lock import alone, indexing
from indexer.shard import ShardEntry
from indexer.span import METHOD, IndexedSpan, SpanTask, encoder_card, index_span, split
from indexer.video.decode import SampleMode
from indexer.video.probe import probe

_FOLDER = "reindex"
_LOCK = "reindex.lock"
ROW_BYTES = 80
"""About what a region takes on disk besides its vector of two bytes a dimension."""


@dataclass(frozen=True)
class Plan:
    """What is left to do: spans, their seconds of footage, and regions as the old index has them.

    `footage` and `regions` are of all that is indexed. `lost` are the files that are not there any
    more, or not as they were, each with its reason.
    """

    tasks: tuple[SpanTask, ...]
    footage: int
    regions: int
    regions_left: int
    lost: tuple[tuple[str, str], ...]

    @property
    def seconds_left(self) -> float:
        """Seconds of footage that are left to embed."""
        return sum(task.length_s for task in self.tasks)


@dataclass(frozen=True)
class Rate:
    """How fast spans were built: so many seconds of footage and regions, in so many seconds."""

    footage_s: float
    regions: int
    took_s: float

    def left_s(self, plan: Plan) -> float | None:
        """How long what is left will take at this rate; None where nothing was measured."""
        return plan.seconds_left / self.footage_s * self.took_s if self.footage_s else None


@dataclass(frozen=True)
class Reindex:
    """One index made anew with an encoder: the live data folder, and the one beside it."""

    data: Folder
    model: str
    card: EncoderCard
    jobs: Jobs
    progress: Progress

    @property
    def beside(self) -> Folder:
        """The data folder that the new shards are built in."""
        return self.data.child(f"{_FOLDER}/{self.card.fingerprint[:16]}")

    def plan(self) -> Plan:
        """Compare what is indexed with what is built already, and look whether its files are there.

        All footage that any encoder indexed counts, so that nothing is forgotten by going back
        and forth.
        """
        held = _indexed(FootageLog(self.data).spans())
        built = FrameTable(self.beside).tasks()
        footage, lost = self._find([spans[-1] for spans in held.values()])
        tasks = [t for one, mode in footage for t in split(one, self.card.fingerprint, mode)]
        left = tuple(task for task in tasks if task.key not in built)
        unbuilt = {task.footage.id for task in left}
        return Plan(
            tasks=left,
            footage=len(held),
            regions=FrameTable(self.data).region_count(),
            regions_left=sum(_regions(held[ident]) for ident in unbuilt),
            lost=tuple(lost),
        )

    def build(self, plan: Plan, share: float = 1.0, most: int | None = None) -> Rate:
        """Do the tasks of a plan, at most so many; what ended before stays, whatever ends this.

        `share` is the part of the time that a worker works; the rest it sleeps.
        """
        tasks = list(islice(plan.tasks, most))
        table, began = FrameTable(self.beside), time.monotonic()
        batch = CommitBatch(table, FootageLog(self.beside))
        work = partial(
            _span, data=self.beside.uri, home=self.data.uri, model=self.model, share=share
        )
        remember_model(self.beside, self.model, self.card.fingerprint)
        with indexing(self.beside, table, self.jobs.outside):
            self._do(work, tasks, batch)
        done = [note for note in batch.noted if note.state == "indexed"]
        regions = sum(note.regions for note in done)
        return Rate(sum(task.length_s for task in tasks), regions, time.monotonic() - began)

    def swap(self, old: Sequence[ShardEntry]) -> int:
        """Put what was built in the place of all shards, `old`, in one commit; the generation then.

        What the footage log is told first counts only once the shards of its encoder are searched.
        Raises Conflict if other shards than `old` are there by now.
        """
        table, new = FrameTable(self.data), FrameTable(self.beside)
        with indexing(self.data, table, self.jobs.outside):
            for entry in new.shards():
                for name in (entry.rows_name, entry.vectors_name, entry.quantised_name):
                    if self.beside.exists(name):
                        self.data.take(self.beside, name)
            remember_model(self.data, self.model, self.card.fingerprint)
            FootageLog(self.data).append(FootageLog(self.beside).spans())
            generation = table.swap(old, new.shards(), new.tasks())
        self.discard()
        return generation

    def discard(self) -> None:
        """Remove what was built; the log first, without which the rest is nothing."""
        self.beside.child("frames/_delta_log").remove_all()
        self.beside.remove_all()

    def _do(self, work: "partial[IndexedSpan]", tasks: list[SpanTask], batch: CommitBatch) -> None:
        total_s = round(sum(task.length_s for task in tasks))
        with self.progress.stage("embedding anew, seconds of footage", total=total_s) as stage:
            try:
                for done in self.jobs.run(work, tasks):
                    batch.take(done)
                    stage.advance(done.task.length_s)
                    stage.note(batch.rate())
            finally:
                batch.commit()

    def _find(
        self, spans: Sequence[FootageSpan]
    ) -> tuple[list[tuple[Footage, SampleMode]], list[tuple[str, str]]]:
        """The footage of spans as it was placed and sampled; files gone or changed, with why."""
        found: list[tuple[Footage, SampleMode]] = []
        lost: list[tuple[str, str]] = []
        with self.progress.stage("looking at files", total=len(spans)) as stage:
            for done in self.jobs.run(partial(_footage, data=self.data), spans):
                try:
                    found.append(done.result())
                except BadFootage as error:
                    lost.append((done.task.path, str(error)))
                stage.advance()
        return sorted(found, key=lambda one: (one[0].start_ms, one[0].path)), sorted(lost)


@contextmanager
def reindexing(data: Folder, model: str, jobs: Jobs, progress: Progress) -> Iterator[Reindex]:
    """Open the encoder and hold the folder, so that no other reindex runs.

    Raises ReindexRefused if nothing is indexed, or another reindex runs, or all shards are of
    this very encoder already; EmbeddingError.
    """
    held = FrameTable(data).fingerprint()
    if held is None:
        raise ReindexRefused(f"no footage is indexed in {data.uri}, so there is nothing to reindex")
    name = settled_name(model)
    with progress.stage("opening the model", total=1) as stage:
        card = jobs.call(encoder_card, name)
        stage.advance()
    with alone(data, _LOCK) as free:
        if not free:
            raise ReindexRefused(f"another reindex of {data.uri} is running; let it end first")
        reindex = Reindex(Folder(data.delta_uri), name, card, jobs, progress)
        if card.fingerprint == held:
            reindex.discard()
            raise ReindexRefused(
                f"the index is made with {model!r} already (fingerprint {held[:12]}…): nothing "
                "would change; name another model (`truyvet models`)"
            )
        yield reindex


def roll_back(data: Folder) -> tuple[Fingerprint, int]:
    """Put the shards back that the latest swap took out; their encoder, and the generation then.

    Done again, it returns to the newer ones. Raises ReindexRefused where there is nothing to go
    back to or retention has removed it; Conflict.
    """
    table = FrameTable(data)
    before = table.before_swap()
    if not before:
        raise ReindexRefused(f"{data.uri} was never reindexed: there is nothing to go back to")
    gone = [entry.stem for entry in before if data.size(entry.vectors_name) is None]
    if gone:
        raise ReindexRefused(
            f"{len(gone)} of {len(before)} shards of the index before the reindex have been removed"
            " (`truyvet merge --forget-after`): reindex with its model instead"
        )
    with indexing(data, table, outside=False):
        return before[0].fingerprint, table.swap(table.shards(), before)


def _indexed(spans: Iterable[FootageSpan]) -> Mapping[FootageId, list[FootageSpan]]:
    """The indexed spans of each footage, the latest last."""
    held: dict[FootageId, list[FootageSpan]] = {}
    for span in spans:
        if span.state == "indexed":
            held.setdefault(span.footage, []).append(span)
    return held


def _regions(spans: Sequence[FootageSpan]) -> int:
    """How many regions a footage has by the encoder that indexed it last."""
    return sum(span.regions for span in spans if span.fingerprint == spans[-1].fingerprint)


def _footage(span: FootageSpan, data: Folder) -> tuple[Footage, SampleMode]:
    """The file of a span, placed and sampled as it was; BadFootage if it is gone or another."""
    if attachment_of(span.path):
        return placed(span, data), "steady"
    path = Path(span.path)
    if sha256_of(path) != span.sha256:
        raise BadFootage(f"{path.name} is not the file that was indexed: its bytes have changed")
    assert span.start_ms is not None, "an indexed span has a start"
    footage = Footage(
        span.path, span.footage, span.sha256, span.camera, span.start_ms, probe(path),
        span.clock_correction_ms or 0,
    )  # fmt: skip
    return footage, _mode(span, footage)


def _mode(span: FootageSpan, footage: Footage) -> SampleMode:
    """How a span was sampled, as the name of its task tells; steadily if it tells nothing."""
    modes: tuple[SampleMode, ...] = get_args(SampleMode)
    for mode, method in product(modes, range(METHOD, 0, -1)):
        tasks = split(footage, Fingerprint(span.fingerprint), mode)
        if span.task_key in {replace(task, method=method).key for task in tasks}:
            return mode
    return "steady"


def _span(task: SpanTask, data: str, home: str, model: str, share: float) -> IndexedSpan:
    """One task, and a rest after it where the worker is not to work all the time."""
    began = time.monotonic()
    done = index_span(task, data, model, home=home)
    time.sleep((time.monotonic() - began) * (1 / share - 1))
    return done
