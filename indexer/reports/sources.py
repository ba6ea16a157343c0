"""Sources of reports: what each one hands out, and what it leaves for us to fill in.

Which form a file has is told by its source and the ending of its name; the forms are in `formats`.
A file whose ending says nothing is JSON lines. Files are never loaded whole, each bad entry is
refused alone, and no reason quotes what stands in it: it may hold somebody's name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePath
from typing import Any

from indexer.errors import BadReport
from indexer.folding import nfc
from indexer.reports.formats import (
    document,
    facebook,
    hotline,
    json_items,
    json_lines,
    mail,
    youtube,
    zalo,
)
from indexer.reports.formats.archive import read_archive
from indexer.reports.formats.entry import DEPTH_LIMIT, Entry, Format, Opened
from indexer.reports.line import SourceDefaults, report_of
from indexer.reports.report import ReportKind
from indexer.reports.submission import Refusal, Submission, shown_path

_SURROGATES = re.compile("[\ud800-\udfff]")

_OWN: Mapping[str, Format] = {
    ".jsonl": json_lines.read,
    ".ndjson": json_lines.read,
    ".json": json_items.read_rows,
    ".csv": hotline.read,
    ".tsv": hotline.read,
}
"""Our own form, and tables in it: read for every source that has no other of that ending."""
_WRITTEN: Mapping[str, Format] = {
    ".docx": document.read_docx,
    ".pdf": document.read_pdf,
    ".txt": document.read_text,
}


_SAVED_AS: Mapping[str, str] = {
    ".xlsx": ".csv", ".xls": ".csv", ".ods": ".csv", ".doc": ".docx", ".odt": ".docx",
    ".rtf": ".docx", ".msg": ".eml", ".pst": ".mbox", ".rar": ".zip", ".7z": ".zip",
}  # fmt: skip
"""Endings of forms that are not read, and what the programs that write them also save as."""


@dataclass(frozen=True)
class Source:
    """One source: the channel and kind of what names none, and the forms of its files."""

    defaults: SourceDefaults
    formats: Mapping[str, Format]


def _source(channel: str, kind: ReportKind | None, formats: Mapping[str, Format]) -> Source:
    return Source(SourceDefaults(channel, kind), {**_OWN, **formats})


SOURCES: dict[str, Source] = {
    "jsonl": _source("jsonl", None, {".json": json_lines.read}),
    "zalo": _source("zalo", "tip", {".json": zalo.read}),
    "facebook": _source("facebook", "post", {".json": facebook.read}),
    "youtube": _source(
        "youtube", "comment", {".json": youtube.read_json, ".csv": youtube.read_csv}
    ),
    "hotline": _source("hotline", "tip", {}),
    "email": _source("email", "tip", {".mbox": mail.read_mbox, ".eml": mail.read_eml}),
    "document": _source("document", "incident", _WRITTEN),
    "statement": _source("statement", "statement", _WRITTEN),
    "scene": _source("scene", "scene", _WRITTEN),
}
"""The sources there are."""


def read_submissions(path: Path, source: str) -> Iterator[Submission | Refusal]:
    """The reports of a file, and a refusal for each entry that is none, in the file's order.

    Raises BadReport for an unknown source. A file that cannot be read, or has nothing of the source
    in it, is one refusal, line 0.
    """
    known = source_of(source)
    name = shown_path(path)
    try:
        _check_form(path, known)
        nothing = True
        with path.open("rb") as file:
            for item in submissions(Opened(file, path.name, _modified(path)), known, name):
                nothing = False
                yield item
        if nothing:
            yield Refusal(
                name, 0, f"nothing in it is a report of {source}; has it another --source?"
            )
    except IsADirectoryError:
        yield Refusal(name, 0, "it is a folder; name its files, or have `reports watch` take it")
    except (BadReport, OSError) as error:
        yield Refusal(name, 0, _why_unread(error))


def _why_unread(error: BadReport | OSError) -> str:
    if isinstance(error, BadReport):
        return str(error)
    return f"cannot be read: {error.strerror or error}"


def source_of(source: str) -> Source:
    """The source of that name; BadReport if there is none."""
    if source not in SOURCES:
        raise BadReport(f"unknown source {source!r}; known are {', '.join(sorted(SOURCES))}")
    return SOURCES[source]


def submissions(opened: Opened, source: Source, shown: str) -> Iterator[Submission | Refusal]:
    """The reports of an opened file, and its refusals under the name that is `shown`."""
    for entry in _format(opened.name, source)(opened):
        try:
            yield _submission(entry, source.defaults)
        except BadReport as error:
            yield Refusal(shown, entry.number, str(error))


def _check_form(path: Path, source: Source) -> None:
    """BadReport where the file is empty, or its ending says that it is another thing."""
    ending = path.suffix.lower()
    if ending in _SAVED_AS:
        raise BadReport(f"{ending} files are not read; save it as {_SAVED_AS[ending]}")
    of_others = {form for other in SOURCES.values() for form in other.formats} - {".txt"}
    if ending in of_others - source.formats.keys():
        fitting = (name for name, other in SOURCES.items() if ending in other.formats)
        raise BadReport(f"a {ending} file is read with --source {' or '.join(fitting)}")
    if path.is_file() and not path.stat().st_size:
        raise BadReport("the file is empty")


def _format(name: str, source: Source) -> Format:
    ending = PurePath(name).suffix.lower()
    if ending == ".zip":
        return partial(read_archive, formats=source.formats)
    return source.formats.get(ending, json_lines.read)


def _submission(entry: Entry, defaults: SourceDefaults) -> Submission:
    if entry.row is None:
        raise BadReport(entry.reason)
    row = _clean(entry.row)
    return Submission(report_of(row, defaults), row.get("sender"))


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _clean(value: Any, depth: int = 0) -> Any:
    """Strings composed (NFC), without halves of surrogate pairs; all else as it is."""
    if depth > DEPTH_LIMIT:
        raise BadReport("JSON with a number or a nesting that cannot be read")
    if isinstance(value, str):
        return nfc(_SURROGATES.sub("\ufffd", value))
    if isinstance(value, dict):
        return {_clean(key): _clean(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item, depth + 1) for item in value]
    return value
