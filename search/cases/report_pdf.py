"""The case as people print and file it: one PDF, in Vietnamese or in English, set by Typst.

Typst brings its own typefaces, which have all letters of Vietnamese, and makes PDF/A-2b, the form
that archives keep: the same input gives the same bytes. What is told goes in as data, never as
markup, so no text of a case can become a command.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import Any

from search.cases.local_time import local
from search.cases.report import Account, drawn, told
from search.cases.words import Language
from search.errors import SearchError

TEMPLATE = Path(__file__).with_name("report.typ")
MOST_SEARCHES = 200
"""Searches in the printed report, the latest; all are in the records beside it."""
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_RARE = re.compile(r"[\u2600-\u27bf\ue000-\uf8ff\ufe00-\ufe0f\U00010000-\U0010ffff]")
_MOST_RARE = 50
"""Further characters without a letterform that are looked for, one at a time."""


def report_pdf(account: Account, language: Language, payload: Path) -> bytes:
    """The PDF; its pictures are read from `payload`, the bag's folder of payload."""
    import typst  # loads with the first report

    values = json.dumps(_values(account, language), ensure_ascii=False)
    text = _RARE.sub(lambda found: _named(found[0]), values)
    for _ in range(_MOST_RARE):
        try:
            return _set(text, payload)
        except typst.TypstError as error:
            unshown = _UNSHOWN.search(str(error))
            if unshown is None:
                raise SearchError(f"the PDF report cannot be made: {error}") from error
            for character in set(unshown[1]):
                text = text.replace(character, _named(character))
    raise SearchError("the PDF report cannot be made: too many characters without a letterform")


def _set(text: str, payload: Path) -> bytes:
    """The document, with no typeface but those that Typst brings; TypstError."""
    import typst

    made = typst.compile(  # type: ignore[type-var]  # its stub wants input and root of one type
        TEMPLATE.read_bytes(),
        root=str(payload),
        ignore_system_fonts=True,
        sys_inputs={"told": text},
        pdf_standards=["a-2b"],
    )
    assert isinstance(made, bytes), "one document"
    return made


def _named(text: str) -> str:
    """A character that the typefaces lack, by its number."""
    return "".join(f"[U+{ord(character):04X}]" for character in text)


def _values(account: Account, language: Language) -> dict[str, Any]:
    """What the template reads: texts as they stand on the paper, pictures by their paths."""
    said = told(account, language)
    shown_map = drawn("map", said) if said["map"] else None
    at = account.made_at.astimezone(UTC)
    return {
        "language": language,
        "words": said["words"],
        "form": asdict(said["form"]),
        "title": f"{said['case']['name']}: {said['case']['title']}",
        "made": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "head": _head(said),
        "demonstration": said["demonstration"],
        "map": shown_map,
        "timeline": drawn("timeline", said) if said["items"] else None,
        "items": [_item(item, said) for item in said["items"]],
        "notes": [_note(note) for note in _of_case(said)],
        "searches": [_search(search, said["words"]) for search in said["searches"][:MOST_SEARCHES]],
        "changes": [_change(change, said["words"]) for change in said["changes"]],
    }


def _head(said: Mapping[str, Any]) -> str:
    words, case = said["words"], said["case"]
    return (
        f"{words['opened']} {local(case['at'])} {words['by']} {case['by']} · {words['version']} "
        f"{case['version']} · {words['made']} {local(said['made_at'])} {words['program']} "
        f"{said['program']}. {words['clock']}"
    )


