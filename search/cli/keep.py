"""What goes in: `places import`, `cameras import`, `footage index`, `reports import`."""

import argparse
from pathlib import Path
from typing import Any

from search.cli import dead_letters, live, report_vectors, watching
from search.cli.console import Console
from search.settings import Settings

SOURCES = (
    "jsonl", "zalo", "facebook", "youtube", "hotline", "email", "document", "statement", "scene",
)  # fmt: skip

_REPORT_FILES = """\
what is read, by source:
  zalo       webhook events and conversations (.json)
  facebook   page export, Graph API (.json)
  youtube    Data API (.json), Takeout (.csv)
  hotline    tables (.csv in any charset; columns: nội dung, thời gian, and more)
  email      .mbox, .eml
  document, statement, scene
             .docx, .pdf, .txt
  all        .zip of these, and JSON lines, one report a line:
             {"text": "…", "received_at": "2022-04-27T21:00:00+07:00", "kind": "tip"}
             also: id, channel, place, occurred, media, sender, edited_at, deleted

examples:
  truyvet reports import export.zip --source facebook
  truyvet reports import so-truc-ban.csv --source hotline
"""


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the four commands to the grammar."""
    _add_places(commands, common)
    _add_cameras(commands, common)
    _add_footage(commands, common)
    _add_reports(commands, common)


def _group(commands: Any, name: str, help: str) -> Any:
    group = commands.add_parser(name, help=help, description=help)
    return group.add_subparsers(metavar="ACTION", required=True)


def _add_places(commands: Any, common: argparse.ArgumentParser) -> None:
    group = _group(commands, "places", "streets, wards and landmarks that questions may name")
    add = group.add_parser("import", parents=[common], help="add places from GeoJSON")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.set_defaults(command=import_places_command)


def _add_cameras(commands: Any, common: argparse.ArgumentParser) -> None:
    group = _group(commands, "cameras", "where cameras stand")
    add = group.add_parser(
        "import", parents=[common], help="add cameras from GeoJSON or CSV",
        epilog="CSV columns: id, name, lat, lon, and optionally street, ward, district, "
        "heading_deg, range_m, view_deg, clock_offset_ms, clock_drift_ppm with clock_set_at, and "
        "stream (rtsp://…, for `truyvet footage live`). With heading and range known, a camera "
        "is near a place that it sees, not where it stands.",
    )  # fmt: skip
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.set_defaults(command=import_cameras_command)


def _add_footage(commands: Any, common: argparse.ArgumentParser) -> None:
    group = _group(commands, "footage", "video into the index")
    add = group.add_parser(
        "index", parents=[common], help="index video files and folders of them",
        description="Sample, embed and index footage. Run again at any time: what is there is "
        "skipped, what is missing is done.",
        epilog="Camera and start time come from CAMERA/2022-04-27T21-00-00+0700.mp4, from a "
        "--pattern, or from a sidecar NAME.json with camera, start, clock_offset_ms.",
    )  # fmt: skip
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument(
        "--model", metavar="NAME",
        help="encoder: `demo` (default, with 16-bit weights where the processor multiplies them), "
        "an open_clip name such as ViT-B-16-SigLIP2/webli, or a checkpoint folder; "
        "`truyvet models` lists them. An index goes on with the one it was begun with.",
    )  # fmt: skip
    add.add_argument("--pattern", help="e.g. '{camera}_{start:%%Y%%m%%d_%%H%%M%%S}.mp4'")
    add.add_argument(
        "--sample", choices=("steady", "keyframes"), default="steady",
        help="steady: a picture of every second (default). keyframes: the codec's key frames "
        "alone, however far apart: several times as fast where they are seconds apart, and what "
        "passes between two of them is not seen. What is indexed already stays as it is.",
    )  # fmt: skip
    add.add_argument(
        "--first", action="append", default=[], metavar="WHAT",
        help="do this before the rest: a camera, a street, hours such as 21:00-24:00, or both as "
        "'Nguyễn Văn Quá/21:00-24:00'; may be given several times",
    )  # fmt: skip
    where = add.add_mutually_exclusive_group()
    where.add_argument("--workers", type=positive, metavar="N", help="processes on this machine")
    where.add_argument("--scheduler", metavar="URL", help="an outside Dask scheduler")
    add.set_defaults(command=index_footage_command)
    live.add_actions(group, common)


def _add_reports(commands: Any, common: argparse.ArgumentParser) -> None:
    group = _group(commands, "reports", "tips, statements, scene notes and posts")
    add = group.add_parser(
        "import", parents=[common], help="import files of reports",
        description="Imports exports as page owners get them. Run again at any time: what is there "
        "is left, what was edited or taken back since is followed, bad entries are quarantined.",
        epilog=_REPORT_FILES, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.add_argument("--source", choices=SOURCES, required=True, help="where they come from")
    add.add_argument(
        "--media-folder", type=Path, metavar="DIR", dest="media",
        help="the folder that pictures and videos named in the files lie in (default: the one that "
        "each file lies in); nothing outside it is read, and nothing is fetched from the web",
    )  # fmt: skip
    add.set_defaults(command=import_reports_command)
    watching.add_actions(group, common, SOURCES)
    dead_letters.add_actions(group, common)
    report_vectors.add_actions(group, common)


def import_places_command(
    arguments: argparse.Namespace, settings: Settings, console: Console
) -> int:
    """Add places; every file is read before the next."""
    from indexer.places.gazetteer import import_places

    counts = {str(file): import_places(settings.folder, file) for file in arguments.files}
    if console.json:
        console.result({"imported": counts})
    for file, count in counts.items():
        console.say(f"{count} places from {file}")
    return 0


def import_cameras_command(
    arguments: argparse.Namespace, settings: Settings, console: Console
) -> int:
    """Add cameras, all files or none."""
    from indexer.cameras import import_cameras, read_cameras

    read = [camera for file in arguments.files for camera in read_cameras(file)]
    known = import_cameras(settings.folder, read)
    if console.json:
        console.result({"imported": len(read), "cameras": len(known)})
    console.say(f"{len(read)} cameras imported, {len(known)} known")
    return 0


def index_footage_command(
    arguments: argparse.Namespace, settings: Settings, console: Console
) -> int:
    """Index footage; 1 if nothing at all is indexed afterwards."""
    from search.cli.indexing import index_paths, show_indexed

    report = index_paths(
        arguments.paths,
        settings,
        console,
        pattern=arguments.pattern,
        workers=arguments.workers,
        sampling=arguments.sample,
        first=arguments.first,
    )
    return show_indexed(report, console)


def import_reports_command(
    arguments: argparse.Namespace, settings: Settings, console: Console
) -> int:
    """Import reports; 1 if not one line could be used."""
    from search.cli.indexing import import_files, show_imported

    report = import_files(arguments.files, arguments.source, settings, console, arguments.media)
    return show_imported(report, console)


def positive(text: str) -> int:
    """A number from 1 up, for argparse."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("a number from 1 up")
    return int(text)
