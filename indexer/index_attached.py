"""Attachments into the index: what came with reports and waits, as footage of theirs.

`index_attached` is the whole of it; what may be done again at any time, is taken up where it ended,
and commits as `index_footage` does.
"""

import time
from functools import partial

from embeddings.models import settled_name
from indexer.attached import placed
from indexer.catalog import Footage
from indexer.errors import BadFootage, JobsFailed
from indexer.folder import Folder
from indexer.footage_log import FootageSpan
from indexer.index_run import IndexReport, IndexRun
from indexer.jobs.runner import Jobs
from indexer.progress import NoProgress, Progress
from indexer.reports.attachment_notes import unusable_note
from indexer.reports.attachments_waiting import waiting
from indexer.run_lock import indexing
from indexer.span import split


def index_attached(
    data: Folder, model: str, jobs: Jobs, progress: Progress | None = None
) -> IndexReport:
    """Index what waits; what cannot be used is noted in quarantine with its reason.

    Raises EncoderMismatch, EmbeddingError, StorageFailed, JobsFailed; what was done by then is
    committed.
    """
    began = time.monotonic()
    run = IndexRun(Folder(data.delta_uri), settled_name(model), jobs, progress or NoProgress())
    card = run.open_encoder()
    with indexing(run.data, run.table, jobs.outside):
        footage = _place(run, waiting(run.data))
        done = run.do(run.missing([t for one in footage for t in split(one, card.fingerprint)]))
    return IndexReport.of(run, done, time.monotonic() - began)


def _place(run: IndexRun, waiting: list[FootageSpan]) -> list[Footage]:
    """Those that can be used, opened once; the rest goes to quarantine."""
    footage: list[Footage] = []
    with run.progress.stage("looking at attachments", total=len(waiting)) as stage:
        for done in run.jobs.run(partial(placed, data=run.data), waiting):
            try:
                footage.append(done.result())
            except (BadFootage, JobsFailed) as error:
                run.refused.append(unusable_note(done.task, str(error)))
            stage.advance()
    run.refused.sort(key=lambda note: note.path)
    run.log.append(run.refused)
    return sorted(footage, key=lambda one: (one.start_ms, one.path))
