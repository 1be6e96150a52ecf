"""Deciding about groups of rows: who each is, what follows, and what must not follow because it was said twice.

Rows come in groups of some hundred, so that the registry and the ledger are asked once for all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sync.decide import Decision, InStep, Same, Stated, StillRefused, Waiting, decide, hold_for
from sync.decisions import Decided, Left
from sync.fingerprint import NEVER_SEEN
from sync.identity import (
    Facts,
    Known,
    New,
    Unclear,
    facts_of,
    identify,
    key_hasher,
    keys_of,
    question_of,
    succeeds,
)
from sync.newcomers import Newcomers
from sync.ports import IdentityKey, StagedOperation, Store
from sync.reports import CosmeticEdit, ListReport, PlanReport
from sync.roster import Roster
from sync.text import match_key
from sync.unitledger import LedgerUnits
from sync.values import Finding, Hold, ListKind, Operation, PersonId, Place, Severity
from sync.youth import YouthRow, YouthRows, settle_youth

GROUP = 1000
"""Rows that are identified and decided together."""

SHOWN = 1000
"""How many findings, cosmetic edits and holds of one code a report carries in full; beyond that it only counts."""

Keys = Sequence[IdentityKey | None]


class Decider:
    """Decides about rows and writes what follows into the plan. One for each plan; remembers whom it placed."""

    def __init__(self, store: Store, run: int, report: PlanReport, same: Same, units: LedgerUnits) -> None:
        self._store = store
        self._run = run
        self._report = report
        self._same = same
        self._units = units
        self._key = key_hasher(store.key("identifier"))
        self._unsettled = store.outbox.unsettled()
        self._any_known = store.ledger.version() > 0
        self._decided = Decided(store.decisions.standing(), self._key)
        self._tables: list[tuple[ListReport, Place]] = []
        self._placed: dict[PersonId, int] = {}
        self._spare: list[PersonId] = []
        self._staged: list[StagedOperation] = []
        self._holds: list[Hold] = []
        self._asked: set[tuple[str, str]] = set()
        self._newcomers = Newcomers(self._decided)
        self._youth = YouthRows()
        self._stated: dict[str, frozenset[str]] = {}
        """By list: the fields it states."""

    def begin_table(self, place: Place, one: ListReport, stated: Iterable[str]) -> None:
        """Say which table the rows that follow stand in, and which fields it states."""
        self._tables.append((one, place))
        self._stated[one.name] = self._stated.get(one.name, frozenset()) | frozenset(stated)

    # ── a group of rows ──────────────────────────────────────────────────────────────────────────────────

    def decide_rows(self, rows: Sequence[tuple[Stated, bytes]], roster: Roster, one: ListReport) -> None:
        """Decide about up to `GROUP` rows of one list, each with its fingerprint."""
        unit_key = self._units.key
        facts = [facts_of(stated.record, unit_key(stated.unit)) for stated, _ in rows]
        keys: list[Keys] = [keys_of(fact, self._key) for fact in facts]
        found = dict(self._store.registry.find({key for row_keys in keys for key in row_keys if key}))
        persons = {person for known in found.values() for person in known}
        answers = self._decided.about(facts)
        persons.update(answer.person for answer in answers if answer is not None and answer.person is not None)
        entries = self._units.today(self._store.ledger.entries(persons))
        refused = self._store.outbox.refused(persons) if persons else {}
        latest = self._store.plans.latest(self._run, (persons - entries.keys()) | refused.keys()) if persons else {}
        latest = self._units.today(latest)
        known = {
            person: facts_of(entry.record, unit_key(entry.unit), entry.member_code)
            for person, entry in entries.items()
        }
        known.update(
            {
                person: facts_of(operation.record, unit_key(operation.unit), confirmed=person not in refused)
                for person, operation in latest.items()
                if person not in entries
            }
        )
        nobodies = {person for person in persons if not (person in entries or self._may_be_sent(person))}
        for (stated, fingerprint), fact, row_keys, answer in zip(rows, facts, keys, answers, strict=True):
            recognised = identify(fact, row_keys, found, known, nobodies)
            match = self._decided.settle(recognised, answer, known, nobodies)
            if stated.row.in_error:
                one.tally.in_error += 1
                if not isinstance(match, New):
                    roster.perhaps([match.person] if isinstance(match, Known) else match.candidates)
                else:
                    self._newcomers.blurred(fact)
                continue
            if isinstance(match, Unclear | Left):
                self.not_decided(match, fact, stated, one)
                roster.perhaps(match.candidates)
                continue
            # On a list that is new, only somebody without a number, or a namesake, may be one of those known.
            perhaps_known = self._any_known and not any(row_keys[:-1])
            if not perhaps_known and row_keys[-1]:
                perhaps_known = not found.get(row_keys[-1], frozenset()).isdisjoint(entries)
            person = self._new_person() if isinstance(match, New) else match.person
            if person in nobodies or person not in known:
                known[person] = fact
                nobodies.discard(person)
            found.update({key: found.get(key, frozenset()) | {person} for key in row_keys if key})
            decision = decide(
                stated,
                person,
                self._units.as_typed(entries.get(person), stated),
                unsettled=person in self._unsettled,
                refused=latest.get(person),
                refusal=refused.get(person),
                same=self._same,
            )
            if person not in entries and (roster.size or perhaps_known):
                self._newcomers.add(person, fact, stated)
            self._carry_out(decision, stated, person, person in entries, fingerprint, row_keys, roster, one)
        self._flush()

    def _may_be_sent(self, person: PersonId) -> bool:
        """Whether the upstream may hear of this person though it has not confirmed them."""
        return person in self._unsettled or person in self._placed

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

    def _carry_out(
        self,
        decision: Decision,
        stated: Stated,
        person: PersonId,
        confirmed: bool,
        fingerprint: bytes,
        keys: Keys,
        roster: Roster,
        one: ListReport,
    ) -> None:
        """Count a decision, note who the row is, and stage or hold what follows."""
        quiet = all(finding.severity is Severity.NOTE for finding in stated.row.findings)
        if stated.kind is ListKind.YOUTH and self._is_member(person, decision):
            one.tally.known_members += 1
            seen, table = fingerprint if quiet else NEVER_SEEN, len(self._tables) - 1
            self._youth.add(YouthRow(person, seen, table, stated.place.row, stated.unit))
            return
        if person in self._placed:
            self._said_twice(decision, stated, person, one)
            roster.add(NEVER_SEEN, person)
            return
        tally = one.tally
        stages = ""
        match decision:
            case Operation():
                self._staged.append(StagedOperation(decision, [key for key in keys if key]))
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
                tally.held += 1
                self.hold(decision)
        remembered = quiet and isinstance(decision, Operation | InStep)
        roster.add(fingerprint if remembered else NEVER_SEEN, person)
        self.place(person, len(self._tables) - 1, stated.place.row, stages)

    # ── youth who are members ────────────────────────────────────────────────────────────────────────────

    def _is_member(self, person: PersonId, decision: Decision) -> bool:
        """Whether a row of a youth list is about a member: to the upstream, or by a members' list read before."""
        known = isinstance(decision, Hold) and decision.code == "kind-changed"
        return known or self.is_placed(person, ListKind.MEMBERS)

    def settle_youth(self, roster: Roster, one: ListReport, rosters: Mapping[int, Roster]) -> None:
        """After a whole youth list: its rows about members are noted, or asked about: see `sync.youth`."""
        settle_youth(self, self._store, self._youth.take(), roster, one, rosters, self._report.lists)

    # ── said twice ───────────────────────────────────────────────────────────────────────────────────────

    def _said_twice(self, decision: Decision, stated: Stated, person: PersonId, one: ListReport) -> None:
        """A second row about a person: harmless where it says the same, else nothing of either is sent."""
        self._flush()
        first_list, first_place, _ = self._where(person)
        first = self._store.plans.latest(self._run, [person]).get(person) if self.stages(person) else None
        same = isinstance(decision, InStep) if first is None else self._agree(first, stated)
        here = first_list is one
        if same:
            one.tally.repeated += 1
            code = "row-repeated" if here else "row-on-two-lists"
            severity = Severity.WARNING if here else Severity.NOTE
            details: dict[str, str | int] = {"row": first_place.row, "list": first_list.name}
            self.note(one, Finding(code, severity, stated.place, details=details))
            return
        one.tally.held += 1
        self._withdraw(person)
        code = "duplicate" if here else "lists-disagree"
        name = stated.record.get("full_name") or ""
        self._hold_twice(code, person, stated.place, name, stated.unit, first_list.name)

    def _agree(self, first: Operation, stated: Stated) -> bool:
        """Whether a row says nothing else about a person than the row before it, in what both state."""
        if first.kind is not stated.kind or match_key(first.unit) != match_key(stated.unit):
            return False
        told = self._stated.get(first.place.list, frozenset())
        told = told & first.record.keys()  # a row may state less than its list: an old CMND is not an ID of today
        shared = ((name, value) for name, value in stated.record.items() if name in told)
        return all(self._same(name, first.record.get(name), value) for name, value in shared)

    def _hold_twice(self, code: str, person: PersonId, place: Place, name: str, unit: str, other: str) -> None:
        details = {"name": name, "list": other}
        self.hold(Hold(code, f"{code}:{person}", place, unit=unit, person=person, details=details))

    def settle_repeats(self, roster: Roster, one: ListReport) -> None:
        """After a whole list: a changed row about someone whose unchanged row stands on the same list too."""
        for person in sorted(roster.twice()):
            _, place, _ = self._where(person)
            if self.stages(person):
                self._disagree("duplicate", person, one.name)
            else:
                one.tally.in_step -= 1
                one.tally.repeated += 1
                self.note(one, Finding("row-repeated", Severity.WARNING, place))

    def settle_disagreement(self, rosters: Mapping[int, Roster]) -> None:
        """After all lists: a change stated by one list about someone who stands unchanged on another."""
        if len(rosters) < 2:
            return
        staged = {person for person in self._placed if self.stages(person)}
        for index, roster in rosters.items():
            other = self._report.lists[index]
            for person in sorted(roster.unchanged_among(staged)):
                first, _, _ = self._where(person)
                if first is not other and first.kind is other.kind and self.stages(person):
                    operation = self._store.plans.latest(self._run, [person])[person]
                    told = self._stated.get(other.name, frozenset())
                    changes = [change for change in operation.changes if not succeeds(change, operation.record)]
                    if not operation.changes or any(change.field in told for change in changes):
                        self._disagree("lists-disagree", person, other.name)

    def settle_lookalikes(self, gone: Mapping[PersonId, Facts]) -> set[PersonId]:
        """After all lists: ask about rows that may be about somebody missing: see `sync.newcomers`."""
        return self._newcomers.settle(self, gone)

    def unplace(self, person: PersonId) -> ListReport:
        """Take back what was staged for a person, and no longer count their row; return its list's report."""
        first, _, _ = self._where(person)
        self._withdraw(person)
        first.tally.held -= 1
        return first

    def _disagree(self, code: str, person: PersonId, other: str) -> None:
        """Withdraw what was staged for a person about whom an unchanged row says otherwise, and ask."""
        operation = self._store.plans.latest(self._run, [person])[person]
        self._withdraw(person)
        name = operation.record.get("full_name") or ""
        self._hold_twice(code, person, operation.place, name, operation.unit, other)

    def _withdraw(self, person: PersonId) -> None:
        """Take a staged operation back into `held`; its row counts as held from here on."""
        first, _, stages = self._where(person)
        if stages:
            self._store.plans.withdraw(self._run, person)
            setattr(first.tally, stages, getattr(first.tally, stages) - 1)
            first.tally.held += 1
            self._placed[person] &= ~3

    def drop_file(self, file: Place) -> None:
        """Take back all that was staged from a file that turned out unreadable, and what it asked."""
        self._flush()
        tables = {number for number, (_, place) in enumerate(self._tables) if _one_file(place, file)}
        with self._store.transaction():
            for person in [person for person, packed in self._placed.items() if packed >> 36 in tables]:
                if self.stages(person):
                    one, _, _ = self._where(person)
                    self._withdraw(person)
                    one.tally.held -= 1
                    one.tally.set_aside["unread"] += 1
                del self._placed[person]
        self._youth.drop(tables)
        dropped = [hold for hold in self._holds if _one_file(hold.place, file)]
        self._holds = [hold for hold in self._holds if not _one_file(hold.place, file)]
        self._report.holds = [hold for hold in self._report.holds if not _one_file(hold.place, file)]
        self._report.holds_total -= Counter(hold.code for hold in dropped)
        self._asked -= {(hold.code, hold.key) for hold in dropped}

    # ── where a person was placed first, packed into one number for each ─────────────────────────────────

    _STAGES = ("", "created", "updated")

    def place_of(self, table: int, row: int) -> Place:
        """Return the place of a row, by the number of its table."""
        return replace(self._tables[table][1], row=row)

    def placed_on(self, person: PersonId) -> ListReport | None:
        """Return the list whose row was the first about this person; None where there was none."""
        packed = self._placed.get(person)
        return None if packed is None else self._tables[packed >> 36][0]

    def is_placed(self, person: PersonId, kind: ListKind = ListKind.YOUTH) -> bool:
        """Whether some row of this plan is about this person: as a member, or of any kind of list."""
        one = self.placed_on(person)
        return one is not None and (kind is ListKind.YOUTH or one.kind is kind)

    def place(self, person: PersonId, table: int, row: int, stages: str = "") -> None:
        """Note the first row about a person, and what was staged for them: `created`, `updated` or nothing."""
        self._placed[person] = (table << 34 | row) << 2 | self._STAGES.index(stages)

    def _where(self, person: PersonId) -> tuple[ListReport, Place, str]:
        packed = self._placed[person]
        table, row = divmod(packed >> 2, 1 << 34)
        one, place = self._tables[table]
        return one, replace(place, row=row), self._STAGES[packed & 3]

    def stages(self, person: PersonId) -> bool:
        """Whether something is staged for this person."""
        return self._placed.get(person, 0) & 3 != 0

    # ── what goes into plan and report ───────────────────────────────────────────────────────────────────

    def hold(self, hold: Hold) -> None:
        """Put a hold into the plan, each question once; the report shows the first of each code, and counts all."""
        if (hold.code, hold.key) in self._asked:
            return
        self._asked.add((hold.code, hold.key))
        self._holds.append(hold)
        self._report.holds_total[hold.code] += 1
        if self._report.holds_total[hold.code] <= SHOWN:
            self._report.holds.append(hold)

    def widen(self, hold: Hold, more: Sequence[PersonId]) -> Hold:
        """Put more candidates into a hold of this plan, and return it so."""
        wider = replace(hold, candidates=tuple(sorted({*hold.candidates, *more})))
        for holds in (self._holds, self._report.holds):
            holds[:] = [wider if one is hold else one for one in holds]
        return wider

    def note(self, one: ListReport, finding: Finding) -> None:
        """Put a finding into the report."""
        one.findings_total[finding.code] += 1
        if one.findings_total[finding.code] <= SHOWN:
            one.findings.append(finding)

    def _flush(self) -> None:
        if self._staged:
            self._store.plans.stage(self._run, self._staged)
            self._staged = []

    def close(self) -> None:
        """Write what is left into the plan."""
        self._flush()
        for start in range(0, len(self._holds), SHOWN):
            self._store.plans.hold(self._run, self._holds[start : start + SHOWN])
        self._holds = []


def _still_refused(decision: StillRefused, place: Place) -> Finding:
    words = decision.refusal.words
    return Finding("still-refused", Severity.WARNING, place, found=words, details={"words": words})


def _one_file(one: Place, other: Place) -> bool:
    return (one.list, one.file) == (other.list, other.file)
