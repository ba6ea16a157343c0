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
from indexer.reports.attachment import Attachment
from indexer.reports.catch_up import BATCH, batches
from indexer.reports.report import Report
from indexer.reports.sqlite_index import SqliteReportIndex
from indexer.reports.text_index import ReportIndex
from search.attached import Attached, attached_reports
from search.errors import NotThere
from search.index import Index, View


@dataclass
class OtherReports:
    """What `Searcher` reads, with other reports than the newest.

    A text index of just these is built in `folder`; scores depend on all the reports it holds.
    """

    index: Index
    generation: int
    told: Mapping[ReportId, Report]
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
        """A text index of these reports."""
        made = SqliteReportIndex(self.folder / "text.sqlite")
        for batch in batches(self.told.values(), BATCH):
            made.add(batch, self.generation)
        return made

    def fetch_reports(self, ids: Sequence[ReportId]) -> Mapping[ReportId, Report]:
        """Reports by id, as they stood."""
        return {ident: self.told[ident] for ident in ids if ident in self.told}

    def attached(self, view: View) -> Sequence[Attached]:
        """Those of these reports that have attachments."""
        return attached_reports(view.attached, self.fetch_reports)

    def has(self, attachment: Attachment) -> bool:
        """Whether there is a report now that has it."""
        return self.index.has(attachment)


@contextmanager
def past_reports(index: Index, generation: int) -> Iterator[OtherReports | Index]:
    """The index with its reports at a generation; itself where that is the newest."""
    if generation == index.log.generation():
        yield index
        return
    with other_reports(index, generation, list(index.log.reports(generation))) as past:
        yield past


@contextmanager
def other_reports(
    index: Index, generation: int, reports: Sequence[Report]
) -> Iterator[OtherReports]:
    """The index with just these reports of a generation."""
    with tempfile.TemporaryDirectory(prefix="truyvet-past-") as folder:
        told = {report.id: report for report in reports}
        made = OtherReports(index, generation, told, Path(folder))
        try:
            yield made
        finally:
            if "reports" in vars(made):
                made.reports.close()


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
