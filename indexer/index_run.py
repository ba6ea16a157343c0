"""One run of indexing: the encoder of the index, the tasks that are missing, their commits.

Where footage is placed is the caller's matter (`index_footage`, `index_attached`); what is done
with it from then on is the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from embeddings.encoder import EncoderCard
from indexer.catalog import Footage, without_doubles
from indexer.commit_batch import CommitBatch
from indexer.errors import BadFootage, EncoderMismatch, JobsFailed
from indexer.folder import Folder
from indexer.footage_log import FootageLog, FootageSpan
from indexer.frame_table import FrameTable
from indexer.index_model import remember_model
from indexer.jobs.runner import Jobs
from indexer.progress import Progress
from indexer.span import SpanTask, encoder_card, index_span
from indexer.span_notes import bad_file_note, duplicate_note, lagging_note
from indexer.stages import StageSeconds


@dataclass(frozen=True)
class IndexReport:
    """What a run did: files, spans and regions indexed anew; spans that were there already.

    `quarantined` are the files and spans that could not be used, as they stand in the footage log.
    `sampled` pictures were looked at; `dropped` looks were near-duplicates of what was kept.
    `stages` is how long each stage was at work, all tasks together.
    """

    footage: int
    spans: int
    regions: int
    skipped: int
    quarantined: tuple[FootageSpan, ...]
    seconds: float
    sampled: int = 0
    dropped: int = 0
    stages: StageSeconds = field(default_factory=StageSeconds)

    @staticmethod
    def of(run: "IndexRun", done: Sequence[FootageSpan], seconds: float) -> "IndexReport":
        """What a run did, from what the log was told."""
        indexed = [note for note in done if note.state == "indexed"]
        return IndexReport(
            footage=len({note.footage for note in indexed}),
            spans=len(indexed),
            regions=sum(note.regions for note in indexed),
            skipped=run.skipped,
            quarantined=tuple(n for n in (*run.refused, *done) if n.state == "quarantined"),
            seconds=seconds,
            sampled=sum(note.sampled_frames for note in indexed),
            dropped=sum(note.dropped for note in indexed),
            stages=run.stages,
        )


@dataclass
class IndexRun:
    """One run's stages upon one data folder: open the encoder, plan what is missing, do it."""

    data: Folder
    model: str
    jobs: Jobs
    progress: Progress
    refused: list[FootageSpan] = field(default_factory=list)
    skipped: int = 0
    stages: StageSeconds = field(default_factory=StageSeconds)

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

    def missing(self, planned: Sequence[SpanTask]) -> list[SpanTask]:
        """Tasks not both committed and noted; of the others, where the file lies now is noted.

        What was indexed with another sampling is there, too, or as part of a longer span.
        """
        held: dict[tuple[Any, ...], list[FootageSpan]] = {}
        for one in self.log.spans():
            if one.state == "indexed":
                held.setdefault(_recording(one), []).append(one)
        noted = {task.key: span for task in planned if (span := _span_with(task, held))}
        committed = self.table.committed(span.task_key for span in noted.values())
        there = {key: span for key, span in noted.items() if span.task_key in committed}
        paths = {task.key: task.footage.path for task in planned}
        self.log.append([replace(span, path=paths[key]) for key, span in there.items()])
        self.skipped = len(there)
        return [task for task in planned if task.key not in there]

    def do(self, tasks: Sequence[SpanTask]) -> list[FootageSpan]:
        """Do the tasks, committing on the way and at any end; what the log was told of them."""
        if not tasks:
            return []
        remember_model(self.data, self.model, tasks[0].fingerprint)
        self.log.append([lagging_note(task) for task in tasks])
        overlap = len(tasks) < self.jobs.threads
        work = partial(index_span, data=self.data.uri, model=self.model, overlap=overlap)
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
        self.stages = batch.stages
        return batch.noted


def _recording(span: FootageSpan) -> tuple[Any, ...]:
    """What a span is a stretch of, and for which encoder."""
    return span.sha256, span.camera, span.start_ms, span.fingerprint


def _span_with(
    task: SpanTask, held: Mapping[tuple[Any, ...], Sequence[FootageSpan]]
) -> FootageSpan | None:
    """The latest span, whatever was sampled of it, that has all of a task's stretch."""
    footage = task.footage
    recording = (footage.sha256, footage.camera, footage.start_ms, task.fingerprint)
    for span in reversed(held.get(recording, ())):
        after_ms, before_ms = span.pts_after_ms, span.pts_before_ms
        if after_ms is None or before_ms is None:
            continue
        if after_ms <= task.after_ms and task.before_ms <= before_ms:
            return span
    return None
