"""Operations on their way: claimed in batches that are durable before they are sent, settled by verdicts.

One rule keeps a person's operations apart and in order: one may go when no earlier one of its person is open.
Each method is one transaction, fenced by the lease, with its journal entry inside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from sqlalchemy import bindparam, func, select, text, update

from state.batches import Batches
from state.bulk import Statement, among, fixed, numbers
from state.claim import Claims
from state.journal import Journal, spans
from state.paging import stretches
from state.papers import Papers
from state.plans import LAST_OPERATION
from state.sealed import Words
from state.session import Session, to_moment
from state.settle import Settlement
from state.tables import (
    BATCH_REQUEUED,
    BATCH_SPLIT,
    BATCH_UNKNOWN,
    CLAIMED,
    DEAD,
    FORGOTTEN,
    IN_FLIGHT,
    PENDING,
    REFUSED,
    SENT,
    STAGED,
    STATES,
    UNKNOWN,
    WAITING,
    ledger,
    operation,
    run,
)
from sync.ports import CarriedPaper, EarlierRefusal
from sync.values import Batch, Limits, OperationState, Outgoing, PersonId, Verdict

Encode = Callable[[Sequence[Outgoing]], bytes]

_later = operation.alias("later")
_UNSETTLED = Statement(lambda _: select(operation.c.person).where(text(IN_FLIGHT)))
_STANDING = (
    select(operation.c.person, operation.c.no, operation.c.state, operation.c.changed, operation.c.words)
    .join_from(operation, ledger, ledger.c.person == operation.c.person, isouter=True)
    .where(
        text("operation.state BETWEEN 6 AND 7"),
        operation.c.paper.is_(None),
        (ledger.c.operation.is_(None)) | (ledger.c.operation < operation.c.no),
        ~select(fixed(1))
        .select_from(_later)
        .where(
            _later.c.person == operation.c.person,
            _later.c.no > operation.c.no,
            _later.c.paper.is_(None),
            text("later.state BETWEEN 1 AND 5"),
        )
        .exists(),
    )
    .order_by(operation.c.no)
)
"""Refused records no later operation replaced: neither an open one nor one the ledger holds. A refused movement says
nothing about the person's record, and one on its way does not replace a record that was refused."""
_REFUSED = Statement(lambda _: _STANDING.where(among(operation.c.person, "people")), "people")
_ALL_REFUSED = Statement(lambda _: _STANDING)
_PAPERS_REFUSED = Statement(
    lambda _: (
        select(operation.c.person)
        .where(
            text("operation.state BETWEEN 6 AND 7"),
            operation.c.paper.is_not(None),
            ~select(fixed(1))
            .select_from(_later)
            .where(
                _later.c.person == operation.c.person,
                _later.c.no > operation.c.no,
                _later.c.paper == operation.c.paper,
                text("(later.state BETWEEN 1 AND 5 OR later.state = 9)"),
            )
            .exists(),
        )
        .distinct()
    )
)
_FORGET = Statement(
    lambda _: update(operation).values(state=operation.c.state + fixed(FORGOTTEN)).where(text(REFUSED))
)
_GIVE_UP = Statement(
    lambda _: (
        update(operation)
        .values(state=bindparam("to_"), changed=bindparam("now_"))
        .where(text(WAITING), operation.c.attempts >= bindparam("attempts_"))
        .returning(operation.c.no)
    ),
    *("to_", "now_", "attempts_"),
)
_MOVE = Statement(
    lambda _: (
        update(operation)
        .values(state=bindparam("to_"), changed=bindparam("now_"))
        .where(
            among(operation.c.no, "members"),
            operation.c.batch == bindparam("batch_"),
            operation.c.state.in_([bindparam("from_"), bindparam("or_")]),
        )
        .returning(operation.c.no)
    ),
    *("to_", "now_", "members", "batch_", "from_", "or_"),
)
_GROUP = Statement(
    lambda _: update(operation).values(grp=bindparam("group_")).where(among(operation.c.no, "members")),
    *("group_", "members"),
)
_COUNTS = Statement(
    lambda _: (
        select(operation.c.state, func.count())
        .where(operation.c.no.between(bindparam("first_"), bindparam("last_")), operation.c.state != fixed(STAGED))
        .group_by(operation.c.state)
    ),
    *("first_", "last_"),
)
_OPEN = Statement(
    lambda _: (
        select(operation.c.state, func.count())
        .where(text(WAITING))
        .group_by(operation.c.state)
        .union_all(select(operation.c.state, func.count()).where(text(IN_FLIGHT)).group_by(operation.c.state))
    )
)
"""Two questions, so that each is answered from its own partial index and not from the whole table."""
_RUN_RANGE = Statement(lambda _: select(run.c.first, run.c.last).where(run.c.no == bindparam("run_")), "run_")
_COUNTS_OF = Statement(
    lambda _: (
        select(operation.c.state, func.count())
        .where(operation.c.no.between(bindparam("first_"), bindparam("last_")), operation.c.run == bindparam("run_"))
        .group_by(operation.c.state)
    ),
    *("first_", "last_", "run_"),
)


