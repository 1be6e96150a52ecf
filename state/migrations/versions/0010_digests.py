"""The keyed digest of an operation's record beside it, so that it is compared without being opened.

Revision ID: 0010_digests
Revises: 0009_pruned
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_digests"
down_revision = "0009_pruned"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was written before has no digest, and its record is opened as ever."""
    op.add_column("operation", sa.Column("digest", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("operation", "digest")
