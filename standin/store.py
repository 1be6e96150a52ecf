"""The register on SQLite: one transaction for each batch, committed before the answer leaves."""

from __future__ import annotations

import base64
import binascii
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count
from typing import TYPE_CHECKING, Any

import orjson

from standin import units
from standin.database import connect, now, transaction
from standin.judging import REFUSED, Earlier, Operation, Person, Result, Sitting, Whim, etag_of, receive
from standin.movements import Receiver, Standing
from standin.problems import refuse
from standin.settings import Settings
from standin.wire import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_CODE = 1_000_001
LAST_CODE = 9_999_999

SCHEMA = """
CREATE TABLE IF NOT EXISTS person (
    number INTEGER PRIMARY KEY, member_code TEXT NOT NULL UNIQUE, reference TEXT, kind TEXT NOT NULL,
    unit TEXT NOT NULL, national_id TEXT, fields TEXT NOT NULL, revision INTEGER NOT NULL, updated_at TEXT NOT NULL,
    status TEXT NOT NULL, overlays TEXT NOT NULL, transfer TEXT);
CREATE INDEX IF NOT EXISTS person_transfer ON person (number) WHERE transfer IS NOT NULL;
CREATE INDEX IF NOT EXISTS person_reference ON person (reference);
CREATE INDEX IF NOT EXISTS person_unit ON person (unit, kind);
CREATE INDEX IF NOT EXISTS person_national_id ON person (national_id) WHERE national_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS batch (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, body BLOB NOT NULL, status INTEGER NOT NULL,
    answer BLOB NOT NULL, operations INTEGER NOT NULL, applied INTEGER NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS operation (
    id TEXT PRIMARY KEY, batch INTEGER NOT NULL, digest BLOB NOT NULL, status TEXT NOT NULL,
    member_code TEXT, etag TEXT, problem TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS effect (
    number INTEGER PRIMARY KEY, person INTEGER NOT NULL, operation TEXT NOT NULL, what TEXT NOT NULL,
    fields TEXT NOT NULL, at TEXT NOT NULL);
"""

PERSON = "number, member_code, reference, kind, unit, fields, revision, status, overlays, transfer"

SAVE_PERSON = """
INSERT INTO person (number, member_code, reference, kind, unit, national_id, fields, revision, updated_at, status,
overlays, transfer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (number) DO UPDATE SET reference = excluded.reference,
kind = excluded.kind, unit = excluded.unit, national_id = excluded.national_id, fields = excluded.fields,
revision = excluded.revision, updated_at = excluded.updated_at, status = excluded.status,
overlays = excluded.overlays, transfer = excluded.transfer"""

SAVE_OPERATION = "INSERT OR REPLACE INTO operation VALUES (?, ?, ?, ?, ?, ?, ?)"
SAVE_EFFECT = "INSERT INTO effect (person, operation, what, fields, at) VALUES (?, ?, ?, ?, ?)"
SAVE_BATCH = "INSERT INTO batch VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a batch is answered with; the same bytes whenever its key comes again."""

    status: int
    body: bytes
    replayed: bool = False


