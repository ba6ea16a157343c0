"""The watches of all cases: made, listed, stopped; what they found, and who has read it."""

import json
import time
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from indexer.ids import from_ms
from search.cases.changes import Turns, case_row
from search.errors import NotThere
from search.position import Position
from search.state.audit import canonical
from search.state.database import State
from search.state.models import CaseRow, DeliveryRow, WatchHitRow, WatchRow
from search.watches.outbox import read_deliveries
from search.watches.watch import AskedWatch, Delivery, FoundHit, NewHit, Stopped, Watch, WhyStopped

ON = WatchRow.stopped_at_ms.is_(None)
_WATCHES: Select[Any] = select(WatchRow.__table__, CaseRow.name.label("case_name")).join_from(
    WatchRow, CaseRow, WatchRow.case_id == CaseRow.id
)


class Watches:
    """The watches of a state. Safe for several threads and processes."""

    def __init__(self, state: State) -> None:
        """Keep them in the given state."""
        self._turns = Turns(state)
        self._store = state.store

    def add(self, case: int, asked: AskedWatch, since: Position, by: str) -> Watch:
        """Watch for a search from a position on; NotThere, Closed for the case."""
        with self._turns.take(case, by) as turn:
            values = {
                **turn.made,
                **asdict(asked),
                "request": canonical(asked.request),
                "targets": json.dumps(list(asked.targets)),
                **since.to_json(),
            }
            made = turn.connection.execute(insert(WatchRow).values(values)).inserted_primary_key
            assert made is not None, "one row was inserted"
            watch = _watch(_row(turn.connection, case, made.id))
            turn.note("made a watch", _subject(watch.id), watch.to_json())
            return watch

    def get(self, case: int, watch: int) -> Watch:
        """A watch of a case; NotThere if there is none."""
        with self._store.reading() as connection:
            return _watch(_row(connection, case, watch))

    def of(self, case: int) -> list[Watch]:
        """The watches of a case, the newest first; NotThere if there is no such case."""
        with self._store.reading() as connection:
            case_row(connection, case)
            own = _WATCHES.where(WatchRow.case_id == case).order_by(WatchRow.id.desc())
            return [_watch(row) for row in connection.execute(own)]

    def all(self, *, on: bool = False) -> list[Watch]:
        """The watches of all cases, as they were made; with `on`, only those that still run."""
        wanted = _WATCHES.where(ON) if on else _WATCHES
        with self._store.reading() as connection:
            return [_watch(row) for row in connection.execute(wanted.order_by(WatchRow.id))]

    def stop(self, case: int, watch: int, by: str, why: WhyStopped = "stopped") -> Watch:
        """End a watch for good; one that has ended stays as it is. NotThere if there is none."""
        with self._turns.take(case, by, closed_too=True) as turn:
            row = _row(turn.connection, case, watch)
            if row.stopped_at_ms is None:
                ended = {"stopped_at_ms": turn.at_ms, "stopped_why": why, "stopped_by": by}
                own = update(WatchRow).where(WatchRow.id == watch)
                turn.connection.execute(own.values(ended))
                turn.note("stopped a watch", _subject(watch), {"why": why})
            return _watch(_row(turn.connection, case, watch))

    def hits(self, case: int, limit: int, *, unread: bool = False) -> list[FoundHit]:
        """What the watches of a case found, newest first, or what no one has read."""
        own = _of_case(case)
        if unread:
            own = own.where(WatchHitRow.read_at_ms.is_(None))
        with self._store.reading() as connection:
            case_row(connection, case)
            rows = connection.execute(own.order_by(WatchHitRow.id.desc()).limit(limit))
            return [_hit(row) for row in rows]

    def unread(self, case: int) -> int:
        """How many hits of a case's watches no one has read."""
        counted = select(func.count()).select_from(
            _of_case(case).where(WatchHitRow.read_at_ms.is_(None)).subquery()
        )
        with self._store.reading() as connection:
            return int(connection.scalar(counted) or 0)

    def read(self, case: int, upto: int, by: str) -> int:
        """Note that hits of a case, up to the one of that id, were read; how many they were."""
        own = select(WatchRow.id).where(WatchRow.case_id == case)
        unread = WatchHitRow.watch_id.in_(own) & WatchHitRow.read_at_ms.is_(None)
        noted = {"read_by": by, "read_at_ms": time.time_ns() // 1_000_000}
        with self._store.writing() as connection:
            case_row(connection, case)
            now = update(WatchHitRow).where(unread, WatchHitRow.id <= upto).values(noted)
            return connection.execute(now).rowcount

    def deliveries(self, case: int, limit: int) -> list[Delivery]:
        """The messages of a case's watches, newest first."""
        own = select(WatchRow.id).where(WatchRow.case_id == case)
        newest = DeliveryRow.id.desc()
        with self._store.reading() as connection:
            case_row(connection, case)
            wanted = select(DeliveryRow.__table__).where(DeliveryRow.watch_id.in_(own))
            return read_deliveries(connection, wanted.order_by(newest).limit(limit))


def _of_case(case: int) -> Select[Any]:
    joined = select(WatchHitRow.__table__).join_from(
        WatchHitRow, WatchRow, WatchHitRow.watch_id == WatchRow.id
    )
    return joined.where(WatchRow.case_id == case)


def _row(connection: Connection, case: int, watch: int) -> Row[Any]:
    own = _WATCHES.where(WatchRow.case_id == case, WatchRow.id == watch)
    row = connection.execute(own).first()
    if row is None:
        raise NotThere(f"no watch {watch} in this case")
    return row


def _subject(watch: int) -> str:
    return f"watch:{watch}"


def _watch(row: Row[Any]) -> Watch:
    ended = row.stopped_at_ms
    return Watch(
        id=row.id,
        case=row.case_id,
        case_name=row.case_name,
        asked=AskedWatch(
            row.name, json.loads(row.request), row.reason, tuple(json.loads(row.targets)), row.weak
        ),
        looked=Position(row.noted, row.footage, row.reports),
        by=row.made_by,
        at=from_ms(row.made_at_ms),
        looked_at=None if row.looked_at_ms is None else from_ms(row.looked_at_ms),
        trouble=row.trouble,
        stopped=None if ended is None else Stopped(from_ms(ended), row.stopped_why, row.stopped_by),
    )


def _hit(row: Row[Any]) -> FoundHit:
    return FoundHit(
        id=row.id,
        watch=row.watch_id,
        hit=NewHit(row.kind, row.hit, json.loads(row.shown)),
        search=row.search_id,
        at=from_ms(row.found_at_ms),
        read_by=row.read_by,
        read_at=None if row.read_at_ms is None else from_ms(row.read_at_ms),
    )
