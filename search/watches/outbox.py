"""The outbox: hits and the messages that tell of them are kept in one transaction, sent after.

A message is sent at least once: a program that is killed between sending it and noting so sends it
again, under the same id, by which a receiver tells that it is the same. While it is being sent it
is another's turn only after `LEASE_S`, so that several senders do not send it at once.
"""

import json
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from indexer.ids import from_ms
from search.cases.case import Json
from search.moment_id import MomentId
from search.position import Position
from search.state.audit import canonical
from search.state.database import State
from search.state.models import DeliveryRow, WatchHitRow, WatchRow
from search.watches.watch import Delivery, NewHit, Watch

MOST_TRIES = 8
"""After these a message is dead; with the pauses below that is after about an hour and a half."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 30, 3600
"""Between tries; doubled each time. They are kept in the table, not in a program's memory, so
that they outlast it."""
LEASE_S = 60
"""Longer than one try takes at most."""


class Outbox:
    """What watches found and have yet to tell. Safe for several threads and processes."""

    def __init__(self, state: State) -> None:
        """Keep it in the given state."""
        self._store = state.store

    def keep(
        self, watch: Watch, upto: Position, search: int, hits: Sequence[NewHit], message: Json
    ) -> int | None:
        """Keep what one run found, each hit once, and a message to each target; how many were new.

        None, and nothing kept, where the watch has moved on or ended since it was read. `message`
        is completed with the hits that are new; there is none where no hit is.
        """
        now = _now_ms()
        with self._store.writing() as connection:
            if not _is_as_read(connection, watch):
                return None
            new = _unknown(connection, watch, hits)
            for hit in new:
                row = {"watch_id": watch.id, "kind": hit.kind, "hit": hit.id}
                told = {"search_id": search, "shown": canonical(hit.shown), "found_at_ms": now}
                connection.execute(insert(WatchHitRow).values(row | told))
            shown = [{"kind": hit.kind, "id": hit.id, "shown": hit.shown} for hit in new]
            body = canonical({**message, "hits": shown})
            for target in watch.asked.targets if new else ():
                row = {"watch_id": watch.id, "target": target, "message": body, "tries": 0}
                connection.execute(insert(DeliveryRow).values(row | _due(now)))
            _move_on(connection, watch, upto, now)
            return len(new)

    def told_moments(self, watch: Watch) -> list[NewHit]:
        """The moments that a watch has told of, as they were told."""
        own = select(WatchHitRow.__table__).where(WatchHitRow.watch_id == watch.id)
        moments = own.where(WatchHitRow.kind == "moment")
        with self._store.reading() as connection:
            rows = connection.execute(moments)
            return [NewHit(row.kind, row.hit, json.loads(row.shown)) for row in rows]

    def move_on(self, watch: Watch, upto: Position) -> None:
        """Note that there was nothing to look through up to a position."""
        with self._store.writing() as connection:
            if _is_as_read(connection, watch):
                _move_on(connection, watch, upto, _now_ms())

    def fail(self, watch: Watch, trouble: str) -> None:
        """Note why a run did not end; it is tried again with the next round."""
        with self._store.writing() as connection:
            own = update(WatchRow).where(WatchRow.id == watch.id)
            connection.execute(own.values(trouble=trouble, looked_at_ms=_now_ms()))

    def take(self, now_ms: int | None = None) -> Delivery | None:
        """The message that is due longest, for one try; it is no one else's for `LEASE_S`."""
        now = _now_ms() if now_ms is None else now_ms
        due = select(DeliveryRow.__table__).where(DeliveryRow.next_at_ms <= now)
        ordered = due.order_by(DeliveryRow.next_at_ms, DeliveryRow.id).limit(1)
        with self._store.writing() as connection:
            found = read_deliveries(connection, ordered)
            for delivery in found:
                own = update(DeliveryRow).where(DeliveryRow.id == delivery.id)
                taken = {"next_at_ms": now + LEASE_S * 1000, "tries": delivery.tries + 1}
                connection.execute(own.values(taken))
        return found[0] if found else None

    def sent(self, delivery: Delivery) -> None:
        """Note that a message has been received."""
        self._note(delivery, next_at_ms=None, sent_at_ms=_now_ms(), trouble=None)

    def failed(self, delivery: Delivery, trouble: str) -> None:
        """Note why a message was not received; it is tried again later, or given up."""
        tries = delivery.tries + 1
        wait = pause_s(tries) * 1000
        next_at = None if tries >= MOST_TRIES else _now_ms() + wait
        self._note(delivery, next_at_ms=next_at, trouble=trouble)

    def refused(self, delivery: Delivery, trouble: str) -> None:
        """Give up a message that may not be sent."""
        self._note(delivery, next_at_ms=None, trouble=trouble)

    def _note(self, delivery: Delivery, **values: Any) -> None:
        with self._store.writing() as connection:
            own = update(DeliveryRow).where(DeliveryRow.id == delivery.id)
            connection.execute(own.values(values))


