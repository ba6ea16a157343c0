"""Cases: boards of pins, notes and saved searches, their changes, and their searches."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the six tables; searches in the audit log come under the cases that they name."""
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(500), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("name", name="uq_cases_name"),
        sqlite_autoincrement=True,
    )
    _create_changes()
    _create_pins()
    _create_notes()
    _create_saved()
    _create_audit_cases()


def _made() -> tuple[sa.Column[str], sa.Column[int]]:
    return (
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
    )


def _create_changes() -> None:
    op.create_table(
        "case_changes",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(600), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "version", name="pk_case_changes"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_changes_case_id"),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name="fk_case_changes_audit_id"),
        sa.UniqueConstraint("audit_id", name="uq_case_changes_audit_id"),
    )


def _create_pins() -> None:
    op.create_table(
        "case_pins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("pinned", sa.String(500), nullable=False),
        sa.Column("pts_ms", sa.BigInteger(), nullable=True),
        sa.Column("box", sa.Text(), nullable=True),
        sa.Column("search_id", sa.Integer(), nullable=True),
        sa.Column("happened_ms", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_case_pins"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_pins_case_id"),
        sa.ForeignKeyConstraint(["search_id"], ["audit.id"], name="fk_case_pins_search_id"),
        sa.UniqueConstraint("case_id", "kind", "pinned", name="uq_case_pins_case_id"),
    )


def _create_notes() -> None:
    op.create_table(
        "case_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about_kind", sa.String(16), nullable=True),
        sa.Column("about", sa.String(500), nullable=True),
        *_made(),
        sa.Column("edited_by", sa.String(200), nullable=True),
        sa.Column("edited_at_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_case_notes"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_notes_case_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_case_notes_case_id", "case_notes", ["case_id"])


def _create_audit_cases() -> None:
    audit_cases = op.create_table(
        "audit_cases",
        sa.Column("audit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("audit_id", name="pk_audit_cases"),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name="fk_audit_cases_audit_id"),
    )
    op.create_index("ix_audit_cases_case_hash", "audit_cases", ["case_hash"])
    asked = sa.text("SELECT id, body FROM audit WHERE event = 'asked'")
    rows = [(row.id, json.loads(row.body)["case"]) for row in op.get_bind().execute(asked)]
    known = [{"audit_id": ident, "case_hash": _hash(case)} for ident, case in rows if case]
    if known:
        op.bulk_insert(audit_cases, known)


def _hash(case: str) -> str:
    return hashlib.sha256(case.encode(errors="surrogatepass")).hexdigest()


def _create_saved() -> None:
    op.create_table(
        "case_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        *_made(),
        sa.PrimaryKeyConstraint("id", name="pk_case_searches"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_searches_case_id"),
        sa.UniqueConstraint("case_id", "name", name="uq_case_searches_case_id"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop the six tables."""
    for table in (
        "audit_cases",
        "case_searches",
        "case_notes",
        "case_pins",
        "case_changes",
        "cases",
    ):
        op.drop_table(table)
