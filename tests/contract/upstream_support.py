"""The upstreams that one conformance suite is asked of, and what a test can see and do on their other side."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import count
from typing import Protocol

import pytest

from adapters.upstream.contract import HttpUpstream
from adapters.upstream.memory import MemoryUpstream
from adapters.upstream.standing import Receiver
from config.profile import ContractProfile, Retries, load_profile
from standin.settings import Settings
from sync.errors import AnswerLost, Unavailable
from sync.ports import RemotePerson, RemoteUnit, Upstream
from sync.values import ListKind, OperationType, Outgoing, Verdict
from tests.support.standin import LiveStandin, live_standin

NUMBERS = count(1)
PROFILE = load_profile("standin").model_copy(
    update={"batch_size": 20, "page_size": 3, "retries": Retries(attempts=1, base=0, cap=0)}
)
assert isinstance(PROFILE, ContractProfile)


class Side(Protocol):
    """An upstream, and what a test can see and do on its other side."""

    @property
    def upstream(self) -> Upstream: ...

    def lose_next_answer(self) -> None: ...
    def refuse_next(self) -> None: ...
    def refuse_questions(self) -> None: ...
    def poison(self, person: str) -> None: ...
    def omit(self, person: str) -> None: ...
    def mend(self) -> None: ...
    def effects(self, operation: str) -> int: ...
    def receiver(self, mode: Receiver) -> int: ...
    def put_units(self, units: Sequence[RemoteUnit]) -> None: ...


class Memory:
    def __init__(self) -> None:
        self.upstream = MemoryUpstream(
            PROFILE.fields, PROFILE.limits, operations=PROFILE.types, movement_fields=PROFILE.movement_fields
        )

    def lose_next_answer(self) -> None:
        self.upstream.fail(AnswerLost("upstream-answer-lost"), taken=True)

    def refuse_next(self) -> None:
        self.upstream.fail(Unavailable("upstream-busy"))

    def refuse_questions(self) -> None:
        self.refuse_next()

    def poison(self, person: str) -> None:
        self.upstream.poison.add(person)

    def omit(self, person: str) -> None:
        self.upstream.omitted.add(person)

    def mend(self) -> None:
        self.upstream.poison.clear()
        self.upstream.omitted.clear()

    def effects(self, operation: str) -> int:
        return self.upstream.effects[operation]

    def receiver(self, mode: Receiver) -> int:
        return self.upstream.receive(mode)

    def put_units(self, units: Sequence[RemoteUnit]) -> None:
        self.upstream.tree = units


class Live:
    def __init__(self, standin: LiveStandin) -> None:
        self.standin = standin
        self.upstream = HttpUpstream(PROFILE, standin.url, "secret")

    def lose_next_answer(self) -> None:
        self.standin.faults({"do": "drop", "when": "after", "times": 1})

    def refuse_next(self) -> None:
        self.standin.faults({"do": "status", "status": 503, "times": 1})

    def refuse_questions(self) -> None:
        self.standin.faults({"do": "status", "status": 503, "method": "GET", "path": "/v1/operations", "times": 1})

    def poison(self, person: str) -> None:
        self.standin.faults({"do": "status", "status": 500, "where": {"person": person}})

    def omit(self, person: str) -> None:
        self.standin.faults({"do": "omit", "where": {"person": person}})

    def mend(self) -> None:
        self.standin.calm()

    def effects(self, operation: str) -> int:
        return sum(effect["operation"] == operation for effect in self.standin.effects())

    def receiver(self, mode: Receiver) -> int:
        return int(self.standin.http.put("/_receiver", json={"mode": mode}).raise_for_status().json()["answered"])

    def put_units(self, units: Sequence[RemoteUnit]) -> None:
        self.standin.put_units([{name: value for name, value in asdict(unit).items() if value} for unit in units])


@pytest.fixture(scope="module")
def running() -> Iterator[LiveStandin]:
    with live_standin(Settings(token="secret", max_batch=20)) as standin:
        yield standin


@pytest.fixture(params=["memory", "live"])
def side(request: pytest.FixtureRequest) -> Iterator[Side]:
    if request.param == "memory":
        yield Memory()
        return
    standin: LiveStandin = request.getfixturevalue("running")
    standin.calm()
    live = Live(standin)
    live.receiver("now")
    yield live
    live.upstream.close()


def person(**changes: object) -> Outgoing:
    """A new operation about a new person whom no other test knows."""
    number = next(NUMBERS)
    fabricated = Outgoing(
        id=f"op-{number}-{random.getrandbits(64):x}",
        type=OperationType.UPSERT,
        person=f"p-{number}-{random.getrandbits(64):x}",
        kind=ListKind.MEMBERS,
        unit="Chi đoàn 1, Đoàn xã Bình An",
        record={"full_name": "Trần Thị Mận", "date_of_birth": "2004-05-17"},
    )
    return replace(fabricated, **changes)  # type: ignore[arg-type]


def again(operation: Outgoing, **changes: object) -> Outgoing:
    """A later operation about the same person."""
    return replace(operation, id=person().id, **changes)  # type: ignore[arg-type]


def send(side: Side, *operations: Outgoing, key: str | None = None) -> list[Verdict]:
    upstream = side.upstream
    return list(upstream.send(key or person().id, upstream.encode(operations)))


def standing(side: Side, operation: Outgoing) -> RemotePerson:
    [found] = [one for one in side.upstream.people() if one.person == operation.person]
    return found


def held(side: Side, operation: Outgoing) -> dict[str, str | None]:
    return dict(standing(side, operation).record)
