"""Footage into the index: place the files, plan their spans, do them, commit, note.

`index_footage` is the whole of it. Regions are committed to the frame table first and noted in the
footage log after it, many tasks at once; a run that ends anywhere is taken up by the next, which
does what is not both committed and noted.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from embeddings.encoder import EncoderCard
from embeddings.models import settled_name
from indexer.cameras import Cameras
from indexer.catalog import Footage, find_files, place_footage, without_doubles
from indexer.commit_batch import CommitBatch
from indexer.errors import BadFootage, EncoderMismatch, JobsFailed
from indexer.folder import Folder
from indexer.footage_log import FootageLog, FootageSpan
from indexer.footage_name import NamePattern
from indexer.frame_table import FrameTable
from indexer.index_model import remember_model
from indexer.jobs.runner import Jobs
from indexer.progress import NoProgress, Progress
from indexer.run_lock import indexing
from indexer.span import SpanTask, encoder_card, index_span, split
from indexer.span_notes import bad_file_note, duplicate_note


@dataclass(frozen=True)
class IndexReport:
    """What a run did: files, spans and regions indexed anew; spans that were there already.

    `quarantined` are the files and spans that could not be used, as they stand in the footage log.
    """

    footage: int
    spans: int
    regions: int
    skipped: int
    quarantined: tuple[FootageSpan, ...]
    seconds: float


def index_footage(
    paths: Sequence[Path],
    *,
    data: Folder,
    model: str,
    cameras: Cameras,
    jobs: Jobs,
    pattern: str | None = None,
    progress: Progress | None = None,
) -> IndexReport:
    """Index the files and folders named; what is there already is skipped.

    What cannot be used is noted in quarantine and the rest goes on. Raises BadInput for a pattern
    that cannot be read, EncoderMismatch, EmbeddingError, StorageFailed, JobsFailed; what was done
    by then is committed.
    """
    began = time.monotonic()
    run = _Run(Folder(data.delta_uri), settled_name(model), jobs, progress or NoProgress())
    place = partial(
        place_footage, cameras=cameras, pattern=NamePattern(pattern) if pattern else None
    )
    card = run.open_encoder()
    with indexing(run.data, run.table, jobs.outside):
        footage = run.place(find_files(paths), place)
        tasks = run.missing(task for one in footage for task in split(one, card.fingerprint))
        done = run.do(tasks)
    indexed = [note for note in done if note.state == "indexed"]
    return IndexReport(
        footage=len({note.footage for note in indexed}),
        spans=len(indexed),
        regions=sum(note.regions for note in indexed),
        skipped=run.skipped,
        quarantined=tuple(n for n in (*run.refused, *done) if n.state == "quarantined"),
        seconds=time.monotonic() - began,
    )


@dataclass
class _Run:
    """One run's stages upon one data folder."""

    data: Folder
    model: str
    jobs: Jobs
    progress: Progress
    refused: list[FootageSpan] = field(default_factory=list)
    skipped: int = 0

    def __post_init__(self) -> None:
        self.table = FrameTable(self.data)
        self.log = FootageLog(self.data)

    def open_encoder(self) -> EncoderCard:
        """The card of the encoder, which must be the one of the shards that are there."""
        with self.progress.stage("opening the model", total=1) as stage:
            card = self.jobs.call(encoder_card, self.model)
            stage.advance()
        held = self.table.fingerprint()
        if held is not None and held != card.fingerprint:
            raise EncoderMismatch(
                f"the index was made with another encoder than {self.model!r}; index with the one "
                "it was made with (leave --model out), or make all of it anew with "
                f"`truyvet reindex --model {self.model}`"
            )
        return card

    def place(self, files: Sequence[Path], place: "partial[Footage]") -> list[Footage]:
        """The footage of all files that can be placed; the rest goes to quarantine."""
        placed: list[Footage] = []
        with self.progress.stage("looking at files", total=len(files)) as stage:
            for done in self.jobs.run(place, files):
                try:
                    placed.append(done.result())
                except (BadFootage, JobsFailed) as error:
                    self.refused.append(bad_file_note(done.task, str(error)))
                stage.advance()
        owners = {span.sha256: span.path for span in self.log.spans() if span.state == "indexed"}
        unique, doubles = without_doubles(placed, owners)
        self.refused += [duplicate_note(double, other) for double, other in doubles]
        self.refused.sort(key=lambda note: note.path)
        self.log.append(self.refused)
        return unique

    def missing(self, tasks: Iterable[SpanTask]) -> list[SpanTask]:
        """Tasks not both committed and noted; of the others, where the file lies now is noted."""
        planned = list(tasks)
        committed = self.table.committed(task.key for task in planned)
        noted = {span.task_key: span for span in self.log.spans() if span.state == "indexed"}
        there = [task for task in planned if task.key in committed and task.key in noted]
        self.log.append([replace(noted[task.key], path=task.footage.path) for task in there])
        self.skipped = len(there)
        keys = {task.key for task in there}
        return [task for task in planned if task.key not in keys]

    def do(self, tasks: Sequence[SpanTask]) -> list[FootageSpan]:
        """Do the tasks, committing on the way and at any end; what the log was told of them."""
        if not tasks:
            return []
        remember_model(self.data, self.model, tasks[0].fingerprint)
        work = partial(index_span, data=self.data.uri, model=self.model)
        batch = CommitBatch(self.table, self.log)
        total_s = round(sum(task.length_s for task in tasks))
        with self.progress.stage("indexing, seconds of footage", total=total_s) as stage:
            try:
                for done in self.jobs.run(work, tasks):
                    batch.take(done)
                    stage.advance(done.task.length_s)
                    stage.note(batch.rate())
            finally:
                batch.commit()
        return batch.noted
