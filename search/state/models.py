"""Tables of the operational state. Times are milliseconds since the epoch, UTC; hashes are hex.

The migrations in `migrations/` make these tables; a test compares the two.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
}
"""How constraints are named, so that later migrations can drop them on every database."""

NEVER_REUSED = {"sqlite_autoincrement": True}
"""SQLite too gives an id only once, so that a change names what it was about for good."""


class Table(DeclarativeBase):
    """All tables of the state."""

    metadata = MetaData(naming_convention=NAMES)


class AuditRow(Table):
    """One event of the audit log; rows are only ever added.

    `id` counts from 1 without gaps. `hash` covers `previous` and every other column. No two rows
    have the same `previous`, so the chain cannot fork, whatever the database.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at_ms: Mapped[int] = mapped_column(BigInteger)
    event: Mapped[str] = mapped_column(String(32))
    about: Mapped[int | None] = mapped_column(ForeignKey("audit.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditCaseRow(Table):
    """A search or a bundle that names a case, so that they are found; by the name's SHA-256.

    A hash, since what is given as a case may be any text, and databases index short ones.
    """

    __tablename__ = "audit_cases"

    audit_id: Mapped[int] = mapped_column(
        ForeignKey("audit.id"), primary_key=True, autoincrement=False
    )
    case_hash: Mapped[str] = mapped_column(String(64), index=True)


class KeyRow(Table):
    """One API key: only the SHA-256 of its token is kept. Names are never used twice.

    `scopes` are names with spaces between; every key may search. `area` is a JSON list of ids.
    """

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at_ms: Mapped[int] = mapped_column(BigInteger)
    revoked_at_ms: Mapped[int | None] = mapped_column(BigInteger)
    scopes: Mapped[str] = mapped_column(String(200), server_default="")
    area: Mapped[str] = mapped_column(Text, server_default="[]")


class JobRow(Table):
    """A job that was asked for. `request`, `stages` and `result` are JSON.

    `beat_at_ms` is when its runner, process `pid` of `host`, last said that it lives.
    """

    __tablename__ = "jobs"
    __table_args__ = (UniqueConstraint("asker", "idempotency_key"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), index=True)
    asker: Mapped[str] = mapped_column(String(200))
    request: Mapped[str] = mapped_column(Text)
    idempotency_key: Mapped[str | None] = mapped_column(String(200))
    cancelling: Mapped[bool] = mapped_column(Boolean, server_default=false())
    made_at_ms: Mapped[int] = mapped_column(BigInteger)
    started_at_ms: Mapped[int | None] = mapped_column(BigInteger)
    ended_at_ms: Mapped[int | None] = mapped_column(BigInteger)
    beat_at_ms: Mapped[int | None] = mapped_column(BigInteger)
    host: Mapped[str | None] = mapped_column(String(200))
    pid: Mapped[int | None]
    stages: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)


class SessionRow(Table):
    """One visit of the page: stands in for its key until it ends or the key is revoked."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("api_keys.id"), index=True)
    ends_at_ms: Mapped[int] = mapped_column(BigInteger)


class CaseRow(Table):
    """One case. `name` is what searches give as their case; `version` counts its changes.

    `closed_…` say who closed it when, None while it is open.
    """

    __tablename__ = "cases"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(500), unique=True)
    title: Mapped[str] = mapped_column(String(500))
    version: Mapped[int]
    made_by: Mapped[str] = mapped_column(String(200))
    made_at_ms: Mapped[int] = mapped_column(BigInteger)
    closed_by: Mapped[str | None] = mapped_column(String(200))
    closed_at_ms: Mapped[int | None] = mapped_column(BigInteger)


class CaseChangeRow(Table):
    """One change of a case: which version it made, of what; the audit row says the rest."""

    __tablename__ = "case_changes"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(String(600))
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), unique=True)


class PinRow(Table):
    """A moment or a report on a case's board. `shown` is JSON: what was known when it was pinned.

    `pts_ms` and `box` (JSON of four fractions) say where to look in a moment; `search_id` is the
    audit row of the search that found it; `happened_ms` orders the board.
    """

    __tablename__ = "case_pins"
    __table_args__ = (UniqueConstraint("case_id", "kind", "pinned"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str] = mapped_column(String(16))
    pinned: Mapped[str] = mapped_column(String(500))
    pts_ms: Mapped[int | None] = mapped_column(BigInteger)
    box: Mapped[str | None] = mapped_column(Text)
    search_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"))
    happened_ms: Mapped[int] = mapped_column(BigInteger)
    shown: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(200))
    made_at_ms: Mapped[int] = mapped_column(BigInteger)


class NoteRow(Table):
    """A note of a case; `about_kind` and `about` name the moment or report it is about, if any."""

    __tablename__ = "case_notes"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    about_kind: Mapped[str | None] = mapped_column(String(16))
    about: Mapped[str | None] = mapped_column(String(500))
    made_by: Mapped[str] = mapped_column(String(200))
    made_at_ms: Mapped[int] = mapped_column(BigInteger)
    edited_by: Mapped[str | None] = mapped_column(String(200))
    edited_at_ms: Mapped[int | None] = mapped_column(BigInteger)


class SavedSearchRow(Table):
    """A search kept with a case by name; `request` is JSON that `/v1/search` accepts."""

    __tablename__ = "case_searches"
    __table_args__ = (UniqueConstraint("case_id", "name"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    name: Mapped[str] = mapped_column(String(200))
    request: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(200))
    made_at_ms: Mapped[int] = mapped_column(BigInteger)


class WatchRow(Table):
    """A watch of a case: `request` is JSON that `/v1/search` accepts, `targets` a list of texts.

    `noted`, `footage` and `reports` are how far it has looked; `trouble` is why its last run did
    not end, `stopped_…` when, why and by whom there are no more
    runs.
    """

    __tablename__ = "case_watches"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    request: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(500))
    targets: Mapped[str] = mapped_column(Text)
    weak: Mapped[bool]
    noted: Mapped[int] = mapped_column(BigInteger)
    footage: Mapped[int] = mapped_column(BigInteger)
    reports: Mapped[int] = mapped_column(BigInteger)
    looked_at_ms: Mapped[int | None] = mapped_column(BigInteger)
    trouble: Mapped[str | None] = mapped_column(Text)
    stopped_at_ms: Mapped[int | None] = mapped_column(BigInteger)
    stopped_why: Mapped[str | None] = mapped_column(String(16))
    stopped_by: Mapped[str | None] = mapped_column(String(200))
    made_by: Mapped[str] = mapped_column(String(200))
    made_at_ms: Mapped[int] = mapped_column(BigInteger)


class WatchHitRow(Table):
    """A moment or a report that a watch found; `shown` is JSON, never a report's text."""

    __tablename__ = "watch_hits"
    __table_args__ = (UniqueConstraint("watch_id", "kind", "hit"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[int] = mapped_column(ForeignKey("case_watches.id"))
    kind: Mapped[str] = mapped_column(String(16))
    hit: Mapped[str] = mapped_column(String(500))
    search_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    shown: Mapped[str] = mapped_column(Text)
    found_at_ms: Mapped[int] = mapped_column(BigInteger)
    read_by: Mapped[str | None] = mapped_column(String(200))
    read_at_ms: Mapped[int | None] = mapped_column(BigInteger)


class DeliveryRow(Table):
    """The outbox: one message of a watch to one target, kept with the hits that it tells of.

    `next_at_ms` is when it is tried next, None once it is sent or given up.
    """

    __tablename__ = "watch_deliveries"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[int] = mapped_column(ForeignKey("case_watches.id"), index=True)
    target: Mapped[str] = mapped_column(String(500))
    message: Mapped[str] = mapped_column(Text)
    tries: Mapped[int]
    next_at_ms: Mapped[int | None] = mapped_column(BigInteger, index=True)
    sent_at_ms: Mapped[int | None] = mapped_column(BigInteger)
    trouble: Mapped[str | None] = mapped_column(Text)
    made_at_ms: Mapped[int] = mapped_column(BigInteger)
