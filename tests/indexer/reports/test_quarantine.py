"""Refused lines are on record until their file is imported without them."""

from pathlib import Path

from indexer.folder import Folder
from indexer.reports.quarantine import KEPT, Quarantine
from indexer.reports.submission import Refusal


def test_records_are_listed_by_file_and_line_and_replaced(tmp_path: Path) -> None:
    quarantine = Quarantine(Folder(tmp_path))
    lines = [Refusal("b.jsonl", 3, "malformed"), Refusal("b.jsonl", 20, "not UTF-8")]
    quarantine.record("b.jsonl", lines, 2, at_ms=1_651_068_000_000)
    quarantine.record("a.jsonl", [Refusal("a.jsonl", 0, "empty")], 1, at_ms=5)
    assert [record.path for record in quarantine.records()] == [
        "a.jsonl",
        "b.jsonl:3",
        "b.jsonl:20",
    ]
    assert quarantine.records()[1].to_json() == {
        "path": "b.jsonl:3",
        "reason": "malformed",
        "at": "2022-04-27T21:00:00+07:00",
    }
    quarantine.record("b.jsonl", [], 0, at_ms=6)
    assert [record.path for record in quarantine.records()] == ["a.jsonl"]


def test_a_file_with_nothing_but_bad_lines_stays_a_small_record(tmp_path: Path) -> None:
    quarantine = Quarantine(Folder(tmp_path))
    lines = [Refusal("a.jsonl", number, "malformed") for number in range(1, KEPT + 51)]
    quarantine.record("a.jsonl", lines, 70_000, at_ms=0)
    records = quarantine.records()
    assert len(records) == KEPT + 1
    assert records[0].reason == "69,000 more lines were refused"
