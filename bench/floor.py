"""The floor of a first sync: the same bodies posted by bare httpx, and one row per person kept in SQLite.

`python -m bench.floor RECORDED URL DATABASE CONCURRENCY`. Nothing is read, cleaned, encrypted or decided; a batch is
one transaction (WAL, full sync) with the code and the ETag the upstream gave.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

import httpx
import orjson

from bench.sink import recorded

UPSERT = (
    "INSERT INTO person (id, member_code, etag) VALUES (?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET member_code = excluded.member_code, etag = excluded.etag"
)


def main() -> None:
    """Post everything that was recorded and keep the verdicts; print how many there are."""
    path, url, database, concurrency = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    kept = sqlite3.connect(database, isolation_level=None)
    kept.execute("PRAGMA journal_mode = WAL")
    kept.execute("PRAGMA synchronous = FULL")
    kept.execute("CREATE TABLE person (id TEXT PRIMARY KEY, member_code TEXT, etag TEXT)")
    with httpx.Client(base_url=url, trust_env=False) as client, ThreadPoolExecutor(concurrency) as pool:

        def post(request: tuple[str, dict[str, str], bytes]) -> list[tuple[str, str, str]]:
            where, headers, body = request
            answer = orjson.loads(client.post(where, content=body, headers=headers).raise_for_status().content)
            return [(result["id"], result["member_code"], result["etag"]) for result in answer["results"]]

        for verdicts in _in_flight(pool, post, recorded(path), concurrency):
            kept.execute("BEGIN IMMEDIATE")
            kept.executemany(UPSERT, verdicts)
            kept.execute("COMMIT")
    print(kept.execute("SELECT count(*) FROM person").fetchone()[0])
    kept.close()


Request = tuple[str, dict[str, str], bytes]
Verdicts = list[tuple[str, str, str]]


def _in_flight(pool: ThreadPoolExecutor, post: object, requests: Iterator[Request], width: int) -> Iterator[Verdicts]:
    """Keep `width` requests under way; yield answers as they come."""
    under_way: set[Future[Verdicts]] = set()
    for request in requests:
        under_way.add(pool.submit(post, request))  # type: ignore[arg-type]
        if len(under_way) >= width:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    yield from (future.result() for future in under_way)


if __name__ == "__main__":
    main()
