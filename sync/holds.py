"""What waits for an officer: the open questions, each under a short id, whom it could be, and what was decided.

A decision is taken down here and heeded by the next plan (`sync.decisions`). Only questions of who somebody is are
decided; the others are settled by the list or the register that is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sync.candidates import Candidate, Someone, rank
from sync.errors import DecisionError
from sync.identity import Facts, facts_of, key_hasher, mark_of
from sync.ports import HoldInfo, Store
from sync.values import Answer, Hold, OfficerDecision, PersonId

WHO = frozenset({"ambiguous-identity", "contradicting-identity"})
"""The holds that ask who a row is about."""

SHORTEST = 4
"""Characters of a short id; more where two questions would have the same."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_MISREAD = str.maketrans("iol", "101")
_LENGTH = 16
_QUESTION = 16
_NO_RUN = 0


@dataclass(frozen=True, slots=True)
class WaitingHold:
    """An open question under its short id, and what was decided about it since it was asked."""

    id: str
    hold: Hold
    since: datetime
    decision: OfficerDecision | None


@dataclass(frozen=True, slots=True)
class HoldsReport:
    """Every open question. One that was decided still stands here until the next plan."""

    holds: Sequence[WaitingHold]

    @property
    def exit_code(self) -> int:
        """What the program ends with."""
        return 3 if any(one.decision is None for one in self.holds) else 0

    def only(self, *, code: str = "", of_list: str = "") -> HoldsReport:
        """Return the questions of one kind, or of one list, alone."""
        some = (one for one in self.holds if code in {"", one.hold.code} and of_list in {"", one.hold.place.list})
        return HoldsReport(list(some))


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """Somebody a row could be, under the short id by which an officer names them."""

    id: str
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class HoldReport:
    """One question with the people it could be about, the likeliest first; nobody where that is not the question."""

    waiting: WaitingHold
    candidates: Sequence[ShownCandidate]


@dataclass(frozen=True, slots=True)
class _Open:
    """The questions of one plan, with their ids."""

    ids: Sequence[str]
    infos: Sequence[HoldInfo]
    run: int

    def find(self, name: str) -> tuple[str, HoldInfo]:
        """Return the question whose id begins so. Raises `DecisionError`: `hold-unknown`, `hold-several`."""
        wanted = _typed(name)
        pairs = zip(self.ids, self.infos, strict=True)
        found = [pair for pair in pairs if wanted and _name(pair[1].hold).startswith(wanted)]
        if len(found) > 1:
            raise DecisionError("hold-several", hold=name, count=len(found))
        if not found:
            raise DecisionError("hold-unknown", hold=name)
        return found[0]


