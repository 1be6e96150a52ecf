"""Who is this? From a cleaned row's identifiers to a person already known, a new one, or a question for an officer.

The order is the domain book's (§5, "Identity"): central member code, national ID, previous ID (stored under the same
key as the current one), then name and birth date within one branch; everything else is for an officer to decide.
Two different people never merge by themselves, and one person under a new ID stays the same person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from sync.fingerprint import identifier_hash
from sync.ports import IdentityKey
from sync.text import fold, match_key
from sync.values import PersonId, Record

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


@dataclass(frozen=True, slots=True)
class New:
    """Nobody known carries any of the identifiers."""


@dataclass(frozen=True, slots=True)
class Known:
    """This is `person`, found by `by`: `member_code`, `national_id` or `name`."""

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
    )


def keys_of(facts: Facts, key: KeyHasher) -> tuple[IdentityKey | None, IdentityKey | None, IdentityKey | None]:
    """Return the keys for member code, national ID, and name with birth date; None where a fact is missing."""
    return (
        key("member_code", facts.member_code) if facts.member_code else None,
        key("national_id", facts.national_id) if facts.national_id else None,
        key("name_birth", f"{facts.name}\x1f{facts.birth}") if facts.name and facts.birth else None,
    )


def identify(
    facts: Facts,
    keys: Sequence[IdentityKey | None],
    found: Mapping[IdentityKey, frozenset[PersonId]],
    facts_known: Mapping[PersonId, Facts],
) -> Match:
    """Decide who a row is about.

    `found` maps keys to the people registered under them; `facts_known` holds what is known of each of those
    people (a person without facts was registered, but nothing about them is on record).
    """
    nobody: frozenset[PersonId] = frozenset()
    by_code, by_id, by_name = (found.get(key, nobody) if key else nobody for key in keys)
    strong = by_code | by_id
    if len(strong) > 1:
        return Unclear("contradicting-identity", tuple(sorted(strong)))
    if strong:
        (person,) = strong
        by = "member_code" if by_code else "national_id"
        known = facts_known.get(person)
        if known is not None and _contradicts(facts, known, by):
            return Unclear("contradicting-identity", (person,))
        return Known(person, by)
    return _by_name(facts, by_name, facts_known)


def _contradicts(row: Facts, known: Facts, by: str) -> bool:
    """An identifier alone is not enough: another fact must agree, and no stronger one may disagree.

    An identifier typed for the wrong person would otherwise overwrite that person. A birth date that agrees is not
    enough either beside another name: that is how twins look. A name that is nearly the same is a corrected one.
    """
    if by == "national_id" and _differ(row.member_code, known.member_code):
        return True
    if row.name is None and row.birth is None:
        return False
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

    They are of the same branch and their codes do not differ. Beside a national ID of its own only the same name and
    birth date make a lookalike; without one the same name does, or the same birth date with nearly the same name.
    """
    return tuple(
        sorted(
            person
            for person, other in others.items()
            if other.unit == row.unit and not _differ(row.member_code, other.member_code) and _alike(row, other)
        )
    )


def _alike(row: Facts, other: Facts) -> bool:
    if row.national_id is not None or row.member_code is not None:
        return (row.name, row.birth) == (other.name, other.birth)
    return row.name == other.name or (
        row.birth is not None and row.birth == other.birth and nearly(row.name, other.name)
    )


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
        if (known.name, known.birth) != (row.name, row.birth):
            continue  # found under a name or birth date that has been corrected since
        if known.confirmed and _differ(row.national_id, known.national_id) and _same_length(row, known):
            continue  # two IDs are two people, unless the other is missing now: see `lookalikes`
        (same_branch if known.unit == row.unit else elsewhere).append(person)
    if len(same_branch) == 1:
        return Known(same_branch[0], "name")
    if same_branch or elsewhere:
        return Unclear("ambiguous-identity", tuple(same_branch or elsewhere))
    return New()


def _same_length(row: Facts, known: Facts) -> bool:
    """A 9-digit ID gives way to a 12-digit one; two different 12-digit (or two 9-digit) IDs are two people's."""
    return len(row.national_id or "") == len(known.national_id or "")
