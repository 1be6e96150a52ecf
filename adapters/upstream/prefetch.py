"""Pages that are asked for while the ones before are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event, Semaphore
from typing import TypeVar

T = TypeVar("T")

AHEAD = 2
"""Pages that may have come and are not taken yet: one to go on with, one so that the upstream need not wait."""


def prefetched(pages: Iterator[T], most: int = AHEAD) -> Iterator[T]:
    """Yield pages in order. A thread of its own asks for the next one as soon as the one before has come, at most
    `most` beyond the one that is looked at: whoever looks at it is too busy to set that off in time.

    Raises what `pages` raises, once everything that came before was taken.
    """
    come: SimpleQueue[tuple[T] | BaseException | None] = SimpleQueue()
    room, left = Semaphore(most), Event()

    def ask() -> None:
        try:
            for page in pages:
                come.put((page,))
                room.acquire()
                if left.is_set():
                    return
            come.put(None)
        except BaseException as error:
            come.put(error)

    with ThreadPoolExecutor(1, thread_name_prefix="page") as thread:
        thread.submit(ask)
        try:
            while (page := come.get()) is not None:
                if isinstance(page, BaseException):
                    raise page
                yield page[0]
                room.release()
        finally:
            left.set()
            room.release()
