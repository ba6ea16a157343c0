"""Pins of a case: added by anyone at any time, each once; taken away only as it was seen."""

import json
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, insert, select

from indexer.ids import from_ms
from search.cases.case import Json, Pin, Subject, happened_ms
from search.cases.changes import Turn, Turns
from search.errors import NotThere, UnknownName
from search.state.audit import canonical
from search.state.models import AuditRow, PinRow

Box = tuple[float, float, float, float]


class Pins:
    """The pins of all cases."""

    def __init__(self, turns: Turns) -> None:
        """Write them in turns."""
        self._turns = turns

    def add(
        self,
        case: int,
        subject: Subject,
        shown: Json,
        by: str,
        *,
        pts_ms: int | None = None,
        box: Box | None = None,
        search: int | None = None,
    ) -> tuple[Pin, bool]:
        """Pin a moment or a report; the pin, and whether it is new.

        What is pinned already stays as it was first pinned. NotThere for the case, UnknownName for
        the search.
        """
        with self._turns.take(case, by) as turn:
            row = _row(turn.connection, case, subject)
            if row is not None:
                return _pin(row), False
            _check_search(turn.connection, search)
            values = {"pts_ms": pts_ms, "box": box and list(box), "search": search}
            _insert(turn, subject, shown, values)
            turn.note("pinned", str(subject), {**values, "shown": dict(shown)})
            return _pin(_row(turn.connection, case, subject)), True

    def remove(self, case: int, subject: Subject, seen: int, by: str) -> None:
        """Take a pin away; NotThere if it is not there, Stale if it changed after `seen`."""
        with self._turns.take(case, by) as turn:
            row = _row(turn.connection, case, subject)
            if row is None:
                raise NotThere(f"{subject.kind} {subject.id!r} is not pinned in this case")
            turn.check(str(subject), seen)
            turn.connection.execute(delete(PinRow).where(PinRow.id == row.id))
            turn.note("took a pin away", str(subject), _pin(row).to_json())


def read_pins(connection: Connection, case: int) -> list[Pin]:
    """The pins of a case in the order of what they show."""
    own = select(PinRow.__table__).where(PinRow.case_id == case)
    ordered = own.order_by(PinRow.happened_ms, PinRow.id)
    return [_pin(row) for row in connection.execute(ordered)]


def _row(connection: Connection, case: int, subject: Subject) -> Any:
    own = select(PinRow.__table__).where(PinRow.case_id == case, PinRow.kind == subject.kind)
    return connection.execute(own.where(PinRow.pinned == subject.id)).first()


def _insert(turn: Turn, subject: Subject, shown: Json, values: Json) -> None:
    row = {
        **turn.made,
        "kind": subject.kind,
        "pinned": subject.id,
        "pts_ms": values["pts_ms"],
        "box": values["box"] and json.dumps(values["box"]),
        "search_id": values["search"],
        "happened_ms": happened_ms(shown),
        "shown": canonical(shown),
    }
    turn.connection.execute(insert(PinRow).values(row))


def _check_search(connection: Connection, search: int | None) -> None:
    known = exists().where(AuditRow.id == search, AuditRow.event == "asked")
    if search is not None and not connection.scalar(select(known)):
        raise UnknownName(f"no search {search} in the audit log")


def _pin(row: Row[Any]) -> Pin:
    return Pin(
        subject=Subject(row.kind, row.pinned),
        shown=json.loads(row.shown),
        by=row.made_by,
        at=from_ms(row.made_at_ms),
        pts_ms=row.pts_ms,
        box=tuple(json.loads(row.box)) if row.box else None,
        search=row.search_id,
    )
