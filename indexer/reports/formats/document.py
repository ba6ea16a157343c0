"""Written statements and reports: Word (.docx), PDF and plain text, one report a file.

The report's id is the hash of the file. It was received when the document says it was made, else
when the file was last changed. Who is named as its author is its sender.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from indexer.errors import BadReport
from indexer.ids import LOCAL_ZONE
from indexer.reports.formats.archive import check_archive
from indexer.reports.formats.entry import Entry, Opened, Row, entries_of, without_empty

FILE_LIMIT_BYTES = 50 * 1024 * 1024
UNPACKED_LIMIT_BYTES = 200 * 1024 * 1024
PAGES_LIMIT = 500
TEXT_LIMIT = 1_000_000
"""Characters; a thousand pages of a report."""

Read = tuple[str, datetime | None, str]
"""Text, when it was made, author."""


def read_docx(opened: Opened) -> Iterator[Entry]:
    """The text of a Word document, tables and all."""
    return _one(opened, _docx)


def read_pdf(opened: Opened) -> Iterator[Entry]:
    """The text of a PDF; one of scanned pictures has none, which is said."""
    return _one(opened, _pdf)


def read_text(opened: Opened) -> Iterator[Entry]:
    """A text file as it is."""
    return _one(opened, lambda content: (content.decode("utf-8-sig"), None, ""))


def _one(opened: Opened, reading: Callable[[bytes], Read]) -> Iterator[Entry]:
    return entries_of(1, lambda: iter((_row(opened, reading),)))


def _row(opened: Opened, reading: Callable[[bytes], Read]) -> Row:
    content = opened.file.read(FILE_LIMIT_BYTES + 1)
    if len(content) > FILE_LIMIT_BYTES:
        raise BadReport(f"the document has more than {FILE_LIMIT_BYTES:,} bytes")
    text, made, author = _read(content, reading)
    if len(text) > TEXT_LIMIT:
        raise BadReport(f"the document has more than {TEXT_LIMIT:,} characters")
    if not text.strip():
        raise BadReport("no text in it: a scan? type it, or have its letters recognised first")
    at = made or opened.modified
    return without_empty(
        {
            "id": f"document-{hashlib.sha256(content).hexdigest()[:24]}",
            "text": text.strip(),
            "received_at": (at if at.tzinfo else at.replace(tzinfo=LOCAL_ZONE)).isoformat(),
            "sender": {"author": author} if author else None,
        }
    )


def _read(content: bytes, reading: Callable[[bytes], Read]) -> Read:
    """Libraries fail on damaged documents in a hundred ways; each is the document's fault."""
    try:
        return reading(content)
    except BadReport:
        raise
    except UnicodeDecodeError:
        raise BadReport("the text is not UTF-8; convert the file") from None
    except Exception as error:
        raise BadReport(f"the document is damaged or protected ({type(error).__name__})") from None


def _docx(content: bytes) -> Read:
    import docx

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        check_archive(packed, UNPACKED_LIMIT_BYTES)
    document = docx.Document(io.BytesIO(content))
    parts = (_words(part) for part in document.iter_inner_content())
    told = document.core_properties
    # A form filled in keeps the day on which the empty form was made.
    return "\n".join(parts), told.modified or told.created, told.author or ""


def _words(part: Any) -> str:
    """A paragraph, or a table: a line a row, each cell once."""
    if hasattr(part, "text"):
        return str(part.text)
    rows = (dict.fromkeys(cell.text for cell in row.cells) for row in part.rows)
    return "\n".join("\t".join(cells) for cells in rows)


def _pdf(content: bytes) -> Read:
    import pypdf

    document = pypdf.PdfReader(io.BytesIO(content))
    if len(document.pages) > PAGES_LIMIT:
        raise BadReport(f"the document has more than {PAGES_LIMIT} pages")
    parts, size = [], 0
    for page in document.pages:
        parts.append(page.extract_text())
        size += len(parts[-1])
        if size > TEXT_LIMIT:
            raise BadReport(f"the document has more than {TEXT_LIMIT:,} characters")
    about = document.metadata
    made = about.creation_date if about else None
    return "\n".join(parts), made, (about.author or "" if about else "")
