"""The databases a state may be kept in, as an office names them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.state_support import Database, make_database

__all__ = ["make_database", "make_office_state"]


@pytest.fixture(name="state_url")
def make_office_state(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What stands under `state.url`: SQLite in the office's folder, or PostgreSQL by an environment variable."""
    if database.is_sqlite:
        database.file.unlink()  # `init` is to make it, with its key
        yield "sqlite:///state.db"
    else:
        monkeypatch.setenv("YUM_TEST_STATE_URL", database.url)
        yield "env:YUM_TEST_STATE_URL"
