"""Parquet files are read on the calling thread.

A thread of Arrow's that helped to read may let go of a Python file only after the interpreter has
begun to end, and then the whole process aborts, its work done. `pyarrow.parquet.read_table` starts
such threads whatever it is told.
"""

from collections.abc import Sequence
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq


def read_columns(source: BinaryIO | pq.ParquetFile, columns: Sequence[str] | None) -> pa.Table:
    """The rows of a file: these columns, those it has of them; None for all."""
    file = source if isinstance(source, pq.ParquetFile) else pq.ParquetFile(source)
    return file.read(None if columns is None else list(columns), use_threads=False)
