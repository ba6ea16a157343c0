"""`truyvet reports vectors`: report texts as vectors; and whether that is worth it, measured."""

import argparse
from pathlib import Path
from typing import Any

from rich.markup import escape

from search.cli.console import Console
from search.settings import Settings

_ABOUT = """\
Reports can be found by the encoder's text side, too: whatever their words, near in meaning, ranked
below the words as asked. Vectors are made of all texts as reports come in, but only where that was
measured to help (`measure`), or where TRUYVET_REPORT_VECTORS=on says so; `off` turns them off.
Without an action, says whether they are on, and embeds what lacks.
"""
_MEASURE = """\
Asks questions whose right reports are known, without vectors and with them, and keeps what it saw
for this index's encoder: where nDCG@10 rises by more than 0.01, vectors are on from then on.
Without --questions it asks 120 built-in ones, in other words than the reports they are after.
"""


def add_actions(group: Any, common: argparse.ArgumentParser) -> None:
    """Add the actions to `truyvet reports`."""
    vectors = group.add_parser(
        "vectors", parents=[common], help="find reports by meaning, with the encoder",
        description=_ABOUT, epilog="example: truyvet reports vectors measure",
    )  # fmt: skip
    vectors.set_defaults(command=run_vectors)
    actions = vectors.add_subparsers(metavar="ACTION")
    measure = actions.add_parser(
        "measure", parents=[common], help="measure whether they help, and turn them on if so",
        description=_MEASURE,
        epilog='a line of FILE: {"question": "cướp túi xách", "reports": ["ID", "ID"]}',
    )  # fmt: skip
    measure.add_argument(
        "--questions", type=Path, metavar="FILE", help="your own, of reports of this index"
    )
    measure.set_defaults(command=run_measure)


def run_vectors(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Embed what lacks, and say how things stand."""
    from indexer.progress import RichProgress
    from search.index import Index

    near = Index(settings).near_reports
    embedded = near.follow(RichProgress(console.err))
    told = {**near.state(), "embedded": embedded}
    if console.json:
        console.result(told)
    elif told["on"]:
        console.say(
            f"on, by {escape(told['model'])}: {told['reports']:,} reports have vectors, "
            f"{embedded:,} of them new"
        )
    else:
        why = "TRUYVET_REPORT_VECTORS says so" if told["wanted"] == "off" else (
            "they were not measured to help (`truyvet reports vectors measure`)"
        )  # fmt: skip
        console.say(f"off: {why}")
    return 0


def run_measure(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Measure, keep what was seen, and say whether vectors are on now."""
    from indexer.progress import RichProgress
    from search.evaluate.report_vectors import built_in, index_of, measure, read_questions
    from search.index import Index
    from search.vector_line import keep_line

    progress, own = RichProgress(console.err), Index(settings)
    if arguments.questions:
        questions = read_questions(arguments.questions)
        measured = Index(settings.model_copy(update={"report_vectors": "on"}))
        line = measure(measured, questions, progress)
        if not line.helps and settings.report_vectors != "on":
            measured.near_reports.discard()
    else:
        reports, questions = built_in()
        with index_of(reports, settings, own.model) as index:
            line = measure(index, questions, progress)
    keep_line(settings.folder, own.encoder().card.fingerprint, line)
    told = {"model": line.model, "questions": line.questions, "before": line.before,
            "after": line.after, "helps": line.helps}  # fmt: skip
    if console.json:
        console.result(told)
    console.say(
        f"nDCG@10 over {line.questions} questions: {line.before:.3f} by words and meanings alone, "
        f"{line.after:.3f} with the vectors of {escape(line.model)}"
    )
    return _switched(line.helps, settings, console)


def _switched(helps: bool, settings: Settings, console: Console) -> int:
    if settings.report_vectors != "auto":
        console.say(f"TRUYVET_REPORT_VECTORS={settings.report_vectors} goes before what was seen")
    elif helps:
        console.say("they are on; `truyvet reports vectors` embeds what is there already")
    else:
        console.say("that is not worth it: they stay off")
    return 0
