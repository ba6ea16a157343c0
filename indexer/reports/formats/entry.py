"""An entry of a file, whatever the file's form; and the small readings that forms share.

No reason quotes what stands in a file: it may hold somebody's name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, BinaryIO

from indexer.errors import BadReport

ENTRY_LIMIT_BYTES = 4 * 1024 * 1024
"""A longer line or entry is refused: no report is that long, and it has to be held in memory."""
DEPTH_LIMIT = 40
"""Nothing that people export is nested deeper."""

Row = dict[str, Any]
"""A report in the form of a line of JSON lines."""


@dataclass(frozen=True)
class Opened:
    """A file to be read: its bytes, its name without folders, and when it was last changed."""

    file: BinaryIO = field(repr=False)
    name: str
    modified: datetime


@dataclass(frozen=True)
class Entry:
    """One entry, numbered from 1 (0: the file as a whole): a row, or else why it is none."""

    number: int
    row: Row | None = field(default=None, repr=False)
    reason: str = ""


Format = Callable[[Opened], Iterator[Entry]]


def entries_of(number: int, rows: Callable[[], Iterator[Row]]) -> Iterator[Entry]:
    """The rows made of one entry; where it cannot be read, its reason, after those that could."""
    try:
        for row in rows():
            yield Entry(number, row)
    except BadReport as error:
        yield Entry(number, reason=str(error))


def mapping(value: Any, name: str) -> Mapping[str, Any]:
    """The value, if it is an object; BadReport names the field otherwise."""
    if not isinstance(value, dict):
        raise BadReport(f"`{name}` must be an object")
    return value


def listing(value: Any, name: str) -> list[Any]:
    """The value, if it is a list; none at all is an empty one."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadReport(f"`{name}` must be a list")
    return value


def instant(value: Any, name: str, per_second: int = 1) -> str:
    """Seconds (or so many parts of them) since the epoch, a number or digits, as RFC 3339."""
    digits = isinstance(value, str) and value.isascii() and value.strip().isdigit()
    if isinstance(value, bool) or not (digits or isinstance(value, int | float)):
        raise BadReport(f"`{name}` is not a time in seconds since 1970")
    try:
        return datetime.fromtimestamp(float(value) / per_second, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        raise BadReport(f"`{name}` is no time at all") from None


def without_empty(row: Row) -> Row:
    """The row without fields that say nothing."""
    return {name: value for name, value in row.items() if value is not None and value != ""}
