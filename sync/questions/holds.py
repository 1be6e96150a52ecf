"""What waits for an officer: the open questions, whom they could be about, and taking down what is decided.

A decision is taken down here and heeded by the next plan: who a row is by `sync.questions.decisions`, what is
approved or rejected by `sync.questions.approvals`. Any other question is settled by the list or the register that is
right.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sync.access.actor import ANYBODY, Actor
from sync.access.permissions import Permission
from sync.errors import DecisionError
from sync.people.candidates import Candidate, Someone, rank
from sync.people.identity import Facts, facts_of, key_hasher, mark_of
from sync.ports import Store
from sync.questions.approving import Approving, Said
from sync.questions.disputes import DISPUTES, answers_to, decision_on
from sync.questions.holdids import candidate_ids, typed_id
from sync.questions.openholds import (
    NO_RUN,
    WHO,
    HoldReport,
    HoldsReport,
    OpenHolds,
    ShownCandidate,
    WaitingHold,
    asked,
    open_holds,
)
from sync.units.resolving import Resolver
from sync.values import Answer, Hold, OfficerDecision, PersonId


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which questions an answer is for: those of these ids, or all of one kind, list, or unit and those below it."""

    ids: Sequence[str] = ()
    code: str = ""
    of_list: str = ""
    unit: str = ""

    @property
    def by_name(self) -> bool:
        """Whether each question was named."""
        return bool(self.ids)


@dataclass(frozen=True, slots=True)
class Considered:
    """What an answer is for: the questions it fits, each with its decision, and why it does not fit the others."""

    fitting: Sequence[tuple[WaitingHold, OfficerDecision]]
    left: Sequence[DecisionError]


