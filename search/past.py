"""An index as it was at the generations of an earlier search: shards, report log, text index."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from embeddings.encoder import Encoder, Fingerprint
from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.ids import ReportId
from indexer.reports.catch_up import BATCH, batches
from indexer.reports.report import Report
from indexer.reports.sqlite_index import SqliteReportIndex
from indexer.reports.text_index import ReportIndex
from search.errors import NotThere
from search.index import Index, View


@dataclass
class PastIndex:
    """What `Searcher` reads, at an older generation of the report log.

    The text index is built anew from the log, since only its newest state is kept; its scores
    depend on all the reports it holds.
    """

    index: Index
    generation: int
    folder: Path

    @property
    def data(self) -> Folder:
        """The data folder."""
        return self.index.data

    @property
    def footage(self) -> FootageLog:
        """Which footage there is, as the index has it now."""
        return self.index.footage

    def encoder(self, fingerprint: Fingerprint | None = None) -> Encoder:
        """The encoder of those shards."""
        return self.index.encoder(fingerprint)

    @cached_property
    def reports(self) -> ReportIndex:
        """A text index of the reports as they stood."""
        made = SqliteReportIndex(self.folder / "text.sqlite")
        for batch in batches(self._reports.values(), BATCH):
            made.add(batch, self.generation)
        return made

    def fetch_reports(self, ids: Sequence[ReportId]) -> Mapping[ReportId, Report]:
        """Reports by id, as they stood."""
        return {ident: self._reports[ident] for ident in ids if ident in self._reports}

    @cached_property
    def _reports(self) -> dict[ReportId, Report]:
        return {report.id: report for report in self.index.log.reports(self.generation)}


@contextmanager
def past_reports(index: Index, generation: int) -> Iterator[PastIndex | Index]:
    """The index with its reports at a generation; itself where that is the newest."""
    if generation == index.log.generation():
        yield index
        return
    with tempfile.TemporaryDirectory(prefix="truyvet-past-") as folder:
        past = PastIndex(index, generation, Path(folder))
        try:
            yield past
        finally:
            if "reports" in vars(past):
                past.reports.close()


def past_view(index: Index, generation: Mapping[str, int]) -> View:
    """The view of both generations; NotThere if the index can no longer be opened at them."""
    try:
        view = index.view(generation["footage"])
    except StorageFailed as error:
        raise NotThere(
            f"generation {generation['footage']} of the index can no longer be opened, retention "
            f"may have deleted its log: {error}"
        ) from error
    return replace(view, report_generation=generation["reports"])