def pause_s(tries: int) -> int:
    """How long to wait after so many tries (from 1): 30 s, 1 min, 2 min, … an hour at most."""
    return int(min(FIRST_PAUSE_S * 2 ** (tries - 1), LONGEST_PAUSE_S))


def read_deliveries(connection: Connection, wanted: Select[Any]) -> list[Delivery]:
    """The messages of some rows of the outbox."""
    return [_delivery(row) for row in connection.execute(wanted)]


def _is_as_read(connection: Connection, watch: Watch) -> bool:
    """Whether no one has moved the watch on, or ended it, since it was read."""
    row = connection.execute(select(WatchRow.__table__).where(WatchRow.id == watch.id)).one()
    at = Position(row.noted, row.footage, row.reports)
    return row.stopped_at_ms is None and at == watch.looked


def _move_on(connection: Connection, watch: Watch, upto: Position, now: int) -> None:
    own = update(WatchRow).where(WatchRow.id == watch.id)
    connection.execute(own.values(**upto.to_json(), looked_at_ms=now, trouble=None))


def _unknown(connection: Connection, watch: Watch, hits: Sequence[NewHit]) -> list[NewHit]:
    """The hits that the watch has not found before; a moment is one that overlaps none of them."""
    own = select(WatchHitRow.kind, WatchHitRow.hit).where(WatchHitRow.watch_id == watch.id)
    known = {(row.kind, row.hit) for row in connection.execute(own)}
    moments = [MomentId.parse(ident) for kind, ident in known if kind == "moment"]
    new: list[NewHit] = []
    for hit in hits:
        if (hit.kind, hit.id) in known:
            continue
        if hit.kind == "moment":
            moment = MomentId.parse(hit.id)
            if any(_overlap(moment, other) for other in moments):
                continue
            moments.append(moment)
        known.add((hit.kind, hit.id))
        new.append(hit)
    return new


def _overlap(one: MomentId, other: MomentId) -> bool:
    return (
        one.footage == other.footage
        and one.pts_after_ms <= other.pts_before_ms
        and other.pts_after_ms <= one.pts_before_ms
    )


def _due(now: int) -> dict[str, Any]:
    return {"next_at_ms": now, "sent_at_ms": None, "trouble": None, "made_at_ms": now}


def _delivery(row: Row[Any]) -> Delivery:
    waiting = "dead" if row.next_at_ms is None else "waiting"
    return Delivery(
        id=row.id,
        watch=row.watch_id,
        target=row.target,
        message=json.loads(row.message),
        state="sent" if row.sent_at_ms is not None else waiting,
        tries=row.tries,
        at=from_ms(row.made_at_ms),
        next_at=None if row.next_at_ms is None else from_ms(row.next_at_ms),
        trouble=row.trouble,
    )


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