class Outbox:
    """The outbox of one store; the contract is `sync.ports.Outbox`."""

    def __init__(
        self,
        session: Session,
        journal: Journal,
        words: Words,
        batches: Batches,
        claims: Claims,
        settlement: Settlement,
        papers: Papers,
    ) -> None:
        self._session, self._journal, self._words = session, journal, words
        self._batches, self._claims, self._settlement = batches, claims, settlement
        self._papers = papers

    # ── what stands ──────────────────────────────────────────────────────────────────────────────────────

    def unsettled(self) -> frozenset[PersonId]:
        """Return the people with an operation that is claimed, sent, accepted or unknown."""
        with self._session.reading() as connection:
            return frozenset(row[0] for row in _UNSETTLED.run(connection))

    def refused(self, persons: Collection[PersonId]) -> Mapping[PersonId, EarlierRefusal]:
        """Return each person's latest operation on their record, no movement, where it was rejected or died."""
        if not persons:
            return {}
        with self._session.reading() as connection:
            rows = _REFUSED.run(connection, numbers(connection, persons)).all()
        return {
            PersonId(row.person): EarlierRefusal(
                self._words.open(row.words, row.no), to_moment(row.changed), STATES[row.state]
            )
            for row in rows
        }

    def counts(self, run: int | None = None) -> Mapping[OperationState, int]:
        """Return how many operations stand in each state, of a run or of all released ones."""
        found: Counter[OperationState] = Counter()
        with self._session.reading() as connection:
            first, last = 1, self._session.count(LAST_OPERATION)
            if run is not None:
                range_ = _RUN_RANGE.run(connection, run).one_or_none()
                first, ended = range_ if range_ is not None else (1, 0)
                last = last if ended is None else ended
            for start, end in stretches(first, last):
                rows = (
                    _COUNTS.run(connection, start, end)
                    if run is None
                    else _COUNTS_OF.run(connection, start, end, run)
                )
                for number, count in rows:
                    found[STATES[number]] += count
        return found

    def under_way(self) -> Mapping[OperationState, int]:
        """Return how many operations are pending, sent, accepted or unknown; states nobody stands in are absent."""
        with self._session.reading() as connection:
            return {STATES[number]: count for number, count in _OPEN.run(connection)}

    def unanswered(self) -> Sequence[Batch]:
        """Return the batches that were sent and have an operation without a verdict, oldest first."""
        return self._batches.unanswered()

    def accepted(self, *, bodies: bool = False) -> Sequence[Batch]:
        """Return the batches with an operation the upstream accepted and has not carried out, oldest first: these
        operations alone, with the batch's whole body where `bodies` are asked for."""
        return self._batches.accepted(bodies=bodies)

    def carried(self, persons: Collection[PersonId]) -> Mapping[PersonId, Sequence[CarriedPaper]]:
        """Return the papers that operations of released runs carry, by person, in order. Left out are those that are
        superseded, held, or refused and forgotten."""
        return self._papers.carried(persons)

    # ── on their way ─────────────────────────────────────────────────────────────────────────────────────

    def claim(self, limits: Limits, encode: Encode) -> Batch | None:
        """Make the next batch durable, in state `sent`: key, exact body, attempt counted. None when nothing waits."""
        with self._session.fenced():
            return self._claims.claim(limits, encode)

    def settle(self, batch: Batch, verdicts: Sequence[Verdict]) -> Mapping[str, int]:
        """Record an answer: operations, ledger, ledger version, identity keys and journal, in one transaction."""
        with self._session.fenced():
            return self._settlement.settle(batch, verdicts)

    def settle_and_claim(
        self, settled: Sequence[tuple[Batch, Sequence[Verdict]]], claims: int, limits: Limits, encode: Encode
    ) -> tuple[Sequence[Mapping[str, int]], Sequence[Batch]]:
        """In one transaction: `settle` each answered batch, then `claim` up to `claims` new ones. Return the counts
        of each settled one, and the new ones."""
        taken: list[Batch] = []
        with self._session.fenced():
            counts = [self._settlement.settle(batch, verdicts) for batch, verdicts in settled]
            while len(taken) < claims:
                claimed = self._claims.claim(limits, encode)
                if claimed is None:
                    break
                taken.append(claimed)
        return counts, taken

    def set_apart(self, batch: Batch, operation: int) -> None:
        """Let a pending operation of a settled batch go alone from now on."""
        with self._session.fenced() as connection:
            _GROUP.run(connection, 2 * batch.number, numbers(connection, [operation]))

    def unknown(self, batch: Batch, words: str) -> None:
        """The answer was lost: the batch keeps its key and body and is `unknown` until it is replayed."""
        with self._session.fenced():
            if not self._batches.is_unanswered(batch):
                return
            moved = self._move(batch, UNKNOWN, SENT, CLAIMED)
            self._batches.mark(batch, BATCH_UNKNOWN, words, attempt=1)
            self._journal.append("batch.unknown", {"batch": batch.key, "operations": spans(moved)}, self._session.run)

    def requeue(self, batch: Batch, words: str) -> None:
        """The batch certainly was not taken: its operations are pending again, the attempt stays counted."""
        with self._session.fenced():
            if not self._batches.is_unanswered(batch):
                return
            moved = self._move(batch, PENDING, SENT, UNKNOWN)
            self._batches.close(batch, BATCH_REQUEUED, words)
            self._journal.append(
                "batch.requeued", {"batch": batch.key, "operations": spans(moved)}, self._session.run
            )

    def split(self, batch: Batch, words: str) -> None:
        """The batch was refused as a whole: its operations are pending again in two halves that are never joined."""
        if len(batch.operations) < 2:
            raise ValueError("a batch of one cannot be split")
        with self._session.fenced() as connection:
            if not self._batches.is_unanswered(batch):
                return
            moved = self._move(batch, PENDING, SENT, UNKNOWN)
            middle = (len(batch.operations) + 1) // 2
            halves = batch.operations[:middle], batch.operations[middle:]
            kept = set(moved)
            for number, half in enumerate(halves):
                # Twice the batch's number and one more: no other split gives these.
                members = numbers(connection, [one for one in half if one in kept])
                _GROUP.run(connection, 2 * batch.number + number, members)
            self._batches.close(batch, BATCH_SPLIT, words)
            self._journal.append("batch.split", {"batch": batch.key, "operations": spans(moved)}, self._session.run)

    # ── giving up, and trying again ──────────────────────────────────────────────────────────────────────

    def give_up(self, attempts: int) -> int:
        """Turn pending operations tried `attempts` times or more into `dead`; return how many."""
        with self._session.fenced() as connection:
            rows = _GIVE_UP.run(connection, DEAD, self._session.now, attempts).all()
            dead = sorted(int(row[0]) for row in rows)
            if dead:
                self._journal.append("operation.dead", {"operations": spans(dead)}, self._session.run)
        return len(dead)

    def retry_refused(self) -> int:
        """Forget earlier refusals, so that the next plan sends those people again; return how many people."""
        with self._session.fenced() as connection:
            people = {row.person for row in _ALL_REFUSED.run(connection)}
            people.update(row.person for row in _PAPERS_REFUSED.run(connection))
            _FORGET.run(connection)
            if people:
                self._journal.append("refusal.forgotten", {"people": len(people)}, self._session.run)
        return len(people)

    def _move(self, batch: Batch, to: int, *states: int) -> list[int]:
        with self._session.transaction() as connection:
            members = numbers(connection, batch.operations)
            rows = _MOVE.run(connection, to, self._session.now, members, batch.number, *states).all()
        return sorted(int(row[0]) for row in rows)
