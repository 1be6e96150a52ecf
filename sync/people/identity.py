"""Who is this? From a cleaned row's identifiers to a person already known, a new one, or a question for an officer.

The order is the domain book's (§5, "Identity"): central member code, national ID, previous ID, then name and birth
date within one branch; everything else is for an officer to decide. Two different people never merge by themselves,
and one person under a new ID stays the same person.

A number is known under one key, whether it is a person's ID now, their old CMND, or an ID they gave up. Who bears it
now comes before who bore it once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from sync.fingerprint import identifier_hash
from sync.ports import IdentityKey
from sync.text.tidying import fold, match_key
from sync.values import Change, PersonId, Record

TELLING = (
    "full_name",
    "date_of_birth",
    "gender",
    "national_id",
    "previous_id",
    "member_code",
    "student_code",
    "phone",
    "email",
)
"""The fields that may tell an officer who somebody is."""

CORRECTED = 2
"""Letters by which a corrected name may differ from the one before, diacritics not counted."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What identifies a person: identifiers as text, name and unit as comparison keys. None where not stated.

    `confirmed` is False for a person of whom the upstream has only refused to hear: their identifiers may be wrong.
    """

    member_code: str | None
    national_id: str | None
    name: str | None
    birth: str | None
    unit: str
    confirmed: bool = True
    previous_id: str | None = None


@dataclass(frozen=True, slots=True)
class New:
    """Nobody known carries any of the identifiers."""


@dataclass(frozen=True, slots=True)
class Known:
    """This is `person`, found by `by`: `member_code`, `national_id`, `previous_id`, `name` or `decision`."""

    person: PersonId
    by: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """An officer must say who this is; `code` is the hold's."""

    code: str
    candidates: tuple[PersonId, ...]


Match = New | Known | Unclear

KeyHasher = Callable[[str, str], IdentityKey]


def key_hasher(secret: bytes) -> KeyHasher:
    """Return the function that turns (kind, text) into the key the registry knows."""
    return lambda kind, text: IdentityKey(kind, identifier_hash(secret, kind, text))


OLD_ID = 9
"""Digits of the old CMND (the domain book, §5: kept as a previous ID)."""


def sorted_ids(record: Record, fields: Collection[str]) -> Record:
    """Return a row's record with an old CMND under `previous_id`, where the upstream keeps that beside the ID.

    Lists have one column for both numbers, and the old one is none of the new kind: it is not stated as one, so a
    twelve-digit ID that is known stays. An upstream with one field for both gets it there.
    """
    number = record.get("national_id")
    if not number or len(number) != OLD_ID or "previous_id" not in fields:
        return record
    if record.get("previous_id") not in {None, number}:
        return record
    kept = {name: value for name, value in record.items() if name not in {"national_id", "previous_id"}}
    return {**kept, "previous_id": number}


def succeeds(change: Change, record: Record) -> bool:
    """Whether a change only adds today's ID beside an old CMND: a list that has the old one says nothing else."""
    return change.field == "national_id" and change.old is None and bool(record.get("previous_id"))


def facts_of(record: Record, unit: str, member_code: str | None = None, *, confirmed: bool = True) -> Facts:
    """Return the identifying facts of a record; `member_code` is the upstream's where the list states none."""
    name = record.get("full_name")
    return Facts(
        member_code=record.get("member_code") or member_code,
        national_id=record.get("national_id"),
        name=match_key(name) if name else None,
        birth=record.get("date_of_birth"),
        unit=match_key(unit),
        confirmed=confirmed,
        previous_id=record.get("previous_id"),
    )


Keys = tuple[IdentityKey | None, IdentityKey | None, IdentityKey | None, IdentityKey | None]


def keys_of(facts: Facts, key: KeyHasher) -> Keys:
    """Return the keys for member code, national ID, previous ID, name with birth date; None for a missing fact."""
    return (
        key("member_code", facts.member_code) if facts.member_code else None,
        key("national_id", facts.national_id) if facts.national_id else None,
        key("national_id", facts.previous_id) if facts.previous_id else None,
        key("name_birth", f"{facts.name}\x1f{facts.birth}") if facts.name and facts.birth else None,
    )


def question_of(row: Facts, key: KeyHasher) -> bytes:
    """Return the 16 bytes that stay the same while a row says the same about who it is, and where."""
    said = (row.member_code, row.national_id, row.previous_id, row.name, row.birth, row.unit)
    return key("question", "\x1f".join(fact or "" for fact in said)).hash


