"""The rows of the report log at one generation: which of each report's versions stands.

The texts lie in files that are mapped (`mapped_rows`); what takes memory for each version is two
numbers for its digest and two for its id. A later generation reads only the files new to it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable
from numpy.typing import NDArray

from indexer.delta import active_files
from indexer.folder import Folder
from indexer.ids import Interval
from indexer.parquet import read_columns
from indexer.reports.key_rows import KeyRows
from indexer.reports.mapped_rows import MappedRows
from indexer.reports.report import Report
from indexer.reports.row import SCHEMA, to_report

_READ_AT_ONCE = 1_000
"""Rows turned into reports at a time."""
_TAKEN_IN_AT_ONCE = 10_000
_LONG_AGO_MS = -(2**63)
"""When a version counts as edited that does not say."""


@dataclass(frozen=True)
class LogRows:
    """All rows of a generation (-1: no table yet), and the files they came from.

    `standing` gives, by report id, the number of the row that stands: the one with the largest
    (`edited_at_ms`, `seq`, `digest`). Where that row says that the report was taken back, there is
    no report of that id any more. `digests` gives a row for each version ever logged.
    """

    generation: int = -1
    files: frozenset[str] = frozenset()
    rows: MappedRows = field(default_factory=lambda: MappedRows(SCHEMA))
    standing: KeyRows = field(default_factory=KeyRows)
    digests: KeyRows = field(default_factory=KeyRows)

    def logged(self, digests: Iterable[str]) -> set[str]:
        """Those of the digests that a version was ever logged with."""
        return set(self.digests.find(digests, self.digest_of))

    @property
    def count(self) -> int:
        """How many reports there are."""
        return len(self._live)

    def get(self, reports: Iterable[str]) -> Iterator[Report]:
        """The reports of these ids as they stand; unknown and deleted ones are passed over."""
        found = self.standing.find(reports, self.id_of).values()
        return self._read([row for row in found if not self.rows.value("deleted", row)])

    def deleted(self, reports: Iterable[str]) -> list[str]:
        """Those of the ids whose reports were taken back."""
        found = self.standing.find(reports, self.id_of)
        return [ident for ident, row in found.items() if self.rows.value("deleted", row)]

    def all(self) -> Iterator[Report]:
        """All reports as they stand, in the order in which the log received them."""
        seqs = self.rows.column("seq").to_numpy()[self._live]
        return self._read(self._live[np.argsort(seqs)])

    def newest(self) -> Iterator[Report]:
        """All reports as they stand, those received last first, ties by id."""
        return self._read(self._newest)

    def extent(self) -> Interval | None:
        """From the earliest to the latest time that a report tells of; None if none tells any."""
        after, before = pc.min(self.rows.column("after_ms")), pc.max(self.rows.column("before_ms"))
        return Interval(after.as_py(), before.as_py()) if after.is_valid else None

    def id_of(self, row: int) -> str:
        """The report of a row."""
        return str(self.rows.value("id", row))

    def digest_of(self, row: int) -> str:
        """The digest of a row."""
        return str(self.rows.value("digest", row))

    @cached_property
    def _live(self) -> NDArray[np.int64]:
        """The rows of reports that stand and were not taken back."""
        taken_back = pc.fill_null(self.rows.column("deleted"), False).to_numpy()
        kept: NDArray[np.int64] = self.standing.rows[~taken_back[self.standing.rows]]
        return kept

    @cached_property
    def _newest(self) -> NDArray[np.int64]:
        received = self.rows.column("received_at_ms").to_numpy()[self._live]
        live = self._live[np.argsort(-received, kind="stable")]
        received = np.sort(received)[::-1]
        starts = np.flatnonzero(np.diff(received, prepend=received[:1] - 1))
        for part in np.split(np.arange(len(live)), starts[1:]):
            if len(part) > 1:
                live[part] = sorted(live[part].tolist(), key=self.id_of)
        return live

    def _read(self, rows: Sequence[int] | NDArray[np.int64]) -> Iterator[Report]:
        for first in range(0, len(rows), _READ_AT_ONCE):
            yield from map(to_report, self.rows.take(rows[first : first + _READ_AT_ONCE]))


NO_ROWS = LogRows()
"""Before the first commit."""


def extended(known: LogRows, delta: DeltaTable, folder: Folder) -> LogRows:
    """The rows of the opened table, of which `known` has those of an earlier generation."""
    files = _files(delta)
    if not known.files <= files:
        known = NO_ROWS
    rows = known
    for part in _parts(_read_file(folder, name, None) for name in sorted(files - known.files)):
        rows = _with_rows(rows, part.sort_by("seq"))
    return LogRows(delta.version(), files, rows.rows, rows.standing, rows.digests)


def ids_added(delta: DeltaTable, before: DeltaTable, folder: Folder) -> set[str]:
    """The ids of the reports in files that `delta` has and `before` had not."""
    new = sorted(_files(delta) - _files(before))
    return {ident for name in new for ident in _read_file(folder, name, ["id"])["id"].to_pylist()}


def _files(delta: DeltaTable) -> frozenset[str]:
    return frozenset(file["path"] for file in active_files(delta))


def _read_file(folder: Folder, name: str, columns: list[str] | None) -> pa.Table:
    """A file's rows; what it was written without, being older, is null."""
    with folder.open(name) as source:
        table = read_columns(source, columns)
    wanted = SCHEMA if columns is None else pa.schema([SCHEMA.field(one) for one in columns])
    return pa.concat_tables([wanted.empty_table(), table], promote_options="default").cast(wanted)


def _parts(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The tables joined to some of a good size: a log may have thousands of a few rows."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(part.num_rows for part in waiting) >= _TAKEN_IN_AT_ONCE:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _with_rows(known: LogRows, added: pa.Table) -> LogRows:
    first, rows = len(known.rows), known.rows.with_table(added)
    held = LogRows(known.generation, known.files, rows, known.standing, known.digests)
    numbers = range(first, len(rows))
    digests = dict(zip(added["digest"].to_pylist(), numbers, strict=True))
    standing = _standing(held, zip(added["id"].to_pylist(), numbers, strict=True))
    return LogRows(
        known.generation,
        known.files,
        rows,
        held.standing.with_rows(standing, held.id_of),
        held.digests.with_rows(digests, held.digest_of),
    )


def _standing(held: LogRows, added: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Of the ids of added rows, the row that stands: the one edited later, else logged later."""
    coming = list(added)
    standing = held.standing.find((ident for ident, _ in coming), held.id_of)
    for ident, row in coming:
        old = standing.get(ident)
        if old is None or _order(held, old) <= _order(held, row):
            standing[ident] = row
    return standing


def _order(held: LogRows, row: int) -> tuple[int, int, str]:
    edited = held.rows.value("edited_at_ms", row)
    when = _LONG_AGO_MS if edited is None else edited
    return when, held.rows.value("seq", row), held.digest_of(row)
