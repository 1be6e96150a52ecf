"""The tree of units: codes of each numbering, links from a unit to those it went into, former names and places.

Revision ID: 0002_units
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_units"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of the tree; they begin empty, and everything then works as without them."""
    op.create_table(
        "unit",
        sa.Column("no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("parent", NUMBER, nullable=True),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("unit_pkey")),
    )
    op.create_table(
        "unit_code",
        sa.Column("vintage", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("unit", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("vintage", "code", name=op.f("unit_code_pkey")),
    )
    op.create_table(
        "unit_link",
        sa.Column("predecessor", NUMBER, autoincrement=False, nullable=False),
        sa.Column("successor", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("predecessor", "successor", name=op.f("unit_link_pkey")),
    )
    op.create_table(
        "unit_former",
        sa.Column("unit", NUMBER, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("unit", "name", "parent", name=op.f("unit_former_pkey")),
    )


def downgrade() -> None:
    """Remove the tables; no person depends on them."""
    for table in ("unit_former", "unit_link", "unit_code", "unit"):
        op.drop_table(table)
