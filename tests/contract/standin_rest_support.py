"""A stand-in in its second mode, one record at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import httpx
import pytest

from standin.rest.settings import RestSettings
from tests.support.standin import LiveStandin, live_standin

NUMBERS = count(1)
EXISTS = "Dữ liệu đã tồn tại"
ACCOUNT = {"username": "officer", "password": "standin"}
TREE: list[dict[str, Any]] = [
    {"id": "ward", "name": "Đoàn phường Phú Thủy", "code": "PT"},
    {"id": "c1", "name": "Chi đoàn 1", "code": "PT-01", "parent": "ward"},
    {"id": "c2", "name": "Chi đoàn 2", "code": "PT-02", "parent": "ward"},
    {"id": "0190c1a2-0000-7000-8000-000000000003", "name": "Chi đoàn 3", "parent": "ward"},
]


@pytest.fixture(scope="module")
def running() -> Iterator[LiveStandin]:
    with live_standin(RestSettings(rate=None)) as standin:
        standin.log_in()
        yield standin


@pytest.fixture
def standin(running: LiveStandin) -> LiveStandin:
    running.calm()
    running.put_units(TREE)
    return running


def record(**changes: object) -> dict[str, object]:
    """A fabricated member whom no other test knows."""
    number = next(NUMBERS)
    return {"memberCode": f"DV{number:05d}", "fullName": "Trần Thị Mận", "dateOfBirth": "2004-05-17", **changes}


def make(standin: LiveStandin, **changes: object) -> dict[str, Any]:
    """Take somebody new and return them as the answer shows them."""
    answer = standin.http.post("/api/members", json=record(**changes))
    assert (answer.status_code, answer.json()["success"]) == (201, True), answer.text
    return dict(answer.json()["data"])


def cells(standin: LiveStandin) -> list[str]:
    return [cell["id"] for cell in standin.http.get("/api/cells").json()["data"]]


def told(answer: httpx.Response) -> tuple[int, str]:
    """Return what a failure says, after looking at its envelope."""
    failed = answer.json()
    assert (failed["success"], failed["error"]) == (False, {})
    return answer.status_code, failed["message"]
