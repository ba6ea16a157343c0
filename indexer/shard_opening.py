"""Opens a shard's files: their lengths and headers checked before anything is made of them."""

import hashlib
from contextlib import suppress
from typing import Any

import faiss
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from indexer.errors import StorageFailed
from indexer.folder import Folder, as_storage_error
from indexer.hit_rows import HitRows
from indexer.parquet import read_columns
from indexer.quantised import QuantisedLists
from indexer.shard import ShardEntry, damaged
from indexer.shard_files import Header, head_bytes, read_header

_faiss: Any = faiss
"""FAISS's stubs know less than FAISS."""


def check_sizes(data: Folder, entry: ShardEntry) -> None:
    """Raises DamagedShard where rows or vectors are missing or of another length."""
    for name, expected in (
        (entry.rows_name, entry.rows_bytes),
        (entry.vectors_name, entry.vectors_bytes),
    ):
        size = data.size(name)
        if size != expected:
            found = "is missing" if size is None else f"has {size} bytes, not {expected}"
            raise damaged(data, entry, f"{name} {found}")


def open_rows(data: Folder, entry: ShardEntry) -> tuple[Header, NDArray[np.int64]]:
    """The header and the times of all rows, UTC ms, shape (rows,); ValueError if they are not."""
    with data.open(entry.rows_name) as source:
        file = pq.ParquetFile(source, page_checksum_verification=True)
        header = read_header(file.schema_arrow)
        times = read_columns(file, ["captured_at_ms"]).column(0).to_numpy()
    if (len(times), sum(header.counts), header.dim) != (entry.rows, entry.rows, entry.dim):
        raise ValueError("its rows are not those of its entry in the log")
    return header, times


def open_vectors(data: Folder, entry: ShardEntry, header: Header) -> tuple[memoryview, Any]:
    """The lists' bytes and the index over them, memory-mapped where the folder is local."""
    name, head = entry.vectors_name, head_bytes(entry.vectors_bytes, entry.rows, entry.dim)
    with data.open(name) as source:
        content = source.read(head if data.is_local else -1)
    if hashlib.sha256(content[:head]).hexdigest() != header.head_sha256:
        raise ValueError(f"the head of {name} is not what was written")
    if not data.is_local:
        index = _faiss.deserialize_index(np.frombuffer(content, np.uint8))
        return memoryview(content)[head:], _by_number(index)
    index = _faiss.read_index(str(data.local_path(name)), _faiss.IO_FLAG_MMAP)
    lists = _faiss.downcast_InvertedLists(index.invlists)
    lists.prefetch_nthread = 0  # a search would start threads to read ahead what lies in memory
    return memoryview(_faiss.rev_swig_ptr(lists.ptr, lists.totsize))[head:], _by_number(index)


def _by_number(index: Any) -> Any:
    """The index, its lists to be chosen by their numbers in a plain search.

    FAISS's `search_preassigned` would take the numbers themselves, but holds the interpreter's lock
    while it scans, which `search` does not. So the quantizer, which is empty in the file, becomes
    one of no dimensions, from which every list is at the distance 0: a selector says which are
    searched. Lists as near as each other come in the order of their numbers, which is theirs in the
    file; backwards, as by inner products, short ones would be read at a third of the speed.
    """
    quantizer = _faiss.IndexFlatL2(0)
    quantizer.add(np.empty((index.nlist, 0), np.float32))
    index.quantizer.this.own(True)  # and so let go of; the index owns the other from now on
    index.quantizer = quantizer
    quantizer.this.disown()
    return index


def open_hit_rows(data: Folder, entry: ShardEntry) -> HitRows:
    """What only hits need; DamagedShard where the rows file is not what was written.

    The file is memory-mapped where the folder is local, so that only what is hit takes memory.
    """
    if data.is_local:
        with as_storage_error(f"cannot read {data.path(entry.rows_name)}"):
            source: pa.NativeFile = pa.memory_map(str(data.local_path(entry.rows_name)))
    else:
        source = pa.BufferReader(data.read(entry.rows_name))
    if hashlib.sha256(source.read_buffer()).hexdigest() != entry.rows_sha256:
        raise damaged(data, entry, "its rows file has changed")
    return HitRows(source)


def open_quantised(data: Folder, entry: ShardEntry, header: Header) -> QuantisedLists | None:
    """The quantised codes; None where there are none as written: the shard is then read whole."""
    if header.quantised is None:
        return None
    content = b""
    with suppress(StorageFailed):
        content = data.read(entry.quantised_name)
    if hashlib.sha256(content).hexdigest() != header.quantised.sha256:
        return None
    return QuantisedLists(content)
