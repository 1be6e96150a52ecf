"""The plan under way: operations and holds of a run that is planning, and reading any plan back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from struct import Struct
from typing import Any

from sqlalchemy import bindparam, case, delete, func, null, select, update

from state.bulk import Insert, Statement, among, fixed, numbers
from state.codec import (
    STATUS_TEXTS,
    bound,
    hold_bytes,
    hold_value,
    operation_bytes,
    operation_value,
    pack_keys,
    question_hash,
)
from state.names import Names
from state.registry import Registry
from state.sealed import Words
from state.session import Session, to_moment
from state.tables import APPLIED, HELD, STAGED, STATES, SUPERSEDED, batch, hold, operation, record, run
from state.vault import Vault
from sync.charter import Status
from sync.errors import PlanMoved
from sync.ports import HoldInfo, OperationInfo, StagedOperation
from sync.values import Hold, ListKind, Operation, OperationState, OperationType, PersonId

LAST_OPERATION = "last_operation"
_PAGE = 1000

# The driver binds a plain text faster than a member of an enumeration.
_TYPES = {member: member.value for member in OperationType}
_KINDS = {member: member.value for member in ListKind}

_any = operation.alias("any_of_them")
_counts = _any.c.paper.is_(None) | (_any.c.state == fixed(APPLIED)) | (_any.c.run == bindparam("counts_"))
"""Which records tell what was last said of a person: a movement's only once it is carried out, or in its own plan."""

_NARROW = ("no", "run", "person", "type", "kind", "list", "unit", "state", "grp", "attempts", "changed")
_OPERATIONS = Insert(operation, *_NARROW)
_MOVEMENTS = Insert(operation, *_NARROW, "status", "paper", "left", "question")
_RECORDS = Insert(record, "no", "identity", "payload")
_WITHDRAW = Statement(
    lambda _: (
        update(operation)
        .values(state=fixed(HELD), changed=bindparam("now_"), question=null())
        .where(
            operation.c.person == bindparam("person_"),
            operation.c.run == bindparam("run_"),
            operation.c.state.in_([fixed(STAGED), fixed(HELD)]),
        )
    ),
    *("now_", "person_", "run_"),
)
"""What waits behind a question is taken back with the rest: no answer to that question stages it then."""
_WAITING_BEHIND = Statement(
    lambda _: select(operation.c.no, operation.c.question).where(
        operation.c.no.between(bindparam("first_"), bindparam("last_")),
        operation.c.run == bindparam("run_"),
        operation.c.state == fixed(HELD),
        operation.c.question.is_not(None),
    ),
    *("first_", "last_", "run_"),
)
_FREE = Statement(
    lambda _: (
        update(operation)
        .values(state=fixed(STAGED), changed=bindparam("now_"))
        .where(among(operation.c.no, "members"), operation.c.state == fixed(HELD))
    ),
    *("now_", "members"),
)
_STATE = Statement(lambda _: select(run.c.state).where(run.c.no == bindparam("run_")), "run_")
_RANGE = Statement(lambda _: select(run.c.first, run.c.last).where(run.c.no == bindparam("run_")), "run_")

_PAGE_OF = Statement(
    lambda _: (
        select(
            operation.c.no,
            operation.c.person,
            operation.c.type,
            operation.c.kind,
            operation.c.list,
            operation.c.unit,
            operation.c.state,
            operation.c.attempts,
            operation.c.batch,
            operation.c.words,
            batch.c.words.label("batch_words"),
            operation.c.status,
            operation.c.paper,
            operation.c.left,
            operation.c.question,
            record.c.identity,
            record.c.payload,
        )
        .join_from(operation, record, record.c.no == operation.c.no)
        .join(batch, batch.c.no == operation.c.batch, isouter=True)
        .where(
            operation.c.no > bindparam("after"),
            operation.c.no <= bindparam("last_"),
            operation.c.run == bindparam("run_"),
            among(operation.c.state, "states_"),
        )
        .order_by(operation.c.no)
        .limit(fixed(_PAGE))
        .offset(fixed(0))
    ),
    *("after", "last_", "run_", "states_"),
)

