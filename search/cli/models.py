"""`truyvet models`: encoders that can be named, fetched, and compared."""

import argparse
from typing import Any

from rich.markup import escape
from rich.table import Column, Table

from search.cli.console import Console
from search.settings import Settings


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar; `truyvet models` alone lists."""
    models = commands.add_parser(
        "models", parents=[common], help="encoders: list, fetch, compare",
        description="Lists encoders worth knowing, which one the index is made with, and, with an "
        "action, fetches one or compares several.",
        epilog="example: truyvet models compare demo ViT-B-16-SigLIP2/webli",
    )  # fmt: skip
    models.set_defaults(command=run_list)
    actions = models.add_subparsers(metavar="ACTION")
    listing = actions.add_parser("list", parents=[common], help="names worth knowing")
    listing.set_defaults(command=run_list)
    fetch = actions.add_parser(
        "fetch", parents=[common], help="load a model, fetching its weights once where needed"
    )
    fetch.add_argument("name", metavar="NAME")
    fetch.set_defaults(command=run_fetch)
    compare = actions.add_parser(
        "compare", parents=[common], help="speed, size and what each knows of drawn vehicles",
        description="Shows all of them the same drawn crops and asks for 56 phrases of type and "
        "colour, in three forms of language. For quality on footage see `truyvet eval`.",
    )  # fmt: skip
    compare.add_argument("names", nargs="+", metavar="NAME")
    compare.set_defaults(command=run_compare)


def run_list(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List encoders that can be named; the index's own is marked."""
    from embeddings.models import known_models
    from indexer.frame_table import FrameTable
    from indexer.index_model import indexed_model

    held = FrameTable(settings.folder).fingerprint()
    current = indexed_model(settings.folder, held) if held else None
    known = known_models()
    if current is not None and current not in {name for name, _ in known}:
        known.append((current, "a model of this index"))
    if console.json:
        console.result(
            [{"name": name, "note": note, "current": name == current} for name, note in known]
        )
        return 0
    table = Table("", Column("name", no_wrap=True), "what it is", box=None, padding=(0, 2, 0, 0))
    for name, note in known:
        table.add_row("*" if name == current else "", escape(name), escape(note))
    console.out.print(table)
    if current is not None:
        console.say("*: the index is made with it; `truyvet reindex --model NAME` goes to another")
    return 0


def run_fetch(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Load a model and say which it is."""
    from embeddings.models import open_encoder, settled_name

    card = open_encoder(settled_name(arguments.name)).card
    if console.json:
        console.result(
            {
                "name": card.name,
                "fingerprint": card.fingerprint,
                "dim": card.dim,
                "picture_size_px": card.picture_size_px,
                "demonstration": card.demonstration,
            }
        )
    console.say(f"{escape(card.name)} is here: {card.dim} dimensions, pictures of "
                f"{card.picture_size_px} px, fingerprint {card.fingerprint}")  # fmt: skip
    return 0


def run_compare(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Compare models on drawn crops."""
    from embeddings.models import open_encoder, settled_name
    from indexer.simulate.compare_encoders import compare_encoders

    found = compare_encoders([open_encoder(settled_name(name)) for name in arguments.names])
    if console.json:
        console.result(
            [
                {
                    "name": one.card.name,
                    "fingerprint": one.card.fingerprint,
                    "dim": one.card.dim,
                    "bytes_a_region": one.bytes_a_region,
                    "right": one.right,
                    "pictures_per_s": round(one.pictures_per_s, 1),
                    "texts_per_s": round(one.texts_per_s, 1),
                }
                for one in found
            ]
        )
        return 0
    languages = list(found[0].right)
    table = Table(
        "name", "dim", *languages, "pictures/s", "texts/s", box=None, padding=(0, 2, 0, 0)
    )
    for one in found:
        right = [f"{one.right[language]:.2f}" for language in languages]
        speed = (f"{one.pictures_per_s:,.0f}", f"{one.texts_per_s:,.0f}")
        table.add_row(escape(one.card.name), str(one.card.dim), *right, *speed)
    console.out.print(table)
    return 0
