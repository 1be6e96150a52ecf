"""Making a plan: every list read, every row accounted for, every difference staged or held.

Raw rows come first: a row whose fingerprint the last confirmed run saw means what the ledger holds, and is not even
parsed. The rest is cleaned and decided in groups, so that memory does not grow with the lists. Who is missing, and
who is said twice, is settled once everything was read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sync.dateorder import DateWatch
from sync.decide import Stated
from sync.deciding import GROUP, SHOWN, Decider
from sync.errors import ListError, YumsyncError
from sync.fingerprint import row_hasher
from sync.identity import facts_of, sorted_ids
from sync.ports import Chunk, ListSource, Progress, Store, Table
from sync.reading import Reading, ReadRow, place_of
from sync.reports import ListReport, PlanReport
from sync.roster import Roster
from sync.unitledger import LedgerUnits
from sync.values import Finding, Hold, LedgerEntry, ListKind, PersonId, Place, SetAside, Severity
from sync.youth import only_youth

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class GuardPolicy:
    """A list is shrunken, and a question of its own, when `missing_min` people and `missing_share` of it are gone."""

    missing_min: int = 5
    missing_share: float = 0.2


class RowsLost(YumsyncError):
    """Rows read and rows accounted for differ: a defect of the program, and nothing of the plan is used."""


class Planner:
    """Makes one plan into the store. Not reusable; the caller holds the lease and has started the run."""

    def __init__(
        self,
        store: Store,
        report: PlanReport,
        reading: Reading,
        fields: Collection[str],
        progress: Progress,
        guards: GuardPolicy,
    ) -> None:
        self._store = store
        self._report = report
        self._run = report.run.number
        self._reading = reading
        self._fields = frozenset(fields)
        self._progress = progress
        self._guards = guards
        self._units = LedgerUnits(reading.units.resolver if reading.units else None)
        self._decider = Decider(store, self._run, report, reading.knowledge.same, self._units)
        self._rosters: dict[int, Roster] = {}

    def make(self, sources: Iterable[ListSource]) -> list[str]:
        """Read every list into the plan; return the names of those that were read whole.

        A list that cannot be read whole leaves a finding, keeps its earlier holds, and nobody is missing from it.
        Lists of youth are read last: who is a member is known by then.
        Raises `RowsLost` when a row is not accounted for.
        """
        whole: list[ListSource] = []
        for index, source in enumerate(sorted(sources, key=lambda source: source.kind is ListKind.YOUTH)):
            one = ListReport(source.name, source.kind)
            self._report.lists.append(one)
            self._rosters[index] = self._read(source, one)
            if not one.unread:
                whole.append(source)
            if not one.tally.balanced:
                raise RowsLost("rows-lost", place=Place(source.name), rows=one.tally.rows, records=one.tally.records)
        self._decider.settle_disagreement(self._rosters)
        by_name = {one.name: index for index, one in enumerate(self._report.lists)}
        for source in whole:
            asked = self._settle_missing(source, by_name[source.name])
            self._propose(source, self._rosters[by_name[source.name]], asked)
        self._keep_holds({one.name for one in self._report.lists if one.unread})
        self._decider.close()
        return [source.name for source in whole]

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def _read(self, source: ListSource, one: ListReport) -> Roster:
        roster = Roster(self._store.seen.load(source.name))
        try:
            for table in source.tables():
                if isinstance(table, Finding):
                    self._file_finding(one, table)
                else:
                    self._read_whole_table(source, table, roster, one)
        except ListError as error:
            self._unread(one, error, Place(source.name))
        self._decider.settle_repeats(roster, one)
        self._decider.settle_youth(roster, one, self._rosters)
        return roster

    def _propose(self, source: ListSource, roster: Roster, asked: Collection[PersonId]) -> None:
        """Propose the list as it was read. Whom a question is open about stays on it: the next run asks again."""
        if roster.changed:
            stay = [person for person in roster.unmet() if source.complete or person in asked]
            self._store.seen.propose(self._run, source.name, roster.proposal(stay))

    def _read_whole_table(self, source: ListSource, table: Table, roster: Roster, one: ListReport) -> None:
        """Read a table to its end; where that fails, nothing its file said is used: never half a list."""
        try:
            self._read_table(source, table, roster, one)
        except ListError as error:
            self._unread(one, error, place_of(table, source))
            self._decider.drop_file(place_of(table, source))
            one.tally.set_aside["unread"] += one.tally.rows - one.tally.records - one.tally.set_aside.total()

    def _unread(self, one: ListReport, error: ListError, place: Place) -> None:
        self._file_finding(one, Finding(error.code, Severity.ERROR, error.place or place, details=error.details))

    def _file_finding(self, one: ListReport, finding: Finding) -> None:
        self._decider.note(one, finding)
        if finding.severity is Severity.ERROR:
            one.unread.append(finding)

    def _read_table(self, source: ListSource, table: Table, roster: Roster, one: ListReport) -> None:
        for finding in table.findings:
            self._decider.note(one, finding)
        other = self._reading.other_unit(table, source)
        if other is not None:
            self._file_finding(one, other)
            return
        place = place_of(table, source)
        self._decider.begin_table(place, one, (column.field for column in table.columns))
        for aside in table.preamble:
            one.tally.rows += 1
            self._set_aside(one, place, aside)
        hashes = row_hasher(self._store.key("row"), self._reading.salt(table, source, tuple(self._fields)))
        watch = DateWatch()
        read = self._reading.reader(table, source, watch)
        for rows in groups(self._new_rows(table, hashes, roster, one), GROUP):
            stated = [made for row in rows if (made := self._state(row, source, read, place, one)) is not None]
            self._decider.decide_rows(stated, roster, one)
        watch.refuse(place)

    def _new_rows(
        self, table: Table, hashes: Callable[[Iterable[bytes]], list[bytes]], roster: Roster, one: ListReport
    ) -> Iterator[tuple[Chunk, int, bytes]]:
        """Yield (chunk, index, fingerprint) of each row the last confirmed run did not see; count the others."""
        for chunk in table.chunks():
            found = hashes(chunk.raws)
            new = roster.take(found)
            one.tally.rows += len(found)
            one.tally.unchanged += len(found) - len(new)
            self._progress.advance(len(found))
            for index in new:
                yield chunk, index, found[index]

    def _state(
        self, row: tuple[Chunk, int, bytes], source: ListSource, read: ReadRow, place: Place, one: ListReport
    ) -> tuple[Stated, bytes] | None:
        """Clean one row into what it states, or set it aside."""
        chunk, index, fingerprint = row
        number = chunk.numbers[index]
        cleaned = read(number, chunk.cells(index))
        if isinstance(cleaned, SetAside):
            self._set_aside(one, place, cleaned)
            return None
        for finding in cleaned.findings:
            self._decider.note(one, finding)
        kept = {name: value for name, value in cleaned.values.items() if name in self._fields}
        record = sorted_ids(kept, self._fields)
        where = Place(place.list, place.file, place.sheet, number)
        return Stated(cleaned, where, source.kind, cleaned.values.get("unit") or "", record), fingerprint

    def _set_aside(self, one: ListReport, place: Place, aside: SetAside) -> None:
        one.tally.set_aside[aside.reason] += 1
        if len(one.set_aside) < SHOWN:
            one.set_aside.append((place, aside))

    def _keep_holds(self, unread: Collection[str]) -> None:
        """What a list asked last time stands while it cannot be read, unless the person was met elsewhere."""
        for info in self._store.plans.holds() if unread else ():
            person = info.hold.person
            if info.hold.place.list in unread and (person is None or not self._decider.is_placed(person)):
                self._decider.hold(info.hold)

    # ── the whole picture ────────────────────────────────────────────────────────────────────────────────

    def _settle_missing(self, source: ListSource, index: int) -> set[PersonId]:
        """Ask about everyone who was on the list and of whom nothing is said now, on this list or any other.

        Only a complete list says that somebody is missing. Whom the upstream never confirmed is nobody's loss.
        Returns those of whom it is asked whether somebody new is they: also who stands on another list, and whom a
        row that waits may be about, because neither says that the new row is somebody else.
        """
        one, roster = self._report.lists[index], self._rosters[index]
        unmet = roster.unmet()
        gone = {person for person in roster.absent() if not self._decider.is_placed(person, source.kind)}
        for other, elsewhere in self._rosters.items():
            if other != index and gone and self._report.lists[other].kind in {source.kind, ListKind.MEMBERS}:
                if self._report.lists[other].unread:
                    gone -= elsewhere.was_on(gone)
                gone -= elsewhere.unchanged_among(gone) | {person for person in gone if elsewhere.may_hold(person)}
        entries: dict[PersonId, LedgerEntry] = {}
        for part in groups(sorted(unmet), GROUP):
            found = self._store.ledger.entries(part)
            entries.update((person, entry) for person, entry in found.items() if entry.kind is source.kind)
        key = self._units.key
        facts = {
            person: facts_of(entry.record, key(entry.unit), entry.member_code) for person, entry in entries.items()
        }
        asked = self._decider.settle_lookalikes(facts)
        if source.complete:
            entries = {person: entry for person, entry in entries.items() if person in gone}
            left = [entry for person, entry in entries.items() if person not in asked]
            if source.kind is ListKind.MEMBERS:
                youth = only_youth(self._decider, one, left, self._rosters, self._report.lists)
                left = [entry for entry in left if entry.person not in youth]
            one.tally.missing = len(left)
            self._ask_about(left, one, len(entries) - len(asked & entries.keys()), roster.size)
        return asked

    def _ask_about(self, missing: Sequence[LedgerEntry], one: ListReport, gone: int, before: int) -> None:
        """Ask about each who is missing, and about the list itself where many are `gone` from it."""
        place = Place(one.name)
        limit = max(self._guards.missing_min, self._guards.missing_share * before)
        if gone and gone >= limit:
            code = "list-empty" if gone == before else "list-shrunken"
            details = {"missing": gone, "before": before}
            self._decider.hold(Hold(code, f"{code}:{one.name}", place, details=details))
        for entry in missing:
            name = entry.record.get("full_name") or ""
            key = f"missing:{entry.person}"
            self._decider.hold(
                Hold("missing", key, place, unit=entry.unit, person=entry.person, details={"name": name})
            )


def groups(items: Iterable[Item], size: int) -> Iterator[Sequence[Item]]:
    """Yield the items in lists of `size`, the last one shorter."""
    group: list[Item] = []
    for item in items:
        group.append(item)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group
