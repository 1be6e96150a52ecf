"""Takes away from a test process what the environment names."""

from __future__ import annotations

import os

from tests.mutants.mutants import MUTANTS

NAMED = "YUMSYNC_MUTANT"


def pytest_configure() -> None:
    """Before any test is collected."""
    if name := os.environ.get(NAMED):
        MUTANTS[name].apply()
