"""The three sides of a person from what the upstream shows, what it confirmed, and what is on its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from sync.charter import Status
from sync.ports import BESIDE, OperationInfo, RemotePerson, Upstream
from sync.reconciliation.classifying import CODE, KIND, STATUS, UNIT, Classified, Sameness, Side, classify
from sync.reconciliation.differences import FieldDifference
from sync.reconciliation.echoes import stands_alike
from sync.reconciliation.matching import Ours, Page
from sync.values import LedgerEntry, OperationType

HELD_BY = 20
"""A field that so many of the first people were confirmed with, that nobody of them shows and that was never seen to
come back, does not come back from this upstream and is not compared."""


class Sides:
    """Makes the sides of people and tells how they stand. `fields` are those the profile may send, in their order."""

    def __init__(self, upstream: Upstream, fields: Sequence[str], same: Sameness) -> None:
        showing = upstream.showing
        self._echo, self._same = upstream.echo, same
        self._hidden = BESIDE.difference(showing.fields)
        self._empty = {name: {word.casefold() for word in words} for name, words in showing.empty.items()}
        self._sent = [name for name in fields if name != CODE]
        self.seen: set[str] = set()
        """The fields that were seen to come back."""
        self.absent: set[str] = set()
        """Those that are left out because nobody was seen to show them so far."""
        self._keep([name for name in self._sent if name in showing.fields])
        self.left_out: Sequence[str] = self._untold()
        """The fields that are not compared, or were not of everybody: they do not come back. The kind is not named:
        an upstream that does not tell it is taken to have one."""

    def leave_out(self, first: Iterable[Page], came_back: Collection[str] = ()) -> None:
        """Compare no fields that do not come back, as the first people tell; those that ever came back do."""
        held: Counter[str] = Counter()
        shown: set[str] = set()
        for met, known in first:
            for remote, person, echo in met:
                # What an echo was confirmed with is shown.
                entry = known[person].entry if person is not None and echo is None else None
                held.update(name for name, value in (entry.record if entry is not None else {}).items() if value)
                shown.update(self._stated(remote))
        self.seen.update(shown.intersection(self._sent))
        returning = shown.union(came_back)
        self.absent = {name for name in self._fields if name not in returning and held[name] >= HELD_BY}
        self._keep([name for name in self._fields if name not in self.absent])
        self.left_out = self._untold()

    def see(self, people: Iterable[RemotePerson]) -> None:
        """Compare a field that was left out from the moment somebody shows it."""
        if not self.absent:
            return
        told = {name for one in people for name in self.absent.intersection(self._stated(one))}
        if told:
            self.seen |= told
            self.absent -= told
            self._keep([name for name in self._sent if name in self._compared or name in told])

    def recall(self, people: Iterable[RemotePerson]) -> None:
        """Look at others, of whom nobody was compared yet: what they show was not left out after all."""
        self.see(people)
        self.left_out = self._untold()

    def whole(self) -> bool:
        """Whether every field that may be sent is compared, so that a record comes back as it was sent."""
        return len(self._fields) == len(self._sent)

    def echoes(self, entry: LedgerEntry, remote: RemotePerson) -> bool:
        """Whether the upstream shows to the letter what it confirmed: the usual case, told quickly."""
        if not stands_alike(entry, remote):
            return False
        before, now = entry.record, remote.record
        if before == now:
            return True
        other = before.items() ^ now.items()
        return not any(name in self._compared and before.get(name) != now.get(name) for name, _ in other)

    def classified(self, ours: Ours | None, remote: RemotePerson | None) -> Classified:
        """Return how somebody stands, and the fields in which the sides are not all the same."""
        base = self._confirmed(ours.entry) if ours is not None and ours.entry is not None else None
        wanted = self._wanted(ours, base) if ours is not None else None
        theirs = None if remote is None else self._theirs(remote, base or wanted)
        return classify(base, wanted, theirs, self._fields, self._same)

    def accounts(self, flying: Iterable[OperationInfo], one: FieldDifference) -> bool:
        """Whether what the upstream shows in a field is what something on its way there says, or what became of a
        transfer so far."""
        return any(self._says(each, one) for each in flying)

    def _says(self, info: OperationInfo, one: FieldDifference) -> bool:
        said = info.operation
        if one.field == STATUS and one.theirs == Status.TRANSFER_OUT_PENDING:
            return said.type is OperationType.TRANSFER
        beside = {UNIT: said.unit, KIND: said.kind.value, STATUS: said.status.value}
        record = self._echo(said.record)
        stated = beside if one.field in beside else record if one.field in record else said.record
        return one.field in stated and self._same(one.field, stated[one.field], one.theirs)

    def _untold(self) -> Sequence[str]:
        """Return what may be sent and is not compared, in its order."""
        return [
            *(name for name in self._sent if name not in self._compared),
            *(name for name in (UNIT, STATUS) if name in self._hidden),
        ]

    def _stated(self, remote: RemotePerson) -> Iterable[str]:
        return (name for name, value in remote.record.items() if value and not self._says_none(name, value))

    def _keep(self, fields: Sequence[str]) -> None:
        self._fields, self._compared = fields, frozenset(fields)

    def _confirmed(self, entry: LedgerEntry) -> Side:
        code = entry.member_code or entry.record.get(CODE)
        return Side(entry.kind, entry.unit, entry.status, self._echo(entry.record), code)

    def _wanted(self, ours: Ours, base: Side | None) -> Side | None:
        """Return our side: as the latest operation leaves the person, or as the upstream confirmed them."""
        if ours.coming is None:
            return base
        said = ours.coming.operation
        record = self._echo(said.record)
        if base is not None:
            record = {**base.record, **{name: record.get(name) for name in said.record}, **record}
        code = said.record.get(CODE) or (base.member_code if base is not None else None)
        return Side(said.kind, said.unit, said.status, record, code)

    def _theirs(self, remote: RemotePerson, known: Side | None) -> Side:
        """Return their side; what is not told by this upstream is as it is known here."""
        record = remote.record
        if self._empty:
            before = known.record if known is not None else {}
            record = {
                name: value for name, value in record.items() if before.get(name) or not self._says_none(name, value)
            }
        kind, unit, status = remote.kind, remote.unit, remote.status
        if known is not None and self._hidden:
            kind = known.kind if "kind" in self._hidden else kind
            unit = known.unit if "unit" in self._hidden else unit
            status = known.status if "status" in self._hidden else status
        return Side(kind, unit, status, record, remote.member_code or None)

    def _says_none(self, name: str, value: str | None) -> bool:
        return value is not None and value.casefold() in self._empty.get(name, ())
