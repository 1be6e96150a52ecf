"""Making the next batch durable."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import bindparam, select, text, update
from ulid import ULID

from state.batches import Batches, outgoing_id
from state.bulk import Row, Statement, among, fixed, numbers
from state.codec import KINDS, TYPES, bound, loads
from state.journal import Journal, spans
from state.names import Names
from state.sealed import NOTHING, Answers
from state.session import Session
from state.tables import SENT, ledger, operation, record, run
from state.vault import Vault
from sync.values import Batch, Limits, Outgoing

_earlier = operation.alias("earlier")
_NEXT = Statement(
    lambda _: (
        select(
            operation.c.no,
            operation.c.person,
            operation.c.run,
            operation.c.type,
            operation.c.kind,
            operation.c.unit,
            operation.c.grp,
            record.c.payload,
            ledger.c.operation,
            ledger.c.answer,
        )
        .join_from(operation, record, record.c.no == operation.c.no)
        .join(ledger, ledger.c.person == operation.c.person, isouter=True)
        .where(
            text("operation.state = 1"),
            ~select(fixed(1))
            .select_from(_earlier)
            .where(
                _earlier.c.person == operation.c.person,
                _earlier.c.no < operation.c.no,
                text("earlier.state BETWEEN 1 AND 5"),
            )
            .exists(),
        )
        .order_by(operation.c.grp, operation.c.no)
        .limit(bindparam("limit_"))
        .offset(fixed(0))
    ),
    "limit_",
)
"""The next operations that may go: groups made by a split after all that never was in one."""
_GROUP = 6
"""The column of the group."""
_SENT = Statement(
    lambda _: (
        update(operation)
        .values(
            state=bindparam("state_"),
            attempts=operation.c.attempts + fixed(1),
            batch=bindparam("batch_"),
            changed=bindparam("now_"),
        )
        .where(among(operation.c.no, "members"))
    ),
    *("state_", "batch_", "now_", "members"),
)
_RUN_ID = Statement(lambda _: select(run.c.id).where(run.c.no == bindparam("no_")), "no_")

_MARGIN = 0.97


class Claims:
    """Takes operations from the outbox into batches."""

    def __init__(
        self, session: Session, vault: Vault, names: Names, journal: Journal, batches: Batches, installation: str
    ) -> None:
        self._session, self._names, self._journal, self._batches = session, names, journal, batches
        self._installation = installation
        self._records = vault.cipher("payload")
        self._answers = Answers(vault)
        self._run_ids: dict[int, str] = {}
        self._average = 0.0
        """Bytes per operation in the last body that came out too long; 0 while none did."""

    def claim(self, limits: Limits, encode: Callable[[Sequence[Outgoing]], bytes]) -> Batch | None:
        """Make the next batch durable, in the transaction under way. None when nothing may go."""
        count = limits.batch_size
        if self._average:
            count = min(count, max(1, int(limits.body_bytes / self._average * _MARGIN)))
        with self._session.transaction() as connection:
            rows = _NEXT.fetch(connection, count)
            if not rows:
                return None
            going = self._outgoing(rows)
            body = self._fitted(going, limits.body_bytes, encode)
            members = [row[0] for row in rows[: len(going)]]
            key = str(ULID.from_datetime(self._session.clock()))
            batch = self._batches.add(key, body, members, [one.id for one in going])
            _SENT.run(connection, SENT, batch.number, self._session.now, numbers(connection, members))
            facts = {"batch": batch.key, "operations": spans(members), "bytes": len(body)}
            self._journal.append("batch.sent", facts, self._session.run)
        return batch

    def _fitted(self, going: list[Outgoing], most: int, encode: Callable[[Sequence[Outgoing]], bytes]) -> bytes:
        """Encode, dropping operations from the end of `going` until the body fits. One alone may be any length."""
        body = encode(going)
        while len(body) > most and len(going) > 1:
            self._average = len(body) / len(going)
            del going[max(1, min(len(going) - 1, int(most / self._average * _MARGIN))) :]
            body = encode(going)
        return body

    def _outgoing(self, rows: Sequence[Row]) -> list[Outgoing]:
        """Return what goes out for the rows of the first group among them."""
        going: list[Outgoing] = []
        records, answers, name, run_ids = self._records.open, self._answers.open, self._names.text, self._run_ids
        group = rows[0][_GROUP]
        for number, person, run_number, type_, kind, unit, grp, payload, confirmed, answer in rows:
            if grp != group:
                break
            held = loads(records(payload, bound(run_number, number, person)))
            record = held["record"]
            code, etag, reference = NOTHING if answer is None else answers(answer, person, confirmed)
            going.append(
                Outgoing(
                    outgoing_id(run_ids.get(run_number) or self._run_id(run_number), number),
                    TYPES[type_],
                    f"{self._installation}-{person}",
                    KINDS[kind],
                    name(unit),
                    record,
                    code or record.get("member_code"),
                    etag,
                    held.get("paper"),
                    reference,
                    confirmed is not None,
                )
            )
        return going

    def _run_id(self, number: int) -> str:
        known = self._run_ids.get(number)
        if known is None:
            with self._session.reading() as connection:
                known = self._run_ids[number] = str(_RUN_ID.run(connection, number).scalar_one())
        return known