def mark_of(known: Facts, key: KeyHasher) -> bytes:
    """Return a mark of what is known of who somebody is: 16 bytes, and 16 more where a member code is known.

    The branch is no part of it: a person moved by a reorganisation is still the one an officer decided about.
    """
    said = (known.national_id, known.previous_id, known.name, known.birth)
    mark = key("mark", "\x1f".join(fact or "" for fact in said)).hash
    return mark + key("mark", known.member_code).hash if known.member_code else mark


def still(mark: bytes, known: Facts | None, key: KeyHasher) -> bool:
    """Whether a mark still fits what is known of the person. A member code given since then changes nobody."""
    return known is not None and mark == mark_of(known, key)[: len(mark)] and len(mark) > 0


def identify(
    facts: Facts,
    keys: Sequence[IdentityKey | None],
    found: Mapping[IdentityKey, frozenset[PersonId]],
    facts_known: Mapping[PersonId, Facts],
    nobodies: Collection[PersonId] = frozenset(),
) -> Match:
    """Decide who a row is about.

    `found` maps keys to the people registered under them; `facts_known` holds what is known of each of those
    people (a person without facts was registered, but nothing about them is on record). `nobodies` were set up by an
    earlier plan and never taken by the upstream: they have no say where the row may be about somebody who was, and no
    row contradicts them.
    """
    if found.keys().isdisjoint(keys):
        return New()
    nobody: frozenset[PersonId] = frozenset()
    people = [found.get(key, nobody) if key else nobody for key in keys]
    if nobodies and not all(map(nobody.union(nobodies).isdisjoint, people)):
        match = _climb(facts, [some.difference(nobodies) for some in people], facts_known)
        unsent = [some.intersection(nobodies) for some in people]
        return _unsent(facts, unsent, facts_known) if isinstance(match, New) else match
    return _climb(facts, people, facts_known)


def _unsent(row: Facts, people: Sequence[frozenset[PersonId]], facts_known: Mapping[PersonId, Facts]) -> Match:
    """Whom an earlier plan set up for this row: under its numbers, or the one namesake in its branch."""
    *numbered, named = people
    strong = frozenset[PersonId]().union(*numbered)
    if strong:
        return Known(min(strong), "national_id")
    match = _by_name(row, named, facts_known)
    return match if isinstance(match, Known) else New()


def _climb(row: Facts, people: Sequence[frozenset[PersonId]], facts_known: Mapping[PersonId, Facts]) -> Match:
    """Climb the ladder: `people` are those found by code, ID, previous ID and name."""
    by_code, by_id, by_previous, by_name = people
    by = "member_code"
    strong = by_code
    if by_id or by_previous:
        bearers, current = _bearers(row, row.national_id, by_id, facts_known)
        former, _ = _bearers(row, row.previous_id, by_previous, facts_known)
        strong = by_code.union(bearers, former)
        by = by if by_code else "national_id" if current else "previous_id"
    if len(strong) > 1:
        return Unclear("contradicting-identity", _with_namesakes(row, strong, by_name, facts_known))
    if strong:
        (person,) = strong
        known = facts_known.get(person)
        if known is not None and (
            _contradicts(row, known, by) or _is_twin(row, known, by_name - strong, facts_known)
        ):
            return Unclear("contradicting-identity", _with_namesakes(row, strong, by_name, facts_known))
        return Known(person, by)
    return _by_name(row, by_name, facts_known)


def _bearers(
    row: Facts, number: str | None, people: frozenset[PersonId], facts_known: Mapping[PersonId, Facts]
) -> tuple[frozenset[PersonId], bool]:
    """Return who bears an ID now, and True; where nobody does, who bore it once, and False.

    An ID that two people bear, because an officer said so, is that one's whose name and birth date the row states.
    """
    now = [person for person in people if (known := facts_known.get(person)) is not None and _bears(known, number)]
    if not now:
        return people, False
    if len(now) > 1:
        same = [person for person in now if _namesake(row, facts_known[person])]
        now = same if len(same) == 1 else now
    return frozenset(now), True


def _bears(known: Facts, number: str | None) -> bool:
    return number is not None and number in (known.national_id, known.previous_id)


def _namesake(row: Facts, known: Facts) -> bool:
    return (row.name, row.birth) == (known.name, known.birth)


def _with_namesakes(
    row: Facts, strong: Collection[PersonId], by_name: Collection[PersonId], facts_known: Mapping[PersonId, Facts]
) -> tuple[PersonId, ...]:
    """Return whom a row with a number of somebody else's could be about: those, and whoever has its name."""
    named = {person for person in by_name if person in facts_known and _namesake(row, facts_known[person])}
    return tuple(sorted(named.union(strong)))


