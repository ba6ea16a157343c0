"""What is attached to reports into the frame index, as the settings say: `index_waiting`."""

from typing import TYPE_CHECKING

from indexer.footage_log import FootageLog
from indexer.index_model import model_to_index_with
from indexer.progress import Progress
from indexer.reports.attachments_waiting import waiting
from indexer.reports.log import ReportLog
from search.settings import Settings

if TYPE_CHECKING:
    from indexer.index_run import IndexReport


def index_waiting(
    settings: Settings,
    progress: Progress | None = None,
    footage: FootageLog | None = None,
    log: ReportLog | None = None,
) -> "IndexReport | None":
    """Index the attachments that wait; None where none does.

    `footage` and `log` are the logs of the data folder, where they are open already. It is done on
    threads of this process: only here are the keys that open them. Raises EncoderMismatch,
    EmbeddingError, StorageFailed, JobsFailed; what was done by then stays.
    """
    data = settings.folder
    if not waiting(data, footage, log):
        return None
    from indexer.index_attached import index_attached  # Dask and PyAV load when something waits
    from indexer.jobs.runner import open_jobs

    with open_jobs() as jobs:
        model = model_to_index_with(data, jobs, settings.model)
        return index_attached(data, model, jobs, progress)
