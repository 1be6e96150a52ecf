"""A delivery of any length takes the memory of a short one: an exchange that is over leaves nothing behind."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import httpx
import pytest

from tests.contract.test_channel_surplus import channel_to

EXCHANGES = 20


@pytest.fixture
def no_search() -> Iterator[None]:
    """Let nobody look for what only keeps itself alive: a run hardly ever does."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def kept() -> int:
    """Return how many requests and answers there are in memory."""
    return sum(isinstance(one, httpx.Request | httpx.Response) for one in gc.get_objects())


@pytest.mark.usefixtures("no_search")
@pytest.mark.parametrize("times", [1, 2])
def test_no_exchange_that_is_over_stays_in_memory(times: int) -> None:
    with channel_to(times) as (channel, _):
        before = kept()
        for number in range(EXCHANGES):
            channel.ask(lambda answer: answer.content, f"/{number}", {})
        assert kept() == before