def _item(item: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    words, derived = said["words"], item["derived"]
    is_moment = item["kind"] == "moment"
    kind = item["shown"].get("kind")
    title = item["shown"]["camera"]["name"] if is_moment else words["kinds"].get(kind, kind)
    own = [note for note in said["notes"] if _is_about(note, item)]
    return {
        "number": item["number"],
        "title": f"{words['moment']}: {title}" if is_moment else title,
        "troubles": [words["troubles"][trouble] for trouble in item["troubles"]],
        "text": (item["report"] or {}).get("text"),
        "pictures": [
            {"path": _path(derived[name]), "words": f"{words[name]}. {words['derived']}."}
            for name in ("still", "marked")
            if name in derived
        ]
        + [
            {"path": _path(one["still"]), "words": one["caption"]}
            for one in item["attachments"]
            if "still" in one
        ],
        "rows": [
            *(_moment_rows(item, words) if is_moment else _report_rows(item, words)),
            [words["pinned"], f"{local(item['at'])} {words['by']} {item['by']}"],
            ["ID", item["id"]],
        ],
        "notes": [_note(note) for note in own],
    }


def _moment_rows(item: Mapping[str, Any], words: Mapping[str, Any]) -> list[list[str]]:
    shown, original = item["shown"], item["original"] or {}
    camera = ", ".join(filter(None, [shown["camera"]["id"], shown["camera"].get("street")]))
    rows = [
        [words["camera"], camera],
        [words["time"], f"{local(shown['start'])} – {local(shown['end'])}"],
    ]
    if "file" in original:
        size = f"{original['bytes']} {words['bytes']}"
        rows += [
            [words["original"], f"{_path(original['file'])[1:]}, {size}"],
            [words["sha256"], original["sha256"]],
        ]
    if "clock" in original:
        clock = original["clock"]
        told_offset = f"{clock['camera_offset_ms']} ms ({words['offset_camera']})"
        sidecar = (clock["sidecar"] or {}).get("clock_offset_ms")
        extra = "" if sidecar is None else f"; {sidecar} ms ({words['offset_sidecar']})"
        rows.append([words["offset"], told_offset + extra])
    if "clip" in item["derived"]:
        clip = f"{_path(item['derived']['clip'])[1:]}. {words['derived']}."
        rows.append([words["clip"], clip])
    return rows


def _report_rows(item: Mapping[str, Any], words: Mapping[str, Any]) -> list[list[str]]:
    shown = item["shown"]
    rows = [
        [words["channel"], shown["channel"]],
        [words["received"], local(shown["received_at"])],
    ]
    if shown["occurred"]:
        occurred = shown["occurred"]
        rows.append(
            [words["occurred"], f"{local(occurred['after'])} – {local(occurred['before'])}"]
        )
    if shown["place"] and shown["place"]["text"]:
        rows.append([words["place"], shown["place"]["text"]])
    for one in item["attachments"]:
        rows += _attachment_rows(one, words)
    return rows


def _attachment_rows(one: Mapping[str, Any], words: Mapping[str, Any]) -> Iterator[list[str]]:
    name = f"{words['attachment']} {one['number']}"
    size = f"{one['bytes']} {words['bytes']}" if "bytes" in one else None
    if "file" in one:
        yield [name, f"{words['original']}: {_path(one['file'])[1:]}, {size}"]
    elif size:
        yield [name, size]
    if "clip" in one:
        yield [name, f"{words['clip']}: {_path(one['clip'])[1:]}, {one['clip_told']}"]
    if "trouble" in one:
        yield [name, words["troubles"][one["trouble"]]]
    yield [f"{name}, {words['sha256']}", one["sha256"]]


def _of_case(said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Notes that are about nothing pinned."""
    about = [note for item in said["items"] for note in said["notes"] if _is_about(note, item)]
    return [note for note in said["notes"] if note not in about]


def _is_about(note: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    return bool(note["about"] == {"kind": item["kind"], "id": item["id"]})


def _note(note: Mapping[str, Any]) -> dict[str, str]:
    return {"text": note["text"], "by": f"{note['by']}, {local(note['at'])}"}


def _search(search: Mapping[str, Any], words: Mapping[str, Any]) -> list[str]:
    hits = words["unanswered"] if search["hits"] is None else str(len(search["hits"]))
    generation = search["generation"]
    return [
        str(search["id"]),
        f"{local(search['at'])} {words['by']} {search['asker']}",
        search["question"],
        search["reason"] or "",
        hits,
        f"{generation.get('footage')} / {generation.get('reports')}",
    ]


def _change(change: Mapping[str, Any], words: Mapping[str, Any]) -> list[str]:
    did = words["did"].get(change["did"], change["did"])
    return [str(change["version"]), local(change["at"]), change["by"], did, change["subject"]]


def _path(name: str) -> str:
    """A file of the bag as the template finds it: from the top of its payload."""
    return f"/{name.removeprefix('data/')}"
