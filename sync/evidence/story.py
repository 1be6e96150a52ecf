"""One person's whole story: what the upstream holds, and each operation and decision that led there.

Only puts together what the state keeps; nothing here is read from lists or asked of the upstream. Personal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sync.charter import Status
from sync.ports import JournalEntry, PastOperation
from sync.questions.openholds import WHO, WaitingHold
from sync.values import (
    LedgerEntry,
    ListKind,
    OfficerDecision,
    OperationState,
    OperationType,
    PersonId,
    Place,
    Record,
)

LOOKED_UP = "person.looked-up"
"""The journal's event of a look at somebody's data."""

EXPORTED = "person.exported"
"""The journal's event of somebody's data being handed out: a look too."""

_RUNS = "run."


@dataclass(frozen=True, slots=True)
class Standing:
    """What the upstream holds of a person now. They stand there so since `since`; `confirmed` is its last word.

    Both are None where the operations that would tell are no longer kept.
    """

    kind: ListKind
    unit: str
    status: Status
    member_code: str | None
    record: Record
    since: datetime | None
    confirmed: datetime | None


@dataclass(frozen=True, slots=True)
class ToldValue:
    """One field of an operation: before and after, and the cell as it was found where cleaning changed it.

    `done` are the codes of the cleaning steps in order. `changed` says that it was sent because it differs; a value
    that was only cleaned is told too.
    """

    field: str
    old: str | None
    new: str | None
    changed: bool
    found: str | None = None
    done: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """An entry of the journal that covers what is told."""

    number: int
    at: datetime
    event: str
    who: str


@dataclass(frozen=True, slots=True)
class ToldOperation:
    """One operation: where it came from, what it changed, how it was sent and what the upstream said.

    `planned` is when the run that decided it began, `carried_out` whether that plan was released, `at` when the
    operation came to its `state`. `first` says that nothing was known of the person before; else `matched` names the
    kinds of identity keys its row shared with what was known. `decision` is the officer's decision that says who it
    is; that is the paper itself where the operation came from no list (`from_decision`).
    `behind` is the kind of question it waits behind, or waited. `entries` are about the operation, `run_entries`
    about its run.
    """

    number: int
    id: str
    type: OperationType
    run: str
    planned: datetime
    carried_out: bool
    state: OperationState
    at: datetime
    place: Place
    unit: str
    left: str
    status: Status
    first: bool
    matched: Sequence[str]
    decision: int | None
    from_decision: bool
    values: Sequence[ToldValue]
    paper: Record
    behind: str
    batch: str
    attempts: int
    words: str
    code: str
    field: str
    entries: Sequence[ToldEntry]
    run_entries: Sequence[int]


@dataclass(frozen=True, slots=True)
class ToldDecision:
    """An officer's decision about the person, and the journal's entries about it. `chosen` is False where it was
    about somebody the person could have been, or about their unit."""

    decision: OfficerDecision
    chosen: bool
    entries: Sequence[ToldEntry]


@dataclass(frozen=True, slots=True)
class Story:
    """One person's story; operations and decisions newest first. `person` is None for somebody of whom only open
    questions are known. `looks` are all looks at this person's data, oldest first: the one that tells is the last.
    `hidden` counts the questions and decisions of units whose people whoever asks may not see."""

    person: PersonId | None
    name: str
    standing: Standing | None
    questions: Sequence[WaitingHold]
    operations: Sequence[ToldOperation] = ()
    decisions: Sequence[ToldDecision] = ()
    looks: Sequence[ToldEntry] = ()
    hidden: int = 0


def tell(
    person: PersonId,
    entry: LedgerEntry | None,
    past: Sequence[PastOperation],
    decisions: Iterable[OfficerDecision],
    questions: Iterable[WaitingHold],
    journal: Iterable[JournalEntry],
) -> Story:
    """Put a person's story together.

    `past` are their operations in order; of all `decisions`, open `questions` and entries of the `journal` those that
    are about the person are told.
    """
    behind = {one.behind for one in past} - {None}
    made = [one for one in decisions if _is_about(one, person) or (one.code, one.key) in behind]
    entries = _Entries(person, past, made, journal)
    told, known = list[ToldOperation](), _Known(entry)
    for one in past:
        told.append(_operation(one, known, made, entries))
        known.add(one)
    latest = entry.record if entry is not None else past[-1].info.operation.record if past else {}
    return Story(
        person=person,
        name=latest.get("full_name") or "",
        standing=_standing(entry, past),
        questions=[one for one in questions if _asks_about(one, person, behind)],
        operations=told[::-1],
        decisions=[
            ToldDecision(one, one.person == person, entries.of_decision.get(one.number, [])) for one in reversed(made)
        ],
        looks=entries.looks,
    )


def _is_about(made: OfficerDecision, person: PersonId) -> bool:
    return made.person == person or person in made.about


def _asks_about(one: WaitingHold, person: PersonId, behind: Collection[object]) -> bool:
    hold = one.hold
    return person == hold.person or person in hold.candidates or (hold.code, hold.key) in behind


def _standing(entry: LedgerEntry | None, past: Sequence[PastOperation]) -> Standing | None:
    """What the upstream holds, and since when: since the first of the last applied ones that left it so."""
    if entry is None:
        return None
    since = confirmed = None
    for one in reversed([one for one in past if one.info.state is OperationState.APPLIED]):
        decided = one.info.operation
        confirmed = confirmed or one.changed
        if (decided.kind, decided.unit, decided.status) != (entry.kind, entry.unit, entry.status):
            break
        since = one.changed
    code = entry.member_code or entry.record.get("member_code")
    return Standing(entry.kind, entry.unit, entry.status, code, entry.record, since, confirmed)


class _Known:
    """What was known of a person before an operation: their identity keys, and whether the upstream had them."""

    def __init__(self, entry: LedgerEntry | None) -> None:
        self._code = None if entry is None else entry.member_code
        self._keys: set[object] = set()
        self.anything = self.confirmed = False

    def add(self, one: PastOperation) -> None:
        self._keys.update(one.keys)
        self.anything = True
        self.confirmed |= one.info.state is OperationState.APPLIED

    def matched(self, one: PastOperation) -> list[str]:
        """Return the kinds of the row's keys that were known, surest first."""
        kinds = [key.kind for key in one.keys if key in self._keys]
        if self.confirmed and self._code and one.info.operation.record.get("member_code") == self._code:
            kinds.insert(0, "member_code")
        return list(dict.fromkeys(kinds))


