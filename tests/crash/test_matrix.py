"""A sample of the matrix: struck at some points of every kind, nobody is lost and nothing is done twice."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.crash.points import Kind
from tests.crash.strikes import FLUSHING, KILLED, STOPPED, UNFLUSHED
from tests.support.office import ROOT


@pytest.mark.parametrize(("database", "sample"), [("sqlite", 24), ("postgresql", 12)])
def test_a_sample_of_the_matrix(database: str, sample: int) -> None:
    """Every point that was to be struck was come by, nothing was wrong after it, and what is taken away is missed."""
    command = [sys.executable, "-m", "tests.crash", "--database", database, "--sample", str(sample)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    struck = {tuple(re.split(" {2,}", line)[:2]) for line in done.stdout.splitlines()}
    at_least = {(KILLED.name, kind) for kind in (*Kind,)} | {(STOPPED.name, kind) for kind in STOPPED.at}
    at_least |= {(one.name, Kind.COMMIT) for one in (FLUSHING, UNFLUSHED) if database == "sqlite"}
    assert at_least <= struck
