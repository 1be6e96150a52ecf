"""Entries with a salt, and what is left of entries that were pruned.

Revision ID: 0009_pruned
Revises: 0008_keys
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_pruned"
down_revision = "0008_keys"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

KNOWN = "NEW.no <= (SELECT max(no) FROM journal_link)"
STANDS = "SELECT 1 FROM journal WHERE journal.no = NEW.no AND journal.hash = NEW.hash"
PRUNES = (
    "'journal.pruned' = (SELECT event FROM journal ORDER BY no DESC LIMIT 1) AND "
    "EXISTS (SELECT 1 FROM journal_link WHERE journal_link.no = OLD.no AND journal_link.hash = OLD.hash)"
)


def upgrade() -> None:
    """Let an entry be removed while the newest one says that entries are pruned, and its link was kept before."""
    op.add_column("journal", sa.Column("salt", sa.LargeBinary()))
    op.create_table(
        "journal_link",
        sa.Column("no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("journal_link_pkey")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgres()


def _guard_sqlite() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
    op.execute("DROP TRIGGER journal_keeps_delete")
    op.execute(f"CREATE TRIGGER journal_keeps_delete BEFORE DELETE ON journal WHEN NOT ({PRUNES}) {refuse}")
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER journal_link_keeps_{verb.lower()} BEFORE {verb} ON journal_link {refuse}")
    op.execute(
        "CREATE TRIGGER journal_link_keeps_insert BEFORE INSERT ON journal_link "
        f"WHEN {KNOWN} OR NOT EXISTS ({STANDS}) {refuse}"
    )


def _guard_postgres() -> None:
    op.execute(
        "CREATE FUNCTION journal_prunes() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {PRUNES} THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION 'the journal only grows'; END $$"
    )
    op.execute(
        "CREATE FUNCTION journal_links() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF EXISTS ({STANDS}) THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'the journal only grows'; END $$"
    )
    op.execute("DROP TRIGGER journal_keeps ON journal")
    op.execute(
        "CREATE TRIGGER journal_keeps BEFORE UPDATE OR TRUNCATE ON journal "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_keeps()"
    )
    op.execute(
        "CREATE TRIGGER journal_prunes BEFORE DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_prunes()"
    )
    op.execute(
        "CREATE TRIGGER journal_link_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_link "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_keeps()"
    )
    op.execute(
        "CREATE TRIGGER journal_links BEFORE INSERT ON journal_link FOR EACH ROW EXECUTE FUNCTION journal_links()"
    )


def downgrade() -> None:
    """There is no way back: entries that were written with a salt could not be proved any more."""
    raise NotImplementedError
