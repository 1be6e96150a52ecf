"""Making a plan: every list read, every row accounted for, every difference staged or held.

Raw rows come first: a row whose fingerprint the last confirmed run saw means what the ledger holds, and is not even
parsed. The rest is cleaned and decided in groups, so that memory does not grow with the lists. Who is missing, and
who is said twice, is settled once everything was read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from sync.charter import MovementRules
from sync.diff.conceding import Conceding
from sync.diff.decide import Stated
from sync.diff.draft import Draft
from sync.diff.grouped import GROUP, groups
from sync.diff.intake import Intake
from sync.diff.placements import Placements
from sync.diff.recognising import Recogniser
from sync.diff.roster import Roster
from sync.diff.unitledger import LedgerUnits
from sync.errors import YumsyncError
from sync.lists.reading import Reading
from sync.lists.streaming import (
    Ahead,
    ListReader,
    Part,
    Read,
    RowsRead,
    TableBegins,
    TableEnds,
    as_it_comes,
    every_row,
)
from sync.movements.expected import Expected
from sync.movements.leaving import RemovalGuard
from sync.movements.moves import Moves
from sync.movements.moving import Papers
from sync.movements.outlook import Asked
from sync.movements.paperquestions import question
from sync.movements.registerreading import Registers
from sync.movements.reorganising import Reorganising
from sync.papers.registers import Register
from sync.people.identity import key_hasher, sorted_ids
from sync.planning.deciding import Decider
from sync.planning.disputed import settle_disputes
from sync.planning.gonelists import GoneLists
from sync.planning.guards import GuardPolicy, ListGuards
from sync.planning.missing import Missing
from sync.ports import ListSource, Progress, Store
from sync.questions.approvals import Approvals
from sync.questions.decisions import Decided
from sync.reports import ListReport, PlanReport
from sync.values import Finding, Hold, LedgerEntry, ListKind, OperationType, PersonId, Place, Record, SetAside

_OF_DECISIONS = {
    "still-refused": "decision-refused",
    "given-up": "decision-given-up",
    "movement-impossible": "decision-overtaken",
    "movement-late": "decision-overtaken",
    "movement-contradicted": "decision-overtaken",
    "movement-repeated": "",
    "movement-waits": "",
}
"""What is said of an officer's decision where of a register's row something else would be."""


class RowsLost(YumsyncError):
    """Rows read and rows accounted for differ: a defect of the program, and nothing of the plan is used."""


@dataclass(frozen=True, slots=True)
class Movements:
    """What papers are decided by: the table of movements, the types the upstream takes, those of them that go `bare`,
    without the record, and the limits on removals."""

    rules: MovementRules
    types: Collection[OperationType]
    bare: Collection[OperationType] = ()
    guard: RemovalGuard = field(default_factory=RemovalGuard)


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
        movements: Movements,
        ahead: Ahead = as_it_comes,
    ) -> None:
        self._store = store
        self._report = report
        self._run = report.run.number
        self._reading = reading
        self._fields = frozenset(fields)
        self._progress = progress
        self._units = units = LedgerUnits(reading.units.resolver if reading.units else None)
        self._places = Placements()
        self._unsettled = store.outbox.unsettled()
        standing = store.decisions.standing()
        self._approvals = Approvals(standing, store.key("identifier"))
        self._draft = Draft(store, self._run, report, self._approvals, movements.bare)
        decided = Decided(standing, key_hasher(store.key("identifier")))
        recogniser = Recogniser(store, self._run, units, decided, self._may_be_sent)
        register = Register(movements.rules)
        self._papers = Papers(store, register, units, self._approved)
        self._moves = Moves(
            self._papers,
            movements.rules,
            reading.knowledge,
            movements.types,
            movements.guard,
            reading.today,
            self._remark,
        )
        self._intake = Intake(self._draft, reading)
        self._reader = ListReader(reading, tuple(self._fields), store.key("row"))
        self._ahead = ahead
        self._registers = Registers(
            self._intake, self._fields, recogniser, self._draft, self._papers, units, self._remark
        )
        self._reorganising = Reorganising(self._papers, self._draft, movements.types)
        self._conceding = Conceding(standing, units, store.key("identifier"))
        self._decider = Decider(
            store,
            self._run,
            self._draft,
            reading,
            recogniser,
            self._places,
            self._papers,
            self._reorganising,
            conceding=self._conceding,
        )
        self._guards = ListGuards(store, self._run, self._draft, self._places, guards)
        self._rosters: dict[int, Roster] = {}
        self._known = self._sifted = 0
        """Rows of lists that were seen before: those that were met unchanged, and all of them."""
        self._expected = Expected(self._papers, report.lists, self._rosters, self._moves.explained)
        self._missing = Missing(
            store,
            self._run,
            self._draft,
            self._decider,
            self._papers,
            self._guards,
            self._expected,
            report.lists,
            self._rosters,
        )

    def make(self, sources: Iterable[ListSource], disputes: Sequence[Hold] | None = None) -> list[str]:
        """Read every list into the plan; return the names of those that were read whole.

        `disputes` are the questions of the reconciliation this plan belongs to; without them those that are open stay
        so.

        A list that cannot be read whole leaves a finding, keeps its earlier holds, and nobody is missing from it.
        What officers decided is a paper too, and registers are read first: lists are read in their light. Lists of
        youth are read last: who is a member is known by then. Raises `RowsLost` when a row is not accounted for.
        """
        for person, movement in self._approvals.papers():
            self._papers.state(person, [movement])
        whole: list[ListSource] = []
        order = (ListKind.MOVEMENTS, ListKind.MEMBERS, ListKind.YOUTH)
        sources = list(sources)
        # A branch that nobody is left in is one of ours all the same: it has a list.
        self._papers.own_units.update(one.unit for one in sources if one.unit and one.kind is ListKind.MEMBERS)
        for index, source in enumerate(sorted(sources, key=lambda source: order.index(source.kind))):
            one = ListReport(source.name, source.kind)
            self._report.lists.append(one)
            if source.kind is ListKind.MOVEMENTS:
                self._registers.read(source, one, self._progress)
            else:
                self._rosters[index] = self._read(source, one)
            if not one.unread:
                whole.append(source)
        self._registers.settle()
        self._decider.repeats.settle_lists(self._rosters, self._report.lists)
        self._settle_papers()
        self._reorganising.settle(self._report)
        self._guards.settle(self._report.lists, self._reading.knowledge.same, self._missing.from_list)
        settle_disputes(self._store, self._run, self._draft, self._places, disputes)
        self._report.conceded, self._report.over = list(self._conceding.met.values()), self._conceding.over()
        for one in self._report.lists:
            if not one.tally.balanced:
                raise RowsLost("rows-lost", place=Place(one.name), rows=one.tally.rows, records=one.tally.records)
        by_name = {one.name: index for index, one in enumerate(self._report.lists)}
        gone = GoneLists(self._store, self._run, self._draft, self._decider, self._guards.policy.renamed_share)
        self._missing.inherited = gone.settle(
            self._report.lists, self._rosters, partial(self._expected.unexplained, index=None)
        )
        read = [(source, by_name[source.name]) for source in whole if source.kind is not ListKind.MOVEMENTS]
        asked = {index: self._missing.settle(source, index) for source, index in read}
        self._decider.settle_faint()
        self._expect()
        for source, index in read:
            self._propose(source, index, asked[index])
        self._keep_holds({one.name for one in self._report.lists if one.unread})
        self._draft.close()
        return [source.name for source in whole]

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def _read(self, source: ListSource, one: ListReport) -> Roster:
        roster = Roster(self._store.seen.load(source.name))
        self._expected.note(source.name, source.unit or "")
        # Of a list nobody has seen every row is new, whoever takes it; of any, where no row was known so far: then
        # what rows are read by is another now. A row that is known all the same is told when it comes.
        anew = not roster.size or (self._sifted >= GROUP and not self._known)
        parts = self._reader.parts(source, every_row if anew else roster.take)
        for part in self._ahead(source.name, parts) if anew else parts:
            self._take(part, source, roster, one)
        if roster.size:
            self._known += one.tally.unchanged
            self._sifted += one.tally.rows
        self._decider.repeats.settle_list(roster, one)
        self._decider.settle_youth(roster, one, self._rosters, self._report.lists)
        return roster

    def _propose(self, source: ListSource, index: int, asked: Collection[PersonId]) -> None:
        """Propose the list as it was read. Whom a question is open about stays on it: the next run asks again."""
        roster, expected = self._rosters[index], self._expected.people.get(index, set())
        if roster.changed or expected:
            gone = self._expected.gone.get(index, set())
            unmet = [person for person in self._missing.unmet(index) if person not in gone]
            stay = [person for person in unmet if source.complete or person in asked]
            self._store.seen.propose(self._run, source.name, roster.proposal([*stay, *sorted(expected)], self._run))

    def _take(self, part: Part, source: ListSource, roster: Roster, one: ListReport) -> None:
        """Take what a list says next into the plan."""
        match part:
            case RowsRead():
                new = [part.new[at] for at in roster.take([fingerprint for _, fingerprint in part.new])]
                one.tally.rows += part.count
                one.tally.unchanged += part.unchanged + len(part.new) - len(new)
                self._progress.advance(part.count)
                if new:
                    read = [self._state(row, part.place, source.kind, one) for row in new]
                    self._decider.decide_rows([stated for stated in read if stated is not None], roster, one)
            case TableBegins():
                if self._intake.begins(part, one):
                    self._decider.begin_table(part.place, one, part.stated)
            case TableEnds():
                for row in part.rest:
                    self._state(row, part.place, source.kind, one)
                if part.error is not None:
                    self._intake.breaks_off(part.error, part.place, one, self._decider.drop_file)
            case Finding():
                self._intake.file(one, part)
            case _:
                self._intake.unread(one, part, Place(source.name))

    def _state(self, row: Read, place: Place, kind: ListKind, one: ListReport) -> tuple[Stated, bytes] | None:
        """Return what a row states, None for one that is set aside."""
        cleaned, fingerprint = row
        if isinstance(cleaned, SetAside):
            self._intake.set_aside(one, place, cleaned)
            return None
        for finding in cleaned.findings:
            self._draft.note(one, finding)
        kept = {name: value for name, value in cleaned.values.items() if name in self._fields}
        record = sorted_ids(kept, self._fields)
        where = Place(place.list, place.file, place.sheet, cleaned.row)
        unit = cleaned.values.get("unit") or ""
        self._expected.note(one.name, unit)
        return Stated(cleaned, where, kind, unit, record), fingerprint

    def _keep_holds(self, unread: Collection[str]) -> None:
        """What a list asked last time stands while it cannot be read, unless the person was met elsewhere."""
        for info in self._store.plans.holds() if unread else ():
            person = info.hold.person
            if info.hold.place.list in unread and (person is None or not self._decider.is_placed(person)):
                self._draft.hold(info.hold)

    def _may_be_sent(self, person: PersonId) -> bool:
        """Whether the upstream may hear of this person though it has not confirmed them."""
        return person in self._unsettled or person in self._places

    # ── papers ───────────────────────────────────────────────────────────────────────────────────────────

    def _settle_papers(self) -> None:
        """Decide about everybody with a paper, now that every list was read."""
        people = self._papers.people()
        entries: dict[PersonId, LedgerEntry] = {}
        for part in groups(people, GROUP):
            entries.update(self._units.today(self._store.ledger.entries(part), keep_closed=True))
            self._papers.load(part)
        self._moves.settle(self._decider, entries, self._unsettled, self._listed, self._unread_on, self._perhaps_on)
        self._report.movements.update(self._moves.counted)
        self._draft.flush()

    def _approved(self, person: PersonId, asked: Asked) -> Record | None:
        """Return what an officer added to a paper, None where nobody approved it."""
        answer = self._approvals.answer(question(self._papers.mark(person, asked.movement), person, asked, ""))
        return answer.facts if answer is not None and answer.approved else None

    def _remark(self, place: Place, finding: Finding, tally: str = "") -> None:
        """Put a finding into the report of a list; a register's row counts as `tally` then."""
        if not place.list:
            place, finding = self._of_officer(place.row, finding)
        one = next((one for one in self._report.lists if one.name == place.list), None)
        if one is None:
            return
        if one.kind is ListKind.MOVEMENTS and tally and one.tally.in_step:
            one.tally.in_step -= 1
            setattr(one.tally, tally, getattr(one.tally, tally) + 1)
        if finding.code:
            self._draft.note(one, finding)

    def _of_officer(self, number: int, finding: Finding) -> tuple[Place, Finding]:
        """Return a finding about the paper that an officer's decision is, for the list its question was about."""
        made = self._approvals.made(number)
        code = _OF_DECISIONS.get(finding.code, finding.code)
        if finding.code == "movement-contradicted" and finding.details.get("field") not in {"on", "destination"}:
            code = ""  # the same paper, in the register's own words
        if made is None or not code:
            return Place(""), finding
        lists = [one.name for one in self._report.lists if one.kind is not ListKind.MOVEMENTS]
        place = Place(made.place.list if made.place.list in lists else next(iter(lists), ""))
        details = {**finding.details, "decision": str(number), "name": made.name}
        return place, replace(finding, code=code, place=place, details=details)

    def _listed(self, persons: Collection[PersonId]) -> set[PersonId]:
        """Return those of `persons` whose row some members' list has unchanged."""
        found: set[PersonId] = set()
        for index, roster in self._rosters.items():
            if self._report.lists[index].kind is ListKind.MEMBERS:
                found |= roster.unchanged_among(persons)
        return found

    def _perhaps_on(self, entries: Mapping[PersonId, LedgerEntry]) -> set[PersonId]:
        """Return those whom a row of a members' list may be about, one in error, unclear, or with a mistyped ID; and
        the youth whom some list still has."""
        members = [roster for i, roster in self._rosters.items() if self._report.lists[i].kind is ListKind.MEMBERS]
        found = {person for person in entries for roster in members if roster.may_hold(person)}
        youth = {person for person, entry in entries.items() if entry.kind is ListKind.YOUTH}
        found |= {person for person in youth if self._decider.is_placed(person)}
        found = found.union(*(roster.unchanged_among(youth) for roster in self._rosters.values()))
        return found | self._decider.lookalikes(self._missing.facts_of(entries))

    def _unread_on(self, person: PersonId) -> bool:
        """Whether somebody was on a list that could not be read."""
        lists = self._report.lists
        return any(lists[index].unread and roster.was_on({person}) for index, roster in self._rosters.items())

    def _expect(self) -> None:
        """Expect whom papers brought, and no list has, on the list of their unit."""
        known = [person for person in self._papers.people() if not self._decider.is_placed(person)]
        for part in groups(sorted(self._expected.on_none(known)), GROUP):
            for entry in self._store.ledger.entries(part).values():
                self._expected.expect(entry)
