"""Taking out all that is kept of one person, and the tombstones that are left.

Rows of theirs are removed; what stands about them in other rows is sealed anew without it. The journal is left as it
is: it names people by internal numbers alone, and without the rows that number is nobody's.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import bindparam, delete, select, text, update

from state.bulk import Insert, Merge, Statement, fixed
from state.codec import bound, dumps, loads, unpack_keys
from state.decisions import Decisions
from state.journal import Journal
from state.plans import Plans
from state.purging import UNPURGED, purge
from state.registry import Registry
from state.runs import Runs
from state.sealed import Words
from state.seen import Seen
from state.session import Session, to_moment
from state.strength import Strength
from state.tables import IN_FLIGHT, batch, ledger, operation, record, tombstone, tombstone_key
from state.vault import Vault
from sync.errors import StateError
from sync.fingerprint import identifier_hash
from sync.ports import Erased, IdentityKey, Naming, Tombstone
from sync.values import Outcome, PersonId, Verdict

_OPERATIONS = Statement(
    lambda _: (
        select(operation.c.no, record.c.identity)
        .join_from(operation, record, record.c.no == operation.c.no)
        .where(operation.c.person == bindparam("person_"))
        .order_by(operation.c.no)
    ),
    "person_",
)
_IN_FLIGHT = Statement(
    lambda _: (
        select(batch.c.key)
        .join_from(operation, batch, batch.c.no == operation.c.batch)
        .where(operation.c.person == bindparam("person_"), text(f"operation.{IN_FLIGHT}"))
    ),
    "person_",
)
_WITH_BODY = Statement(
    lambda _: select(batch.c.key, batch.c.operations).where(batch.c.body.is_not(None)).order_by(batch.c.no)
)
_DROP_RECORDS = Statement(
    lambda _: delete(record).where(
        record.c.no.in_(select(operation.c.no).where(operation.c.person == bindparam("person_")))
    ),
    "person_",
)
_DROP_OPERATIONS = Statement(lambda _: delete(operation).where(operation.c.person == bindparam("person_")), "person_")
_DROP_ENTRY = Statement(lambda _: delete(ledger).where(ledger.c.person == bindparam("person_")), "person_")
_WORDS = Statement(lambda _: select(operation.c.no, operation.c.words).where(operation.c.words.is_not(None)))
_BATCH_WORDS = Statement(lambda _: select(batch.c.no, batch.c.words).where(batch.c.words.is_not(None)))
_SET_WORDS = Statement(
    lambda _: update(operation).values(words=bindparam("words_")).where(operation.c.no == bindparam("no_")),
    *("words_", "no_"),
)
_SET_BATCH_WORDS = Statement(
    lambda _: update(batch).values(words=bindparam("words_")).where(batch.c.no == bindparam("no_")),
    *("words_", "no_"),
)
_BURY = Insert(tombstone, "person", "at", "who", "decision_no", "body")
_BURY_KEYS = Merge(tombstone_key, "kind", "hash", "person")
_ALL = Statement(lambda _: select(tombstone).order_by(tombstone.c.at, tombstone.c.person))
_KEYS = Statement(lambda _: select(tombstone_key))
_ANY = Statement(lambda _: select(tombstone.c.person).limit(fixed(1)).offset(fixed(0)))


class Erasures:
    """The erasures of one store; the contract is `sync.ports.Erasures`."""

    def __init__(
        self,
        session: Session,
        vault: Vault,
        journal: Journal,
        *,
        runs: Runs,
        plans: Plans,
        registry: Registry,
        seen: Seen,
        decisions: Decisions,
        strength: Strength,
        words: Words,
    ) -> None:
        self._session, self._journal, self._runs, self._plans = session, journal, runs, plans
        self._registry, self._seen, self._decisions = registry, seen, decisions
        self._strength, self._words = strength, words
        self.on_server = session.engine.dialect.name != "sqlite"
        self._reasons, self._key = vault.cipher("erasure"), vault.key("erasure")

    # ── taking out ───────────────────────────────────────────────────────────────────────────────────────

    def blocking(self, person: PersonId) -> Sequence[str]:
        """Return the keys of the batches that hold somebody's data and wait for a verdict."""
        with self._session.reading() as connection:
            keys = {row.key for row in _IN_FLIGHT.run(connection, person)}
            theirs = {row.no for row in _OPERATIONS.run(connection, person)}
            for key, members in _WITH_BODY.run(connection).all():
                if not theirs.isdisjoint(array("q", bytes(members))):
                    keys.add(key)
        return sorted(keys)

    def erase(self, person: PersonId, names: Naming, *, decision_no: str, reason: str) -> Erased:
        """Take out all that is kept of a person and leave a tombstone; see the contract."""
        with self._session.fenced() as connection:
            waiting = self.blocking(person)
            if waiting:
                raise StateError("erase-unsettled", batches=", ".join(waiting), count=len(waiting))
            self._runs.supersede()
            self._registry.sort_in()
            operations = _OPERATIONS.run(connection, person).all()
            keys = {key for row in operations for key in unpack_keys(bytes(row.identity))}
            keys.update(self._registry.forget(person))
            self._strength.forget(person)
            self._seen.take_out(person)
            _DROP_ENTRY.run(connection, person)
            _DROP_RECORDS.run(connection, person)
            _DROP_OPERATIONS.run(connection, person)
            holds = self._plans.forget(person, names)
            decisions = self._decisions.forget(person, names)
            words = self._forget_words(names)
            sealed = self._reasons.seal(dumps(reason), bound(0, 0, person))
            _BURY.run(connection, [(person, self._session.now, self._session.who, decision_no, sealed)])
            _BURY_KEYS.run(connection, sorted((key.kind, self._buried(key), person) for key in keys))
            self._session.set(UNPURGED, "1")
            self._journal.append("person.erased", {"person": person, "decision_no": decision_no})
            self._journal.sign()
        return Erased(len(operations), holds, decisions, words)

    def _forget_words(self, names: Naming) -> int:
        """Leave out what the upstream said of others, or of a batch, where it names the person; its code stays."""
        seal, seal_text = self._words.seal, self._words.seal_text
        with self._session.transaction() as connection:
            of_others = []
            for number, sealed in _WORDS.run(connection).all():
                words, code, field = self._words.parts(bytes(sealed), number)
                if names(words):
                    of_others.append((seal(Verdict("", Outcome.REJECTED, code=code, field=field), number), number))
            of_batches = [
                (seal_text("", number), number)
                for number, sealed in _BATCH_WORDS.run(connection).all()
                if names(self._words.open_text(bytes(sealed), number))
            ]
            _SET_WORDS.many(connection, of_others)
            _SET_BATCH_WORDS.many(connection, of_batches)
        return len(of_others) + len(of_batches)

    # ── off the disk ─────────────────────────────────────────────────────────────────────────────────────

    def purge(self) -> None:
        """Rewrite what the database keeps on its disk; see the contract."""
        if self.unpurged():
            purge(self._session)
            self._session.set(UNPURGED, "")

    def unpurged(self) -> bool:
        """Whether something was erased whose bytes may still be on the disk."""
        return bool(self._session.get(UNPURGED))

    # ── what is left ─────────────────────────────────────────────────────────────────────────────────────

    def tombstones(self) -> Sequence[Tombstone]:
        """Return every tombstone, oldest first."""
        with self._session.reading() as connection:
            rows = _ALL.run(connection).all()
        return [
            Tombstone(
                person=PersonId(row.person),
                at=to_moment(row.at),
                who=row.who,
                decision_no=row.decision_no,
                reason=str(loads(self._reasons.open(bytes(row.body), bound(0, 0, row.person)))),
            )
            for row in rows
        ]

    def under(self, keys: Collection[IdentityKey]) -> Mapping[IdentityKey, Tombstone]:
        """Return who was erased that was known under these keys; there are few tombstones, and all are looked at."""
        with self._session.reading() as connection:
            if _ANY.run(connection).one_or_none() is None:
                return {}
            rows = _KEYS.run(connection).all()
        by_person = {one.person: one for one in self.tombstones()}
        stones = {(row.kind, bytes(row.hash)): by_person[PersonId(row.person)] for row in rows}
        return {key: stone for key in keys if (stone := stones.get((key.kind, self._buried(key)))) is not None}

    def _buried(self, key: IdentityKey) -> bytes:
        """Return what stands for a key beside a tombstone: nothing that could be found in an older copy."""
        return identifier_hash(self._key, key.kind, key.hash.hex())
