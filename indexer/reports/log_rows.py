"""The rows of the report log at one generation, in memory: which of each report's versions stands.

Arrow tables, about 1 KB a report; a later generation reads only the files that are new to it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from deltalake import DeltaTable
from numpy.typing import NDArray

from indexer.ids import Interval
from indexer.reports.report import Report
from indexer.reports.row import SCHEMA, to_report

_READ_AT_ONCE = 1_000
"""Rows turned into reports at a time."""


@dataclass(frozen=True)
class LogRows:
    """All rows of a generation (-1: no table yet), and the files they came from.

    `standing` gives, by report id, the number of the row that stands: the one with the largest
    (`seq`, `digest`).
    """

    generation: int
    files: frozenset[str]
    table: pa.Table
    standing: Mapping[str, int]

    @cached_property
    def digests(self) -> frozenset[str]:
        """The digests of every version ever logged."""
        return frozenset(self.table["digest"].to_pylist())

    def get(self, reports: Iterable[str]) -> Iterator[Report]:
        """The reports of these ids as they stand; unknown ids are passed over."""
        known = (ident for ident in dict.fromkeys(reports) if ident in self.standing)
        return self._read([self.standing[ident] for ident in known])

    def all(self) -> Iterator[Report]:
        """All reports as they stand, in the order in which the log received them."""
        seqs = self.table["seq"].to_numpy()
        return self._read(sorted(self.standing.values(), key=lambda row: int(seqs[row])))

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
    added = table.slice(first)
    seqs, digests = table["seq"].to_numpy(), table["digest"]
    for number, ident in enumerate(added["id"].to_pylist(), start=first):
        old = standing.get(ident)
        if old is None or _order(seqs, digests, old) <= _order(seqs, digests, number):
            standing[ident] = number
    return standing


def _order(seqs: NDArray[np.int64], digests: pa.ChunkedArray, row: int) -> tuple[int, str]:
    return int(seqs[row]), digests[row].as_py()
