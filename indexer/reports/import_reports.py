"""The import of reports: keep → read → screen → understand → log → index, a batch at a time.

Killed at any point, it is run again: what the log has is not logged twice, and the text index
catches up from the log. The file itself is kept, sealed, before anything is read from it; so are
what is attached to reports, noted as waiting for the frame index, and the senders of a batch,
before its reports are logged.
"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.places.gazetteer import Gazetteer
from indexer.progress import NoProgress, Progress, Stage
from indexer.reports.attachment import attachments_of
from indexer.reports.attachment_notes import waiting_note
from indexer.reports.catch_up import BATCH, batches, catch_up, rebuild_text_index
from indexer.reports.identities import Identities
from indexer.reports.inbox import Inbox, Received
from indexer.reports.log import ReportLog
from indexer.reports.media import MediaKeeper
from indexer.reports.originals import Originals
from indexer.reports.quarantine import KEPT
from indexer.reports.report import Report
from indexer.reports.row import digest
from indexer.reports.screening import screen
from indexer.reports.sources import read_submissions, source_of, submissions
from indexer.reports.submission import Refusal, Submission, shown_path
from indexer.reports.text_index import ReportIndex
from indexer.reports.understanding import understand

__all__ = ["ImportReport", "catch_up", "import_received", "import_reports", "rebuild_text_index"]


RECEIVED_AT_ONCE = 200
"""Payloads of the inbox imported in one commit."""


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

    def count(self, came: int, imported: int) -> None:
        self.imported += imported
        self.unchanged += came - imported

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
    media: Path | None = None,
    log: ReportLog | None = None,
) -> ImportReport:
    """Take the reports of these files into the log and the index of a data folder.

    A bad line is refused and recorded, the rest goes on; `batch_size` lines make one commit. Files
    that reports name are taken from the folder `media` (None: the one that a file lies in).
    Who imports again and again hands in the `log`, already read; None: all of it is read.
    Raises BadReport for an unknown source, StorageFailed, TextIndexFailed; what was logged by then
    stays, and a second run goes on there.
    """
    source_of(source)
    importer = _Importer(data, index, gazetteer, batch_size, log)
    catch_up(importer.log, index)
    with (progress or NoProgress()).stage("reading reports") as stage:
        done = [importer.take(file, source, stage, media) for file in files]
    return _summed(done, importer.log.generation())


def import_received(
    data: Folder, index: ReportIndex, gazetteer: Gazetteer, log: ReportLog | None = None
) -> ImportReport:
    """Take what waits in the inbox into the log and the index, up to a batch in one commit.

    A server hands in its `log`, already read; None: it is opened, and all of it read.
    A payload that is none is recorded with its reason and stays among the originals. Raises
    StorageFailed, TextIndexFailed; what was not logged by then waits on.
    """
    importer = _Importer(data, index, gazetteer, BATCH, log)
    catch_up(importer.log, index)
    inbox = Inbox(data)
    waiting = batches(inbox.waiting(), RECEIVED_AT_ONCE)
    done = [importer.take_received(inbox, received) for received in waiting]
    return _summed(done, importer.log.generation())


def _summed(done: Sequence[_Tally], generation: int) -> ImportReport:
    return ImportReport(
        imported=sum(tally.imported for tally in done),
        unchanged=sum(tally.unchanged for tally in done),
        refused=tuple(refusal for tally in done for refusal in tally.refused),
        refused_count=sum(tally.refused_count for tally in done),
        generation=generation,
    )


class _Importer:
    """One import's way into a data folder."""

    def __init__(
        self,
        data: Folder,
        index: ReportIndex,
        gazetteer: Gazetteer,
        batch_size: int,
        log: ReportLog | None = None,
    ) -> None:
        self.log = log or ReportLog(data)
        self._data = data
        self._footage = FootageLog(data)
        self._identities = Identities(data)
        self._originals = Originals(data)
        self._index = index
        self._gazetteer = gazetteer
        self._batch_size = batch_size

    def take(self, file: Path, source: str, stage: Stage, media: Path | None = None) -> _Tally:
        """Import one file, and record what was refused of it."""
        tally, name = _Tally(), shown_path(file)
        keeper = MediaKeeper(self._data, media or file.parent)
        original = self._keep(file)
        for batch in batches(read_submissions(file, source), self._batch_size):
            tally.refuse([item for item in batch if isinstance(item, Refusal)])
            came = [item for item in batch if isinstance(item, Submission)]
            came = _with_media(came, keeper, name, tally)
            tally.count(len(came), self._take_batch([(one, original) for one in came]))
            stage.advance(len(batch))
        self.log.quarantine.record(name, tally.refused, tally.refused_count, _now_ms())
        return tally

    def _keep(self, file: Path) -> str:
        """The hash of the file, which is kept; none of one that cannot be read, as is said then."""
        try:
            return self._originals.keep(file)
        except OSError:
            return ""

    def take_received(self, inbox: Inbox, waiting: Sequence[Received]) -> _Tally:
        """Import some payloads in one commit, and record what was refused of each."""
        tally, came, read = _Tally(), [], []
        for one in waiting:
            try:
                items = list(submissions(inbox.open(one), source_of(one.source), one.name))
                read.append(one)
            except StorageFailed as error:
                items = [Refusal(one.name, 0, f"it waits on: {error}")]
            own = _Tally()
            own.refuse([item for item in items if isinstance(item, Refusal)])
            told = [item for item in items if isinstance(item, Submission)]
            told = _with_media(told, MediaKeeper(self._data, None), one.name, own)
            self.log.quarantine.record(one.name, own.refused, own.refused_count, _now_ms())
            tally.refuse(own.refused)
            came += [(item, one.sha256) for item in told]
        tally.count(len(came), self._take_batch(came))
        inbox.done(read)
        return tally

    def _take_batch(self, came: Sequence[tuple[Submission, str]]) -> int:
        """Screen, understand, log and index; how many reports were new or changed.

        Beside each submission stands the hash of the original it was in.
        """
        screened = screen((submission for submission, _ in came), self._identities)
        originals = {
            _version_of(report): original
            for report, (_, original) in zip(screened.reports, came, strict=True)
        }
        fresh = self.log.unlogged(screened.reports)
        if not fresh:
            return 0
        wanted = {report.sender_ref for report in fresh}
        self._identities.keep({r: s for r, s in screened.senders.items() if r in wanted})
        understood = [
            replace(understand(report, self._gazetteer), original=originals[_version_of(report)])
            for report in fresh
        ]
        self._note_attached(understood)
        imported = self.log.append(understood, batch_key(fresh))
        catch_up(self.log, self._index)
        return imported

    def _note_attached(self, reports: Sequence[Report]) -> None:
        """Have what is attached to these wait for the frame index, but for what is noted there."""
        notes = [
            waiting_note(attachment, report.occurred or report.received_at_ms)
            for report in reports
            for attachment in attachments_of(report)
        ]
        if notes:
            known = self._footage.noted_tasks(note.task_key for note in notes)
            self._footage.append([note for note in notes if note.task_key not in known])


def _with_media(
    came: Sequence[Submission], keeper: MediaKeeper, name: str, tally: _Tally
) -> list[Submission]:
    """The submissions with their media kept; what could not be is refused under that name."""
    done: list[Submission] = []
    for submission in came:
        report, troubles = keeper.keep(submission.report)
        tally.refuse([Refusal(name, 0, trouble) for trouble in troubles])
        done.append(replace(submission, report=report))
    return done


def _version_of(report: Report) -> tuple[str, str, int | None, bool]:
    """What tells versions of one report in a batch from each other, well enough for their files."""
    return report.id, report.text, report.edited_at_ms, report.deleted


def batch_key(reports: Sequence[Report]) -> str:
    """The name of a batch: a hash of its reports' contents, in their order."""
    content = "\n".join(digest(report) for report in reports)
    return f"reports-{hashlib.sha256(content.encode()).hexdigest()[:32]}"


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
