"""A disk that is full: one line says so, what was committed stays, and a rerun goes on from there.

The disk is a small file system in memory where this user may mount one, else a limit on the size
of files, which the operating system reports in the same way.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.folder import Folder
from indexer.frame_table import FrameTable
from indexer.shard import verify_shard
from tests.command import truyvet
from tests.indexer.drawn_footage import clip

CAMERA = "a"


@pytest.fixture
def footage(tmp_path: Path) -> Path:
    for number in range(3):
        clip(tmp_path / "in" / CAMERA / f"2022-04-27T21-{number:02d}-00+0700.mp4", 8, 50 + number)
    return tmp_path / "in"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if (
        shutil.which("mount") is None
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("only root may mount a small disk; the limit on files is tested instead")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def add_camera(data: Path, tmp_path: Path) -> None:
    cameras = tmp_path / "cameras.csv"
    cameras.write_text(f"id,name,lat,lon\n{CAMERA},A,10.84,106.63\n")
    ran = truyvet("cameras", "import", cameras, data=data)
    assert ran.code == 0, ran.err


def check_whole(data: Path) -> int:
    """Every shard that the log knows is whole; how many regions there are."""
    table = FrameTable(Folder(data))
    for entry in table.shards():
        verify_shard(Folder(data), entry)
    return table.region_count()


def test_no_space_left(footage: Path, small_disk: Path, tmp_path: Path) -> None:
    data = small_disk / "data"
    add_camera(data, tmp_path)
    (small_disk / "ballast").write_bytes(b"x" * (36 * 1024))
    ran = truyvet("footage", "index", footage, "--model", "hash", data=data)
    assert ran.code == 1 and "Traceback" not in ran.err
    (line,) = [line for line in ran.err.splitlines() if line.startswith("truyvet: ")]
    assert "No space left" in line and "free some space" in line
    check_whole(data)
    (small_disk / "ballast").unlink()
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    again = truyvet("footage", "index", footage, "--model", "hash", "--json", data=data)
    assert again.code == 0, again.err
    assert check_whole(data) > 0 and truyvet("verify", data=data).code == 0


def test_files_that_may_not_grow(footage: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    add_camera(data, tmp_path)
    command = (
        'ulimit -f 2; exec "$0" -m search.cli.main --data "$1" footage index "$2" --model hash'
    )
    ran = subprocess.run(
        ["bash", "-c", command, sys.executable, str(data), str(footage)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 1 and "Traceback" not in ran.stderr
    (line,) = [line for line in ran.stderr.splitlines() if line.startswith("truyvet: ")]
    assert "too large" in line.lower() and "ulimit" in line
    check_whole(data)
    again = truyvet("footage", "index", footage, "--model", "hash", "--json", data=data)
    assert again.code == 0, again.err
    assert again.document["footage"] == 3 and check_whole(data) > 0
