"""The keys that hide senders, their rotation, and the sealed originals."""

import base64
import hashlib
import hmac
import json
import stat
from pathlib import Path

import pytest

from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.reports.identities import Identities
from indexer.reports.keyring import Keyring, seal
from indexer.reports.originals import Originals

SENDER = {"name": "Trần Thị Kín"}


def sealed(folder: Path, report: str = "r1") -> str:
    identities = Identities(Folder(folder))
    reference = identities.reference(ReportId(report), SENDER)
    identities.keep({reference: SENDER})
    return reference


def test_rotating_keeps_references_and_what_is_sealed(tmp_path: Path) -> None:
    reference = sealed(tmp_path)
    original = _kept(tmp_path, b"tip")
    key = tmp_path / "reports" / "identity.key"
    before, records = key.read_bytes(), _sealed_files(tmp_path)
    running = Identities(Folder(tmp_path))
    assert Identities(Folder(tmp_path)).rotate() == 2
    assert key.read_bytes() != before and stat.S_IMODE(key.stat().st_mode) == 0o600
    assert _sealed_files(tmp_path) == records
    assert sealed(tmp_path) == reference
    assert Identities(Folder(tmp_path)).open(reference) == running.open(reference) == SENDER
    assert b"".join(Originals(Folder(tmp_path)).read(original)) == b"tip"
    key.write_bytes(before)
    with pytest.raises(StorageFailed, match="put back the key"):
        Identities(Folder(tmp_path)).open(reference)


def _sealed_files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*.sealed")}


def _kept(folder: Path, content: bytes) -> str:
    file = folder / "in.jsonl"
    file.write_bytes(content)
    return Originals(Folder(folder)).keep(file)


def test_a_rotation_killed_anywhere_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = sealed(tmp_path)
    steps = ("_wrap", "_put_in_place")
    for step in steps:
        with monkeypatch.context() as broken:
            broken.setattr(Keyring, step, _die)
            with pytest.raises(KeyboardInterrupt):
                Identities(Folder(tmp_path)).rotate()
        assert Identities(Folder(tmp_path)).open(reference) == SENDER
    Identities(Folder(tmp_path)).rotate()
    assert Identities(Folder(tmp_path)).open(reference) == SENDER
    assert not (tmp_path / "reports" / "identity.key.next").exists()


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_senders_sealed_before_there_were_data_keys_open_still(tmp_path: Path) -> None:
    key, report = b"k" * 32, ReportId("r1")
    folder = tmp_path / "reports" / "identities"
    folder.mkdir(parents=True)
    (folder.parent / "identity.key").write_bytes(key)
    derive = {name: hmac.new(key, name.encode(), hashlib.sha256).digest()
              for name in ("seal", "reference")}  # fmt: skip
    message = json.dumps([report, SENDER], ensure_ascii=False, sort_keys=True).encode()
    ref = hmac.new(derive["reference"], message, hashlib.sha256).hexdigest()[:32]
    plain = json.dumps(SENDER, ensure_ascii=False).encode()
    box = base64.b64encode(seal(derive["seal"], plain, ref.encode())).decode()
    (folder / "old.sealed").write_text(json.dumps({"ref": ref, "sealed": box}))
    for _ in range(2):
        identities = Identities(Folder(tmp_path))
        assert identities.open(ref) == SENDER
        assert identities.reference(report, SENDER) == ref
        identities.rotate()


@pytest.mark.parametrize("size", [0, 1, 1024 * 1024, 2 * 1024 * 1024 + 7])
def test_an_original_comes_back_as_it_was(tmp_path: Path, size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    ident = _kept(tmp_path, content[:size])
    assert ident == hashlib.sha256(content[:size]).hexdigest()
    assert b"".join(Originals(Folder(tmp_path)).read(ident)) == content[:size]


def test_an_original_cut_short_or_changed_is_said(tmp_path: Path) -> None:
    ident = _kept(tmp_path, b"x" * 3_000_000)
    [file] = tmp_path.rglob("originals/*.sealed")
    whole = file.read_bytes()
    for damaged in (whole[:-5], whole[: len(whole) // 2], whole[:40] + b"?" + whole[41:], b"?"):
        file.write_bytes(damaged)
        with pytest.raises(StorageFailed, match="damaged"):
            list(Originals(Folder(tmp_path)).read(ident))
    with pytest.raises(StorageFailed, match="no original"):
        list(Originals(Folder(tmp_path)).read("0" * 64))
