"""`python -m tests.mutants [NAME…]`: take the mechanism behind each promise away, and show that its tests fail then
and pass otherwise. 1 where a mutant survives."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Sequence

from tests.mutants.mutants import MUTANTS
from tests.mutants.plugin import NAMED
from tests.support.office import ROOT

FAILED = 1
"""What pytest ends with where tests failed; where they could not even be collected it is another number."""
_COLUMNS = "{:>7}  {:15} {:72} {}"


def main() -> int:
    """Print the table; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("names", metavar="NAME", nargs="*", choices=[*MUTANTS, []], help="only these")
    names = parser.parse_args().names or list(MUTANTS)
    print(_COLUMNS.format("promise", "mutant", "what is taken away", "its tests"), flush=True)
    survived = 0
    sound: dict[Sequence[str], bool] = {}
    for name in names:
        one = MUTANTS[name]
        tests = tuple(one.tests)
        if tests not in sound:
            sound[tests] = not _failing(tests)[0]
        code, failed = _failing(tests, name)
        killed = sound[tests] and code == FAILED and failed
        survived += not killed
        print(_COLUMNS.format(one.promise, name, one.mechanism, _said(sound[tests], code, failed)), flush=True)
    print(f"{len(names) - survived} of {len(names)} killed")
    return int(survived > 0)


def _said(sound: bool, code: int, failed: int) -> str:
    if not sound:
        return "fail without it too"
    return f"{failed} fail" if code == FAILED and failed else f"SURVIVED (pytest ended with {code})"


def _failing(tests: Sequence[str], mutant: str = "") -> tuple[int, int]:
    """Run tests with a mutant; return what pytest ended with, and how many failed."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.mutants.plugin", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, NAMED: mutant}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return ended.returncode, len(re.findall(r"^FAILED ", ended.stdout, re.MULTILINE))


if __name__ == "__main__":
    sys.exit(main())