class Holds:
    """What waits for an officer, over one store. `lease_seconds` is how long a decision may take to be written."""

    def __init__(self, store: Store, lease_seconds: float = 120.0) -> None:
        self._store = store
        self._lease_seconds = lease_seconds
        self._key = key_hasher(store.key("identifier"))

    # ── looking ──────────────────────────────────────────────────────────────────────────────────────────

    def all(self) -> HoldsReport:
        """Return every open question, and what was decided about it since the plan that asks it."""
        opened = self._open()
        decided = self._decided(opened)
        waiting = [self._waiting(*pair, decided) for pair in zip(opened.ids, opened.infos, strict=True)]
        return HoldsReport(waiting)

    def one(self, name: str) -> HoldReport:
        """Return one question with the people it could be about, the likeliest first.

        Raises `DecisionError`: `hold-unknown`, `hold-several`.
        """
        opened = self._open()
        name, info = opened.find(name)
        shown = self._ranked(info, opened.run) if info.hold.code in WHO else []
        return HoldReport(self._waiting(name, info, self._decided(opened)), shown)

    def decisions(self) -> Sequence[OfficerDecision]:
        """Return the decisions that stand, oldest first."""
        return self._store.decisions.standing()

    # ── deciding ─────────────────────────────────────────────────────────────────────────────────────────

    def decide(self, name: str, answer: Answer, candidate: str, reason: str) -> OfficerDecision:
        """Take down who a row is about; the next plan heeds it. `candidate` is the short id of the one it is.

        Raises `DecisionError`: `hold-unknown` and `hold-several` for the question, `hold-elsewhere` for one that is
        not about who somebody is, `hold-candidate-unknown`, `hold-candidate-unsent` while somebody it could be is not
        sent yet, `hold-without-reason`. Raises `Busy` while a run is under way.
        """
        if not reason.strip():
            raise DecisionError("hold-without-reason")
        with self._lease():
            opened = self._open()
            name, info = opened.find(name)
            hold = info.hold
            if hold.code not in WHO:
                raise DecisionError("hold-elsewhere", hold=name, kind=hold.code)
            people = self._people(hold.candidates, _NO_RUN)
            if len(people) < len(hold.candidates) or not _question(hold):
                raise DecisionError("hold-candidate-unsent", hold=name)
            person = self._person(name, answer, candidate, hold)
            return self._store.decisions.record(self._made(hold, answer, person, people, reason.strip()))

    def withdraw(self, number: int) -> OfficerDecision:
        """End a decision, so that its question is asked again. Raises `DecisionError`: `decision-unknown`; `Busy`."""
        with self._lease():
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
        wanted = _typed(candidate)
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
            question=_question(hold),
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

    def _open(self) -> _Open:
        """The questions of the plan that waits to be applied, where there is one, else of the last released run."""
        latest = self._store.runs.list(1)
        planned = latest[0].number if latest and latest[0].state == "planned" else None
        infos = self._store.plans.holds(planned)
        run = planned or (infos[0].run if infos else _NO_RUN)
        return _Open(short_ids([info.hold for info in infos]), infos, run)

    def _decided(self, opened: _Open) -> Mapping[bytes, OfficerDecision]:
        """The decisions taken after the plan that asks was made; an earlier one it has heeded, or it did not fit."""
        run = self._store.runs.get(str(opened.run)) if opened.run else None
        if run is None:
            return {}
        standing = self._store.decisions.standing()
        return {one.question: one for one in standing if one.at is not None and one.at >= run.started}

    def _waiting(self, name: str, info: HoldInfo, decided: Mapping[bytes, OfficerDecision]) -> WaitingHold:
        hold = info.hold
        return WaitingHold(name, hold, info.since, decided.get(_question(hold)))

    def _ranked(self, info: HoldInfo, run: int) -> list[ShownCandidate]:
        hold = info.hold
        people = self._people(hold.candidates, run)
        names = candidate_ids(hold.candidates)
        ranked: list[Candidate] = rank(hold.stated, hold.unit, (someone for someone, _ in people.values()))
        return [ShownCandidate(names[one.someone.person], one) for one in ranked]

    def _people(self, persons: Sequence[PersonId], run: int) -> Mapping[PersonId, tuple[Someone, Facts]]:
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


# ── short ids ────────────────────────────────────────────────────────────────────────────────────────────


def short_ids(holds: Sequence[Hold]) -> list[str]:
    """Return an id for each hold: the same on every run, short, and the beginning of no other's."""
    return _shortened([_name(hold) for hold in holds], SHORTEST)


def candidate_ids(persons: Sequence[PersonId]) -> dict[PersonId, str]:
    """Return a short id for each of the people a row could be."""
    return dict(zip(persons, _shortened([_letters(f"candidate\x1f{person}") for person in persons], 3), strict=True))


def _question(hold: Hold) -> bytes:
    """Return what a hold asks, as the plan put it into its key; nothing where it does not ask who somebody is."""
    asked = hold.key.rpartition(":")[2] if hold.code in WHO else ""
    return bytes.fromhex(asked) if len(asked) == 2 * _QUESTION and asked.isalnum() else b""


def _name(hold: Hold) -> str:
    return _letters(f"{hold.code}\x1f{hold.key}")


def _letters(text: str) -> str:
    number = int.from_bytes(blake2b(text.encode(), digest_size=10).digest(), "big")
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_LENGTH))


def _shortened(names: Sequence[str], least: int) -> list[str]:
    """Cut names to the shortest length at which all differ, `least` or more."""
    all_, sizes = len(set(names)), range(least, _LENGTH)
    length = next((size for size in sizes if len({name[:size] for name in names}) == all_), _LENGTH)
    return [name[:length] for name in names]


def _typed(name: str) -> str:
    """Return an id as it was meant: capitals, and letters that look like digits, are forgiven."""
    return name.strip().lower().translate(_MISREAD)
