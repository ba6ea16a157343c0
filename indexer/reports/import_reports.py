"""The import of reports: keep → read → screen → understand → log → index, a batch at a time.

Killed at any point, it is run again: what the log has is not logged twice, and the text index
catches up from the log. The file itself is kept, sealed, before anything is read from it; the
senders of a batch are sealed before its reports are logged.
"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer.folder import Folder
from indexer.places.gazetteer import Gazetteer
from indexer.progress import NoProgress, Progress, Stage
from indexer.reports.catch_up import BATCH, batches, catch_up, rebuild_text_index
from indexer.reports.identities import Identities
from indexer.reports.log import ReportLog
from indexer.reports.originals import Originals
from indexer.reports.quarantine import KEPT
from indexer.reports.report import Report
from indexer.reports.row import digest
from indexer.reports.screening import screen
from indexer.reports.sources import read_submissions, source_of
from indexer.reports.submission import Refusal, Submission, shown_path
from indexer.reports.text_index import ReportIndex
from indexer.reports.understanding import understand

__all__ = ["ImportReport", "catch_up", "import_reports", "rebuild_text_index"]


@dataclass(frozen=True)
class ImportReport:
    """What an import did: reports imported (new or changed), unchanged ones, and refused lines.

    `refused` names the first lines refused of each file, `refused_count` counts them all;
    `generation` is the log's, -1 if it is still empty.
    """

    imported: int
    unchanged: int
    refused: tuple[Refusal, ...]
    refused_count: int
    generation: int


@dataclass
class _Tally:
    imported: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    refused_count: int = 0

    def refuse(self, refusals: Sequence[Refusal]) -> None:
        self.refused_count += len(refusals)
        self.refused += refusals[: max(0, KEPT - len(self.refused))]


def import_reports(
    files: Sequence[Path],
    source: str,
    data: Folder,
    index: ReportIndex,
    gazetteer: Gazetteer,
    progress: Progress | None = None,
    batch_size: int = BATCH,
) -> ImportReport:
    """Take the reports of these files into the log and the index of a data folder.

    A bad line is refused and recorded, the rest goes on; `batch_size` lines make one commit.
    Raises BadReport for an unknown source, StorageFailed, TextIndexFailed; what was logged by then
    stays, and a second run goes on there.
    """
    source_of(source)
    importer = _Importer(data, index, gazetteer, batch_size)
    catch_up(importer.log, index)
    with (progress or NoProgress()).stage("reading reports") as stage:
        done = [importer.take(file, source, stage) for file in files]
    return ImportReport(
        imported=sum(tally.imported for tally in done),
        unchanged=sum(tally.unchanged for tally in done),
        refused=tuple(refusal for tally in done for refusal in tally.refused),
        refused_count=sum(tally.refused_count for tally in done),
        generation=importer.log.generation(),
    )


class _Importer:
    """One import's way into a data folder."""

    def __init__(
        self, data: Folder, index: ReportIndex, gazetteer: Gazetteer, batch_size: int
    ) -> None:
        self.log = ReportLog(data)
        self._identities = Identities(data)
        self._originals = Originals(data)
        self._index = index
        self._gazetteer = gazetteer
        self._batch_size = batch_size

    def take(self, file: Path, source: str, stage: Stage) -> _Tally:
        """Import one file, and record what was refused of it."""
        tally = _Tally()
        original = self._keep(file)
        for batch in batches(read_submissions(file, source), self._batch_size):
            tally.refuse([item for item in batch if isinstance(item, Refusal)])
            submissions = [item for item in batch if isinstance(item, Submission)]
            imported = self._take_batch(submissions, original)
            tally.imported += imported
            tally.unchanged += len(submissions) - imported
            stage.advance(len(batch))
        name = shown_path(file)
        self.log.quarantine.record(name, tally.refused, tally.refused_count, _now_ms())
        return tally

    def _keep(self, file: Path) -> str:
        """The hash of the file, which is kept; none of one that cannot be read, as is said then."""
        try:
            return self._originals.keep(file)
        except OSError:
            return ""

    def _take_batch(self, submissions: Sequence[Submission], original: str) -> int:
        """Screen, understand, log and index; how many reports were new or changed."""
        screened = screen(submissions, self._identities)
        fresh = self.log.unlogged(screened.reports)
        if not fresh:
            return 0
        wanted = {report.sender_ref for report in fresh}
        self._identities.keep({r: s for r, s in screened.senders.items() if r in wanted})
        understood = [
            replace(understand(report, self._gazetteer), original=original) for report in fresh
        ]
        imported = self.log.append(understood, batch_key(fresh))
        catch_up(self.log, self._index)
        return imported


def batch_key(reports: Sequence[Report]) -> str:
    """The name of a batch: a hash of its reports' contents, in their order."""
    content = "\n".join(digest(report) for report in reports)
    return f"reports-{hashlib.sha256(content.encode()).hexdigest()[:32]}"


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
