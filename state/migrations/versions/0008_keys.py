"""The keys that sign heads, one introduced by the other.

Revision ID: 0008_keys
Revises: 0007_tombstones
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008_keys"
down_revision = "0007_tombstones"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table, empty: the key that signs today is the first one. Guard it as the journal is guarded."""
    op.create_table(
        "signing_key",
        sa.Column("no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("signing_key_pkey")),
    )
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            "CREATE TRIGGER signing_key_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON signing_key "
            "FOR EACH STATEMENT EXECUTE FUNCTION journal_keeps()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER signing_key_keeps_{verb.lower()} BEFORE {verb} ON signing_key "
            "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
        )
    op.execute(
        "CREATE TRIGGER signing_key_keeps_insert BEFORE INSERT ON signing_key "
        "WHEN NEW.no <= (SELECT max(no) FROM signing_key) "
        "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
    )


def downgrade() -> None:
    """There is no way back: heads signed with earlier keys could not be checked any more."""
    raise NotImplementedError
