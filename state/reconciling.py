"""Who is to be found at the upstream, and what is on its way there: what a reconciliation asks about everybody."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter

from sqlalchemy import and_, bindparam, or_, select, text

from state.bulk import Statement, among, fixed, numbers
from state.codec import KINDS, STATUSES
from state.names import Names
from state.paging import paged, pages
from state.sealed import Answers
from state.session import Session
from state.stored import STORED, StoredOperations
from state.strength import ON_LIST
from state.tables import IN_FLIGHT, PENDING, STAGED, STATES, UNKNOWN, WAITING, batch, ledger, operation, record
from state.vault import Vault
from sync.ports import Confirmed, OperationInfo
from sync.values import PersonId

_PAGE = 20_000
_NO_RUN = -1
"""Stands for the run where there is none: no run has this number."""

_CAME_BACK = "came-back"

_CONFIRMED = Statement(
    lambda _: paged(
        select(ledger.c.person, ledger.c.unit)
        .where(ledger.c.person > bindparam("after"), ON_LIST)
        .order_by(ledger.c.person)
    ),
    *("after", "page_"),
)
_STAGED = Statement(
    lambda _: paged(
        select(operation.c.no, operation.c.person, operation.c.unit)
        .where(
            operation.c.no > bindparam("after"),
            operation.c.no <= bindparam("last_"),
            operation.c.run == bindparam("run_"),
            operation.c.state == fixed(STAGED),
        )
        .order_by(operation.c.no)
    ),
    *("after", "last_", "run_", "page_"),
)
_ON_THE_WAY = tuple(
    Statement(lambda _, state=state: select(operation.c.person, operation.c.unit).where(text(state)))  # type: ignore[misc]
    for state in (WAITING, IN_FLIGHT)
)
"""A question each, so that each is answered from its own partial index and not from the whole table."""

_DIGESTED = Statement(
    lambda _: (
        select(
            ledger.c.person,
            ledger.c.operation,
            ledger.c.unit,
            ledger.c.kind,
            ledger.c.status,
            ledger.c.answer,
            operation.c.digest,
        )
        .join_from(ledger, operation, operation.c.no == ledger.c.operation)
        .where(among(ledger.c.person, "people"), operation.c.digest.is_not(None))
    ),
    "people",
)
_OPEN = Statement(
    lambda _: (
        select(*STORED, operation.c.run)
        .join_from(operation, record, record.c.no == operation.c.no)
        .join(batch, batch.c.no == operation.c.batch, isouter=True)
        .where(
            among(operation.c.person, "people"),
            or_(
                operation.c.state.between(fixed(PENDING), fixed(UNKNOWN)),
                and_(operation.c.state == fixed(STAGED), operation.c.run == bindparam("run_")),
            ),
        )
        .order_by(operation.c.no)
    ),
    *("people", "run_"),
)

Row = tuple[int, int]
"""A person and the number of a unit."""

_PERSON: Callable[[Row], int] = itemgetter(0)


class Reconciling:
    """What a reconciliation asks of one store; the contract is `sync.ports.Reconciling`."""

    def __init__(self, session: Session, vault: Vault, names: Names) -> None:
        self._session, self._names = session, names
        self._stored, self._answers = StoredOperations(session, vault, names), Answers(vault)

    def roll(self, run: int | None = None, within: Callable[[str], bool] | None = None) -> array[int]:
        """Return everybody who is to be found at the upstream, in rising order; those in certain units alone."""
        of_unit: dict[int, bool] = {}

        def wanted(rows: Iterable[Row]) -> Iterator[int]:
            if within is None:
                return map(_PERSON, rows)
            return (person for person, unit in rows if is_within(unit, within))

        def is_within(unit: int, asked: Callable[[str], bool]) -> bool:
            if unit not in of_unit:
                of_unit[unit] = asked(self._names.text(unit))
            return of_unit[unit]

        confirmed, coming = array("q", wanted(self._confirmed())), sorted(wanted(self._coming(run)))
        return array("q", (person for person, _ in groupby(merge(confirmed, coming)))) if coming else confirmed

    def confirmed(self, persons: Collection[PersonId]) -> Mapping[PersonId, Confirmed]:
        """Return what was confirmed of those people whose record has a digest; the record is not opened."""
        if not persons:
            return {}
        with self._session.reading() as connection:
            rows = _DIGESTED.fetch(connection, numbers(connection, persons))
        named, opened = self._names.text, self._answers.open
        found: dict[PersonId, Confirmed] = {}
        for person, number, unit, kind, status, answer, digest in rows:
            code, _, reference = opened(answer, person, number)
            stands = named(unit), KINDS[kind], STATUSES[status]
            found[person] = Confirmed(number, *stands, code, reference, bytes(digest))
        return found

    def under_way(self, run: int | None, persons: Collection[PersonId]) -> Mapping[PersonId, Sequence[OperationInfo]]:
        """Return each person's operations that `run` staged, or that have no last verdict, decrypted, in their
        order."""
        if not persons:
            return {}
        with self._session.reading() as connection:
            people = numbers(connection, persons)
            rows = _OPEN.run(connection, people, _NO_RUN if run is None else run).all()
        found: defaultdict[PersonId, list[OperationInfo]] = defaultdict(list)
        for row in rows:
            found[PersonId(row.person)].append(self._stored.info(row.run, row, STATES[row.state]))
        return found

    def came_back(self) -> frozenset[str]:
        """Return the fields that the upstream was ever seen to show of anybody."""
        return frozenset(self._session.get(_CAME_BACK).split())

    def remember(self, fields: Collection[str]) -> None:
        """Write down that the upstream was seen to show these fields."""
        with self._session.transaction():
            known = self.came_back()
            if not known.issuperset(fields):
                self._session.set(_CAME_BACK, " ".join(sorted(known.union(fields))))

    def _confirmed(self) -> Iterator[Row]:
        for rows in pages(self._session, _CONFIRMED, -1, size=_PAGE, plain=True):
            yield from rows

    def _coming(self, run: int | None) -> Iterator[Row]:
        for statement in _ON_THE_WAY:
            people, units = array("q"), array("q")
            with self._session.reading() as connection:
                for person, unit in statement.run(connection):
                    people.append(person)
                    units.append(unit)
            yield from zip(people, units, strict=True)
        if run is None:
            return
        first, last = self._stored.numbered(run)
        for rows in pages(self._session, _STAGED, first - 1, last, run, size=_PAGE):
            yield from ((row.person, row.unit) for row in rows)
