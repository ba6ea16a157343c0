"""The report log: a Delta table of every version of every report, the record of all reports.

`reports/log` only ever grows. A version of a report that was logged once is never logged again, so
importing an old file a second time changes nothing; of one report, the version edited last stands,
or where sources tell of no edits, the one that the log received last. That a report was taken back
is a version too. Each append is one commit, and the table's version is the generation.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random

from indexer.delta import KEPT
from indexer.errors import Conflict, StorageFailed
from indexer.folder import Folder
from indexer.ids import Interval, ReportId
from indexer.reports.dead_letters import DeadLetters
from indexer.reports.log_rows import NO_ROWS, LogRows, extended, ids_added
from indexer.reports.quarantine import Quarantine, Quarantined
from indexer.reports.report import Report
from indexer.reports.row import digest, to_table

_CONFIGURATION = KEPT | {
    "delta.checkpointInterval": "10",
    "delta.dataSkippingNumIndexedCols": "0",
}
"""Nobody searches the log by its files' statistics. Without them, and with a checkpoint every few
commits instead of every hundred, a long log is opened about as quickly as a short one, and in as
little memory. A log that was made before keeps what it was made with."""
_SEQ_BITS = 32
"""A row's `seq` is the version that its commit expects to be and its number within the commit."""
_TRIES = 8


class ReportLog:
    """The log of a data folder; safe for several threads, and beside other processes."""

    def __init__(self, data: Folder) -> None:
        """Name the data folder; nothing is created until something is appended."""
        folder = data.child("reports/log")
        self._folder = folder
        self._uri = folder.delta_uri
        self._lock = threading.RLock()
        self._known = NO_ROWS
        self.quarantine = Quarantine(data)
        self.dead_letters = DeadLetters(data)

    def append(self, reports: Sequence[Report], source_key: str) -> int:
        """Log those reports that are new or changed, in one commit; how many they were.

        `source_key` names this very batch, for example by a hash of it: the commit carries it as
        an application transaction, so that it is made once. Raises Conflict if other writers
        always come first, StorageFailed if the folder cannot be written.
        """
        again = Retrying(
            retry=retry_if_exception_type(Conflict),
            stop=stop_after_attempt(_TRIES),
            wait=wait_random(0, 0.1),
            reraise=True,
        )
        with self._lock:
            return again(self._append_once, reports, source_key)

    def unlogged(self, reports: Iterable[Report]) -> list[Report]:
        """Those of which the log has no version with the same content, each once, in order."""
        return list(self._unlogged(reports).values())

    def generation(self) -> int:
        """The number of the last commit, from 0; -1 when there is none."""
        return self._rows().generation

    def count(self) -> int:
        """How many reports there are, each counted once whatever its versions."""
        return self._rows().count

    def get(self, report: ReportId) -> Report | None:
        """The report as it stands, None if there is none of that id."""
        return next(self._rows().get([report]), None)

    def get_many(self, reports: Iterable[ReportId]) -> list[Report]:
        """The reports as they stand, each once, in the order asked; unknown ids are left out."""
        return list(self._rows().get(reports))

    def reports(self, generation: int | None = None) -> Iterator[Report]:
        """All reports as they stood at a generation (None: now), in the order of the log."""
        if generation is None:
            return self._rows().all()
        with _storage(f"cannot read generation {generation} of {self._uri}"):
            delta = self._open(generation)
            return (extended(NO_ROWS, delta, self._folder) if delta else NO_ROWS).all()

    def newest(self) -> Iterator[Report]:
        """All reports as they stand, those received last first, ties by id."""
        return self._rows().newest()

    def changed_since(self, generation: int) -> Iterator[Report]:
        """The reports, as they stand now, that commits after `generation` added or changed."""
        rows = self._rows()
        if generation < 0:
            return rows.all()
        with _storage(f"cannot read what came after generation {generation} of {self._uri}"):
            then, now = self._open(generation), self._open(rows.generation)
            return rows.get(sorted(ids_added(now, then, self._folder)) if now and then else ())

    def deleted_since(self, generation: int) -> list[ReportId]:
        """The ids of reports that stood at a generation or later and are taken back now."""
        if generation < 0:
            return []
        rows = self._rows()
        with _storage(f"cannot read what came after generation {generation} of {self._uri}"):
            then, now = self._open(generation), self._open(rows.generation)
            added = ids_added(now, then, self._folder) if now and then else set()
            return [ReportId(ident) for ident in sorted(rows.deleted(added))]

    def changed_between(self, after: int, upto: int) -> list[Report]:
        """The reports that commits after `after`, up to `upto`, added or changed, as they stood."""
        with _storage(f"cannot read generations {after} to {upto} of {self._uri}"):
            rows = self._rows()
            now = self._open(upto) if upto >= 0 else None
            if now is None:
                return []
            if rows.generation != upto:
                rows = extended(NO_ROWS, now, self._folder)
            then = self._open(after) if after >= 0 else None
            return list(
                rows.get(sorted(ids_added(now, then, self._folder))) if then else rows.all()
            )

    def extent(self) -> Interval | None:
        """From the earliest to the latest time that a report tells of; None if none tells any."""
        return self._rows().extent()

    def quarantined(self) -> list[Quarantined]:
        """The lines that were refused, by file and line."""
        return self.quarantine.records()

    def _unlogged(self, reports: Iterable[Report]) -> dict[str, Report]:
        """By digest."""
        by_digest = {digest(report): report for report in reports}
        logged = self._rows().logged(by_digest)
        return {key: report for key, report in by_digest.items() if key not in logged}

    def _append_once(self, reports: Sequence[Report], source_key: str) -> int:
        with _storage(f"cannot write {self._uri}"):
            fresh = self._unlogged(reports)
            if not fresh or self._is_committed(source_key):
                return 0
            generation = self._rows().generation + 1
            rows = to_table(list(fresh.values()), list(fresh), generation << _SEQ_BITS)
            once = CommitProperties(app_transactions=[Transaction(source_key, 1)])
            write_deltalake(
                self._uri,
                rows,
                mode="append",
                schema_mode="merge",
                configuration=None if generation else _CONFIGURATION,
                commit_properties=once,
            )
            return len(fresh)

    def _is_committed(self, source_key: str) -> bool:
        delta = self._open()
        return delta is not None and delta.transaction_version(source_key) is not None

    def _rows(self) -> LogRows:
        with self._lock, _storage(f"cannot read {self._uri}"):
            delta = self._open()
            if delta is not None and delta.version() != self._known.generation:
                self._known = extended(self._known, delta, self._folder)
            return self._known

    def _open(self, version: int | None = None) -> DeltaTable | None:
        try:
            return DeltaTable(self._uri, version=version)
        except TableNotFoundError:
            return None


@contextmanager
def _storage(what: str) -> Iterator[None]:
    try:
        yield
    except CommitFailedError as error:
        raise Conflict(f"{what}: another writer committed first; run it again") from error
    except (DeltaError, OSError) as error:
        raise StorageFailed(f"{what}: {error}") from error
