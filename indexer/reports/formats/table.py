"""Tables of text: CSV with any usual separator, in any charset that Vietnamese is written in.

The charset is told by its byte order mark, else it is UTF-8 if the beginning can be read so, else
windows-1258, in which accents stand behind their letters. Rows come one at a time.
"""

import codecs
import csv
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from indexer.errors import BadReport
from indexer.folding import nfc
from indexer.reports.formats.entry import ENTRY_LIMIT_BYTES, Entry, Opened, Row

_SNIFFED_BYTES = 64 * 1024
_SEPARATORS = ",;\t|"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COLUMNS_LIMIT = 200
csv.field_size_limit(ENTRY_LIMIT_BYTES)

RowOf = Callable[[Mapping[str, str]], Row | None]
"""What makes a report's row of a table's row, by column; None if it is none; or BadReport."""


def rows_of_table(opened: Opened, row_of: RowOf) -> Iterator[Entry]:
    """The rows below the first one, which names the columns; numbered by their lines."""
    try:
        lines = _lines(opened)
        first = next(lines, "")
        reader = csv.reader(chain((first,), lines), delimiter=_separator(first))
        yield from _entries(reader, _columns(next(reader, [])), row_of)
    except UnicodeError:
        wanted = "UTF-8, UTF-16 or windows-1258"
        yield Entry(0, reason=f"from some line on it is not text in {wanted}; export it again")
    except csv.Error:
        yield Entry(0, reason="from some line on it is not CSV; export it again")
    except BadReport as error:
        yield Entry(0, reason=str(error))


def _entries(reader: Any, columns: list[str], row_of: RowOf) -> Iterator[Entry]:
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            if len(cells) > len(columns):
                raise BadReport(f"{len(cells)} cells in a table of {len(columns)} columns")
            told = dict(zip(columns, (nfc(cell).strip() for cell in cells), strict=False))
            row = row_of(told)
            if row is not None:
                yield Entry(reader.line_num, row)
        except BadReport as error:
            yield Entry(reader.line_num, reason=str(error))


def _columns(names: list[str]) -> list[str]:
    columns = [nfc(name).strip() for name in names]
    if not any(columns):
        raise BadReport("the file is empty; a first row with the names of columns was expected")
    if len(columns) > _COLUMNS_LIMIT or len(set(columns)) < len(columns):
        raise BadReport("the first row must name each column once")
    return columns


def _lines(opened: Opened) -> Iterator[str]:
    """Lines with their ends; one that does not end is an error before it is held."""
    beginning = opened.file.read(_SNIFFED_BYTES)
    decode = codecs.getincrementaldecoder(_charset(beginning))(errors="strict").decode
    kept, chunk = "", beginning
    while chunk:
        *whole, kept = (kept + decode(chunk)).split("\n")
        yield from (f"{line}\n" for line in whole)
        if len(kept) > ENTRY_LIMIT_BYTES:
            raise csv.Error("a line without an end")
        chunk = opened.file.read(_SNIFFED_BYTES)
    if kept := kept + decode(b"", True):
        yield kept


def _charset(beginning: bytes) -> str:
    for mark, charset in _MARKS:
        if beginning.startswith(mark):
            return charset
    if b"\0" in beginning:
        raise UnicodeError("zero bytes")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return "cp1258"
    return "utf-8"


def _separator(first: str) -> str:
    """The one of which the first line has most, outside of quotes."""
    bare = "".join(part for number, part in enumerate(first.split('"')) if number % 2 == 0)
    return max(_SEPARATORS, key=bare.count)
