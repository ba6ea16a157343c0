"""Ctrl-C: one line, no trace from any process, and the same command goes on from there."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command import truyvet
from tests.indexer.drawn_footage import clip


@pytest.mark.parametrize("workers", [[], ["--workers", "2"]], ids=["threads", "processes"])
def test_interrupted_while_indexing(tmp_path: Path, workers: list[str]) -> None:
    for number in range(4):
        clip(tmp_path / "in" / "a" / f"2022-04-27T21-{number:02d}-00+0700.mp4", 40, 50 + number)
    (tmp_path / "cameras.csv").write_text("id,name,lat,lon\na,A,10.84,106.63\n")
    data = tmp_path / "data"
    assert truyvet("cameras", "import", tmp_path / "cameras.csv", data=data).code == 0
    command = ["footage", "index", str(tmp_path / "in"), "--model", "hash", *workers]
    with subprocess.Popen(
        [sys.executable, "-m", "search.cli.main", "--data", str(data), *command],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stderr is not None
        try:
            next(line for line in running.stderr if line.startswith("indexing"))
            os.killpg(running.pid, signal.SIGINT)
            began = time.monotonic()
            told = running.stderr.read()
        finally:
            running.kill()  # one that does not end must not hold up the tests for ever
    assert running.returncode == 130 and time.monotonic() - began < 40
    assert "Traceback" not in told and "KeyboardInterrupt" not in told
    assert [line for line in told.splitlines() if line.startswith("truyvet: stopped")]
    again = truyvet(*command, "--json", data=data)
    assert again.code == 0, again.err
    assert again.document["spans"] + again.document["skipped"] == 4
