"""Importing all the program may import, once, before it is forked."""

from __future__ import annotations

import importlib
import pkgutil
import tempfile
from pathlib import Path

import adapters
import state
import sync
import yumsync
from tests.crash.databases import making
from tests.crash.story import STORY
from tests.crash.world import world

EXTERNAL = (
    "alembic.command",
    "alembic.runtime.migration",
    "httpx",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
)
OMITTED = ("yumsync.__main__", "yumsync.demo", "state.migrations")


def everything() -> None:
    """Import every module of the program, and what it imports late; make a run here, so that tables are loaded and
    statements are compiled."""
    for package in (sync, state, adapters, yumsync):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(OMITTED):
                importlib.import_module(module.name)
    for name in EXTERNAL:
        importlib.import_module(name)
    _run_once()


def _run_once() -> None:
    with tempfile.TemporaryDirectory(prefix="yumsync-crash-") as name:
        folder = Path(name)
        (folder / "kept").mkdir()
        with making("sqlite", folder / "kept") as make, world(folder / "warm", folder / "kept", make, "warm") as here:
            for step in STORY[:3]:
                step.prepare(here.office, here.standin)
                assert here.office.run(*step.arguments).code == step.code
            assert here.office.run("status").code == STORY[2].rest
