"""`yumsync demo`: the whole story on a fabricated province, told by the program's own commands.

Every step runs the real command in a process of its own and prints the line an officer would type, so that each can
be repeated by hand in the folder that is left behind.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.wording import Wording
from sync.errors import ConfigError
from yumsync.demo import month, province, writers

MARKER = ".yumsync-demo"
"""Says that a folder was made here and may be made anew."""

QUIET_OUTCOMES = frozenset({0, 1, 3})
"""Exit codes that belong to the story: in step, some rows wrong, something held."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a province: the seed article's, unless a test asks for a smaller one."""

    districts: int = 10
    branches: int = 695
    members: int = 48_000
    youth: int = 12_000


class Stage:
    """The folder, the stand-in and the commands of one telling."""

    def __init__(self, folder: Path, wording: Wording, out: Say) -> None:
        self.folder = folder
        self.wording = wording
        self.out = out
        token = secrets.token_urlsafe(24)
        self.environment = {**os.environ, "STANDIN_TOKEN": token, "YUMSYNC_LANG": wording.lang}
        self.standin: subprocess.Popen[str] | None = None
        self.url = ""

    def tell(self, code: str, **details: str | int) -> None:
        """Print one sentence of the story."""
        self.out("")
        self.out(self.wording.say(f"story-{code}", **details))

    def make_folder(self) -> None:
        """Make the folder anew. Raises ConfigError when it holds anything that was not made here."""
        if self.folder.exists():
            if not (self.folder / MARKER).exists() and any(self.folder.iterdir()):
                raise ConfigError("demo-folder-in-use", folder=str(self.folder))
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True)
        (self.folder / MARKER).write_text("", "utf-8")

    def start_standin(self) -> None:
        """Start the stand-in on a free loopback port. Raises ConfigError when it does not come up."""
        token = self.folder / "standin.token"
        token.touch(mode=0o600)
        token.write_text(self.environment["STANDIN_TOKEN"], "utf-8")
        command = [*program(), "standin", "--port", "0", "--db", "standin.db"]
        self.standin = subprocess.Popen(  # noqa: S603  (our own program)
            command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        assert self.standin.stdout is not None  # noqa: S101  (asked for above)
        line = self.standin.stdout.readline()
        self.url = line.strip().rpartition(" ")[2]
        if not self.url.startswith("http"):
            raise ConfigError("demo-standin-failed")

    def write_config(self, written: writers.Written) -> None:
        """Write yumsync.toml for the province."""
        head = [
            "[upstream]",
            'profile = "standin"',
            f'url = "{self.url}"',
            'token = "file:standin.token"',
            "",
            "[state]",
            'url = "sqlite:///state.db"',
            'key = "file:yumsync.key"',
            "",
        ]
        (self.folder / "yumsync.toml").write_text("\n".join(head) + "\n" + written.toml(), "utf-8")

    def run(self, *arguments: str) -> None:
        """Run one command of the program in the folder, as an officer would, and show what it says.

        Raises ConfigError when it ends in a way that is no part of the story.
        """
        self.out("")
        self.out(f"$ yumsync {' '.join(arguments)}")
        ended = subprocess.run(  # noqa: S603  (our own program)
            [*program(), *arguments], cwd=self.folder, env=self.environment, check=False
        )
        if ended.returncode not in QUIET_OUTCOMES:
            raise ConfigError("demo-step-failed", command=" ".join(arguments), outcome=ended.returncode)

    def ask(self, *arguments: str) -> object:
        """Run a command with --json and return what it says."""
        command = [*program(), "--json", *arguments]
        ended = subprocess.run(  # noqa: S603  (our own program)
            command, cwd=self.folder, env=self.environment, check=False, capture_output=True, text=True
        )
        return json.loads(ended.stdout)

    def close(self) -> None:
        """Stop the stand-in."""
        if self.standin is not None:
            self.standin.terminate()
            self.standin.wait(10)
            if self.standin.stdout is not None:
                self.standin.stdout.close()


def program() -> Sequence[str]:
    """Return the command line that runs this same program."""
    return [sys.executable, "-m", "yumsync"]


def tell(folder: Path, wording: Wording, *, scale: Scale = Scale(), out: Say | None = None) -> int:
    """Tell the whole story in `folder`; return 0 when the last sync sent nothing and every figure came out as told.

    Raises ConfigError when the folder holds something else, or a step fails.
    """
    say = out or (lambda line: print(line, flush=True))  # noqa: T201
    stage = Stage(folder, wording, say)
    began = time.monotonic()
    try:
        return _story(stage, scale, began)
    finally:
        stage.close()


def _story(stage: Stage, scale: Scale, began: float) -> int:
    stage.tell("begin", branches=scale.branches, folder=stage.folder.name)
    stage.make_folder()
    made = province.generate(
        districts=scale.districts, branches=scale.branches, members=scale.members, youth=scale.youth
    )
    written = writers.write(made, stage.folder)
    stage.start_standin()
    stage.write_config(written)
    stage.tell("province", people=len(made.people), files=len(written.files), lists=len(written.lists), url=stage.url)
    stage.run("init")
    stage.tell("first")
    stage.run("sync")
    stage.tell("month")
    story = month.apply(made, stage.folder)
    stage.tell(
        "month-facts",
        admitted=story.creations,
        updated=story.updates,
        missing=story.held_missing,
        cosmetic=len(story.cosmetic),
    )
    stage.tell("preview")
    stage.run("plan")
    stage.tell("second")
    stage.run("sync")
    second = latest_counts(stage.ask("runs"))
    stage.tell("third")
    stage.run("sync")
    third = latest_counts(stage.ask("runs"))
    stage.run("status")
    told = second.get("applied") == story.sent and third.get("sent") == 0
    seconds = round(time.monotonic() - began)
    stage.tell("end" if told else "differs", sent=third.get("sent", 0), seconds=seconds, folder=str(stage.folder))
    stage.tell("next", folder=str(stage.folder))
    return 0 if told else 1


def latest_counts(runs: object) -> Mapping[str, int]:
    """Return the counts of the first run in the output of `yumsync --json runs`."""
    assert isinstance(runs, dict)  # noqa: S101  (our own output)
    counts = runs["runs"][0]["counts"]
    assert isinstance(counts, dict)  # noqa: S101
    return counts
