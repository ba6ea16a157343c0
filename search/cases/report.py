"""The case as people read it: one HTML page without scripts, in Vietnamese or in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from indexer.ids import local_iso
from indexer.places.gazetteer import Gazetteer
from search.cases.case import Board, Change, Form, happened_ms
from search.cases.evidence import Item
from search.cases.forms import filled
from search.cases.local_time import local, seconds
from search.cases.sketch import HEIGHT, WIDTH, Point, sketch_map, sketch_times
from search.cases.words import WORDS, Language
from search.state.audit import AuditRecord


@dataclass(frozen=True)
class Account:
    """All that a report tells of, and in which form: the board, its evidence, who did what."""

    board: Board
    items: tuple[Item, ...]
    changes: tuple[Change, ...]
    searches: tuple[AuditRecord, ...]
    gazetteer: Gazetteer
    made_at: datetime
    program: str
    form: Form = "evidence"


def report_html(account: Account, language: Language) -> str:
    """The page; pictures are named relative to `data/`, where it lies."""
    return _templates().get_template("report.html").render(told(account, language))


def drawn(name: str, told: Mapping[str, Any]) -> str:
    """The sketch `map` or `timeline` of what is told, as an SVG picture."""
    return _templates().get_template(f"{name}.svg").render(told)


def told(account: Account, language: Language) -> dict[str, Any]:
    """All that a report says in a language, as plain values; times are ISO texts."""
    words, times_ms = WORDS[language], [happened_ms(item.pin.shown) for item in account.items]
    items = [
        {**item.to_json(), "mark": mark, "attachments": _attached(item, language)}
        for item, mark in zip(account.items, sketch_times(times_ms), strict=True)
    ]
    ordered = sorted(times_ms)
    return {
        "words": words,
        "language": language,
        "form": filled(account.form, account.board, account.items, language),
        "case": account.board.to_json(),
        "items": items,
        "between": [local_iso(at) for at in dict.fromkeys((*ordered[:1], *ordered[-1:]))],
        "notes": [note.to_json() for note in account.board.notes],
        "searches": [search.to_json() for search in account.searches],
        "changes": [change.to_json() for change in account.changes],
        "map": sketch_map(_points(account), account.gazetteer),
        "map_size": (WIDTH, HEIGHT),
        "made_at": account.made_at.isoformat(),
        "program": account.program,
        "demonstration": any((s.model or {}).get("demonstration") for s in account.searches),
    }


def _attached(item: Item, language: Language) -> list[dict[str, Any]]:
    """What came with a report, each with its `caption`, and a video's clip with `clip_told`."""
    return [{**one, **_attachment_said(one, language)} for one in item.attachments]


def _attachment_said(one: Mapping[str, Any], language: Language) -> dict[str, str]:
    words = WORDS[language]
    said = [f"{words['attachment']} {one['number']}."]
    told = {}
    if "length_ms" in one:
        length = seconds(one["length_ms"], language)
        at = seconds(one["still_pts_ms"], language)
        said.append(words["video_still"].format(at=at, length=length))
    if "clip" in one:
        after, before = (seconds(ms, language) for ms in one["clip_pts_ms"])
        part = words["video_clip"].format(after=after, before=before, length=length)
        told["clip_told"] = f"{part}. {words['derived']}."
    caption = " ".join([*said, words["sight"][one["sight"]], f"{words['derived']}."])
    return {**told, "caption": caption}


def _points(account: Account) -> list[Point]:
    places = [(item.number, _place(item)) for item in account.items]
    return [
        Point(number, place["lat"], place["lon"])
        for number, place in places
        if place and place.get("lat") is not None and place.get("lon") is not None
    ]


def _place(item: Item) -> dict[str, Any] | None:
    found: dict[str, Any] | None = item.pin.shown.get("camera") or item.pin.shown.get("place")
    return found


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["local"] = local
    made.filters["file"] = lambda name: name.removeprefix("data/")
    return made