_LATEST = Statement(
    lambda _: (
        select(
            operation.c.no,
            operation.c.run,
            operation.c.person,
            operation.c.type,
            operation.c.kind,
            operation.c.unit,
            operation.c.status,
            operation.c.paper,
            operation.c.left,
            record.c.payload,
        )
        .join_from(operation, record, record.c.no == operation.c.no)
        .where(
            operation.c.no.in_(
                select(func.coalesce(func.max(case((_counts, _any.c.no))), func.max(_any.c.no)))
                .join_from(_any, run, run.c.no == _any.c.run)
                .where(
                    among(_any.c.person, "people"),
                    _any.c.state != fixed(SUPERSEDED),
                    run.c.released.is_not(None) | (run.c.no == bindparam("run_")),
                )
                .group_by(_any.c.person)
            )
        )
    ),
    *("counts_", "people", "run_"),
)

_HOLDS = Insert(hold, "no", "run", "list", "code", "key", "since", "body")
_HOLDS_OF = Statement(lambda _: select(hold).where(hold.c.run == bindparam("run_")).order_by(hold.c.no), "run_")
_LAST_HOLD = Statement(lambda _: select(func.coalesce(func.max(hold.c.no), fixed(0))))
_SINCE = Statement(
    lambda _: select(hold.c.code, hold.c.key, hold.c.since).where(hold.c.run == bindparam("run_")), "run_"
)
_LAST_RELEASED = Statement(
    lambda _: (
        select(run.c.no).where(run.c.released.is_not(None)).order_by(run.c.no.desc()).limit(fixed(1)).offset(fixed(0))
    )
)
_KEYS_OF = Statement(
    lambda _: (
        select(operation.c.person, record.c.identity)
        .join_from(operation, record, record.c.no == operation.c.no)
        .where(operation.c.no >= bindparam("first_"), operation.c.run == bindparam("run_"))
    ),
    *("first_", "run_"),
)
_DROP_RECORDS = Statement(lambda _: delete(record).where(record.c.no >= bindparam("first_")), "first_")
_DROP_OPERATIONS = Statement(
    lambda _: delete(operation).where(operation.c.no >= bindparam("first_"), operation.c.run == bindparam("run_")),
    *("first_", "run_"),
)
_DROP_HOLDS = Statement(lambda _: delete(hold).where(hold.c.run == bindparam("run_")), "run_")

_BEYOND = (1 << 63) - 1
_lengths = Struct("<qqq").pack


