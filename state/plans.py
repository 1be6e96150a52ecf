"""The plan under way: operations and holds of a run that is planning, and reading any plan back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, literal_column, null, select, text, update

from state.bulk import Insert, Statement, among, fixed, numbers
from state.codec import (
    STATUS_TEXTS,
    bound,
    hold_bytes,
    hold_value,
    operation_bytes,
    pack_keys,
    question_hash,
)
from state.names import Names
from state.registry import Registry
from state.session import Session, to_moment
from state.stored import StoredOperations
from state.tables import HELD, REBASE, SPENT, STAGED, SUPERSEDED, hold, ledger, operation, record, run
from state.vault import Vault
from sync.charter import Status
from sync.errors import PlanMoved
from sync.fingerprint import record_digester
from sync.ports import HoldInfo, Naming, OperationInfo, StagedOperation
from sync.values import Hold, ListKind, Operation, OperationState, OperationType, PersonId

LAST_OPERATION = "last_operation"
_PART = 10_000

# The driver binds a plain text faster than a member of an enumeration.
_TYPES = {member: member.value for member in OperationType}
_KINDS = {member: member.value for member in ListKind}

_later = operation.alias("later")

_NARROW = ("no", "run", "person", "type", "kind", "list", "unit", "state", "grp", "attempts", "changed")
_OPERATIONS = Insert(operation, *_NARROW, "digest")
_MOVEMENTS = Insert(operation, *_NARROW, "status", "paper", "left", "question", "digest")
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
_HOLD_BACK = Statement(
    lambda _: (
        update(operation)
        .values(state=fixed(HELD), changed=bindparam("now_"), question=bindparam("question_"))
        .where(
            among(operation.c.person, "people"),
            operation.c.run == bindparam("run_"),
            operation.c.state == fixed(STAGED),
            operation.c.paper.is_(None),
        )
    ),
    *("now_", "question_", "people", "run_"),
)
_SPENT = Statement(
    lambda _: select(operation.c.no).where(
        text(SPENT),
        operation.c.run < bindparam("run_"),
        (operation.c.state == fixed(SUPERSEDED))
        | exists().where(ledger.c.person == operation.c.person)
        | exists().where(
            _later.c.person == operation.c.person,
            _later.c.no > operation.c.no,
            _later.c.state != fixed(SUPERSEDED),
        ),
    ),
    "run_",
)
"""What was held or superseded and nobody looks at again. What is held about somebody of whom nothing else is known
says who they are."""
_DROP_SPENT_RECORDS = Statement(lambda _: delete(record).where(among(record.c.no, "spent")), "spent")
_DROP_SPENT = Statement(lambda _: delete(operation).where(among(operation.c.no, "spent")), "spent")
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
_HOLDS = Insert(hold, "no", "run", "list", "code", "key", "since", "body")
_HOLDS_OF = Statement(lambda _: select(hold).where(hold.c.run == bindparam("run_")).order_by(hold.c.no), "run_")
_LAST_HOLD = Statement(lambda _: select(func.coalesce(func.max(hold.c.no), fixed(0))))
_SINCE = Statement(
    lambda _: select(hold.c.code, hold.c.key, hold.c.since).where(hold.c.run == bindparam("run_")), "run_"
)
_LAST_RELEASED = Statement(
    lambda _: (
        select(run.c.no)
        .where(run.c.released.is_not(None), run.c.kind != literal_column(f"'{REBASE}'"))
        .order_by(run.c.no.desc())
        .limit(fixed(1))
        .offset(fixed(0))
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


_EVERY_HOLD = Statement(
    lambda _: (
        select(hold).where(hold.c.no > bindparam("after")).order_by(hold.c.no).limit(fixed(_PART)).offset(fixed(0))
    ),
    "after",
)
_DROP_THESE = Statement(lambda _: delete(hold).where(among(hold.c.no, "holds")), "holds")


class Plans:
    """The plans of one store; the contract is `sync.ports.Plans`."""

    def __init__(self, session: Session, vault: Vault, names: Names, registry: Registry) -> None:
        self._session, self._names, self._registry = session, names, registry
        self._payloads = vault.cipher("payload")
        self._digest = record_digester(vault.key("record"))
        self._stored = StoredOperations(session, vault, names)
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
                digest = self._digest(number, person, one.record)
                if one.paper is None and question is None and not one.left and one.status is Status.ACTIVE:
                    narrow.append((*row, digest))
                else:
                    moving.append((*row, *self._moving(one, question), digest))
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

    def hold_back(self, run: int, persons: Collection[PersonId], question: tuple[str, str] | None) -> None:
        """Let what this run staged on the records of these people wait as `held`, behind a question or none. Raises
        `PlanMoved` where the run is not planning."""
        behind = None if question is None else question_hash(*question)
        with self._session.fenced(durable=False) as connection:
            self._require_planning(run)
            _HOLD_BACK.run(connection, self._session.now, behind, numbers(connection, persons), run)

    def free(self, run: int, questions: Collection[tuple[str, str]]) -> int:
        """Stage what waits behind these holds of a plan that is `planning` or `planned`, and return how many
        operations that were. Raises `PlanMoved` for any other run. The plan's seal no longer fits then."""
        asked = {question_hash(code, key) for code, key in questions}
        with self._session.fenced() as connection:
            row = _STATE.run(connection, run).one_or_none()
            if row is None or row[0] not in {"planning", "planned"}:
                raise PlanMoved("plan-closed", run=run)
            waiting = _WAITING_BEHIND.run(connection, *self._stored.numbered(run), run).all()
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

    def prune(self, run: int) -> None:
        """Remove what runs before this one held or superseded and no later decision needs, with its records. In the
        transaction under way."""
        with self._session.transaction() as connection:
            spent = [row[0] for row in _SPENT.run(connection, run).all()]
            for start in range(0, len(spent), _PART):
                part = numbers(connection, spent[start : start + _PART])
                _DROP_SPENT_RECORDS.run(connection, part)
                _DROP_SPENT.run(connection, part)

    def forget(self, person: PersonId, names: Naming) -> int:
        """Remove every hold that is about a person, or whose words name them, of whatever run; return how many. In
        the transaction under way. The next plan asks again what is still to be asked."""
        gone, after = 0, 0
        with self._session.transaction() as connection:
            while rows := _EVERY_HOLD.run(connection, after).all():
                after = rows[-1].no
                theirs = [row.no for row in rows if self._is_about(row, person, names)]
                gone += len(theirs)
                _DROP_THESE.run(connection, numbers(connection, theirs))
        self._forget_since()
        return gone

    def _is_about(self, row: Any, person: PersonId, names: Naming) -> bool:
        asked = hold_value(self._holds.open(row.body, bound(row.run, row.no, 0)), row.code, row.key)
        told = [*asked.details.values(), *asked.stated.values()]
        return person == asked.person or person in asked.candidates or any(names(str(one)) for one in told if one)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def digests(self, run: int) -> Iterator[tuple[int, PersonId, str, str, bytes]]:
        """Yield (number, person, type, state, digest) of the plan's operations in order, for its seal."""
        return self._stored.digests(run)

    def operations(
        self, run: int, *, state: OperationState | None = None, limit: int | None = None
    ) -> Iterator[OperationInfo]:
        """Yield the run's operations in order, decrypted."""
        return self._stored.operations(run, state, limit)

    def standing(self, state: OperationState, limit: int) -> tuple[int, Sequence[OperationInfo]]:
        """Return how many operations are in flight in this state, or dead and not replaced, and the first of them."""
        return self._stored.standing(state, limit)

    def rejected_since(self, moment: datetime | None, besides: int) -> Mapping[str, int]:
        """Return how many operations of each run but this one were rejected after a moment, by the run's id."""
        return self._stored.rejected_since(moment, besides)

    def latest(self, run: int, persons: Collection[PersonId]) -> Mapping[PersonId, Operation]:
        """Return each person's latest operation that is not superseded: staged by `run`, or of a released run."""
        return self._stored.latest(run, persons)

    def hold_keys(self, run: int) -> Iterator[tuple[str, str]]:
        """Yield (code, key) of the plan's holds in order."""
        with self._session.reading() as connection:
            rows = _HOLDS_OF.run(connection, run).all()
        yield from ((row.code, row.key) for row in rows)

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

    def _moving(self, one: Operation, question: tuple[str, str] | None) -> tuple[object, ...]:
        """The columns only movements, and what waits behind a question, have."""
        return (
            STATUS_TEXTS[one.status],
            None if one.paper is None else one.paper.mark,
            self._names.number(one.left) if one.left else None,
            None if question is None else question_hash(*question),
        )

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
