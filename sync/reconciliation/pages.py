"""What the upstream shows, page by page, the next page being fetched while the one before is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from sync.ports import RemotePerson

PAGE = 500
"""People looked at together."""


def ahead(people: Iterator[RemotePerson], size: int = PAGE) -> Iterator[Sequence[RemotePerson]]:
    """Yield people in pages, at most one page ahead of what was taken. Raises what reading them raises."""
    with ThreadPoolExecutor(1, thread_name_prefix="pages") as thread:
        coming = thread.submit(_page, people, size)
        while page := coming.result():
            coming = thread.submit(_page, people, size)
            yield page


def _page(people: Iterator[RemotePerson], size: int) -> Sequence[RemotePerson]:
    return list(islice(people, size))