class Plans:
    """The plans of one store; the contract is `sync.ports.Plans`."""

    def __init__(self, session: Session, vault: Vault, names: Names, registry: Registry) -> None:
        self._session, self._names, self._registry = session, names, registry
        self._payloads = vault.cipher("payload")
        self._words = Words(vault)
        self._holds = vault.cipher("hold")
        self._since: tuple[int, dict[tuple[str, str], int]] | None = None
        session.after_rollback.append(self._forget_since)

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def stage(self, run: int, operations: Sequence[StagedOperation]) -> None:
        """Append operations in order. Raises `PlanMoved` where the run is not planning."""
        if not operations:
            return
        with self._session.fenced(durable=False) as connection:
            self._require_planning(run)
            number, now = self._session.count(LAST_OPERATION), self._session.now
            name, seal, stage = self._names.number, self._payloads.seal, self._registry.stage
            narrow, moving, wide = [], [], []
            for staged in operations:
                one, question = staged.operation, staged.question
                number += 1
                person = one.person
                row = (
                    number,
                    run,
                    person,
                    _TYPES[one.type],
                    _KINDS[one.kind],
                    name(one.place.list),
                    name(one.unit),
                    STAGED if question is None else HELD,
                    0,
                    0,
                    now,
                )
                if one.paper is None and question is None and not one.left and one.status is Status.ACTIVE:
                    narrow.append(row)
                else:
                    moving.append((*row, *self._moving(one, question)))
                sealed = seal(operation_bytes(one), bound(run, number, person))
                wide.append((number, pack_keys(staged.keys), sealed))
                if staged.keys:
                    stage(person, staged.keys)
            _OPERATIONS.run(connection, narrow)
            _MOVEMENTS.run(connection, moving)
            _RECORDS.run(connection, wide)
            self._session.set(LAST_OPERATION, str(number))
            self._registry.staged(run, number)

    def withdraw(self, run: int, person: PersonId) -> None:
        """Take back what this run staged for a person: the operation is kept, as `held`. Its identity keys stay: they
        say who the person is, and let the next run ask the same question about the same person."""
        with self._session.fenced(durable=False) as connection:
            self._require_planning(run)
            _WITHDRAW.run(connection, self._session.now, person, run)

    def free(self, run: int, questions: Collection[tuple[str, str]]) -> int:
        """Stage what waits behind these holds of a plan that is `planning` or `planned`, and return how many
        operations that were. Raises `PlanMoved` for any other run. The plan's seal no longer fits then."""
        asked = {question_hash(code, key) for code, key in questions}
        with self._session.fenced() as connection:
            row = _STATE.run(connection, run).one_or_none()
            if row is None or row[0] not in {"planning", "planned"}:
                raise PlanMoved("plan-closed", run=run)
            first, last = _RANGE.run(connection, run).one()
            waiting = _WAITING_BEHIND.run(connection, first, _BEYOND if last is None else last, run).all()
            freed = [number for number, question in waiting if bytes(question) in asked]
            if freed:
                _FREE.run(connection, self._session.now, numbers(connection, freed))
        return len(freed)

    def hold(self, run: int, holds: Sequence[Hold]) -> None:
        """Append holds. A question that the last released run asked keeps the time it was first asked."""
        if not holds:
            return
        with self._session.fenced(durable=False) as connection:
            self._require_planning(run)
            since, now = self._earlier(), self._session.now
            first = int(_LAST_HOLD.run(connection).scalar_one()) + 1
            _HOLDS.run(
                connection,
                [
                    (
                        *(number, run, self._names.number(one.place.list), one.code, one.key),
                        since.get((one.code, one.key), now),
                        self._holds.seal(hold_bytes(one), bound(run, number, 0)),
                    )
                    for number, one in enumerate(holds, first)
                ],
            )

    def discard(self, run: int, first: int) -> None:
        """Remove everything a plan that will not be released staged. Its operations are the latest, from `first`."""
        with self._session.transaction() as connection:
            packed = [(row[0], bytes(row[1])) for row in _KEYS_OF.run(connection, first, run)]
            self._registry.discard(run, packed)
            _DROP_RECORDS.run(connection, first)
            _DROP_OPERATIONS.run(connection, first, run)
            _DROP_HOLDS.run(connection, run)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def digests(self, run: int) -> Iterator[tuple[int, PersonId, str, str, bytes]]:
        """Yield (number, person, type, state, digest) in order. The digest is BLAKE2b-128 over all that is stored of
        the operation: record, changes, place and steps, its keys, kind, list and unit, its paper and where that
        leads, and the question it waits behind."""
        open_, name = self._payloads.open, self._names.text
        states = {number: state.value for number, state in STATES.items()}
        for row in self._rows(run):
            number, person, type_, kind, list_, unit, state, _, _, _, _, status, paper, left, asked, keys, sealed = (
                row
            )
            payload = open_(sealed, bound(run, number, person))
            said = f"{type_}\x1f{kind}\x1f{name(list_)}\x1f{name(unit)}\x1f".encode()
            if not (status is paper is left is asked is None):
                moved = status or "", _hex(paper), "" if left is None else name(left), _hex(asked)
                said += "\x1f".join(moved).encode() + b"\x1f"
            lengths = _lengths(len(said), len(keys), len(payload))
            stored = blake2b(b"".join((lengths, said, keys, payload)), digest_size=16)
            yield number, PersonId(person), type_, states[state], stored.digest()

    def hold_keys(self, run: int) -> Iterator[tuple[str, str]]:
        """Yield (code, key) of the plan's holds in order."""
        with self._session.reading() as connection:
            rows = _HOLDS_OF.run(connection, run).all()
        yield from ((row.code, row.key) for row in rows)

    def operations(
        self, run: int, *, state: OperationState | None = None, limit: int | None = None
    ) -> Iterator[OperationInfo]:
        """Yield the run's operations in order, decrypted."""
        numbered = [number for number, stands in STATES.items() if state in {None, stands}]
        for row in islice(self._rows(run, numbered), limit):
            yield self._info(run, row, STATES[row.state])

    def latest(self, run: int, persons: Collection[PersonId]) -> Mapping[PersonId, Operation]:
        """Return each person's latest operation that is not superseded: staged by `run`, or of a released run."""
        if not persons:
            return {}
        with self._session.reading() as connection:
            rows = _LATEST.run(connection, run, numbers(connection, persons), run).all()
        return {PersonId(row.person): self._operation(row.run, row) for row in rows}

    def holds(self, run: int | None = None) -> Sequence[HoldInfo]:
        """Return a plan's holds; without a run, those that are open: of the last released run."""
        if run is None:
            run = self._last_released()
        if run is None:
            return []
        with self._session.reading() as connection:
            rows = _HOLDS_OF.run(connection, run).all()
        opened = ((row, self._holds.open(row.body, bound(run, row.no, 0))) for row in rows)
        return [HoldInfo(hold_value(body, row.code, row.key), run, to_moment(row.since)) for row, body in opened]

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────

    def _rows(self, run: int, states: Collection[int] = STATES) -> Iterator[Any]:
        with self._session.reading() as connection:
            range_ = _RANGE.run(connection, run).one_or_none()
        if range_ is None:
            return
        after, last = range_[0] - 1, _BEYOND if range_[1] is None else range_[1]
        while True:
            with self._session.reading() as connection:
                rows = _PAGE_OF.run(connection, after, last, run, numbers(connection, states)).all()
            yield from rows
            if len(rows) < _PAGE:
                return
            after = rows[-1].no

    def _info(self, run: int, row: Any, stands: OperationState) -> OperationInfo:
        return OperationInfo(
            number=row.no,
            run=run,
            person=PersonId(row.person),
            operation=self._operation(run, row),
            state=stands,
            attempts=row.attempts,
            words=self._words.open(row.words, row.no) or self._batch_words(row, stands),
            batch=row.batch,
        )

    def _operation(self, run: int, row: Any) -> Operation:
        payload = self._payloads.open(row.payload, bound(run, row.no, row.person))
        unit = self._names.text(row.unit)
        left = "" if row.left is None else self._names.text(row.left)
        return operation_value(payload, row.type, row.kind, row.person, unit, row.paper, row.status, left)

    def _moving(self, one: Operation, question: tuple[str, str] | None) -> tuple[object, ...]:
        """The columns only movements, and what waits behind a question, have."""
        return (
            STATUS_TEXTS[one.status],
            None if one.paper is None else one.paper.mark,
            self._names.number(one.left) if one.left else None,
            None if question is None else question_hash(*question),
        )

    def _batch_words(self, row: Any, stands: OperationState) -> str:
        """What was said of the batch, while that is the last word about the operation."""
        settled = stands in {OperationState.APPLIED, OperationState.ACCEPTED, OperationState.SUPERSEDED}
        return "" if settled or row.batch is None else self._words.open_text(row.batch_words, row.batch)

    def _require_planning(self, number: int) -> None:
        with self._session.reading() as connection:
            row = _STATE.run(connection, number).one_or_none()
        if row is None or row[0] != "planning":
            raise PlanMoved("plan-closed", run=number)

    def _last_released(self) -> int | None:
        with self._session.reading() as connection:
            row = _LAST_RELEASED.run(connection).one_or_none()
        return None if row is None else int(row[0])

    def _earlier(self) -> dict[tuple[str, str], int]:
        """When each question of the last released run was first asked."""
        last = self._last_released()
        if last is None:
            return {}
        if self._since is None or self._since[0] != last:
            with self._session.reading() as connection:
                self._since = last, {(code, key): at for code, key, at in _SINCE.run(connection, last)}
        return self._since[1]

    def _forget_since(self) -> None:
        self._since = None


def _hex(stored: bytes | None) -> str:
    return "" if stored is None else bytes(stored).hex()
