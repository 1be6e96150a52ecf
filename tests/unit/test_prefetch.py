"""Pages that are asked for ahead: all of them, in order, without being told to, and never without bound."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, strategies

from adapters.upstream.prefetch import AHEAD, prefetched

PATIENCE = 10.0
"""Seconds after which something that should happen at once is taken not to happen."""


class Pages:
    """Numbered pages that note how many were asked for; from number `broken` on they cannot be had."""

    def __init__(self, count: int, broken: int | None = None) -> None:
        self.count, self.broken, self.asked = count, broken, 0

    def __iter__(self) -> Iterator[int]:
        for number in range(self.count):
            self.asked += 1
            if number == self.broken:
                raise OSError(f"page {number}")
            yield number

    def settled(self, expected: int) -> int:
        """Wait until so many were asked for, and a moment for one too many; return how many were."""
        until = time.monotonic() + PATIENCE
        while self.asked < expected and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(0.05)
        return self.asked


@given(count=strategies.integers(0, 12), most=strategies.integers(1, 4))
def test_every_page_comes_once_and_in_order(count: int, most: int) -> None:
    assert list(prefetched(iter(Pages(count)), most)) == list(range(count))


def test_the_next_ones_are_asked_for_while_one_is_looked_at_and_no_more() -> None:
    pages = Pages(50)
    coming = prefetched(iter(pages))
    for number in range(3):
        assert next(coming) == number
        assert pages.settled(number + 1 + AHEAD) == number + 1 + AHEAD
    coming.close()  # type: ignore[attr-defined]


def test_what_breaks_off_is_raised_after_what_had_come() -> None:
    coming = prefetched(iter(Pages(5, broken=2)))
    assert [next(coming), next(coming)] == [0, 1]
    with pytest.raises(OSError, match="page 2"):
        next(coming)


def test_whoever_leaves_early_leaves_no_thread_behind_and_asks_for_nothing_more() -> None:
    before = set(threading.enumerate())
    pages = Pages(50)
    coming = prefetched(iter(pages))
    assert next(coming) == 0
    coming.close()  # type: ignore[attr-defined]
    assert set(threading.enumerate()) <= before
    assert pages.settled(0) <= 1 + AHEAD
