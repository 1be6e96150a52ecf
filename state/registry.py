"""Who is who: identity keys to people, as keyed hashes.

Keys of a plan wait in memory (their durable form is `record.identity`) and move to the table some ten thousands at a
time and sorted: hashes fall all over it, and written one batch at a time they would rewrite most of its pages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise

from sqlalchemy import Table, bindparam, delete, func, select, text, union, update

from state.bulk import Insert, Merge, Statement, fixed
from state.codec import unpack_keys
from state.session import Session, to_number
from state.tables import identifier, identifier_inbox, operation, record, run
from sync.ports import IdentityKey
from sync.values import PersonId

_FILTERED = 3
"""Leading bytes of a hash by which a filter of the table's keys tells most of those it does not hold."""
_CHUNKS = (8, 64, 512)
"""How many hashes a query asks for: few sizes, because preparing a long text costs as much as running it often."""
_FLUSH = 60_000
_SCAN_FROM = 5_000
_SORTED = 100_000
"""About how many keys are sorted at a time: the database does that in memory."""
_BEYOND = b"\xff" * 17
"""Stands behind every hash."""
_YEAR_2020 = to_number(datetime(2020, 1, 1, tzinfo=UTC))
_LAST_PERSON = "last_person"

_MERGE = Merge(identifier, "kind", "hash", "person", "run")
_INBOX = Insert(identifier_inbox, "kind", "hash", "person", "run")
_USED = Statement(lambda _: select(identifier.c.run).limit(fixed(1)).offset(fixed(0)))
_INBOX_USED = Statement(lambda _: select(identifier_inbox.c.run).limit(fixed(1)).offset(fixed(0)))
_INBOX_OUT = Statement(
    lambda insert: (
        insert(identifier)
        .from_select(
            ["kind", "hash", "person", "run"],
            select(identifier_inbox)
            .where(identifier_inbox.c.hash >= bindparam("from_"), identifier_inbox.c.hash < bindparam("to_"))
            .order_by(identifier_inbox.c.kind, identifier_inbox.c.hash),
        )
        .on_conflict_do_nothing()
    ),
    *("from_", "to_"),
)
_INBOX_COUNT = Statement(lambda _: select(func.count()).select_from(identifier_inbox))
_INBOX_EMPTY = Statement(lambda _: delete(identifier_inbox))
_FORGET = Statement(
    lambda _: delete(identifier).where(
        identifier.c.kind == bindparam("kind_"),
        identifier.c.hash == bindparam("hash_"),
        identifier.c.person == bindparam("person_"),
        identifier.c.run == bindparam("run_"),
    ),
    *("kind_", "hash_", "person_", "run_"),
)
_FORGET_RUN = Statement(lambda _: delete(identifier).where(identifier.c.run == bindparam("run_")), "run_")
_OF_PERSON = Statement(
    lambda _: union(
        *(
            select(table.c.kind, table.c.hash).where(table.c.person == bindparam(name))
            for table, name in ((identifier, "person_"), (identifier_inbox, "person_again"))
        )
    ),
    *("person_", "person_again"),
)
_DROP_PERSON = Statement(lambda _: delete(identifier).where(identifier.c.person == bindparam("person_")), "person_")
_INBOX_DROP_PERSON = Statement(
    lambda _: delete(identifier_inbox).where(identifier_inbox.c.person == bindparam("person_")), "person_"
)
_LATEST = Statement(
    lambda _: select(run.c.no, run.c.state, run.c.keyed).order_by(run.c.no.desc()).limit(fixed(1)).offset(fixed(0))
)
_KEYED = Statement(
    lambda _: update(run).values(keyed=bindparam("upto")).where(run.c.no == bindparam("run_")), "upto", "run_"
)
_STAGED = Statement(
    lambda _: (
        select(operation.c.person, record.c.identity)
        .join_from(operation, record, record.c.no == operation.c.no)
        .where(
            operation.c.no > bindparam("after"),
            operation.c.run == bindparam("run_"),
            text("(state = 0 OR question IS NOT NULL)"),
        )
    ),
    *("after", "run_"),
)


