"""`truyvet watch run` and `truyvet watch list`."""

import argparse
import signal
import threading
from typing import Any

from rich.markup import escape

from search.cli.console import Console, print_json
from search.settings import Settings

_ABOUT = """\
Watches are made on a case's page, or by POST /v1/cases/ID/watches. Each asks a saved search of what
was indexed since it looked last, and keeps each hit once. Hits stand on the case's page; webhooks
and e-mail are told where TRUYVET_NOTIFY allows it. `truyvet serve` runs watches too."""


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add both commands to the grammar."""
    watch = commands.add_parser(
        "watch", help="saved searches that run on what is newly indexed", description=_ABOUT
    )
    group = watch.add_subparsers(metavar="ACTION", required=True)
    run = group.add_parser(
        "run", parents=[common], help="run the watches, until Ctrl-C",
        description=f"{_ABOUT} Several programs may run them at once.",
        epilog="example: truyvet watch run --once   (after indexing, or from a timer)",
    )  # fmt: skip
    run.add_argument("--once", action="store_true", help="one round, then end")
    run.set_defaults(command=run_watches)
    listing = group.add_parser(
        "list", parents=[common], help="what is watched for, by whom, and what ails it"
    )
    listing.add_argument("--case", metavar="CASE", help="only those of the case of this name")
    listing.set_defaults(command=list_watches)


def run_watches(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Run watches; with `--once`, 1 if any of them is in trouble or a message was not sent."""
    from search.service import Service
    from search.state.database import open_state
    from search.watches.rounds import Rounds
    from search.watches.send import Sender

    with open_state(settings.state_url) as state:
        rounds = Rounds(Service(settings, state), state, Sender(settings))
        if not arguments.once:
            return _until_stopped(rounds, console)
        done = rounds.once()
    if console.json:
        console.result(done.to_json())
    for number, why in (*done.stopped, *done.troubles):
        console.say(f"[yellow]watch {number}[/]: {escape(why)}")
    console.say(
        f"{done.watches} watches run, {done.hits} new hits, {done.sent} messages sent, "
        f"{done.not_sent} not sent"
    )
    return 1 if done.troubles or done.not_sent else 0


def _until_stopped(rounds: Any, console: Console) -> int:
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    console.say("running watches (Ctrl-C stops)")
    rounds.until(stopped, told=lambda done: _tell(done, console))
    return 0


def _tell(done: Any, console: Console) -> None:
    if console.json and (done.hits or done.sent or done.not_sent or done.stopped or done.troubles):
        print_json(done.to_json())
    elif done.hits or done.sent or done.not_sent:
        console.say(f"{done.hits} new hits, {done.sent} messages sent, {done.not_sent} not sent")


def list_watches(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List watches of all cases, or of one."""
    from search.cases.cases import Cases
    from search.state.database import open_state
    from search.watches.watches import Watches

    with open_state(settings.state_url) as state:
        kept = Watches(state)
        if arguments.case is None:
            found = kept.all()
        else:
            found = kept.of(Cases(state).named(arguments.case).id)
    if console.json:
        console.result({"watches": [watch.to_json() for watch in found]})
        return 0
    for watch in found:
        targets = ", ".join(("page", *watch.asked.targets))
        line = f"{watch.id}  {watch.case_name}: {watch.asked.name} → {targets}, by {watch.by}"
        console.out.print(line, markup=False)
        if watch.stopped:
            why = watch.stopped.why.replace("_", " ")
            console.out.print(f"   {why}: {watch.stopped.by}", markup=False)
        elif watch.trouble:
            console.out.print(f"   in trouble: {watch.trouble}", markup=False)
    if not found:
        console.say("nothing is watched for; make a watch on a case's page")
    return 0
