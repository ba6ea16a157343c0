"""E-mail: mailboxes (mbox) read message by message, and single messages (.eml).

The text is the plain part, else the words of the HTML part. What is quoted from earlier messages
is left out; pictures and files are named by RFC 2392, `mid:MESSAGE/PART`, and stay in the original.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import BinaryIO

from indexer.errors import BadReport
from indexer.ids import LOCAL_ZONE
from indexer.reports.formats.entry import Entry, Opened, Row, entries_of, without_empty

MESSAGE_LIMIT_BYTES = 40 * 1024 * 1024
"""Mail servers take less."""
_QUOTED = re.compile(r"(?m)^>.*\n?")
_UNSEEN = ("script", "style", "head", "title")
_BREAKS = ("p", "br", "div", "li", "tr", "h1", "h2", "h3", "blockquote")
_STUFFED = re.compile(rb"^>+From ")


def read_mbox(opened: Opened) -> Iterator[Entry]:
    """The messages of a mailbox, numbered from 1."""
    number = 0
    for number, message in enumerate(_messages(opened.file), 1):
        if message is None:
            yield Entry(number, reason=f"the message has more than {MESSAGE_LIMIT_BYTES:,} bytes")
        else:
            yield from entries_of(number, lambda m=message: _rows(m))  # type: ignore[misc]
    if number == 0:
        yield Entry(0, reason="no message in it; a mailbox (mbox) begins with a line `From `")


def read_eml(opened: Opened) -> Iterator[Entry]:
    """The one message of a file."""
    message = opened.file.read(MESSAGE_LIMIT_BYTES + 1)
    if len(message) > MESSAGE_LIMIT_BYTES:
        yield Entry(1, reason=f"the message has more than {MESSAGE_LIMIT_BYTES:,} bytes")
    else:
        yield from entries_of(1, lambda: _rows(message))


def _messages(file: BinaryIO) -> Iterator[bytes | None]:
    """Messages, each begun by a line `From ` after an empty one; None for one over the limit."""
    lines: list[bytes] = []
    size, begun, after_blank = 0, False, True
    while line := file.readline(MESSAGE_LIMIT_BYTES):
        if after_blank and line.startswith(b"From "):
            if begun:
                yield b"".join(lines) if size <= MESSAGE_LIMIT_BYTES else None
            lines, size, begun = [], 0, True
        elif begun:
            size += len(line)
            if size <= MESSAGE_LIMIT_BYTES:
                lines.append(line[1:] if _STUFFED.match(line) else line)
        after_blank = not line.strip()
    if begun:
        yield b"".join(lines) if size <= MESSAGE_LIMIT_BYTES else None


def _rows(content: bytes) -> Iterator[Row]:
    try:
        message = BytesParser(policy=policy.default).parsebytes(content)
        assert isinstance(message, EmailMessage), "made by that policy"
        yield without_empty(_row(message))
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError, KeyError):
        raise BadReport("the message is malformed") from None
    except RecursionError:
        raise BadReport("the message has parts within parts without end") from None


def _row(message: EmailMessage) -> Row:
    ident = str(message.get("Message-ID", "")).strip().strip("<>")
    subject = str(message.get("Subject", ""))
    files = [part for part in message.walk() if part.get_filename()]
    return {
        "id": ident,
        "text": f"{subject}\n{_text(message)}".strip(),
        "received_at": _date(message).isoformat(),
        "media": [f"mid:{ident}/{number}" for number, _ in enumerate(files, 1)],
        "sender": without_empty(
            {
                "from": str(message.get("From", "")),
                "reply_to": str(message.get("Reply-To", "")),
                "to": str(message.get("To", "")),
                "files": [part.get_filename() for part in files],
            }
        ),
    }


def _date(message: EmailMessage) -> datetime:
    """When it was sent; else when the last server received it."""
    received = str(message.get("Received", "")).rpartition(";")[2]
    for text in (str(message.get("Date", "")), received):
        try:
            at = parsedate_to_datetime(text)
            return at if at.tzinfo else at.replace(tzinfo=LOCAL_ZONE)
        except (ValueError, TypeError, IndexError):
            continue
    raise BadReport("the message has no `Date`")


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    text = body.get_content()
    if not isinstance(text, str):
        return ""
    return _QUOTED.sub("", words_of_html(text) if body.get_content_subtype() == "html" else text)


def words_of_html(text: str) -> str:
    """What a reader of the HTML sees, without scripts and styles."""
    seen = _Seen()
    seen.feed(text)
    seen.close()
    lines = (" ".join(line.split()) for line in "".join(seen.parts).splitlines())
    return "\n".join(line for line in lines if line)


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _UNSEEN
        self.parts += ["\n"] if tag in _BREAKS else []

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _UNSEEN))

    def handle_data(self, data: str) -> None:
        self.parts += [] if self._hidden else [data]
