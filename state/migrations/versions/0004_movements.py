"""Movements: the paper an operation is carried out by, where people stand, and how strong the units were.

Revision ID: 0004_movements
Revises: 0003_decisions
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_movements"
down_revision = "0003_decisions"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add what movements need; everybody known so far is active, by no paper."""
    op.add_column("operation", sa.Column("status", sa.Text(), nullable=True))
    op.add_column("operation", sa.Column("paper", sa.LargeBinary(), nullable=True))
    op.add_column("operation", sa.Column("left", NUMBER, nullable=True))
    op.add_column("operation", sa.Column("question", sa.LargeBinary(), nullable=True))
    carried = sa.text("paper IS NOT NULL")
    op.create_index("operation_paper", "operation", ["person"], sqlite_where=carried, postgresql_where=carried)
    op.add_column("ledger", sa.Column("status", sa.Text(), nullable=True))
    op.create_table(
        "strength",
        sa.Column("unit", NUMBER, autoincrement=False, nullable=False),
        sa.Column("run", NUMBER, autoincrement=False, nullable=False),
        sa.Column("members", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("unit", "run", name=op.f("strength_pkey")),
    )


def downgrade() -> None:
    """There is no way back: who left would be active again."""
    raise NotImplementedError
