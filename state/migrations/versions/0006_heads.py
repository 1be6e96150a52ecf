"""Signed heads of the journal, and a journal that also refuses to have entries replaced.

Revision ID: 0006_heads
Revises: 0005_spent
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_heads"
down_revision = "0005_spent"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of heads, empty: the next run signs all there is. Guard it as the journal is guarded."""
    op.create_table(
        "journal_head",
        sa.Column("no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("before", NUMBER, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("journal_head_pkey")),
    )
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            "CREATE TRIGGER journal_head_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_head "
            "FOR EACH STATEMENT EXECUTE FUNCTION journal_keeps()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER journal_head_keeps_{verb.lower()} BEFORE {verb} ON journal_head "
            "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
        )
    # SQLite's INSERT OR REPLACE removes the old row without asking the triggers on DELETE.
    op.execute(
        "CREATE TRIGGER journal_keeps_insert BEFORE INSERT ON journal "
        "WHEN NEW.no <= (SELECT max(no) FROM journal) "
        "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
    )
    op.execute(
        "CREATE TRIGGER journal_head_keeps_insert BEFORE INSERT ON journal_head "
        "WHEN NEW.no <= (SELECT max(no) FROM journal_head) "
        "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
    )


def downgrade() -> None:
    """There is no way back: heads that were signed would be forgotten."""
    raise NotImplementedError
