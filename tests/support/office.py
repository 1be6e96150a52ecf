"""An office: a working folder with configuration, key and lists, and the program run in it as its user runs it.

All people are fabricated.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from config.profile import load_profile
from config.settings import load_settings
from tests.support.standin import LiveStandin
from yumsync.bootstrap import App
from yumsync.cli.frame import run

ROOT = Path(__file__).parents[2]
UNIT = "Chi đoàn 1, Đoàn phường Phú Thủy"
PATIENCE = 60.0

HEADERS: Mapping[str, str] = {
    "full_name": "Họ và tên",
    "date_of_birth": "Ngày sinh",
    "national_id": "CCCD",
    "phone": "Số điện thoại",
    "email": "Email",
}
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi")
MIDDLES = ("Văn", "Thị", "Thúy", "Hoàng", "Quý")
GIVEN = ("An", "Bình", "Châu", "Dũng", "Hòa", "Kiều", "Lan", "Mỹ", "Nga", "Phúc", "Quỳnh")

Row = dict[str, str]


@dataclass(frozen=True)
class Said:
    """What one call of the program gave."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Everything that was said."""
        return self.out + self.err

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        found: dict[str, Any] = json.loads(self.out)
        return found


def person(serial: int, **other: str) -> Row:
    """Fabricate a person as a list states them; another serial is another person."""
    name = " ".join(words[serial // step % len(words)] for words, step in ((FAMILIES, 55), (MIDDLES, 11), (GIVEN, 1)))
    born = date(2004, 1, 1) + timedelta(days=serial % 366)
    return {
        "full_name": name,
        "date_of_birth": born.strftime("%d/%m/%Y"),
        "national_id": f"079204{serial:06}",
        "phone": f"09{serial:08}",
        "email": f"tv{serial}@example.test",
        **other,
    }


def people(count: int, start: int = 1) -> list[Row]:
    """Fabricate people with consecutive serials."""
    return [person(serial) for serial in range(start, start + count)]


def table(rows: Sequence[Row], columns: Sequence[str] = tuple(HEADERS)) -> list[list[Any]]:
    """Lay people out as a table with its header."""
    return [[HEADERS.get(name, name) for name in columns], *([row.get(name, "") for name in columns] for row in rows)]


def csv_of(rows: Sequence[Row], columns: Sequence[str] = tuple(HEADERS)) -> str:
    """Write people as CSV text; no value needs quotes."""
    lines = table(rows, columns)
    assert not any(set(cell) & set(',"\n') for line in lines for cell in line), "a value needs quotes"
    return "".join(",".join(line) + "\n" for line in lines)


def expected(row: Row) -> dict[str, str]:
    """Return the values the upstream is to hold of a row that states only plain values."""
    day, month, year = row["date_of_birth"].split("/")
    return {**row, "date_of_birth": f"{year}-{month}-{day}"}


def held(standin: LiveStandin, **query: str) -> dict[str, dict[str, str]]:
    """Return what the stand-in holds, by national ID; nobody may be held twice."""
    found = standin.people(**query)
    by_id = {one["fields"]["national_id"]: one["fields"] for one in found}
    assert len(by_id) == len(found), "somebody is held twice"
    return by_id


def assert_in_step(standin: LiveStandin, rows: Sequence[Row], **query: str) -> None:
    """The stand-in holds exactly these people, with exactly these values, and did everything once."""
    assert held(standin, **query) == {row["national_id"]: expected(row) for row in rows}
    stats = standin.stats()
    assert (stats["doubled"], stats["duplicates"]) == (0, 0)


def wait_for(what: Callable[[], object], why: str) -> None:
    """Wait until something is so."""
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, f"never happened: {why}"
        time.sleep(0.01)


@dataclass
class Office:
    """A working folder. `lists` are the tables `[[list]]` of its configuration, `settings` any other tables."""

    folder: Path
    url: str
    profile: str = "standin"
    state: str = "sqlite:///state.db"
    token: str = ""
    user: str = ""
    settings: str = ""
    lists: list[dict[str, object]] = field(default_factory=list)

    # ── the folder ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def config(self) -> Path:
        """The configuration file."""
        return self.folder / "yumsync.toml"

    def add_list(self, name: str, path: str = "", **keys: object) -> None:
        """Put a list into the configuration; CSV of its name, complete, of `UNIT`, unless told otherwise."""
        source: dict[str, object] = {} if "url" in keys else {"path": path or f"{name}.csv"}
        self.lists.append({"name": name, "unit": UNIT, "complete": True, **source, **keys})
        self.configure()

    def configure(self, **changed: Any) -> None:
        """Write the configuration file, after changing attributes of the office."""
        for name, value in changed.items():
            setattr(self, name, value)
        self.folder.mkdir(parents=True, exist_ok=True)
        asking = "".join(f"{key} = {_toml(said)}\n" for key in ("user", "token") if (said := getattr(self, key)))
        head = f"[upstream]\nprofile = {_toml(self.profile)}\nurl = {_toml(self.url)}\n{asking}"
        state = f"[state]\nurl = {_toml(self.state)}\n"
        tables = [
            "[[list]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in keys.items() if value is not None)
            for keys in self.lists
        ]
        self.config.write_text("\n".join([head, state, self.settings, *tables]), "utf-8")

    def set_profile(self, *, fields: Sequence[str] | None = None, **numbers: object) -> None:
        """Write a profile of its own: the stand-in's, without long waits, and with these numbers and tables."""
        named = fields if fields is not None else load_profile("standin").fields
        values: dict[str, object] = {
            "retries": {"attempts": 2, "base": 0.01, "cap": 0.05},
            "timeouts": {"connect": 2, "read": 10, "write": 10, "pool": 10, "late": 0.2},
            **numbers,
        }
        top = [f"{key} = {value}" for key, value in values.items() if not isinstance(value, dict)]
        tables = [
            f"[{key}]\n" + "\n".join(f"{name} = {number}" for name, number in value.items())
            for key, value in values.items()
            if isinstance(value, dict)
        ]
        words = ", ".join(_toml(name) for name in named)
        path = self.folder / "profile.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(['name = "test"', f"fields = [{words}]", *top, *tables]) + "\n", "utf-8")
        self.configure(profile=str(path))

    def write(self, name: str, rows: Sequence[Row], columns: Sequence[str] = tuple(HEADERS)) -> Path:
        """Write people as the CSV list of this name."""
        return self.put(f"{name}.csv", csv_of(rows, columns))

    def put(self, name: str, content: str | bytes) -> Path:
        """Write a file of the folder."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    # ── the program ──────────────────────────────────────────────────────────────────────────────────────

    def run(self, *arguments: str, lang: str = "en") -> Said:
        """Run a verb inside this process."""
        out, err = io.StringIO(), io.StringIO()
        kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = run(["--config", str(self.config), "--lang", lang, *arguments])
        finally:
            for number, handler in kept.items():
                signal.signal(number, handler)
        said = Said(code, out.getvalue(), err.getvalue())
        assert "Traceback" not in said.text
        return said

    def ask(self, *arguments: str) -> Said:
        """Run a verb inside this process with --json; the answer is JSON whatever the outcome."""
        said = self.run("--json", *arguments)
        assert isinstance(said.json, dict)
        return said

    @contextlib.contextmanager
    def started(self, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
        """Start a verb as a process of its own, in the folder, as cron does; it is gone at the end."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("YUMSYNC_", "_YUMSYNC"))}
        with subprocess.Popen(
            [sys.executable, "-m", "yumsync", *arguments],
            cwd=self.folder,
            env={**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def call(self, *arguments: str, **environment: str) -> Said:
        """Run a verb as a process of its own to its end."""
        with self.started(*arguments, **environment) as process:
            return ended(process)

    def init(self) -> None:
        """Make key and database."""
        assert self.run("init").code == 0

    # ── what the state says ──────────────────────────────────────────────────────────────────────────────

    @contextlib.contextmanager
    def app(self) -> Iterator[App]:
        """The program wired over this office, to look into its state."""
        with App(load_settings(self.config)) as app:
            yield app

    def assert_journal_verifies(self) -> None:
        """The journal's chain is whole, and not empty."""
        with self.app() as app:
            count, broken = app.store.journal.verify()
        assert count > 0
        assert broken is None

    def count(self, query: str) -> int:
        """Return one number from the SQLite state, read behind the program's back; 0 while there is no table."""
        try:
            with contextlib.closing(
                sqlite3.connect(f"file:{self.folder / 'state.db'}?mode=ro", uri=True)
            ) as database:
                return int(database.execute(query).fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def ended(process: subprocess.Popen[str]) -> Said:
    """Wait for a process and return what it said."""
    out, err = process.communicate(timeout=PATIENCE)
    said = Said(process.returncode, out, err)
    assert "Traceback" not in said.text
    return said


def killed(process: subprocess.Popen[str]) -> None:
    """End a process at once, as a power cut would."""
    process.kill()
    process.communicate(timeout=PATIENCE)


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
