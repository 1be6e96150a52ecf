"""What the upstream shows becomes what it last confirmed: records, ledger, identity keys and journal together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import itemgetter

from sqlalchemy import bindparam, delete, select, text, update

from state.bulk import Insert, Statement, among, numbers
from state.codec import STATUS_TEXTS, bound, operation_bytes, pack_keys
from state.journal import Journal, spans
from state.ledger import Ledger
from state.names import Names
from state.plans import LAST_OPERATION
from state.registry import Registry
from state.runs import Runs
from state.sealed import Answers
from state.seen import Seen
from state.session import Session
from state.settle import LEDGER, MEMBER_CODE, OVERTAKE
from state.tables import (
    APPLIED,
    FORGOTTEN,
    HELD,
    IN_FLIGHT,
    PENDING,
    REBASE,
    REFUSED,
    SUPERSEDED,
    ledger,
    operation,
    record,
    run,
)
from state.vault import Vault
from sync.charter import Status
from sync.fingerprint import identifier_hash, record_digester
from sync.ports import IdentityKey, Rebase, RunInfo, StagedOperation
from sync.values import Operation, PersonId

_OPEN = Statement(
    lambda _: (
        update(run).values(state=bindparam("state_"), released=bindparam("now_")).where(run.c.no == bindparam("run_"))
    ),
    *("state_", "now_", "run_"),
)
_REACHED = Statement(
    lambda _: update(run).values(last=bindparam("last_")).where(run.c.no == bindparam("run_")), "last_", "run_"
)
_VERSIONS = Statement(
    lambda _: select(ledger.c.person, ledger.c.version).where(among(ledger.c.person, "people")), "people"
)
_FLYING = Statement(
    lambda _: select(operation.c.person).where(text(IN_FLIGHT), among(operation.c.person, "people")), "people"
)
_FORGET = Statement(
    lambda _: (
        update(operation)
        .values(state=operation.c.state + bindparam("forgotten"))
        .where(text(REFUSED), among(operation.c.person, "people"))
    ),
    *("forgotten", "people"),
)
_OPERATIONS = Insert(
    operation,
    *("no", "run", "person", "type", "kind", "list", "unit", "state", "grp", "attempts", "changed", "status", "left"),
    "digest",
)
_RECORDS = Insert(record, "no", "identity", "payload")
_TAKE_BACK = Statement(lambda _: delete(ledger).where(among(ledger.c.person, "people")), "people")


class Rebasing:
    """Rebases of one store; the contract is `sync.ports.Rebasing`."""

    def __init__(
        self,
        session: Session,
        vault: Vault,
        names: Names,
        journal: Journal,
        ledger: Ledger,
        registry: Registry,
        runs: Runs,
        seen: Seen,
    ) -> None:
        self._session, self._names, self._journal, self._ledger = session, names, journal, ledger
        self._registry, self._runs, self._seen = registry, runs, seen
        self._payloads, self._answers = vault.cipher("payload"), Answers(vault)
        self._key, self._digest = vault.key("identifier"), record_digester(vault.key("record"))

    def begin(self, who: str) -> RunInfo:
        """Open a run that sends nothing. It is official from the beginning: what it writes has happened."""
        with self._session.fenced() as connection:
            made = self._runs.start(REBASE, who)
            _OPEN.run(connection, "delivering", self._session.now, made.number)
            found = self._runs.get(str(made.number))
        return found or made

    def rebase(self, run: int, shown: Sequence[Rebase]) -> frozenset[PersonId]:
        """Take these for confirmed; return whose entries became what is shown."""
        with self._session.fenced() as connection:
            taken = self._still(shown)
            if not taken:
                return frozenset()
            people = numbers(connection, [one.operation.person for one in taken])
            overtaken = OVERTAKE.run(connection, SUPERSEDED, self._session.now, people, PENDING).all()
            _FORGET.run(connection, FORGOTTEN, people)
            first = self._write(run, [(one.operation, one.keys) for one in taken], APPLIED)
            gone = [one.operation.person for one in taken if one.operation.status is Status.NOBODY]
            self._enter(run, first, taken)
            if gone:
                _TAKE_BACK.run(connection, numbers(connection, gone))
                self._seen.clean_again(gone)
            facts: dict[str, object] = {
                "people": len(taken) - len(gone),
                "gone": len(gone),
                "fields": dict(Counter(change.field for one in taken for change in one.operation.changes)),
                "operations": spans(range(first, first + len(taken))),
            }
            if overtaken:
                facts["superseded"] = spans(sorted(int(row.no) for row in overtaken))
            self._journal.append("ledger.rebased", facts, run)
        return frozenset(one.operation.person for one in taken)

    def remember(self, run: int, waiting: Sequence[StagedOperation]) -> None:
        """Keep what lists say of people nobody ever confirmed, as `held`, and make their keys known."""
        if not waiting:
            return
        with self._session.fenced():
            self._write(run, [(one.operation, one.keys) for one in waiting], HELD)
            self._registry.confirm([(*key, one.operation.person, run) for one in waiting for key in one.keys])

    def _still(self, shown: Sequence[Rebase]) -> Sequence[Rebase]:
        """Leave out who has an operation in flight, and whose entry is another than the one that was compared."""
        with self._session.reading() as connection:
            people = numbers(connection, [one.operation.person for one in shown])
            versions = dict(tuple(row) for row in _VERSIONS.run(connection, people).all())
            flying = {row[0] for row in _FLYING.run(connection, people).all()}
        return [
            one
            for one in shown
            if one.operation.person not in flying and versions.get(one.operation.person, 0) == one.version
        ]

    def _write(self, run: int, written: Sequence[tuple[Operation, Sequence[IdentityKey]]], state: int) -> int:
        """Write operations that were never sent, in one state; return the number of the first."""
        first, now, name = self._session.count(LAST_OPERATION) + 1, self._session.now, self._names.number
        narrow, wide = [], []
        for number, (one, keys) in enumerate(written, first):
            stands = STATUS_TEXTS[one.status], name(one.left) if one.left else None
            narrow.append(
                (
                    *(number, run, one.person, one.type.value, one.kind.value, name(one.place.list), name(one.unit)),
                    *(state, 0, 0, now, *stands, self._digest(number, one.person, one.record)),
                )
            )
            sealed = self._payloads.seal(operation_bytes(one), bound(run, number, one.person))
            wide.append((number, pack_keys(keys), sealed))
        last = first + len(written) - 1
        with self._session.transaction() as connection:
            _OPERATIONS.run(connection, narrow)
            _RECORDS.run(connection, wide)
            _REACHED.run(connection, last, run)
            self._session.set(LAST_OPERATION, str(last))
        return first

    def _enter(self, run: int, first: int, taken: Sequence[Rebase]) -> None:
        """Let the ledger point at what is shown, and make its identity keys known."""
        version, name = self._ledger.advance(), self._names.number
        entries, keys = [], []
        for number, each in enumerate(taken, first):
            one, code = each.operation, each.member_code
            if one.status is Status.NOBODY:
                continue
            answer = self._answers.seal((code, each.etag, each.reference), one.person, number)
            stands = one.kind.value, name(one.unit), answer, STATUS_TEXTS[one.status]
            entries.append((one.person, number, version, *stands))
            keys += [(*key, one.person, run) for key in each.keys]
            if code:
                keys.append((MEMBER_CODE, identifier_hash(self._key, MEMBER_CODE, code), one.person, run))
        entries.sort(key=itemgetter(0))
        with self._session.transaction() as connection:
            LEDGER.run(connection, entries)
        self._registry.confirm(keys)
