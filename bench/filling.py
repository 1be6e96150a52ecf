"""Two sides that agree, made at once: an office's ledger, and the file of a stand-in that holds the same people.

`python -m bench.filling OFFICE DATABASE ROWS`, with the people of `bench.data`. Nothing is sent: the store is told
that the upstream took everybody, and the stand-in's file is written as if it had.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from itertools import count as counted
from pathlib import Path

import orjson

from bench.data import rows
from standin.database import now
from standin.judging import etag_of
from standin.settings import Settings
from standin.store import Store as Standin
from sync.diff.grouped import groups
from sync.fingerprint import identifier_hash
from sync.ports import IdentityKey, StagedOperation, Store
from sync.values import Batch, Limits, ListKind, Operation, OperationType, Outcome, Outgoing, PersonId, Place, Verdict
from yumsync.bootstrap import open_app

FIELDS = (
    "member_code", "full_name", "date_of_birth", "gender", "ethnicity", "religion", "hometown", "permanent_address",
    "national_id", "id_issue_date", "id_issue_place", "education_level", "professional_level",
    "political_theory_level", "it_level", "language_level", "union_join_date", "union_join_place", "card_no",
    "occupation", "position", "association", "email", "phone",
)  # fmt: skip
"""The fields of the columns of `bench.data`, but for the last: the unit."""

GROUP, BATCH = 5_000, 2_000
FIRST_CODE = 9_000_000
"""The member code of the first row."""
ENTER = "INSERT INTO person VALUES (?, ?, ?, 'members', ?, ?, ?, 1, ?, 'active', '{}', NULL)"

Person = tuple[PersonId, dict[str, str], str]
"""A person: number, record, unit."""


def main() -> None:
    """Fill both sides."""
    office, database, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    standin = Standin(Settings(db=database))
    with open_app(office / "yumsync.toml") as app:
        store = app.store
        store.lease.acquire(3600)
        run = store.runs.start("sync", "bench")
        for first, people in _people(store, count):
            store.plans.stage(run.number, [_operation(store, one) for one in people])
            standin.edit(lambda db, first=first, people=people: _enter(db, store.installation, first, people))
        store.runs.planned(run.number, {"created": count}, b"", ["province"])
        store.runs.release(run.number)
        numbers = counted(1)
        while (batch := store.outbox.claim(Limits(BATCH), _body)) is not None:
            store.outbox.settle(batch, _verdicts(batch, numbers))
        store.runs.finish(run.number, 0, {})
        store.lease.release()
    standin.close()


def _people(store: Store, count: int) -> Iterator[tuple[int, Sequence[Person]]]:
    first = 1
    for group in groups(rows(count, clean=True), GROUP):
        persons = store.registry.allocate(len(group))
        stated = [{name: value for name, value in zip(FIELDS, row, strict=False) if value} for row in group]
        yield first, [(person, record, row[-1]) for person, record, row in zip(persons, stated, group, strict=True)]
        first += len(group)


def _operation(store: Store, one: Person) -> StagedOperation:
    person, record, unit = one
    number = record["national_id"]
    key = IdentityKey("national_id", identifier_hash(store.key("identifier"), "national_id", number))
    place = Place("province", "province.csv", "", 2)
    operation = Operation(OperationType.UPSERT, person, ListKind.MEMBERS, unit, record, (), place)
    return StagedOperation(operation, [key])


def _enter(db: sqlite3.Connection, installation: str, first: int, people: Sequence[Person]) -> int:
    moment = now()
    entered = []
    for number, (person, record, unit) in enumerate(people, first):
        fields = {name: value for name, value in record.items() if name != "member_code"}
        held = orjson.dumps(fields).decode()
        reference, code = f"{installation}-{person}", record["member_code"]
        entered.append((number, code, reference, unit, record["national_id"], held, moment))
    db.executemany(ENTER, entered)
    return len(entered)


def _verdicts(batch: Batch, numbers: Iterator[int]) -> list[Verdict]:
    """Return what the stand-in would have said: operations go out in the order in which they were staged."""
    return [
        Verdict(ident, Outcome.APPLIED, str(FIRST_CODE + number - 1), etag_of(number, 1, None))
        for ident, number in zip(batch.ids, numbers)  # noqa: B905 -- the numbers have no end
    ]


def _body(_: Sequence[Outgoing]) -> bytes:
    return b"{}"


if __name__ == "__main__":
    main()
