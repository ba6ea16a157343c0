"""`truyvet eval`: how often the answers are right, where they are known."""

import argparse
import getpass
from functools import partial
from pathlib import Path
from typing import Any

from rich.table import Table

from search.cli.console import Console
from search.evaluate.figures import Figures
from search.evaluate.measures import Estimate
from search.settings import Settings


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command to the grammar."""
    evaluate = commands.add_parser(
        "eval", parents=[common], help="measure the answers to questions whose answers are known",
        description="Asks every question of DIR/answers.jsonl (and DIR/questions.jsonl) of the "
        "index, and prints how much of what is relevant was found, how often the first hit was "
        "right, and nDCG@10, with 95 % intervals: over all, and by language, object height, light, "
        "rain, what was hidden and kind of question, as far as the key knows.",
        epilog="example: truyvet --data ./index eval ./district --sheets ./sheets",
    )  # fmt: skip
    evaluate.add_argument("folder", type=Path, metavar="DIR", help="written by `truyvet simulate`")
    evaluate.add_argument("--k", type=_k, default=10, metavar="K", help="hits read (default 10)")
    evaluate.add_argument(
        "--sheets", type=Path, metavar="OUT",
        help="also write a picture of each question's first ten hits into this folder",
    )  # fmt: skip
    evaluate.set_defaults(command=run_eval)


def run_eval(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Ask, judge, and show the figures."""
    from indexer.progress import RichProgress
    from search.evaluate.ask import ask_all
    from search.evaluate.figures import figures
    from search.evaluate.key import read_key
    from search.evaluate.sheets import write_sheets
    from search.service import Service
    from search.state.database import open_state

    key, progress = read_key(arguments.folder), RichProgress(console.err)
    with open_state(settings.state_url) as state:
        service = Service(settings, state)
        asker = f"local:{getpass.getuser()}"
        outcomes = ask_all(key, service.search, arguments.k, asker, progress)
        told = figures(outcomes, arguments.k)
        if arguments.sheets:
            shown = partial(service.thumbnail, asker=asker)
            sheets = write_sheets(outcomes, arguments.sheets, shown, progress)
            console.say(f"{len(sheets)} contact sheets are in {arguments.sheets}")
    if console.json:
        console.result(told.to_json())
    else:
        show_figures(told, console)
    return 0


def show_figures(told: Figures, console: Console) -> None:
    """The figures, one line for each value that questions are broken down by."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("", "", "questions", f"recall@{told.k}", "first right", "nDCG@10"):
        table.add_column(heading, justify="left" if not heading else "right")
    by = ""
    for row in told.rows:
        name, by = ("" if row.by in ("all", by) else row.by), row.by
        measures = (row.recall, row.first, row.ndcg)
        table.add_row(name, row.value, f"{row.questions:,}", *map(_estimate, measures))
    console.out.print(table)
    for line in _lines(told):
        console.out.print(line)


def _lines(told: Figures) -> list[str]:
    lines = []
    if told.same_first:
        lines.append(
            f"Same first hit in English, Vietnamese and Vietnamese without accents: "
            f"{_estimate(told.same_first)} of {told.groups:,} questions."
        )
    if told.unmet:
        from_score = f" ({told.strong_from:.3f} or more)" if told.strong_from is not None else ""
        lines.append(
            f"Nothing is relevant to {told.unmet:,} questions; {told.strong:,} of them got a "
            f"strong first hit{from_score}."
        )
    if told.taken_for:
        named = ", ".join(f"{count:,} {what}" for what, count in told.taken_for.items())
        lines.append(f"Wrong first hits show: {named}.")
    if told.partial:
        lines.append(
            f"[red]A part of the search failed for {told.partial:,} questions:[/] "
            "ask one with `truyvet search` to see why."
        )
    if told.model and told.model["demonstration"]:
        lines.append("[yellow]Demonstration model: not for real investigations.[/]")
    return lines


def _estimate(value: Estimate) -> str:
    return f"{value.value:.3f} ({value.low:.2f}–{value.high:.2f})"


def _k(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 200:
        raise argparse.ArgumentTypeError("a number from 1 to 200")
    return int(text)
