"""How many members the units have and had, and what moved them: the numbers of the movement identity."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from state import paging
from state.bulk import Merge, Row, Statement, fixed
from state.codec import LISTED, STATUSES, TYPES
from state.names import Names
from state.paging import paged, stretches
from state.plans import LAST_OPERATION
from state.session import Session, to_number
from state.tables import APPLIED, ledger, operation, run, strength
from sync.ports import MovedCount
from sync.values import ListKind, OperationType

_KNOWN_AT = "strength_version"
_BEYOND = (1 << 63) - 1


def _word(text: str) -> ColumnElement[str]:
    return literal_column(f"'{text}'")


_MEMBER = ledger.c.kind == _word(ListKind.MEMBERS.value)
ON_LIST = ledger.c.status.is_(None) | ledger.c.status.in_([_word(status) for status in LISTED])
"""Whether a person stands on a list, by their ledger entry."""

_members = paged(
    select(ledger.c.person, ledger.c.unit)
    .where(ledger.c.person > bindparam("after"), _MEMBER, ON_LIST)
    .order_by(ledger.c.person)
).subquery("members")
_NOW = Statement(
    lambda _: select(_members.c.unit, func.count(), func.max(_members.c.person)).group_by(_members.c.unit),
    *("after", "page_"),
)
_last = strength.alias("last_of_unit")
_AT = Statement(
    lambda _: select(strength.c.unit, strength.c.members).where(
        strength.c.run
        == select(func.max(_last.c.run))
        .where(_last.c.unit == strength.c.unit, _last.c.run <= bindparam("upto"))
        .scalar_subquery()
    ),
    "upto",
)
_LAST_ENDED = Statement(
    lambda _: select(func.coalesce(func.max(run.c.no), fixed(0))).where(run.c.ended < bindparam("moment")), "moment"
)
_WRITE = Merge(strength, "unit", "run", "members", replace=["members"])

_STOOD = Statement(
    lambda _: (
        select(operation.c.changed, operation.c.kind, operation.c.unit, operation.c.status)
        .where(operation.c.person == bindparam("person_"), operation.c.state == fixed(APPLIED))
        .order_by(operation.c.changed, operation.c.no)
    ),
    "person_",
)
_ENDED = Statement(lambda _: select(run.c.no, run.c.ended).where(run.c.ended.is_not(None)).order_by(run.c.no))
_OF_UNIT = Statement(
    lambda _: select(strength.c.run, strength.c.members).where(strength.c.unit == bindparam("unit_")), "unit_"
)

_earlier = operation.alias("earlier")
_stood = (
    select(
        case(
            (_earlier.c.status.is_(None) | _earlier.c.status.in_([_word(one) for one in LISTED]), fixed(1)),
            else_=fixed(0),
        )
    )
    .where(
        _earlier.c.person == operation.c.person,
        _earlier.c.no < operation.c.no,
        _earlier.c.state == fixed(APPLIED),
        _earlier.c.kind == operation.c.kind,
    )
    .order_by(_earlier.c.no.desc())
    .limit(fixed(1))
    .offset(fixed(0))
    .scalar_subquery()
)
_created = func.coalesce(_stood, fixed(0)) == fixed(0)
"""Whether the person stood on no list of members before: never did, or left."""
_applied = (
    select(
        operation.c.type,
        operation.c.unit,
        operation.c.left,
        operation.c.status,
        case((_created, fixed(1)), else_=fixed(0)).label("created"),
    )
    .where(
        operation.c.state == fixed(APPLIED),
        operation.c.kind == _word(ListKind.MEMBERS.value),
        operation.c.changed >= bindparam("since_"),
        operation.c.changed < bindparam("until_"),
        operation.c.no.between(bindparam("first_"), bindparam("last_")),
    )
    .subquery("applied")
)
_MOVED = Statement(
    lambda _: (
        select(*_applied.c, func.count())
        .where(
            ~and_(
                _applied.c.type == _word(OperationType.UPSERT.value),
                _applied.c.left.is_(None),
                _applied.c.created == fixed(0),
            )
        )
        .group_by(*_applied.c)
    ),
    *("since_", "until_", "first_", "last_"),
)


class Strength:
    """The numbers of one store; the contract is in `sync.ports.Ledger`."""

    def __init__(self, session: Session, names: Names) -> None:
        self._session, self._names = session, names

    def now(self) -> Mapping[str, int]:
        """Return how many members each unit has at the upstream."""
        return {self._names.text(unit): count for unit, count in self._now().items()}

    def at(self, moment: datetime) -> Mapping[str, int]:
        """Return how many members each unit had when the last run before a moment ended."""
        with self._session.reading() as connection:
            rows = _AT.run(connection, int(_LAST_ENDED.run(connection, to_number(moment)).scalar_one())).all()
        return {self._names.text(unit): members for unit, members in rows if members}

    def is_kept(self, version: int) -> bool:
        """Whether what was written when a run ended is of this version of the ledger."""
        return self._session.count(_KNOWN_AT) == version

    def keep(self, number: int, version: int) -> None:
        """Write for a run that ends which units have another number of members than was known, in the transaction
        under way. The ledger is looked at only where it moved since: it is at `version`."""
        if self.is_kept(version):
            return
        with self._session.transaction() as connection:
            known = dict(map(tuple, _AT.run(connection, _BEYOND)))
            now = self._now()
            changed = [
                (unit, number, now.get(unit, 0))
                for unit in sorted(known.keys() | now.keys())
                if known.get(unit, 0) != now.get(unit, 0)
            ]
            _WRITE.run(connection, changed)
            self._session.set(_KNOWN_AT, str(version))

    def _now(self) -> Counter[int]:
        """Return how many members each unit has, by its number."""
        found: Counter[int] = Counter()
        size = paging.STRETCH
        after, counted = -1, size
        with self._session.reading() as connection:
            while counted == size:
                rows = _NOW.fetch(connection, after, size)
                found.update({unit: count for unit, count, _ in rows})
                counted = sum(count for _, count, _ in rows)
                after = max((last for *_, last in rows), default=after)
        return found

    def forget(self, person: int) -> None:
        """Count a person in no unit at the end of any run, in the transaction under way: what is told of the past
        without them balances then."""
        with self._session.transaction() as connection:
            stood = _STOOD.run(connection, person).all()
            times = [row.changed for row in stood]
            runs = _ENDED.run(connection).all()
            counted: dict[int, set[int]] = {}
            for number, ended in runs:
                last = bisect_right(times, ended) - 1
                if last >= 0 and _is_counted(stood[last]):
                    counted.setdefault(stood[last].unit, set()).add(number)
            for unit, numbers in counted.items():
                kept = dict(map(tuple, _OF_UNIT.run(connection, unit)))
                _WRITE.run(connection, list(_without(unit, kept, numbers, [number for number, _ in runs])))

    def moved(self, since: datetime | None, until: datetime | None) -> Sequence[MovedCount]:
        """Return what was applied in the time from `since` to before `until`, counted."""
        first, end = (0 if since is None else to_number(since)), (_BEYOND if until is None else to_number(until))
        found: Counter[Row] = Counter()
        with self._session.reading() as connection:
            for start, last in stretches(1, self._session.count(LAST_OPERATION)):
                for *what, people in _MOVED.fetch(connection, first, end, start, last):
                    found[tuple(what)] += people
        text = self._names.text
        counted = [
            MovedCount(
                type=TYPES[type_],
                unit=text(unit),
                left="" if left is None else text(left),
                status=STATUSES[status],
                created=bool(created),
                people=people,
            )
            for (type_, unit, left, status, created), people in found.items()
        ]
        return sorted(counted, key=lambda one: (one.unit, one.type, one.left, one.status, one.created))


def _is_counted(stood: Any) -> bool:
    return stood.kind == ListKind.MEMBERS.value and (stood.status is None or stood.status in LISTED)


def _without(
    unit: int, kept: Mapping[int, int], counted: Collection[int], runs: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """Yield a unit's strength at the runs where it was written or is another now, one less where it `counted`."""
    before = now = 0
    for number in runs:
        before = kept.get(number, before)
        less = before - (number in counted)
        if number in kept or less != now:
            yield unit, number, less
        now = less
