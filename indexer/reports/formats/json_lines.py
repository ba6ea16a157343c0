"""JSON lines: one object a line, UTF-8, read a line at a time, each bad line refused alone."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from indexer.errors import BadReport
from indexer.reports.formats.entry import ENTRY_LIMIT_BYTES, Entry, Opened, Row

_BOM = b"\xef\xbb\xbf"


def read(opened: Opened) -> Iterator[Entry]:
    """The lines of a file, numbered from 1; blank ones are passed over."""
    blank = True
    for number, line in _lines(opened.file):
        if line is not None and not line.strip():
            continue
        blank = False
        try:
            yield Entry(number, _row(line))
        except BadReport as error:
            yield Entry(number, reason=str(error))
    if blank:
        yield Entry(0, reason="the file is empty; one JSON object a line was expected")


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers from 1; None for one over the limit, whose rest is passed over."""
    number = 0
    while line := file.readline(ENTRY_LIMIT_BYTES + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BOM)
        if len(line) <= ENTRY_LIMIT_BYTES:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(ENTRY_LIMIT_BYTES)
        yield number, None


def _row(line: bytes | None) -> Row:
    if line is None:
        raise BadReport(f"the line is longer than {ENTRY_LIMIT_BYTES:,} bytes; split it")
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
    return row


def _no_constant(name: str) -> Any:
    raise ValueError(name)
