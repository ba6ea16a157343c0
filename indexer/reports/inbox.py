"""What was sent to us and is not imported yet: taken in at once, imported soon, in batches.

Whoever sends waits only until the payload is kept: sealed among the originals, with a marker
`reports/inbox/SHA256.SOURCE` that goes once its reports are in the log. Killed in between, it is
imported again, which changes nothing. The same payload sent twice is one.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from indexer.errors import InboxFull
from indexer.folder import Folder
from indexer.reports.formats.entry import Opened
from indexer.reports.originals import Originals
from indexer.reports.sources import source_of

MOST_WAITING = 10_000
"""Payloads that wait; what is sent beyond has to come again later."""
_NAME = re.compile(r"webhook/([a-z]+)/([0-9a-f]{16})")
_NAMES = {"email": "webhook.eml", "jsonl": "webhook.jsonl"}


@dataclass(frozen=True)
class Received:
    """One payload that waits: the hash of its bytes, and of which source it is."""

    sha256: str
    source: str

    @property
    def name(self) -> str:
        """What refusals of it are recorded under."""
        return f"webhook/{self.source}/{self.sha256[:16]}"


class Inbox:
    """The inbox of a data folder; several processes may put and take at once."""

    def __init__(self, data: Folder) -> None:
        """Name the data folder; nothing is created until something comes."""
        self._folder = data.child("reports/inbox")
        self._originals = Originals(data)

    def put(self, source: str, payload: bytes) -> Received:
        """Keep a payload; it will be imported. BadReport for a source there is not, InboxFull."""
        source_of(source)
        if len(self._folder.names()) >= MOST_WAITING:
            raise InboxFull(f"{MOST_WAITING:,} payloads wait to be imported; send it again later")
        received = Received(self._originals.keep_bytes(payload), source)
        self._folder.write(_marker(received), b"")
        return received

    def put_back(self, names: Iterable[str]) -> list[Received]:
        """Have payloads wait again that refusals are on record of under these names.

        Names that are not those of payloads are passed over.
        """
        kept = self._originals.hashes()
        asked = (_NAME.fullmatch(name) for name in dict.fromkeys(names))
        back = [
            Received(sha256, match[1])
            for match in asked
            if match
            for sha256 in kept
            if sha256.startswith(match[2])
        ]
        for received in back:
            self._folder.write(_marker(received), b"")
        return back

    def waiting(self) -> list[Received]:
        """What waits, in an order that stays the same."""
        names = (name for name in self._folder.names() if not name.startswith("."))
        return [Received(*name.split(".", 1)) for name in names]

    def open(self, received: Received) -> Opened:
        """A payload as a file; StorageFailed if it is damaged."""
        content = b"".join(self._originals.read(received.sha256))
        name = _NAMES.get(received.source, "webhook.json")
        return Opened(io.BytesIO(content), name, datetime.now(UTC))

    def done(self, received: Sequence[Received]) -> None:
        """These are imported."""
        for one in received:
            self._folder.remove(_marker(one))


def _marker(received: Received) -> str:
    return f"{received.sha256}.{received.source}"
