"""The `truyvet` command: its grammar, and errors turned into one line and an exit code.

Exit codes: 0 done, 1 failed or nothing indexed, 2 wrong usage, 130 stopped by Ctrl-C.
"""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from embeddings.errors import EmbeddingError
from indexer.errors import IndexerError
from search.cli import (
    ask,
    bundle,
    demo,
    evaluate,
    follow,
    jobs,
    keep,
    manage,
    models,
    reindex,
    serve,
    similar,
    watch,
)
from search.cli.console import Console
from search.errors import SearchError
from search.settings import Settings

Command = Callable[[argparse.Namespace, Settings, Console], int]

_EPILOG = """\
first steps:
  truyvet demo                                   a simulated district, indexed and served
  truyvet cameras import cameras.geojson         where your cameras stand
  truyvet footage index FOLDER                   video into the index
  truyvet reports import tips.jsonl --source zalo
  truyvet search "red motorbike near Nguyễn Văn Quá after 9pm"
  truyvet search "xe máy đỏ gần Nguyễn Văn Quá sau 21h"

Settings are TRUYVET_DATA, TRUYVET_MODEL, TRUYVET_ELASTICSEARCH_URL, TRUYVET_DATABASE_URL,
TRUYVET_SCHEDULER, TRUYVET_JOB_ROOTS, TRUYVET_AREA, or the same names in lower case in truyvet.toml.
"""


def run() -> None:
    """Entry point of the installed command; it also works where an output is closed or full."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.ENOSPC):
            raise
        code = _unwritten(error)
    sys.exit(code)


def _unwritten(error: OSError) -> int:
    """What becomes of an answer that cannot be written: nothing where nobody reads on."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno == errno.EPIPE:
        return 0
    Console(json=False).fail(f"the answer cannot be written: {error.strerror}")
    return 1


def main(argv: Sequence[str]) -> int:
    """Run one command; returns its exit code. Wrong usage is SystemExit(2)."""
    arguments = parser().parse_args(argv)
    console = Console(json=getattr(arguments, "json", False))
    try:
        command: Command = arguments.command
        return command(arguments, _settings(arguments), console)
    except (SearchError, IndexerError, EmbeddingError) as error:
        console.fail(str(error))
        return 1
    except KeyboardInterrupt:
        console.fail("stopped; what was committed stays, and the same command goes on from there")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """The grammar of the command. Global options stand before or after the subcommand."""
    common = _global_options(argparse.SUPPRESS)
    top = argparse.ArgumentParser(
        prog="truyvet",
        description="Search street footage and citizen reports by what, where and when.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_global_options(None)],
    )
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    groups = (
        demo, ask, similar, follow, bundle, keep, manage, reindex, models, jobs, evaluate, serve,
        watch,
    )  # fmt: skip
    for group in groups:
        group.add_commands(commands, common)
    return top


def _global_options(default: object) -> argparse.ArgumentParser:
    """`--data` and `--json`; below a subcommand, left out means what stood before it."""
    options = argparse.ArgumentParser(add_help=False, argument_default=default)
    options.add_argument(
        "--data",
        metavar="DIR",
        help="where the index lives (default: $TRUYVET_DATA or ./truyvet-data)",
    )
    options.add_argument(
        "--json", action="store_true", default=default or False,
        help="print one JSON document on standard output, and nothing else there",
    )  # fmt: skip
    return options


def _settings(arguments: argparse.Namespace) -> Settings:
    given = {
        name: value
        for name in ("data", "model", "scheduler")
        if (value := getattr(arguments, name, None)) is not None
    }
    return Settings(**given)


if __name__ == "__main__":
    run()
