"""The upstream's contract without a network, for tests: it keeps every promise, and fails when it is told to."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from typing import Any

import orjson

from adapters.upstream import wire
from adapters.upstream.standing import GONE, Receiver, Refusal, arrived, moved
from sync.charter import Status
from sync.errors import Refused, TooLarge, UpstreamError
from sync.ports import BESIDE, Promises, RemotePerson, RemoteUnit, Showing
from sync.values import ASKED_FOR, Limits, ListKind, OperationType, Outcome, Outgoing, Record, Verdict

FIRST_CODE = 1_000_001
PAPER = ("decision_no", "decision_date", "destination", "origin", "reason", "expected_return")

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
    `requests` how often `send` was called, `polls` how often the outcome of one operation was asked for.

    `operations` are the types it takes, under our own names; `movement_fields` the facts of papers that go out.
    `receiver` is how receiving branches answer transfers.
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
    operations: Collection[OperationType] = ASKED_FOR
    movement_fields: Sequence[str] = PAPER
    receiver: Receiver = "now"
    polls: int = 0
    promises: Promises = field(default_factory=Promises)

    def __post_init__(self) -> None:
        self.fields: Collection[str] = frozenset(self.allowed)
        self.showing = Showing({*self.allowed, *BESIDE})
        self._faults: deque[_Fault] = deque()
        self._answers: dict[str, tuple[bytes, list[Verdict]]] = {}
        self._applied: dict[str, tuple[Mapping[str, Any], Verdict]] = {}
        self._told: dict[str, Verdict] = {}
        self._shape = wire.Shape(tuple(self.allowed), tuple(self.movement_fields))
        self._codes = count(FIRST_CODE)
        self._versions = count(1)
        self._lock = Lock()
        self._numbers: dict[str | None, str] = {}
        self._holders: dict[str, str] = {}

    def fail(self, error: UpstreamError, *, times: int = 1, taken: bool = False) -> None:
        """Let the next `times` sendings end in this error; `taken` says that they take effect all the same."""
        with self._lock:
            self._faults.extend([_Fault(error, taken)] * times)

    def echo(self, record: Record) -> Record:
        """Return a record as it stands: nothing is translated."""
        return record

    def encode(self, operations: Sequence[Outgoing]) -> bytes:
        """Return the exact body of a batch, with the allowed fields and facts only."""
        return wire.encode(operations, self._shape)

    def types(self) -> Collection[OperationType]:
        """Return the operations it takes."""
        return self.operations

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

    def recall(self, key: str, body: bytes) -> Sequence[Verdict]:
        """Return the verdicts on what of a batch was taken; the rest is untouched. Errors: as they were ordered."""
        with self._lock:
            if self._faults:
                raise self._faults.popleft().error
            idents = [operation["id"] for operation in orjson.loads(body)["operations"]]
            return [self._told.get(ident) or Verdict(ident, Outcome.UNTOUCHED) for ident in idents]

    def outcome(self, ids: Sequence[str]) -> Sequence[Verdict]:
        """Return what became of operations that have their last verdict. Errors: as they were ordered."""
        with self._lock:
            self.polls += len(ids)
            if self._faults:
                raise self._faults.popleft().error
            told = (self._told.get(ident) for ident in ids)
            return [verdict for verdict in told if verdict and verdict.outcome is not Outcome.ACCEPTED]

    def receive(self, answer: Receiver) -> int:
        """Let receiving branches answer so from now on; return how many waiting transfers that answered."""
        with self._lock:
            self.receiver = answer
            waiting = [ident for ident, (_, verdict) in self._applied.items() if verdict.outcome is Outcome.ACCEPTED]
            if answer == "later":
                return 0
            for ident in waiting:
                self._answer(ident)
            return len(waiting)

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
        ident = operation["id"]
        if ident in self._applied:
            first, verdict = self._applied[ident]
            names = ("type", "person", "kind", "unit", "fields", "movement")
            same = all(first.get(name) == operation.get(name) for name in names)
            return verdict if same else _rejected(ident, "operation-id-reused")
        verdict = self._told[ident] = self._judged(operation)
        return verdict

    def _judged(self, operation: Mapping[str, Any]) -> Verdict:
        ident, person = operation["id"], self.held.get(operation["person"])
        refused = self.judge(operation) if self.judge else None
        refused = refused or self._problem(operation, person)
        if refused:
            return refused
        type_ = OperationType(operation["type"])
        if type_ is not OperationType.UPSERT:
            return self._move(operation, type_, person)
        if person and person.status in GONE:
            return _rejected(ident, "person-gone", "person")
        return self._taken(operation, self._change(operation, _upserted(person, operation)))

    def _move(self, operation: Mapping[str, Any], type_: OperationType, person: RemotePerson | None) -> Verdict:
        after = moved(person, type_, operation)
        if isinstance(after, Refusal):
            return _rejected(operation["id"], after.code, after.field)
        if after.status is not Status.TRANSFER_OUT_PENDING or type_ is not OperationType.TRANSFER:
            return self._taken(operation, self._change(operation, after))
        if self.receiver == "refuse":
            return _rejected(operation["id"], "transfer-refused", "movement.destination")
        self.held[after.person or ""] = after
        verdict = Verdict(operation["id"], Outcome.ACCEPTED, after.member_code, after.etag)
        self._applied[operation["id"]] = operation, verdict
        return verdict if self.receiver == "later" else self._answer(operation["id"])

    def _answer(self, ident: str) -> Verdict:
        """Let the receiving branch answer one transfer that waits."""
        operation = self._applied[ident][0]
        person = self.held[operation["person"]]
        if self.receiver == "refuse":
            del self._applied[ident]
            self.held[operation["person"]] = person._replace(status=Status.ACTIVE)
            verdict = _rejected(ident, "transfer-refused", "movement.destination")
        else:
            verdict = self._taken(operation, self._change(operation, arrived(person, operation)))
        self._told[ident] = verdict
        return verdict

    def _taken(self, operation: Mapping[str, Any], held: RemotePerson) -> Verdict:
        verdict = Verdict(operation["id"], Outcome.APPLIED, held.member_code, held.etag)
        self._applied[operation["id"]] = operation, verdict
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

    def _change(self, operation: Mapping[str, Any], after: RemotePerson) -> RemotePerson:
        """Keep a person as an operation leaves them, with the record it states."""
        reference = operation["person"]
        before = self.held.get(reference)
        code = after.member_code or operation["member_code"] or self._free_code()
        record = _merged(before, operation)
        if "member_code" in self.fields:
            record["member_code"] = code
        wanted = after._replace(person=reference, member_code=code, record=record, etag=None)
        if before and before._replace(etag=None) == wanted:
            return before
        self.effects[operation["id"]] += 1
        if before and before.record.get("national_id"):
            del self._numbers[before.record["national_id"]]
        if record.get("national_id"):
            self._numbers[record["national_id"]] = reference
        self._holders[code] = reference
        self.held[reference] = wanted._replace(etag=f'"{next(self._versions)}"')
        return self.held[reference]

    def _free_code(self) -> str:
        return next(code for code in map(str, self._codes) if code not in self._holders)


def _upserted(person: RemotePerson | None, operation: Mapping[str, Any]) -> RemotePerson:
    kind, unit = ListKind(operation["kind"]), operation["unit"]
    if person is None:
        return RemotePerson(operation["person"], "", kind, unit, {}, None)
    return person._replace(kind=kind, unit=unit)


def _merged(person: RemotePerson | None, operation: Mapping[str, Any]) -> dict[str, str | None]:
    before = dict(person.record) if person else {}
    return {name: value for name, value in {**before, **operation["fields"]}.items() if value}


def _rejected(ident: str, code: str, name: str = "") -> Verdict:
    return Verdict(ident, Outcome.REJECTED, code=code, words=code, field=name)
