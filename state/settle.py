"""Recording an answer: operations, ledger, identity keys and journal, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter

from sqlalchemy import bindparam, func, select, update

from state.batches import Batches
from state.bulk import Merge, Row, Statement, among, numbers
from state.journal import Journal, spans
from state.ledger import Ledger
from state.registry import Registry
from state.sealed import NOTHING, Answer, Answers, Words
from state.session import Session
from state.tables import (
    ACCEPTED,
    APPLIED,
    BATCH_ACCEPTED,
    BATCH_SETTLED,
    BATCH_UNKNOWN,
    CLAIMED,
    PENDING,
    REJECTED,
    SENT,
    SUPERSEDED,
    UNKNOWN,
    ledger,
    operation,
)
from state.vault import Vault
from sync.fingerprint import identifier_hash
from sync.values import Batch, Outcome, Verdict

MEMBER_CODE = "member_code"

_TO = {
    Outcome.APPLIED: APPLIED,
    Outcome.ACCEPTED: ACCEPTED,
    Outcome.REJECTED: REJECTED,
    Outcome.UNTOUCHED: PENDING,
    Outcome.UNKNOWN: UNKNOWN,
}
_FROM = {
    Outcome.APPLIED: (CLAIMED, SENT, ACCEPTED, UNKNOWN),
    Outcome.REJECTED: (CLAIMED, SENT, ACCEPTED, UNKNOWN),
    Outcome.ACCEPTED: (CLAIMED, SENT, UNKNOWN, UNKNOWN),
    Outcome.UNTOUCHED: (CLAIMED, SENT, UNKNOWN, UNKNOWN),
    Outcome.UNKNOWN: (CLAIMED, SENT, SENT, SENT),
}
"""The states a verdict moves an operation on from: `accepted` may still become `applied` or `rejected`."""

_MOVE = Statement(
    lambda _: (
        update(operation)
        .values(state=bindparam("to_"), changed=bindparam("now_"))
        .where(
            among(operation.c.no, "members"),
            operation.c.batch == bindparam("batch_"),
            operation.c.state.in_(
                [bindparam("from_1"), bindparam("from_2"), bindparam("from_3"), bindparam("from_4")]
            ),
        )
        .returning(
            operation.c.no,
            operation.c.person,
            operation.c.kind,
            operation.c.unit,
            operation.c.run,
            operation.c.status,
        )
    ),
    *("to_", "now_", "members", "batch_", "from_1", "from_2", "from_3", "from_4"),
)
_NUMBER, _PERSON = itemgetter(0), itemgetter(1)
"""Of a row of what was moved."""
_WORDS = Statement(
    lambda _: update(operation).values(words=bindparam("words_")).where(operation.c.no == bindparam("no_")),
    "words_",
    "no_",
)
OVERTAKE = Statement(
    lambda _: (
        update(operation)
        .values(state=bindparam("to_"), changed=bindparam("now_"))
        .where(among(operation.c.person, "people"), operation.c.state == bindparam("from_"))
        .returning(operation.c.no)
    ),
    *("to_", "now_", "people", "from_"),
)
"""What is pending of people, decided as if something else had taken effect."""
_STANDING = Statement(
    lambda _: (
        select(operation.c.state, func.count())
        .where(among(operation.c.no, "members"), operation.c.batch == bindparam("batch_"))
        .group_by(operation.c.state)
    ),
    *("members", "batch_"),
)
LEDGER = Merge(
    ledger,
    *("person", "operation", "version", "kind", "unit", "answer", "status"),
    replace=["operation", "version", "kind", "unit", "answer", "status"],
)
_ANSWERS = Statement(
    lambda _: select(ledger.c.person, ledger.c.operation, ledger.c.answer).where(
        among(ledger.c.person, "people"), ledger.c.answer.is_not(None)
    ),
    "people",
)


class Settlement:
    """Records answers to batches."""

    def __init__(
        self,
        session: Session,
        vault: Vault,
        journal: Journal,
        ledger: Ledger,
        registry: Registry,
        batches: Batches,
        words: Words,
    ) -> None:
        self._session, self._journal, self._ledger = session, journal, ledger
        self._registry, self._batches, self._words = registry, batches, words
        self._answers = Answers(vault)
        self._key = vault.key("identifier")

    def settle(self, batch: Batch, verdicts: Sequence[Verdict]) -> Mapping[str, int]:
        """Record an answer, in the transaction under way. Return the counts by outcome of what it changed."""
        decided = self._decided(batch, verdicts)
        facts: dict[str, object] = {"batch": batch.key}
        counts: dict[str, int] = {}
        with self._session.transaction():
            before, members = self._batches.standing(batch)
            for outcome in _TO:
                rows = self._move(batch, decided[outcome], outcome)
                if not rows:
                    continue
                counts[outcome.value] = len(rows)
                verdicts_of, moved = decided[outcome], sorted(map(_NUMBER, rows))
                facts[outcome.value] = spans(moved)
                if outcome is Outcome.APPLIED:
                    self._confirm(rows, verdicts_of)
                told = [number for number in moved if outcome is Outcome.REJECTED or verdicts_of[number].words]
                if told:
                    self._keep_words(told, verdicts_of)
                if outcome is Outcome.REJECTED and (overtaken := self._overtake(rows)):
                    facts["superseded"] = spans(overtaken)
            if counts:
                if Outcome.APPLIED.value not in counts:
                    self._ledger.advance()
                self._close(batch, before, members, counts)
                self._journal.append("batch.settled", facts, self._session.run)
        return counts

    @staticmethod
    def _decided(batch: Batch, verdicts: Sequence[Verdict]) -> Mapping[Outcome, dict[int, Verdict]]:
        """Sort a batch's operations by their verdict: the first one counts, and none means unknown."""
        waiting = dict(zip(batch.ids, batch.operations, strict=True))
        decided: defaultdict[Outcome, dict[int, Verdict]] = defaultdict(dict)
        for verdict in verdicts:
            number = waiting.pop(verdict.operation, None)
            if number is not None:
                decided[verdict.outcome][number] = verdict
        for name, number in waiting.items():
            decided[Outcome.UNKNOWN][number] = Verdict(name, Outcome.UNKNOWN)
        return decided

    def _move(self, batch: Batch, decided: Mapping[int, Verdict], outcome: Outcome) -> Sequence[Row]:
        if not decided:
            return []
        with self._session.transaction() as connection:
            members = numbers(connection, decided)
            now = self._session.now
            return _MOVE.fetch(connection, _TO[outcome], now, members, batch.number, *_FROM[outcome])

    def _overtake(self, refused: Sequence[Row]) -> list[int]:
        """Supersede what was to follow refused operations of the same people; the next plan decides it again."""
        with self._session.transaction() as connection:
            people = numbers(connection, set(map(_PERSON, refused)))
            found = OVERTAKE.run(connection, SUPERSEDED, self._session.now, people, PENDING).all()
        return sorted(int(row.no) for row in found)

    def _confirm(self, rows: Sequence[Row], decided: Mapping[int, Verdict]) -> None:
        """Write what was applied to the ledger, and make the upstream's member codes known."""
        version = self._ledger.advance()
        known = self._known_answers(list(map(_PERSON, rows)))
        entries, keys = [], []
        for number, person, kind, unit, run, status in rows:
            verdict = decided[number]
            code = verdict.member_code
            if code:
                keys.append((MEMBER_CODE, identifier_hash(self._key, MEMBER_CODE, code), person, run))
            old_code, _, old_reference = known.get(person, NOTHING)
            answer = code or old_code, verdict.etag, verdict.reference or old_reference
            entries.append((person, number, version, kind, unit, self._answers.seal(answer, person, number), status))
        entries.sort(key=itemgetter(0))
        with self._session.transaction() as connection:
            LEDGER.run(connection, entries)
        self._registry.confirm(keys)

    def _known_answers(self, people: Sequence[int]) -> Mapping[int, Answer]:
        """What the upstream gave those people earlier: an answer without a member code or a reference does not take
        it away."""
        with self._session.reading() as connection:
            rows = _ANSWERS.fetch(connection, numbers(connection, people))
        return {person: self._answers.open(answer, person, number) for person, number, answer in rows}

    def _keep_words(self, members: Sequence[int], decided: Mapping[int, Verdict]) -> None:
        with self._session.transaction() as connection:
            _WORDS.many(connection, [(self._words.seal(decided[number], number), number) for number in members])

    def _close(self, batch: Batch, before: int, members: Sequence[int], counts: Mapping[str, int]) -> None:
        """Give the batch the state all its `members` leave it in, also those this answer was not about; its body
        goes when all have their last verdict. One that was closed before, the rest sent anew, stays closed."""
        if before > BATCH_ACCEPTED:
            return
        done = counts.get(Outcome.APPLIED.value, 0) + counts.get(Outcome.REJECTED.value, 0)
        standing: Mapping[int, int] = {}
        if done < len(members):
            with self._session.reading() as connection:
                among_ = numbers(connection, members)
                standing = dict(tuple(row) for row in _STANDING.run(connection, among_, batch.number))
        if any(state in standing for state in (CLAIMED, SENT, UNKNOWN)):
            self._batches.mark(batch, BATCH_UNKNOWN)
        elif ACCEPTED in standing:
            self._batches.mark(batch, BATCH_ACCEPTED)
        else:
            self._batches.close(batch, BATCH_SETTLED)
