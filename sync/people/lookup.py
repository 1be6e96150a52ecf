"""Finding one person by what somebody types of them: a member code, an ID, or a whole name. Only looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sync.errors import YumsyncError
from sync.lists.reading import Reading
from sync.lists.streaming import ListReader, RowsRead
from sync.people.identity import key_hasher
from sync.ports import ListSource, Store
from sync.text.tidying import match_key
from sync.values import CleanRow, LedgerEntry, ListKind, PersonId, Record

IDENTIFIERS = ("member_code", "national_id", "previous_id")
"""The fields a person is looked up by, besides the name."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody who was found: as the upstream confirmed them (`entry`), or as a list states them."""

    record: Record
    unit: str
    kind: ListKind
    entry: LedgerEntry | None = None


def the_one(found: Iterable[Looked]) -> Looked | None:
    """Return the only one found, None where there is none. Raises YumsyncError `person-several` for several."""
    people = list(found)
    if len(people) > 1:
        raise YumsyncError("person-several", count=len(people))
    return people[0] if people else None


def in_ledger(store: Store, typed: str) -> Sequence[Looked]:
    """Return the people the upstream confirmed who have this code or ID; else those of this name."""
    entries = list(store.ledger.entries(bearers(store, typed)).values())
    if not entries:
        entries = [entry for entry in store.ledger.scan() if is_called(entry.record, typed)]
    return [Looked(entry.record, entry.unit, entry.kind, entry) for entry in entries]


def in_lists(sources: Iterable[ListSource], reading: Reading, fields: Sequence[str], typed: str) -> Sequence[Looked]:
    """Return the people on these lists who have this code, ID or name; tables that cannot be read are passed over."""
    return [
        looked
        for source in sources
        if source.kind in {ListKind.MEMBERS, ListKind.YOUTH}
        for looked in _on(source, reading, fields)
        if typed in {looked.record.get(name) for name in IDENTIFIERS} or is_called(looked.record, typed)
    ]


def _on(source: ListSource, reading: Reading, fields: Sequence[str]) -> Iterator[Looked]:
    parts = ListReader(reading, fields, bytes(32)).parts(source, lambda found: range(len(found)))
    for part in parts:
        for row, _ in part.new if isinstance(part, RowsRead) else ():
            if isinstance(row, CleanRow):
                yield Looked(row.values, row.values.get("unit") or source.unit or "", source.kind)


def bearers(store: Store, typed: str) -> frozenset[PersonId]:
    """Return the people known under this code or ID, whether the upstream confirmed them or not."""
    key = key_hasher(store.key("identifier"))
    known = store.registry.find([key(kind, typed) for kind in IDENTIFIERS])
    return frozenset(person for people in known.values() for person in people)


def is_called(record: Record, typed: str) -> bool:
    """Whether somebody has this whole name, marks and capitals aside."""
    return match_key(record.get("full_name") or "") == match_key(typed)
