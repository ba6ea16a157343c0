"""Sources of reports: files of JSON lines, read one line at a time, each bad line refused alone.

Every source takes the same line, one object (`id`, `kind`, `channel`, `text`, `received_at`,
optional `occurred`, `place`, `media`, `sender`); what a line leaves out, its source fills in where
it can (`SOURCES`). Files are never loaded whole, and no reason quotes a line's content: it may hold
somebody's name.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from indexer.errors import BadReport
from indexer.folding import nfc
from indexer.reports.line import SourceDefaults, report_of
from indexer.reports.report import Report

LINE_LIMIT_BYTES = 4 * 1024 * 1024
"""A longer line is refused: no report is that long, and it would have to be held in memory."""
_BOM = b"\xef\xbb\xbf"
_SURROGATES = re.compile("[\ud800-\udfff]")

SOURCES: dict[str, SourceDefaults] = {
    "jsonl": SourceDefaults("jsonl", None),
    "zalo": SourceDefaults("zalo", "tip"),
    "facebook": SourceDefaults("facebook", "post"),
    "youtube": SourceDefaults("youtube", "comment"),
    "hotline": SourceDefaults("hotline", "tip"),
    "email": SourceDefaults("email", "tip"),
    "document": SourceDefaults("document", "incident"),
    "statement": SourceDefaults("statement", "statement"),
    "scene": SourceDefaults("scene", "scene"),
}
"""The sources there are, each with the channel and the kind of a line that names none."""


@dataclass(frozen=True)
class Submission:
    """A report as it came in, and who sent it, who stays out of `repr` and so out of logs."""

    report: Report
    sender: Any = field(default=None, repr=False)


@dataclass(frozen=True)
class Refusal:
    """A line (from 1; 0: the file as a whole) that was not taken in, and why."""

    file: str
    line: int
    reason: str

    @property
    def path(self) -> str:
        """The file, with the line's number behind a colon."""
        return f"{self.file}:{self.line}" if self.line else self.file


def read_submissions(path: Path, source: str) -> Iterator[Submission | Refusal]:
    """The reports of a file, and a refusal for each line that is none, in the file's order.

    Raises BadReport for an unknown source. A file that cannot be read is one refusal, line 0.
    """
    defaults = source_defaults(source)
    name = shown_path(path)
    try:
        with path.open("rb") as file:
            yield from _read_lines(file, name, defaults)
    except OSError as error:
        yield Refusal(name, 0, f"cannot be read: {error.strerror or error}")


def source_defaults(source: str) -> SourceDefaults:
    """What a source fills in; BadReport if there is no such source."""
    if source not in SOURCES:
        raise BadReport(f"unknown source {source!r}; known are {', '.join(sorted(SOURCES))}")
    return SOURCES[source]


def shown_path(path: Path) -> str:
    """The path as text that can be printed and stored, whatever bytes it is made of."""
    return nfc(str(path).encode("utf-8", "replace").decode())


def _read_lines(
    file: BinaryIO, name: str, defaults: SourceDefaults
) -> Iterator[Submission | Refusal]:
    blank = True
    for number, line in _lines(file):
        if line is not None and not line.strip():
            continue
        blank = False
        try:
            yield _submission(line, defaults)
        except BadReport as error:
            yield Refusal(name, number, str(error))
    if blank:
        yield Refusal(name, 0, "the file is empty; one JSON object a line was expected")


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers from 1; None for one over the limit, whose rest is passed over."""
    number = 0
    while line := file.readline(LINE_LIMIT_BYTES + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BOM)
        if len(line) <= LINE_LIMIT_BYTES:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(LINE_LIMIT_BYTES)
        yield number, None


def _submission(line: bytes | None, defaults: SourceDefaults) -> Submission:
    if line is None:
        raise BadReport(f"the line is longer than {LINE_LIMIT_BYTES:,} bytes; split it")
    row = _row(line)
    return Submission(report_of(row, defaults), row.get("sender"))


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise BadReport(f"not UTF-8 (byte {error.start + 1}); convert the file") from None
    except json.JSONDecodeError as error:
        raise BadReport(f"malformed JSON at column {error.colno}: {error.msg}") from None
    except (ValueError, RecursionError):
        raise BadReport("JSON with a number or a nesting that cannot be read") from None
    if not isinstance(row, dict):
        raise BadReport("not a JSON object; one object a line was expected")
    cleaned: dict[str, Any] = _clean(row)
    return cleaned


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _clean(value: Any) -> Any:
    """Strings composed (NFC), without halves of surrogate pairs; all else as it is."""
    if isinstance(value, str):
        return nfc(_SURROGATES.sub("\ufffd", value))
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value
