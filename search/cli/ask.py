"""`truyvet search` and `truyvet explain`."""

import argparse
import getpass
import json
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import Any

from indexer.ids import LOCAL_ZONE
from indexer.places.gazetteer import load_gazetteer
from search.area import units_of
from search.cli.console import Console, print_json
from search.cli.narrow import add_filters, filters_of, show_facets
from search.cli.show import show_answer, show_understood
from search.errors import BadQuestion
from search.explain import explain
from search.marks import Marks
from search.question.understood import Understood
from search.question.which import chosen
from search.request import SearchRequest
from search.settings import Settings

_EPILOG = """\
examples:
  truyvet search "xe máy đỏ gần Nguyễn Văn Quá sau 9 giờ tối" --limit 5
  truyvet search "giật điện thoại" --category snatching --channel zalo --facets
  truyvet search "red motorbike" --kind moment            footage alone
  truyvet search "red motorbike" --kind tip --kind statement --day 2022-04-27
  truyvet search "red motorbike" --accept 5d1c0f9be02a7741.271000-279500
  truyvet search "xe máy đỏ gần Quang Trung" --place street:quang-trung-hoc-mon
"""


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add both commands to the grammar."""
    search = commands.add_parser(
        "search", parents=[common], help="ask a question",
        description="Ask in English or Vietnamese, with or without accents.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    search.add_argument("question", metavar="QUESTION")
    add_now(search)
    search.add_argument("--limit", type=limit_of, default=10, metavar="K", help="hits (default 10)")
    add_unfolded(search)
    add_marks(search)
    _add_place(search)
    search.add_argument("--case", help="the case it is for; required once API keys exist")
    search.add_argument("--reason", help="why it is asked; required once API keys exist")
    search.add_argument("--model", metavar="NAME", help="encoder, if not the index's own")
    add_filters(search)
    search.set_defaults(command=run_search)
    explain = commands.add_parser(
        "explain", parents=[common], help="show how a question is understood, without searching",
        epilog='example: truyvet explain "red motorbike near Tô Ký after 9pm"',
    )  # fmt: skip
    what = explain.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", metavar="QUESTION")
    what.add_argument(
        "--file", type=Path, metavar="FILE",
        help="JSON lines with `text` and optional `now`; one JSON line each, in order",
    )  # fmt: skip
    add_now(explain)
    _add_place(explain)
    explain.set_defaults(command=run_explain)


def run_search(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Search and show the answer; 1 if nothing is indexed."""
    from search.service import Service
    from search.state.database import open_state

    request = SearchRequest(
        **_asked(arguments, settings),
        now=arguments.now,
        limit=arguments.limit,
        fold=not arguments.unfolded,
        marks=marks_of(arguments),
        case=arguments.case,
        reason=arguments.reason,
        asker=f"local:{getpass.getuser()}",
        **filters_of(arguments),
    )
    with open_state(settings.state_url) as state:
        answer = Service(settings, state).search(request)
    if console.json:
        console.result(answer)
    else:
        show_answer(answer, console)
        if arguments.facets:
            show_facets(answer["facets"], console)
    return 0


def run_explain(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Show how one question, or each of a file, is understood."""
    now = arguments.now or datetime.now(UTC)
    if arguments.file is not None:
        for text, at in _questions(arguments.file, now):
            print_json(_one_of_many(text, at, arguments, settings).to_json())
        return 0
    understood = _explained(arguments.question, now, arguments, settings).to_json()
    if console.json:
        console.result(understood)
    else:
        show_understood(understood, console)
    return 0


def _asked(arguments: argparse.Namespace, settings: Settings) -> dict[str, Any]:
    """The question as a request has it: in words, or, where a place was chosen, understood."""
    if not arguments.place:
        return {"question": arguments.question}
    now = arguments.now or datetime.now(UTC)
    return {"understood": _explained(arguments.question, now, arguments, settings)}


def _explained(
    text: str, now: datetime, arguments: argparse.Namespace, settings: Settings
) -> Understood:
    """A question as it is understood here, the places chosen that `--place` names."""
    gazetteer = load_gazetteer(settings.folder)
    understood = explain(text, now, gazetteer, units_of(settings.area, gazetteer))
    return reduce(chosen, arguments.place, understood)


def _one_of_many(
    text: str, now: datetime, arguments: argparse.Namespace, settings: Settings
) -> Understood:
    """A question of a file; an empty one asks for nothing and keeps no other from its line."""
    if not text.strip():
        return Understood(text=text)
    return _explained(text, now, arguments, settings)


def _questions(file: Path, now: datetime) -> list[tuple[str, datetime]]:
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestion(f"{file}: cannot be read: {error}") from error
    return [
        _question(file, number, line, now) for number, line in enumerate(lines, 1) if line.strip()
    ]


def _question(file: Path, number: int, line: str, now: datetime) -> tuple[str, datetime]:
    try:
        row = json.loads(line)
        return str(row["text"]), parse_now(row["now"]) if row.get("now") else now
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadQuestion(f"{file}:{number}: not a JSON object with `text`: {error}") from error


def add_now(parser: argparse.ArgumentParser) -> None:
    """Add `--now`."""
    parser.add_argument(
        "--now", type=_now, metavar="ISO",
        help='the moment "yesterday" is seen from (default: the clock), 2022-04-28T08:00+07:00',
    )  # fmt: skip


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--place", action="append", default=[], metavar="ID",
        help="of places that share a name in the question, the one that is meant; `explain` lists "
        "them; give it again for another name",
    )  # fmt: skip


def add_unfolded(parser: argparse.ArgumentParser) -> None:
    """Add `--unfolded`."""
    parser.add_argument(
        "--unfolded", action="store_true",
        help="list each time that the same thing was seen at the same place, too",
    )  # fmt: skip


def add_marks(parser: argparse.ArgumentParser) -> None:
    """Add `--accept` and `--reject`."""
    for option, says in (("accept", "right"), ("reject", "wrong")):
        parser.add_argument(
            f"--{option}", action="append", default=[], metavar="MOMENT_ID",
            help=f"this moment is {says}: rank anew by that; give it again for more",
        )  # fmt: skip


def marks_of(arguments: argparse.Namespace) -> Marks:
    """The marks given; BadQuestion, UnknownName where they cannot be read."""
    return Marks.of(arguments.accept, arguments.reject)


def parse_now(text: str) -> datetime:
    """An ISO time; one without offset is local time (Asia/Ho_Chi_Minh)."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_ZONE)


def _now(text: str) -> datetime:
    try:
        return parse_now(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not an ISO time: {text!r}") from None


def limit_of(text: str) -> int:
    """A number of hits as an argument."""
    if not text.isdigit() or not 1 <= int(text) <= 200:
        raise argparse.ArgumentTypeError("a number from 1 to 200")
    return int(text)
