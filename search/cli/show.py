"""An answer, as a person reads it in a terminal."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import unescape
from typing import Any

from rich.markup import escape
from rich.table import Table

from indexer.ids import LOCAL_ZONE
from indexer.reports.attachment import NAMESPACE
from search.cli.console import Console
from search.cli.show_why import reasons

Json = Mapping[str, Any]


def show_understood(understood: Json, console: Console) -> None:
    """The parsed question, one line for each thing it says."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _chips(understood):
        table.add_row(name, value)
    console.out.print(table)


def _chips(understood: Json) -> list[tuple[str, str]]:
    chips = [("look for", escape(understood["look_for"]) or "anything")]
    chips += [("where", _place(place)) for place in understood["places"]]
    chips += [line for name in understood["shared"] for line in shared_lines(name)]
    chips += [("when", _time(understood["time"]))] if any(understood["time"].values()) else []
    chips += [("sources", ", ".join(understood["sources"]))]
    chips += [("without", escape(phrase)) for phrase in understood["exclude"]]
    if understood["then"]:
        later = understood["then"]["question"]
        chips.append(("then", escape(later["look_for"]) or "anything"))
        chips += [line for name in later["shared"] for line in shared_lines(name)]
    known = {place["words"]: place["units"] for place in understood["elsewhere"]}
    chips += [
        ("[yellow]not read[/]", escape(word) + _elsewhere(known.get(word, ())))
        for word in understood["unresolved"]
    ]
    chips += [("[dim]said besides[/]", escape(words)) for words in understood["asides"]]
    return chips


def _elsewhere(units: Sequence[str]) -> str:
    """Where a place lies that is not known here."""
    return f" [dim](in {escape(', '.join(units))}, not among the places here)[/]" if units else ""


def shared_lines(shared: Json) -> list[tuple[str, str]]:
    """A name that several places share, a line for each of them: whether it is searched."""
    count = len(shared["candidates"]) + shared["more"]
    lines = [("[yellow]which?[/]", f"{escape(shared['name'])}: {count} places have this name")]
    lines += [("", _candidate(one)) for one in shared["candidates"]]
    if shared["more"]:
        lines.append(("", f"[dim]and {shared['more']} more[/]"))
    return lines


def _candidate(one: Json) -> str:
    where = ", ".join(one["units"]) or f"{one['lat']:.4f}, {one['lon']:.4f}"
    own = " (your area)" if one["own_area"] else ""
    searched = "[green]searched[/]    " if one["searched"] else "[yellow]not searched[/]"
    return f"{searched}  {escape(where)}{own}  [dim]--place {escape(one['ids'][0])}[/]"


def _place(place: Json) -> str:
    within = f" (within {place['radius_m']:.0f} m)" if place["radius_m"] else ""
    relation = place["relation"].replace("_", " ")
    return f"{relation} {escape(place['name'])}, {place['kind']}{within}"


def _time(time: Json) -> str:
    parts = []
    if time["after"]:
        parts.append(f"from {moment_text(time['after'])}")
    if time["before"]:
        parts.append(f"to {moment_text(time['before'])}")
    if time["daily"]:
        parts.append(f"each day {time['daily']['from']}–{time['daily']['to']}")
    if time["weekdays"]:
        names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        parts.append("on " + ", ".join(names[day - 1] for day in time["weekdays"]))
    return ", ".join(parts)


def moment_text(iso: str) -> str:
    """A time as people here write it: day/month/year and the local clock."""
    return datetime.fromisoformat(iso).astimezone(LOCAL_ZONE).strftime("%d/%m/%Y %H:%M:%S")


def show_answer(answer: Json, console: Console) -> None:
    """Understood, hits, then what was searched and what was not."""
    show_understood(answer["understood"], console)
    console.out.print()
    for hit in answer["hits"]:
        _show_hit(hit, answer, console)
    if not answer["hits"]:
        console.out.print("Nothing found in what was searched.\n")
    _show_searched(answer, console)


