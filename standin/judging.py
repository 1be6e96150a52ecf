"""What one operation does to the register, decided against what the register holds; no SQL and no HTTP in here.

An operation names a person by its sender's own reference and, where it has one, by the member code:

======================  ======================  ===============================================================
reference               member code             then
======================  ======================  ===============================================================
known                   none, or theirs         the person's record is changed
known                   another's               rejected: `member-code-taken`
known                   nobody's                rejected: `member-code-mismatch`
not known               none                    a new person, under a new code
not known               somebody's              theirs, if they carry no reference yet, or have the same name and
                                                birth date; else rejected: `member-code-taken`
not known               nobody's                a new person under that code, or rejected as `unknown-member`
                                                where codes are strict
======================  ======================  ===============================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import orjson

from standin.movements import ON_LIST, TABLE, Receiver, Standing, malformed, move
from standin.problems import Problem
from standin.records import KINDS, examine, is_member_code, merge

Operation = Mapping[str, Any]
Result = dict[str, object]
Whim = Callable[[Operation], Problem | None]
"""A fault's say on one operation: a problem to reject it with, or None."""

SAME_PERSON = ("full_name", "date_of_birth")

REFUSED = Problem("transfer-refused", 409, "Nơi nhận không tiếp nhận.", "movement.destination")


@dataclass(slots=True)
class Person:
    """A person as the register holds them; `reference` is the sender's own name for them."""

    number: int
    member_code: str
    reference: str | None
    kind: str
    unit: str
    fields: dict[str, str]
    revision: int = 1
    standing: Standing = field(default_factory=Standing)

    @property
    def etag(self) -> str:
        """The version of the record, as HTTP writes it."""
        return etag_of(self.number, self.revision, self.standing.transfer)


def etag_of(number: int, revision: int, transfer: Mapping[str, Any] | None) -> str:
    """Return the ETag of a record. One under transfer has another, and its own again when the transfer is refused."""
    ticket = f"-{blake2b(transfer['operation'].encode(), digest_size=6).hexdigest()}" if transfer else ""
    return f'"{number}-{revision}{ticket}"'


@dataclass(frozen=True, slots=True)
class Earlier:
    """What became of an operation in an earlier batch."""

    digest: bytes
    status: str
    member_code: str | None
    etag: str | None


@dataclass(frozen=True, slots=True)
class Effect:
    """One change that was made: to whom, by which operation, what (created, changed, or the movement), and which
    fields."""

    person: int
    operation: str
    what: str
    fields: tuple[str, ...]


