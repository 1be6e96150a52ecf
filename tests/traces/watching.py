"""A place in which processes are watched: their command lines, and their temporary files even after they are gone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.traces.known import Known

HOOK = Path(__file__).with_name("hook")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Watch:
    """What is watched of the processes that run in `environment`; `folder` is made anew for it."""

    folder: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """What the environment of a watched process has besides."""
        for name in ("kept", "tmp"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        path = os.pathsep.join([str(HOOK), str(ROOT)])
        return {"TRACES_TO": str(self.folder / "kept"), "TMPDIR": str(self.folder / "tmp"), "PYTHONPATH": path}

    def command_lines(self) -> bytes:
        """Every command line there was."""
        return b"".join(path.read_bytes() for path in sorted((self.folder / "kept").glob("argv-*")))

    def temporary(self) -> Mapping[str, bytes]:
        """Every temporary file there is or was."""
        left = [path for path in (self.folder / "tmp").rglob("*") if path.is_file()]
        return {path.name: path.read_bytes() for path in [*left, *(self.folder / "kept").glob("removed-*")]}


def traces(
    known: Known, watch: Watch, *, logs: bytes, journal: bytes, database: Iterable[Path], others: Iterable[Path] = ()
) -> dict[str, list[str]]:
    """Return where anybody was found, and what of them; nothing where nobody was."""
    places = {
        "log": logs,
        "journal": journal,
        "command lines": watch.command_lines(),
        **{f"temporary file {name}": content for name, content in watch.temporary().items()},
        **{f"database {path.name}": path.read_bytes() for path in database},
        **{f"file {path.name}": path.read_bytes() for path in others},
    }
    found = {place: sorted(known.found(content)) for place, content in places.items()}
    return {place: people for place, people in found.items() if people}
