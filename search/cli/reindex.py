"""`truyvet reindex`: everything made anew beside what is searched, compared, swapped; and back."""

import argparse
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.markup import escape

from search.cli.console import Console
from search.cli.keep import positive
from search.errors import BadQuestion
from search.settings import Settings

NICENESS = 10


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command to the grammar."""
    reindex = commands.add_parser(
        "reindex", parents=[common], help="make the index anew beside the old, compare, swap",
        description="With --model, embeds all indexed footage anew; with --text, builds the text "
        "index of reports anew from their log. Searches go on in the old one until the new one is "
        "whole and has been compared; then one step swaps them. It can be stopped at any time "
        "(Ctrl-C, or worse) and goes on where it was when it is run again. What would change "
        "nothing or be worse is refused. The old one is kept: --rollback goes back to it, and "
        "done once more returns.",
        epilog="example: truyvet reindex --model ViT-B-16-SigLIP2/webli --plan",
    )  # fmt: skip
    what = reindex.add_mutually_exclusive_group()
    what.add_argument(
        "--model", dest="new_model", metavar="NAME",
        help="the encoder to embed all footage with; `truyvet models` lists some",
    )  # fmt: skip
    what.add_argument("--text", action="store_true", help="the text index of reports")
    reindex.add_argument(
        "--rollback", action="store_true",
        help="back to the footage index before the last reindex; with --text, to the text index",
    )  # fmt: skip
    _add_manner(reindex)
    reindex.set_defaults(command=run_reindex, wrong_usage=reindex.error)


def _add_manner(reindex: argparse.ArgumentParser) -> None:
    reindex.add_argument(
        "--plan", action="store_true",
        help="only say what is left and how long it takes, by doing the first span",
    )  # fmt: skip
    reindex.add_argument(
        "--share", type=_percent, default=1.0, metavar="PERCENT",
        help="throttle: workers work so much of the time (default 100)",
    )  # fmt: skip
    reindex.add_argument(
        "--nice", type=int, default=NICENESS, metavar="N", choices=range(20),
        help=f"give way to other programs, 0 to 19 (default {NICENESS})",
    )  # fmt: skip
    reindex.add_argument(
        "--probes", type=Path, metavar="FILE", help="questions asked of both indexes, one a line"
    )
    reindex.add_argument(
        "--accept-worse", action="store_true",
        help="swap although something is lost, as where footage is gone",
    )  # fmt: skip
    where = reindex.add_mutually_exclusive_group()
    where.add_argument("--workers", type=positive, metavar="N", help="processes on this machine")
    where.add_argument("--scheduler", metavar="URL", help="an outside Dask scheduler")


def run_reindex(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Reindex footage or text, or go back."""
    if arguments.rollback and arguments.new_model is None:
        return _roll_back(arguments.text, settings, console)
    if arguments.text:
        return _reindex_text(settings, console)
    if arguments.new_model is None or arguments.rollback:
        arguments.wrong_usage("give --model NAME, --text, or --rollback (with --text or without)")
    return _reindex_footage(arguments, settings, console)


def _reindex_footage(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    from indexer.jobs.runner import open_jobs
    from indexer.progress import RichProgress
    from search.compare_shards import PROBES
    from search.reindex import Wishes, plan_reindex, reindex_footage

    with suppress(OSError):
        os.nice(arguments.nice)
    probes = _probes(arguments.probes) if arguments.probes else PROBES
    wishes = Wishes(
        arguments.share, probes, arguments.accept_worse, lambda t: console.say(escape(t))
    )
    work = plan_reindex if arguments.plan else reindex_footage
    with open_jobs(workers=arguments.workers, scheduler=settings.scheduler) as jobs:
        told = work(settings, arguments.new_model, jobs, RichProgress(console.err), wishes)
    if console.json:
        console.result(told)
    elif arguments.plan:
        _show_plan(told, console)
    else:
        _show_swapped(told, console)
    return 0


def _show_plan(plan: dict[str, Any], console: Console) -> None:
    left, rate = plan["left"], plan["rate"]
    for lost in plan["lost"]:
        console.say(f"[yellow]lost[/]  {escape(lost['path'])}: {escape(lost['reason'])}")
    took = "nothing is left" if not left["spans"] else f"about {_duration(plan['left_s'])}"
    console.out.print(
        f"{left['regions']:,} of {plan['regions']:,} regions left in {left['spans']:,} spans; "
        f"{rate['regions_per_s']:,} regions/s, {rate['times_real_time']}× real time: {took}, "
        f"{left['bytes'] / 1e6:,.0f} MB"
    )


def _show_swapped(told: dict[str, Any], console: Console) -> None:
    compared = told["comparison"]
    for probe in compared["probes"]:
        same = (
            "" if probe["shared"] is None else f", {probe['shared']} of {probe['before']} the same"
        )
        console.say(f"  {escape(repr(probe['question']))}: {probe['after']} moments{same}")
    for problem in compared["problems"]:
        console.say(f"[yellow]worse[/]  {escape(problem)}")
    console.say(
        f"{compared['regions_before']:,} regions became {compared['regions_after']:,} by "
        f"{escape(told['model'])} in {_duration(told['seconds'])}; generation "
        f"{told['generation']}. `truyvet reindex --rollback` goes back"
    )


def _roll_back(text: bool, settings: Settings, console: Console) -> int:
    if text:
        from search.reindex_text import roll_back_text

        told = roll_back_text(settings)
    else:
        from indexer.index_model import indexed_model
        from indexer.reindex import roll_back

        fingerprint, generation = roll_back(settings.folder)
        name = indexed_model(settings.folder, fingerprint)
        told = {"model": name, "fingerprint": fingerprint, "generation": generation}
    if console.json:
        console.result(told)
    console.say(f"back at {escape(str(told.get('model') or told.get('index')))}; "
                "the same command once more returns")  # fmt: skip
    return 0


def _reindex_text(settings: Settings, console: Console) -> int:
    from indexer.progress import RichProgress
    from search.reindex_text import reindex_text

    told = reindex_text(settings, RichProgress(console.err))
    if console.json:
        console.result(told)
    console.say(
        f"{told['reports']:,} reports indexed anew, {told['same']} of {told['probes']} probes "
        "answered as before; `truyvet reindex --text --rollback` goes back"
    )
    return 0


def _probes(file: Path) -> list[str]:
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestion(f"{file}: cannot be read: {error}") from error
    if not any(lines):
        raise BadQuestion(f"{file}: holds no question; one a line was expected")
    return [line for line in lines if line]


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _percent(text: str) -> float:
    if not text.isdigit() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError("a percentage from 1 to 100")
    return int(text) / 100
