"""The store of vectors follows the report log: what it lacks is embedded, a batch at a time.

Each batch counts as soon as it is embedded; the generation is noted with the last one. A run that
was killed goes on with what is not there yet: a report that stands as it was embedded is passed
over.
"""

from collections.abc import Sequence

from embeddings.encoder import Encoder
from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.progress import Progress, Stage
from indexer.reports.catch_up import batches
from indexer.reports.log import ReportLog
from indexer.reports.report import Report
from indexer.reports.vectors.part import Halves, digest_of, halves_of, rows_of
from indexer.reports.vectors.pieces import in_pieces
from indexer.reports.vectors.store import VectorStore, remove_others
from indexer.run_lock import alone

BATCH = 1_000
"""Reports embedded between two steps."""
LOCK = "report-vectors.lock"


def follow_log(data: Folder, log: ReportLog, encoder: Encoder, progress: Progress) -> int:
    """Bring the vectors of an encoder to the log's generation; how many reports were embedded.

    Nothing is done where another process is at it. Raises StorageFailed.
    """
    store = VectorStore(data, encoder.card)
    if store.contents().generation == log.generation():
        return 0
    with alone(data, LOCK) as free:
        return _follow(data, log, store, encoder, progress) if free else 0


def _follow(
    data: Folder, log: ReportLog, store: VectorStore, encoder: Encoder, progress: Progress
) -> int:
    reached, wanted = store.contents().generation, log.generation()
    if reached > wanted:  # of another log, or of one put back to an older state
        store.clear()
        reached = -1
    try:
        changed, gone = log.changed_since(reached), log.deleted_since(reached)
    except StorageFailed:  # what it reached can be read no more
        store.clear()
        reached, changed, gone = -1, log.reports(), []
    if gone:
        store.take_back(gone, reached)
    embedded = 0
    with progress.stage("embedding reports", total=log.count() if reached < 0 else None) as stage:
        for batch in batches(changed, BATCH):
            embedded += _add(batch, store, encoder, reached, stage)
    store.take_back((), wanted)
    store.sweep()
    remove_others(data, encoder.card)
    return embedded


def _add(
    batch: Sequence[Report], store: VectorStore, encoder: Encoder, reached: int, stage: Stage
) -> int:
    known = store.contents().digests([report.id for report in batch])
    lacking = [report for report in batch if known.get(report.id) != digest_of(report)]
    if lacking:
        vectors, counts = embedded_texts([report.text for report in lacking], encoder)
        store.add(rows_of(lacking, counts), vectors, reached)
    stage.advance(len(batch))
    return len(lacking)


def embedded_texts(texts: Sequence[str], encoder: Encoder) -> tuple[Halves, list[int]]:
    """The vectors of texts, (n, dim), and how many each text has: one a piece, none if blank."""
    parts = iter(in_pieces([text for text in texts if text.strip()], encoder.reads_whole))
    pieces = [next(parts) if text.strip() else () for text in texts]
    rows = encoder.encode_texts([piece for some in pieces for piece in some])
    return halves_of(rows), [len(some) for some in pieces]
