"""An index of what was held or superseded, so that it is found when it can go.

Revision ID: 0005_spent
Revises: 0004_movements
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_spent"
down_revision = "0004_movements"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    spent = sa.text("state IN (8, 10)")
    op.create_index("operation_spent", "operation", ["run"], sqlite_where=spent, postgresql_where=spent)


def downgrade() -> None:
    """Take the index away."""
    op.drop_index("operation_spent", table_name="operation")
