"""`yumsync init`: make a working folder, or complete one. What is there already is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.secrets import anchored, write_key_file
from config.settings import EXAMPLE, FILE_NAME, Settings, load_settings
from sync.errors import ConfigError

LISTS = "lists"
"""The folder for the officers' lists, as the annotated example names it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing `init` saw to. `code` is `made-<what>` or `kept-<what>`; `name` is the file's."""

    code: str
    name: str


def found(folder: Path, name: str | None = None) -> Sequence[Step]:
    """Make configuration, lists folder, key and database in a folder, each where it is not there yet.

    The database is upgraded where it is of an earlier version. A key is never made beside a database that exists:
    that database's own key is lost then, and a new one would hide it. Raises ConfigError, StateError, Busy, OSError.
    """
    from yumsync.bootstrap import prepare  # noqa: PLC0415 -- everything below is needed by this verb alone

    steps: list[Step] = []
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / (name or FILE_NAME)
    new = not config.exists()
    if new:
        with config.open("x", encoding="utf-8", newline="\n") as file:
            file.write(EXAMPLE.read_text("utf-8"))
        (folder / LISTS).mkdir(exist_ok=True)
    steps.append(Step("made-config" if new else "kept-config", str(config)))
    settings = load_settings(config)
    steps += _key(settings)
    database = _database(settings)
    existed = database is None or database.exists()
    prepare(settings)
    shown = settings.state.url if database is None else str(database)
    steps.append(Step("kept-database" if existed else "made-database", shown))
    return steps


def _key(settings: Settings) -> Sequence[Step]:
    """Make the key file where the configuration names one that is not there; a new folder for it is its owner's."""
    where, _, name = settings.state.key.partition(":")
    if where != "file":
        return []
    path = settings.absolute(name)
    if path.exists():
        return [Step("kept-key", str(path))]
    database = _database(settings)
    if database is not None and database.exists():
        raise ConfigError("config-key-no-file", key="state.key", file=str(path))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_key_file(path)
    return [Step("made-key", str(path))]


def _database(settings: Settings) -> Path | None:
    """Return the SQLite file that holds the state, None where it is another database."""
    scheme, _, path = anchored(settings.state.url, settings.base).partition(":///")
    return Path(path.partition("?")[0]) if scheme.startswith("sqlite") else None