def _slices(count: int, most: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield the bounds of ranges of hashes, about `most` of `count` hashes in each."""
    parts = min(1 << 16, -(-count // most))
    bounds = [number * (1 << 16) // parts for number in range(1, parts)]
    edges = [b"", *(bound.to_bytes(2) for bound in bounds), _BEYOND]
    yield from pairwise(edges)


@cache
def _lookup(table: Table, size: int) -> Statement:
    """The query for `size` hashes of one kind."""
    names = [f"hash{number}" for number in range(size)]
    wanted = select(table.c.hash, table.c.person, table.c.run).where(
        table.c.kind == bindparam("kind_"), table.c.hash.in_([bindparam(name) for name in names])
    )
    return Statement(lambda _: wanted, "kind_", *names)


Fresh = dict[str, dict[bytes, tuple[PersonId, ...]]]
"""People by kind and hash of a key."""


class Registry:
    """The registry of one store; the contract is `sync.ports.Registry`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._fresh: Fresh | None = None
        self._last = 0
        self._filter: tuple[int | None, bytearray] | None = None
        """Of a run that began with an empty table: that run, and marks of the keys it has moved there."""
        session.after_rollback.append(self._forget_fresh)

    # ── the port ─────────────────────────────────────────────────────────────────────────────────────────

    def find(self, keys: Collection[IdentityKey]) -> Mapping[IdentityKey, frozenset[PersonId]]:
        """Return the people known under each key; keys nobody has are absent."""
        found: dict[IdentityKey, frozenset[PersonId]] = {}
        by_kind = self._by_kind(keys)
        with self._session.reading() as connection:
            hidden = self._hidden()
            tables = [identifier] if self._filter or _USED.run(connection).first() is not None else []
            if _INBOX_USED.run(connection).first() is not None:
                tables.append(identifier_inbox)
            for kind, asked in by_kind.items() if tables else ():
                hashes = self._perhaps_stored(asked)
                for start in range(0, len(hashes), _CHUNKS[-1]):
                    wanted = hashes[start : start + _CHUNKS[-1]]
                    size = next(size for size in _CHUNKS if size >= len(wanted))
                    wanted += wanted[-1:] * (size - len(wanted))
                    for table in tables:
                        for digest, person, staged_by in _lookup(table, size).run(connection, kind, *wanted).all():
                            if staged_by != hidden:
                                key = asked[digest]
                                known = found.get(key)
                                found[key] = frozenset((person,)) if known is None else known | {person}
            fresh = self._fresh_keys()
        for kind, asked in by_kind.items() if fresh else ():
            staged = fresh.get(kind, {})
            for digest in staged.keys() & asked.keys():
                key = asked[digest]
                found[key] = found.get(key, frozenset()).union(staged[digest])
        return found

    def allocate(self, count: int) -> Sequence[PersonId]:
        """Return `count` new person ids: milliseconds since 2020 in the upper bits, a sequence in the lower twenty.

        They rise even when the clock was set back: the last one given is kept.
        """
        if count <= 0:
            return []
        with self._session.transaction(durable=False):
            first = max(((self._session.now - _YEAR_2020) // 1000) << 20, self._session.count(_LAST_PERSON) + 1)
            self._session.set(_LAST_PERSON, str(first + count - 1))
        return [PersonId(number) for number in range(first, first + count)]

    # ── for the plan and the outbox ──────────────────────────────────────────────────────────────────────

    def stage(self, person: PersonId, keys: Iterable[IdentityKey]) -> None:
        """Take note of keys the plan under way stages; `record.identity` holds them durably."""
        fresh = self._fresh if self._fresh is not None else self._fresh_keys()
        alone = (person,)
        for kind, digest in keys:
            of_kind = fresh.get(kind)
            if of_kind is None:
                of_kind = fresh[kind] = {}
            people = of_kind.setdefault(digest, alone)
            if people is not alone and person not in people:
                of_kind[digest] = (*people, person)

    def staged(self, run_number: int, last: int) -> None:
        """The plan's operations up to `last` are stored: move their keys to the table when there are many."""
        self._last = last
        if self._fresh is not None and sum(map(len, self._fresh.values())) >= _FLUSH:
            self._keep_filter(self._fresh)
            self._move(run_number, last)

    def flush(self, run_number: int, last: int) -> None:
        """Move the staged keys of operations up to `last`, the plan's last one, to the table."""
        self._filter = None
        self._move(run_number, last)

    def _move(self, run_number: int, last: int) -> None:
        fresh = self._fresh_keys()
        with self._session.transaction() as connection:
            for kind, by_hash in sorted(fresh.items()):
                rows = [
                    (kind, digest, person, run_number) for digest in sorted(by_hash) for person in by_hash[digest]
                ]
                _MERGE.run(connection, rows)
            _KEYED.run(connection, last, run_number)
        self._fresh = {}

    def discard(self, run_number: int, packed: Sequence[tuple[PersonId, bytes]]) -> None:
        """Take back all keys of a plan that will not be released."""
        self._forget_fresh()
        with self._session.transaction() as connection:
            if len(packed) < _SCAN_FROM:
                rows = [(*key, person, run_number) for person, keys in packed for key in unpack_keys(keys)]
                _FORGET.many(connection, sorted(rows))
            else:
                _FORGET_RUN.run(connection, run_number)

    def confirm(self, rows: Sequence[tuple[str, bytes, int, int]]) -> None:
        """Keep keys that came with verdicts: kind, hash, person and run of each."""
        self._filter = None
        with self._session.transaction() as connection:
            _INBOX.run(connection, rows)

    def sort_in(self) -> None:
        """Move the keys that came with verdicts to their place in the table."""
        self._filter = None
        with self._session.transaction() as connection:
            waiting = _INBOX_COUNT.run(connection).scalar_one()
            for first, beyond in _slices(waiting, _SORTED) if waiting else ():
                _INBOX_OUT.run(connection, first, beyond)
            if waiting:
                _INBOX_EMPTY.run(connection)

    def forget(self, person: PersonId) -> Collection[IdentityKey]:
        """Remove all keys of a person, in the transaction under way, and return them. Reads the whole table."""
        self._forget_fresh()
        with self._session.transaction() as connection:
            known = [IdentityKey(kind, bytes(digest)) for kind, digest in _OF_PERSON.run(connection, person, person)]
            _DROP_PERSON.run(connection, person)
            _INBOX_DROP_PERSON.run(connection, person)
        return known

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────

    def _hidden(self) -> int | None:
        """The plan whose keys do not count: the latest run, where it is not released and not ours."""
        with self._session.reading() as connection:
            row = _LATEST.run(connection).one_or_none()
        if row is None or row.state not in {"planning", "planned"} or row.no == self._session.run:
            return None
        return int(row.no)

    def _fresh_keys(self) -> Fresh:
        """The keys of the plan under way that are not in the table yet; after a rollback, read from its records."""
        if self._fresh is None:
            self._fresh = {}
            with self._session.reading() as connection:
                row = _LATEST.run(connection).one_or_none()
                if row is not None and row.state == "planning" and row.no == self._session.run:
                    for person, keys in _STAGED.run(connection, row.keyed, row.no).all():
                        self.stage(person, unpack_keys(bytes(keys)))
        return self._fresh

    def _forget_fresh(self) -> None:
        self._fresh = self._filter = None

    # ── the table's keys, while they are all of one run ──────────────────────────────────────────────────

    def _keep_filter(self, moved: Fresh) -> None:
        """Mark the keys that are about to be moved to the table, where all others in it are marked."""
        with self._session.reading() as connection:
            if self._filter is None and _USED.run(connection).first() is None:
                self._filter = self._session.run, bytearray(1 << 8 * _FILTERED)
        if self._filter is not None:
            marks = self._filter[1]
            for by_hash in moved.values():
                for digest in by_hash:
                    marks[int.from_bytes(digest[:_FILTERED], "big")] = 1

    def _perhaps_stored(self, hashes: Iterable[bytes]) -> list[bytes]:
        """Return those of `hashes` that the tables may hold."""
        if self._filter is None or self._filter[0] != self._session.run:
            return list(hashes)
        marks = self._filter[1]
        return [digest for digest in hashes if marks[int.from_bytes(digest[:_FILTERED], "big")]]

    @staticmethod
    def _by_kind(keys: Collection[IdentityKey]) -> dict[str, dict[bytes, IdentityKey]]:
        by_kind: dict[str, dict[bytes, IdentityKey]] = {}
        for key in keys:
            asked = by_kind.get(key[0])
            if asked is None:
                asked = by_kind[key[0]] = {}
            asked[key[1]] = key
        return by_kind
