"""`truyvet similar`: more like a moment, a box in one, or a picture."""

import argparse
import getpass
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.markup import escape

from indexer.places.gazetteer import load_gazetteer
from indexer.region import Box
from search.area import units_of
from search.cli.ask import add_marks, add_now, add_unfolded, limit_of, marks_of
from search.cli.console import Console
from search.cli.show import show_answer
from search.errors import BadPicture, UnknownName
from search.example import Example, read_phrases
from search.explain import explain
from search.moment_id import MomentId
from search.question.understood import Understood
from search.request import SearchRequest
from search.settings import Settings
from search.uploaded import FORMATS, LARGEST_BYTES, read_picture

_EPILOG = """\
examples:
  truyvet similar 5d1c0f9be02a7741.271000-279500
  truyvet similar 5d1c0f9be02a7741.271000-279500 --pts-ms 273000 --box 0.38,0.46,0.55,0.83
  truyvet similar phone.jpg --more "box on the back" --less car --within "Nguyễn Văn Quá sau 21h"

A moment's id stands in the answers of `truyvet search`, a hit's `pts_ms` and `best.box` in --json.
A picture is not kept; the audit log has its SHA-256.
"""


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command to the grammar."""
    similar = commands.add_parser(
        "similar", parents=[common], help="find what looks like a moment or a picture",
        description="Finds moments that look like a moment, what a box in it shows, or a picture "
        "file; words move the search towards them, or away.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    similar.add_argument("example", metavar="MOMENT|FILE", help=f"a moment's id, or {_kinds()}")
    similar.add_argument(
        "--box", type=_box, metavar="L,T,R,B",
        help="the part that counts: left, top, right, bottom as fractions of the picture",
    )  # fmt: skip
    similar.add_argument(
        "--pts-ms", "--pts", type=_pts, metavar="MS",
        help="the time of the picture in the moment's footage, as in a hit's pts_ms",
    )  # fmt: skip
    similar.add_argument(
        "--more",
        action="append",
        default=[],
        metavar="WORDS",
        help="more like these words; may be repeated",
    )
    similar.add_argument(
        "--less",
        action="append",
        default=[],
        metavar="WORDS",
        help="less like these words; may be repeated",
    )
    similar.add_argument(
        "--within", metavar="QUESTION", help="only where and when this says; the rest is not read"
    )
    add_now(similar)
    similar.add_argument(
        "--limit", type=limit_of, default=10, metavar="K", help="hits (default 10)"
    )
    add_unfolded(similar)
    add_marks(similar)
    similar.add_argument("--case", help="the case it is for; required once API keys exist")
    similar.add_argument("--reason", help="why it is asked; required once API keys exist")
    similar.add_argument("--model", metavar="NAME", help="encoder, if not the index's own")
    similar.set_defaults(command=run_similar)


def run_similar(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Search by the example and show the answer; 1 if nothing is indexed or it cannot be read."""
    from search.service import Service
    from search.state.database import open_state

    request = SearchRequest(
        understood=_scope(arguments.within, arguments.now or datetime.now(UTC), settings),
        example=_example(arguments),
        limit=arguments.limit,
        fold=not arguments.unfolded,
        marks=marks_of(arguments),
        case=arguments.case,
        reason=arguments.reason,
        asker=f"local:{getpass.getuser()}",
    )
    with open_state(settings.state_url) as state:
        answer = Service(settings, state).search(request)
    if console.json:
        console.result(answer)
    else:
        console.out.print(f"[dim]like[/]  {escape(_told(arguments))}")
        show_answer(answer, console)
    return 0


def _example(arguments: argparse.Namespace) -> Example:
    words = " ".join(_signed(arguments))
    phrases = read_phrases(words) if words else ()
    shown: dict[str, Any] = {"box": arguments.box, "pts_ms": arguments.pts_ms, "phrases": phrases}
    file = Path(arguments.example)
    try:
        moment = MomentId.parse(arguments.example)
    except UnknownName:
        return Example(picture=read_picture(_bytes_of(file)), **shown)
    return Example(moment=moment, **shown)


def _bytes_of(file: Path) -> bytes:
    """A picture's bytes, no more of them than are read at all."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadPicture(
            f"{file}: neither the id of a moment nor a file that can be read: {reason}"
        ) from error


def _scope(question: str | None, now: datetime, settings: Settings) -> Understood:
    """Where and when a question says; an example is only found in footage."""
    if question is None:
        return Understood(sources=("footage",))
    gazetteer = load_gazetteer(settings.folder)
    understood = explain(question, now, gazetteer, units_of(settings.area, gazetteer))
    return replace(understood, look_for="", sources=("footage",), then=None)


def _told(arguments: argparse.Namespace) -> str:
    box = ",".join(f"{edge:g}" for edge in arguments.box) if arguments.box else ""
    return "  ".join(filter(None, [arguments.example, box and f"box {box}", *_signed(arguments)]))


def _signed(arguments: argparse.Namespace) -> list[str]:
    """The words with their signs, as the page takes them."""
    return [f"+ {words}" for words in arguments.more] + [f"− {words}" for words in arguments.less]


def _box(text: str) -> Box:
    try:
        left, top, right, bottom = (float(edge) for edge in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"four fractions parted by commas, not {text!r}") from None
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise argparse.ArgumentTypeError(f"left < right and top < bottom, 0 to 1, not {text!r}")
    return left, top, right, bottom


def _pts(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError("milliseconds, from 0")
    return int(text)


def _kinds() -> str:
    return f"a picture file ({', '.join(FORMATS)})"
