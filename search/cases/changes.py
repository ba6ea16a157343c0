"""Changes of cases: each is one transaction, makes one version, and stands in the audit log.

A change of what is there names the version that its writer saw. It is stale, and not made, if the
same subject (the title, one pin, one note, one saved search) has changed since; what others did to
other subjects does not stand in its way. What only adds needs no version.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from indexer.ids import from_ms
from search.cases.case import Change, Json
from search.errors import BadQuestion, Closed, NotThere, Stale
from search.state.audit import AuditLog
from search.state.database import State
from search.state.models import AuditRow, CaseChangeRow, CaseRow

EVENT = "case"
"""What the audit log calls a change of a case."""


class Turn:
    """One writer's transaction on one case."""

    def __init__(self, connection: Connection, audit: AuditLog, case: Row[Any], by: str) -> None:
        """`case` is the row as it is at the beginning."""
        self.connection = connection
        self.case = case
        self.by = by
        self.at_ms = time.time_ns() // 1_000_000
        self._audit = audit

    @property
    def made(self) -> dict[str, Any]:
        """The columns that say who made a row of this case, and when."""
        return {"case_id": self.case.id, "made_by": self.by, "made_at_ms": self.at_ms}

    def check(self, subject: str, seen: int) -> None:
        """Raise Stale if the subject was changed after the version that the writer saw."""
        if seen > self.case.version:
            raise BadQuestion(
                f"version {seen} of the case is not there yet; it is at {self.case.version}"
            )
        changes = read_changes(self.connection, self.case.id, seen)
        if any(change.subject == subject for change in changes):
            told = "; ".join(f"{c.by} {c.did} at {c.at:%H:%M:%S} UTC" for c in changes)
            raise Stale(
                f"changed since version {seen}: {told}. Look at what is there now, then change "
                f"that with version {self.case.version}",
                self.case.version,
                [change.to_json() for change in changes],
            )

    def note(self, did: str, subject: str, values: Json) -> None:
        """Write the change into the audit log and give the case its next version."""
        body = {
            "asker": self.by, "case": self.case.name, "did": did, "subject": subject,
            "values": dict(values),
        }  # fmt: skip
        audited = self._audit.add(self.connection, EVENT, None, body)
        version = self.case.version + 1
        row = {
            "case_id": self.case.id, "version": version, "subject": subject, "audit_id": audited,
        }  # fmt: skip
        self.connection.execute(insert(CaseChangeRow).values(row))
        own = update(CaseRow).where(CaseRow.id == self.case.id)
        self.connection.execute(own.values(version=version))


class Turns:
    """Lets writers of cases take turns."""

    def __init__(self, state: State) -> None:
        """Write to the given state."""
        self.store = state.store
        self.audit = state.audit

    @contextmanager
    def take(self, case: int, by: str, *, closed_too: bool = False) -> Iterator[Turn]:
        """A transaction on a case, alone; NotThere if there is no such case, Closed if it is."""
        with self.store.writing() as connection:
            row = case_row(connection, case)
            if row.closed_at_ms is not None and not closed_too:
                raise Closed(f"case {row.name!r} is closed; open it again to change it")
            yield Turn(connection, self.audit, row, by)


def case_row(connection: Connection, case: int) -> Row[Any]:
    """The row of a case; NotThere if there is none."""
    row = connection.execute(select(CaseRow.__table__).where(CaseRow.id == case)).first()
    if row is None:
        raise NotThere(f"no case {case}; `/v1/cases` lists them")
    return row


def read_changes(connection: Connection, case: int, since: int) -> list[Change]:
    """The changes of a case that made versions after `since`, in order."""
    wanted = (CaseChangeRow.case_id == case) & (CaseChangeRow.version > since)
    joined = (
        select(CaseChangeRow.version, CaseChangeRow.subject, AuditRow.at_ms, AuditRow.body)
        .join_from(CaseChangeRow, AuditRow, CaseChangeRow.audit_id == AuditRow.id)
        .where(wanted)
        .order_by(CaseChangeRow.version)
    )
    return [_change(row) for row in connection.execute(joined)]


def _change(row: Any) -> Change:
    body = json.loads(row.body)
    return Change(
        row.version, from_ms(row.at_ms), body["asker"], body["did"], row.subject, body["values"]
    )
