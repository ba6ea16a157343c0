"""Options that narrow a search to some sorts of what is found, and the counts to narrow by."""

import argparse
from collections.abc import Mapping
from typing import Any

from rich.markup import escape
from rich.table import Table

from indexer.reports.category import CATEGORIES
from indexer.reports.report import REPORT_KINDS
from search.cli.console import Console

_OPTIONS = {
    "kind": ("kinds", f"moment, or a kind of report: {', '.join(REPORT_KINDS)}"),
    "category": ("categories", f"what reports are about: {', '.join(CATEGORIES)}"),
    "channel": ("channels", "how reports came, such as zalo"),
    "ward": ("wards", "a ward that reports tell of, by its name"),
    "day": ("days", "a local day that reports tell of, such as 2022-04-27"),
    "unit": ("units", "cameras in a ward or district, by its id, such as district:hoc-mon"),
}
"""By option, which may be the name of a facet too: the filter of the API it is, and its help."""


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Add the filters and `--facets`."""
    group = parser.add_argument_group(
        "narrowing",
        "An option given again allows one more; different ones all hold. --unit bounds footage\n"
        "alone, all others but --kind reports alone: footage stays unless --kind leaves it out.",
    )
    for option, (name, says) in _OPTIONS.items():
        group.add_argument(
            f"--{option}", action="append", default=[], dest=name, metavar=option.upper(), help=says
        )
    group.add_argument(
        "--facets", action="store_true",
        help="after the answer, how many reports it found of each of these (always in --json)",
    )  # fmt: skip


def filters_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """The filters given, by their names in a request; whether they are known the search says."""
    return {name: tuple(getattr(arguments, name)) for name, _ in _OPTIONS.values()}


def show_facets(facets: Mapping[str, Mapping[str, int]], console: Console) -> None:
    """How many of the reports found are of which sort, a line for each option that narrows."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for option in _OPTIONS:
        counts = facets.get(option, {})
        if counts:
            table.add_row(f"--{option}", ", ".join(map(_counted, counts.items())))
    if table.row_count:
        console.out.print("\nThe reports found, by what narrows them:")
        console.out.print(table)
    else:
        console.out.print("\nNo reports were found to count.")


def _counted(one: tuple[str, Any]) -> str:
    name, count = one
    return f"{escape(name)} [dim]{count:,}[/]"
