"""A store behind a thread of its own, so that receiving one request does not wait for writing another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, Protocol, TypeVar

from standin.wire import Unit

T = TypeVar("T")


class Held(Protocol):
    """What every store can be asked, in whatever mode: the admin doors need no more."""

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        ...

    def counts(self) -> dict[str, int]:
        """Return how much there is of everything."""
        ...

    def took_effect(self) -> dict[str, int]:
        """Return how often what took effect."""
        ...

    def effects(self, person: str | None = None, after: int = 0) -> list[dict[str, object]]:
        """Return what took effect, in order, on one person or on all, without the first `after`."""
        ...

    def put_units(self, tree: Sequence[Unit]) -> int:
        """Make these the units; return how many. Raises `Refusal` for a tree that does not hang together."""
        ...


S = TypeVar("S", bound=Held)


class Desk(Generic[S]):
    """Puts questions to a store, one after the other."""

    def __init__(self, store: S) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._store = store

    async def ask(self, question: Callable[[S], T]) -> T:
        """Put a question to the store and wait for its answer."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, self._store)

    def close(self) -> None:
        """Finish what is under way and close the store."""
        self._thread.shutdown(wait=True)
        self._store.close()
