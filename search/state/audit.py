"""The audit log: who asked what, why, and what they were shown; its rows are chained by hash.

A search adds one row before it is answered (`asked`) and one after (`answered`), a bundle of
evidence one before it is made (`bundling`), and a change of a case one (`case`). A row's hash is
the SHA-256 of the previous row's hash and the row as canonical JSON: change, drop or insert a row,
and `verify_chain` says where. What was cut off at the end only shows against a `head` that was
written down elsewhere before.
"""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select

from indexer.ids import from_ms
from search.errors import NotThere
from search.state.models import AuditCaseRow, AuditRow
from search.state.store import Store

BEGINNING = "0" * 64
"""What stands for the previous hash in the first row."""
COLUMNS = ("id", "at_ms", "event", "about", "body", "previous")
"""What a row's hash covers."""


@dataclass(frozen=True)
class AuditEntry:
    """A search about to be answered: who asks, for which case, why, what, of which generation.

    `parameters` is what else the answer depends on, so that it can be found again.
    """

    asker: str
    case: str | None
    reason: str | None
    question: str
    understood: Mapping[str, Any]
    generation: Mapping[str, int]
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AuditRecord:
    """A search as the log holds it; `hits` and `took_ms` are None if it was never answered.

    `model` is the encoder that answered; None if none did.
    """

    id: int
    at: datetime
    entry: AuditEntry
    hits: tuple[str, ...] | None
    took_ms: float | None
    model: Mapping[str, Any] | None
    hash: str

    def to_json(self) -> dict[str, Any]:
        """The record as the API and bundles show it."""
        return {
            "id": self.id,
            "at": self.at.isoformat(),
            **asdict(self.entry),
            "hits": None if self.hits is None else list(self.hits),
            "took_ms": self.took_ms,
            "model": self.model,
            "hash": self.hash,
        }


@dataclass(frozen=True)
class Chain:
    """What a check of the chain found: rows read, the last good hash, the first bad row's id."""

    rows: int
    head: str
    broken_at: int | None


class AuditLog:
    """The log; several processes may write at once, each row after the one before it."""

    def __init__(self, store: Store) -> None:
        """Keep the log in the given database."""
        self._store = store

    def write(self, entry: AuditEntry) -> int:
        """Add a search before it is answered; returns its id. StateFailed if it cannot be kept."""
        return self.note("asked", None, asdict(entry), entry.case)

    def finish(
        self,
        entry: int,
        hits: Sequence[str],
        took_ms: float,
        model: Mapping[str, Any] | None = None,
    ) -> None:
        """Add what a search showed, by the hits' ids, how long it took, and which encoder did."""
        body = {"hits": list(hits), "took_ms": took_ms, "model": model}
        self.note("answered", entry, body)

    def note(
        self, event: str, about: int | None, body: Mapping[str, Any], case: str | None = None
    ) -> int:
        """Add any event, about an earlier one or for a case; returns its id."""
        with self._store.writing() as connection:
            number = self.add(connection, event, about, body)
            if case is not None:
                row = {"audit_id": number, "case_hash": case_hash(case)}
                connection.execute(insert(AuditCaseRow).values(row))
        return number

    def get(self, search: int) -> AuditRecord:
        """The search of that id; NotThere if there is none."""
        found = self._read(_ASKED.where(AuditRow.id == search))
        if not found:
            raise NotThere(f"no search {search} in the audit log")
        return found[0]

    def _read(self, asked: Select[Any]) -> list[AuditRecord]:
        with self._store.reading() as connection:
            rows = connection.execute(asked).all()
            ids = [row.id for row in rows]
            answers = select(AuditRow.about, AuditRow.body).where(
                AuditRow.about.in_(ids), AuditRow.event == "answered"
            )
            bodies = {row.about: json.loads(row.body) for row in connection.execute(answers)}
        return [_record(row, bodies.get(row.id, {})) for row in rows]

    def verify_chain(self) -> Chain:
        """Read the whole log and recompute every hash."""
        number, head = 0, BEGINNING
        ordered = select(AuditRow).order_by(AuditRow.id).execution_options(yield_per=1000)
        with self._store.reading() as connection, connection.execute(ordered) as rows:
            for row in rows:
                number += 1
                fields = {name: getattr(row, name) for name in COLUMNS}
                if (row.id, row.previous, row.hash) != (number, head, row_hash(fields)):
                    return Chain(number - 1, head, row.id)
                head = row.hash
        return Chain(number, head, None)

    def add(
        self, connection: Connection, event: str, about: int | None, body: Mapping[str, Any]
    ) -> int:
        """Add any event within a writing transaction, so that it is kept only if all else is."""
        last, previous = _last(connection)
        fields = {
            "id": last + 1,
            "at_ms": time.time_ns() // 1_000_000,
            "event": event,
            "about": about,
            "body": canonical(body),
            "previous": previous,
        }
        connection.execute(insert(AuditRow).values(**fields, hash=row_hash(fields)))
        return last + 1

    def list(self, limit: int, case: str | None = None) -> list[AuditRecord]:
        """The latest searches, newest first, or the latest for one case."""
        asked = _ASKED.order_by(AuditRow.id.desc()).limit(limit)
        if case is not None:
            same = AuditCaseRow.case_hash == case_hash(case)
            asked = asked.join(AuditCaseRow, AuditCaseRow.audit_id == AuditRow.id).where(same)
        return self._read(asked)


_ASKED: Select[Any] = select(AuditRow).where(AuditRow.event == "asked")


def canonical(value: Mapping[str, Any]) -> str:
    """The one JSON text of a value: keys sorted, no spaces, ASCII, so that any text can be kept."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def row_hash(fields: Mapping[str, Any]) -> str:
    """SHA-256, hex, of the previous row's hash followed by the row's other columns."""
    rest = {name: fields[name] for name in COLUMNS if name != "previous"}
    return hashlib.sha256((fields["previous"] + canonical(rest)).encode()).hexdigest()


def case_hash(case: str) -> str:
    """What rows that name a case are found by: SHA-256, hex, of its name."""
    return hashlib.sha256(case.encode(errors="surrogatepass")).hexdigest()


def _last(connection: Connection) -> tuple[int, str]:
    newest = select(AuditRow.id, AuditRow.hash).order_by(AuditRow.id.desc()).limit(1)
    row = connection.execute(newest).first()
    return (row.id, row.hash) if row else (0, BEGINNING)


def _record(row: Row[Any], answer: Mapping[str, Any]) -> AuditRecord:
    return AuditRecord(
        id=row.id,
        at=from_ms(row.at_ms),
        entry=AuditEntry(**json.loads(row.body)),
        hits=tuple(answer["hits"]) if answer else None,
        took_ms=answer["took_ms"] if answer else None,
        model=answer.get("model"),
        hash=row.hash,
    )
