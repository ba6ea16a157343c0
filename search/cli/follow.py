"""`truyvet follow`: where a moment's vehicle may have been seen next, or before."""

import argparse
import getpass
from collections.abc import Iterator, Mapping
from typing import Any

from rich.markup import escape

from indexer.region import Box
from search.cli.console import Console
from search.cli.show import moment_text
from search.follow.pace import FASTEST_KMH, SLACK, SLOWEST_KMH, Pace
from search.follow.request import BREADTH, DEPTH, WITHIN_S, FollowRequest
from search.moment_id import MomentId
from search.settings import Settings

Json = Mapping[str, Any]
_EPILOG = """\
examples:
  truyvet follow 5d1c0f9be02a7741.271000-279500
  truyvet follow 5d1c0f9be02a7741.271000-279500 --pts-ms 273000 --box 0.41,0.52,0.48,0.63
  truyvet follow 5d1c0f9be02a7741.271000-279500 --backward --within 300

Each line of the trail is a moment that may be the vehicle: its share of what was found, the camera,
when, the way there, and how alike it looks. Look at it before you believe it; then follow it on.

The id of a moment, pts_ms and best.box stand beside each hit of `truyvet search --json`. Known
streets come with the program and by `truyvet places import streets.geojson`; without any, distances
are straight ones times 1.3, and the answer says so.
"""

_NUMBERS: tuple[tuple[str, type, str, float, str], ...] = (
    ("--within", float, "SECONDS", WITHIN_S, "for how long after it, or before it"),
    ("--slowest", float, "KMH", SLOWEST_KMH, "mean speed at least"),
    ("--fastest", float, "KMH", FASTEST_KMH, "mean speed at most"),
    ("--slack", float, "SHARE", SLACK, "by which travel times are widened"),
    ("--depth", int, "N", DEPTH, "how many cameras one after the other"),
    ("--breadth", int, "N", BREADTH, "branches from the moment itself; fewer after"),
)


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command to the grammar."""
    follow = commands.add_parser(
        "follow", parents=[common], help="where a moment's vehicle went, or came from",
        description="Which cameras the vehicle of a moment could reach, when and how fast, what\n"
        "looks like it there, the next camera to look at, and where no footage is.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    follow.add_argument(
        "moment", metavar="MOMENT_ID", help="the hit to follow, by its id in `truyvet search`"
    )
    follow.add_argument("--backward", action="store_true", help="where it came from")
    for name, kind, metavar, default, says in _NUMBERS:
        follow.add_argument(
            name, type=kind, metavar=metavar, default=default, help=f"{says} (default {default:g})"
        )
    follow.add_argument(
        "--pts-ms", type=int, metavar="MS", help="which picture of the moment, as the hit's pts_ms"
    )
    follow.add_argument(
        "--box", type=_box, metavar="L,T,R,B",
        help="which vehicle, as the hit's best.box (else the largest)",
    )  # fmt: skip
    follow.add_argument("--case", help="the case it is for; required once API keys exist")
    follow.add_argument("--reason", help="why; required once API keys exist")
    follow.set_defaults(command=run_follow)


def run_follow(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Follow and show the trail."""
    from search.service import Service
    from search.state.database import open_state

    request = FollowRequest(
        moment=MomentId.parse(arguments.moment),
        pts_ms=arguments.pts_ms,
        box=arguments.box,
        direction="backward" if arguments.backward else "forward",
        within_s=arguments.within,
        pace=Pace(arguments.slowest, arguments.fastest, arguments.slack),
        depth=arguments.depth,
        breadth=arguments.breadth,
        case=arguments.case,
        reason=arguments.reason,
        asker=f"local:{getpass.getuser()}",
    )
    with open_state(settings.state_url) as state:
        answer = Service(settings, state).follow(request)
    if console.json:
        console.result(answer)
    else:
        show_trail(answer, console)
    return 0


def _box(text: str) -> Box:
    try:
        left, top, right, bottom = map(float, text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"four fractions L,T,R,B, not {text!r}") from None
    return left, top, right, bottom


def show_trail(answer: Json, console: Console) -> None:
    """The trail as a tree, and what stands behind it."""
    root = answer["moment"]
    console.out.print(f"[bold]{escape(root['camera']['name'])}[/], {moment_text(root['start'])}")
    for line in _lines(answer["trail"]):
        console.out.print(line)
    if not answer["trail"]:
        console.out.print("nothing in reach looks like it")
    if found := answer["next_camera"]:
        console.out.print(f"look next at {_window(found)}")
    for line in _behind(answer):
        console.out.print(line, style="dim")


def _lines(branches: list[Json], depth: int = 1) -> Iterator[str]:
    for branch in branches:
        moment = branch["moment"]
        speed = f", {branch['speed_kmh']:.0f} km/h" if branch["speed_kmh"] else ""
        speed += f" [yellow]{beyond}[/]" if (beyond := _beyond(branch)) else ""
        straight = ", [yellow]no known street[/]" if branch["by"] == "straight" else ""
        yield (
            f"{'    ' * (depth - 1)} └─ [bold]{branch['share']:.0%}[/] "
            f"{escape(moment['camera']['name'])}, {moment_text(moment['best']['at'])}: "
            f"{branch['distance_m']:,.0f} m in {branch['travel_s']:.0f} s{speed}{straight}, "
            f"alike {branch['alike']:.2f}  [dim]{moment['id']}[/]"
        )
        yield from _lines(branch["next"], depth + 1)


def _beyond(branch: Json) -> str:
    """What speaks against a branch and does not rule it out."""
    words = ["within the slack of ways and times"] if branch["in_slack"] else []
    words += ["seen driving the other way"] if branch["against"] else []
    return f"({', '.join(words)})" if words else ""


def _window(found: Json) -> str:
    name = escape(found["camera"]["name"])
    return f"{name}, {moment_text(found['earliest'])} to {moment_text(found['latest'])}"


def _behind(answer: Json) -> list[str]:
    travel, searched, lacking = (
        answer[key] for key in ("model_of_travel", "searched", "not_covered")
    )
    on = f"{travel['cameras_on_streets']} of {travel['cameras']} cameras on known streets"
    how = (
        on
        if travel["by"] == "streets"
        else f"no known streets: straight ways × {travel['straight_factor']}"
    )
    exact = "exact" if searched["exact"] else "approximate"
    lines = [
        f"{answer['in_reach']} cameras in reach at {travel['slowest_kmh']:g} to "
        f"{travel['fastest_kmh']:g} km/h, {searched['cameras']} looked at; {how}",
        f"searched {searched['regions_searched']:,} of {searched['regions_in_scope']:,} regions, "
        f"{exact}",
    ]
    blind = [one["camera"]["name"] for one in lacking["cameras"] if one["whole"]]
    if blind:
        names = dict.fromkeys(map(escape, blind))
        lines.append(f"no footage in time: {', '.join(names)}")
    if lacking["streets"]:
        lines.append(f"no camera on: {', '.join(map(escape, lacking['streets']))}")
    return lines
