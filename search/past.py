"""An index as it was at the generations of an earlier search: shards, report log, text index."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

from embeddings.encoder import Encoder, Fingerprint
from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.ids import ReportId
from indexer.reports.attachment import Attachment
from indexer.reports.catch_up import BATCH, batches
from indexer.reports.report import Report
from indexer.reports.text_index import ReportIndex, ReportQuery
from indexer.reports.text_indexes import passing_file
from search.attached import Attached, attached_reports
from search.errors import NotThere
from search.index import Index, View
from search.near_reports import NearReport

Begin = Callable[[], AbstractContextManager[ReportIndex]]
"""Begins an empty text index that is gone after use."""


@dataclass
class OtherReports:
    """What `Searcher` reads, with other reports than the newest.

    A text index of just these is built where one is asked (`begin`), and is gone with `ending`:
    scores depend on all the reports it holds. By `nearness` they are found where it is asked for:
    of what is new, something always is the nearest.
    """

    index: Index
    generation: int
    told: Mapping[ReportId, Report]
    begin: Begin
    ending: ExitStack
    nearness: bool = False

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
        made = self.ending.enter_context(self.begin())
        for batch in batches(self.told.values(), BATCH):
            made.add(batch, self.generation)
        return made

    def fetch_reports(self, ids: Sequence[ReportId]) -> Mapping[ReportId, Report]:
        """Reports by id, as they stood."""
        return {ident: self.told[ident] for ident in ids if ident in self.told}

    def near(self, asked: ReportQuery, limit: int) -> Sequence[NearReport]:
        """Those of these reports that are nearest in meaning and stand as they did."""
        if not self.nearness:
            return ()
        return self.index.near_reports.find(asked, self.fetch_reports, limit, self.told)

    def attached(self, view: View) -> Sequence[Attached]:
        """Those of these reports that have attachments."""
        return attached_reports(view.attached, self.fetch_reports)

    def has(self, attachment: Attachment) -> bool:
        """Whether there is a report now that has it."""
        return self.index.has(attachment)


@contextmanager
def past_reports(index: Index, generation: int) -> Iterator[OtherReports | Index]:
    """The index with its reports at a generation; itself where that is the newest.

    They are ranked by the kind of text index that answers, whose formula is its own.
    """
    if generation == index.log.generation():
        yield index
        return
    then = list(index.log.reports(generation))
    with other_reports(index, generation, then, index.passing_reports) as past:
        yield replace(past, nearness=True)


@contextmanager
def other_reports(
    index: Index, generation: int, reports: Sequence[Report], begin: Begin = passing_file
) -> Iterator[OtherReports]:
    """The index with just these reports of a generation."""
    told = {report.id: report for report in reports}
    with ExitStack() as ending:
        yield OtherReports(index, generation, told, begin, ending)


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
