"""Of a comparison only those whom somebody asks about, by code, ID or whole name, on whichever side they are."""

from __future__ import annotations

from collections.abc import Iterator

from sync.errors import YumsyncError
from sync.evidence.story import LOOKED_UP
from sync.people.lookup import IDENTIFIERS, bearers, is_called
from sync.ports import Store
from sync.reconciliation.comparing import Comparison
from sync.reconciliation.differences import Difference, Standing, Tally
from sync.values import PersonId, Record


class Sought:
    """Whoever is meant by what was typed. `tally` counts them alone, once `among` has come to its end."""

    def __init__(self, store: Store, typed: str) -> None:
        """Who looks at whom is written to the journal at once. Raises YumsyncError `reconcile-nobody` where nothing
        was typed."""
        self.tally = Tally()
        self._typed = typed.strip()
        if not self._typed:
            raise YumsyncError("reconcile-nobody")
        self._bearers = bearers(store, self._typed)
        entries = list(store.ledger.entries(self._bearers).values())
        if not entries:
            entries = [entry for entry in store.ledger.scan() if is_called(entry.record, self._typed)]
        self._confirmed = {entry.person: entry.unit for entry in entries}
        if people := sorted(self._bearers | self._confirmed.keys()):
            store.journal.append(LOOKED_UP, {"people": people})

    def among(self, found: Comparison) -> Iterator[Difference]:
        """Yield those meant of a comparison. What was not compared was not for them either."""
        told: set[PersonId | None] = set()
        for one in found:
            if self._is_meant(one):
                told.add(one.person)
                self.tally.add(one.standing, one.unit)
                yield one
        for person, unit in self._confirmed.items():
            if person not in told and found.covers(unit):
                self.tally.add(Standing.IN_STEP, unit)
        self.tally.left_out, self.tally.unguarded = found.tally.left_out, found.tally.unguarded

    def require_somebody(self) -> None:
        """Raise YumsyncError `reconcile-nobody` where no side had anybody who is meant."""
        if not self.tally.counts:
            raise YumsyncError("reconcile-nobody")

    def _is_meant(self, one: Difference) -> bool:
        if one.person in self._bearers or one.person in self._confirmed or one.member_code == self._typed:
            return True
        return any(map(self._is_of, _records(one)))

    def _is_of(self, record: Record) -> bool:
        return self._typed in {record.get(name) for name in IDENTIFIERS} or is_called(record, self._typed)


def _records(one: Difference) -> Iterator[Record]:
    if one.coming is not None:
        yield one.coming.operation.record
    for remote in (*([one.theirs] if one.theirs is not None else []), *one.others):
        yield {**remote.record, "member_code": remote.member_code}
