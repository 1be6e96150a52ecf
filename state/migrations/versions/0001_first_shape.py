"""The first shape: runs, plans, ledger, outbox, seen rows, journal, lease.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table, and let the journal refuse changes to what is in it."""
    _tables()
    _store_uncompressed()
    _guard_journal()


def downgrade() -> None:
    """There is no way back from the first shape but to remove the database."""
    raise NotImplementedError


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _store_uncompressed() -> None:
    """Ciphertext and hashes do not get smaller; PostgreSQL would try for each long value."""
    if op.get_bind().dialect.name == "postgresql":
        for table, column in (
            ("batch", "body"),
            ("record", "payload"),
            ("seen", "fingerprints"),
            ("seen", "persons"),
        ):
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL")


def _guard_journal() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER journal_keeps_{verb.lower()} BEFORE {verb} ON journal "
                "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION journal_keeps() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the journal only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON journal "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_keeps()"
    )


def _tables() -> None:
    op.create_table(
        "identifier",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("person", NUMBER, autoincrement=False, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("kind", "hash", "person", name=op.f("identifier_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "identifier_inbox",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
    )
    op.create_table(
        "journal",
        sa.Column("no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("run", NUMBER, nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("journal_pkey")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("fence", NUMBER, nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", NUMBER, nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("lease_pkey")),
    )
    op.create_table(
        "ledger",
        sa.Column("person", NUMBER, autoincrement=False, nullable=False),
        sa.Column("operation", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", NUMBER, nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("person", name=op.f("ledger_pkey")),
    )
    op.create_index("ledger_version", "ledger", ["version"])
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("meta_pkey")),
    )
    op.create_table(
        "name",
        sa.Column("no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("name_pkey")),
        sa.UniqueConstraint("text", name=op.f("name_text_key")),
    )
    op.create_table(
        "run",
        sa.Column("no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started", NUMBER, nullable=False),
        sa.Column("ended", NUMBER, nullable=True),
        sa.Column("released", NUMBER, nullable=True),
        sa.Column("ledger_version", NUMBER, nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("outcome", sa.SmallInteger(), nullable=True),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.Column("lists", sa.Text(), nullable=False),
        sa.Column("first", NUMBER, nullable=False),
        sa.Column("last", NUMBER, nullable=True),
        sa.Column("keyed", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("run_pkey")),
        sa.UniqueConstraint("id", name=op.f("run_id_key")),
    )
    op.create_table(
        "batch",
        sa.Column("no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("run", NUMBER, nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("changed", NUMBER, nullable=False),
        sa.Column("operations", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["run"], ["run.no"], name=op.f("batch_run_fkey")),
        sa.PrimaryKeyConstraint("no", name=op.f("batch_pkey")),
        sa.UniqueConstraint("key", name=op.f("batch_key_key")),
    )
    _partial_index("batch_unanswered", "batch", ["no"], "state <= 2")
    op.create_table(
        "hold",
        sa.Column("no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("list", NUMBER, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since", NUMBER, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.no"], name=op.f("hold_run_fkey")),
        sa.PrimaryKeyConstraint("no", name=op.f("hold_pkey")),
    )
    op.create_index("hold_run", "hold", ["run", "no"])
    op.create_table(
        "operation",
        sa.Column("no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("list", NUMBER, nullable=False),
        sa.Column("unit", NUMBER, nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("grp", NUMBER, nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("batch", NUMBER, nullable=True),
        sa.Column("changed", NUMBER, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["run"], ["run.no"], name=op.f("operation_run_fkey")),
        sa.PrimaryKeyConstraint("no", name=op.f("operation_pkey")),
    )
    op.create_index("operation_person", "operation", ["person", "no"])
    _partial_index("operation_in_flight", "operation", ["person"], "state BETWEEN 2 AND 5")
    _partial_index("operation_refused", "operation", ["person"], "state BETWEEN 6 AND 7")
    _partial_index("operation_waiting", "operation", ["grp", "no"], "state = 1")
    op.create_table(
        "seen",
        sa.Column("list", NUMBER, autoincrement=False, nullable=False),
        sa.Column("proposed", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("as_of", NUMBER, nullable=False),
        sa.Column("fingerprints", sa.LargeBinary(), nullable=True),
        sa.Column("persons", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["run"], ["run.no"], name=op.f("seen_run_fkey")),
        sa.PrimaryKeyConstraint("list", "proposed", "part", name=op.f("seen_pkey")),
    )
    op.create_table(
        "record",
        sa.Column("no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["no"], ["operation.no"], name=op.f("record_no_fkey")),
        sa.PrimaryKeyConstraint("no", name=op.f("record_pkey")),
    )