@dataclass(slots=True)
class Sitting:
    """One batch before the register: what it may look at, and what it leaves to be written.

    `new_person` gives the next number and a free member code; `earlier` holds operations seen before, by id.
    """

    by_reference: dict[str, Person]
    by_code: dict[str, Person]
    national_ids: dict[str, int]
    earlier: Mapping[str, Earlier]
    new_person: Callable[[str | None], tuple[int, str]]
    whim: Whim | None = None
    strict_codes: bool = False
    strict_fields: bool = False
    receiver: Receiver = "now"
    touched: dict[int, Person] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    judged: list[tuple[str, bytes, Result]] = field(default_factory=list)

    def judge(self, operation: Operation) -> Result:
        """Carry out one operation, or say why not. An id that took effect before gets its first answer again."""
        ident = operation["id"]
        digest = _digest(operation)
        before = self.earlier.get(ident)
        if before is not None and before.status in {"applied", "accepted"}:
            if before.digest != digest:
                detail = "Mã thao tác này đã được dùng cho một thao tác khác."
                return _rejected(ident, Problem("operation-id-reused", 422, detail))
            return _taken_on(ident, before.status, before.member_code, before.etag)
        problem = _malformed(operation) or (self.whim(operation) if self.whim else None)
        outcome = problem or (self._upsert if operation["type"] == "upsert" else self._move)(operation)
        if isinstance(outcome, Problem):
            result = _rejected(ident, outcome)
        else:
            waits = outcome.standing.transfer is not None and outcome.standing.transfer["operation"] == ident
            result = _taken_on(ident, "accepted" if waits else "applied", outcome.member_code, outcome.etag)
        self.judged.append((ident, digest, result))
        return result

    def _upsert(self, operation: Operation) -> Person | Problem:
        known = self._resolve(operation)
        if isinstance(known, Problem):
            return known
        problem = _stale(known, operation) or _gone(known)
        record = problem or self._record(known, operation)
        if isinstance(record, Problem):
            return record
        return self._change(known, operation, record) if known else self._create(operation, record)

    def _record(self, known: Person | None, operation: Operation) -> dict[str, str] | Problem:
        """Return the record as the operation leaves it, or why it may not stand."""
        record = merge(known.fields if known else {}, operation["fields"], strict=self.strict_fields)
        if isinstance(record, Problem):
            return record
        return examine(record) or self._taken(record, known) or record

    def _move(self, operation: Operation) -> Person | Problem:
        """Carry out a movement and the record beside it. Somebody unknown, or so far only a youth, comes by some of
        them."""
        known = self._resolve(operation)
        if isinstance(known, Problem):
            return known
        problem = _stale(known, operation)
        if problem:
            return problem
        youth = known is not None and known.kind == "youth" and known.standing.status in ON_LIST
        newcomer = known is None or (youth and operation["type"] == "admit")
        before = known.standing if known and not newcomer else None
        standing = move(before, operation, known.unit if known else "")
        if isinstance(standing, Problem):
            return standing
        record = self._record(known, operation)
        if isinstance(record, Problem):
            return record
        if operation["type"] == "transfer" and self.receiver == "refuse":
            return REFUSED
        if known is None:
            known = self._create(operation, record, what=operation["type"])
            known.standing = standing
            return known
        return self._stand(known, operation, standing, record, newcomer=newcomer)

    def _stand(
        self, person: Person, operation: Operation, standing: Standing, record: dict[str, str], *, newcomer: bool
    ) -> Person:
        """Write where a person stands now; where receiving branches answer at once, a transfer is carried out."""
        changed = _differences(person.fields, record)
        self._forget_keys(person)
        person.standing, person.reference = standing, operation["person"]
        if operation["type"] == "transfer" and standing.transfer is not None:
            standing.transfer["fields"] = operation["fields"]
            if self.receiver == "now":
                receive(person, taken=True)
        else:
            person.fields = record
            if newcomer or TABLE[operation["type"]].moves:
                person.kind, person.unit = operation["kind"], operation["unit"]
            person.revision += 1
        self._note(person, operation["id"], operation["type"], tuple(changed))
        return person

    def _resolve(self, operation: Operation) -> Person | Problem | None:
        """Return whom the operation is about, None for a new person; the table above, row by row."""
        code: str | None = operation.get("member_code")
        known = self.by_reference.get(operation["person"])
        holder = self.by_code.get(code) if code else None
        if known:
            if code is None or code == known.member_code:
                return known
            if holder:
                return _taken_code(holder)
            detail = f"Người này đã có mã định danh khác với {code}."
            return Problem("member-code-mismatch", 409, detail, "member_code")
        if holder:
            stated = operation["fields"]
            same = all(stated.get(name) == holder.fields.get(name) for name in SAME_PERSON)
            return holder if holder.reference is None or same else _taken_code(holder)
        if code and self.strict_codes:
            detail = f"Không có đoàn viên mang mã định danh {code}."
            return Problem("unknown-member", 404, detail, "member_code")
        return None

    def _taken(self, record: Mapping[str, str], known: Person | None) -> Problem | None:
        number = record.get("national_id")
        holder = self.national_ids.get(number) if number else None
        if holder is None or (known and known.number == holder):
            return None
        return Problem("national-id-taken", 409, "Số CMND/CCCD này đã thuộc về một người khác.", "national_id")

    def _create(self, operation: Operation, record: dict[str, str], what: str = "created") -> Person:
        number, code = self.new_person(operation.get("member_code"))
        person = Person(number, code, operation["person"], operation["kind"], operation["unit"], record)
        self._note(person, operation["id"], what, tuple(record))
        self.by_code[code] = person
        return person

    def _change(self, person: Person, operation: Operation, record: dict[str, str]) -> Person:
        changed = _differences(person.fields, record)
        for name, value in (("reference", operation["person"]), *((n, operation[n]) for n in ("kind", "unit"))):
            if getattr(person, name) != value:
                changed.append(name)
        if not changed:
            return person
        self._forget_keys(person)
        person.reference, person.kind, person.unit = operation["person"], operation["kind"], operation["unit"]
        person.fields = record
        person.revision += 1
        self._note(person, operation["id"], "changed", tuple(changed))
        return person

    def _forget_keys(self, person: Person) -> None:
        if person.reference is not None:
            self.by_reference.pop(person.reference, None)
        self.national_ids.pop(person.fields.get("national_id", ""), None)

    def _note(self, person: Person, operation: str, what: str, fields: tuple[str, ...]) -> None:
        self.by_reference[str(person.reference)] = person
        if number := person.fields.get("national_id"):
            self.national_ids[number] = person.number
        self.touched[person.number] = person
        self.effects.append(Effect(person.number, operation, what, fields))


