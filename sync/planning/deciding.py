"""Deciding about groups of rows: who each is, and what follows.

Rows come in groups of some hundred, so that the registry and the ledger are asked once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from sync.diff.conceding import Conceding, gives_up_row
from sync.diff.decide import Decision, Follows, InStep, Stated, StillRefused, Waiting, decide, hold_for
from sync.diff.draft import SHOWN, Draft
from sync.diff.faint import Faint
from sync.diff.grouped import GROUP
from sync.diff.newcomers import Newcomers
from sync.diff.placements import STAGES, Placements, is_one_file
from sync.diff.recognising import Group, Recogniser
from sync.diff.returning import returning
from sync.diff.roster import Roster
from sync.diff.youth import YouthRow, YouthRows, settle_youth
from sync.fingerprint import NEVER_SEEN
from sync.lists.reading import Reading
from sync.movements.explaining import Explaining
from sync.movements.moving import MovingRow, Papers
from sync.movements.reorganising import Reorganising
from sync.people.identity import Facts, Known, New, Unclear, question_of
from sync.planning.repeats import Repeats
from sync.ports import EarlierRefusal, IdentityKey, StagedOperation, Store
from sync.questions.approvals import Approval
from sync.questions.decisions import Left
from sync.reports import Conceded, CosmeticEdit, ListReport
from sync.values import (
    Finding,
    Hold,
    LedgerEntry,
    ListKind,
    OfficerDecision,
    Operation,
    PersonId,
    Place,
    Severity,
)

Keys = Sequence[IdentityKey | None]


class Decider:
    """Decides about rows and writes what follows into the plan. One for each plan; remembers whom it placed."""

    def __init__(
        self,
        store: Store,
        run: int,
        draft: Draft,
        reading: Reading,
        recogniser: Recogniser,
        placements: Placements,
        papers: Papers,
        reorganising: Reorganising,
        *,
        conceding: Conceding,
    ) -> None:
        self._store = store
        self._run = run
        self._draft = draft
        self._same, self._today = reading.knowledge.same, reading.today
        self._units = papers.units
        self._recogniser = recogniser
        self._places = placements
        self._papers = papers
        self._reorganising = reorganising
        self._conceding = conceding
        self._key = recogniser.key
        self._unsettled = store.outbox.unsettled()
        self._any_known = store.ledger.version() > 0
        self._spare: list[PersonId] = []
        self._newcomers = Newcomers(recogniser.decided)
        self._faint = Faint(recogniser.decided)
        self._youth = YouthRows()
        self._explaining = Explaining(papers, papers.units)
        self.repeats = Repeats(store, run, draft, placements, reorganising, self._units, self._same)

    def begin_table(self, place: Place, one: ListReport, stated: Iterable[str]) -> None:
        """Say which table the rows that follow stand in, and which fields it states."""
        self._places.begin_table(place, one)
        self.repeats.note(one.name, stated)

    # ── a group of rows ──────────────────────────────────────────────────────────────────────────────────

    def decide_rows(self, rows: Sequence[tuple[Stated, bytes]], roster: Roster, one: ListReport) -> None:
        """Decide about up to `GROUP` rows of one list, each with its fingerprint."""
        group = self._recogniser.group([stated for stated, _ in rows])
        self._papers.load([person for person, entry in group.entries.items() if entry.before])
        for index, (said, seen) in enumerate(rows):
            stated, fingerprint = said, seen
            fact, row_keys = group.facts[index], group.keys[index]
            match = group.match(index)
            if stated.row.in_error:
                one.tally.in_error += 1
                if not isinstance(match, New):
                    roster.perhaps([match.person] if isinstance(match, Known) else match.candidates)
                else:
                    self._newcomers.blurred(fact)
                continue
            if isinstance(match, Unclear):
                match = self._explaining.who(match, stated, group.entries)
            if isinstance(match, Unclear | Left):
                self.not_decided(match, fact, stated, one)
                roster.perhaps(match.candidates)
                continue
            if isinstance(match, New) and self._was_erased(stated, row_keys, group, one):
                continue
            # On a list that is new, only somebody without a number, or a namesake, may be one of those known.
            perhaps_known = group.perhaps_known(index, self._any_known)
            person = self._new_person() if isinstance(match, New) else match.person
            group.adopt(index, person)
            entry = group.entries.get(person)
            self._papers.own_units.add(stated.unit)
            stated, conceded = self._conceding.heed(person, stated, entry)
            if conceded:
                fingerprint = NEVER_SEEN  # it does not mean what the ledger holds
                self._concede(conceded, one)
                if gives_up_row(conceded):
                    self._leave(person, stated, roster, one)
                    continue
            own = self._explaining.own(stated, partial(self.note, one))
            row = MovingRow(stated, row_keys, fingerprint, self._places.table, roster, own)
            if person not in group.entries and (roster.size or perhaps_known):
                self._newcomers.add(person, fact, stated)
            if person not in group.entries:
                self._faint.add(person, fact, stated)
            if not self._defer(person, row, entry, fact) and not self._explains_itself(person, row, entry):
                decision = self._decide(person, row, entry, group.latest.get(person), group.refused.get(person))
                self._carry_out(decision, row, person, entry is not None)
        self._draft.flush()

    def _was_erased(self, stated: Stated, keys: Keys, group: Group, one: ListReport) -> bool:
        """Ask whether somebody who was erased is to be taken in again; True unless an officer approved it."""
        hold = returning(stated, keys, group.erased)
        if hold is None:
            return False
        answer = self._draft.hold(hold)
        one.tally.held += answer is None
        one.tally.left += answer is not None and not answer.approved
        return answer is None or not answer.approved

    def _concede(self, conceded: Sequence[Conceded], one: ListReport) -> None:
        """Say of which values of a row the upstream's were taken."""
        for met in conceded:
            facts = met.decision.facts
            details = {"field": facts.get("field") or "", "name": met.decision.name}
            said = {"found": facts.get("ours") or "", "proposed": facts.get("theirs") or ""}
            code = "conceded-presence" if gives_up_row([met]) else "conceded"
            field = facts.get("field") or ""
            self.note(one, Finding(code, Severity.WARNING, met.place, field, **said, details=details))

    def _leave(self, person: PersonId, stated: Stated, roster: Roster, one: ListReport) -> None:
        """Count a row from which nothing is to follow."""
        one.tally.left += 1
        roster.add(NEVER_SEEN, person)
        if person not in self._places:
            self._places.place(person, self._places.table, stated.place.row)

    def _decide(
        self,
        person: PersonId,
        row: MovingRow,
        entry: LedgerEntry | None,
        latest: Operation | None,
        refusal: EarlierRefusal | None,
    ) -> Decision:
        stated = row.stated
        entry = self._units.against(entry, stated)
        decision = decide(
            stated,
            person,
            entry,
            unsettled=person in self._unsettled,
            refused=latest,
            refusal=refusal,
            same=self._same,
            overtaken=entry is not None and self._explaining.overtakes(row, entry),
            lands=entry is not None and self._explaining.lands(stated, entry),
        )
        return self._reorganising.follow(decision, stated, entry)

    def _explains_itself(self, person: PersonId, row: MovingRow, entry: LedgerEntry | None) -> bool:
        """Count a member's row that itself states why its person has left: the list has it for the record."""
        if entry is None or person in self._unsettled or not self._papers.says_why(row, entry):
            return False
        self._places.report_of(row.table).tally.in_step += 1
        row.roster.add(NEVER_SEEN, person)
        return True

    # ── whose papers are on their way ────────────────────────────────────────────────────────────────────

    def _defer(self, person: PersonId, row: MovingRow, entry: LedgerEntry | None, fact: Facts) -> bool:
        """Keep a member's row for the end where papers about them have not all been carried."""
        stated, papers = row.stated, self._papers
        if stated.kind is not ListKind.MEMBERS:
            return False
        if row.own:
            papers.state(person, row.own)
        if entry is None:
            self._explaining.claim(person, row.keys, fact)
        if not papers.has(person) or person in self._unsettled:
            return False
        if person in self._places and person not in papers.rows:
            return False
        if not papers.outlook(person, entry, stated.unit).moves and person not in papers.rows:
            return False
        papers.defer(person, row)
        if entry is None:
            self._recogniser.wait(person, fact, row.keys)
        if person not in self._places:
            self._places.place(person, row.table, stated.place.row)
        return True

    def ordinary(self, person: PersonId, row: MovingRow) -> None:
        """Decide about a row that waited, as if no paper were about its person."""
        self._draft.flush()
        first = self._papers.rows[person][0] is row
        if first and person in self._places and not self._places.stages(person):
            self._places.forget(person)
        entry = self._units.today(self._store.ledger.entries([person])).get(person)
        if self._explains_itself(person, row, entry):
            return
        refusal = self._store.outbox.refused([person]).get(person)
        latest = self._store.plans.latest(self._run, [person]).get(person)
        decision = self._decide(person, row, entry, latest, refusal)
        self._carry_out(decision, row, person, entry is not None)

    def moved(self, person: PersonId, row: MovingRow, *, held: bool) -> None:
        """Count and place the row that papers were decided together with."""
        tally = self._places.report_of(row.table).tally
        name = "held" if held else "moved"
        setattr(tally, name, getattr(tally, name) + 1)
        row.roster.add(NEVER_SEEN, person)
        self._places.place(person, row.table, row.stated.place.row, "" if held else "moved")

    def behind(self, person: PersonId, row: MovingRow, code: str) -> None:
        """Count a row that papers have overtaken, and say so."""
        one = self._places.report_of(row.table)
        one.tally.repeated += 1
        row.roster.add(NEVER_SEEN, person)
        name = row.stated.record.get("full_name") or ""
        self.note(one, Finding(code, Severity.WARNING, row.stated.place, details={"name": name}))

    def stage(self, staged: StagedOperation) -> None:
        """Put an operation into the plan."""
        self._draft.stage(staged)

    def ask(self, hold: Hold) -> Approval | None:
        """Put a question into the plan, unless an officer answered it: the answer is returned then."""
        return self._draft.hold(hold)

    def last_answer(self, code: str, key: str) -> OfficerDecision | None:
        """Return the last answer to a question of this code and key, whatever it was about exactly."""
        return self._draft.last_answer(code, key)

    def not_decided(self, match: Unclear | Left, fact: Facts, stated: Stated, one: ListReport) -> None:
        """Ask who a row is about, unless an officer said that it is to be left alone."""
        if isinstance(match, Left):
            one.tally.left += 1
        else:
            hold = hold_for(match, stated, question_of(fact, self._key))
            self.hold(hold)
            self._newcomers.asked(fact, hold)
            one.tally.held += 1

    def _new_person(self) -> PersonId:
        if not self._spare:
            self._spare = list(reversed(self._store.registry.allocate(GROUP)))
        return self._spare.pop()

    def _carry_out(self, decision: Decision, row: MovingRow, person: PersonId, confirmed: bool) -> None:
        """Count a decision, note who the row is, and stage or hold what follows."""
        stated, roster, one = row.stated, row.roster, self._places.report_of(row.table)
        quiet = all(finding.severity is Severity.NOTE for finding in stated.row.findings)
        if stated.kind is ListKind.YOUTH and self._is_member(person, decision):
            one.tally.known_members += 1
            seen = row.fingerprint if quiet else NEVER_SEEN
            self._youth.add(YouthRow(person, seen, row.table, stated.place.row, stated.unit))
            return
        if person in self._places:
            self.repeats.said_again(decision, stated, person, one)
            roster.add(NEVER_SEEN, person)
            return
        tally = one.tally
        stages = ""
        match decision:
            case Follows():
                counted = self._reorganising.carry_out(decision, [key for key in row.keys if key])
                setattr(tally, counted, getattr(tally, counted) + 1)
                stages = counted if counted in STAGES else ""
            case Operation():
                self._draft.stage(StagedOperation(decision, [key for key in row.keys if key]))
                stages = "updated" if confirmed else "created"
                setattr(tally, stages, getattr(tally, stages) + 1)
            case InStep():
                tally.in_step += 1
                if decision.edits and quiet:
                    tally.cosmetic += 1
                    if len(one.cosmetic) < SHOWN:
                        one.cosmetic.append(CosmeticEdit(stated.place, decision.edits))
            case Waiting():
                tally.waiting += 1
            case StillRefused():
                tally.still_refused += 1
                self.note(one, _still_refused(decision, stated.place))
            case Hold():
                stages = self._hold(decision, row, person)
        remembered = quiet and (isinstance(decision, Operation | InStep) or _has_followed(decision, stages))
        roster.add(row.fingerprint if remembered else NEVER_SEEN, person)
        self._places.place(person, row.table, stated.place.row, stages)

    def _hold(self, hold: Hold, row: MovingRow, person: PersonId) -> str:
        """Ask, or carry out what an officer answered; return what was staged.

        Behind the question why somebody stands on another unit's list waits their transfer.
        """
        tally = self._places.report_of(row.table).tally
        answer = self._draft.hold(hold)
        if answer is not None and not answer.approved:
            tally.left += 1
            return ""
        if hold.code != "unit-changed":
            tally.held += answer is None
            tally.left += answer is not None
            return ""
        facts = answer.facts if answer is not None else {}
        entry = self._units.today(self._store.ledger.entries([person]), keep_closed=True)[person]
        operation = self._papers.unpapered(entry, row.stated, facts, self._today)
        behind = None if answer is not None else (hold.code, hold.key)
        self._draft.stage(StagedOperation(operation, [key for key in row.keys if key], behind))
        tally.held += behind is not None
        tally.moved += behind is None
        return "" if behind is not None else "moved"

    # ── youth who are members ────────────────────────────────────────────────────────────────────────────

    def _is_member(self, person: PersonId, decision: Decision) -> bool:
        """Whether a row of a youth list is about a member: to the upstream, or by a members' list read before."""
        known = isinstance(decision, Hold) and decision.code == "kind-changed"
        return known or self.is_placed(person, ListKind.MEMBERS)

    def settle_youth(
        self, roster: Roster, one: ListReport, rosters: Mapping[int, Roster], lists: Sequence[ListReport]
    ) -> None:
        """After a whole youth list: its rows about members are noted, or asked about: see `sync.diff.youth`."""
        settle_youth(self, self._store, self._youth.take(), roster, one, rosters, lists)

    # ── somebody missing, and a file that cannot be read ─────────────────────────────────────────────────

    def settle_lookalikes(self, gone: Mapping[PersonId, Facts]) -> set[PersonId]:
        """After all lists: ask about rows that may be about somebody missing: see `sync.diff.newcomers`."""
        return self._newcomers.settle(self, gone)

    def lookalikes(self, known: Mapping[PersonId, Facts]) -> set[PersonId]:
        """Return those of `known` whom a row that is not clear may be about."""
        return self._newcomers.perhaps(self, known)

    def settle_faint(self) -> None:
        """After all lists: ask about new people who may be a second row of somebody: see `sync.diff.faint`."""
        self._faint.settle(self, self._everybody)

    def _everybody(self) -> Iterator[LedgerEntry]:
        """Yield everybody who is confirmed, then everybody who is staged."""
        self._draft.flush()
        yield from self._store.ledger.scan()
        for info in self._store.plans.operations(self._run):
            said = info.operation
            yield LedgerEntry(info.person, said.kind, said.unit, said.record, version=0)

    def unplace(self, person: PersonId) -> ListReport:
        """Take back what was staged for a person, and no longer count their row; return its list's report."""
        first, _, _ = self._places.where(person)
        self.repeats.withdraw(person)
        first.tally.held -= 1
        return first

    def drop_file(self, file: Place) -> None:
        """Take back all that was staged from a file that turned out unreadable, and what it asked."""
        self._draft.flush()
        tables = self._places.tables_of(file)
        self._papers.drop(tables, file)
        with self._store.transaction():
            for person in self._places.of_tables(tables):
                if self.stages(person):
                    one, _, _ = self._places.where(person)
                    self.repeats.withdraw(person)
                    one.tally.held -= 1
                    one.tally.set_aside["unread"] += 1
                elif self._reorganising.forget(person):
                    self._store.plans.withdraw(self._run, person)
                self._places.forget(person)
        self._youth.drop(tables)
        self._draft.drop(lambda hold: is_one_file(hold.place, file))

    # ── where people were placed, for those who settle special cases ─────────────────────────────────────

    def place_of(self, table: int, row: int) -> Place:
        """Return the place of a row, by the number of its table."""
        return self._places.place_of(table, row)

    def placed_on(self, person: PersonId) -> ListReport | None:
        """Return the list whose row was the first about this person; None where there was none."""
        return self._places.on(person)

    def is_placed(self, person: PersonId, kind: ListKind = ListKind.YOUTH) -> bool:
        """Whether some row of this plan is about this person: as a member, or of any kind of list."""
        return self._places.is_placed(person, kind)

    def place(self, person: PersonId, table: int, row: int, stages: str = "") -> None:
        """Note the first row about a person, and what was staged for them: `created`, `updated` or nothing."""
        self._places.place(person, table, row, stages)

    def stages(self, person: PersonId) -> bool:
        """Whether something is staged for this person."""
        return self._places.stages(person)

    # ── what goes into plan and report ───────────────────────────────────────────────────────────────────

    def hold(self, hold: Hold) -> None:
        """Put a hold into the plan, each question once."""
        self._draft.hold(hold)

    def widen(self, hold: Hold, more: Sequence[PersonId]) -> Hold:
        """Put more candidates into a hold of this plan, and return it so."""
        return self._draft.widen(hold, more)

    def note(self, one: ListReport, finding: Finding) -> None:
        """Put a finding into the report."""
        self._draft.note(one, finding)


def _still_refused(decision: StillRefused, place: Place) -> Finding:
    if decision.given_up:
        return Finding("given-up", Severity.WARNING, place)
    words = decision.words
    return Finding("still-refused", Severity.WARNING, place, found=words, details={"words": words})


def _has_followed(decision: Decision, stages: str) -> bool:
    """Whether somebody follows their unit with this plan, so that their row need not be read again."""
    return isinstance(decision, Follows) and stages == "moved"
