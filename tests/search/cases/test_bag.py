"""Bags: any one changed, missing or added byte or file is found, by Python's library alone."""

import ast
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import StorageFailed
from search.api.zipped import zip_stream
from search.cases.bag import Bag, new_folder, plain
from search.cases.verify_bag import problems

PAYLOAD = {"footage/5d1c/21-00.mp4": bytes(range(256)) * 9, "records/case.json": b"{}\n", "e": b""}


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    with new_folder(tmp_path / "out" / "VA-118") as folder:
        filled = Bag(folder)
        for name, content in PAYLOAD.items():
            filled.write(name, content)
        filled.close({"External-Identifier": "VA-118", "External-Description": "two\nlines"})
    return tmp_path / "out" / "VA-118"


def check(bag: Path, *more: str) -> tuple[int, str]:
    """Run the bag's own verifier as on a machine with Python and nothing else."""
    command = [sys.executable, "-I", "-S", str(bag / "verify.py"), *more]
    done = subprocess.run(command, capture_output=True, cwd="/", check=False)
    return done.returncode, done.stdout.decode()


def test_a_bag_is_whole_and_prints_its_seal(bag: Path) -> None:
    code, told = check(bag)
    assert code == 0 and "whole" in told
    seal = told.split()[-1]
    assert len(seal) == 64
    assert check(bag, "--seal", seal)[0] == 0
    code, told = check(bag, "--seal", "0" * 64)
    assert code == 1 and "seal" in told


def test_it_is_a_bag_as_the_standard_says(bag: Path) -> None:
    assert (bag / "bagit.txt").read_text() == (
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    )
    info = (bag / "bag-info.txt").read_text()
    size = sum(map(len, PAYLOAD.values()))
    assert f"Payload-Oxum: {size}.{len(PAYLOAD)}\n" in info
    assert "External-Description: two lines\n" in info
    lines = (bag / "manifest-sha256.txt").read_text().splitlines()
    assert sorted(line.split("  ")[1] for line in lines) == sorted(f"data/{n}" for n in PAYLOAD)


def files(bag: Path) -> list[Path]:
    return sorted(path for path in bag.rglob("*") if path.is_file())


def test_any_file_that_is_missing_is_found(bag: Path) -> None:
    for path in files(bag):
        kept = path.read_bytes()
        path.unlink()
        assert problems(bag), path
        path.write_bytes(kept)
    assert problems(bag) == []


@pytest.mark.parametrize("name", ["data/x", "data/footage/5d1c/.hidden", "x.txt", "data.txt"])
def test_any_file_that_was_added_is_found(bag: Path, name: str) -> None:
    (bag / name).write_bytes(b"")
    code, told = check(bag)
    assert code == 1 and f"{name}: added" in told


def test_a_link_in_place_of_a_file_is_found(bag: Path, tmp_path: Path) -> None:
    path = bag / "data" / "records" / "case.json"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    code, told = check(bag)
    assert code == 1 and "data/records/case.json: neither a file nor a folder" in told


def test_any_one_flipped_bit_is_found(bag: Path) -> None:
    """Every byte of the manifests and small files, and every bit of one in each file."""
    for path in files(bag):
        kept = path.read_bytes()
        for at in range(len(kept)) if len(kept) < 600 else (0, len(kept) // 2, len(kept) - 1):
            flipped = bytearray(kept)
            flipped[at] ^= 1 << (at % 8)
            path.write_bytes(flipped)
            assert problems(bag), (path.name, at)
        path.write_bytes(kept)
    assert problems(bag) == []


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_change_of_any_file_is_found(bag: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(files(bag)))
    kept = path.read_bytes()
    at = data.draw(st.integers(0, len(kept)))
    cut = data.draw(st.integers(at, len(kept)))
    changed = kept[:at] + data.draw(st.binary(max_size=3)) + kept[cut:]
    path.write_bytes(changed)
    try:
        assert bool(problems(bag)) == (changed != kept)
    finally:
        path.write_bytes(kept)


def test_the_verifier_itself_is_covered(bag: Path) -> None:
    verifier = bag / "verify.py"
    verifier.write_bytes(
        verifier.read_bytes().replace(b"\n    return found\n", b"\n    return []\n")
    )
    assert "verify.py: changed" in problems(bag)


def test_the_verifier_needs_an_old_python_and_nothing_else(bag: Path) -> None:
    tree = ast.parse((bag / "verify.py").read_text(), feature_version=(3, 9))
    imported = {
        alias.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    assert imported and imported <= sys.stdlib_module_names


def test_what_is_no_bundle_is_said(tmp_path: Path, bag: Path) -> None:
    code, told = check(bag, str(tmp_path / "nothing"))
    assert code == 1 and "nothing" in told and "Traceback" not in told


def test_a_folder_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "VA-118"

    def fail() -> None:
        with new_folder(out) as folder:
            Bag(folder).write("x", b"x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fill", [lambda out: out.write_bytes(b""),
                                  lambda out: (out / "x").mkdir(parents=True)])  # fmt: skip
def test_what_is_there_is_left_alone(tmp_path: Path, fill: Callable[[Path], object]) -> None:
    out = tmp_path / "out"
    fill(out)
    with pytest.raises(StorageFailed, match="is there already"), new_folder(out):
        pass
    assert out.exists() and list(tmp_path.iterdir()) == [out]


def test_names_are_plain_whatever_they_were() -> None:
    assert plain("2022-04-27T21-00-00+0700.mp4") == "2022-04-27T21-00-00_0700.mp4"
    assert plain("../Đường Tô Ký/ảnh.mp4") == "ng_T_K_nh.mp4"
    assert plain("..") == plain("Ý") == "_"


def test_a_bag_is_sent_as_it_is(bag: Path, tmp_path: Path) -> None:
    sent = b"".join(zip_stream(bag, "VA-118"))
    with zipfile.ZipFile(BytesIO(sent)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "unpacked")
    assert check(tmp_path / "unpacked" / "VA-118")[0] == 0
