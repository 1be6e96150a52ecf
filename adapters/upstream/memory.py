"""The upstream's contract without a network, for tests: it keeps every promise, and fails when it is told to."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Lock
from typing import Any

import orjson

from adapters.upstream import wire
from sync.errors import Refused, TooLarge, UpstreamError
from sync.ports import RemotePerson, RemoteUnit
from sync.values import Limits, ListKind, Outcome, Outgoing, Verdict

FIRST_CODE = 1_000_001

Judge = Callable[[Mapping[str, Any]], Verdict | None]


@dataclass(frozen=True, slots=True)
class _Fault:
    error: UpstreamError
    taken: bool


@dataclass
class MemoryUpstream:
    """An upstream in memory. Safe to use from several threads.

    `judge` may refuse single operations: it is given each one as it stands on the wire, and returns a verdict or
    None. `poison` are people for whose sake a whole batch is answered like a 500. `omitted` are people whose results
    are left out of an answer, though they took effect. `effects` counts how often each operation id changed anything,
    `requests` how often `send` was called.
    """

    allowed: Sequence[str]
    limits: Limits = field(default_factory=Limits)
    judge: Judge | None = None
    poison: set[str] = field(default_factory=set)
    omitted: set[str] = field(default_factory=set)
    effects: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    held: dict[str, RemotePerson] = field(default_factory=dict)
    tree: Sequence[RemoteUnit] = ()

    def __post_init__(self) -> None:
        self.fields: Collection[str] = frozenset(self.allowed)
        self._faults: deque[_Fault] = deque()
        self._answers: dict[str, tuple[bytes, list[Verdict]]] = {}
        self._applied: dict[str, tuple[Mapping[str, Any], Verdict]] = {}
        self._codes = count(FIRST_CODE)
        self._versions = count(1)
        self._lock = Lock()
        self._numbers: dict[str | None, str] = {}
        self._holders: dict[str, str] = {}

    def fail(self, error: UpstreamError, *, times: int = 1, taken: bool = False) -> None:
        """Let the next `times` sendings end in this error; `taken` says that they take effect all the same."""
        with self._lock:
            self._faults.extend([_Fault(error, taken)] * times)

    def encode(self, operations: Sequence[Outgoing]) -> bytes:
        """Return the exact body of a batch, with the allowed fields only."""
        return wire.encode(operations, self.allowed)

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        """Take a batch once; the same key and body bring the same verdicts again. Errors: as they were ordered, or
        `TooLarge`, or `Refused` for another body under a known key."""
        with self._lock:
            self.requests += 1
            fault = self._faults.popleft() if self._faults else None
            if fault and not fault.taken:
                raise fault.error
            verdicts = self._take(key, body)
            if fault:
                raise fault.error
            return verdicts

    def reach(self) -> Mapping[str, str]:
        """Say what this is."""
        return {"name": "memory"}

    def people(self, unit: str | None = None) -> Iterator[RemotePerson]:
        """Yield everybody held, or everybody of a unit, in the order they came."""
        return iter([person for person in self.held.values() if unit is None or person.unit == unit])

    def units(self) -> Iterator[RemoteUnit]:
        """Yield the units of `tree`, in order."""
        return iter(list(self.tree))

    def close(self) -> None:
        """Nothing to release."""

    def _take(self, key: str, body: bytes) -> list[Verdict]:
        operations = orjson.loads(body)["operations"]
        if len(operations) > self.limits.batch_size or len(body) > self.limits.body_bytes:
            raise TooLarge("upstream-too-large", status=413)
        known = self._answers.get(key)
        if known and known[0] != body:
            raise Refused("upstream-refused", status=422, problem="idempotency-key-reused", words="")
        if any(operation["person"] in self.poison for operation in operations):
            raise Refused("upstream-failed", status=500, problem="", words="")
        if not known:
            known = self._answers[key] = body, [self._apply(operation) for operation in operations]
        omitted = {operation["id"] for operation in operations if operation["person"] in self.omitted}
        return [verdict for verdict in known[1] if verdict.operation not in omitted]

    def _apply(self, operation: Mapping[str, Any]) -> Verdict:
        ident, person = operation["id"], self.held.get(operation["person"])
        if ident in self._applied:
            first, verdict = self._applied[ident]
            same = all(first[name] == operation[name] for name in ("type", "person", "kind", "unit", "fields"))
            return verdict if same else _rejected(ident, "operation-id-reused")
        refused = self.judge(operation) if self.judge else None
        refused = refused or self._problem(operation, person)
        if refused:
            return refused
        held = self._change(operation, person)
        verdict = Verdict(ident, Outcome.APPLIED, held.member_code, held.etag)
        self._applied[ident] = operation, verdict
        return verdict

    def _problem(self, operation: Mapping[str, Any], person: RemotePerson | None) -> Verdict | None:
        ident, code, expected = operation["id"], operation["member_code"], operation["if_match"]
        if expected is not None and (person is None or expected != person.etag):
            return _rejected(ident, "precondition-failed")
        record = _merged(person, operation)
        for name in ("full_name", "date_of_birth"):
            if name not in record:
                return _rejected(ident, "field-missing", name)
        reference = operation["person"]
        if self._numbers.get(record.get("national_id"), reference) != reference:
            return _rejected(ident, "national-id-taken", "national_id")
        if code and self._holders.get(code, reference) != reference:
            return _rejected(ident, "member-code-taken", "member_code")
        if code and person and person.member_code != code:
            return _rejected(ident, "member-code-mismatch", "member_code")
        return None

    def _change(self, operation: Mapping[str, Any], person: RemotePerson | None) -> RemotePerson:
        reference = operation["person"]
        code = person.member_code if person else operation["member_code"] or self._free_code()
        record = _merged(person, operation)
        if "member_code" in self.fields:
            record["member_code"] = code
        wanted = RemotePerson(reference, code, ListKind(operation["kind"]), operation["unit"], record, None)
        if person and replace(person, etag=None) == wanted:
            return person
        self.effects[operation["id"]] += 1
        if person and person.record.get("national_id"):
            del self._numbers[person.record["national_id"]]
        if record.get("national_id"):
            self._numbers[record["national_id"]] = reference
        self._holders[code] = reference
        self.held[reference] = replace(wanted, etag=f'"{next(self._versions)}"')
        return self.held[reference]

    def _free_code(self) -> str:
        return next(code for code in map(str, self._codes) if code not in self._holders)


def _merged(person: RemotePerson | None, operation: Mapping[str, Any]) -> dict[str, str | None]:
    before = dict(person.record) if person else {}
    return {name: value for name, value in {**before, **operation["fields"]}.items() if value}


def _rejected(ident: str, code: str, name: str = "") -> Verdict:
    return Verdict(ident, Outcome.REJECTED, code=code, words=code, field=name)
