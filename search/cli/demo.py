"""`truyvet simulate` and `truyvet demo`: a district whose answer is known."""

import argparse
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from search.cli.ask import parse_now
from search.cli.console import Console
from search.cli.serve import HOST, PORT
from search.errors import SearchError
from search.settings import Settings

FLAGSHIP = "red motorbike near Nguyễn Văn Quá after 9pm"
CAMERAS, MINUTES, SEED = 6, 2.0, 1


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add both commands to the grammar."""
    demo = commands.add_parser(
        "demo", parents=[common], help="make a small simulated district, index it, serve it",
        description="Makes the simulated district in the data folder, indexes its footage and "
        f'reports, and serves page and API. With --once it asks "{FLAGSHIP}" and ends.',
    )  # fmt: skip
    demo.add_argument("--port", type=int, default=PORT, help=f"default {PORT}; 0: any free one")
    demo.add_argument("--once", action="store_true", help="ask the flagship question and end")
    demo.add_argument("--workers", type=int, default=2, help=argparse.SUPPRESS)
    demo.set_defaults(command=run_demo)
    simulate = commands.add_parser(
        "simulate", parents=[common], help="write a simulated district with its answer key",
        description="Writes cameras.geojson, streets.geojson, footage/, reports.jsonl and "
        "answers.jsonl, and beside them objects.jsonl (what every camera saw) and questions.jsonl "
        "(more questions, in three forms). The same seed gives the same district. With "
        "--no-footage DIR becomes a data folder to be searched at once (truyvet --data DIR search "
        "…): rows, vectors and reports of thousands of cameras and of days, made an hour at a "
        "time, with their key in DIR/evening. Run again after it was stopped, it goes on.",
    )  # fmt: skip
    simulate.add_argument("folder", type=Path, metavar="DIR")
    simulate.add_argument("--cameras", type=int, default=CAMERAS, metavar="N")
    simulate.add_argument("--minutes", type=float, default=MINUTES, metavar="M")
    simulate.add_argument("--seed", type=int, default=SEED, metavar="S")
    simulate.add_argument("--start", type=_start, metavar="ISO", help="default 2022-04-27T21:00")
    simulate.add_argument("--rain", action="store_true", help="showers over half of the cameras")
    simulate.add_argument(
        "--no-footage", action="store_true",
        help="no videos: rows and vectors ready for search, and their key",
    )  # fmt: skip
    simulate.add_argument(
        "--workers", type=int, metavar="N", help="processes, with --no-footage; default: one a core"
    )
    simulate.set_defaults(command=run_simulate)


def run_simulate(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Write a district."""
    if arguments.no_footage:
        return _simulate_unfilmed(arguments, console)
    _simulate(
        arguments.folder, arguments.cameras, arguments.minutes, arguments.seed, console,
        arguments.start, arguments.rain,
    )  # fmt: skip
    if console.json:
        console.result({"folder": str(arguments.folder)})
    console.say(f"a district of {arguments.cameras} cameras is in {arguments.folder}")
    return 0


def run_demo(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Simulate, import, index; then answer once or serve."""
    from search.cli import ask, serve

    district = settings.folder.local_path("district")
    _refuse_other_index(settings, district)
    if not (district / "answers.jsonl").exists():
        _simulate(district, CAMERAS, MINUTES, SEED, console)
    _fill(district, settings, console, arguments.workers)
    if not arguments.once:
        arguments.host, arguments.no_watches, arguments.processes = HOST, False, 1
        return serve.run_serve(arguments, settings, console)
    console.say(f"\n[bold]{FLAGSHIP}[/]\n")
    return ask.run_search(flagship(), settings, console)


def flagship() -> argparse.Namespace:
    """What `truyvet search` is given for the flagship question, all else as it is by default."""
    from search.cli import ask

    parser = argparse.ArgumentParser()
    ask.add_commands(parser.add_subparsers(), argparse.ArgumentParser(add_help=False))
    return parser.parse_args(["search", FLAGSHIP, "--reason", "demonstration"])


def _refuse_other_index(settings: Settings, district: Path) -> None:
    if not district.exists() and (
        settings.folder.exists("frames") or settings.folder.exists("reports")
    ):
        raise SearchError(
            f"{settings.data} already holds an index of other footage or reports; "
            "give the demo a folder of its own: truyvet --data ./truyvet-demo demo"
        )


def _simulate(
    folder: Path,
    cameras: int,
    minutes: float,
    seed: int,
    console: Console,
    start: datetime | None = None,
    rain: bool = False,
) -> None:
    from indexer.progress import RichProgress
    from indexer.simulate.simulate import simulate

    if cameras < 1 or minutes <= 0:
        raise SearchError("a district needs at least one camera and some time")
    simulate(
        folder, cameras=cameras, minutes=minutes, seed=seed, start=start, rain=rain,
        progress=RichProgress(console.err),
    )  # fmt: skip


def _simulate_unfilmed(arguments: argparse.Namespace, console: Console) -> int:
    from indexer.progress import RichProgress
    from indexer.simulate.unfilmed import simulate_unfilmed

    if arguments.rain:
        raise SearchError("--rain is drawn on footage; leave it out, or --no-footage")
    try:
        done = simulate_unfilmed(
            arguments.folder, arguments.cameras, arguments.minutes, arguments.seed,
            arguments.start, progress=RichProgress(console.err), workers=arguments.workers,
        )  # fmt: skip
    except ValueError as error:
        raise SearchError(str(error)) from None
    if console.json:
        console.result({"folder": str(arguments.folder), **asdict(done)})
    console.say(
        f"{done.regions:,} regions of {arguments.cameras:,} cameras and {done.reports:,} reports "
        f"are in {arguments.folder}; ask them: truyvet --data {arguments.folder} search …"
    )
    return 0


def _fill(district: Path, settings: Settings, console: Console, workers: int) -> None:
    from indexer.cameras import import_cameras, read_cameras
    from indexer.places.gazetteer import import_places
    from search.cli.indexing import import_files, index_paths

    import_cameras(settings.folder, read_cameras(district / "cameras.geojson"))
    import_places(settings.folder, district / "streets.geojson")
    indexed = index_paths([district / "footage"], settings, console, workers=workers)
    imported = import_files([district / "reports.jsonl"], "jsonl", settings, console)
    console.say(
        f"{indexed.regions:,} regions and {imported.imported:,} reports indexed anew; "
        f"{indexed.skipped:,} spans and {imported.unchanged:,} reports were there already"
    )


def _start(text: str) -> datetime:
    try:
        return parse_now(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not an ISO time: {text!r}") from None
