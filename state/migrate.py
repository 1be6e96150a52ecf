"""Bringing a database to the shape this program needs. The migration library is imported only when one is run."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from state.engine import make_engine, sqlite_file, translated
from state.tables import REVISION
from sync.errors import StateError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy.engine import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


def head() -> str:
    """Return the revision this program needs."""
    return REVISION


def revision(url: str) -> str:
    """Return the revision a database has; the empty text for one that has none, or does not exist yet.

    Raises `StateError` and `Busy` as `state.engine` lists them.
    """
    from sqlalchemy import text  # noqa: PLC0415 - see the module's docstring

    file = sqlite_file(url)
    if file is not None and not file.is_file():
        return ""
    engine = make_engine(url)
    try:
        with translated(), engine.connect() as connection:
            connection.info["reading"] = True
            if not connection.dialect.has_table(connection, "alembic_version"):
                return ""
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
    finally:
        engine.dispose()


def upgrade(url: str, to: str = "head", busy_seconds: float = 10.0) -> None:
    """Run the missing migrations, all in one transaction; a database file that is not there is made (mode 0600).

    Raises `StateError` (`state-outdated` for a database newer than this program, and what `state.engine` lists) and
    `Busy`.
    """
    from alembic import command  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    _make_private(sqlite_file(url))
    engine = make_engine(url, busy_seconds)
    try:
        with translated(), engine.begin() as connection:
            command.upgrade(configuration(connection), to)
    except CommandError as error:
        raise StateError("state-outdated", found="?", needed=REVISION) from error
    finally:
        engine.dispose()


def _make_private(file: Path | None) -> None:
    """Make a new database file that only its owner may open, whatever the umask; its log takes on the same mode.

    One that is there keeps its mode. Where none can be made, opening the database tells why.
    """
    if file is not None and not str(file).startswith("file:"):
        with suppress(OSError):
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def configuration(connection: Connection | None = None) -> Config:
    """Return the migration library's configuration, to run on an open connection."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
