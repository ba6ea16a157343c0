"""What comes in by itself: `footage watch` (a folder) and `footage live` (cameras' streams)."""

import argparse
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from search.cli.console import Console
from search.settings import Settings

if TYPE_CHECKING:
    from indexer.cameras import Camera
    from indexer.index_run import IndexReport


def add_actions(group: Any, common: argparse.ArgumentParser) -> None:
    """Add both to the actions of `footage`."""
    watch = group.add_parser(
        "watch", parents=[common], help="index files as they arrive in a folder",
        description="Index what lies in a folder, then every file that arrives in it, a few "
        "seconds after it was last written to, until Ctrl-C. Camera and start time are found as "
        "by `truyvet footage index`. A file that changes is looked at again.",
    )  # fmt: skip
    watch.add_argument("folder", type=Path, metavar="DIR")
    watch.set_defaults(command=watch_command)
    live = group.add_parser(
        "live", parents=[common], help="record and index cameras' live streams",
        description="Record the streams of all cameras that have one (`stream` in what `truyvet "
        "cameras import` was given: rtsp, rtmp, or HLS over http), in files of some ten seconds, "
        "and index these, until Ctrl-C. A lost stream is tried again and again; what is missed "
        "meanwhile is in the coverage (`truyvet status`). The files are the footage: they stay.",
    )  # fmt: skip
    live.add_argument(
        "--camera", action="append", default=[], metavar="ID",
        help="only this camera; may be given several times",
    )  # fmt: skip
    live.add_argument(
        "--into", type=Path, metavar="DIR", help="where the files are kept (default: DATA/live)"
    )
    live.set_defaults(command=live_command)
    for action in (watch, live):
        action.add_argument("--model", metavar="NAME", help="encoder, as of `footage index`")
        action.add_argument(
            "--sample", choices=("steady", "keyframes"), default="steady",
            help="as of `footage index`",
        )  # fmt: skip


def watch_command(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Watch a folder until interrupted."""
    from indexer.arrivals import Arrivals, index_arrivals
    from search.cli.indexing import open_indexing

    arrivals = Arrivals(arguments.folder)
    if not arrivals.reachable:
        console.fail(f"{arguments.folder} is not a folder; name one that is there")
        return 1
    ready = _noticing(arrivals.ready, lambda: arrivals.reachable, arguments.folder, console)
    with _until_interrupted() as stop, open_indexing(settings, None, arguments.sample) as index:
        index([])  # so that the model is open when the first file comes
        console.say(f"watching {escape(str(arguments.folder))}; Ctrl-C ends it")
        for report in index_arrivals(ready, index, stop):
            _tell(report, console)
    return 0


def live_command(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Record and index streams until interrupted."""
    from indexer.arrivals import index_arrivals
    from indexer.footage_log import FootageLog
    from indexer.live import LiveCameras, unknown_files
    from search.cli.indexing import open_indexing

    chosen = _with_streams(arguments.camera, settings)
    if not chosen:
        console.fail(
            "no camera has a stream; give each one its address as `stream` in the GeoJSON or CSV "
            "that `truyvet cameras import` reads"
        )
        return 1
    folder = arguments.into or _live_folder(settings)
    live, log = LiveCameras(chosen, folder), FootageLog(settings.folder)
    left = unknown_files(folder, lambda: {span.path for span in log.spans()})

    def ready() -> list[Path]:
        files = [*left, *live.files()]
        left.clear()
        log.append(live.notes())
        return files

    with _until_interrupted() as stop, open_indexing(settings, None, arguments.sample) as index:
        index([])  # so that the model is open when the first file comes
        console.say(f"recording {len(chosen)} cameras into {escape(str(folder))}; Ctrl-C ends it")
        with live.recording(stop):
            for report in index_arrivals(ready, index, stop):
                _tell(report, console)
        log.append(live.notes())
    return 0


def _with_streams(ids: Sequence[str], settings: Settings) -> "list[Camera]":
    """The cameras named, or all that have a stream. Raises UnknownCamera, BadInput."""
    from indexer.cameras import load_cameras
    from indexer.errors import BadInput
    from indexer.ids import CameraId

    cameras = load_cameras(settings.folder)
    named = [cameras.get(CameraId(ident)) for ident in ids]
    without = [camera.id for camera in named if not camera.stream]
    if without:
        raise BadInput(f"camera {without[0]!r} has no stream; import it with `stream` set")
    return named or [camera for camera in cameras if camera.stream]


def _live_folder(settings: Settings) -> Path:
    from indexer.errors import BadInput

    if not settings.folder.is_local:
        raise BadInput("the index is in object storage: say where to keep the files with --into")
    return Path(settings.folder.local_path("live"))


@contextmanager
def _until_interrupted() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set: what is under way is finished first."""
    stop = threading.Event()
    kept = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _noticing(
    ready: Callable[[], list[Path]], reachable: Callable[[], bool], folder: Path, console: Console
) -> Callable[[], list[Path]]:
    """As `ready`, saying so once when the folder goes and when it is back."""
    gone = False

    def look() -> list[Path]:
        nonlocal gone
        if reachable() == gone:
            gone = not gone
            console.say(f"{escape(str(folder))} {'is gone; waiting for it' if gone else 'is back'}")
        return [] if gone else ready()

    return look


def _tell(report: "IndexReport", console: Console) -> None:
    for item in report.quarantined:
        console.say(f"[yellow]quarantined[/]  {escape(item.path)}: {escape(item.reason)}")
    if report.footage:
        console.say(
            f"{report.footage:,} files, {report.regions:,} regions indexed "
            f"in {report.seconds:.1f} s"
        )
