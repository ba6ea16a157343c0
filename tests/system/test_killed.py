"""Nothing lost: kill -9 while indexing, at 24 seeded points, then run it again: the same index.

The runs are children of a server that has everything imported already, so that a kill falls into
the work and not into the start of the program.
"""

import multiprocessing
import random
import signal
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest

from indexer.cameras import Camera, Cameras
from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.ids import CameraId
from tests.index_contents import check_no_strays, contents
from tests.indexer.drawn_footage import clip

FILES = 6
SEEDS = range(24)


def index(footage: str, data: str) -> None:
    """One run, in a process of its own: one file a commit, so that there are many to fall into."""
    from indexer import commit_batch
    from indexer.index_footage import index_footage
    from indexer.jobs.runner import open_jobs

    commit_batch.MOST_TASKS, commit_batch.LEAST_S = 1, 0.0
    cameras = Cameras([Camera(CameraId("a"), "a", 10.84, 106.63)])
    with open_jobs() as jobs:
        index_footage([Path(footage)], data=Folder(data), model="hash", cameras=cameras, jobs=jobs)


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["indexer.index_footage", "embeddings.models"])
    return context


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("footage")
    for number in range(FILES):
        clip(folder / "a" / f"2022-04-27T21-{number:02d}-00+0700.mp4", 4, shade=40 + 15 * number)
    return folder


def run(processes: ForkServerContext, footage: Path, data: Path, kill_after_s: float | None) -> Any:
    process = processes.Process(target=index, args=(str(footage), str(data)))
    process.start()
    process.join(kill_after_s)
    if process.is_alive():
        process.kill()
        process.join()
    return process.exitcode


@pytest.fixture(scope="module")
def undisturbed(
    processes: ForkServerContext, footage: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    data = tmp_path_factory.mktemp("undisturbed") / "data"
    assert run(processes, footage, data, None) == 0
    yield data


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_and_run_again(
    processes: ForkServerContext, footage: Path, undisturbed: Path, tmp_path: Path, seed: int
) -> None:
    rng, data = random.Random(seed), tmp_path / "data"
    killed = run(processes, footage, data, rng.uniform(0.15, 1.8))
    assert killed in (0, -signal.SIGKILL)
    assert run(processes, footage, data, None) == 0
    assert contents(data) == contents(undisturbed)
    check_no_strays(data)
    spans = FootageLog(Folder(data)).spans()
    assert [span.state for span in spans] == ["indexed"] * FILES
    assert sum(span.regions for span in spans) == len(contents(data)[0])