def receive(person: Person, *, taken: bool) -> None:
    """Carry out the receiving branch's answer to a transfer: the person moves, or everything is as it was before."""
    transfer = person.standing.transfer
    if transfer is None:
        return
    person.standing = Standing(overlays=person.standing.overlays)
    if taken:
        person.unit = transfer["unit"]
        record = merge(person.fields, transfer.get("fields") or {}, strict=False)
        person.fields = person.fields if isinstance(record, Problem) else record
        person.revision += 1


def _stale(known: Person | None, operation: Operation) -> Problem | None:
    expected = operation.get("if_match")
    if expected is not None and (known is None or expected not in ("*", known.etag)):
        return Problem("precondition-failed", 412, "Hồ sơ đã được thay đổi ở nơi khác kể từ lần đọc trước.")
    return None


def _gone(known: Person | None) -> Problem | None:
    if known is None or known.standing.status in ON_LIST:
        return None
    return Problem("person-gone", 409, "Người này không còn trong danh sách.", "person")


def _malformed(operation: Operation) -> Problem | None:
    kind = operation.get("type")
    if not isinstance(kind, str) or (kind != "upsert" and kind not in TABLE):
        return _invalid("type", "không phải thao tác được nhận")
    if kind != "upsert" and (problem := malformed(operation)):
        return problem
    if not _is_text(operation.get("kind")) or operation["kind"] not in KINDS:
        return _invalid("kind", "phải là “members” hoặc “youth”")
    if not _is_text(operation.get("person")):
        return _invalid("person", "phải là một chuỗi không rỗng")
    if not isinstance(operation.get("fields"), dict):
        return _invalid("fields", "phải là một đối tượng")
    if not _is_text(operation.get("unit")):
        return Problem("unit-missing", 422, "Thiếu đơn vị.", "unit")
    expected, code = operation.get("if_match"), operation.get("member_code")
    if expected is not None and not isinstance(expected, str):
        return _invalid("if_match", "phải là một chuỗi")
    if code is not None and not (isinstance(code, str) and is_member_code(code)):
        return Problem("member-code-invalid", 422, "Mã định danh phải gồm 7 chữ số.", "member_code")
    return None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _invalid(name: str, words: str) -> Problem:
    return Problem("operation-invalid", 422, f"“{name}” {words}.", name)


def _taken_code(holder: Person) -> Problem:
    return Problem(
        "member-code-taken", 409, f"Mã định danh {holder.member_code} đã thuộc về một người khác.", "member_code"
    )


def _taken_on(ident: str, status: str, member_code: str | None, etag: str | None) -> Result:
    return {"id": ident, "status": status, "member_code": member_code, "etag": etag, "problem": None}


def _rejected(ident: str, problem: Problem) -> Result:
    return {"id": ident, "status": "rejected", "member_code": None, "etag": None, "problem": problem.as_dict()}


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    if old == new:
        return []
    return [name for name in {**old, **new} if old.get(name) != new.get(name)]


def _digest(operation: Operation) -> bytes:
    """Return what makes an operation this one and no other; the condition under which it is sent may change."""
    parts = [operation.get(name) for name in ("type", "person", "kind", "unit", "fields", "movement")]
    return blake2b(orjson.dumps(parts), digest_size=16).digest()
