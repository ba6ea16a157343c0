"""Footage into the index: place the files, plan their spans, do them, commit, note.

`index_footage` is the whole of it. Regions are committed to the frame table first and noted in the
footage log after it, many tasks at once; a run that ends anywhere is taken up by the next, which
does what is not both committed and noted.
"""

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from embeddings.models import settled_name
from indexer.cameras import Cameras
from indexer.catalog import find_files, place_footage
from indexer.folder import Folder
from indexer.footage_name import NamePattern
from indexer.index_run import IndexReport, IndexRun
from indexer.jobs.runner import Jobs
from indexer.priority import Priority, in_order
from indexer.progress import NoProgress, Progress
from indexer.run_lock import indexing
from indexer.span import split
from indexer.video.decode import SampleMode


def index_footage(
    paths: Sequence[Path],
    *,
    data: Folder,
    model: str,
    cameras: Cameras,
    jobs: Jobs,
    pattern: str | None = None,
    progress: Progress | None = None,
    sampling: SampleMode = "steady",
    first: Sequence[Priority] = (),
) -> IndexReport:
    """Index the files and folders named; what is there already is skipped.

    What cannot be used is noted in quarantine and the rest goes on. `sampling` is for what is
    indexed now: what was indexed in another way stays as it is. What `first` means goes before the
    rest. Raises BadInput for a pattern that cannot be read, EncoderMismatch, EmbeddingError,
    StorageFailed, JobsFailed; what was done by then is committed.
    """
    began = time.monotonic()
    run = IndexRun(Folder(data.delta_uri), settled_name(model), jobs, progress or NoProgress())
    place = partial(
        place_footage, cameras=cameras, pattern=NamePattern(pattern) if pattern else None
    )
    card = run.open_encoder()
    with indexing(run.data, run.table, jobs.outside):
        footage = run.place(find_files(paths), place)
        planned = [task for one in footage for task in split(one, card.fingerprint, sampling)]
        tasks = run.missing(planned)
        done = run.do(in_order(tasks, first))
    return IndexReport.of(run, done, time.monotonic() - began)