class Store:
    """Everything the stand-in remembers."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._db = connect(settings.db, SCHEMA + units.SCHEMA)
        if settings.units:
            self.put_units(settings.units)
        self._next_code = FIRST_CODE
        self.receiver: Receiver = settings.receiver

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        self._db.close()

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def apply(self, key: str, body: bytes, whim: Whim | None = None) -> Answer:
        """Apply a batch once: the same key and body get the first answer again, the same key and another body
        a refusal. Every operation is judged by itself, in order. Raises `Refusal` for the batch as a whole."""
        fingerprint = blake2b(body, digest_size=16).digest()
        with transaction(self._db):
            known = self._db.execute("SELECT body, status, answer FROM batch WHERE key = ?", (key,)).fetchone()
            if known is not None:
                if known[0] != fingerprint:
                    detail = "Khóa này đã được dùng cho một nội dung khác."
                    raise refuse("idempotency-key-reused", 422, detail)
                return Answer(known[1], known[2], replayed=True)
            operations = read_operations(body, self._settings.max_batch)
            sitting = self._sitting(operations, whim)
            results = [sitting.judge(operation) for operation in operations]
            number = self._next("batch")
            answer = _answer(number, results)
            self._write(number, sitting)
            applied = sum(result["status"] == "applied" for result in results)
            row = (number, key, fingerprint, answer.status, answer.body, len(results), applied, now())
            self._db.execute(SAVE_BATCH, row)
        return answer

    def _sitting(self, operations: Sequence[Operation], whim: Whim | None) -> Sitting:
        """Load what this batch could touch, in four queries however large it is."""
        codes = {code for op in operations if isinstance(code := op.get("member_code"), str)}
        stated = [op["fields"] for op in operations if isinstance(op.get("fields"), dict)]
        national_ids = {number for fields in stated if isinstance(number := fields.get("national_id"), str)}
        references = {reference for op in operations if isinstance(reference := op.get("person"), str)}
        people: dict[int, Person] = {}
        for column, values in (("reference", references), ("member_code", codes)):
            query = f"SELECT {PERSON} FROM person WHERE {column} IN (SELECT value FROM json_each(?))"  # noqa: S608
            for row in self._db.execute(query, (_json(sorted(values)),)) if values else ():
                people.setdefault(row[0], _person(row))
        taken = self._db.execute(
            "SELECT national_id, number FROM person WHERE national_id IN (SELECT value FROM json_each(?))",
            (_json(sorted(national_ids)),),
        )
        earlier = self._db.execute(
            "SELECT id, digest, status, member_code, etag FROM operation"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (_json([op["id"] for op in operations]),),
        )
        numbers, free = count(self._next("person")), self._free_codes(codes, len(operations))
        return Sitting(
            by_reference={person.reference: person for person in people.values() if person.reference is not None},
            by_code={person.member_code: person for person in people.values()},
            national_ids=dict(taken.fetchall()),
            earlier={row[0]: Earlier(*row[1:]) for row in earlier},
            new_person=lambda code: (next(numbers), code or next(free)),
            whim=whim,
            strict_codes=self._settings.strict_codes,
            strict_fields=self._settings.strict_fields,
            receiver=self.receiver,
        )

    def _free_codes(self, asked_for: Collection[str], block: int) -> Iterator[str]:
        """Yield member codes nobody holds and nobody in this batch brings along; looked up in blocks."""
        query = "SELECT member_code FROM person WHERE member_code BETWEEN ? AND ?"
        while self._next_code + block <= LAST_CODE:
            numbers = range(self._next_code, self._next_code + block)
            held = {row[0] for row in self._db.execute(query, (str(numbers[0]), str(numbers[-1])))}
            for number in numbers:
                self._next_code = number + 1
                code = str(number)
                if code not in held and code not in asked_for:
                    yield code
        raise refuse("internal-error", 500, "Hết mã định danh.")

    def _write(self, batch: int, sitting: Sitting) -> None:
        self._save_people(sitting.touched.values())
        moment = now()
        self._db.executemany(
            SAVE_OPERATION,
            [
                (ident, batch, digest, result["status"], result["member_code"], result["etag"], _problem(result))
                for ident, digest, result in sitting.judged
            ],
        )
        self._db.executemany(
            SAVE_EFFECT,
            [
                (effect.person, effect.operation, effect.what, ",".join(effect.fields), moment)
                for effect in sitting.effects
            ],
        )

    def _save_people(self, people: Iterable[Person]) -> None:
        moment = now()
        self._db.executemany(SAVE_PERSON, [_person_row(person, moment) for person in people])

    def receive(self, *, taken: bool) -> int:
        """Let the receiving branches answer every transfer that waits; return how many there were."""
        with transaction(self._db):
            rows = self._db.execute(f"SELECT {PERSON} FROM person WHERE transfer IS NOT NULL").fetchall()  # noqa: S608
            people = [_person(row) for row in rows]
            waiting = [str((person.standing.transfer or {})["operation"]) for person in people]
            for person in people:
                receive(person, taken=taken)
            self._save_people(people)
            refused = None if taken else orjson.dumps(REFUSED.as_dict()).decode()
            self._db.executemany(
                "UPDATE operation SET status = ?, etag = ?, problem = ? WHERE id = ?",
                [
                    ("applied" if taken else "rejected", person.etag, refused, operation)
                    for person, operation in zip(people, waiting, strict=True)
                ],
            )
        return len(people)

    def _next(self, table: str) -> int:
        row = self._db.execute(f"SELECT coalesce(max(number), 0) + 1 FROM {table}").fetchone()  # noqa: S608
        return int(row[0])

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def batch(self, ident: str) -> bytes | None:
        """Return a batch's answer by its id, None when there is no such batch."""
        number = ident.removeprefix("b")
        if not (number.isascii() and number.isdigit() and len(number) <= 18):
            return None
        row = self._db.execute("SELECT answer FROM batch WHERE number = ?", (int(number),)).fetchone()
        return row[0] if row else None

    def operation(self, ident: str) -> Result | None:
        """Return what became of an operation, None when it never came."""
        query = "SELECT id, status, member_code, etag, problem, batch FROM operation WHERE id = ?"
        row = self._db.execute(query, (ident,)).fetchone()
        if row is None:
            return None
        names = ("id", "status", "member_code", "etag")
        problem = orjson.loads(row[4]) if row[4] else None
        return {**dict(zip(names, row, strict=False)), "problem": problem, "batch": batch_id(row[5])}

    def members(
        self,
        *,
        limit: int,
        cursor: str | None = None,
        unit: str | None = None,
        kind: str | None = None,
        updated_since: str | None = None,
        status: str | None = None,
    ) -> tuple[list[dict[str, object]], str | None]:
        """Return a page of people in the order they came, and the cursor of the next page or None."""
        conditions: list[tuple[str, object]] = [("number > ?", _read_cursor(cursor))]
        conditions += [
            (condition, value)
            for condition, value in (
                ("unit = ?", unit),
                ("kind = ?", kind),
                ("updated_at >= ?", updated_since),
                ("status = ?", status),
            )
            if value is not None
        ]
        where = " AND ".join(condition for condition, _ in conditions)
        query = f"SELECT {PERSON}, updated_at FROM person WHERE {where} ORDER BY number LIMIT ?"  # noqa: S608
        rows = self._db.execute(query, [value for _, value in conditions] + [limit + 1]).fetchall()
        following = _cursor(rows[limit - 1][0]) if len(rows) > limit else None
        return [_member(row) for row in rows[:limit]], following

    def member(self, code: str) -> dict[str, object] | None:
        """Return one person by member code."""
        row = self._db.execute(f"SELECT {PERSON}, updated_at FROM person WHERE member_code = ?", (code,)).fetchone()  # noqa: S608
        return _member(row) if row else None

    def edit(self, edits: Callable[[sqlite3.Connection], int]) -> int:
        """Let edits of the register itself take effect together; return how many. See `standin.drift`."""
        with transaction(self._db):
            return edits(self._db)

    def put_units(self, tree: Sequence[Unit]) -> int:
        """Make these the register's units; return how many. See `standin.units`."""
        with transaction(self._db):
            return units.put_units(self._db, tree)

    def units(self, *, limit: int, cursor: str | None = None) -> tuple[list[dict[str, object]], str | None]:
        """Return a page of the register's units in their order, and the cursor of the next page or None."""
        return units.page_of_units(self._db, limit=limit, cursor=cursor)

    def unit_numbers(self) -> list[dict[str, object]]:
        """Return every unit with how many members and youth it has, by name; who has left is not counted."""
        query = (
            "SELECT unit, sum(kind = 'members'), sum(kind = 'youth') FROM person"
            " WHERE status IN ('active', 'transferring') GROUP BY unit ORDER BY unit"
        )
        return [{"unit": row[0], "members": row[1], "youth": row[2]} for row in self._db.execute(query)]

    def effects(self, person: str | None = None, after: int = 0) -> list[dict[str, object]]:
        """Return the effects in order, of one person or of all, without the first `after`: person, operation, what,
        fields, at."""
        query = "SELECT reference, operation, what, effect.fields, at FROM effect"
        query += " JOIN person ON person.number = effect.person"
        filtered = f"{query} WHERE reference = ? ORDER BY effect.number LIMIT -1 OFFSET ?"
        everything = f"{query} ORDER BY effect.number LIMIT -1 OFFSET ?"
        rows = self._db.execute(filtered, (person, after)) if person else self._db.execute(everything, (after,))
        names = ("person", "operation", "what", "fields", "at")
        return [{**dict(zip(names, row, strict=True)), "fields": row[3].split(",")} for row in rows]

    def counts(self) -> dict[str, int]:
        """Return how much there is of everything.

        `duplicates` are people beyond the first of the same name, birth date and unit; `doubled` are operations
        that took effect more than once.
        """
        queries = {
            "people": "SELECT count(*) FROM person",
            "members": "SELECT count(*) FROM person WHERE kind = 'members'",
            "youth": "SELECT count(*) FROM person WHERE kind = 'youth'",
            "units": "SELECT count(DISTINCT unit) FROM person",
            "batches": "SELECT count(*) FROM batch",
            "operations": "SELECT count(*) FROM operation",
            "gone": "SELECT count(*) FROM person WHERE status NOT IN ('active', 'transferring')",
            "transferring": "SELECT count(*) FROM person WHERE transfer IS NOT NULL",
            "rejected": "SELECT count(*) FROM operation WHERE status = 'rejected'",
            "effects": "SELECT count(*) FROM effect",
            "doubled": "SELECT count(*) - count(DISTINCT operation) FROM effect",
            "duplicates": "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM person"
            " GROUP BY fields ->> 'full_name', fields ->> 'date_of_birth', unit)",
        }
        return {name: int(self._db.execute(query).fetchone()[0]) for name, query in queries.items()}

    def took_effect(self) -> dict[str, int]:
        """Return how often what took effect: an operation's type, for an upsert `created` or `changed`."""
        query = "SELECT what, count(*) FROM effect GROUP BY what ORDER BY what"
        return {str(what): int(times) for what, times in self._db.execute(query)}

    def latest_batches(self, limit: int) -> list[dict[str, object]]:
        """Return the newest batches first: id, operations, applied, at."""
        query = "SELECT number, operations, applied, at FROM batch ORDER BY number DESC LIMIT ?"
        names = ("batch", "operations", "applied", "at")
        return [
            {**dict(zip(names, row, strict=True)), "batch": batch_id(row[0])}
            for row in self._db.execute(query, (limit,))
        ]

    def people(self, *, unit: str | None = None) -> Iterator[dict[str, object]]:
        """Yield everybody, or everybody of a unit, in the order they came."""
        where, values = ("WHERE unit = ?", (unit,)) if unit else ("", ())
        query = f"SELECT {PERSON}, updated_at FROM person {where} ORDER BY number"  # noqa: S608
        return (_member(row) for row in self._db.execute(query, values))


