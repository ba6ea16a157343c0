"""Who sent a report: sealed, kept apart, opened only with the key and the right reference."""

import json
import stat
from pathlib import Path

import pytest

from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.reports.identities import Identities
from indexer.reports.report import Report
from indexer.reports.screening import screen
from indexer.reports.submission import Submission

SENDER = {"name": "Nguyễn Thị Được Giấu", "phone": "0900 000 000"}


def keep(folder: Path, sender: object = SENDER, report: str = "r1") -> str:
    identities = Identities(Folder(folder))
    reference = identities.reference(ReportId(report), sender)
    identities.keep({reference: sender})
    return reference


def test_a_sender_is_opened_by_its_reference(tmp_path: Path) -> None:
    reference = keep(tmp_path)
    keep(tmp_path, "chỉ một số điện thoại", "r2")
    identities = Identities(Folder(tmp_path))
    assert identities.open(reference) == SENDER
    assert identities.open("0" * 32) is None


def test_references_are_stable_and_tell_nothing(tmp_path: Path) -> None:
    assert keep(tmp_path) == keep(tmp_path)
    references = {keep(tmp_path, SENDER, f"r{number}") for number in range(5)}
    assert len(references) == 5


def test_the_same_batch_again_writes_nothing(tmp_path: Path) -> None:
    keep(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.sealed")}
    keep(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.sealed")} == before


def test_the_key_is_for_the_owner_alone(tmp_path: Path) -> None:
    keep(tmp_path)
    key = tmp_path / "reports" / "identity.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_bytes()) == 32
    assert [path.name for path in key.parent.iterdir() if path.name.startswith(".")] == []


def test_nothing_opens_with_another_key_or_reference(tmp_path: Path) -> None:
    first, second = keep(tmp_path), keep(tmp_path, "khác", "r2")
    for file in tmp_path.rglob("*.sealed"):
        record = json.loads(file.read_text())
        other = {first: second, second: first}[record["ref"]]
        file.write_text(json.dumps({**record, "ref": other}))
    with pytest.raises(StorageFailed, match="does not open"):
        Identities(Folder(tmp_path)).open(first)
    (tmp_path / "reports" / "identity.key").write_bytes(b"k" * 32)
    with pytest.raises(StorageFailed, match="put back the key"):
        Identities(Folder(tmp_path)).open(second)


def test_a_damaged_record_is_said_where(tmp_path: Path) -> None:
    reference = keep(tmp_path)
    for file in tmp_path.rglob("*.sealed"):
        file.write_text(file.read_text()[:-9])
    with pytest.raises(StorageFailed, match=r"\.sealed is damaged"):
        Identities(Folder(tmp_path)).open(reference)


def test_a_damaged_key_is_never_replaced(tmp_path: Path) -> None:
    keep(tmp_path)
    key = tmp_path / "reports" / "identity.key"
    key.write_bytes(b"short")
    with pytest.raises(StorageFailed, match="restore it"):
        keep(tmp_path)
    assert key.read_bytes() == b"short"


def test_screening_leaves_only_a_reference(tmp_path: Path) -> None:
    report = Report(ReportId("r1"), "tip", "zalo", "xe", 0)
    identities = Identities(Folder(tmp_path))
    screened = screen(
        [Submission(report, SENDER), Submission(report, None), Submission(report, {})], identities
    )
    sent, without, empty = screened.reports
    assert without == empty == report
    assert screened.senders == {sent.sender_ref: SENDER}
    assert "Giấu" not in repr(screened)
