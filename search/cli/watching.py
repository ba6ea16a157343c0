"""`truyvet reports watch`, `retry`, `original` and `rotate-key`."""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from search.cli.console import Console
from search.settings import Settings

EVERY_S = 10.0


def add_actions(group: Any, common: argparse.ArgumentParser, sources: tuple[str, ...]) -> None:
    """Add the actions to `truyvet reports`."""
    watch = group.add_parser(
        "watch", parents=[common], help="import what is dropped into a folder",
        description="Imports each file of a folder once, and again when it changes; the folder is "
        "left as it is. Ctrl-C stops; the next run goes on where this one was.",
        epilog="example: truyvet reports watch /srv/exports/zalo --source zalo --once",
    )  # fmt: skip
    watch.add_argument("folder", type=Path, metavar="DIR")
    watch.add_argument("--source", choices=sources, required=True, help="where they come from")
    watch.add_argument("--once", action="store_true", help="one pass over the folder, then end")
    watch.add_argument(
        "--every", type=_seconds, default=EVERY_S, metavar="SECONDS", help="between two passes (10)"
    )
    watch.set_defaults(command=run_watch)
    original = group.add_parser(
        "original", parents=[common], help="write out a file as it was imported",
        description="Originals are kept sealed, since who sent a report stands in them. Every "
        "report names its original by its SHA-256.",
    )  # fmt: skip
    original.add_argument("sha256", metavar="SHA256")
    original.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new file")
    original.set_defaults(command=run_original)
    retry = group.add_parser(
        "retry", parents=[common], help="import again what webhooks brought and was refused",
        description="What a webhook brought and could not be read is kept, and in quarantine with "
        "its reason. After an update of this program that reads it, import it again.",
    )  # fmt: skip
    retry.set_defaults(command=run_retry)
    rotate = group.add_parser(
        "rotate-key", parents=[common], help="change the key that senders are sealed with",
        description="Makes a new reports/identity.key and locks all data keys with it; nothing "
        "that is sealed is written again. Back the new key up, and destroy the old one's copies.",
    )  # fmt: skip
    rotate.set_defaults(command=run_rotate)


def run_watch(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Import what is dropped into a folder; with --once 1 if nothing could be used."""
    from indexer.reports.watch import SETTLED_S, Watch
    from search.cli.indexing import import_files, say_imported, summed
    from search.index import Index

    watch = Watch(arguments.folder, arguments.source, settings.folder)
    index = Index(settings)

    def one_pass(settled_s: float) -> Iterator[Any]:
        for path in watch.waiting(settled_s):
            done = watch.take(
                path,
                lambda file: import_files([file], arguments.source, settings, console, index=index),
            )
            say_imported(done, console)
            yield done

    if arguments.once:
        return summed(list(one_pass(0.0)), console)
    console.say(f"watching {arguments.folder} (Ctrl-C stops)")
    while True:
        for _ in one_pass(SETTLED_S):
            pass
        time.sleep(arguments.every)


def run_original(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Write an original out; 1 if there is none, or the file is there already."""
    from indexer.reports.originals import Originals

    pieces = Originals(settings.folder).read(arguments.sha256)
    first = next(pieces, b"")
    try:
        with arguments.out.open("xb") as file:
            file.write(first)
            size = len(first) + sum(file.write(piece) for piece in pieces)
    except OSError as error:
        console.fail(f"cannot write {arguments.out}: {error.strerror or error}")
        return 1
    if console.json:
        console.result({"sha256": arguments.sha256, "bytes": size})
    console.say(f"{size:,} bytes written to {arguments.out}; who sent reports stands in them")
    return 0


def run_retry(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Import refused payloads again; 1 if there were some and none could be read."""
    from indexer.places.gazetteer import load_gazetteer
    from indexer.reports.import_reports import import_received
    from indexer.reports.inbox import Inbox
    from indexer.reports.log import ReportLog
    from indexer.reports.open_index import open_report_index
    from search.cli.indexing import show_imported

    data = settings.folder
    refused = ReportLog(data).quarantined()
    if not Inbox(data).put_back(record.file for record in refused):
        console.say("nothing that a webhook brought is in quarantine")
        return 0
    index = open_report_index(data, settings.elasticsearch_url)
    try:
        return show_imported(import_received(data, index, load_gazetteer(data)), console)
    finally:
        index.close()


def run_rotate(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Change the key."""
    from indexer.reports.identities import Identities

    locked = Identities(settings.folder).rotate()
    if console.json:
        console.result({"data_keys": locked})
    console.say(f"a new identity.key locks {locked} data keys; back it up")
    return 0


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0.1 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 0.1 up")
    return seconds