def read_operations(body: bytes, max_batch: int) -> list[Operation]:
    """Return a batch body's operations. Raises `Refusal` when it is no batch, is empty, or holds too many."""
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise refuse("body-invalid", 400, "Nội dung không phải JSON hợp lệ.") from error
    operations = document.get("operations") if isinstance(document, dict) else None
    if not isinstance(operations, list) or not operations:
        raise refuse("batch-invalid", 422, "“operations” phải là một danh sách có ít nhất một thao tác.")
    if len(operations) > max_batch:
        raise refuse("too-large", 413, f"Mỗi lô tối đa {max_batch} thao tác.")
    ids = [op["id"] for op in operations if isinstance(op, dict) and isinstance(op.get("id"), str) and op["id"]]
    if len(set(ids)) != len(operations):
        raise refuse("batch-invalid", 422, "Mỗi thao tác phải có “id” riêng, là một chuỗi không rỗng.")
    return operations


def batch_id(number: int) -> str:
    """Return a batch's id as the wire writes it."""
    return f"b{number:08d}"


def _answer(number: int, results: Sequence[Result]) -> Answer:
    status = 200 if all(result["status"] == "applied" for result in results) else 207
    return Answer(status, orjson.dumps({"batch": batch_id(number), "results": results}))


def _person(row: Sequence[Any]) -> Person:
    number, code, reference, kind, unit, fields, revision, status, overlays, transfer = row
    standing = Standing(status, orjson.loads(overlays), orjson.loads(transfer) if transfer else None)
    return Person(number, code, reference, kind, unit, orjson.loads(fields), revision, standing)


