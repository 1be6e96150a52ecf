"""The contract's shapes: a batch's body, its answer, a page of people, a problem.

Whatever comes from the upstream is somebody else's text: it is looked at piece by piece and cut to size.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from sync.charter import Overlay, Status
from sync.ports import NO_OVERLAYS, RemotePerson, RemoteUnit
from sync.values import PEOPLE, ListKind, OperationType, Outcome, Outgoing, Record, Verdict

WORDS = 500
"""How many characters of the upstream's words are kept."""

CODE_FIELD = "member_code"
"""The field that never stands in a record on its way out: it has a place beside it."""

DAY = "on"
"""The fact of a paper that goes with every movement: the day it took effect."""

STATUSES: Mapping[str, Status] = {
    **{status.value: status for status in Status},
    "transferring": Status.TRANSFER_OUT_PENDING,
}
"""What the contract calls a standing, and which status that is."""

_KINDS: Mapping[str | None, ListKind] = {kind.value: kind for kind in PEOPLE}

_TEXTS = frozenset({str})

_OVERLAYS: Mapping[str, Overlay] = {overlay.value: overlay for overlay in Overlay}

CODE = re.compile(r"(?!(?:[^0-9]*[0-9]){5})[A-Za-z][A-Za-z0-9_.-]{0,79}")
"""How a problem's code may look to be shown: plain ASCII, and too few digits for a date or a person's number."""

OUTCOMES: Mapping[object, Outcome] = {
    "applied": Outcome.APPLIED,
    "accepted": Outcome.ACCEPTED,
    "rejected": Outcome.REJECTED,
}


class Garbled(ValueError):
    """The bytes are not what the contract says."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What may stand in a body: fields of a record, facts of a movement's paper (its day always does), and what the
    upstream calls each operation. One it has no name for goes under ours, and is the upstream's to refuse."""

    fields: Sequence[str]
    movement_fields: Sequence[str] = ()
    names: Mapping[OperationType, str] = field(default_factory=dict)


def encode(operations: Sequence[Outgoing], shape: Shape) -> bytes:
    """Return the body of a batch: of each record and each paper only what `shape` names.

    The member code stands beside the record, the list's own before the one the upstream gave.
    """
    allowed = frozenset(shape.fields)
    coded = CODE_FIELD in allowed
    upsert = shape.names.get(OperationType.UPSERT, "upsert")
    bodies = []
    for operation in operations:
        body = _encode(operation, upsert, coded)
        body["fields"] = _fields(operation.record, allowed)
        if operation.type is not OperationType.UPSERT:
            body["type"] = shape.names.get(operation.type, operation.type.value)
        if operation.movement is not None:
            body["movement"] = _facts(operation.movement, shape.movement_fields)
        bodies.append(body)
    return orjson.dumps({"operations": bodies})


def _encode(operation: Outgoing, type_: str, coded: bool) -> dict[str, object]:
    stated = operation.record.get("member_code") if coded else None
    return {
        "id": operation.id,
        "type": type_,
        "person": operation.person,
        "kind": operation.kind.value,
        "unit": operation.unit,
        "member_code": stated or operation.member_code,
        "if_match": operation.etag,
    }


def _fields(record: Record, allowed: frozenset[str]) -> Record:
    """Return what of a record stands in a body. Most records hold nothing else, and people come in hundreds of
    thousands: those are not gone through field by field."""
    if not allowed.issuperset(record):
        record = {name: value for name, value in record.items() if name in allowed}
    if CODE_FIELD in record:
        record = {**record}
        del record[CODE_FIELD]
    return record


def _facts(movement: Record, allowed: Sequence[str]) -> dict[str, str]:
    """Return what of a paper goes out: its day, then the allowed facts that it states, in their order."""
    return {name: value for name in (DAY, *allowed) if (value := movement.get(name))}


def read_verdicts(content: bytes) -> list[Verdict]:
    """Return the verdicts of an answer, one for each operation it names. Raises `Garbled` when it is no answer.

    A result that names no operation, or an outcome the contract does not know, is no verdict.
    """
    document = read_object(content)
    results = document.get("results")
    if not isinstance(results, list):
        raise Garbled("no results")
    verdicts: dict[str, Verdict] = {}
    for result in results:
        if isinstance(result, dict) and isinstance(ident := result.get("id"), str):
            outcome = OUTCOMES.get(_text(result.get("status")))
            if outcome is not None:
                verdicts.setdefault(ident, _verdict(ident, outcome, result))
    return list(verdicts.values())


def _verdict(ident: str, outcome: Outcome, result: Mapping[str, Any]) -> Verdict:
    code, etag = result.get("member_code"), result.get("etag")
    found = result.get("problem")
    if outcome is not Outcome.REJECTED or not isinstance(found, dict):
        return Verdict(ident, outcome, _text(code), _text(etag))
    name, words = read_problem(found)
    return Verdict(ident, outcome, _text(code), _text(etag), name, words, _text(found.get("field")) or "")