class Holds:
    """What waits for an officer, over one store. `lease_seconds` is how long a decision may take to be written.

    `resolver` is asked for what knows which unit is below which; without it a unit's own path tells. `actor` is who
    asks: each method raises AccessRefused where they may not, and shows the questions of units they may see.
    """

    def __init__(
        self,
        store: Store,
        approving: Approving,
        lease_seconds: float = 120.0,
        resolver: Callable[[], Resolver | None] = lambda: None,
        actor: Actor = ANYBODY,
    ) -> None:
        self._store = store
        self._approving = approving
        self._lease_seconds = lease_seconds
        self._resolver = resolver
        self._actor = actor
        self._key = key_hasher(store.key("identifier"))

    # ── looking ──────────────────────────────────────────────────────────────────────────────────────────

    def all(self) -> HoldsReport:
        """Return every open question, and what was decided about it since the plan that asks it."""
        self._actor.require(Permission.PEOPLE)
        sight, found = self._actor.sight(), open_holds(self._store).all()
        seen = [one for one in found if sight is None or sight(one.hold.unit)]
        return HoldsReport(seen, len(found) - len(seen))

    def one(self, name: str) -> HoldReport:
        """Return one question with the people it could be about, the likeliest first, and the ways to answer it.

        Raises `DecisionError`: `hold-unknown`, `hold-several`.
        """
        self._actor.require(Permission.PEOPLE)
        opened = open_holds(self._store)
        waiting = opened.find(name)
        self._actor.require(Permission.PEOPLE, waiting.hold.unit)
        shown = self._ranked(waiting.hold, opened.run) if waiting.hold.code in WHO else []
        return HoldReport(waiting, shown, self._approving.possible(waiting.hold))

    def decisions(self) -> Sequence[OfficerDecision]:
        """Return the decisions that stand, oldest first."""
        self._actor.require(Permission.PEOPLE)
        sight = self._actor.sight()
        return [one for one in self._store.decisions.standing() if sight is None or sight(one.unit)]

    # ── approving ────────────────────────────────────────────────────────────────────────────────────────

    def consider(self, chosen: Chosen, said: Said) -> Considered:
        """Return what an answer would do; nothing is taken down.

        Questions that were named must all fit. Of all of a kind, a list or a unit those are left that do not, or that
        were answered since the plan that asks. Raises `DecisionError`: `hold-choose-which`, `hold-chosen-twice`,
        `hold-unknown`, `hold-several`, `hold-none-such`, `hold-answers` with all that does not fit, and what
        `Approving.made` raises where it is one thing alone.
        """
        self._actor.require(Permission.DECIDE)
        return self._considered(open_holds(self._store), chosen, said)

    def answer(self, chosen: Chosen, said: Said) -> Considered:
        """Take an answer down for all it fits; the next plan heeds it. Raises as `consider`, and `Busy`."""
        self._actor.require(Permission.DECIDE)
        with self._lease():
            found = self._considered(open_holds(self._store), chosen, said)
            with self._store.transaction():
                made = [(one, self._store.decisions.record(decision)) for one, decision in found.fitting]
        return Considered(made, found.left)

    def _considered(self, opened: OpenHolds, chosen: Chosen, said: Said) -> Considered:
        fitting, left = [], []
        for one in self._permitted(self._chosen(opened, chosen), chosen, said.answer):
            try:
                fitting.append((one, self._approving.made(one.id, one.hold, said)))
            except DecisionError as error:
                left.append(error)
        if left and (chosen.by_name or not fitting):
            alike = {
                (error.code, *(each for name, each in error.details.items() if name != "hold")) for error in left
            }
            if len(alike) == 1:
                raise left[0]
            raise DecisionError("hold-answers", tuple(left), count=len(left))
        return Considered(fitting, left)

    def _permitted(self, some: Sequence[WaitingHold], chosen: Chosen, answer: Answer) -> Sequence[WaitingHold]:
        """The questions somebody may answer so. One that was named must be; of all of a kind, a list or a unit at
        least one. Raises AccessRefused."""
        needed = [(one, self._approving.permission(one.hold, answer)) for one in some]
        may = [one for one, permission in needed if self._actor.may(permission, one.hold.unit)]
        if chosen.by_name or not may:
            for one, permission in needed:
                self._actor.require(permission, one.hold.unit)
        return may

    def _chosen(self, opened: OpenHolds, chosen: Chosen) -> Sequence[WaitingHold]:
        narrowed = bool(chosen.code or chosen.of_list or chosen.unit)
        if chosen.by_name == narrowed:
            raise DecisionError("hold-chosen-twice" if narrowed else "hold-choose-which")
        if chosen.by_name:
            return list({one.id: one for one in map(opened.find, chosen.ids)}.values())
        report = HoldsReport(opened.all())
        resolver = self._resolver() if chosen.unit else None
        some = report.only(code=chosen.code, of_list=chosen.of_list, unit=chosen.unit, resolver=resolver).holds
        unanswered = [one for one in some if one.decision is None]
        if not unanswered:
            raise DecisionError("hold-none-such")
        return unanswered

    # ── who somebody is ──────────────────────────────────────────────────────────────────────────────────

    def decide(self, name: str, answer: Answer, candidate: str, reason: str) -> OfficerDecision:
        """Take down who a row is about, which the next plan heeds, or whose word counts, which the next `reconcile`
        that settles does. `candidate` is the short id of the one it is.

        Raises `DecisionError`: `hold-unknown` and `hold-several` for the question, `hold-elsewhere` for one that is
        not about who somebody is, `hold-no-sides`, `hold-no-such-side` and `hold-only-centre` where it is not for the
        officer to say whose word counts, `hold-candidate-unknown`, `hold-candidate-unsent` while somebody it could be
        is not sent yet, `hold-without-reason`. Raises `Busy` while a run is under way.
        """
        self._actor.require(Permission.DECIDE)
        if not reason.strip():
            raise DecisionError("hold-without-reason")
        with self._lease():
            waiting = open_holds(self._store).find(name)
            name, hold = waiting.id, waiting.hold
            self._actor.require(Permission.DECIDE, hold.unit)
            if hold.code in DISPUTES or answer in {Answer.OURS, Answer.THEIRS}:
                return self._store.decisions.record(self._side(name, hold, answer, reason.strip()))
            if hold.code not in WHO:
                raise DecisionError("hold-elsewhere", hold=name, kind=hold.code)
            people = self._people(hold.candidates, NO_RUN)
            if len(people) < len(hold.candidates) or not self._question(hold):
                raise DecisionError("hold-candidate-unsent", hold=name)
            person = self._person(name, answer, candidate, hold)
            return self._store.decisions.record(self._made(hold, answer, person, people, reason.strip()))

    def _side(self, name: str, hold: Hold, answer: Answer, reason: str) -> OfficerDecision:
        """Return the decision whose word counts; the next reconciliation that settles carries it out."""
        possible = answers_to(hold)
        if answer not in possible:
            choices = ", ".join(f"--{one}" for one in possible)
            code = (
                "hold-no-such-side" if possible else "hold-only-centre" if hold.code in DISPUTES else "hold-no-sides"
            )
            raise DecisionError(code, hold=name, kind=hold.code, choices=choices)
        return decision_on(hold, answer, reason, self._store.key("identifier"))

    def withdraw(self, number: int) -> OfficerDecision:
        """End a decision, so that its question is asked again. Raises `DecisionError`: `decision-unknown`; `Busy`."""
        self._actor.require(Permission.DECIDE)
        with self._lease():
            for one in self._store.decisions.standing():
                if one.number == number:
                    self._actor.require(Permission.DECIDE, one.unit)
            ended = self._store.decisions.withdraw(number)
        if ended is None:
            raise DecisionError("decision-unknown", decision=number)
        return ended

    def _person(self, name: str, answer: Answer, candidate: str, hold: Hold) -> PersonId | None:
        """Return who the row is from now on: a candidate, somebody new, or nobody for a row that is left alone."""
        if answer is Answer.NEW:
            return self._store.registry.allocate(1)[0]
        if answer is Answer.LEAVE:
            return None
        wanted = typed_id(candidate)
        found = [one for one, shown in candidate_ids(hold.candidates).items() if wanted and shown.startswith(wanted)]
        if len(found) != 1:
            raise DecisionError("hold-candidate-unknown", hold=name, candidate=candidate)
        return found[0]

    def _made(
        self,
        hold: Hold,
        answer: Answer,
        person: PersonId | None,
        people: Mapping[PersonId, tuple[Someone, Facts]],
        reason: str,
    ) -> OfficerDecision:
        record, code = hold.stated, None
        if person is not None and person in people:
            someone, facts = people[person]
            record, code = {**someone.record, **hold.stated}, facts.member_code
        after = b"" if person is None else mark_of(facts_of(record, hold.unit, code), self._key)
        return OfficerDecision(
            question=self._question(hold),
            code=hold.code,
            key=hold.key,
            answer=answer,
            person=person,
            about={one: mark_of(facts, self._key) for one, (_, facts) in people.items()},
            after=after,
            reason=reason,
            name=hold.stated.get("full_name") or "",
            place=hold.place,
            unit=hold.unit,
        )

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _lease(self) -> Iterator[None]:
        self._store.lease.acquire(self._lease_seconds)
        try:
            yield
        finally:
            self._store.lease.release()

    def _question(self, hold: Hold) -> bytes:
        return asked(hold, self._store.key("identifier"))

    def _ranked(self, hold: Hold, run: int) -> list[ShownCandidate]:
        people = self._people(hold.candidates, run)
        names = candidate_ids(hold.candidates)
        ranked: list[Candidate] = rank(hold.stated, hold.unit, (someone for someone, _ in people.values()))
        return [ShownCandidate(names[one.someone.person], one) for one in ranked]

    def _people(self, persons: Collection[PersonId], run: int) -> Mapping[PersonId, tuple[Someone, Facts]]:
        """Return what is known of people: confirmed by the upstream, or sent to it, or staged by `run`."""
        entries = self._store.ledger.entries(persons)
        latest = self._store.plans.latest(run, [one for one in persons if one not in entries])
        known: dict[PersonId, tuple[Someone, Facts]] = {}
        for person in persons:
            if person in entries:
                entry = entries[person]
                record = {**entry.record, "member_code": entry.record.get("member_code") or entry.member_code}
                someone = Someone(person, entry.kind, entry.unit, record)
            elif person in latest:
                sent = latest[person]
                someone = Someone(person, sent.kind, sent.unit, sent.record, confirmed=False)
            else:
                continue
            known[person] = someone, facts_of(someone.record, someone.unit)
        return known
