"""Rounds: every watch that is on is run, then what is due is sent; again and again until stopped.

Several programs may do rounds at once (`truyvet watch run`, servers): what one has kept, another
does not keep again, and a message is one sender's turn at a time.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from embeddings.errors import EmbeddingError
from indexer.errors import IndexerError
from indexer.ids import to_ms
from search.errors import SearchError, StateFailed
from search.position import Position
from search.service import Service
from search.state.database import State
from search.watches.look import look
from search.watches.outbox import Outbox
from search.watches.send import Sender, send_due
from search.watches.watch import Watch
from search.watches.watches import Watches

EVERY_S = 15.0
"""Between rounds; one that finds nothing new reads three version numbers and writes nothing."""
TROUBLED_S = 600.0
"""A watch whose last run did not end waits this long: each run stands in the audit log."""
_LOG = logging.getLogger(__name__)


@dataclass
class Round:
    """What one round did: watches looked at, new hits, messages; and what went wrong."""

    watches: int = 0
    hits: int = 0
    sent: int = 0
    not_sent: int = 0
    stopped: list[tuple[int, str]] = field(default_factory=list)
    troubles: list[tuple[int, str]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The round as the command prints it."""
        return {
            "watches": self.watches,
            "hits": self.hits,
            "sent": self.sent,
            "not_sent": self.not_sent,
            "stopped": [{"watch": watch, "why": why} for watch, why in self.stopped],
            "troubles": [{"watch": watch, "trouble": why} for watch, why in self.troubles],
        }


class Rounds:
    """Runs the watches of a state over one index."""

    def __init__(self, service: Service, state: State, sender: Sender) -> None:
        """Search through `service`, keep in `state`, tell through `sender`."""
        self._service = service
        self._keys = state.keys
        self._watches = Watches(state)
        self._outbox = Outbox(state)
        self._sender = sender

    def once(self, *, patient: bool = False) -> Round:
        """One round; with `patient`, watches in trouble wait their time. StateFailed."""
        done = Round()
        on = self._watches.all(on=True)
        revoked = {key.name for key in self._keys.list() if key.revoked_at is not None}
        upto = self._service.position() if on else None
        for watch in on:
            if watch.by in revoked:
                self._watches.stop(watch.case, watch.id, watch.by, "key_revoked")
                done.stopped.append((watch.id, f"the key {watch.by!r} that made it was revoked"))
            elif upto is not None and not (patient and _waits(watch)):
                self._look(watch, upto, done)
        done.sent, done.not_sent = send_due(self._outbox, self._sender)
        return done

    def until(
        self, stopped: threading.Event, told: Callable[[Round], None] = lambda _: None
    ) -> None:
        """Rounds until the event is set; what goes wrong is logged, and the next round comes.

        `told` gets what each round did.
        """
        while not stopped.is_set():
            try:
                done = self.once(patient=True)
                for watch, trouble in done.troubles:
                    _LOG.warning("watch %d: %s", watch, trouble)
                told(done)
            except (SearchError, IndexerError) as error:
                _LOG.error("a round of watches failed: %s", error)
            stopped.wait(EVERY_S)

    def _look(self, watch: Watch, upto: Position, done: Round) -> None:
        done.watches += 1
        try:
            done.hits += look(watch, upto, self._service, self._outbox) or 0
        except StateFailed:
            raise
        except (SearchError, IndexerError, EmbeddingError) as error:
            self._outbox.fail(watch, str(error))
            done.troubles.append((watch.id, str(error)))


def _waits(watch: Watch) -> bool:
    if watch.trouble is None or watch.looked_at is None:
        return False
    return time.time() * 1000 - to_ms(watch.looked_at) < TROUBLED_S * 1000
