"""Whose area an API key is: where its places are, if several share a name."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Give keys a column; those that are there have no area."""
    op.add_column("api_keys", sa.Column("area", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("api_keys") as table:
        table.drop_column("area")
