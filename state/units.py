"""The tree of units as it was imported last. Names of units are not personal; they stand as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Table, delete, select

from state.bulk import Insert, Statement, among, numbers
from state.journal import Journal
from state.session import Session
from state.tables import unit, unit_code, unit_former, unit_link
from sync.unittree import Former, Unit, UnitCode, UnitId, UnitTree

_UNITS = Statement(lambda _: select(unit).order_by(unit.c.no))
_CODES = Statement(lambda _: select(unit_code).order_by(unit_code.c.vintage, unit_code.c.code))
_LINKS = Statement(lambda _: select(unit_link).order_by(unit_link.c.predecessor, unit_link.c.successor))
_FORMER = Statement(lambda _: select(unit_former).order_by(unit_former.c.name, unit_former.c.parent))

_ADD_UNITS = Insert(unit, "no", "name", "level", "parent", "valid_from", "valid_to", "source")
_ADD_CODES = Insert(unit_code, "vintage", "code", "unit")
_ADD_LINKS = Insert(unit_link, "predecessor", "successor")
_ADD_FORMER = Insert(unit_former, "unit", "name", "parent")


def _removal(table: Table, column: Column[int]) -> Statement:
    return Statement(lambda _: delete(table).where(among(column, "units")), "units")


_REMOVALS = (
    _removal(unit_former, unit_former.c.unit),
    _removal(unit_link, unit_link.c.predecessor),
    _removal(unit_code, unit_code.c.unit),
    _removal(unit, unit.c.no),
)


def read_tree(session: Session) -> UnitTree:
    """Return all units; an empty tree where none were ever imported."""
    with session.reading() as connection:
        units = _UNITS.run(connection).all()
        if not units:
            return UnitTree()
        codes = _by(_CODES.run(connection), "unit", lambda row: UnitCode(row.code, row.vintage))
        links = _by(_LINKS.run(connection), "predecessor", lambda row: UnitId(row.successor))
        former = _by(
            _FORMER.run(connection),
            "unit",
            lambda row: Former(row.name, UnitId(row.parent) if row.parent else None),
        )
    return UnitTree(
        Unit(
            id=UnitId(row.no),
            name=row.name,
            level=row.level,
            parent=None if row.parent is None else UnitId(row.parent),
            codes=tuple(codes.get(row.no, ())),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            successors=tuple(links.get(row.no, ())),
            former=tuple(former.get(row.no, ())),
            source=row.source,
        )
        for row in units
    )


class Units:
    """The units of one store; the contract is `sync.ports.Units`."""

    def __init__(self, session: Session, journal: Journal) -> None:
        self._session, self._journal = session, journal

    def tree(self) -> UnitTree:
        """Return all units; an empty tree where none were ever imported."""
        return read_tree(self._session)

    def save(self, tree: UnitTree, facts: Mapping[str, object], run: int | None = None) -> int:
        """Make the tree the one that is known, and journal it; return how many units changed. Raises `LeaseLost`."""
        with self._session.fenced() as connection:
            before = self.tree()
            changed = [each for each in tree if each.id not in before or before[each.id].facts() != each.facts()]
            if changed:
                gone = numbers(connection, (each.id for each in changed))
                for removal in _REMOVALS:
                    removal.run(connection, gone)
                _ADD_UNITS.run(connection, [_row(each) for each in changed])
                _ADD_CODES.run(
                    connection, [(code.vintage, code.code, each.id) for each in changed for code in each.codes]
                )
                _ADD_LINKS.run(connection, [(each.id, after) for each in changed for after in each.successors])
                _ADD_FORMER.run(connection, [(each.id, *_former(old)) for each in changed for old in each.former])
                self._journal.append("units.imported", {**facts, "units": len(tree), "changed": len(changed)}, run)
        return len(changed)


def _by(rows: Any, column: str, value: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), []).append(value(row))
    return found


def _row(each: Unit) -> tuple[object, ...]:
    return (each.id, each.name, each.level, each.parent, each.valid_from, each.valid_to, each.source)


def _former(old: Former) -> tuple[object, ...]:
    return (old.name, old.parent or 0)
