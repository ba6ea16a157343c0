"""What webhooks bring: signature checked, kept at once, and imported soon after by one thread."""

import logging
import threading
from collections.abc import Mapping

from embeddings.errors import EmbeddingError
from indexer.errors import BadReport, IndexerError
from indexer.places.gazetteer import load_gazetteer
from indexer.reports.import_reports import ImportReport, import_received
from indexer.reports.inbox import Inbox
from search.errors import UnknownName
from search.index import Index
from search.settings import Settings
from search.webhooks import check_signature

_LOG = logging.getLogger(__name__)
_RETRY_S = 5.0
"""Until an import that failed is tried again."""
_LOOK_S = 0.5
"""Between looks at whether to stop, and into an inbox that other processes fill."""


class Intake:
    """The way in of one index; `run` belongs to one thread, all else to any."""

    def __init__(self, index: Index, settings: Settings) -> None:
        """Take in for an index, with the secrets of the settings."""
        self._index = index
        self._settings = settings
        self._inbox = Inbox(index.data)
        self._came = threading.Event()

    def receive(
        self, source: str, headers: Mapping[str, str], body: bytes, now_s: float | None = None
    ) -> str:
        """Keep a payload whose signature fits; its SHA-256 in hex.

        UnknownName for a source there is not, NotAllowed, InboxFull, StorageFailed.
        """
        check_signature(source, headers, body, self._settings, now_s)
        try:
            received = self._inbox.put(source, body)
        except BadReport as error:
            raise UnknownName(str(error)) from error
        self._came.set()
        return received.sha256

    def take_in(self) -> ImportReport:
        """Import what waits."""
        index = self._index
        gazetteer = load_gazetteer(index.data)
        return import_received(index.data, index.reports, gazetteer, index.log)

    def index_attached(self) -> None:
        """Index what came with reports and waits."""
        from search.index_waiting import (
            index_waiting,  # the encoder and PyAV load when something came
        )

        index_waiting(self._settings, footage=self._index.footage, log=self._index.log)

    def embed(self) -> None:
        """Embed what came in, where the vectors of texts are on."""
        self._index.near_reports.follow()

    def run(self, stop: threading.Event, elsewhere: bool = False) -> None:
        """Import whatever comes, until told to stop; what fails is tried again.

        With `elsewhere`, other processes receive it, and the inbox is looked at now and then.
        """
        self._came.set()
        while not stop.is_set():
            if not self._came.wait(_LOOK_S) and not (elsewhere and self._inbox.waiting()):
                continue
            self._came.clear()
            try:
                self.take_in()
                self.embed()
                self.index_attached()
            except (IndexerError, EmbeddingError) as error:
                _LOG.error("what was received could not be imported yet: %s", error)
                self._came.set()
                stop.wait(_RETRY_S)
