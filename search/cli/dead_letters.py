"""`truyvet reports dead-letters` and `truyvet reports replay`."""

import argparse
from typing import Any

from rich.markup import escape

from search.cli.console import Console
from search.settings import Settings

_ABOUT = """\
A report that the text index refuses for good is kept in the log and here, with the reason; all else
goes on. No search by words finds it. After an update of this program, or once the store takes it,
replay it. (What a webhook brought and could not be read is another matter: `reports retry`.)
"""


def add_actions(group: Any, common: argparse.ArgumentParser) -> None:
    """Add the actions to `truyvet reports`."""
    listing = group.add_parser(
        "dead-letters", parents=[common], help="reports that the text index refused, and why",
        description=_ABOUT,
    )  # fmt: skip
    listing.set_defaults(command=run_list)
    again = group.add_parser(
        "replay", parents=[common], help="offer refused reports to the text index again",
        description=_ABOUT, epilog="exit code: 1 if any of them is refused again",
    )  # fmt: skip
    again.set_defaults(command=run_replay)


def run_list(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List the dead letters."""
    from indexer.reports.dead_letters import DeadLetters

    letters = [letter.to_json() for letter in DeadLetters(settings.folder).all()]
    if console.json:
        console.result({"dead_letters": letters})
        return 0
    for letter in letters:
        console.out.print(f"{letter['at']}  {letter['path']}: {letter['reason']}", markup=False)
    if not letters:
        console.say("no report was refused")
    return 0


def run_replay(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Replay them; 1 if any is refused again."""
    from indexer.reports.catch_up import replay
    from indexer.reports.log import ReportLog
    from indexer.reports.open_index import open_report_index

    index = open_report_index(settings.folder, settings.elasticsearch_url)
    try:
        taken, left = replay(ReportLog(settings.folder), index)
    finally:
        index.close()
    if console.json:
        console.result({"taken": taken, "dead_letters": [letter.to_json() for letter in left]})
    for letter in left:
        console.say(f"[yellow]refused again[/]  {escape(letter.report)}: {escape(letter.reason)}")
    console.say(f"{taken:,} reports taken, {len(left):,} refused again")
    return int(bool(left))
