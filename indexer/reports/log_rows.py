"""The rows of the report log at one generation, in memory: which of each report's versions stands.

Arrow tables, about 1 KB a report; a later generation reads only the files that are new to it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from deltalake import DeltaTable

from indexer.ids import Interval
from indexer.reports.report import Report
from indexer.reports.row import SCHEMA, to_report

_READ_AT_ONCE = 1_000
"""Rows turned into reports at a time."""
_LONG_AGO_MS = -(2**63)
"""When a version counts as edited that does not say."""


@dataclass(frozen=True)
class LogRows:
    """All rows of a generation (-1: no table yet), and the files they came from.

    `standing` gives, by report id, the number of the row that stands: the one with the largest
    (`edited_at_ms`, `seq`, `digest`). Where that row says that the report was taken back, there is
    no report of that id any more.
    """

    generation: int
    files: frozenset[str]
    table: pa.Table
    standing: Mapping[str, int]

    @cached_property
    def digests(self) -> frozenset[str]:
        """The digests of every version ever logged."""
        return frozenset(self.table["digest"].to_pylist())

    @cached_property
    def deleted(self) -> frozenset[str]:
        """The ids of the reports that were taken back."""
        rows = pc.indices_nonzero(pc.fill_null(self.table["deleted"], False)).to_pylist()
        ids = self.table["id"]
        told = ((ids[row].as_py(), row) for row in rows)
        return frozenset(ident for ident, row in told if self.standing[ident] == row)

    @property
    def count(self) -> int:
        """How many reports there are."""
        return len(self.standing) - len(self.deleted)

    def get(self, reports: Iterable[str]) -> Iterator[Report]:
        """The reports of these ids as they stand; unknown and deleted ones are passed over."""
        wanted = (ident for ident in dict.fromkeys(reports) if ident not in self.deleted)
        known = (ident for ident in wanted if ident in self.standing)
        return self._read([self.standing[ident] for ident in known])

    def all(self) -> Iterator[Report]:
        """All reports as they stand, in the order in which the log received them."""
        seqs = self.table["seq"].to_numpy()
        rows = (row for ident, row in self.standing.items() if ident not in self.deleted)
        return self._read(sorted(rows, key=lambda row: int(seqs[row])))

    def newest(self) -> Iterator[Report]:
        """All reports as they stand, those received last first, ties by id."""
        received = self.table["received_at_ms"].to_numpy()
        rows = ((i, row) for i, row in self.standing.items() if i not in self.deleted)
        ordered = sorted(rows, key=lambda item: (-int(received[item[1]]), item[0]))
        return self._read([row for _, row in ordered])

    def extent(self) -> Interval | None:
        """From the earliest to the latest time that a report tells of; None if none tells any."""
        after, before = pc.min(self.table["after_ms"]), pc.max(self.table["before_ms"])
        return Interval(after.as_py(), before.as_py()) if after.is_valid else None

    def _read(self, rows: list[int]) -> Iterator[Report]:
        for first in range(0, len(rows), _READ_AT_ONCE):
            chosen = pa.array(rows[first : first + _READ_AT_ONCE], pa.int64())
            yield from map(to_report, self.table.take(chosen).to_pylist())


NO_ROWS = LogRows(-1, frozenset(), SCHEMA.empty_table(), {})
"""Before the first commit."""


def extended(known: LogRows, delta: DeltaTable) -> LogRows:
    """The rows of the opened table, of which `known` has those of an earlier generation."""
    files, added = _read_files(delta, known.files)
    if not known.files <= files:
        known = NO_ROWS
        files, added = _read_files(delta, known.files)
    table = pa.concat_tables([known.table, added.sort_by("seq")])
    standing = _standing(dict(known.standing), table, known.table.num_rows)
    return LogRows(delta.version(), files, table, standing)


def ids_added(delta: DeltaTable, before: DeltaTable) -> set[str]:
    """The ids of the reports in files that `delta` has and `before` had not."""
    _, added = _read_files(delta, frozenset(_fragments(before)))
    return set(added["id"].to_pylist())


def _read_files(delta: DeltaTable, known: frozenset[str]) -> tuple[frozenset[str], pa.Table]:
    """The names of all the table's files, and the rows of those not known."""
    fragments = _fragments(delta)
    new = [part for name, part in sorted(fragments.items()) if name not in known]
    tables = [part.to_table(schema=SCHEMA) for part in new]
    return frozenset(fragments), pa.concat_tables([SCHEMA.empty_table(), *tables])


def _fragments(delta: DeltaTable) -> dict[str, ds.Fragment]:
    return {part.path: part for part in delta.to_pyarrow_dataset(schema=SCHEMA).get_fragments()}


def _standing(standing: dict[str, int], table: pa.Table, first: int) -> dict[str, int]:
    """Take in the rows from number `first` on."""
    order = _Order(table)
    for number, ident in enumerate(table.slice(first)["id"].to_pylist(), start=first):
        old = standing.get(ident)
        if old is None or order.of(old) <= order.of(number):
            standing[ident] = number
    return standing


class _Order:
    """Which of two versions stands: the one edited later, else the one logged later."""

    def __init__(self, table: pa.Table) -> None:
        self._edited = pc.fill_null(table["edited_at_ms"], _LONG_AGO_MS).to_numpy()
        self._seqs = table["seq"].to_numpy()
        self._digests = table["digest"]

    def of(self, row: int) -> tuple[int, int, str]:
        return int(self._edited[row]), int(self._seqs[row]), self._digests[row].as_py()
