"""The runs: planning, planned, delivering, finished; failed or superseded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, func, or_, select, text, update
from ulid import ULID

from state.bulk import Insert, Statement, among, fixed, numbers
from state.journal import Journal
from state.ledger import Ledger
from state.names import Names
from state.paging import stretches
from state.plans import LAST_OPERATION, Plans
from state.registry import Registry
from state.seen import Seen
from state.session import Session, to_moment
from state.tables import PENDING, STAGED, SUPERSEDED, WAITING, operation, run
from sync.errors import PlanMoved
from sync.ports import RunInfo

_INSERT = Insert(
    run,
    *("no", "id", "kind", "who", "state", "started", "ledger_version", "counts", "seal", "lists", "first", "keyed"),
)
_LAST = Statement(lambda _: select(func.coalesce(func.max(run.c.no), fixed(0))))
_BY_NUMBER = Statement(lambda _: select(run).where(run.c.no == bindparam("no_")), "no_")
_BY_ID = Statement(
    lambda _: (
        select(run)
        .where(func.substr(run.c.id, fixed(1), bindparam("length_")) == bindparam("begins"))
        .limit(fixed(2))
        .offset(fixed(0))
    ),
    *("length_", "begins"),
)
_LATEST = Statement(
    lambda _: select(run).order_by(run.c.no.desc()).limit(bindparam("limit_")).offset(fixed(0)), "limit_"
)
_UNFINISHED = Statement(
    lambda _: (
        select(run.c.no, run.c.state, run.c.first)
        .where(run.c.state.in_([bindparam("planning"), bindparam("planned"), bindparam("delivering")]))
        .order_by(run.c.no)
    ),
    *("planning", "planned", "delivering"),
)
_CLOSE = Statement(
    lambda _: (
        update(run).values(state=bindparam("state_"), ended=bindparam("now_")).where(run.c.no == bindparam("no_"))
    ),
    *("state_", "now_", "no_"),
)
_PLANNED = Statement(
    lambda _: (
        update(run)
        .values(
            state=bindparam("state_"),
            ledger_version=bindparam("version_"),
            counts=bindparam("counts_"),
            seal=bindparam("seal_"),
            lists=bindparam("lists_"),
            last=bindparam("last_"),
        )
        .where(run.c.no == bindparam("no_"))
    ),
    *("state_", "version_", "counts_", "seal_", "lists_", "last_", "no_"),
)
_RELEASED = Statement(
    lambda _: (
        update(run).values(state=bindparam("state_"), released=bindparam("now_")).where(run.c.no == bindparam("no_"))
    ),
    *("state_", "now_", "no_"),
)
_FINISHED = Statement(
    lambda _: (
        update(run)
        .values(
            state=bindparam("state_"),
            ended=bindparam("now_"),
            counts=bindparam("counts_"),
            outcome=bindparam("outcome_"),
        )
        .where(run.c.no == bindparam("no_"))
    ),
    *("state_", "now_", "counts_", "outcome_", "no_"),
)
_SUPERSEDE = Statement(
    lambda _: (
        update(operation)
        .values(state=bindparam("to_"), changed=bindparam("now_"))
        .where(
            text(WAITING),
            operation.c.run < bindparam("run_"),
            or_(among(operation.c.list, "lists"), operation.c.paper.is_not(None)),
        )
    ),
    *("to_", "now_", "run_", "lists"),
)
_OPEN_UP = Statement(
    lambda _: (
        update(operation)
        .values(state=bindparam("to_"))
        .where(
            operation.c.no.between(bindparam("first_"), bindparam("last_")),
            operation.c.run == bindparam("run_"),
            operation.c.state == bindparam("from_"),
        )
    ),
    *("to_", "first_", "last_", "run_", "from_"),
)


class Runs:
    """The runs of one store; the contract is `sync.ports.Runs`."""

    def __init__(
        self,
        session: Session,
        journal: Journal,
        ledger: Ledger,
        names: Names,
        registry: Registry,
        plans: Plans,
        seen: Seen,
    ) -> None:
        self._session, self._journal, self._ledger, self._names = session, journal, ledger, names
        self._registry, self._plans, self._seen = registry, plans, seen

    def start(self, kind: str, who: str) -> RunInfo:
        """Open a run. Plans that were not released are superseded; a run that was cut off while delivering is closed
        as failed, its operations stay in the outbox."""
        with self._session.fenced() as connection:
            now = self._session.now
            self.supersede()
            self._registry.sort_in()
            number = int(_LAST.run(connection).scalar_one()) + 1
            first = self._session.count(LAST_OPERATION) + 1
            version = self._ledger.version()
            new = (number, str(ULID.from_datetime(self._session.clock())), kind, who, "planning", now)
            _INSERT.run(connection, [(*new, version, "{}", b"", "[]", first, first - 1)])
            self._journal.append("run.started", {"kind": kind}, number, who)
            self._session.run = number
            return self._required(number)

    def supersede(self) -> None:
        """Close every run that is not closed, in the transaction under way: a plan that was not released is
        superseded and all it staged removed, a run that was cut off while delivering failed."""
        with self._session.fenced() as connection:
            for row in _UNFINISHED.run(connection, "planning", "planned", "delivering").all():
                state = "failed" if row.state == "delivering" else "superseded"
                if row.state != "delivering":
                    self._plans.discard(row.no, row.first)
                self._ledger.keep_strength(row.no)
                _CLOSE.run(connection, state, self._session.now, row.no)
                self._journal.append("run.failed" if state == "failed" else "run.superseded", {}, row.no)
            self._seen.discard()

    def planned(self, run: int, counts: Mapping[str, int], seal: bytes, lists: Collection[str]) -> None:
        """Close planning: the plan is durable, under this seal, for the current ledger version. `lists` are those
        it read whole."""
        with self._session.fenced() as connection:
            info = self._required(run)
            if info.state != "planning":
                raise PlanMoved("plan-closed", run=run)
            last, version = self._session.count(LAST_OPERATION), self._ledger.version()
            self._registry.flush(run, last)
            _PLANNED.run(connection, "planned", version, _counts(counts), seal, _names(lists), last, run)
            facts = {"counts": dict(counts), "ledger": version, "seal": seal.hex(), "lists": sorted(lists)}
            self._journal.append("run.planned", facts, run, info.who)

    def release(self, run: int) -> None:
        """Make the plan official. Raises `PlanMoved`: `plan-used` when the run is not `planned`, `plan-moved` when
        the ledger is no longer at the plan's version."""
        with self._session.fenced() as connection:
            # Looked at under the fence: who lost the lease is told so, and not what the other run did to the plan.
            info = self.get(str(run))
            if info is None or info.state != "planned":
                raise PlanMoved("plan-used", run=run, state="" if info is None else info.state)
            if info.ledger_version != self._ledger.version():
                raise PlanMoved("plan-moved", run=run)
            row = _BY_NUMBER.run(connection, run).one()
            now = self._session.now
            known = [number for number in map(self._names.find, orjson.loads(row.lists)) if number is not None]
            self._plans.prune(run)
            replaced = _SUPERSEDE.run(connection, SUPERSEDED, now, run, numbers(connection, known)).rowcount
            opened = sum(
                _OPEN_UP.run(connection, PENDING, first, last, run, STAGED).rowcount
                for first, last in stretches(row.first, row.last)
            )
            _RELEASED.run(connection, "delivering", now, run)
            facts = {"operations": opened, "superseded": replaced}
            self._journal.append("run.released", facts, run)
            self._session.run = run

    def finish(self, run: int, outcome: int, counts: Mapping[str, int], *, failed: bool = False) -> None:
        """Close the run. Where its plan was released, rows whose people are in step become seen rows.

        A plan that was not released stays `planned` and can still be applied, unless the run failed; one that was
        not even planned is removed. Finishing a closed run again does nothing.
        """
        with self._session.fenced() as connection:
            row = _BY_NUMBER.run(connection, run).one()
            if row.state not in {"planning", "planned", "delivering"}:
                return
            state = "failed" if failed else "planned" if row.state == "planned" else "finished"
            if row.state == "delivering":
                self._registry.sort_in()
                self._seen.confirm(run, row.first, row.last, row.ledger_version, self._ledger.version())
            elif row.state == "planning" or failed:
                self._plans.discard(run, row.first)
                self._seen.discard()
            self._ledger.keep_strength(run)
            merged = {**orjson.loads(row.counts), **counts}
            _FINISHED.run(connection, state, self._session.now, _counts(merged), outcome, run)
            facts = {"outcome": outcome, "counts": merged}
            self._journal.append("run.failed" if failed else "run.finished", facts, run)
            self._journal.sign()

    def get(self, run: str) -> RunInfo | None:
        """Return a run by its number or id (or a unique beginning of the id)."""
        with self._session.reading() as connection:
            if run.isdecimal() and not run.startswith("0") and len(run) < 19:
                row = _BY_NUMBER.run(connection, int(run)).one_or_none()
                if row is not None:
                    return _info(row)
            begins = run.strip().upper()
            if not begins.isalnum():
                return None
            rows = _BY_ID.run(connection, len(begins), begins).all()
        return _info(rows[0]) if len(rows) == 1 else None

    def list(self, limit: int = 20) -> Sequence[RunInfo]:
        """Return the latest runs, newest first."""
        with self._session.reading() as connection:
            return [_info(row) for row in _LATEST.run(connection, limit)]

    def _required(self, number: int) -> RunInfo:
        with self._session.reading() as connection:
            return _info(_BY_NUMBER.run(connection, number).one())


def _names(lists: Collection[str]) -> str:
    return orjson.dumps(sorted(lists)).decode()


def _counts(counts: Mapping[str, int]) -> str:
    return orjson.dumps(dict(counts), option=orjson.OPT_SORT_KEYS).decode()


def _info(row: Any) -> RunInfo:
    return RunInfo(
        number=row.no,
        id=row.id,
        kind=row.kind,
        state=row.state,
        started=to_moment(row.started),
        ended=None if row.ended is None else to_moment(row.ended),
        ledger_version=row.ledger_version,
        counts=orjson.loads(row.counts),
        outcome=row.outcome,
        who=row.who,
        seal=bytes(row.seal),
    )
