"""Large JSON documents, item by item: exports are one document, and may be gigabytes long.

A document is a list of items, or an object: of an object, the lists directly in it are streamed
under their names, and what else it has comes last, as one item without a name. Several documents
may follow each other in a file. An item that is too large or too deep is None.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import ijson

from indexer.errors import BadReport
from indexer.reports.formats.entry import (
    DEPTH_LIMIT,
    ENTRY_LIMIT_BYTES,
    Entry,
    Opened,
    Row,
    entries_of,
    mapping,
)

Event = tuple[str, Any]
RowsOf = Callable[[str, Any], Iterator[Row]]
"""What makes rows of an item and the name of the list it stood in; BadReport if it cannot."""
_NO_JSON = "malformed JSON: nothing could be read of it"
_OPENING = ("start_map", "start_array")
_CLOSING = ("end_map", "end_array")
_ESCAPED = re.compile(rb"\\.")


def read_rows(opened: Opened) -> Iterator[Entry]:
    """A document of reports in our own form: each object is one."""
    return entries(opened, lambda _, item: iter((dict(mapping(item, "item")),)))


def entries(opened: Opened, rows_of: RowsOf) -> Iterator[Entry]:
    """What `rows_of` makes of each item; one that it cannot use is refused, the rest goes on."""
    number = 0
    try:
        for number, (name, item) in enumerate(items(opened.file), 1):
            if item is None:
                yield Entry(number, reason="the item is too large or nested too deep, or null")
            else:
                yield from entries_of(number, lambda n=name, i=item: rows_of(n, i))  # type: ignore[misc]
    except BadReport as error:
        yield Entry(number + 1, reason=str(error) if number else _NO_JSON)
    else:
        if number == 0:
            yield Entry(0, reason="the file is empty; a JSON document was expected")


def items(file: BinaryIO) -> Iterator[tuple[str, Any]]:
    """Names and items; BadReport where the JSON ends or breaks off too early."""
    try:
        events = ijson.basic_parse(_NoEndlessText(file), use_float=True, multiple_values=True)
        for event, value in events:
            yield from _document(event, value, events)
    except (ijson.JSONError, UnicodeDecodeError, ValueError):
        raise BadReport("malformed JSON from here on; what came before was read") from None


def _document(event: str, value: Any, events: Iterator[Event]) -> Iterator[tuple[str, Any]]:
    if event == "start_array":
        yield from (("", item) for item in _members(events))
    elif event == "start_map":
        yield from _fields(events)
    else:
        yield "", value


def _fields(events: Iterator[Event]) -> Iterator[tuple[str, Any]]:
    rest: dict[str, Any] = {}
    for event, name in events:
        if event == "end_map":
            break
        event, value = next(events)
        if event == "start_array":
            yield from ((name, item) for item in _members(events))
        elif len(rest) < 1_000:
            rest[name] = _whole(event, value, events)
        else:
            _whole(event, value, events)
    if rest:
        yield "", rest


def _members(events: Iterator[Event]) -> Iterator[Any]:
    for event, value in events:
        if event == "end_array":
            return
        yield _whole(event, value, events)


def _whole(event: str, value: Any, events: Iterator[Event]) -> Any | None:
    """The value that begins with an event; None, read to its end, if it is too much to hold."""
    builder, depth, size = ijson.ObjectBuilder(), 0, 0
    while True:
        size += len(value) if isinstance(value, str) else 8
        depth += (event in _OPENING) - (event in _CLOSING)
        if depth > DEPTH_LIMIT:
            size = ENTRY_LIMIT_BYTES + 1
        if size <= ENTRY_LIMIT_BYTES:
            builder.event(event, value)
        if depth == 0:
            return builder.value if size <= ENTRY_LIMIT_BYTES else None
        event, value = next(events)


class _NoEndlessText:
    """A file for the parser that breaks off in a text too long to be held in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._since_quote = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes; ValueError where no text has ended for too long."""
        chunk = self._file.read(size)
        bare = _ESCAPED.sub(b"", chunk)
        at = bare.rfind(b'"')
        self._since_quote = self._since_quote + len(bare) if at < 0 else len(bare) - at
        if self._since_quote > 4 * ENTRY_LIMIT_BYTES:
            raise ValueError("a text without an end")
        return chunk
