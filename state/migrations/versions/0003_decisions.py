"""What officers decided about holds.

Revision ID: 0003_decisions
Revises: 0002_units
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_decisions"
down_revision = "0002_units"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of decisions, empty."""
    op.create_table(
        "decision",
        sa.Column("no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("person", NUMBER, nullable=True),
        sa.Column("ended", NUMBER, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("decision_pkey")),
    )
    stands = sa.text("ended IS NULL")
    op.create_index("decision_standing", "decision", ["question"], sqlite_where=stands, postgresql_where=stands)


def downgrade() -> None:
    """Remove the table; the questions are asked again."""
    op.drop_table("decision")