def operations_in(body: bytes) -> list[str]:
    """Return the ids of the operations in a batch's body, in order."""
    return [operation["id"] for operation in orjson.loads(body)["operations"]]


def read_outcome(content: bytes, ident: str) -> Verdict | None:
    """Return the verdict on one operation, None while there is none. Raises `Garbled` when it is about another."""
    document = read_object(content)
    if document.get("id") != ident:
        raise Garbled("no operation")
    outcome = OUTCOMES.get(_text(document.get("status")))
    if outcome is None or outcome is Outcome.ACCEPTED:
        return None
    return _verdict(ident, outcome, document)


def read_problem(document: Mapping[str, Any]) -> tuple[str, str]:
    """Return a problem's code, the last part of its type, and its words, cut to size."""
    kind = _text(document.get("type")) or ""
    code = re.split(r"[/:#]", kind.rstrip("/"))[-1][:80]
    words = _text(document.get("detail")) or _text(document.get("title")) or ""
    return ("" if code == "blank" else code), words[:WORDS]


def read_refusal(content: bytes) -> tuple[str, str]:
    """Return code and words of a refusal's body, whatever it is; both empty where nothing can be read.

    The code goes into messages, so one that could hold a person's data is empty too. The words are verbatim.
    """
    try:
        code, words = read_problem(read_object(content))
    except Garbled:
        return "", ""
    return (code if CODE.fullmatch(code) else ""), words


def read_page(content: bytes) -> tuple[list[object], str | None]:
    """Return what a page of a collection holds, as it stands, and the cursor of the next one. Raises `Garbled`."""
    document = read_object(content)
    items, following = document.get("items"), document.get("next")
    if not isinstance(items, list) or not isinstance(following, str | None):
        raise Garbled("no page")
    return items, following


def read_person(item: object, fields: frozenset[str]) -> RemotePerson:
    """Return somebody in our field names. Raises `Garbled`."""
    if not isinstance(item, dict) or not isinstance(shown := item.get("fields"), dict):
        raise Garbled("no person")
    stated = item.get
    code, unit, kind = stated("member_code"), stated("unit"), _KINDS.get(_text(stated("kind")))
    if not isinstance(code, str) or not isinstance(unit, str) or kind is None:
        raise Garbled("no person")
    record = _record(shown, fields)
    if "member_code" in fields:
        record["member_code"] = code
    person, etag, status = _text(stated("person")), _text(stated("etag")), _status(stated("status"))
    overlays, updated = _overlays(stated("overlays")), _text(stated("updated_at"))
    return RemotePerson(person, code, kind, unit, record, etag, status, overlays, None, updated)


def _record(shown: dict[str, Any], fields: frozenset[str]) -> dict[str, str | None]:
    """Return what is shown of the allowed fields: as it stands where that is all, since people come in millions."""
    if _TEXTS.issuperset(map(type, shown.values())) and fields.issuperset(shown):
        return shown
    return {name: _text(value) for name, value in shown.items() if name in fields}


def _status(stated: object) -> Status:
    """Return where somebody stands; active where nothing is said of it. Raises `Garbled` for a word nobody knows."""
    if stated is None:
        return Status.ACTIVE
    if not isinstance(stated, str) or stated not in STATUSES:
        raise Garbled("no status")
    return STATUSES[stated]


def _overlays(stated: object) -> Mapping[Overlay, str]:
    """Return the overlays that last, by the day they began; what is not known here is passed over."""
    if not stated or not isinstance(stated, dict):
        return NO_OVERLAYS
    return {_OVERLAYS[name]: since for name, since in stated.items() if name in _OVERLAYS and isinstance(since, str)}


def read_unit(item: object, names: Mapping[str, str]) -> RemoteUnit:
    """Return one unit; `names` says what each fact is called there.

    Raises `Garbled` where it has no id or name: a tree with a hole in it is none.
    """
    facts = {name: within(item, path) for name, path in names.items()}
    texts = {name: str(fact) for name, fact in facts.items() if isinstance(fact, str | int) and str(fact)}
    after = facts.get("successors") or []
    if not (texts.get("id") and texts.get("name")) or not isinstance(after, list):
        raise Garbled("no unit")
    return RemoteUnit(
        id=texts["id"],
        name=texts["name"],
        code=texts.get("code", ""),
        vintage=texts.get("vintage", ""),
        level=texts.get("level", ""),
        parent=texts.get("parent"),
        valid_from=texts.get("valid_from"),
        valid_to=texts.get("valid_to"),
        successors=tuple(str(each) for each in after if isinstance(each, str | int)),
    )


def within(item: object, path: str) -> object:
    """Return what stands at a name with dots, None where nothing does."""
    for name in path.split("."):
        item = item.get(name) if isinstance(item, dict) else None
    return item


def read_object(content: bytes) -> dict[str, Any]:
    """Return a JSON object. Raises `Garbled` for anything else."""
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Garbled("no JSON") from error
    if not isinstance(document, dict):
        raise Garbled("no object")
    return document


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