def _relevance(hit: Json, line: float | None) -> str:
    """Whether a moment is likely or weak; nothing where the encoder was not calibrated."""
    if line is None or hit["relevance"] is None:
        return ""
    word = "[green]likely[/]" if hit["relevance"] >= line else "[dim]weak[/]"
    return f"{word} [dim]({hit['relevance']:.2f})[/]  "


def _show_hit(hit: Json, answer: Json, console: Console) -> None:
    head = f"[bold]{hit['rank']:>3}[/]  "
    if hit["kind"] == "moment":
        camera = hit["camera"]
        where = escape(camera["street"] or camera["name"])
        console.out.print(
            f"{head}[cyan]▶ {moment_text(hit['best']['at'])}[/]  {where}  "
            f"{_relevance(hit, answer['relevance_line'])}"
            f"[dim]camera {escape(camera['id'])} · {hit['id']} · {hit['score']:.2f}[/]"
        )
    else:
        report = hit["report"]
        console.out.print(
            f"{head}[green]✉ {moment_text(report['received_at'])}[/]  {report['kind']}, "
            f"{escape(report['channel'])}{_about(report)}  "
            f"[dim]{escape(hit['id'])} · {hit['score']:.2f}[/]"
        )
        console.out.print(f"     {_text(hit)}")
        if hit["picture"]:
            found = hit["picture"]
            box = ",".join(map(str, found["box"]))
            console.out.print(f"     [cyan]▣ picture[/] [dim]{found['moment']} --box {box}[/]")
    for reason in reasons(hit, answer["hits"]):
        console.out.print(f"     [dim]{escape(reason)}[/]")
    console.out.print()


def _about(report: Json) -> str:
    """What a report's words say it is about, if they say anything."""
    category = str(report["category"]).replace("_", " ")
    return "" if category == "other" else f", {category}"


def _text(hit: Json) -> str:
    if not hit["highlights"]:
        return escape(hit["report"]["text"][:300])
    pieces = re.split(r"</?em>", hit["highlights"][0])
    marked = (
        f"[bold]{escape(unescape(piece))}[/]" if number % 2 else escape(unescape(piece))
        for number, piece in enumerate(pieces)
    )
    return "".join(marked)


def _show_searched(answer: Json, console: Console) -> None:
    coverage = answer["coverage"]
    how = "exactly" if coverage["exact"] else _approximately(coverage)
    console.out.print(
        f"Searched {coverage['regions_searched']:,} of {coverage['regions_in_scope']:,} regions, "
        f"{how}, on {coverage['cameras_indexed']} of {coverage['cameras']} cameras in scope, and "
        f"{coverage['reports_in_scope']:,} reports, in {answer['took_ms']['total']:.0f} ms."
    )
    for gap in coverage["not_indexed"][:10]:
        console.out.print(f"[yellow]Not searched:[/] {_gap(gap)}")
    if len(coverage["not_indexed"]) > 10:
        console.out.print(
            f"[yellow]… and {len(coverage['not_indexed']) - 10} more gaps (--json)[/]"
        )
    for failed in answer["failed"]:
        console.out.print(f"[red]{failed['retriever']} failed:[/] {escape(failed['reason'])}")
    if answer["model"] and answer["model"]["demonstration"]:
        console.out.print("[yellow]Demonstration model: not for real investigations.[/]")


def _approximately(coverage: Json) -> str:
    return f"approximately (recall@{coverage['recall_at']} {coverage['recall']:g} measured)"


def _gap(gap: Json) -> str:
    when = ""
    if gap["after"]:
        when = f", {moment_text(gap['after'])} to {moment_text(gap['before'])}"
    what = "attachment of " if gap["camera"].startswith(NAMESPACE) else "camera "
    return escape(f"{what}{gap['camera']}{when}: {gap['reason']}")
