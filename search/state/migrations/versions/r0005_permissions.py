"""What an API key may see beyond what every key may."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0002"


def upgrade() -> None:
    """Add permissions to keys; those there are have none."""
    column = sa.Column("permissions", sa.String(200), nullable=False, server_default="")
    op.add_column("api_keys", column)


def downgrade() -> None:
    """Take them away."""
    op.drop_column("api_keys", "permissions")
