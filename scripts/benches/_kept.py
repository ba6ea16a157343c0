"""Parts of a long bench, kept in a folder: stopped and run again, it goes on with the next part."""

import ctypes
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from _bench import note

FOLDER = "TRUYVET_BENCH_FOLDER"
_SCRATCH = "scratch"
_PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>: the signal a process gets when its parent dies."""


def kept(name: str, measure: Callable[[], Any]) -> Any:
    """What a part measured, as JSON has it; without a folder, measured each time."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return measure()
    file = Path(folder) / f"{name}.json"
    if file.exists():
        note(f"{name} was measured before ({file})")
        return json.loads(file.read_text())
    measured = measure()
    keep(file, measured)
    return measured


@contextmanager
def kept_folder(name: str) -> Iterator[Path]:
    """A folder of that name in the one that `TRUYVET_BENCH_FOLDER` names, or one that goes away."""
    with ExitStack() as gone:
        folder = os.environ.get(FOLDER) or gone.enter_context(tempfile.TemporaryDirectory())
        yield Path(folder) / name


def keep(file: Path, measured: Any) -> None:
    """Write it as JSON, whole or, if killed meanwhile, not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".half")
    half.write_text(json.dumps(measured, ensure_ascii=False))
    half.replace(file)


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder that goes away after use; what a killed run left of it goes first."""
    folder = os.environ.get(FOLDER)
    if not folder:
        with tempfile.TemporaryDirectory() as made:
            yield Path(made)
        return
    made_there = Path(folder) / _SCRATCH
    shutil.rmtree(made_there, ignore_errors=True)
    made_there.mkdir(parents=True)
    try:
        yield made_there
    finally:
        shutil.rmtree(made_there, ignore_errors=True)


def check_room(needed_bytes: float) -> None:
    """End, saying so, where fewer bytes are free than a bench may come to need."""
    where = Path(os.environ.get(FOLDER) or tempfile.gettempdir())
    where.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(where).free
    if free < needed_bytes:
        raise SystemExit(
            f"only {free / 1e9:.1f} GB are free where {where} is, and {needed_bytes / 1e9:.1f} GB "
            f"are needed: free some, or name another folder in {FOLDER}"
        )


def end_with_parent() -> None:
    """Have this process killed when the one that started it ends. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
