"""`truyvet status`, `verify`, `merge` and `keys`."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from rich.markup import escape
from rich.table import Table

from search.cli.console import Console
from search.cli.show import moment_text
from search.jobs.job import Job
from search.settings import Settings
from search.state.keys import SCOPES

_MOST_DAYS = 36_500


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    status = commands.add_parser("status", parents=[common], help="what the index holds")
    status.set_defaults(command=run_status)
    verify = commands.add_parser(
        "verify",
        parents=[common],
        help="check every file against its hash",
        description="Reads every shard, log and table, and names what is not as it was written.",
    )
    verify.set_defaults(command=run_verify)
    merging = commands.add_parser(
        "merge",
        parents=[common],
        help="make few large shards of many small ones; searches go on meanwhile",
        description="Merges the small shards of each day. The files that were merged stay for "
        "older generations (paging, replay) until --forget-after says that they may go.",
    )
    merging.add_argument(
        "--forget-after",
        metavar="DAYS",
        type=_days,
        help="also remove files that were replaced at least so many days ago",
    )
    merging.set_defaults(command=run_merge)
    _add_keys(commands, common)


def _add_keys(commands: Any, common: argparse.ArgumentParser) -> None:
    keys = commands.add_parser("keys", help="API keys: who may ask from elsewhere")
    actions = keys.add_subparsers(metavar="ACTION", required=True)
    add = actions.add_parser("add", parents=[common], help="make a key; it is shown once")
    add.add_argument("name", metavar="NAME")
    add.add_argument(
        "--scope", action="append", default=[], choices=SCOPES, metavar="SCOPE",
        help="what it may do besides searching: jobs (start, watch and stop them), details (see "
        "telephone numbers, ids and names in reports), sender (open who sent one, for a case and a "
        "reason, each time logged); may be given more than once",
    )  # fmt: skip
    add.add_argument(
        "--area", action="append", default=[], metavar="UNIT",
        help='a ward or district of who will have it, by name or id, such as "Quận 12": where '
        "places share a name, one there is meant; may be given more than once",
    )  # fmt: skip
    add.set_defaults(command=run_keys_add)
    listing = actions.add_parser("list", parents=[common], help="names of keys")
    listing.set_defaults(command=run_keys_list)
    revoke = actions.add_parser("revoke", parents=[common], help="end a key at once")
    revoke.add_argument("name", metavar="NAME")
    revoke.set_defaults(command=run_keys_revoke)


def run_status(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Show what is indexed, and what could not be."""
    from search.index import Index
    from search.status import status_json

    status = status_json(Index(settings), _jobs(settings))
    if console.json:
        console.result(status)
    else:
        _show_status(status, settings, console)
    return 0


def _jobs(settings: Settings) -> list[Job]:
    """The latest jobs; looking makes no database where there is none."""
    from search.state.database import open_state
    from search.status import JOBS_SHOWN

    if settings.database_url is None and not settings.folder.exists("state.sqlite"):
        return []
    with open_state(settings.state_url) as state:
        return state.jobs.list(JOBS_SHOWN)


def _show_status(status: Mapping[str, Any], settings: Settings, console: Console) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column()
    table.add_row("index", escape(settings.data))
    table.add_row("model", escape(status["model"] or "none yet"))
    table.add_row("cameras", f"{status['cameras']:,}")
    table.add_row("regions", f"{status['regions']:,} in {status['shards']:,} shards")
    table.add_row("reports", f"{status['reports']:,}")
    running = [job for job in status["jobs"] if job["state"] in ("waiting", "running")]
    if running:
        table.add_row("jobs", ", ".join(f"{j['id']} {j['kind']} {j['state']}" for j in running))
    console.out.print(table)
    for part in status["coverage"]:
        console.out.print(
            f"  {part['state']:<12} {escape(part['camera'])}  "
            f"{moment_text(part['after'])} – {moment_text(part['before'])}"
        )
    for item in status["quarantined"]:
        console.out.print(
            f"[yellow]quarantined[/]  {escape(item['path'])}: {escape(item['reason'])}"
        )


