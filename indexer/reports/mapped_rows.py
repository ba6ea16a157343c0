"""Rows of a table that are read at random, kept in files that are mapped instead of in memory.

What is added stays in memory until it is some megabytes, then goes to a temporary file that loses
its name at once: nobody has to clear up after a process that is killed, and the system takes the
pages back when it needs them. Rows keep their numbers.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

IN_MEMORY_BYTES = 4 * 1024 * 1024
"""So much stays in memory; a file for each commit of a few rows would be thousands of files."""

NUMBERS_IN_MEMORY_BYTES = 1024 * 1024
"""The same for one column of numbers, which is written anew whenever any is added."""


@dataclass(frozen=True)
class MappedRows:
    """Rows of one schema, numbered from 0 in the order they were added; never changed in place.

    The first `mapped` of the `batches` lie in files, the others in memory.
    """

    schema: pa.Schema
    batches: tuple[pa.RecordBatch, ...] = ()
    mapped: int = 0
    starts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))

    def __len__(self) -> int:
        """How many rows there are."""
        return int(self.starts[-1])

    def with_table(self, added: pa.Table) -> "MappedRows":
        """The same rows and these behind them. Raises OSError where no file can be written."""
        if not added.num_rows:
            return self
        late = pa.Table.from_batches(self.batches[self.mapped :], self.schema)
        new = pa.concat_tables([late, added]).combine_chunks()
        settled = self.batches[: self.mapped]
        if new.nbytes < IN_MEMORY_BYTES:
            return self._of((*settled, *new.to_batches()), self.mapped)
        batches = (*settled, *_in_a_file(new).to_batches())
        return self._of(batches, len(batches))

    def value(self, column: str, row: int) -> Any:
        """One value."""
        at = int(np.searchsorted(self.starts, row, side="right")) - 1
        return self.batches[at].column(column)[row - int(self.starts[at])].as_py()

    def column(self, name: str) -> pa.ChunkedArray:
        """One column of all rows."""
        kind = self.schema.field(name).type
        return pa.chunked_array([batch.column(name) for batch in self.batches], kind)

    def take(self, rows: Sequence[int] | NDArray[np.int64]) -> list[dict[str, Any]]:
        """The rows of these numbers, in their order; each batch is read by itself."""
        wanted = np.asarray(rows, np.int64)
        within = np.searchsorted(self.starts, wanted, side="right") - 1
        found: dict[int, dict[str, Any]] = {}
        for at in np.unique(within):
            places = np.flatnonzero(within == at)
            chosen = pa.array(wanted[places] - self.starts[at])
            read = self.batches[at].take(chosen).to_pylist()
            found |= dict(zip(places.tolist(), read, strict=True))
        return [found[place] for place in range(len(wanted))]

    def _of(self, batches: tuple[pa.RecordBatch, ...], mapped: int) -> "MappedRows":
        starts = np.cumsum([0, *(batch.num_rows for batch in batches)], dtype=np.int64)
        return MappedRows(self.schema, batches, mapped, starts)


def mapped(values: NDArray[Any]) -> NDArray[Any]:
    """The same values, where they are many in a mapped file."""
    if values.nbytes < NUMBERS_IN_MEMORY_BYTES:
        return values
    with tempfile.TemporaryFile(prefix="truyvet-keys-") as file:
        file.write(values.data)
        file.flush()
        return np.memmap(file, values.dtype, "r")


def _in_a_file(table: pa.Table) -> pa.Table:
    """The same table, mapped from a file that nobody else can open."""
    with tempfile.NamedTemporaryFile(prefix="truyvet-rows-") as file:
        with pa.ipc.new_stream(file, table.schema) as writer:
            writer.write_table(table)
        file.flush()
        with pa.memory_map(file.name) as source:
            return pa.ipc.open_stream(source).read_all()
