"""What the acceptance tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.standin import LiveStandin, live_standin


@pytest.fixture
def standin() -> Iterator[LiveStandin]:
    """An upstream of this test's own, empty and well."""
    with live_standin() as server:
        yield server