def run_verify(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Check every file against its hash, and the chain of the audit log; 1 if any differs."""
    from indexer.progress import RichProgress
    from indexer.verify import verify

    found = verify(settings.folder, RichProgress(console.err))
    faults = [*found.faults, *_audit_faults(settings)]
    if console.json:
        console.result({"shards": found.shards, "damaged": list(found.damaged), "faults": faults})
    for reason in (*found.damaged, *faults):
        console.fail(reason)
    whole = found.shards - len(found.damaged)
    console.say(f"{whole} of {found.shards} shards are as written; {len(faults)} other faults")
    return 1 if found.damaged or faults else 0


def _audit_faults(settings: Settings) -> list[str]:
    from search.errors import StateFailed
    from search.state.database import open_state

    if settings.database_url is None and not settings.folder.exists("state.sqlite"):
        return []
    try:
        with open_state(settings.state_url) as state:
            chain = state.audit.verify_chain()
    except StateFailed as error:
        return [str(error)]
    if chain.broken_at is None:
        return []
    return [f"row {chain.broken_at} of the audit log, or the one before it, was changed"]


def run_merge(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Merge small shards, and remove what was replaced long enough ago where that is asked."""
    from indexer.frame_table import FrameTable
    from indexer.merge import merge
    from indexer.progress import RichProgress
    from indexer.run_lock import indexing

    data = settings.folder
    table = FrameTable(data)
    if table.generation() < 0:
        console.fail(f"nothing is indexed in {data.uri}, so there is nothing to merge")
        return 1
    with indexing(data, table, outside=False):
        merged = merge(data, table, progress=RichProgress(console.err))
    removed = table.forget(arguments.forget_after) if arguments.forget_after is not None else []
    shards = len(table.shards())
    if console.json:
        told = [asdict(day) for day in merged]
        console.result({"merged": told, "removed": len(removed), "shards": shards})
    for day in merged:
        console.say(f"{day.day}: {day.before} shards made {day.after}, {day.rows:,} regions")
    if removed:
        console.say(f"{len(removed)} files of replaced shards removed")
    console.say(f"{shards:,} shards now" if merged else f"nothing to merge; {shards:,} shards")
    return 0


def _days(text: str) -> timedelta:
    try:
        days = float(text)
    except ValueError:
        days = -1.0
    if not 0 <= days <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days")
    return timedelta(days=days)


def run_keys_add(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Make a key and show it, this once."""
    from indexer.places.gazetteer import load_gazetteer
    from search.area import units_of
    from search.state.database import open_state

    area = [unit.id for unit in units_of(arguments.area, load_gazetteer(settings.folder))]
    with open_state(settings.state_url) as state:
        key = state.keys.add(arguments.name, arguments.scope, area)
    if console.json:
        console.result({"name": arguments.name, "key": key})
    else:
        console.out.print(key, markup=False)
    console.say("keep it: it is not shown again. Searches now need a case and a reason.")
    return 0


def run_keys_list(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List keys by name."""
    from search.state.database import open_state

    with open_state(settings.state_url) as state:
        keys = state.keys.list()
    rows = [
        {
            "name": key.name,
            "created_at": key.created_at.isoformat(),
            "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
            "scopes": list(key.scopes),
            "area": list(key.area),
        }
        for key in keys
    ]
    if console.json:
        console.result(rows)
        return 0
    for row in rows:
        ended = f"revoked {row['revoked_at']}" if row["revoked_at"] else "valid"
        also = f"  may use {', '.join(row['scopes'])}" if row["scopes"] else ""
        area = f"  of {', '.join(row['area'])}" if row["area"] else ""
        told = f"{row['name']}  made {row['created_at']}  {ended}{also}{area}"
        console.out.print(escape(told))
    return 0


def run_keys_revoke(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """End a key."""
    from search.state.database import open_state

    with open_state(settings.state_url) as state:
        state.keys.revoke(arguments.name)
    if console.json:
        console.result({"revoked": arguments.name})
    console.say(f"{arguments.name} is revoked")
    return 0
