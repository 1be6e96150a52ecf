"""Installing as the pages say: `make install` is enough to run, and what cron and systemd start is what it made."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
def test_make_install_makes_the_program_and_nothing_of_its_tests(tmp_path: Path) -> None:
    """A machine that only runs yumsync needs no test tools."""
    steps = subprocess.run(
        ["make", "--dry-run", "install", f"VENV={tmp_path}/.venv"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"-m venv {tmp_path}/.venv" in steps
    assert "-r requirements.run.lock" in steps
    assert re.search(r"pip install .*-e \.$", steps, re.MULTILINE)
    assert "requirements.lock" not in steps


def test_the_program_is_on_the_path_before_the_readme_calls_it_by_its_bare_name() -> None:
    """Whoever types line by line must not meet `command not found`."""
    on_path = re.search(r'^export PATH="\$PWD/\.venv/bin:\$PATH"$', README, re.MULTILINE)
    assert on_path is not None
    install = README.index("\nmake install\n")
    assert install < on_path.start() < README.index("$ yumsync init")
    assert "(docs/operations.md#install)" in README


@pytest.mark.parametrize("page", [README, OPERATIONS], ids=["readme", "operations"])
def test_what_is_started_at_night_is_what_was_installed(page: str) -> None:
    """cron and systemd read no profile: they name the program in the folder it was installed in."""
    (home,) = re.findall(r"^git clone \S+ (\S+)$", OPERATIONS, re.MULTILINE)
    lines = re.findall(r"^(?:[\d*/]+ ){5} *(.*)$", page, re.MULTILINE)
    assert lines
    assert all(line.startswith(f"cd {home} && ") and " .venv/bin/yumsync " in line for line in lines)
    started = re.findall(r"^ExecStart=(\S+)", page, re.MULTILINE)
    assert started
    assert set(started) == {f"{home}/.venv/bin/yumsync"}
