"""A sample of the matrix: struck at some points of every kind, nobody is lost and nothing is done twice."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter

from tests.crash.points import Kind
from tests.crash.strikes import FLUSHING, KILLED, STOPPED, UNFLUSHED
from tests.support.office import ROOT

SAMPLE = 12
"""Points on each database; one of each strike and kind all the same."""


def test_a_sample_of_the_matrix() -> None:
    """Every kind of point was come by, nothing was wrong after it, and a mechanism that is taken away is missed."""
    command = [sys.executable, "-m", "tests.crash", "--sample", str(SAMPLE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    lines = Counter(tuple(re.split(" {2,}", line)[:2]) for line in done.stdout.splitlines())
    on_both = {(KILLED.name, kind) for kind in Kind} | {(STOPPED.name, kind) for kind in STOPPED.at}
    assert {line: lines[line] for line in on_both} == dict.fromkeys(on_both, 2)
    assert [lines[one.name, Kind.COMMIT] for one in (FLUSHING, UNFLUSHED)] == [1, 1]
