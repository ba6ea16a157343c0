"""Watches: what they look for, what they found, what is still to be delivered; cases may close."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the three tables, and give cases two columns."""
    op.add_column("cases", sa.Column("closed_by", sa.String(200), nullable=True))
    op.add_column("cases", sa.Column("closed_at_ms", sa.BigInteger(), nullable=True))
    _create_watches()
    _create_hits()
    _create_deliveries()


def _create_watches() -> None:
    op.create_table(
        "case_watches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("weak", sa.Boolean(), nullable=False),
        sa.Column("noted", sa.BigInteger(), nullable=False),
        sa.Column("footage", sa.BigInteger(), nullable=False),
        sa.Column("reports", sa.BigInteger(), nullable=False),
        sa.Column("looked_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("stopped_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("stopped_why", sa.String(16), nullable=True),
        sa.Column("stopped_by", sa.String(200), nullable=True),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_watches"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_watches_case_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_case_watches_case_id", "case_watches", ["case_id"])


def _create_hits() -> None:
    op.create_table(
        "watch_hits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("hit", sa.String(500), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("found_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("read_by", sa.String(200), nullable=True),
        sa.Column("read_at_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_watch_hits"),
        sa.ForeignKeyConstraint(["watch_id"], ["case_watches.id"], name="fk_watch_hits_watch_id"),
        sa.ForeignKeyConstraint(["search_id"], ["audit.id"], name="fk_watch_hits_search_id"),
        sa.UniqueConstraint("watch_id", "kind", "hit", name="uq_watch_hits_watch_id"),
        sqlite_autoincrement=True,
    )


def _create_deliveries() -> None:
    op.create_table(
        "watch_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(500), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("sent_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_watch_deliveries"),
        sa.ForeignKeyConstraint(
            ["watch_id"], ["case_watches.id"], name="fk_watch_deliveries_watch_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_watch_deliveries_watch_id", "watch_deliveries", ["watch_id"])
    op.create_index("ix_watch_deliveries_next_at_ms", "watch_deliveries", ["next_at_ms"])


def downgrade() -> None:
    """Drop the three tables and the two columns."""
    for table in ("watch_deliveries", "watch_hits", "case_watches"):
        op.drop_table(table)
    op.drop_column("cases", "closed_at_ms")
    op.drop_column("cases", "closed_by")
