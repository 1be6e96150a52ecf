"""Comparing three ways: what the lists say, what the upstream last confirmed, and what it shows now.

The upstream's people are met page by page in whatever order it shows them. That order is its own (most go by their
own numbers), so this is no merge of two sorted runs: of everybody who is to be found there the number is kept (eight
bytes) and a mark of whom they were met as (four); whoever was not met in the end is looked up then. Records are
looked up for one page at a time. Memory grows by those twelve bytes a person, and up to a limit with people whose
code there is not the one that was confirmed.

A row of a list that was refused before and says the same is told by the plan, not here: nothing is on its way for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from time import monotonic

from sync.access.actor import ANYBODY, WHOLE, Actor
from sync.access.permissions import Permission
from sync.charter import Status
from sync.diff.grouped import groups
from sync.diff.unitledger import LedgerUnits
from sync.lists.reading import Reading
from sync.ports import OperationInfo, Progress, RemotePerson, RunInfo, Store, Upstream
from sync.reconciliation.classifying import CODE
from sync.reconciliation.differences import Changed, Difference, FieldDifference, Standing, Tally
from sync.reconciliation.matching import Matching, Ours, Page
from sync.reconciliation.roll import Roll
from sync.reconciliation.sameness import Same
from sync.reconciliation.sides import Sides
from sync.reports import PlanReport
from sync.text.tidying import match_key
from sync.units.rows import UnitRules
from sync.units.within import is_within
from sync.values import OperationState, PersonId

PAGE = 500
"""People looked at together."""

LOOKED_AHEAD = 2
"""Pages that are looked at before anything is told, for the fields that come back from this upstream."""

DOUBLES = 10_000
"""People kept until the end because their handle is not the one that was confirmed: the right one may still come."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The use case over its parts.

    `draft` reads the lists into the plan of a run; `fields` are those the profile may send, in their order; `rules`
    gives the tree of units.
    """

    store: Store
    upstream: Callable[[], Upstream]
    draft: Callable[[RunInfo], PlanReport]
    reading: Reading
    rules: Callable[[], UnitRules | None]
    fields: Sequence[str]
    progress: Progress
    who: str = ""
    lease_seconds: float = 120.0
    actor: Actor = ANYBODY

    @contextmanager
    def compare(self, unit: str | None = None, *, lists: bool = True) -> Iterator[Comparison]:
        """Hold the lease and give out the comparison: of everybody, or of one unit and those below it.

        With `lists` they are read into a plan of its own first, so that a plan that was waiting to be applied is
        superseded; without, ours is what the upstream last confirmed and what is on its way. That it was compared is
        written to the journal before anybody is told of, and the counts once everybody was. Raises what planning and
        reading the upstream raise.
        """
        self.actor.require(Permission.PEOPLE, unit or WHOLE)
        if lists:
            self.actor.require(Permission.PREVIEW)
        store, upstream = self.store, self.upstream()
        store.lease.acquire(self.lease_seconds)
        try:
            run = store.runs.start("reconcile", self.who) if lists else None
            plan = self.draft(run) if run is not None else None
            yield Comparison(self, upstream, unit, plan)
        finally:
            store.lease.release()


class Comparison:
    """One comparison: iterate over it once for whoever is not in step, as they are met; `tally` counts everybody.

    `plan` is what reading the lists gave, None where they were not read.
    """

    def __init__(self, parts: Reconciliation, upstream: Upstream, unit: str | None, plan: PlanReport | None) -> None:
        self.tally = Tally()
        self.plan = plan
        self._parts, self._store, self._upstream = parts, parts.store, upstream
        self._run = None if plan is None else plan.run.number
        self._whole = set() if plan is None else {one.name for one in plan.lists if not one.unread}
        rules = parts.rules()
        self._resolver = resolver = rules.resolver if rules is not None else None
        self._units = LedgerUnits(resolver)
        self._key = match_key if resolver is None else resolver.key
        self._same = Same(parts.reading.knowledge, parts.reading.today, self._units, self._key)
        self._sides = Sides(upstream, parts.fields, self._same)
        self._unit = unit
        self._texts: dict[str, bool] = {} if unit is None else {unit: True}
        """Texts of units, and whether they name the one asked about or one below it."""
        within = None if unit is None else self._is_asked
        self._roll = Roll(self._store.reconciling.roll(self._run, within), self._same)
        self._shown: set[str] | None = None if upstream.showing.everybody else set()
        """The units anybody is shown of, where only those say who is not in them."""
        waiting = bool(self._store.outbox.under_way())
        self._matching = Matching(
            self._store, self._run, self._is_coming, self._sides.whole, any_coming=waiting or self._run is not None
        )
        self._erased: frozenset[PersonId] | None = None
        self._renewed = monotonic()

    def __iter__(self) -> Iterator[Difference]:
        """Yield whoever is not in step. Raises `Unavailable` or `Refused` where the upstream breaks off; that it was
        begun is in the journal then."""
        self._parts.progress.stage("compare", len(self._roll))
        knows = self._unit is None and self._upstream.showing.everybody
        for one in self._differences():
            knows = knows and self._is_known(one)
            yield one
        facts: dict[str, object] = {"counts": {one.value: count for one, count in sorted(self.tally.counts.items())}}
        if self.tally.left_out:
            facts["left_out"] = list(self.tally.left_out)
        with self._store.transaction():
            self._store.reconciling.remember(self._sides.seen)
            self._store.journal.append("reconciled", facts, self._run, self._parts.who)
            self._store.journal.sign()
            if knows:
                self._store.restoring.compared()

    def _is_known(self, one: Difference) -> bool:
        """Whether the upstream shows nothing of somebody that it confirmed to us and we do not know: they differ by
        our lists alone, are strangers to us, or were erased here."""
        if one.standing is Standing.ONLY_THERE:
            named = None if one.theirs is None else self._matching.named(one.theirs.person)
            return named is None or self._was_erased(named)
        return one.standing in {Standing.OURS_NEWER, Standing.ONLY_HERE}

    def _was_erased(self, person: PersonId) -> bool:
        if self._erased is None:
            self._erased = frozenset(one.person for one in self._store.erasures.tombstones())
        return person in self._erased

    def covers(self, unit: str) -> bool:
        """Whether this comparison is about a unit's people too."""
        return self._unit is None or self._is_asked(unit)

    def coming(self, persons: Collection[PersonId]) -> Mapping[PersonId, Ours]:
        """Return what is known here of people, what the lists are about to say included."""
        return self._matching.ours(persons)

    def between(self, person: PersonId, remote: RemotePerson) -> Difference | None:
        """Compare somebody with one at the upstream whom an officer said to be them; None where they are in step."""
        found = self._difference(remote, person, self._matching.ours([person]).get(person))
        return next(iter(self._told([found])), None)

    # ── the course ───────────────────────────────────────────────────────────────────────────────────────

    def _differences(self) -> Iterator[Difference]:
        alone = self._is_lowest()
        pages = self._pages(self._of_unit() if alone else self._upstream.people())
        first = list(islice(pages, LOOKED_AHEAD))
        self._leave_out(first)
        self._begin()
        for page in chain(first, pages):
            yield from self._told(self._judged(page))
        if alone and any(True for _ in self._roll.unmet()):
            # Whoever was not met in the unit may have been moved, not removed.
            for met, known in self._pages(self._upstream.people()):
                moved = [one for one in met if one[1] in self._roll and not self._roll.was_met(one[1])]
                yield from self._told(self._judged((moved, known)))
        yield from self._settle_further()
        for people in groups(self._roll.unmet(), PAGE):
            self._renew()
            known = self._matching.ours(people)
            found = (self._difference(None, person, ours) for person, ours in known.items() if self._tells(ours))
            yield from self._told(found)

    def _leave_out(self, first: Sequence[Page]) -> None:
        """Leave out what does not come back. Of one unit that says little: others are looked at then too."""
        self._sides.leave_out(first, self._store.reconciling.came_back())
        if self._sides.absent and self._unit is not None:
            self._sides.recall(islice(self._upstream.people(), LOOKED_AHEAD * PAGE))
        self.tally.left_out = self._sides.left_out

    def _begin(self) -> None:
        """Write down who compares what, before anybody is told of, and what was seen to come back."""
        facts: dict[str, object] = {} if self._unit is None else {"within": self._units.name(self._unit)}
        with self._store.transaction():
            self._store.reconciling.remember(self._sides.seen)
            facts["lists"] = self._run is not None
            self._store.journal.append("reconcile.begun", facts, self._run, self._parts.who)
            self._store.journal.sign()

    def _is_lowest(self) -> bool:
        """Whether one unit is asked about that has none below it, so that the upstream can be asked for it alone."""
        found = self._resolver.resolve(self._unit).unit if self._resolver is not None and self._unit else None
        return found is not None and self._resolver is not None and not self._resolver.tree.children(found)

    def _of_unit(self) -> Iterator[RemotePerson]:
        return chain.from_iterable(
            map(self._upstream.people, sorted(text for text, asked in self._texts.items() if asked))
        )

    def _pages(self, people: Iterator[RemotePerson]) -> Iterator[Page]:
        """Yield pages with who of ours each is; where one unit is asked about, those who are in it there or here."""
        for page in groups(people, PAGE):
            self._renew()
            self._parts.progress.advance(len(page))
            self._sides.see(page)
            if self._shown is not None:
                self._shown.update(self._key(one.unit) for one in page)
            if self._unit is None:
                yield self._matching.match(page)
                continue
            met, known = self._matching.match([one for one in page if self._may_concern(one)])
            yield [one for one in met if self._concerns(one[0], one[1])], known

    def _may_concern(self, remote: RemotePerson) -> bool:
        named = self._matching.named(remote.person)
        return named is None or self._concerns(remote, named)

    def _concerns(self, remote: RemotePerson, person: PersonId | None) -> bool:
        """Whether somebody is in the unit asked about, by the upstream or by what is known here."""
        return self._is_asked(remote.unit) or person in self._roll

    def _tells(self, ours: Ours) -> bool:
        """Whether it says anything that somebody was not met: what is shown is everybody of their unit."""
        return self._shown is None or ours.entry is None or self._key(ours.entry.unit) in self._shown

    def _judged(self, page: Page) -> Iterator[Difference | None]:
        met, known = page
        echoes: Counter[str] = Counter()
        for remote, person, echo in met:
            if person is None:
                yield self._difference(remote, None, None)
            elif self._roll.meet(person, echo or known[person].entry, remote):
                if echo is not None:
                    echoes[echo.unit] += 1
                    continue
                ours = known[person]
                if ours.coming is None and ours.entry is not None and self._sides.echoes(ours.entry, remote):
                    echoes[ours.entry.unit] += 1
                else:
                    yield self._difference(remote, person, ours)
            elif len(self._roll.further) > DOUBLES:
                yield from self._settle_further()
        for unit, count in echoes.items():
            self.tally.add(Standing.IN_STEP, self._units.name(unit), count)

    def _settle_further(self) -> Iterator[Difference]:
        """Tell of those whose handle is not the one that was confirmed: it was changed, or they are there twice."""
        for person, (remote, *others) in self._roll.further.items():
            ours = self._matching.ours([person])[person]
            if self._roll.was_met(person):
                one, more = self._difference(None, person, ours, Standing.TWO_CODES), (remote, *others)
            else:
                self._roll.mark(person, remote)
                one = self._difference(remote, person, ours, Standing.TWO_CODES if others else None)
                more = tuple(others)
            if one is not None:
                yield from self._told([replace(one, others=more)])
        self._roll.further.clear()

    # ── one person ───────────────────────────────────────────────────────────────────────────────────────

    def _difference(
        self,
        remote: RemotePerson | None,
        person: PersonId | None,
        ours: Ours | None,
        certain: Standing | None = None,
    ) -> Difference | None:
        """Count somebody; return what is to be told of them, None where they are in step or concern nobody.

        `certain` is how they stand where that is known besides; the fields alone tell the rest.
        """
        standing, fields = self._sides.classified(ours, remote)
        if certain is not None:
            standing, fields = certain, fields if remote is not None else ()
        entry, coming = (ours.entry, ours.coming) if ours is not None else (None, None)
        said = coming.operation if coming is not None else entry
        held = said or remote
        if held is None or (said is None and standing is Standing.IN_STEP):
            return None
        unit = self._units.name(held.unit)
        self.tally.add(standing, unit)
        if standing is Standing.IN_STEP:
            return None
        if remote is not None and remote.etag is None:
            self.tally.unguarded = True
        code = (entry.member_code if entry is not None else None) or (remote.member_code if remote else None)
        status = said.status if said is not None else remote.status if remote is not None else Status.ACTIVE
        return Difference(
            standing=standing,
            person=person,
            kind=held.kind,
            unit=unit,
            name=held.record.get("full_name") or (remote.record.get("full_name") if remote else None) or "",
            fields=fields,
            member_code=code or held.record.get(CODE),
            status=status,
            theirs=remote,
            settled_by=self._settled_by(ours, standing, fields),
            base=entry,
            coming=coming,
        )

    def _settled_by(self, ours: Ours | None, standing: Standing, fields: Sequence[FieldDifference]) -> str:
        """Return what is on its way and explains a difference, empty where nothing does.

        What this plan staged explains nothing yet; what went out before it explains what it may have changed there.
        """
        if ours is None or ours.coming is None or standing is Standing.TWO_CODES:
            return ""
        coming, flying = ours.coming, ours.flying
        if coming.run != self._run:
            explained = all(
                one.changed in (Changed.OURS, Changed.ALIKE) or self._sides.accounts((coming, *flying), one)
                for one in fields
            )
            return coming.operation.type.value if explained else ""
        moved = [one for one in fields if one.changed is not Changed.OURS]
        if not moved or not all(self._sides.accounts(flying, one) for one in moved):
            return ""
        return flying[-1].operation.type.value

    def _told(self, found: Iterable[Difference | None]) -> Iterator[Difference]:
        """Yield some differences, with the list each person was read from last."""
        differing = [one for one in found if one is not None]
        persons = {one.person for one in differing if one.person is not None and one.coming is None}
        latest = self._store.plans.latest(self._run or 0, persons)
        for one in differing:
            if one.coming is not None:
                place = one.coming.operation.place
                yield replace(one, list=place.list, row=place.row if one.coming.run == self._run else 0)
            elif one.person is not None and one.person in latest:
                yield replace(one, list=latest[one.person].place.list)
            else:
                yield one

    # ── what counts ──────────────────────────────────────────────────────────────────────────────────────

    def _is_asked(self, text: str) -> bool:
        """Whether a text names the unit asked about, or one below it; whatever does is asked for."""
        if text not in self._texts:
            unit = self._unit or ""
            self._texts[text] = self._same.unit(unit, text) or is_within(text, unit, self._resolver)
        return self._texts[text]

    def _is_coming(self, info: OperationInfo) -> bool:
        """Whether an operation is still what is wanted: what was pending from a list that was read again, or carried
        a paper, this plan has decided about anew."""
        if self._run is None or info.run == self._run or info.state is not OperationState.PENDING:
            return True
        return info.operation.paper is None and info.operation.place.list not in self._whole

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────

    def _renew(self) -> None:
        """Renew the lease in time: reading alone does not."""
        if monotonic() - self._renewed > self._parts.lease_seconds / 4:
            self._renewed = monotonic()
            with self._store.transaction():
                pass
