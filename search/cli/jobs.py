"""`truyvet jobs`: what other services ask for over `/v1/jobs`, and the runner that does it."""

import argparse
import getpass
from collections.abc import Mapping
from typing import Any

from rich.markup import escape
from rich.table import Table

from search.cli.console import Console
from search.cli.keep import positive
from search.cli.show import moment_text
from search.settings import Settings


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    about = "jobs that other services start over /v1/jobs: indexing, imports, merges, reindexing"
    jobs = commands.add_parser("jobs", help=about, description=about)
    actions = jobs.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", parents=[common], help="the latest jobs")
    listing.add_argument("--limit", type=positive, default=20, metavar="N", help="default 20")
    listing.set_defaults(command=run_list)
    show = actions.add_parser("show", parents=[common], help="one job: how far, how fast, what of")
    show.add_argument("job", type=positive, metavar="ID")
    show.set_defaults(command=run_show)
    cancel = actions.add_parser(
        "cancel", parents=[common], help="stop a job; what it has done stays, and is not done again"
    )
    cancel.add_argument("job", type=positive, metavar="ID")
    cancel.set_defaults(command=run_cancel)
    run = actions.add_parser(
        "run", parents=[common], help="do the jobs that wait, then end",
        description="The server starts this by itself. It ends at once where another is at work.",
    )  # fmt: skip
    run.set_defaults(command=run_runner)


def run_list(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List the latest jobs."""
    from search.state.database import open_state

    with open_state(settings.state_url) as state:
        jobs = [job.to_json() for job in state.jobs.list(arguments.limit)]
    if console.json:
        console.result(jobs)
        return 0
    table = Table("id", "kind", "state", "made", "how far", box=None, padding=(0, 2, 0, 0))
    for job in jobs:
        made = moment_text(job["made_at"])
        table.add_row(str(job["id"]), job["kind"], job["state"], made, escape(_how_far(job)))
    console.out.print(table if jobs else "no jobs yet; services start them over /v1/jobs")
    return 0


def run_show(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Show one job."""
    from search.state.database import open_state

    with open_state(settings.state_url) as state:
        _show(state.jobs.get(arguments.job).to_json(), console)
    return 0


def run_cancel(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Stop a job."""
    from search.state.database import open_state

    with open_state(settings.state_url) as state:
        job = state.jobs.cancel(arguments.job, f"local:{getpass.getuser()}").to_json()
    if console.json:
        console.result(job)
    console.say(f"job {job['id']} is {'being cancelled' if job['cancelling'] else job['state']}")
    return 0


def run_runner(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Do waiting jobs."""
    from search.jobs.runner import run_waiting
    from search.jobs.work import do_job
    from search.state.database import open_state

    with open_state(settings.state_url) as state:
        done = run_waiting(settings, state.jobs, do_job)
    if console.json:
        console.result({"jobs": done})
    return 0


def _show(job: Mapping[str, Any], console: Console) -> None:
    if console.json:
        console.result(job)
        return
    console.out.print(f"job {job['id']}: {job['kind']}, {job['state']}, asked by "
                      f"{escape(job['asker'])} {moment_text(job['made_at'])}")  # fmt: skip
    for stage in job["stages"]:
        console.out.print(f"  {escape(_stage(stage))}")
    for name in ("reason", "result"):
        if job[name]:
            console.out.print(f"  {name}: {escape(str(job[name]))}")


def _how_far(job: Mapping[str, Any]) -> str:
    return job["reason"] or (_stage(job["stages"][-1]) if job["stages"] else "")


def _stage(stage: Mapping[str, Any]) -> str:
    total = "" if stage["total"] is None else f" of {stage['total']:g}"
    left = "" if stage["left_s"] is None else f", {stage['left_s']:g} s left"
    note = f" ({stage['note']})" if stage["note"] else ""
    return f"{stage['name']}: {stage['done']:g}{total} in {stage['seconds']:g} s{left}{note}"