def _is_twin(row: Facts, known: Facts, others: Collection[PersonId], facts_known: Mapping[PersonId, Facts]) -> bool:
    """Whether somebody else bears the row's name and birth date to the letter, and the known one only nearly.

    Twins are called like that: what looks like a corrected name is then the other's own.
    """
    if not others or row.member_code is not None or _namesake(row, known):
        return False
    return any(person in facts_known and _namesake(row, facts_known[person]) for person in others)


def _contradicts(row: Facts, known: Facts, by: str) -> bool:
    """An identifier alone is not enough: another fact must agree, and no stronger one may disagree.

    An identifier typed for the wrong person would otherwise overwrite that person. A birth date that agrees is not
    enough either beside another name: that is how twins look. A name that is nearly the same is a corrected one.
    """
    if by != "member_code" and _differ(row.member_code, known.member_code):
        return True
    if row.name is None and row.birth is None:
        return False
    if by == "previous_id" and _differ(row.national_id, known.national_id) and _same_length(row, known):
        return not _namesake(row, known)  # an ID given up, beside another ID now
    both = row.national_id is not None and row.national_id == known.national_id
    both = both and row.member_code is not None and row.member_code == known.member_code
    return not (both or row.name == known.name or (row.birth == known.birth and nearly(row.name, known.name)))


def nearly(one: str | None, other: str | None) -> bool:
    """Whether two names differ as a correction does: in diacritics, or in at most `CORRECTED` letters."""
    if one is None or other is None:
        return True
    return Levenshtein.distance(fold(one), fold(other), score_cutoff=CORRECTED) <= CORRECTED


def lookalikes(row: Facts, others: Mapping[PersonId, Facts]) -> tuple[PersonId, ...]:
    """Return those of `others` whom somebody new may be: candidates for an officer, never a match.

    They are of the same branch and their codes do not differ. Where both have a number, only the same name and birth
    date make a lookalike; where one has none, the same name does, or the same birth date with nearly the same name.
    """
    return tuple(
        sorted(
            person
            for person, other in others.items()
            if other.unit == row.unit and not _differ(row.member_code, other.member_code) and _alike(row, other)
        )
    )


def _is_numbered(one: Facts) -> bool:
    return one.national_id is not None or one.previous_id is not None


def _alike(row: Facts, other: Facts) -> bool:
    if row.member_code is not None or (_is_numbered(row) and _is_numbered(other)):
        return _namesake(row, other)
    return row.name == other.name or (
        row.birth is not None and row.birth == other.birth and nearly(row.name, other.name)
    )


def may_be_one_day(one: str | None, other: str | None) -> bool:
    """Whether two dates may be the same one: a year or a month agrees with every day in it, and nothing with all."""
    return one is None or other is None or one.startswith(other) or other.startswith(one)


def fits(row: Facts, known: Facts) -> bool:
    """Whether somebody bears a row's name in its unit, and its birth date as far as both are known."""
    same = known.name == row.name and known.unit == row.unit
    return same and row.name is not None and may_be_one_day(row.birth, known.birth)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _by_name(row: Facts, candidates: frozenset[PersonId], facts_known: Mapping[PersonId, Facts]) -> Match:
    """Name and birth date agree: the same person only within one branch, and only while no identifier disagrees."""
    same_branch: list[PersonId] = []
    elsewhere: list[PersonId] = []
    for person in sorted(candidates):
        known = facts_known.get(person)
        if known is None or _differ(row.member_code, known.member_code):
            continue
        if not _namesake(row, known):
            continue  # found under a name or birth date that has been corrected since
        if known.confirmed and _other_ids(row, known):
            continue  # two IDs are two people, unless the other is missing now: see `lookalikes`
        (same_branch if known.unit == row.unit else elsewhere).append(person)
    if len(same_branch) == 1:
        return Known(same_branch[0], "name")
    if same_branch or elsewhere:
        return Unclear("ambiguous-identity", tuple(same_branch or elsewhere))
    return New()


def _other_ids(row: Facts, known: Facts) -> bool:
    """Whether IDs of one kind differ, and none says that it is one person."""
    if row.national_id is not None and row.national_id in (known.national_id, known.previous_id):
        return False
    return _differ(row.previous_id, known.previous_id) or (
        _differ(row.national_id, known.national_id) and _same_length(row, known)
    )


def _same_length(row: Facts, known: Facts) -> bool:
    """A 9-digit ID gives way to a 12-digit one; two different 12-digit (or two 9-digit) IDs are two people's."""
    return len(row.national_id or "") == len(known.national_id or "")
