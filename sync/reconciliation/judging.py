"""What is to be done about one person who is not in step: by the difference, the policy and what was answered. Pure.

Where the upstream's side changed, what it shows is taken for confirmed (`rebase`); the ordinary plan then sends ours
where that differs, under the version that was looked at. Where its word counts, the value of the list is given up
(`concede`). Where nobody said whose word counts, nothing is done and an officer is asked (`ask`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sync.charter import Status
from sync.people.identity import KeyHasher, facts_of, keys_of
from sync.ports import IdentityKey, Rebase, RemotePerson
from sync.questions.disputes import Disputed, stated
from sync.reconciliation.classifying import CODE, KIND, STATUS, UNIT
from sync.reconciliation.differences import Changed, Difference, FieldDifference, Standing
from sync.reconciliation.policy import Policy, Word
from sync.values import Answer, Change, Hold, OfficerDecision, Operation, OperationType, PersonId, Place, Record

_BESIDE = frozenset({UNIT, KIND, STATUS, CODE})


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be done about one person; all empty where the ordinary plan does it alone.

    `words` says by field whose word counts, of the fields the upstream's side changed; `decision` is the officer's
    that said so, where one did.
    """

    rebase: Rebase | None = None
    concede: Sequence[FieldDifference] = ()
    ask: Hold | None = None
    words: Sequence[tuple[str, Word]] = ()
    decision: OfficerDecision | None = None


