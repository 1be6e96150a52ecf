"""Migrations lead to exactly the shape the code describes, on both databases, and nothing loads them unasked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from state import migrate
from state.engine import make_engine
from state.tables import metadata
from tests.contract.state_support import Database, make_database  # noqa: F401 - a fixture is found by its own name


def test_the_revision_the_code_needs_is_the_last_one() -> None:
    scripts = ScriptDirectory.from_config(migrate.configuration())
    assert scripts.get_heads() == [migrate.head()]


def test_migrations_equal_a_fresh_schema(database: Database) -> None:
    with make_engine(database.url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_indexes_have_the_conditions_the_queries_rely_on(database: Database, tmp_path: Path) -> None:
    """The comparison above does not look at the conditions of partial indexes."""
    fresh = fresh_database(database, tmp_path)
    assert described(database.url) == described(fresh)


def fresh_database(database: Database, folder: Path) -> str:
    """A database made from the tables as the code describes them."""
    if database.is_sqlite:
        url = f"sqlite:///{folder / 'fresh.db'}"
    else:
        engine = create_engine(database.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("DROP DATABASE IF EXISTS fresh")
            connection.exec_driver_sql("CREATE DATABASE fresh")
        url = make_url(database.url).set(database="fresh").render_as_string(hide_password=False)
    with make_engine(url).begin() as connection:
        metadata.create_all(connection)
    return url


def described(url: str) -> object:
    """Every table but the migrations' own, with its columns, keys and indexes, as the database tells them."""
    with make_engine(url).connect() as connection:
        see = inspect(connection)
        listed: list[Callable[[str], object]] = [
            see.get_columns,
            see.get_pk_constraint,
            see.get_foreign_keys,
            see.get_unique_constraints,
            see.get_indexes,
            see.get_table_options,
        ]
        return {
            table: [plain(look(table)) for look in listed]
            for table in see.get_table_names()
            if table != "alembic_version"
        }


def plain(facts: object) -> object:
    """Return what a database tells as values that can be compared: expressions and types as text."""
    if isinstance(facts, dict):
        return {name: plain(value) for name, value in facts.items()}
    if isinstance(facts, list):
        return [plain(value) for value in facts]
    return str(facts)


def test_migrating_twice_changes_nothing(database: Database) -> None:
    assert migrate.revision(database.url) == migrate.head()
    migrate.upgrade(database.url)
    assert migrate.revision(database.url) == migrate.head()


def test_a_database_that_is_not_there_has_no_revision(tmp_path: Path) -> None:
    file = tmp_path / "state.db"
    assert migrate.revision(f"sqlite:///{file}") == ""
    assert not file.exists()
    migrate.upgrade(f"sqlite:///{file}")
    assert migrate.revision(f"sqlite:///{file}") == migrate.head()


def test_a_migration_that_fails_leaves_nothing_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'state.db'}"

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("alembic.op.create_index", fail)
        with pytest.raises(ZeroDivisionError):
            migrate.upgrade(url)
    with make_engine(url).connect() as connection:
        assert inspect(connection).get_table_names() == []
    migrate.upgrade(url)
    assert migrate.revision(url) == migrate.head()


def test_opening_a_store_loads_no_migration_library() -> None:
    code = "import sys, state.store, state.migrate; sys.exit('alembic' in sys.modules or 'psycopg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
