"""`truyvet bundle`: the evidence of a case as a folder that stands by itself."""

import argparse
import getpass
from pathlib import Path
from typing import Any

from rich.markup import escape

from search.cli.console import Console
from search.settings import Settings


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command to the grammar."""
    bundle = commands.add_parser(
        "bundle", parents=[common], help="write the evidence of a case",
        description="Writes a BagIt bag: original footage files, stills and clips derived from "
        "them, reports without their senders, pictures and videos that came with them (original "
        "bytes only for a key with the scopes details and sender, over HTTP), records, a report "
        "in Vietnamese and English as page and as PDF, and verify.py, which finds any changed, "
        "missing or added byte with Python alone.",
        epilog="example: truyvet bundle VA-118 --out ./VA-118. A case is made and filled on the "
        "page of `truyvet serve`, or over /v1/cases; python3 ./VA-118/verify.py checks the bundle.",
    )  # fmt: skip
    bundle.add_argument("case", metavar="CASE", help="the name of the case")
    bundle.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder")
    bundle.add_argument("--reason", help="why; required once API keys exist")
    bundle.add_argument(
        "--form", choices=("evidence", "administrative"), default="evidence",
        help="form of the reports: evidence of a case (default), or of an administrative traffic "
        "violation, with the fields that are written by hand left empty",
    )  # fmt: skip
    bundle.set_defaults(command=run_bundle)


def run_bundle(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Write a bundle; what could not be had is listed and does not change the exit code."""
    from search.cases.cases import Cases
    from search.service import Service
    from search.state.database import open_state

    with open_state(settings.state_url) as state:
        case = Cases(state).named(arguments.case)
        asker = f"local:{getpass.getuser()}"
        made = Service(settings, state).bundle(
            case.id, arguments.out, asker, arguments.reason, arguments.form
        )
    if console.json:
        console.result(made.to_json())
    for number, ident, what in made.troubles:
        console.say(f"[yellow]pin {number}[/] ({escape(ident)}): {what.replace('_', ' ')}")
    console.say(f"{made.files:,} files, {made.size:,} bytes in {escape(str(made.folder))}")
    console.say(f"seal {made.seal}; it is in the audit log too")
    return 0
