"""Operations for a stand-in, and how they are sent to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

import httpx
import orjson
import pytest

from standin.settings import Settings
from tests.support.standin import LiveStandin, live_standin

NUMBERS = count(1)
TOMORROW = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011 — the register's rule is about its own day


@pytest.fixture(scope="module")
def standin() -> Iterator[LiveStandin]:
    with live_standin(Settings(max_batch=50, max_body=100_000, page_cap=4)) as running:
        yield running


def operation(number: int | None = None, **changes: Any) -> dict[str, Any]:
    """An upsert of a fabricated person whom no other test knows."""
    number = next(NUMBERS) if number is None else number
    record = {"full_name": "Trần Thị Mận", "date_of_birth": "2004-05-17"}
    record.update(changes.pop("record", {}))
    made = {
        "id": f"op-{next(NUMBERS)}",
        "type": "upsert",
        "person": f"p-{number}",
        "kind": "members",
        "unit": "Chi đoàn 1, Đoàn xã Bình An",
        "member_code": None,
        "if_match": None,
        "fields": record,
    }
    return {**made, **changes}


def post(standin: LiveStandin, *operations: Any, key: str | None = None) -> httpx.Response:
    headers = {"Idempotency-Key": key or f"key-{next(NUMBERS)}", "Content-Type": "application/json"}
    return standin.http.post("/v1/batches", content=orjson.dumps({"operations": operations}), headers=headers)


def result(standin: LiveStandin, made: dict[str, Any]) -> dict[str, Any]:
    [found] = post(standin, made).json()["results"]
    return dict(found)


def code_of(answer: httpx.Response) -> str:
    """Return a problem's code, after looking at what RFC 9457 asks of a problem."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["title"]
    assert told["detail"]
    return str(told["type"].removeprefix("/problems/"))