def _operation(
    past: PastOperation, known: _Known, made: Sequence[OfficerDecision], entries: _Entries
) -> ToldOperation:
    info, decided = past.info, past.info.operation
    # A paper that is an officer's decision stands on no list: its row is the decision's number.
    by_decision = not (decided.place.list or decided.place.file) and decided.place.row > 0
    who = (
        [decided.place.row]
        if by_decision
        else [
            one.number
            for one in made
            if one.code in WHO
            and one.person == decided.person
            and one.place == decided.place
            and one.at is not None
            and one.at <= past.decided
        ]
    )
    return ToldOperation(
        number=info.number,
        id=f"{past.run_id}-{info.number}",
        type=decided.type,
        run=past.run_id,
        planned=past.decided,
        carried_out=past.released is not None,
        state=info.state,
        at=past.changed,
        place=decided.place,
        unit=decided.unit,
        left=decided.left,
        status=decided.status,
        first=not known.anything,
        matched=known.matched(past),
        decision=who[-1] if who else None,
        from_decision=by_decision,
        values=_values(past, whole=not known.confirmed),
        paper=decided.paper.facts if decided.paper is not None else {},
        behind=past.behind[0] if past.behind is not None else "",
        batch=past.batch_key,
        attempts=info.attempts,
        words=info.words,
        code=info.code,
        field=info.field,
        entries=entries.of_operation.get(info.number, []),
        run_entries=entries.of_run.get(info.run, []),
    )


def _values(past: PastOperation, *, whole: bool) -> list[ToldValue]:
    """The fields that differ, or all of somebody new; then those that were only cleaned."""
    decided, steps = past.info.operation, past.info.operation.steps
    changes = [(one.field, one.old, one.new) for one in decided.changes]
    if whole and not changes:
        changes = [(name, None, value) for name, value in decided.record.items() if value]
    told = {name for name, _, _ in changes}
    values = [(name, old, new, True) for name, old, new in changes]
    values += [
        (name, decided.record[name], decided.record[name], False)
        for name in steps
        if name in decided.record and name not in told
    ]
    return [
        ToldValue(name, old, new, changed, steps[name].found, steps[name].done)
        if name in steps
        else ToldValue(name, old, new, changed)
        for name, old, new, changed in values
    ]


class _Entries:
    """The journal's entries about one person, by what of theirs they are about."""

    def __init__(
        self,
        person: PersonId,
        past: Sequence[PastOperation],
        made: Sequence[OfficerDecision],
        journal: Iterable[JournalEntry],
    ) -> None:
        self.of_operation: dict[int, list[ToldEntry]] = {}
        self.of_decision: dict[int, list[ToldEntry]] = {}
        self.of_run: dict[int, list[int]] = {}
        self.looks: list[ToldEntry] = []
        numbers, runs = [one.info.number for one in past], {one.info.run for one in past}
        decided = {one.number for one in made}
        for entry in journal:
            told = ToldEntry(entry.number, entry.at, entry.event, entry.who)
            if entry.event.startswith(_RUNS):
                if entry.run in runs:
                    self.of_run.setdefault(entry.run, []).append(entry.number)
            elif entry.event in {LOOKED_UP, EXPORTED}:
                people = entry.facts.get("people")
                if isinstance(people, list) and person in people:
                    self.looks.append(told)
            elif entry.facts.get("decision") in decided:
                self.of_decision.setdefault(_whole(entry.facts["decision"]), []).append(told)
            else:
                for number in covered(numbers, entry.facts):
                    self.of_operation.setdefault(number, []).append(told)


def covered(numbers: Sequence[int], facts: Mapping[str, object]) -> list[int]:
    """Return those of these operations that an entry's facts name: by lists of numbers, or of first and last."""
    named = [part for value in facts.values() if isinstance(value, list) for part in value]
    stretches = [part for part in named if isinstance(part, list) and len(part) == 2]
    alone = {part for part in named if isinstance(part, int)}
    return [one for one in numbers if one in alone or any(first <= one <= last for first, last in stretches)]


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
