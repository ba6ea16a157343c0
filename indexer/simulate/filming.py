"""Films a district's cameras; what a killed run had filmed whole is not filmed again.

Until the district is whole, `DIR/unfinished` holds the arguments it is made by and an empty file
for each camera that is filmed. Another run with the same arguments goes on from there.
"""

import json
import os
import signal
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from indexer.folder import Folder
from indexer.ids import CameraId
from indexer.progress import Progress
from indexer.simulate.hidden import Hidden
from indexer.simulate.render import Shot, film, hidden_in

_UNFINISHED, _ARGUMENTS = "unfinished", "arguments.json"


def film_all(
    folder: Path,
    arguments: Mapping[str, Any],
    shots: Sequence[Shot],
    paths: Sequence[Path],
    progress: Progress,
) -> dict[CameraId, Hidden]:
    """Film every shot, one process a core; the first failure stops the rest.

    `arguments` are all that the shots are made by. Returns by camera how much was hidden of what
    passed.
    """
    _begin(folder, arguments)
    workers = min(len(shots), len(os.sched_getaffinity(0)))
    with (
        progress.stage("filming cameras", total=len(shots)) as stage,
        ProcessPoolExecutor(workers, get_context("spawn"), end_at_once) as pool,
    ):
        running = [
            pool.submit(_film_once, folder, shot, path)
            for shot, path in zip(shots, paths, strict=True)
        ]
        try:
            for future in as_completed(running):
                future.result()
                stage.advance()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        return {shot.site.id: done.result() for shot, done in zip(shots, running, strict=True)}


def finish(folder: Path) -> None:
    """Say that the district is whole: its cameras are filmed anew when it is made again."""
    Folder(folder).child(_UNFINISHED).remove_all()


def end_at_once() -> None:
    """At Ctrl-C a filming process ends without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _begin(folder: Path, arguments: Mapping[str, Any]) -> None:
    """Forget what was filmed by other arguments."""
    notes, told = Folder(folder).child(_UNFINISHED), json.dumps(arguments, sort_keys=True).encode()
    if not notes.exists(_ARGUMENTS) or notes.read(_ARGUMENTS) != told:
        notes.remove_all()
        notes.write(_ARGUMENTS, told)


def _film_once(folder: Path, shot: Shot, path: Path) -> Hidden:
    notes = Folder(folder).child(_UNFINISHED)
    if not (notes.exists(shot.site.id) and path.exists()):
        film(shot, path)
        notes.write(shot.site.id, b"")
    return hidden_in(shot)
