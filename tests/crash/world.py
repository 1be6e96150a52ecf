"""The world of one worker: an office, its state, and a stand-in of its own; each can be brought back to any step."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from itertools import count
from pathlib import Path

from config.settings import load_settings
from standin.serve import Server
from standin.settings import Settings
from tests.crash.databases import URL_VARIABLE, Database
from tests.crash.program import Around, Ended, Running
from tests.crash.story import BATCH, CONCURRENCY, LAST_PLAN, OTHER, STORY, Effects, Held
from tests.support.office import ROOT, Office
from tests.support.standin import LiveStandin
from yumsync.bootstrap import App

APPLIED = 9
"""The state of an operation the upstream carried out, as the state's tables write it."""

CLAIMS_APPLIED = (
    f"SELECT run.id, operation.no FROM operation JOIN run ON run.no = operation.run WHERE operation.state = {APPLIED}"  # noqa: S608
    " UNION SELECT run.id, operation.no FROM ledger JOIN operation ON operation.no = ledger.operation"
    " JOIN run ON run.no = operation.run"
)
"""What the state says the upstream did: operations that are applied, and those the ledger points at."""


class World:
    """An office in `folder` with its state in `database`, and the stand-in it reports to."""

    def __init__(self, folder: Path, kept: Path, database: Database, standin: LiveStandin) -> None:
        self.database, self.standin = database, standin
        self._kept, self._said, self._runs = kept, folder / "said", count()
        self.folder = folder / "office"
        if database.url:
            os.environ[URL_VARIABLE] = database.url
        self.office = Office(
            self.folder, standin.url, state=database.setting, settings="[run]\nlease_seconds = 3600\n"
        )
        self.office.configure(profile=str(self.folder / "profile.toml"))
        self._write_profile()
        self.office.add_list("one")
        self.office.add_list("two", unit=OTHER)
        self.office.add_list("register", kind="movements", complete=None, unit=None)
        self._register = folder / "standin.db"

    def _write_profile(self) -> None:
        text = (ROOT / "config/profiles/standin.toml").read_text("utf-8")
        for name, value in (
            ("batch_size", BATCH),
            ("concurrency", CONCURRENCY),
            ("base", 0.005),
            ("cap", 0.01),
            ("late", 0.2),
        ):
            before, line, after = text.partition(f"\n{name} = ")
            assert line, name
            text = f"{before}{line}{value}\n{after.partition(chr(10))[2]}"
        self.office.put("profile.toml", text)

    # ── back and forth ───────────────────────────────────────────────────────────────────────────────────

    def keep(self, step: int) -> None:
        """Remember how everything stands before a step."""
        self.database.keep(step)
        lists = self._kept / f"lists-{step}"
        lists.mkdir()
        for file in self.folder.glob("*.csv"):
            shutil.copy2(file, lists)
        with closing(sqlite3.connect(self._register)) as now, closing(sqlite3.connect(self._tape(step))) as tape:
            now.backup(tape)

    def restore(self, step: int) -> None:
        """Bring everything back to where it was before a step."""
        self.standin.calm()
        self.database.restore(step)
        for file in (self._kept / f"lists-{step}").iterdir():
            shutil.copy2(file, self.folder)
        # Into the file the stand-in has open: starting another one for each point would take longer than the run.
        with closing(sqlite3.connect(self._register)) as now, closing(sqlite3.connect(self._tape(step))) as tape:
            tape.backup(now)
        later = any(one.receiver == "later" for one in STORY[:step]) and not any(
            one.receiver == "now" for one in STORY[:step]
        )
        self.standin.http.put("/_receiver", json={"mode": "later" if later else "now"}).raise_for_status()

    def _tape(self, step: int) -> Path:
        return self._kept / f"standin-{step}.db"

    # ── the program ──────────────────────────────────────────────────────────────────────────────────────

    def start(self, arguments: Sequence[str], around: Around = nullcontext) -> Running:
        """Start a run of the program."""
        given = [self.last_plan() if one == LAST_PLAN else one for one in arguments]
        command = ["--config", str(self.office.config), "--lang", "en", "--json", *given]
        # A file of its own: a stopped run and those that take over from it must not write into each other's words.
        return Running(command, self._said.with_suffix(f".{next(self._runs)}"), around)

    def run(self, *arguments: str) -> Ended:
        """Run the program to its end."""
        return self.start(arguments).ended()

    def last_plan(self) -> str:
        """The number of the plan that was made last."""
        ((found,),) = self.database.rows("SELECT id FROM run WHERE kind = 'plan' ORDER BY no DESC LIMIT 1")
        return str(found)

    def expire(self) -> bool:
        """Let the lease run out without waiting for it; False while its holder has the state locked."""
        return not self.database.rows("SELECT 1 FROM lease") or self.database.run("UPDATE lease SET until = 0")

    def is_leased(self) -> bool:
        """Whether somebody has the lease, run out or not."""
        return bool(self.database.rows("SELECT 1 FROM lease WHERE owner <> ''"))

    def runs_over(self) -> int:
        """How many runs have come to their end."""
        return int(self.database.rows("SELECT count(*) FROM run WHERE ended IS NOT NULL")[0][0])

    # ── what is so ───────────────────────────────────────────────────────────────────────────────────────

    def held(self) -> Held:
        """What the upstream holds. Raises ValueError for somebody held twice."""
        people = self.standin.people()
        found = {one["fields"]["national_id"]: (one["status"], one["unit"], one["fields"]) for one in people}
        if len(found) != len(people):
            raise ValueError("somebody is held twice")
        return found

    def effects(self) -> Effects:
        """What took effect, on whom, since the first day."""
        numbers = {one["person"]: one["fields"]["national_id"] for one in self.standin.people()}
        return Counter((numbers[one["person"]], one["what"]) for one in self.standin.effects())

    def sent(self) -> int:
        """How many batches came to the upstream in this worker's time."""
        return int(self.standin.stats()["requests"].get("POST /v1/batches", 0))

    def claims(self) -> set[str]:
        """The operations of which the state says that the upstream carried them out."""
        return {f"{run}-{number}" for run, number in self.database.rows(CLAIMS_APPLIED)}

    def carried_out(self) -> set[str]:
        """The operations the upstream carried out."""
        with closing(sqlite3.connect(self._register)) as register:
            return {row[0] for row in register.execute("SELECT id FROM operation WHERE status = 'applied'")}

    def journal_breaks(self) -> int | None:
        """The number of the first entry of the journal that does not fit; None where all do."""
        with App(load_settings(self.office.config)) as app:
            return app.store.journal.verify()[1]


@contextmanager
def standin_fork(db: Path) -> Iterator[LiveStandin]:
    """A stand-in in a fork, which keeps what it holds in `db`."""
    source, sink = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.close(source)
            server = Server(Settings(db=str(db)), port=0)
            os.write(sink, server.url.encode())
            os.close(sink)
            server.run()
        finally:
            os._exit(0)
    os.close(sink)
    with os.fdopen(source) as told:
        url = told.read()
    standin = LiveStandin(url)
    try:
        yield standin
    finally:
        standin.http.close()
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


@contextmanager
def world(folder: Path, kept: Path, make: Callable[[str, Path], Database], name: str) -> Iterator[World]:
    """A worker's world in `folder`."""
    folder.mkdir()
    with standin_fork(folder / "standin.db") as standin:
        yield World(folder, kept, make(name, folder / "office"), standin)
