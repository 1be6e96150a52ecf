"""What the benches share: lists made once, and an office that has synced one to the sink."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measure import ROOT, Run, own, process

STATE = "state.db"
PROFILE = ROOT / "config" / "profiles" / "standin.toml"
FLOOR = "floor: bare httpx and one upsert each"
IN_STEP, HELD = 0, 3
"""Exit codes: nothing is left to do, or something waits for a person."""

_CONFIG = """\
[upstream]
profile = "{profile}"
url = "{url}"

[state]
url = "sqlite:///{state}"
key = "file:yumsync.key"

[[list]]
name = "province"
path = "{path}"
complete = true
"""


def program() -> list[str]:
    """Return the command that starts yumsync under this interpreter."""
    script = Path(sys.executable).with_name("yumsync")
    if script.exists():
        return [str(script)]
    return [sys.executable, "-c", "import sys; from yumsync.cli import main; sys.exit(main())"]


@dataclass
class Workshop:
    """A temporary folder; `rows` stands for each bench's own number where it was asked for."""

    folder: Path
    rows: int | None = None
    repeat: int = 5

    def size(self, usual: int) -> int:
        """How many rows a bench works on."""
        return self.rows or usual

    def made(self, name: str, rows: int, *options: str) -> Path:
        """Return a list of `bench.data`, made in a process of its own where it is not there yet."""
        path = self.folder / f"{rows}-{name}"
        if not path.exists():
            self.helper("bench.data", str(path), str(rows), *options)
        return path

    def floor(self, record: Path) -> Run:
        """Post the recorded bodies with bare httpx, keeping a row of each person, and measure the whole process."""
        database = self.folder / "floor.db"
        for path in self.folder.glob("floor.db*"):
            path.unlink()
        concurrency = tomllib.loads(PROFILE.read_text(encoding="utf-8"))["concurrency"]
        with sink() as url:
            return process(own("bench.floor", str(record), url, str(database), str(concurrency)), self.folder)

    def helper(self, module: str, *arguments: str) -> None:
        """Run one of our modules, unmeasured."""
        subprocess.run(own(module, *arguments), check=True)

    def office(self, name: str, source: Path) -> Office:
        """Return an office whose list is `source`, with nothing synced; one that was there before is cleared away."""
        folder = self.folder / f"office-{name}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return Office(folder, source)

    def synced_office(self, rows: int, kind: str = "csv") -> Office:
        """Return an office that has synced its list of `rows` rows; made once."""
        source = self.made(f"list.{kind}", rows)
        folder = self.folder / f"synced-{kind}-{rows}"
        if folder.exists():
            return Office(folder, source)
        office = self.office("new", source)
        office.init("http://127.0.0.1:9")
        with sink() as url:
            office.configure(url)
            office.run("sync")
        office.folder.rename(folder)
        return Office(folder, source)


@dataclass
class Office:
    """A working folder with its yumsync.toml; `source` is the list it reads, where it lies."""

    folder: Path
    source: Path
    profile: str = "standin"

    def use_profile(self, **numbers: int) -> None:
        """Speak to the upstream as the stand-in's profile says, with these numbers instead of its own."""
        text = PROFILE.read_text(encoding="utf-8")
        for name, number in numbers.items():
            text = re.sub(rf"^{name} = \d+", f"{name} = {number}", text, flags=re.MULTILINE)
        self.profile = "profile.toml"
        (self.folder / self.profile).write_text(text, encoding="utf-8")

    def last_run(self) -> str:
        """Return the id of the latest run."""
        told = subprocess.run([*program(), "runs", "--json"], cwd=self.folder, capture_output=True, check=True)
        return str(json.loads(told.stdout)["runs"][0]["id"])

    def configure(self, url: str) -> None:
        """Write yumsync.toml for an upstream at `url`."""
        text = _CONFIG.format(profile=self.profile, url=url, state=STATE, path=self.source.as_posix())
        (self.folder / "yumsync.toml").write_text(text, encoding="utf-8")

    def init(self, url: str) -> None:
        """Configure it, and let the program make key and database."""
        self.configure(url)
        self.run("init")

    def read(self, source: Path) -> None:
        """Let the list be `source`; the upstream is out of reach from here on."""
        self.source = source
        self.configure("http://127.0.0.1:9")

    def run(self, verb: str, *options: str, accepted: Sequence[int] = (0,)) -> Run:
        """Run a verb of the program and measure the whole process."""
        return process([*program(), verb, *options], self.folder, accepted=accepted)

    def plan(self, later: Path) -> Run:
        """Plan a changed list, of which some people must be held, and put everything back as it was."""
        same = self.source
        with self._untouched():
            self.read(later)
            try:
                return self.run("plan", accepted=(IN_STEP, HELD))
            finally:
                self.read(same)

    @contextmanager
    def _untouched(self) -> Iterator[None]:
        """Put the state back afterwards, as it was before."""
        kept = self.folder.with_name(f"{self.folder.name}-kept")
        kept.mkdir()
        for path in self.folder.glob(f"{STATE}*"):
            shutil.copy2(path, kept)
        try:
            yield
        finally:
            for path in self.folder.glob(f"{STATE}*"):
                path.unlink()
            for path in kept.iterdir():
                path.rename(self.folder / path.name)
            kept.rmdir()


@contextmanager
def sink(*options: str) -> Iterator[str]:
    """Run the sink, an upstream that answers at once, and give its address. Options: see `bench.sink`."""
    server = subprocess.Popen(own("bench.sink", *options), stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        if not port:
            raise RuntimeError("the sink did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
