"""Tables of the operational state. Times are milliseconds since the epoch, UTC; hashes are hex.

The migrations in `migrations/` make these tables; a test compares the two.
"""

from sqlalchemy import BigInteger, ForeignKey, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
}
"""How constraints are named, so that later migrations can drop them on every database."""


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


class KeyRow(Table):
    """One API key: only the SHA-256 of its token is kept. Names are never used twice."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at_ms: Mapped[int] = mapped_column(BigInteger)
    revoked_at_ms: Mapped[int | None] = mapped_column(BigInteger)


class SessionRow(Table):
    """One visit of the page: stands in for its key until it ends or the key is revoked."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("api_keys.id"), index=True)
    ends_at_ms: Mapped[int] = mapped_column(BigInteger)
