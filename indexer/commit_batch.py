"""Tasks done, gathered into commits: shards to the frame table first, then notes to the log."""

import time
from typing import TYPE_CHECKING

from indexer.errors import BadFootage, JobsFailed
from indexer.footage_log import FootageLog, FootageSpan
from indexer.frame_table import FrameTable
from indexer.shard import ShardEntry
from indexer.span import IndexedSpan, SpanTask
from indexer.span_notes import failed_note, indexed_note, missing_notes
from indexer.stages import StageSeconds

if TYPE_CHECKING:
    from indexer.jobs.runner import Done

MOST_TASKS, LEAST_S, MOST_S = 64, 3.0, 10.0
"""A commit takes so many tasks, or those of `MOST_S`: little to do again. It comes no sooner than
`LEAST_S` after the one before, however fast tasks end: few versions of the log."""


class CommitBatch:
    """The tasks done since the last commit.

    `noted` is all that the log was told, `stages` how long each stage was at work.
    """

    def __init__(self, table: FrameTable, log: FootageLog) -> None:
        """Commit to this table and note in this log."""
        self.noted: list[FootageSpan] = []
        self._table, self._log = table, log
        self._shards: dict[str, tuple[ShardEntry, ...]] = {}
        self._notes: list[FootageSpan] = []
        self.stages = StageSeconds()
        self._regions, self._footage_s = 0, 0.0
        self._began = self._committed = time.monotonic()

    def take(self, done: "Done[SpanTask, IndexedSpan]") -> None:
        """Take in one ended task, and commit when it is time.

        What could not be decoded goes to quarantine; any other error of the task is raised.
        """
        task = done.task
        self._footage_s += task.length_s
        try:
            result = done.result()
        except (BadFootage, JobsFailed) as error:
            self._notes.append(failed_note(task, str(error)))
        else:
            self._shards[task.key] = result.shards
            self._notes += [indexed_note(task, result), *missing_notes(task)]
            self._regions += result.regions
            self.stages += result.stages
        since_s = time.monotonic() - self._committed
        if since_s >= (LEAST_S if len(self._notes) >= MOST_TASKS else MOST_S):
            self.commit()

    def commit(self) -> None:
        """Commit what was taken in since the last time."""
        if self._shards:
            self._table.commit(self._shards)
        if self._notes:
            self._log.append(self._notes)
        self.noted += self._notes
        self._shards, self._notes = {}, []
        self._committed = time.monotonic()

    def rate(self) -> str:
        """How fast it goes, for the progress display."""
        speed = self._footage_s / max(time.monotonic() - self._began, 1e-9)
        limit = self.stages.slowest
        slowest = f" · mostly {limit}" if limit else ""
        return f"{self._regions:,} regions · {speed:.0f}× real time{slowest}"
