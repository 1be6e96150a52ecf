"""Making what was deleted unreadable: both databases leave deleted rows where they were until they need the room.

SQLite writes the whole file anew and folds the log into it, cut to nothing. PostgreSQL writes the tables anew and
removes the old files; its log (`pg_wal`), archives of that, replicas and backups are the administrator's.
"""

from __future__ import annotations

from typing import Any

from state.engine import translated
from state.session import Session
from state.tables import metadata
from sync.errors import Busy

UNPURGED = "unpurged"
"""The fact in `meta` that something was erased and its bytes may still be on the disk."""

KEPT = frozenset({"meta", "journal", "journal_link", "journal_head", "signing_key", "lease"})
"""Tables that never hold anything of a person, so that they need not be rewritten."""


def purge(session: Session) -> None:
    """Rewrite the database. Needs as much free room as it takes itself. Raises `Busy` while another process reads it,
    and `StateError`."""
    connection = session.connection
    driver: Any = connection.connection.driver_connection
    with translated():
        if connection.dialect.name == "sqlite":
            _sqlite(driver)
        else:
            _postgres(driver)


def _sqlite(driver: Any) -> None:
    # The copy goes through a file: it is as large as the database, and holds nothing that was erased.
    driver.execute("PRAGMA temp_store=FILE")
    try:
        driver.execute("VACUUM")
        if driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise Busy("state-locked", reason="SQLITE_BUSY")
    finally:
        driver.execute("PRAGMA temp_store=MEMORY")


def _postgres(driver: Any) -> None:
    driver.rollback()
    driver.autocommit = True
    try:
        for table in metadata.sorted_tables:
            if table.name not in KEPT:
                driver.execute(f"VACUUM (FULL, ANALYZE) {table.name}")
        # Its statistics hold samples of what stood in the columns. Its owner may do this to a database.
        driver.execute("VACUUM FULL pg_statistic")
    finally:
        driver.autocommit = False