@dataclass(frozen=True, slots=True)
class Judging:
    """Judges differences. `answered` gives an officer's answer to a question, `within` tells units,
    `as_of` when a row's file was saved."""

    policy: Policy
    within: Callable[[str, str], bool]
    answered: Callable[[Hold], OfficerDecision | None]
    key: KeyHasher
    as_of: Callable[[Place], datetime | None] = lambda _: None

    def judge(self, one: Difference) -> Judged:
        """Return what is to be done about somebody whom the lists or the ledger know."""
        if one.settled_by or one.person is None or one.standing in {Standing.IN_STEP, Standing.ONLY_HERE}:
            return Judged()
        if one.standing is Standing.TWO_CODES and (one.others or one.theirs is None):
            # They stand there twice: only the centre can make one of them.
            return Judged(ask=self._hold(one, one.fields, ()))
        moved = [each for each in one.fields if each.changed in {Changed.THEIRS, Changed.BOTH}]
        words = [(each, self._word(one, each)) for each in moved]
        decision = None
        if any(word is Word.ASK for _, word in words):
            answers = self._possible(one)
            hold = self._hold(one, moved, answers)
            decision = self.answered(hold)
            if decision is None or decision.answer not in answers:
                return Judged(ask=hold)
            said = Word.OURS if decision.answer is Answer.OURS else Word.THEIRS
            words = [(each, said if word is Word.ASK else word) for each, word in words]
        taken = [each for each, word in words if word is Word.THEIRS and not _is_unstated(one, each)]
        rebase = self._rebase(one, one.person, moved, {each.field: word for each, word in words})
        told = [(each.field, word) for each, word in words]
        return Judged(rebase, taken, None, told, decision)

    # ── whose word ───────────────────────────────────────────────────────────────────────────────────────

    def _word(self, one: Difference, each: FieldDifference) -> Word:
        if _is_unstated(one, each):
            return Word.THEIRS
        word = self.policy.word(each.field, one.unit, self.within)
        if word is Word.NEWEST:
            word = self._newest(one)
        # Only the upstream gives codes, and puts somebody back who is being transferred.
        return Word.ASK if word is Word.OURS and each.field in {STATUS, CODE} and _is_there(one) else word

    def _newest(self, one: Difference) -> Word:
        """Return whose word is the later one; an officer is asked where that is not known of both."""
        place = one.coming.operation.place if one.coming is not None else Place(one.list)
        here, there = self.as_of(place), _moment(one.theirs.updated) if one.theirs is not None else None
        if here is None or there is None or here == there:
            return Word.ASK
        return Word.OURS if here > there else Word.THEIRS

    def _possible(self, one: Difference) -> Sequence[Answer]:
        """The ways a question can be answered: no list makes a code, or takes a transfer back."""
        only_theirs = _is_there(one) and any(
            each.field in {STATUS, CODE} and each.changed in {Changed.THEIRS, Changed.BOTH} for each in one.fields
        )
        return (Answer.THEIRS,) if only_theirs else (Answer.OURS, Answer.THEIRS)

    def _hold(self, one: Difference, fields: Sequence[FieldDifference], answers: Sequence[Answer]) -> Hold:
        person, etag = one.person, one.theirs.etag if one.theirs is not None else None
        sides = [(each.field, each.base, each.ours, each.theirs) for each in fields]
        codes = [remote.member_code for remote in one.others]
        version = one.base.version if one.base is not None else 0
        content = blake2b(repr((person, version, etag, sides, codes)).encode(), digest_size=16).hexdigest()
        return Hold(
            code=one.standing.value,
            key=f"{one.standing.value}:{person}",
            place=Place(one.list, row=one.row),
            unit=one.unit,
            person=person,
            details={
                "name": one.name,
                "field": ", ".join(each.field for each in fields),
                "answers": " ".join(answer.value for answer in answers),
                "content": content,
            },
            stated=stated(Disputed(each.field, each.base, each.ours, each.theirs) for each in fields),
        )

    # ── taking what is shown for confirmed ───────────────────────────────────────────────────────────────

    def _rebase(
        self, one: Difference, person: PersonId, moved: Sequence[FieldDifference], words: dict[str, Word]
    ) -> Rebase | None:
        entry, theirs = one.base, one.theirs
        alike = [each for each in one.fields if each.changed is Changed.ALIKE]
        if entry is not None and theirs is not None and not (moved or alike):
            return None if theirs.etag in {None, entry.etag} else self._shown(one, person, theirs, ())
        # Not there at all: their entry is taken back, and the lists may create them again.
        return self._gone(one, person) if theirs is None else self._shown(one, person, theirs, (*moved, *alike))

    def _gone(self, one: Difference, person: PersonId) -> Rebase | None:
        entry = one.base
        if entry is None:
            return None
        operation = Operation(
            type=OperationType.REBASE,
            person=person,
            kind=entry.kind,
            unit=entry.unit,
            record=entry.record,
            changes=(Change(STATUS, entry.status.value, Status.NOBODY.value),),
            place=Place(one.list),
            status=Status.NOBODY,
        )
        return Rebase(operation, entry.version)

    def _shown(
        self, one: Difference, person: PersonId, theirs: RemotePerson, fields: Sequence[FieldDifference]
    ) -> Rebase:
        entry, changed = one.base, {each.field: each for each in fields}
        if entry is None:
            record: dict[str, str | None] = {name: value for name, value in theirs.record.items() if value}
            unit, kind = theirs.unit, theirs.kind
        else:
            record = {**entry.record, **{name: each.theirs for name, each in changed.items() if name not in _BESIDE}}
            unit = theirs.unit if UNIT in changed else entry.unit
            kind = theirs.kind if KIND in changed else entry.kind
            if CODE in changed and CODE in record:
                record[CODE] = theirs.member_code
        operation = Operation(
            type=OperationType.REBASE,
            person=person,
            kind=kind,
            unit=unit,
            record=record,
            changes=() if entry is None else tuple(_changes(fields)),
            place=Place(one.list),
            status=theirs.status,
            left=entry.unit if entry is not None and UNIT in changed else "",
        )
        return Rebase(
            operation,
            version=entry.version if entry is not None else 0,
            keys=self._keys(one, record, unit),
            member_code=theirs.member_code or (entry.member_code if entry is not None else None),
            etag=theirs.etag,
            reference=theirs.reference or (entry.reference if entry is not None else None),
        )

    def _keys(self, one: Difference, shown: Record, unit: str) -> Sequence[IdentityKey]:
        """What somebody is known by from now on: as the upstream shows them, and as the list that has them says."""
        records = [shown, *([one.coming.operation.record] if one.coming is not None else [])]
        found = (key for record in records for key in keys_of(facts_of(record, unit), self.key))
        return list(dict.fromkeys(key for key in found if key is not None))


def _moment(stated: str | None) -> datetime | None:
    """Return a time that was stated with its zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(stated) if stated else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _is_there(one: Difference) -> bool:
    return one.theirs is not None and one.theirs.status.on_list


def _is_unstated(one: Difference, each: FieldDifference) -> bool:
    """Whether no list says anything of a field, and none ever did: the upstream's word takes nothing from anybody."""
    if each.field in _BESIDE - {CODE}:
        return False
    said = one.coming.operation.record if one.coming is not None else {}
    known = one.base.record if one.base is not None else {}
    return not each.base and not each.ours and each.field not in said and each.field not in known


def _changes(fields: Sequence[FieldDifference]) -> Iterator[Change]:
    return (Change(each.field, each.base, each.theirs) for each in fields)
