"""The audit log: written before, finished after, chained; whatever is changed shows."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from search.errors import NotThere, StateFailed
from search.state.audit import BEGINNING, AuditEntry, canonical
from search.state.database import State, open_state
from tests.databases import Change

ENTRY = AuditEntry(
    asker="duty desk",
    case="VA-2022-118",
    reason="hai nghi phạm bỏ chạy",
    question="xe máy đỏ gần Nguyễn Văn Quá sau 21h",
    understood={"look_for": "xe máy đỏ", "places": []},
    generation={"footage": 3, "reports": 1},
)

WRITER = """
import sys
from search.state.audit import AuditEntry
from search.state.database import open_state
with open_state(sys.argv[1]) as state:
    for number in range(int(sys.argv[3])):
        entry = AuditEntry(sys.argv[2], None, None, f"question {number}", {}, {})
        state.audit.finish(state.audit.write(entry), [f"hit {number}"], 1.0)
"""


def test_a_search_is_there_before_it_is_answered(state: State) -> None:
    number = state.audit.write(ENTRY)
    (record,) = state.audit.list(10)
    assert record.id == number == 1
    assert record.entry == ENTRY
    assert record.hits is None and record.took_ms is None
    assert abs(record.at - datetime.now(UTC)) < timedelta(minutes=1)


def test_an_answered_search_says_what_it_showed(state: State) -> None:
    state.audit.finish(state.audit.write(ENTRY), ["a.0-1", "r7"], 61.5)
    (record,) = state.audit.list(10)
    assert record.hits == ("a.0-1", "r7")
    assert record.took_ms == 61.5


def test_a_search_that_found_nothing_was_still_answered(state: State) -> None:
    state.audit.finish(state.audit.write(ENTRY), [], 2.0)
    assert state.audit.list(1)[0].hits == ()


def test_the_latest_come_first_and_no_more_than_asked_for(state: State) -> None:
    for number in range(5):
        state.audit.finish(
            state.audit.write(replace(ENTRY, question=f"no. {number}")), [str(number)], 1.0
        )
    listed = state.audit.list(3)
    assert [record.entry.question for record in listed] == ["no. 4", "no. 3", "no. 2"]
    assert [record.hits for record in listed] == [("4",), ("3",), ("2",)]


def test_a_search_is_found_by_its_id_and_by_its_case(state: State) -> None:
    entries = [replace(ENTRY, case=case) for case in ("VA-1", None, "VA-2", "VA-1", "xe \udcc4")]
    ids = [state.audit.write(entry) for entry in entries]
    state.audit.finish(ids[0], ["r7"], 3.0, {"name": "demo", "fingerprint": "0f"})
    found = state.audit.get(ids[0])
    assert (found.entry, found.hits) == (entries[0], ("r7",))
    assert found.model == {"name": "demo", "fingerprint": "0f"}
    assert [record.id for record in state.audit.list(9, "VA-1")] == [ids[3], ids[0]]
    assert [record.id for record in state.audit.list(1, "VA-1")] == [ids[3]]
    assert [record.id for record in state.audit.list(9, "xe \udcc4")] == [ids[4]]
    assert state.audit.list(9, "VA") == []
    with pytest.raises(NotThere, match="99"):
        state.audit.get(99)
    with pytest.raises(NotThere):
        state.audit.get(ids[-1] + 1)  # the answer's own row


def test_an_answer_needs_its_search(state: State) -> None:
    with pytest.raises(StateFailed):
        state.audit.finish(99, [], 1.0)


def test_text_that_is_no_unicode_is_kept_too(state: State) -> None:
    broken = replace(ENTRY, question="xe \udcc4 \x00")
    state.audit.write(broken)
    assert state.audit.list(1)[0].entry == broken
    assert state.audit.verify_chain().broken_at is None


def test_a_whole_chain_ends_in_the_last_rows_hash(state: State) -> None:
    assert state.audit.verify_chain().head == BEGINNING
    for _ in range(3):
        state.audit.finish(state.audit.write(ENTRY), [], 1.0)
    last = state.audit.write(ENTRY)
    chain = state.audit.verify_chain()
    assert (chain.rows, chain.broken_at) == (7, None)
    assert chain.head == state.audit.list(1)[0].hash
    assert last == 7


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at_ms", 0),
        ("event", "viewed"),
        ("about", 1),
        ("body", canonical({"asker": "nobody"})),
        ("previous", "f" * 64),
        ("hash", "f" * 64),
    ],
)
def test_a_changed_column_breaks_the_chain_there(
    state: State, change: Change, column: str, value: object
) -> None:
    for _ in range(4):
        state.audit.write(ENTRY)
    change(f"UPDATE audit SET {column} = :value WHERE id = 3", value=value)
    chain = state.audit.verify_chain()
    assert chain.broken_at == 3
    assert chain.rows == 2


def test_a_dropped_row_breaks_the_chain(state: State, change: Change) -> None:
    for _ in range(4):
        state.audit.write(ENTRY)
    change("DELETE FROM audit_cases")
    change("DELETE FROM audit WHERE id = 2")
    assert state.audit.verify_chain().broken_at == 3


def test_a_chain_cut_at_its_end_no_longer_has_the_head_noted_before(
    state: State, change: Change
) -> None:
    for _ in range(4):
        state.audit.write(ENTRY)
    noted = state.audit.verify_chain().head
    change("DELETE FROM audit_cases")
    change("DELETE FROM audit WHERE id = 4")
    assert state.audit.verify_chain().head != noted


def test_several_processes_write_one_chain(state_url: str) -> None:
    url, each = state_url, 40
    open_state(url).close()
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, url, name, str(each)])
        for name in ("one", "two", "three")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    with open_state(url) as state:
        chain = state.audit.verify_chain()
        assert (chain.rows, chain.broken_at) == (3 * each * 2, None)
        records = state.audit.list(1000)
    assert len(records) == 3 * each
    for record in records:
        assert record.hits == (f"hit {record.entry.question.removeprefix('question ')}",)


def test_a_log_that_cannot_be_written_is_said(state: State, change: Change) -> None:
    for table in ("case_changes", "case_pins", "audit_cases", "watch_hits", "audit"):
        change(f"DROP TABLE {table}")
    with pytest.raises(StateFailed, match=r"no such table|does not exist"):
        state.audit.write(ENTRY)