def _person_row(person: Person, moment: str) -> tuple[object, ...]:
    fields = orjson.dumps(person.fields).decode()
    national_id = person.fields.get("national_id")
    return (
        person.number,
        person.member_code,
        person.reference,
        person.kind,
        person.unit,
        national_id,
        fields,
        person.revision,
        moment,
        person.standing.status,
        orjson.dumps(person.standing.overlays).decode(),
        orjson.dumps(person.standing.transfer).decode() if person.standing.transfer else None,
    )


def _member(row: Sequence[Any]) -> dict[str, object]:
    number, code, reference, kind, unit, fields, revision, status, overlays, ticket, updated_at = row
    transfer = orjson.loads(ticket) if ticket else None
    return {
        "member_code": code,
        "person": reference,
        "kind": kind,
        "unit": unit,
        "status": status,
        "overlays": orjson.loads(overlays),
        "transfer_to": transfer["unit"] if transfer else None,
        "fields": orjson.loads(fields),
        "etag": etag_of(number, revision, transfer),
        "updated_at": updated_at,
    }


def _problem(result: Mapping[str, object]) -> str | None:
    return orjson.dumps(result["problem"]).decode() if result["problem"] else None


def _json(values: Sequence[str]) -> str:
    return orjson.dumps(values).decode()


def _cursor(number: int) -> str:
    return base64.urlsafe_b64encode(f"after:{number}".encode()).decode()


def _read_cursor(cursor: str | None) -> int:
    if cursor is None:
        return 0
    with suppress(binascii.Error, ValueError, UnicodeError):
        name, _, number = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if name == "after" and number.isdigit() and len(number) <= 18:
            return int(number)
    raise refuse("parameter-invalid", 422, "“cursor” không phải do máy chủ này cấp.", "cursor")
