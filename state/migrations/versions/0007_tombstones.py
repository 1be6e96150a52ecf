"""Tombstones: that somebody was erased, and what they were known by.

Revision ID: 0007_tombstones
Revises: 0006_heads
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_tombstones"
down_revision = "0006_heads"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, empty."""
    op.create_table(
        "tombstone",
        sa.Column("person", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("decision_no", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("tombstone_pkey")),
    )
    op.create_table(
        "tombstone_key",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("person", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["tombstone.person"], name=op.f("tombstone_key_person_fkey")),
        sa.PrimaryKeyConstraint("kind", "hash", "person", name=op.f("tombstone_key_pkey")),
    )


def downgrade() -> None:
    """There is no way back: whoever was erased would be created anew from the lists."""
    raise NotImplementedError
