"""Rows in mapped files, and row numbers by key, are what a list and a dictionary would be."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.reports import key_rows, mapped_rows
from indexer.reports.key_rows import KeyRows
from indexer.reports.mapped_rows import MappedRows

SCHEMA = pa.schema([("id", pa.string()), ("number", pa.int64()), ("parts", pa.list_(pa.string()))])
_ROW = st.fixed_dictionaries(
    {
        "id": st.text(max_size=20),
        "number": st.none() | st.integers(-(2**63), 2**63 - 1),
        "parts": st.lists(st.text(max_size=3), max_size=2),
    }
)


@settings(deadline=None)
@given(added=st.lists(st.lists(_ROW, max_size=6), max_size=6), limit=st.sampled_from((1, 200)))
def test_rows_keep_their_numbers_wherever_they_lie(
    added: Sequence[Sequence[dict[str, object]]], limit: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mapped_rows, "IN_MEMORY_BYTES", limit)
        rows, every = MappedRows(SCHEMA), list[dict[str, object]]()
        for part in added:
            before = rows
            rows = rows.with_table(pa.Table.from_pylist(list(part), schema=SCHEMA))
            assert len(before) == len(every), "what was read before stays as it was"
            every += part
    backwards = list(range(len(every)))[::-1]
    assert rows.take(backwards) == every[::-1]
    assert [rows.value("number", n) for n in range(len(rows))] == [r["number"] for r in every]
    assert rows.column("id").to_pylist() == [r["id"] for r in every]


@settings(deadline=None)
@given(
    changes=st.lists(st.dictionaries(st.text(max_size=2), st.integers(0, 99)), max_size=6),
    limit=st.sampled_from((1, 10_000)),
)
def test_keys_that_share_a_hash_are_told_apart(
    changes: Sequence[dict[str, int]], limit: int
) -> None:
    """Each change moves keys to rows of their own, which hold the key."""
    held: list[str] = []
    wanted: dict[str, int] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mapped_rows, "NUMBERS_IN_MEMORY_BYTES", limit)
        patch.setattr(key_rows, "_hash", lambda key: np.uint64(len(key)))
        found = KeyRows()
        for change in changes:
            moved = {key: len(held) + at for at, key in enumerate(change)}
            held += list(change)
            found = found.with_rows(moved, held.__getitem__)
            wanted |= moved
        assert found.find([*wanted, "none"], held.__getitem__) == wanted
        assert len(found) == len(wanted)
        assert sorted(found.rows.tolist()) == sorted(wanted.values())
