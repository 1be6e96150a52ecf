"""A batch as it is kept until it is settled: the steps of each type of operation, and what fills them.

Everything that goes out is in it, so that a repeat sends the same bytes whatever becomes of the profile meanwhile. A
secret never is.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

import orjson

from adapters.upstream.requests.translate import Translated, Translation
from adapters.upstream.templates import names_of
from config.profile import RequestsProfile
from config.profile.requests import Requests, Step
from sync.values import Outgoing

DAY = "on"


@dataclass(frozen=True, slots=True)
class Sent:
    """One operation of a batch. `record` and `facts` are as they are written there, by our names."""

    id: str
    type: str
    person: str
    kind: str
    known: bool
    unit: str
    reference: str | None
    member_code: str | None
    etag: str | None
    record: Translated
    facts: Translated
    requests: Requests

    @property
    def steps(self) -> Sequence[Step]:
        """The requests that carry it out."""
        return self.requests.steps or ()

    @property
    def values(self) -> dict[str, Any]:
        """What placeholders stand for, before anything was sent."""
        given = {"reference": self.reference, "member_code": self.member_code, "etag": self.etag}
        return {
            **self.record,
            **self.facts,
            "operation": self.id,
            "person": self.person,
            "kind": self.kind,
            "unit_name": self.unit,
            **{name: value for name, value in given.items() if value is not None},
        }

    @property
    def placeholders(self) -> Set[str]:
        """The names of every placeholder of its steps, and of what it holds."""
        requests = self.requests
        return names_of([[step.model_dump() for step in self.steps], requests.holds, requests.unless])

    @property
    def sends_record(self) -> bool:
        """Whether the record goes out with it."""
        return self.requests.sends_record


def encode(operations: Sequence[Outgoing], profile: RequestsProfile, translation: Translation) -> bytes:
    """Return the durable body of a batch, with the fields and facts of the profile's allow-lists only."""
    types = sorted({operation.type for operation in operations})
    steps = {type_.value: profile.requests(type_).model_dump(mode="json", exclude_defaults=True) for type_ in types}
    bodies = [_encode(operation, profile, translation) for operation in operations]
    return orjson.dumps({"steps": steps, "operations": bodies})


def _encode(operation: Outgoing, profile: RequestsProfile, translation: Translation) -> dict[str, Any]:
    record = {name: operation.record[name] for name in profile.fields if name in operation.record}
    code = record.get("member_code") or operation.member_code
    if code and "member_code" in profile.fields:
        record["member_code"] = code
    paper = operation.movement or {}
    facts = {name: value for name in (DAY, *profile.movement_fields) if (value := paper.get(name))}
    return {
        "id": operation.id,
        "type": operation.type,
        "person": operation.person,
        "kind": operation.kind,
        "known": operation.known,
        "unit": operation.unit,
        "reference": operation.reference,
        "member_code": code,
        "etag": operation.etag,
        "record": translation.written(record),
        "facts": translation.written(facts),
    }


def decode(body: bytes) -> list[Sent]:
    """Return the operations of a durable body, in order."""
    document = orjson.loads(body)
    steps = {type_: Requests.model_validate(found) for type_, found in document["steps"].items()}
    return [Sent(**operation, requests=steps[operation["type"]]) for operation in document["operations"]]
