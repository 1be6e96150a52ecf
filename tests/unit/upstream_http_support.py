"""A client of the reference contract whose waits are written down."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import orjson
import pytest
import respx

from adapters.upstream.contract import HttpUpstream
from config.profile import ContractProfile, Retries, load_profile
from sync.errors import UpstreamError
from sync.values import ListKind, OperationType, Outcome, Outgoing, Verdict

URL = "https://upstream.example.test"
PROFILE = load_profile("standin").model_copy(update={"retries": Retries(attempts=3, base=0.0, cap=10.0)})
assert isinstance(PROFILE, ContractProfile)
OPERATION = Outgoing(
    id="op-1",
    type=OperationType.UPSERT,
    person="p-1",
    kind=ListKind.MEMBERS,
    unit="Chi đoàn 1, Đoàn xã Bình An",
    record={"full_name": "Trần Thị Mận", "date_of_birth": "2004-05-17", "national_id": "079204000001"},
)
APPLIED = {"batch": "b1", "results": [{"id": "op-1", "status": "applied", "member_code": "1000001", "etag": '"1"'}]}
VERDICT = Verdict("op-1", Outcome.APPLIED, "1000001", '"1"')
HTML = httpx.Response(200, html="<!doctype html><title>Đăng nhập</title>")


def changed(**parts: object) -> ContractProfile:
    return PROFILE.model_copy(update=parts)


@pytest.fixture
def web() -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=URL, assert_all_called=False) as router:
        yield router


class Client:
    """A client whose waits are written down instead of waited."""

    def __init__(self, profile: ContractProfile = PROFILE, url: str = URL, token: str = "secret") -> None:  # noqa: S107
        self.waits: list[float] = []
        self.upstream = HttpUpstream(profile, url, token, sleep=self.waits.append)
        self.body = self.upstream.encode([OPERATION])

    def send(self) -> list[Verdict]:
        return list(self.upstream.send("key-1", self.body))

    def fail(self) -> UpstreamError:
        with pytest.raises(UpstreamError) as caught:
            self.send()
        return caught.value


@pytest.fixture
def client() -> Iterator[Client]:
    client = Client()
    yield client
    client.upstream.close()


def problem(status: int, code: str = "batch-invalid", detail: str = "Lô không hợp lệ.") -> httpx.Response:
    content = orjson.dumps({"type": f"/problems/{code}", "title": "x", "status": status, "detail": detail})
    return httpx.Response(status, content=content, headers={"Content-Type": "application/problem+json"})
