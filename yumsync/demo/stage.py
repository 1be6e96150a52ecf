"""The stage of the demo: its folder, the stand-in, and the program's own commands, each in a process of its own."""

from __future__ import annotations

import json
import os
import secrets
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import httpx

from config.wording import Wording
from sync.errors import ConfigError
from yumsync.demo import writers

MARKER = ".yumsync-demo"
"""Says that a folder was made here and may be made anew."""

QUIET_OUTCOMES = frozenset({0, 1, 3})
"""Exit codes that belong to the story: in step, some rows wrong, something held."""

SHOWN = 24
"""Lines of a longer answer that are shown."""

WIDTH = 110
"""Characters of a line of the story."""

Say = Callable[[str], None]


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
        self.as_told = True
        self._effects = Counter[str]()

    def tell(self, code: str, **details: str | int) -> None:
        """Print one sentence of the story."""
        self.out("")
        for line in self.wording.say(f"story-{code}", **details).splitlines():
            indent = " " * (len(line) - len(line.lstrip()))
            wrap = textwrap.TextWrapper(
                WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
            )
            self.out(wrap.fill(line))

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

    def run(self, *arguments: str, shown: int = SHOWN) -> None:
        """Run one command of the program in the folder, as an officer would, and show what it says, its first lines
        only where it says much.

        Raises ConfigError when it ends in a way that is no part of the story.
        """
        self.out("")
        self.out(f"$ yumsync {shlex.join(arguments)}")
        ended = subprocess.run(  # noqa: S603  (our own program)
            [*program(), *arguments],
            cwd=self.folder,
            env=self.environment,
            check=False,
            stdout=subprocess.PIPE,
            text=True,
        )
        lines = ended.stdout.rstrip().splitlines()
        for line in lines[:shown]:
            self.out(line)
        if len(lines) > shown:
            self.out(self.wording.say("story-more", count=len(lines) - shown))
        if ended.returncode not in QUIET_OUTCOMES:
            raise ConfigError("demo-step-failed", command=arguments[0], outcome=ended.returncode)

    def expect(self, what: str, told: object, found: object) -> None:
        """Say so when a figure is not the one that was told."""
        if told != found:
            self.as_told = False
            self.tell("figure", what=what, told=str(told), found=str(found))

    def receivers(self, mode: Literal["now", "later"]) -> None:
        """Have receiving branches answer transfers at once, those that wait included, or later. Raises HTTPError."""
        self._stand_in("PUT", "/_receiver", {"mode": mode})

    def took_effect(self) -> Counter[str]:
        """Return what took effect at the stand-in since this was last asked, by name. Raises HTTPError."""
        now = Counter[str](self._stand_in("GET", "/_stats")["took_effect"])
        since, self._effects = now - self._effects, now
        return since

    def _stand_in(self, method: str, path: str, body: object = None) -> Any:
        key = {"Authorization": f"Bearer {self.environment['STANDIN_TOKEN']}"}
        answer = httpx.request(method, f"{self.url}{path}", json=body, headers=key, timeout=30)
        return answer.raise_for_status().json()

    def latest(self) -> str:
        """Return the id of the latest run."""
        return str(self.ask("runs")["runs"][0]["id"])

    def ask(self, *arguments: str) -> Any:
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
